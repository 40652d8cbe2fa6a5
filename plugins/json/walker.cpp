// SPDX-License-Identifier: Apache-2.0
#include "json/walker.hpp"

#include <algorithm>
#include <cstring>

#include "values/text.hpp"

// A call a mark would cost more than what it does.
#define DP_INLINE __attribute__((always_inline)) inline

namespace dp::json {
namespace {

constexpr const char* kWantValue = "a value";
constexpr const char* kWantMore = "more";
constexpr const char* kWantName = "a name in quotes";

/// The bytes that may follow a number or word.
constexpr auto kEnds = [] {
  std::array<bool, 256> ends{};
  for (const char byte : std::string_view(" \t\n\r,]}:[{"))
    ends[static_cast<unsigned char>(byte)] = true;
  return ends;
}();

bool is_digit(char byte) noexcept { return byte >= '0' && byte <= '9'; }

DP_INLINE const char* behind_digits(const char* at, const char* end) noexcept {
  while (at < end && is_digit(*at)) ++at;
  return at;
}

/// The size of the number at `at`; 0 if it is none.
DP_INLINE std::size_t size_of_number(const char* at, const char* end) noexcept {
  const char* const begin = at;
  if (*at == '-') ++at;
  const char* from = at;
  at = behind_digits(at, end);
  if (at == from || (*from == '0' && at - from > 1)) return 0;
  if (at < end && *at == '.') {
    from = ++at;
    at = behind_digits(at, end);
    if (at == from) return 0;
  }
  if (at < end && (*at == 'e' || *at == 'E')) {
    ++at;
    if (at < end && (*at == '+' || *at == '-')) ++at;
    from = at;
    at = behind_digits(at, end);
    if (at == from) return 0;
  }
  return static_cast<std::size_t>(at - begin);
}

bool ends_scalar(char byte) noexcept { return kEnds[static_cast<unsigned char>(byte)]; }

}  // namespace

bool Walker::fail(std::size_t at, const char* want) {
  // What lies behind the limit may be there, or not: it must not show.
  fault_ = {at, at < limit_ ? want : kWantMore, false};
  return false;
}

bool Walker::fail_at_end() {
  if (marks_->broken() && marks_->seen() < limit_)
    return fail(marks_->seen(), "no control character in a string");
  fault_ = {std::min(limit_, marks_->end()), kWantMore, !final_};
  return false;
}

bool Walker::read(Value& value) {
  std::fill(slots_.begin(), slots_.end(), Value{});
  depth_ = 0;
  std::uint32_t at = 0;
  if (!next(at) || !this->value(at, &tree_->root(), value)) return false;
  const auto slot = tree_->root().slot;
  if (slot != Tree::kNone) slots_[slot] = value;
  return true;
}

bool Walker::pass(std::uint32_t at, Value& value) { return this->value(at, nullptr, value); }

bool Walker::at_end() {
  std::uint32_t at = 0;
  if (marks_->peek(at)) return at >= limit_ || fail(at, "the end");
  return !marks_->broken() || marks_->seen() >= limit_ || fail(marks_->seen(), "the end");
}

bool Walker::read_all(Value& value) {
  if (!read(value)) return false;
  if (value.end > limit_) return fail(limit_, kWantMore);
  return at_end();
}

bool Walker::fail_in_string() {
  const auto at = fault_.at;
  const bool newline = at < marks_->end() && byte(static_cast<std::uint32_t>(at)) == '\n';
  if (at >= limit_ || newline) fault_.want = "the end of the string";
  return false;
}

bool Walker::check_escapes(std::uint32_t begin, std::uint32_t end) {
  const std::string_view text(marks_->text() + begin, end - begin);
  const auto bad = bad_escape(text);
  return bad == text.size() || fail(begin + bad, "an escape of JSON, surrogates in pairs");
}

/// Read the string that begins at `at`, up to its closing quote.
DP_INLINE bool Walker::string(std::uint32_t at, std::uint32_t& close, bool& escaped) {
  if (!next(close)) [[unlikely]]
    return fail_in_string();
  escaped = marks_->has_slash(at, close);
  return !escaped || check_escapes(at + 1, close);
}

DP_INLINE bool Walker::string(std::uint32_t at, Value& out) {
  std::uint32_t close = 0;
  bool escaped = false;
  if (!string(at, close, escaped)) return false;
  out = {at + 1, close, Kind::text, escaped};
  return true;
}

/// Fail over a number or word; if it may go on behind the text, that ended.
bool Walker::fail_scalar(std::uint32_t at, const char* want) {
  const std::string_view rest(marks_->text() + at, marks_->end() - at);
  fail(at, want);
  fault_.ended = !final_ && std::none_of(rest.begin(), rest.end(), ends_scalar);
  return false;
}

DP_INLINE bool Walker::scalar(std::uint32_t at, Value& out) {
  const char* const from = marks_->text() + at;
  const std::size_t left = marks_->end() - at;
  std::size_t size = 0;
  out = {at, at, Kind::number, false};
  if (*from == '-' || is_digit(*from)) {
    size = size_of_number(from, from + left);
  } else {
    // Padding may be compared too: what goes beyond the end is refused below.
    const bool is_true = std::memcmp(from, "true", 4) == 0;
    const bool is_null = std::memcmp(from, "null", 4) == 0;
    if (is_true || is_null)
      size = 4;
    else if (std::memcmp(from, "false", 5) == 0)
      size = 5;
    out.kind = is_null ? Kind::null : Kind::boolean;
  }
  const bool ends = size < left ? ends_scalar(from[size]) : size == left && final_;
  if (size == 0 || !ends) [[unlikely]]
    return fail_scalar(at, kWantValue);
  out.end = at + static_cast<std::uint32_t>(size);
  return true;
}

DP_INLINE bool Walker::name(std::uint32_t at, Value& name) {
  if (byte(at) != '"') [[unlikely]]
    return fail(at, kWantName);
  if (!string(at, name)) return false;
  std::uint32_t colon = 0;
  if (!next(colon)) return false;
  return byte(colon) == ':' || fail(colon, "':'");
}

bool Walker::read_name(std::uint32_t at, Value& name) { return this->name(at, name); }

DP_INLINE bool Walker::value(std::uint32_t at, const Tree::Node* node, Value& out) {
  const bool inner = node != nullptr && !node->is_leaf();
  switch (byte(at)) {
    case '"':
      return string(at, out);
    case '{':
      return inner ? object(at, *node, out) : container(at, out);
    case '[':
      return inner ? array(at, *node, out) : container(at, out);
    default:
      return scalar(at, out);
  }
}

/// Enter the container that begins at `at`.
DP_INLINE bool Walker::push(std::uint32_t at) {
  if (depth_ == kMaxDepth) return fail(at, "at most 1024 levels");
  // A line that opens what it does not close must not send us through all lines behind it.
  if (at >= limit_) return fail(limit_, kWantMore);
  const std::uint64_t bit = std::uint64_t{1} << (depth_ & 63);
  auto& word = objects_[depth_ >> 6];
  word = byte(at) == '{' ? word | bit : word & ~bit;
  ++depth_;
  return true;
}

bool Walker::object(std::uint32_t at, const Tree::Node& node, Value& out) {
  if (!push(at)) return false;
  out = {at, at, Kind::object, false};
  if (!next(at)) return false;
  const bool empty = byte(at) == '}';
  for (std::size_t index = 0; !empty; ++index) {
    Value name;
    if (!this->name(at, name)) return false;
    const auto* member = find(node, name, index);
    if (!next(at) || !child(at, member) || !next(at)) return false;
    if (byte(at) == '}') break;
    if (byte(at) != ',') return fail(at, "',' or '}'");
    if (!next(at)) return false;
  }
  --depth_;
  out.end = at + 1;
  return true;
}

bool Walker::array(std::uint32_t at, const Tree::Node& node, Value& out) {
  if (!push(at)) return false;
  out = {at, at, Kind::array, false};
  if (!next(at)) return false;
  const bool empty = byte(at) == ']';
  for (std::size_t index = 0; !empty; ++index) {
    // More places than digits for them: no path leads there.
    char digits[8];
    std::size_t size = 0;
    for (std::size_t rest = index; size == 0 || rest != 0; rest /= 10) {
      if (size == sizeof digits) break;
      digits[sizeof digits - ++size] = static_cast<char>('0' + rest % 10);
    }
    const auto* element = node.find({digits + sizeof digits - size, size}, index);
    if (!child(at, element) || !next(at)) return false;
    if (byte(at) == ']') break;
    if (byte(at) != ',') return fail(at, "',' or ']'");
    if (!next(at)) return false;
  }
  --depth_;
  out.end = at + 1;
  return true;
}

/// Read the value at `at` to which the paths of `node` lead, if any do.
DP_INLINE bool Walker::child(std::uint32_t at, const Tree::Node* node) {
  Value out;
  if (node == nullptr) return value(at, nullptr, out);
  // An earlier member of this name does not count.
  if (!node->is_leaf())
    for (auto slot = node->first; slot < node->last; ++slot) slots_[slot] = Value{};
  if (!value(at, node, out)) return false;
  if (node->slot != Tree::kNone) slots_[node->slot] = out;
  return true;
}

inline const Tree::Node* Walker::find(const Tree::Node& node, const Value& name,
                                      std::size_t index) {
  const auto raw = name.raw(marks_->text());
  if (!name.escaped) [[likely]]
    return node.find(raw, index);
  name_.clear();
  append_unescaped(name_, raw);
  return node.find(name_);
}

/// Read a container and all in it.
bool Walker::container(std::uint32_t at, Value& out) {
  const std::size_t base = depth_;
  out = {at, at, byte(at) == '{' ? Kind::object : Kind::array, false};
  bool done = false;
  while (true) {
    // At the beginning of a container.
    bool object = byte(at) == '{';
    if (!push(at) || !next(at)) return false;
    bool empty = byte(at) == (object ? '}' : ']');
    while (true) {
      if (empty) {
        done = pop(base, object);
      } else {
        Value part;
        if (object && (!name(at, part) || !next(at))) return false;
        if (byte(at) == '{' || byte(at) == '[') break;
        if (byte(at) == '"' ? !string(at, part) : !scalar(at, part)) return false;
      }
      empty = false;
      if (!done && !behind(base, at, object, done)) return false;
      if (done) {
        out.end = at + 1;
        return true;
      }
    }
  }
}

/// Leave a container. `object`: what is around it. True if that is the depth `base`.
DP_INLINE bool Walker::pop(std::size_t base, bool& object) {
  --depth_;
  if (depth_ == base) return true;
  object = in_object();
  return false;
}

/// Read on behind a value of a container that is an `object` or not, up to the next value, out of
/// the containers that end there. `done`: down to the depth `base`.
DP_INLINE bool Walker::behind(std::size_t base, std::uint32_t& at, bool& object, bool& done) {
  while (true) {
    if (!next(at)) return false;
    if (byte(at) == ',') [[likely]]
      return next(at);
    if (byte(at) != (object ? '}' : ']')) return fail(at, object ? "',' or '}'" : "',' or ']'");
    done = pop(base, object);
    if (done) return true;
  }
}

bool Walker::read_rest(const std::vector<bool>& objects) {
  if (objects.empty()) return at_end();
  depth_ = 0;
  for (const bool object : objects) {
    const std::uint64_t bit = std::uint64_t{1} << (depth_ & 63);
    auto& word = objects_[depth_ >> 6];
    word = object ? word | bit : word & ~bit;
    ++depth_;
  }
  std::uint32_t at = 0;
  Value part;
  bool object = objects.back();
  for (bool done = false;;) {
    if (!behind(0, at, object, done)) return false;
    if (done) return at_end();
    if (object && (!read_name(at, part) || !next(at))) return false;
    if (!pass(at, part)) return false;
  }
}

std::string Walker::explain(std::size_t begin) const {
  const std::size_t end = std::min(limit_, marks_->end());
  const std::size_t at = std::min(fault_.at, end);
  return "byte " + std::to_string(at - begin + 1) + ": got " +
         (at == end ? "the end" : values::shown({marks_->text() + at, 1})) + ", want " +
         fault_.want;
}

}  // namespace dp::json

#undef DP_INLINE
