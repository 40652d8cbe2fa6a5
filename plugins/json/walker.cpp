// SPDX-License-Identifier: Apache-2.0
// The grammar: from token to token.
#include "json/walker.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "json/scalar.hpp"

namespace dp::json {
namespace {

constexpr const char* kExpectedValue = "a value";
constexpr const char* kExpectedName = "a name in quotes";

}  // namespace

bool Walker::fail(std::size_t at, const char* expected) {
  fault_at_ = std::min(at, size_);
  fault_expected_ = at < size_ ? expected : kExpectedMore;
  return false;
}

std::size_t Walker::find_slash(const char* text, std::size_t at, std::size_t size) noexcept {
  const auto* slash = static_cast<const char*>(std::memchr(text + at, '\\', size - at));
  return slash == nullptr ? size : static_cast<std::size_t>(slash - text);
}

/// Enter the container that begins here.
DP_INLINE bool Walker::push(const std::uint32_t*& token, std::size_t& depth) {
  if (depth == kMaxDepth) [[unlikely]]
    return fail(*token, "at most 1024 levels");
  set_object(++depth, text_[*token] == '{');
  ++token;
  return true;
}

/// Leave the container that ends here. What comes after the last token is no part of the text.
DP_INLINE bool Walker::pop(const std::uint32_t*& token, std::size_t& depth) {
  --depth;
  ++token;
  return token != end_ || depth == 0 || fail(size_, kExpectedMore);
}

/// Where the string that begins here has its closing quote: only blanks stand between it and the
/// next token.
DP_INLINE std::uint32_t Walker::close_of_string(const std::uint32_t* token) const noexcept {
  std::uint32_t close = token[1] - 1;
  while (text_[close] != '"') --close;
  return close;
}

/// Check the escapes of the string that begins here, which has a backslash.
bool Walker::check_escapes(const std::uint32_t* token) {
  const std::size_t begin = *token + 1;
  const std::size_t close = close_of_string(token);
  const auto bad = bad_escape({text_ + begin, close - begin});
  if (bad != close - begin) return fail(begin + bad, "an escape of JSON, surrogates in pairs");
  slash_ = find_slash(text_, close, size_);
  return true;
}

DP_INLINE bool Walker::pass_string(const std::uint32_t*& token) {
  if (slash_ < token[1] && !check_escapes(token)) [[unlikely]]
    return false;
  ++token;
  return true;
}

/// Returns the size of the number or word; 0 if it is none.
DP_INLINE std::size_t Walker::pass_scalar(const std::uint32_t*& token) {
  const char* const at = text_ + token[0];
  const char* const end = text_ + token[1];
  const auto size = size_of_scalar(at, end);
  if (size == 0 || (at + size != end && !is_blank(at[size]))) [[unlikely]] {
    fail(*token, kExpectedValue);
    return 0;
  }
  ++token;
  return size;
}

DP_INLINE bool Walker::pass_colon(const std::uint32_t*& token) {
  if (text_[*token] != ':') return fail(*token, "':'");
  ++token;
  return true;
}

/// Read an object's name and the colon.
DP_INLINE bool Walker::pass_name(const std::uint32_t*& token) {
  if (text_[*token] != '"') return fail(*token, kExpectedName);
  return pass_string(token) && pass_colon(token);
}

DP_INLINE bool Walker::name(const std::uint32_t*& token, Value& name) {
  if (text_[*token] != '"') return fail(*token, kExpectedName);
  return string(token, name) && pass_colon(token);
}

DP_INLINE bool Walker::string(const std::uint32_t*& token, Value& out) {
  const auto close = close_of_string(token);
  out = {*token + 1, close, Kind::text, slash_ < close};
  return pass_string(token);
}

DP_INLINE bool Walker::pass(const std::uint32_t*& token) {
  const char first = text_[*token];
  if (first == '"') return pass_string(token);
  if (first != '{' && first != '[') return pass_scalar(token) != 0;
  token_ = token;
  if (!container(depth_, false)) return false;
  token = token_;
  return true;
}

bool Walker::pass_value() { return pass(token_); }

bool Walker::read_name(Value& name) { return this->name(token_, name); }

/// Read the value that begins here, to which the paths of `node` lead.
bool Walker::value(const Tree::Node& node, Value& out) {
  const auto begin = *token_;
  const char first = byte();
  if (first == '"') return string(token_, out);
  if (first == '{' || first == '[') {
    const bool is_object = first == '{';
    out.kind = is_object ? Kind::object : Kind::array;
    if (node.is_leaf() ? !pass(token_) : is_object ? !object(node) : !array(node)) return false;
    out = {begin, token_[-1] + 1, out.kind, false};
    return true;
  }
  const auto size = pass_scalar(token_);
  if (size == 0) return false;
  out = {begin, static_cast<std::uint32_t>(begin + size), Kind::number, false};
  if (first == 'n') out.kind = Kind::null;
  if (first == 't' || first == 'f') out.kind = Kind::boolean;
  return true;
}

/// Read the value that begins here, to which the paths of `node` lead, if any do.
DP_INLINE bool Walker::child(const std::uint32_t*& token, const Tree::Node* node) {
  if (node == nullptr) return pass(token);
  token_ = token;
  // An earlier member of this name does not count.
  if (!node->is_leaf())
    for (auto slot = node->first; slot < node->last; ++slot) slots_[slot] = Value{};
  Value out;
  if (!value(*node, out)) return false;
  token = token_;
  if (node->slot != Tree::kNone) slots_[node->slot] = out;
  return true;
}

DP_INLINE const Tree::Node* Walker::find(const Tree::Node& node, const Value& name,
                                         std::size_t index) {
  const auto raw = name.raw(text_);
  if (!name.escaped) [[likely]]
    return node.find(raw, index);
  name_.clear();
  append_unescaped(name_, raw);
  return node.find(name_);
}

/// Read on until the depth is `base` and a value is read: from a value on, or from `after` one.
bool Walker::container(std::size_t base, bool after) {
  // In registers: this is most of the work.
  const std::uint32_t* token = token_;
  std::size_t depth = depth_;
  while (true) {
    if (!after) {
      const char first = text_[*token];
      if (first == '{' || first == '[') {
        if (!push(token, depth)) return false;
        // After the bracket as if after a value: that of an empty container closes it.
        if (text_[*token] != (first == '{' ? '}' : ']')) {
          if (first == '{' && !pass_name(token)) return false;
          continue;
        }
      } else if (first == '"' ? !pass_string(token) : pass_scalar(token) == 0) {
        return false;
      }
    }
    after = false;
    while (depth != base) {
      const bool object = in_object(depth);
      const char byte = text_[*token];
      if (byte == ',') {
        ++token;
        if (object && !pass_name(token)) return false;
        break;
      }
      if (byte != (object ? '}' : ']'))
        return fail(*token, object ? "',' or '}'" : "',' or ']'");
      if (!pop(token, depth)) return false;
    }
    if (depth == base) break;
  }
  token_ = token;
  depth_ = depth;
  return true;
}

/// Read the `index`th name of an object, and the colon. `wanted`: where it leads.
DP_INLINE bool Walker::member(const std::uint32_t*& token, const Tree::Node& node,
                              std::size_t index, const Tree::Node*& wanted) {
  const auto* expected = node.expected(index);
  if (expected != nullptr && text_[*token] == '"' && expected->stands_at(text_ + *token + 1))
      [[likely]] {
    wanted = expected->node();
    ++token;
    return pass_colon(token);
  }
  Value name;
  if (!this->name(token, name)) return false;
  wanted = find(node, name, index);
  return true;
}

bool Walker::object(const Tree::Node& node) {
  if (!push(token_, depth_)) return false;
  const std::uint32_t* token = token_;  // in a register
  bool more = text_[*token] != '}';
  for (std::size_t index = 0; more; ++index) {
    const Tree::Node* wanted = nullptr;
    if (!member(token, node, index, wanted) || !child(token, wanted)) return false;
    const char after = text_[*token];
    more = after == ',';
    if (more)
      ++token;
    else if (after != '}')
      return fail(*token, "',' or '}'");
  }
  token_ = token;
  return pop(token_, depth_);
}

bool Walker::array(const Tree::Node& node) {
  if (!push(token_, depth_)) return false;
  bool more = byte() != ']';
  for (std::size_t index = 0; more; ++index) {
    char digits[20] = {};
    const auto end = std::to_chars(digits, digits + sizeof digits, index).ptr;
    if (!child(token_, node.find({digits, static_cast<std::size_t>(end - digits)}, index)))
      return false;
    more = byte() == ',';
    if (more)
      ++token_;
    else if (byte() != ']')
      return fail(*token_, "',' or ']'");
  }
  return pop(token_, depth_);
}

}  // namespace dp::json
