// SPDX-License-Identifier: Apache-2.0
#include "expr/json_members.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <dp/json_text.hpp>
#include <span>
#include <utility>

#include "expr/json_scan.hpp"

namespace dp::expr {
namespace {

using json_scan::blanks_before;
using json_scan::element_end;
using json_scan::skip_blanks;

bool begins_with(std::string_view json, char bracket) noexcept {
  const auto begin = skip_blanks(json, 0);
  return begin < json.size() && json[begin] == bracket;
}

/// The value that begins at or after json[at], and where what follows it stands.
std::string_view value_from(std::string_view json, std::size_t at, std::size_t& end) noexcept {
  const auto begin = skip_blanks(json, at);
  end = element_end(json, begin);
  return json.substr(begin, end - begin - blanks_before(json, begin, end));
}

/// Call `see` with the name, in its quotes, and the value of each member of an object.
template <class See>
void each_member(std::string_view object, See&& see) {
  auto at = skip_blanks(object, 0);
  do {
    at = skip_blanks(object, at + 1);
    if (at >= object.size() || object[at] != '"') return;
    const auto name = object.substr(at, json_scan::string_end(object, at) - at);
    const auto colon = skip_blanks(object, at + name.size());
    if (colon >= object.size() || object[colon] != ':') return;
    const auto value = value_from(object, colon + 1, at);
    see(name, value);
  } while (at < object.size() && object[at] == ',');
}

bool is_called(std::string_view quoted, std::string_view name) {
  if (quoted.find('\\') == std::string_view::npos)
    return quoted.size() == name.size() + 2 && quoted.substr(1, name.size()) == name;
  std::string room;
  return format::text_of_json(quoted, room) == name;
}

std::optional<std::string_view> member_called(std::string_view object, std::string_view name) {
  std::optional<std::string_view> found;
  each_member(object, [&](std::string_view quoted, std::string_view value) {
    if (is_called(quoted, name)) found = value;
  });
  return found;
}

/// The element of an array whose place is written as `digits`.
std::optional<std::string_view> element_at(std::string_view array, std::string_view digits) {
  std::uint64_t place = 0;
  const auto* const last = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), last, place);
  const bool is_place = read.ec == std::errc{} && read.ptr == last &&
                        (digits.size() == 1 || digits.front() != '0');
  if (!is_place) return std::nullopt;
  auto at = skip_blanks(array, 0);
  for (;; --place) {
    const auto value = value_from(array, at + 1, at);
    if (value.empty()) return std::nullopt;  // there is none in []
    if (place == 0) return value;
    if (at >= array.size() || array[at] != ',') return std::nullopt;
  }
}

/// A name of a JSON pointer, in which ~1 is a slash and ~0 a tilde.
std::optional<std::string> name_in_pointer(std::string_view token) {
  std::string name;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] != '~') {
      name += token[i];
      continue;
    }
    const char code = ++i < token.size() ? token[i] : '\0';
    if (code != '0' && code != '1') return std::nullopt;
    name += code == '0' ? '~' : '/';
  }
  return name;
}

using Paths = std::vector<const JsonPath*>;

/// Writes what is left of a value.
class Remover {
 public:
  explicit Remover(std::string& out) : out_(out) {}

  /// `paths`: they lead to this value by their first `depth` names. Returns whether anything is left.
  bool put(std::string_view json, const Paths& paths, std::size_t depth) {
    if (!begins_with(json, '{')) {
      out_ += json;
      return true;
    }
    const auto begin = out_.size();
    bool any_left = false;
    bool any_gone = false;
    out_ += '{';
    each_member(json, [&](std::string_view name, std::string_view value) {
      const auto before = out_.size();
      const auto left = put_member(name, value, any_left, paths, depth);
      if (left == Left::nothing) out_.resize(before);
      any_left = any_left || left != Left::nothing;
      any_gone = any_gone || left != Left::all;
    });
    if (!any_gone) {
      out_.resize(begin);
      out_ += json;
      return true;
    }
    if (any_left)
      out_ += '}';
    else
      out_.resize(begin);
    return any_left;
  }

 private:
  enum class Left : std::uint8_t { nothing, some, all };

  Left put_member(std::string_view name, std::string_view value, bool after_others,
                  const Paths& paths, std::size_t depth) {
    Paths on;
    for (const auto* path : paths)
      if (is_called(name, (*path)[depth])) on.push_back(path);
    const auto ends = [&](const JsonPath* path) { return path->size() == depth + 1; };
    if (std::any_of(on.begin(), on.end(), ends)) return Left::nothing;
    if (after_others) out_ += ',';
    out_ += name;
    out_ += ':';
    const auto begin = out_.size();
    if (on.empty())
      out_ += value;
    else if (!put(value, on, depth + 1))
      return Left::nothing;
    return std::string_view(out_).substr(begin) == value ? Left::all : Left::some;
  }

  std::string& out_;
};

}  // namespace

std::optional<JsonPath> json_path_of(std::string_view text) {
  const bool is_pointer = text.starts_with('/');
  if (is_pointer) text.remove_prefix(1);
  JsonPath path;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find(is_pointer ? '/' : '.', at), text.size());
    const auto token = text.substr(at, end - at);
    if (!is_pointer && token.empty()) return std::nullopt;
    auto name = is_pointer ? name_in_pointer(token) : std::string(token);
    if (!name) return std::nullopt;
    path.push_back(*std::move(name));
    at = end + 1;
  }
  return path;
}

std::optional<std::string_view> member_at(std::string_view json, const JsonPath& path) {
  std::optional<std::string_view> value = json;
  for (const auto& name : path) {
    if (begins_with(*value, '{'))
      value = member_called(*value, name);
    else if (begins_with(*value, '['))
      value = element_at(*value, name);
    else
      return std::nullopt;
    if (!value) return std::nullopt;
  }
  return value;
}

bool append_without(std::string& out, std::string_view json,
                    const std::vector<JsonPath>& paths) {
  Paths all;
  for (const auto& path : paths) all.push_back(&path);
  return Remover(out).put(json, all, 0);
}

}  // namespace dp::expr
