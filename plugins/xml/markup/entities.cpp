// SPDX-License-Identifier: Apache-2.0
#include "xml/markup/entities.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "xml/markup/chars.hpp"
#include "xml/markup/lexer.hpp"

namespace dp::xml {
namespace {

std::string named(std::string_view name) {
  return "'&" + std::string(name.substr(0, 40)) + ";'";
}

/// What is wrong with `text` as the content of an element. `has_elements` is set if it has some.
std::string wrong_in_text(std::string_view text, const Entities& entities, bool& has_elements) {
  const auto padded = std::string(text) + std::string(DP_PADDING, '\0');
  EndMarks marks;
  Lexer lexer(marks);
  lexer.use(&entities);
  lexer.begin(padded.data(), padded.data() + text.size(), true);
  std::vector<std::string_view> open;
  while (true) {
    const auto token = lexer.next();
    has_elements = has_elements || token == Token::start || token == Token::empty;
    if (token == Token::finish && !open.empty())
      return "'<" + std::string(open.back().substr(0, 40)) + ">' has no end tag in it";
    if (token == Token::finish) return {};
    if (token == Token::wrong) return lexer.reason();
    if (token == Token::declaration || token == Token::doctype)
      return "'<?xml' and '<!DOCTYPE' stand in no element";
    if (token == Token::start) open.push_back(lexer.name());
    if (token != Token::close) continue;
    if (open.empty() || open.back() != lexer.name())
      return "'</" + std::string(lexer.name().substr(0, 40)) +
             ">' ends no element that begins in it";
    open.pop_back();
  }
}

}  // namespace

bool is_of_xml(std::string_view name) noexcept {
  for (const std::string_view known : {"amp", "lt", "gt", "quot", "apos"})
    if (name == known) return true;
  return false;
}

void for_each_entity(std::string_view text, const std::function<void(std::string_view)>& take) {
  for (auto at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
    const auto end = text.find(';', at);
    if (end == std::string_view::npos) return;
    const auto name = text.substr(at + 1, end - at - 1);
    if (!name.starts_with('#') && !is_of_xml(name)) take(name);
  }
}

/// Entities in an order in which each comes after those that it refers to.
class Entities::Order {
 public:
  explicit Order(Entities& entities) : entities_(entities) {
    for (auto& [name, entity] : entities_.by_name_) {
      auto& left = left_[name];
      for_each_entity(entity.text, [&, &user = name](std::string_view used) {
        if (entities_.find(used) == nullptr) return;
        users_[std::string(used)].push_back(user);
        ++left;
      });
      if (left == 0) ready_.push_back(name);
    }
  }
  /// The next one; empty: all others lead to one that is in itself.
  std::string next() {
    if (ready_.empty()) return {};
    auto name = std::move(ready_.back());
    ready_.pop_back();
    for (const auto& user : users_[name])
      if (--left_[user] == 0) ready_.push_back(user);
    left_.erase(name);
    return name;
  }
  /// Of one that never comes: where it leads to itself.
  [[nodiscard]] std::string circle_of(const std::string& name) const {
    std::vector<std::string> seen = {name};
    while (true) {
      std::string used;
      for_each_entity(entities_.find(seen.back())->text, [&](std::string_view one) {
        if (used.empty() && left_.count(std::string(one)) != 0) used = one;
      });
      if (used == name) return "is in itself" + by(seen);
      if (std::find(seen.begin(), seen.end(), used) != seen.end())
        return "has " + named(used) + ", which is in itself";
      seen.push_back(used);
    }
  }
  [[nodiscard]] const std::map<std::string, std::size_t>& left() const noexcept {
    return left_;
  }

 private:
  static std::string by(const std::vector<std::string>& circle) {
    return circle.size() == 1 ? "" : ", by " + named(circle[1]);
  }
  Entities& entities_;
  std::map<std::string, std::size_t> left_;  ///< by name, how many that it has did not come yet
  std::map<std::string, std::vector<std::string>> users_;
  std::vector<std::string> ready_;
};

void Entities::add(std::string_view name, Entity entity) {
  by_name_.emplace(std::string(name), std::move(entity));
}

const Entity* Entities::find(std::string_view name) const noexcept {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &found->second;
}

void Entities::resolve() {
  Order order(*this);
  for (auto name = order.next(); !name.empty(); name = order.next()) resolve(by_name_[name]);
  for (const auto& [name, left] : order.left()) {
    auto& entity = by_name_[name];
    entity.in_text = entity.in_value = order.circle_of(name);
  }
}

/// Of one all of whose entities are known.
void Entities::resolve(Entity& entity) {
  entity.size = entity.text.size();
  for_each_entity(entity.text, [&](std::string_view name) {
    const auto* used = find(name);
    if (used == nullptr) return;
    constexpr std::size_t kMost = ~std::size_t{0} / 2;
    entity.size = std::min(kMost, entity.size + used->size);
    entity.depth = std::max(entity.depth, used->depth + 1);
    entity.has_elements = entity.has_elements || used->has_elements;
  });
  if (!entity.in_text.empty()) return;
  if (entity.depth > kMostDepth) {
    entity.in_text = entity.in_value =
        "is more than " + std::to_string(kMostDepth) + " entities deep";
    return;
  }
  const auto in = [](const std::string& wrong) {
    return wrong.empty() ? wrong : "is not well-formed there: " + wrong;
  };
  entity.in_text = in(wrong_in_text(entity.text, *this, entity.has_elements));
  entity.in_value = in(wrong_in_value(entity.text));
}

bool Entities::same_as(const Entities& other) const {
  return by_name_.size() == other.by_name_.size() &&
         std::equal(by_name_.begin(), by_name_.end(), other.by_name_.begin(),
                    [](const auto& one, const auto& two) {
                      return one.first == two.first && one.second.text == two.second.text &&
                             one.second.in_text == two.second.in_text;
                    });
}

std::string Entities::wrong_in_value(std::string_view text) const {
  std::string tag = "<a b=\"";
  for (const char byte : text) byte == '"' ? tag += "&quot;" : tag += byte;
  tag += "\"/>";
  const auto size = tag.size();
  tag.append(DP_PADDING, '\0');
  EndMarks marks;
  Lexer lexer(marks);
  lexer.use(this);
  lexer.begin(tag.data(), tag.data() + size, true);
  return lexer.next() == Token::wrong ? lexer.reason() : "";
}

void Entities::append_in_value(std::string& out, std::string_view text) const {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char byte = text[at];
    if (is(byte, kSpace)) {
      out += ' ';
    } else if (byte == '"') {
      out += "&quot;";
    } else if (byte == '\'') {
      out += "&apos;";
    } else if (byte != '&') {
      out += byte;
    } else {
      const auto end = std::min(text.find(';', at), text.size() - 1);
      const auto* entity = find(text.substr(at + 1, end - at - 1));
      if (entity == nullptr || is_of_xml(text.substr(at + 1, end - at - 1)))
        out += text.substr(at, end - at + 1);
      else
        append_in_value(out, entity->text);
      at = end;
    }
  }
}

}  // namespace dp::xml
