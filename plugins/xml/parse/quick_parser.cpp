// SPDX-License-Identifier: Apache-2.0
#include "xml/parse/quick_parser.hpp"

#include <algorithm>
#include <dp/escape.hpp>

#include "xml/markup/chars.hpp"
#include "xml/split/between.hpp"

namespace dp::xml {
namespace {

constexpr std::ptrdiff_t kBlock = Block::kBytes;
/// A tag with more attributes is read with care.
constexpr std::size_t kMostAttributes = 16;

/// What follows the reference at `at`; nullptr if it is none of the five.
const char* after_reference(const char* at, const char* end) noexcept {
  for (const std::string_view known : {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"})
    if (begins(at, end, known)) return at + known.size();
  return nullptr;
}

/// Whether [at, end) has nothing to decode: no reference, no line end but LF, and in an
/// attribute's value no space but ' '.
bool is_plain(const char* at, const char* end, bool is_attribute) noexcept {
  const char line_end = is_attribute ? '\n' : '\r';
  const char tab = is_attribute ? '\t' : '\r';
  const auto to_decode = [=](detail::Bytes16 bytes) {
    return (bytes.equal('&') | bytes.equal('\r') | bytes.equal(line_end) | bytes.equal(tab))
        .bits();
  };
  return find_first(at, end, to_decode) == end;
}

/// Whether the element or attribute `name` is `wanted`.
inline bool is_wanted(const std::string& wanted, const char* name, std::size_t size) noexcept {
  return size == wanted.size() && *name == wanted[0] &&
         std::memcmp(name, wanted.data(), size) == 0;
}

/// Those of the first `left` bytes of a block.
[[gnu::always_inline]] inline std::uint64_t marks_before(std::uint64_t marks,
                                                         std::ptrdiff_t left) noexcept {
  return left < kBlock ? marks & ((std::uint64_t{1} << left) - 1) : marks;
}

[[gnu::noinline]] std::size_t place_of_many(const Wanted::Node& node,
                                            std::string_view name) noexcept {
  const auto places = node.children_by_name.find(name);
  return places.empty() ? node.children.size() : places.front();
}

/// Where among the children of a node the first one is that is called so; their number: nowhere.
[[gnu::always_inline]] inline std::size_t place_of(const Wanted& wanted,
                                                   const Wanted::Node& node, const char* name,
                                                   std::size_t size) noexcept {
  const auto& children = node.children;
  if (children.size() > NameIndex::kFew) [[unlikely]]
    return place_of_many(node, {name, size});
  std::size_t place = 0;
  while (place < children.size() && !is_wanted(wanted.node(children[place]).name, name, size))
    ++place;
  return place;
}

/// One record, mark by mark. All of it is in one object that no pointer leads to, so that it is
/// kept in registers. `kClosed`: what is not known is to be told, see Wanted::close.
template <bool kClosed>
class Pass {
 public:
  Pass(const Block& block, LoadBlock load, const Wanted& wanted, QuickParser::Open* open,
       Value* values, const char* at, const char* end) noexcept
      : block_(block), load_(load), to_{wanted, open, values}, end_(end), even_(at) {
    if (block_.at == nullptr || at < block_.at || at - block_.at >= kBlock) block_ = load_(at);
    marks_ =
        marks_before(block_.marks, end_ - block_.at) & (~std::uint64_t{0} << (at - block_.at));
    is_picked_ = !wanted.has_twins();
  }
  [[nodiscard]] const Block& block() const noexcept { return block_; }
  [[nodiscard]] bool is_picked() const noexcept { return is_picked_; }
  [[nodiscard]] std::string_view unknown() const noexcept { return to_.unknown; }
  [[nodiscard]] bool repeated() const noexcept { return to_.repeated; }

  const char* run(EndMarks& marks) noexcept {
    do {
      if (!take_tag(&marks)) return nullptr;
    } while (depth_ != 0);
    const auto last = mark_ - block_.at;
    return take_odd(block_.odd & ((std::uint64_t{1} << last) - 1)) ? mark_ + 1 : nullptr;
  }

 private:
  using Node = Wanted::Node;
  /// Without constructors: many are made, and few are used.
  struct Name {
    const char* at;
    std::size_t size;
  };

  /// Go on to the next mark.
  [[gnu::always_inline]] bool next() noexcept {
    while (marks_ == 0)
      if (!next_block()) return false;
    mark_ = block_.at + std::countr_zero(marks_);
    marks_ &= marks_ - 1;
    return true;
  }
  [[gnu::always_inline]] bool next_block() noexcept {
    if (block_.odd != 0 && !take_odd(block_.odd)) return false;
    if (end_ - block_.at <= kBlock) return false;
    block_ = load_(block_.at + kBlock);
    marks_ = marks_before(block_.marks, end_ - block_.at);
    return true;
  }
  [[gnu::always_inline]] bool take_tag(EndMarks* marks) noexcept {
    const char* last = mark_;
    do {
      if (!next()) return false;
    } while (*mark_ != '<');
    if constexpr (kClosed)
      if (depth_ != 0) note_text(last + 1, mark_);
    const char* at = mark_ + 1;
    if (*at == '/') return take_close(at + 1);
    return *at == '!' ? take_bang(marks) : take_start(at);
  }
  [[gnu::always_inline]] bool take_close(const char* at) noexcept {
    const auto& open = to_.open[depth_ - 1];
    if (open.node != nullptr) take_text(*open.node, mark_);
    text_ = nullptr;
    --depth_;
    return next() && *mark_ == '>' && static_cast<std::size_t>(mark_ - at) == open.size &&
           is_same(at, open.name, open.size);
  }
  [[gnu::always_inline]] bool take_start(const char* at) noexcept {
    if (!is(*at, kNameStart) || !next()) return false;
    const char* after = skip_name(at, end_);
    const auto size = static_cast<std::size_t>(after - at);
    const auto* node = node_of(at, size);
    if (*mark_ != '>' && !take_attributes(node, after)) return false;
    while (is(*after, kSpace)) ++after;
    const bool is_empty = *after == '/';
    if (after + is_empty != mark_) return false;
    text_ = mark_ + 1;
    if (is_empty) {
      if (node != nullptr) take_text(*node, text_);
      text_ = nullptr;
      return true;
    }
    if (depth_ == kMostDepth) return false;
    to_.open[depth_++] = {at, size, node};
    return true;
  }
  /// What is wanted of the element `name`, which begins here; nullptr: nothing.
  [[gnu::always_inline]] const Node* node_of(const char* name, std::size_t size) noexcept {
    if (depth_ == 0) return &to_.wanted.root();
    const auto* parent = to_.open[depth_ - 1].node;
    if (parent == nullptr) return nullptr;
    const auto& children = parent->children;
    // Most records have their elements in one order.
    if (likely_ < children.size() &&
        is_wanted(to_.wanted.node(children[likely_]).name, name, size))
      return &to_.wanted.node(children[likely_++]);
    const auto place = place_of(to_.wanted, *parent, name, size);
    if (place != children.size()) {
      likely_ = place + 1;
      return &to_.wanted.node(children[place]);
    }
    if constexpr (kClosed) note_unknown(name, size);
    return nullptr;
  }
  void note_unknown(const char* name, std::size_t size) noexcept {
    if (to_.unknown.empty()) to_.unknown = {name, size};
  }
  /// Of an element whose text is not known: [at, end) stands in it.
  void note_text(const char* at, const char* end) noexcept {
    const auto* node = to_.open[depth_ - 1].node;
    if (node == nullptr || node->has_text) return;
    while (at < end && is(*at, kSpace)) ++at;
    while (at < end && is(end[-1], kSpace)) --end;
    if (at < end) note_unknown(at, static_cast<std::size_t>(end - at));
  }
  /// Read attributes, the first of whose quotes is the mark, and go on to the end of their tag.
  [[gnu::always_inline]] bool take_attributes(const Node* node, const char*& at) noexcept {
    Name names[kMostAttributes];
    std::size_t count = 0;
    do {
      if (count == kMostAttributes || !take_attribute(node, at, names[count])) return false;
      for (std::size_t i = 0; i < count; ++i)
        if (names[i].size == names[count].size &&
            is_same(names[i].at, names[count].at, names[i].size))
          return false;
      ++count;
    } while (*mark_ != '>');
    return true;
  }
  /// Read one from `at` on, and go on to the mark after it.
  [[gnu::always_inline]] bool take_attribute(const Node* node, const char*& at,
                                             Name& name) noexcept {
    if (!is(*at, kSpace)) return false;
    do ++at;
    while (is(*at, kSpace));
    const char* equals = mark_ - 1;
    if (!is(*at, kNameStart) || *equals != '=' || skip_name(at, end_) != equals) return false;
    name = {at, static_cast<std::size_t>(equals - at)};
    const char quote = *mark_;
    at = mark_ + 1;
    do {
      if (!next() || *mark_ == '<') return false;
    } while (*mark_ != quote);
    if (node != nullptr) take_value(*node, name, at);
    if (to_.wanted.has_namespaces() && is_declaration({name.at, name.size})) [[unlikely]]
      is_picked_ = false;
    at = mark_ + 1;
    return next();
  }
  /// Take the value of an attribute, which ends at the mark.
  [[gnu::always_inline]] void take_value(const Node& node, const Name& name,
                                         const char* at) noexcept {
    if (node.attributes.size() > NameIndex::kFew) [[unlikely]]
      return take_value_of_many(node, name, at);
    bool is_known = !kClosed;
    for (const auto& wanted : node.attributes) {
      if (!is_wanted(wanted.name, name.at, name.size)) continue;
      is_known = true;
      if (wanted.column != Wanted::kNoColumn) pick(wanted.column, at, mark_, true);
    }
    if (!is_known && !is_declaration({name.at, name.size})) [[unlikely]]
      note_unknown(name.at, name.size);
  }
  [[gnu::always_inline]] void take_value_of_many(const Node& node, const Name& name,
                                                 const char* at) noexcept {
    const auto places = node.attributes_by_name.find({name.at, name.size});
    for (const auto place : places)
      if (const auto column = node.attributes[place].column; column != Wanted::kNoColumn)
        pick(column, at, mark_, true);
    if (kClosed && places.empty() && !is_declaration({name.at, name.size}))
      note_unknown(name.at, name.size);
  }
  /// Take the text of an element that ends at `end`.
  void take_text(const Node& node, const char* end) noexcept {
    for (const auto column : node.texts) pick(column, text_, end, false);
  }
  /// Take the value [at, end), if `at` is not nullptr, and it is the column's first.
  void pick(std::uint32_t column, const char* at, const char* end, bool is_attribute) noexcept {
    auto& value = to_.values[column];
    if (value.at != nullptr) return note_repeated(value);
    is_picked_ = is_picked_ && at != nullptr && is_plain(at, end, is_attribute);
    if (is_picked_) value = {at, static_cast<std::size_t>(end - at), true};
  }
  void note_repeated(Value& value) noexcept {
    value.repeated = to_.repeated = true;
    is_picked_ = is_picked_ && !to_.wanted.joins();
  }
  /// Read a comment or CDATA.
  bool take_bang(EndMarks* marks) noexcept {
    const bool is_comment = begins(mark_, end_, "<!--");
    if (depth_ == 0 || (!is_comment && !begins(mark_, end_, "<![CDATA["))) return false;
    text_ = nullptr;
    free_.begin = mark_ + (is_comment ? 4 : 9);
    const char* after = marks->after(free_.begin, end_, is_comment ? "--" : "]]>");
    if (after == nullptr) return false;
    free_.end = is_comment ? after : after - 1;
    if constexpr (kClosed)
      if (!is_comment) note_text(free_.begin, free_.end - 2);
    do {
      if (!next()) return false;
    } while (mark_ < free_.end);
    return mark_ == free_.end && *free_.end == '>';
  }

  /// Look at what is odd in the block.
  bool take_odd(std::uint64_t odd) noexcept {
    for (; odd != 0; odd &= odd - 1) {
      const char* at = block_.at + std::countr_zero(odd);
      if (at < even_) continue;
      if (at >= end_) return false;
      if (at >= free_.begin && at < free_.end && (*at == '&' || *at == ']')) continue;
      if (*at == '&') {
        even_ = after_reference(at, end_);
        if (even_ == nullptr) return false;
      } else if (*at == ']') {
        if (at[1] == ']') return false;
      } else if (!take_high(at)) {
        return false;
      }
    }
    return true;
  }
  bool take_high(const char* at) noexcept {
    if (!is(*at, kHigh)) return false;
    const auto decoded = format::decode_utf8(at, end_);
    even_ = at + decoded.size;
    return decoded.valid && is_char(decoded.code);
  }

  Block block_;
  LoadBlock load_;
  std::uint64_t marks_ = 0;  ///< those of the block that are not passed
  const char* mark_ = nullptr;
  /// Where what is found goes.
  struct Target {
    const Wanted& wanted;
    QuickParser::Open* open;
    Value* values;
    std::string_view unknown = {};  ///< the first name that is to be told
    bool repeated = false;
  } to_;
  const char* end_;
  const char* even_;  ///< what is odd before it was looked at
  /// A comment or CDATA, in which '&' and ']' are not odd.
  struct Free {
    const char* begin = nullptr;
    const char* end = nullptr;
  } free_;
  const char* text_ = nullptr;  ///< what follows the last tag, if that was a start tag
  std::size_t depth_ = 0;
  std::size_t likely_ = 0;  ///< the place of the next element that is wanted in the innermost
  bool is_picked_ = true;
};

}  // namespace

void QuickParser::want(const Wanted& wanted) {
  wanted_ = &wanted;
  values_.resize(wanted.columns());
}

const char* QuickParser::end_of(const char* at, const char* end, EndMarks& marks) noexcept {
  std::fill(values_.begin(), values_.end(), Value());
  return wanted_->is_closed() ? pass<true>(at, end, marks) : pass<false>(at, end, marks);
}

template <bool kClosed>
const char* QuickParser::pass(const char* at, const char* end, EndMarks& marks) noexcept {
  Pass<kClosed> pass(block_, load_, *wanted_, open_.data(), values_.data(), at, end);
  const char* next = pass.run(marks);
  block_ = pass.block();
  is_picked_ = pass.is_picked();
  unknown_ = pass.unknown();
  repeated_ = pass.repeated();
  return next;
}

}  // namespace dp::xml
