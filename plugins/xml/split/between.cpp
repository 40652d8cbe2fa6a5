// SPDX-License-Identifier: Apache-2.0
#include "xml/split/between.hpp"

#include <algorithm>

#include "xml/markup/chars.hpp"
#include "xml/split/extent.hpp"

namespace dp::xml {
namespace {

/// A state says of how many parents, and how many other elements are open: less than so many.
constexpr std::uint64_t kOpen = 8;
static_assert(kOpen * kOpen <= Between::kStates);
/// What the names of elements are taken for that are not known.
constexpr std::string_view kAnyName = "*";
/// A byte order mark.
constexpr std::string_view kMark = "\xef\xbb\xbf";

bool is_start_tag(const char* at, const char* end) noexcept {
  return end - at >= 2 && *at == '<' && is(at[1], kNameStart | kHigh);
}

std::string tag(const char* before, std::string_view name) {
  if (name.starts_with("*:")) name.remove_prefix(2);
  return "'" + std::string(before) + std::string(name.substr(0, 40)) + ">'";
}

}  // namespace

std::string_view name_at(const char* at, const char* end) noexcept {
  if (!is_start_tag(at, end)) return {};
  const char* begin = ++at;
  do at = skip_name(at, end);
  while (at < end && is(*at, kHigh) && ++at);
  return {begin, static_cast<std::size_t>(at - begin)};
}

void Between::begin(From from, std::string_view closed) {
  from_ = from;
  const bool in_head = from == From::head;
  known_.rooted = in_head || pattern_.rooted;
  open_.clear();
  if (!in_head) open_.assign(pattern_.parents.begin(), pattern_.parents.end());
  known_.given = open_.size();
  known_.root = from == From::record || (!in_head && !open_.empty());
  known_.doctype = known_.text_last = false;
  known_.declares = nullptr;
  known_.closed = closed;
}

/// The parent of which `depth` are open around it; one that is the only one may lie in itself.
std::string_view Between::parent(std::size_t depth) const noexcept {
  const auto& parents = pattern_.parents;
  const bool repeats = !pattern_.rooted && parents.size() == 1;
  if (depth >= parents.size() && !repeats) return {};
  return parents[repeats ? 0 : depth];
}

/// Open what the state says of, which is that of all before.
void Between::begin_inside(std::uint64_t state) {
  open_.clear();
  for (std::size_t depth = 0; depth < state / kOpen && !parent(depth).empty(); ++depth)
    open_.push_back(parent(depth));
  open_.insert(open_.end(), state % kOpen, kAnyName);
  known_.given = open_.size();
  known_.root = true;
}

/// After an end tag: note whether a walk can begin again there.
void Between::note_end() noexcept {
  if (source_.text == nullptr) return;
  const char* last = lexer_.at() - 1;
  const auto state = source_.offset_of(last) % kStates;
  if (are_open(state / kOpen, state % kOpen)) again_ = last;
}

/// Whether so many parents are open, and so many other elements in these, and that says all that
/// matters.
bool Between::are_open(std::size_t parents, std::size_t others) const noexcept {
  if (pattern_.rooted)
    return open_.size() == parents + others && pattern_.parents_in(open_) == parents;
  // What may follow a root depends on its name.
  if (open_.empty() && known_.closed == outline_->root) return false;
  const auto first = pattern_.first_parent_in(open_);
  if (open_.size() - first != parents + others) return false;
  for (std::size_t depth = 0; depth < parents + others; ++depth) {
    const auto name = open_[first + depth];
    const auto other = depth < parents ? parent(depth) : kAnyName;
    if (other.empty() || !fits(other, name) || !pattern_.is_alike(name, other, depth))
      return false;
  }
  return true;
}

/// The text ends in a token: note whether a walk can begin again in that.
void Between::note_text(const char* end) noexcept {
  const char* token = lexer_.token();
  if (again_ == nullptr && is_name_alone() && token < end && *token != '<')
    again_ = before_cut_tag(token, end);
}

/// Whether the start tag of `name` is a record, or at a place.
bool Between::is_place(std::string_view name) const noexcept {
  if (!pattern_.holds(open_)) return false;
  if (pattern_.names(name)) return true;
  if (is_outside()) return false;
  if (pattern_.rooted) return true;
  if (!pattern_.parents.empty()) return pattern_.tells_all(open_);
  return from_ == From::head ? open_.size() == 1 : open_.empty();
}

/// Whether another document may begin, as far as is known.
bool Between::is_after_root() const noexcept {
  return known_.root && open_.empty() && (known_.rooted || known_.closed == outline_->root);
}

Between::Found Between::walk(const char* at, const char* end, bool final, From from,
                             const Outline& outline, std::string_view closed) {
  outline_ = &outline;
  begin(from, closed);
  begin_ = at;
  end_ = end;
  final_ = final;
  again_ = nullptr;
  if (from == From::inside) begin_inside(source_.offset_of(at++) % kStates);
  lexer_.begin(at, end, final);
  return run(true);
}

Between::Found Between::go_on(const char* at, std::string_view closed) {
  known_.closed = closed;
  lexer_.begin(at, end_, final_);
  return run(false);
}

/// `first`: no token was taken yet.
Between::Found Between::run(bool first) {
  for (;; first = false) {
    at_ = lexer_.at();
    if (is_start_tag(at_, end_) && !(first && from_ == From::place)) {
      const auto name = name_at(at_, end_);
      if (name.data() + name.size() == end_ && !final_) return Found::cut;
      if (is_place(name)) return found(name);
    }
    const auto token = lexer_.next();
    if (token == Token::cut) {
      note_text(end_);
      return Found::cut;
    }
    if (token == Token::finish) return take_finish() ? Found::finish : Found::wrong;
    if (!take(token, first)) return Found::wrong;
  }
}

/// Of a start tag of `name`, for which is_place holds.
Between::Found Between::found(std::string_view name) {
  if (known_.declares != nullptr) return fail_declared();
  if (!pattern_.names(name) || pattern_.tells_all(open_)) return Found::place;
  known_.root = true;
  known_.doctype = known_.text_last = false;
  return Found::nested;
}

bool Between::fail(std::string reason) {
  reason_ = std::move(reason);
  return false;
}

bool Between::take(Token token, bool first) {
  switch (token) {
    case Token::start:
    case Token::empty:
      return take_start(token == Token::empty);
    case Token::close:
      return take_close();
    case Token::text:
    case Token::cdata:
      return take_text();
    case Token::declaration:
      return (first && from_ == From::head) || take_declaration();
    case Token::doctype:
      return take_doctype();
    case Token::wrong:
      return fail(lexer_.reason());
    default:
      return true;
  }
}

bool Between::take_start(bool empty) {
  const auto name = lexer_.name();
  known_.root = true;
  known_.doctype = false;
  known_.text_last = false;
  known_.closed = name;
  if (is_name_alone() && lexer_.token() != begin_) again_ = lexer_.token();
  if (empty) {
    note_end();
    return true;
  }
  if (open_.size() == kMostDepth)
    return fail("an element is more than " + std::to_string(kMostDepth) + " deep");
  note_declarations();
  open_.push_back(name);
  return true;
}

/// Of a start tag of an element that has content.
void Between::note_declarations() {
  const auto& ours = outline_->namespaces;
  if (ours.empty() || known_.declares != nullptr) return;
  const std::string_view tag(lexer_.token(),
                             static_cast<std::size_t>(lexer_.at() - lexer_.token()));
  const auto is_ours = [&](std::string_view name) {
    return std::find(ours.begin(), ours.end(), name) != ours.end();
  };
  for (const auto& [prefix, name] : bindings_of(tag)) {
    const auto declared = namespace_of(outline_->declared, prefix);
    if (declared == name || !(is_ours(name) || is_ours(declared))) continue;
    known_.declares = lexer_.token();
    known_.declares_in = open_.size();
    return;
  }
}

/// Records are in an element that declares a namespace.
Between::Found Between::fail_declared() {
  at_ = known_.declares;
  fail(
      "an element around records declares a namespace that 'namespaces' names (read are those "
      "that "
      "the root and records declare)");
  return Found::wrong;
}

/// Whether an element may be open below all that is known to be.
bool Between::may_be_below(std::string_view name) const noexcept {
  if (!pattern_.parents.empty()) return !fits(pattern_.parents.front(), name);
  // Where the root is a record, none is open that has the name of one.
  return !(outline_->root_is_record && pattern_.names(name));
}

bool Between::take_close() {
  const auto name = lexer_.name();
  known_.text_last = false;
  known_.closed = name;
  const bool may_be_open = !known_.rooted && may_be_below(name);
  if (open_.empty())
    return may_be_open || fail("got " + tag("</", name) + ", but none is open");
  const auto want = open_.back();
  const bool given = open_.size() == known_.given;
  if (given ? !fits(want, name) : want != name)
    return fail("got " + tag("</", name) + ", expected " + tag("</", want));
  open_.pop_back();
  if (open_.size() <= known_.declares_in) known_.declares = nullptr;
  known_.given = std::min(known_.given, open_.size());
  note_end();
  return true;
}

bool Between::take_text() {
  const auto text = lexer_.text();
  const auto shown = trimmed(text);
  const bool blank = shown.empty() || (shown == kMark && is_after_root());
  if (blank && *lexer_.token() != '<') return true;
  if (is_outside())
    return fail(known_.root ? "text after the root element" : "text before the root element");
  known_.text_last = true;
  return true;
}

/// Take the XML declaration of a document after another.
bool Between::take_declaration() {
  if (!is_after_root()) return fail("'<?xml' does not begin the document");
  const std::string_view text(lexer_.token(),
                              static_cast<std::size_t>(lexer_.at() - lexer_.token()));
  if (!goes_on_as(text, outline_->encoding))
    return fail("a document begins in another encoding than the file");
  known_.root = false;
  return true;
}

bool Between::take_doctype() {
  const bool may_begin = is_after_root() || (!known_.root && open_.empty());
  if (!may_begin || known_.doctype)
    return fail("'<!DOCTYPE' is not before the root element, once");
  known_.doctype = true;
  known_.root = false;
  return true;
}

/// Check what must hold at the end of an item.
bool Between::take_finish() {
  const auto& root = outline_->root;
  if (!open_.empty()) return fail(tag("<", open_.back()) + " has no end tag");
  const std::string_view all(begin_, static_cast<std::size_t>(lexer_.at() - begin_));
  if (from_ == From::head && trimmed(all).empty()) return true;
  if (!known_.root) return fail("the document has no element");
  if (known_.rooted) return true;
  if (known_.text_last) return fail("text after the last tag");
  if (root.empty() || known_.closed == root) return true;
  return fail("the document ends with " + tag("</", known_.closed) + ", expected " +
              tag("</", root));
}

}  // namespace dp::xml
