// SPDX-License-Identifier: Apache-2.0
#include "json/walker.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace dp::json {
namespace {

/// The node of the name in `text`, the `index`th of its object. `unescaped`: room for a name.
DP_INLINE const Tree::Node* find(const Tree::Node& node, const char* text, const Value& name,
                                 std::size_t index, std::string& unescaped) {
  const auto raw = name.raw(text);
  if (!name.escaped) [[likely]]
    return node.find(raw, index);
  unescaped.clear();
  append_unescaped(unescaped, raw);
  return node.find(unescaped);
}

/// Whether the container of the number `around` had a value of this node, by the last container
/// that had one of each; it has one from now on.
bool is_second(std::vector<std::uint64_t>& had, const Tree::Node& node, std::uint64_t around) {
  return std::exchange(had[node.number], around) == around;
}

}  // namespace

bool Walker::open(std::string_view text) {
  if (!find_tokens(text)) return false;
  copy(text);
  return true;
}

bool Walker::read(std::string_view text, Value& value) {
  clear();
  return start(text) && finish(value);
}

bool Walker::read_member(std::string_view text, Value& value) {
  clear();
  Value name;
  if (!start(text) || !this->name(token_, name)) return false;
  if (tree_->key_slot() != Tree::kNone) slots_[tree_->key_slot()] = name;
  return finish(value);
}

/// Read the value that the text ends with.
bool Walker::finish(Value& value) {
  if (!this->value(tree_->root(), value) || !at_end()) return false;
  const bool is_scalar = value.kind != Kind::object && value.kind != Kind::array;
  const auto* scalar = is_scalar ? tree_->root().find(kScalar) : nullptr;
  if (scalar != nullptr) slots_[scalar->slot] = value;
  const auto slot = tree_->root().slot;
  if (slot != Tree::kNone) slots_[slot] = value;
  return true;
}

bool Walker::begin_lines(std::string_view lines) {
  if (tokens_of_lines_.find(lines) != Tokens::State::found) return false;
  const auto* const end = tokens_of_lines_.end();
  // What is not closed reads on into the next line, and ends at this bracket: see pop().
  const char last = lines[end[-1]];
  if (last != '}' && last != ']') return false;
  lines_ = {lines.data(), lines.size(), tokens_of_lines_.begin(), end,
            find_slash(lines.data(), 0, lines.size())};
  return true;
}

bool Walker::read_line(std::size_t at, std::size_t end, Value& value) {
  while (lines_.token != lines_.end && *lines_.token < at) ++lines_.token;
  if (lines_.slash < at) lines_.slash = find_slash(lines_.text, at, lines_.size);
  text_ = lines_.text;
  size_ = lines_.size;
  token_ = lines_.token;
  end_ = lines_.end;
  slash_ = lines_.slash;
  depth_ = 0;
  if (token_ == end_ || *token_ >= end || (byte() != '{' && byte() != '[')) return false;
  clear();
  if (!this->value(tree_->root(), value) || value.end > end) return false;
  if (token_ != end_ && *token_ < end) return false;
  lines_.token = token_;
  lines_.slash = slash_;
  const auto slot = tree_->root().slot;
  if (slot != Tree::kNone) slots_[slot] = value;
  return true;
}

bool Walker::read_open(std::string_view text) {
  return open(text) && !container(0, false) && fault_at_ == size_;
}

bool Walker::read_rest(std::string_view text, const std::vector<bool>& objects) {
  const bool any = open(text);
  if (!any) return blank() && objects.empty();
  for (const bool object : objects) set_object(++depth_, object);
  return container(0, true) && at_end();
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
/// `around`: the number of the container that it is in.
DP_INLINE bool Walker::child(const std::uint32_t*& token, const Tree::Node* node,
                             std::uint64_t around) {
  if (node == nullptr) return pass(token);
  if (first_counts_ && is_second(had_, *node, around)) [[unlikely]]
    return pass(token);
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
  wanted = find(node, text_, name, index, name_);
  return true;
}

bool Walker::object(const Tree::Node& node) {
  if (!push(token_, depth_)) return false;
  const auto number = ++containers_;
  const std::uint32_t* token = token_;  // in a register
  bool more = text_[*token] != '}';
  for (std::size_t index = 0; more; ++index) {
    const Tree::Node* wanted = nullptr;
    if (!member(token, node, index, wanted) || !child(token, wanted, number)) return false;
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
  const auto number = ++containers_;
  bool more = byte() != ']';
  for (std::size_t index = 0; more; ++index) {
    char digits[21] = {kPlaceMark};
    const char* const end = std::to_chars(digits + 1, digits + sizeof digits, index).ptr;
    const char* const begin = digits + (node.marks_places() ? 0 : 1);
    const std::string_view place(begin, static_cast<std::size_t>(end - begin));
    if (!child(token_, node.find(place, index), number)) return false;
    more = byte() == ',';
    if (more)
      ++token_;
    else if (byte() != ']')
      return fail(*token_, "',' or ']'");
  }
  return pop(token_, depth_);
}

}  // namespace dp::json
