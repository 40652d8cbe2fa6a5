// SPDX-License-Identifier: Apache-2.0
#include "xml/split/between.hpp"

#include <algorithm>

#include "xml/markup/chars.hpp"
#include "xml/markup/expander.hpp"
#include "xml/split/extent.hpp"

namespace dp::xml {
namespace {

/// A state says of how many parents, and how many other elements are open: less than so many.
constexpr std::uint64_t kOpen = 8;
static_assert(kOpen * kOpen <= Between::kStates);
/// A byte order mark.
constexpr std::string_view kMark = "\xef\xbb\xbf";

bool is_start_tag(const char* at, const char* end) noexcept {
  return end - at >= 2 && *at == '<' && is(at[1], kNameStart | kHigh);
}

std::string tag(const char* before, std::string_view name) {
  if (name.starts_with("*:")) name.remove_prefix(2);
  return "'" + std::string(before) + std::string(name.substr(0, 40)) + ">'";
}

/// Whether a start tag declares one of the namespaces that matter in another way than the root.
bool declares_otherwise(std::string_view tag, const Outline& outline) {
  const auto& ours = outline.namespaces;
  if (ours.empty()) return false;
  std::string expanded;
  if (outline.doctype != nullptr) tag = expanded = Expander(*outline.doctype).expand_tag(tag);
  const auto is_ours = [&](std::string_view name) {
    return std::find(ours.begin(), ours.end(), name) != ours.end();
  };
  for (const auto& [prefix, name] : bindings_of(tag)) {
    const auto declared = namespace_of(outline.declared, prefix);
    if (declared != name && (is_ours(name) || is_ours(declared))) return true;
  }
  return false;
}

/// Whether an element may be open below all that is known to be.
bool may_be_below(const Pattern& pattern, const Outline& outline,
                  std::string_view name) noexcept {
  if (!pattern.parents.empty()) return !fits(pattern.parents.front(), name);
  // Where the root is a record, none is open that has the name of one.
  return !(outline.root_is_record && pattern.names(name));
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
  open_.begin(in_head);
  known_.root = from == From::record || (!in_head && !open_.empty());
  known_.doctype = known_.text_last = false;
  known_.declares = nullptr;
  known_.closed = closed;
}

/// After an end tag, of which `last` is the last byte: note whether a walk can begin again there.
void Between::note_end(const char* last) noexcept {
  if (source_.text == nullptr) return;
  const auto state = source_.offset_of(last) % kStates;
  // What may follow a root depends on its name.
  if (!pattern_.rooted && open_.empty() && known_.closed == outline_->root) return;
  if (open_.are(state / kOpen, state % kOpen)) again_ = last;
}

/// The text ends in a token: note whether a walk can begin again in that.
void Between::note_text(const char* end) noexcept {
  const char* token = lexer_.token();
  if (again_ == nullptr && is_name_alone() && token < end && *token != '<')
    again_ = before_cut_tag(token, end);
}

/// Whether the start tag of `name` is a record, or at a place.
bool Between::is_place(std::string_view name) const noexcept {
  if (!open_.hold_records()) return false;
  if (pattern_.names(name)) return true;
  if (open_.are_none()) return false;
  if (pattern_.rooted) return true;
  if (!pattern_.parents.empty()) return open_.tell_all();
  return from_ == From::head ? open_.size() == 1 : open_.empty();
}

/// Whether another document may begin, as far as is known.
bool Between::is_after_root() const noexcept {
  return known_.root && open_.empty() && (open_.rooted() || known_.closed == outline_->root);
}

Between::Found Between::walk(const char* at, const char* end, bool final, From from,
                             const Outline& outline, std::string_view closed) {
  outline_ = &outline;
  lexer_.use(outline.entities());
  begin(from, closed);
  text_ = {at, end, final};
  again_ = nullptr;
  if (from == From::inside) {
    const auto state = source_.offset_of(at++) % kStates;
    open_.begin_inside(state / kOpen, state % kOpen);
    known_.root = true;
  }
  lexer_.begin(at, end, final);
  return run(true);
}

Between::Found Between::go_on(const char* at, std::string_view closed) {
  known_.closed = closed;
  note_end(at - 1);
  lexer_.begin(at, text_.end, text_.final);
  return run(false);
}

/// `first`: no token was taken yet.
Between::Found Between::run(bool first) {
  for (;; first = false) {
    at_ = lexer_.at();
    if (is_start_tag(at_, text_.end) && !(first && from_ == From::place)) {
      const auto name = name_at(at_, text_.end);
      if (name.data() + name.size() == text_.end && !text_.final) return Found::cut;
      if (is_place(name)) return found(name);
    }
    const auto token = lexer_.next();
    if (token == Token::cut) {
      note_text(text_.end);
      return Found::cut;
    }
    if (token == Token::finish) return take_finish() ? Found::finish : Found::wrong;
    if (!take(token, first)) return Found::wrong;
  }
}

/// Of a start tag of `name`, for which is_place holds.
Between::Found Between::found(std::string_view name) {
  if (known_.declares != nullptr) return fail_declared();
  if (!pattern_.names(name) || open_.tell_all()) return Found::place;
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
  if (is_name_alone() && lexer_.token() != text_.begin) again_ = lexer_.token();
  if (empty) {
    note_end(lexer_.at() - 1);
    return true;
  }
  if (open_.size() == kMostDepth)
    return fail("an element is more than " + std::to_string(kMostDepth) + " deep");
  if (known_.declares == nullptr && declares_otherwise(lexer_.whole(), *outline_)) {
    known_.declares = lexer_.token();
    known_.declares_in = open_.size();
  }
  open_.open(name);
  return true;
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

bool Between::take_close() {
  const auto name = lexer_.name();
  known_.text_last = false;
  known_.closed = name;
  const bool may_be_open = !open_.rooted() && may_be_below(pattern_, *outline_, name);
  if (open_.empty())
    return may_be_open || fail("got " + tag("</", name) + ", but none is open");
  if (!open_.is_innermost(name))
    return fail("got " + tag("</", name) + ", expected " + tag("</", open_.innermost()));
  open_.close();
  if (open_.size() <= known_.declares_in) known_.declares = nullptr;
  note_end(lexer_.at() - 1);
  return true;
}

bool Between::take_text() {
  const auto text = lexer_.text();
  const auto entity = lexer_.take_entity_of_elements();
  if (!entity.empty())
    return fail("the entity '&" + std::string(entity.substr(0, 40)) +
                ";' has elements, and stands between records (read are those in a record: name "
                "an element around it)");
  const auto shown = trimmed(text);
  const bool blank = shown.empty() || (shown == kMark && is_after_root());
  if (blank && *lexer_.token() != '<') return true;
  if (open_.are_none())
    return fail(known_.root ? "text after the root element" : "text before the root element");
  known_.text_last = true;
  return true;
}

/// Take the XML declaration of a document after another.
bool Between::take_declaration() {
  if (!is_after_root()) return fail("'<?xml' does not begin the document");
  if (!goes_on_as(lexer_.whole(), outline_->encoding))
    return fail("a document begins in another encoding than the file");
  known_.root = false;
  return true;
}

bool Between::take_doctype() {
  const bool may_begin = is_after_root() || (!known_.root && open_.empty());
  if (!may_begin || known_.doctype)
    return fail("'<!DOCTYPE' is not before the root element, once");
  const auto doctype = Doctype::parse(lexer_.whole());
  const bool is_ours =
      doctype &&
      (outline_->doctype == nullptr ? doctype->empty() : doctype->same_as(*outline_->doctype));
  if (!is_ours)
    return fail(
        "a document begins with another document type than the file, whose declarations "
        "hold for all of it");
  known_.doctype = true;
  known_.root = false;
  return true;
}

/// Check what must hold at the end of an item.
bool Between::take_finish() {
  const auto& root = outline_->root;
  if (!open_.empty()) return fail(tag("<", open_.innermost()) + " has no end tag");
  const std::string_view all(text_.begin, static_cast<std::size_t>(lexer_.at() - text_.begin));
  if (from_ == From::head && trimmed(all).empty()) return true;
  if (!known_.root) return fail("the document has no element");
  if (open_.rooted()) return true;
  if (known_.text_last) return fail("text after the last tag");
  if (root.empty() || known_.closed == root) return true;
  return fail("the document ends with " + tag("</", known_.closed) + ", expected " +
              tag("</", root));
}

}  // namespace dp::xml
