// SPDX-License-Identifier: Apache-2.0
#include "xml/markup/expander.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <utility>

#include "xml/markup/chars.hpp"

namespace dp::xml {
namespace {

/// What follows `mark` in `text`, from `at` on; the end if it is not there.
std::size_t after(std::string_view text, std::size_t at, std::string_view mark) noexcept {
  const auto found = text.find(mark, at);
  return found == text.npos ? text.size() : found + mark.size();
}

}  // namespace

std::size_t Expanded::original_of(std::size_t at) const noexcept {
  const auto next = std::upper_bound(
      splices_.begin(), splices_.end(), at,
      [](std::size_t place, const Splice& splice) { return place < splice.begin; });
  if (next == splices_.begin()) return at;
  const auto& splice = *(next - 1);
  return at < splice.end ? splice.original_begin : splice.original_end + (at - splice.end);
}

std::string Expander::expand(std::string_view text, Expanded& to) {
  to_ = &to;
  source_ = text.data();
  depth_ = added_ = 0;
  full_ = after_ = false;
  to.text_.clear();
  to.splices_.clear();
  take_content(text);
  to.size_ = to.text_.size();
  to.text_.append(DP_PADDING, '\0');
  if (!full_) return {};
  return "its entities and default attributes have more than " + std::to_string(kMostAdded) +
         " bytes";
}

std::string Expander::expand_tag(std::string_view tag) {
  Expanded expanded;
  static_cast<void>(expand(tag, expanded));
  return std::string(expanded.view());
}

bool Expander::has_room(std::size_t size) noexcept {
  full_ = full_ || size > kMostAdded - added_;
  if (!full_) added_ += size;
  return !full_;
}

void Expander::take_content(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto next =
        std::min(text.find_first_of(in_entity() ? "<&\r" : "<&", at), text.size());
    put_text(text.substr(at, next - at));
    at = next;
    if (at == text.size()) return;
    if (text[at] == '<') {
      at = take_markup(text, at);
    } else if (text[at] == '&') {
      at = take_reference(text, at);
    } else {
      // It came from a reference, and ends no line.
      to_->text_ += "&#13;";
      ++at;
    }
  }
}

/// Text that goes on after an entity must not make "]]>" of what no part has.
void Expander::put_text(std::string_view text) {
  if (text.empty()) return;
  auto& out = to_->text_;
  if (std::exchange(after_, false) && out.ends_with(']') &&
      (text.front() == ']' || text.front() == '>'))
    out.replace(out.size() - 1, 1, "&#93;");
  out += text;
}

void Expander::put_escaped(std::string_view text) {
  for (const char byte : text) {
    if (byte == '<')
      to_->text_ += "&lt;";
    else if (byte == '>')
      to_->text_ += "&gt;";
    else if (byte == '&')
      to_->text_ += "&amp;";
    else if (byte == '\r')
      to_->text_ += "&#13;";
    else
      to_->text_ += byte;
  }
}

/// Returns what follows the markup.
std::size_t Expander::take_markup(std::string_view text, std::size_t at) {
  after_ = false;
  const auto rest = text.substr(at);
  std::size_t end = 0;
  if (rest.starts_with("<!--")) {
    end = after(text, at + 4, "-->");
  } else if (rest.starts_with("<![CDATA[")) {
    end = after(text, at + 9, "]]>");
    if (in_entity()) {
      put_escaped(text.substr(at + 9, end - 3 - (at + 9)));
      return end;
    }
  } else if (rest.starts_with("<?")) {
    end = after(text, at + 2, "?>");
  } else if (rest.starts_with("</")) {
    end = after(text, at + 2, ">");
  } else {
    return take_tag(text, at);
  }
  to_->text_ += text.substr(at, end - at);
  return end;
}

std::size_t Expander::take_tag(std::string_view text, std::size_t at) {
  const auto name_end = std::min(text.find_first_of(" \t\r\n/>", at + 1), text.size());
  const auto element = text.substr(at + 1, name_end - at - 1);
  names_.clear();
  while (true) {
    const auto mark = std::min(text.find_first_of("\"'>", at), text.size() - 1);
    const auto before = text.substr(at, mark - at);
    if (text[mark] != '"' && text[mark] != '\'') {
      const bool is_empty = before.ends_with('/');
      to_->text_ += before.substr(0, before.size() - (is_empty ? 1 : 0));
      put_defaults(element, text.data() + mark - (is_empty ? 1 : 0));
      to_->text_ += is_empty ? "/>" : ">";
      return mark + 1;
    }
    auto name = trimmed(before.substr(0, before.rfind('=')));
    name.remove_prefix(name.find_last_of(" \t\r\n") + 1);
    names_.push_back(name);
    const auto end = std::min(text.find(text[mark], mark + 1), text.size() - 1);
    to_->text_ += text.substr(at, mark + 1 - at);
    take_value(text.substr(mark + 1, end - mark - 1));
    to_->text_ += text[mark];
    at = end + 1;
  }
}

void Expander::take_value(std::string_view value) {
  for (std::size_t at = 0; at < value.size(); ++at) {
    const char byte = value[at];
    if (byte != '&') {
      to_->text_ += in_entity() && is(byte, kSpace) ? ' ' : byte;
      continue;
    }
    const auto end = std::min(value.find(';', at), value.size() - 1);
    const auto name = value.substr(at + 1, end - at - 1);
    const auto* entity = is_of_xml(name) ? nullptr : doctype_.entities().find(name);
    const auto begin = to_->text_.size();
    if (entity == nullptr) {
      to_->text_ += value.substr(at, end - at + 1);
    } else if (in_entity() || has_room(entity->size)) {
      doctype_.entities().append_in_value(to_->text_, entity->text);
      note_splice(begin, value.data() + at, value.data() + end + 1);
    }
    at = end;
  }
}

/// Of a tag whose end is at `place`.
void Expander::put_defaults(std::string_view element, const char* place) {
  const auto defaults = doctype_.defaults_of(element);
  if (defaults.empty()) return;
  const auto begin = to_->text_.size();
  std::sort(names_.begin(), names_.end());
  for (const auto& attribute : defaults) {
    if (std::binary_search(names_.begin(), names_.end(), std::string_view(attribute.name)))
      continue;
    if (!has_room(attribute.name.size() + attribute.value.size() + 4)) return;
    to_->text_ += ' ' + attribute.name + "=\"" + attribute.value + '"';
  }
  note_splice(begin, place, place);
}

/// What stands from `begin` on is in place of [from, to) of the text.
void Expander::note_splice(std::size_t begin, const char* from, const char* to) {
  if (in_entity()) return;
  to_->splices_.push_back({begin, to_->text_.size(), static_cast<std::size_t>(from - source_),
                           static_cast<std::size_t>(to - source_)});
}

std::size_t Expander::take_reference(std::string_view text, std::size_t at) {
  const auto end = std::min(text.find(';', at), text.size() - 1) + 1;
  const auto name = text.substr(at + 1, end - at - 2);
  const auto* entity = is_of_xml(name) ? nullptr : doctype_.entities().find(name);
  if (entity == nullptr) {
    put_text(text.substr(at, end - at));
    return end;
  }
  if (!in_entity() && !has_room(entity->size)) return end;
  const auto begin = to_->text_.size();
  after_ = true;
  ++depth_;
  take_content(entity->text);
  --depth_;
  after_ = true;
  note_splice(begin, text.data() + at, text.data() + end);
  return end;
}

}  // namespace dp::xml
