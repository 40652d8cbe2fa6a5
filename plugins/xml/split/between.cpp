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

bool is_start_tag(const char* at, const char* end) noexcept {
  return end - at >= 2 && *at == '<' && is(at[1], kNameStart | kHigh);
}

std::string tag(const char* before, std::string_view name) {
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

void Between::begin(From from, const Outline& outline, std::string_view closed) {
  from_ = from;
  const bool in_head = from == From::head;
  known_.rooted = in_head || pattern_.rooted || outline.root_is_record;
  open_.clear();
  if (!in_head) open_.assign(pattern_.parents.begin(), pattern_.parents.end());
  known_.given = open_.size();
  known_.root = from == From::record || (!in_head && !open_.empty());
  known_.doctype = known_.text_last = false;
  known_.closed = closed;
}

/// Open what the state says of, which is that of all before.
void Between::begin_inside(std::uint64_t state) {
  const auto parents = std::min<std::size_t>(state / kOpen, pattern_.parents.size());
  open_.assign(pattern_.parents.begin(),
               pattern_.parents.begin() + static_cast<std::ptrdiff_t>(parents));
  open_.insert(open_.end(), state % kOpen, "*");
  known_.given = open_.size();
  known_.root = true;
}

/// After an end tag: note whether a walk can begin again there.
void Between::note_end() noexcept {
  if (text_ == nullptr) return;
  const char* last = lexer_.at() - 1;
  const auto state = (offset_ + static_cast<std::uint64_t>(last - text_)) % kStates;
  const auto parents = state / kOpen;
  if (open_.size() == parents + state % kOpen && pattern_.parents_in(open_) == parents)
    again_ = last;
}

/// The text ends in a token: note whether a walk can begin again in that.
void Between::note_text(const char* end) noexcept {
  const char* token = lexer_.token();
  if (again_ == nullptr && is_name_alone() && token < end && *token != '<')
    again_ = before_cut_tag(token, end);
}

/// Whether the start tag of `name` is a record, or at the level of records.
bool Between::is_place(std::string_view name) const noexcept {
  if (!pattern_.holds(open_) || (is_outside() && known_.root)) return false;
  if (pattern_.names(name)) return true;
  if (is_outside()) return false;
  if (pattern_.rooted || !pattern_.parents.empty()) return true;
  return from_ == From::head ? open_.size() == 1 : open_.empty();
}

Between::Found Between::walk(const char* at, const char* end, bool final, From from,
                             const Outline& outline, std::string_view closed) {
  begin(from, outline, closed);
  begin_ = at;
  again_ = nullptr;
  if (from == From::inside)
    begin_inside((offset_ + static_cast<std::uint64_t>(at++ - text_)) % kStates);
  lexer_.begin(at, end, final);
  for (bool first = true;; first = false) {
    at_ = lexer_.at();
    if (is_start_tag(at_, end) && !(first && from == From::place)) {
      const auto name = name_at(at_, end);
      if (name.data() + name.size() == end && !final) return Found::cut;
      if (is_place(name)) return Found::place;
    }
    const auto token = lexer_.next();
    if (token == Token::cut) {
      note_text(end);
      return Found::cut;
    }
    if (token == Token::finish) return take_finish(outline) ? Found::finish : Found::wrong;
    if (!take(token, first)) return Found::wrong;
  }
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
      return (first && from_ == From::head) || fail("'<?xml' does not begin the document");
    case Token::doctype:
      if (from_ != From::head || known_.root || known_.doctype)
        return fail("'<!DOCTYPE' is not before the root element, once");
      known_.doctype = true;
      return true;
    case Token::wrong:
      return fail(lexer_.reason());
    default:
      return true;
  }
}

bool Between::take_start(bool empty) {
  const auto name = lexer_.name();
  if (is_outside() && known_.root)
    return fail("got " + tag("<", name) + " after the root element, expected the end");
  known_.root = true;
  known_.text_last = false;
  known_.closed = name;
  if (is_name_alone() && lexer_.token() != begin_) again_ = lexer_.token();
  if (empty) {
    note_end();
    return true;
  }
  if (open_.size() == kMostDepth)
    return fail("an element is more than " + std::to_string(kMostDepth) + " deep");
  open_.push_back(name);
  return true;
}

bool Between::take_close() {
  const auto name = lexer_.name();
  known_.text_last = false;
  known_.closed = name;
  if (open_.empty())
    return !known_.rooted || fail("got " + tag("</", name) + ", but none is open");
  const auto want = open_.back();
  const bool given = open_.size() == known_.given;
  if (given ? want != "*" && want != local(name) : want != name)
    return fail("got " + tag("</", name) + ", expected " + tag("</", want));
  open_.pop_back();
  known_.given = std::min(known_.given, open_.size());
  note_end();
  return true;
}

bool Between::take_text() {
  const auto text = lexer_.text();
  const bool blank = *lexer_.token() != '<' && trimmed(text).empty();
  if (blank) return true;
  if (is_outside())
    return fail(known_.root ? "text after the root element" : "text before the root element");
  known_.text_last = true;
  return true;
}

/// Check what must hold at the end of an item.
bool Between::take_finish(const Outline& outline) {
  if (!open_.empty()) return fail(tag("<", open_.back()) + " has no end tag");
  if (known_.rooted) return known_.root || fail("the document has no element");
  if (known_.text_last) return fail("text after the last tag");
  if (outline.root.empty() || known_.closed == outline.root) return true;
  return fail("the document ends with " + tag("</", known_.closed) + ", expected " +
              tag("</", outline.root));
}

}  // namespace dp::xml
