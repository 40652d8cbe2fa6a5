// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "xml/markup/doctype.hpp"
#include "xml/markup/encoding.hpp"
#include "xml/markup/lexer.hpp"
#include "xml/split/open_elements.hpp"
#include "xml/split/pattern.hpp"

namespace dp::xml {

/// Elements deeper than this are not read.
inline constexpr std::size_t kMostDepth = 256;

/// What the beginning of an item says of all of it.
struct Outline {
  Encoding encoding = Encoding::utf8;
  std::string root;  ///< the name of its (first) root; empty if its head does not show it
  bool root_is_record = false;
  Bindings declared = {};                    ///< by the root
  std::vector<std::string> namespaces = {};  ///< that names of the layout are in
  /// What its document type declares; nullptr: nothing that matters.
  std::shared_ptr<const Doctype> doctype = {};  // in the layout of its records too

  [[nodiscard]] const Entities* entities() const noexcept {
    return doctype == nullptr ? nullptr : &doctype->entities();
  }
};

/// The name of the tag that begins at `at`, as far as the text goes; empty if none does.
std::string_view name_at(const char* at, const char* end) noexcept;

/// Walk what lies between records, and find where the next one begins.
///
/// A *place* is a start tag at the level of the records. What is open at a place follows from
/// the pattern and the outline alone, so a walk can begin at any place without the bytes before
/// it: of a rooted pattern all open elements are known, so every tag is checked against the one
/// that it closes. Else only the parents of the pattern are known, and of the others just that
/// none of them may be the first parent, and that the last tag of all must be the root's.
///
/// So where parents lie within parents (of "c/r" a c in a c) only what stands in the outermost is
/// at a place. A record that is in an inner one is *nested*: a walk finds it and goes on after it,
/// but none can begin there.
///
/// After a root element another document may begin, with a mark, a declaration and a document
/// type or without: an item may be a fragment of several roots, or documents one after the
/// other.
///
/// Where there are more bytes between two records than may be looked at, a walk can be broken
/// off and begun again, without the bytes before it: of a pattern that is a name alone at any
/// start tag, which is a place, or in a text; of any other *inside*, at the '>' of such end
/// tags, and of elements without content, whose offset says (modulo kStates) how many of the
/// parents are open after them, and how many other elements in these. The names of the others
/// are not known there. Of a pattern that is not rooted these are counted from the outermost first
/// parent on, which may be open several times if it is the only one.
class Between {
 public:
  enum class Found : std::uint8_t {
    place,   ///< at()
    nested,  ///< a record at at() that is at no place: go_on() after it
    finish,  ///< the end of the item, and all is well
    wrong,   ///< something at at() that is not well-formed
    cut,     ///< the text ends first
  };
  /// Where a walk begins.
  enum class From : std::uint8_t { head, place, record, inside };
  /// A walk can begin again at one of so many end tags. A prime, so that in elements of one
  /// size too the next of these is near.
  static constexpr std::uint64_t kStates = 67;

  /// Both must outlive it.
  Between(const Pattern& pattern, EndMarks& marks)
      : pattern_(pattern), lexer_(marks), open_(pattern) {}

  /// Say where in the item texts are: `text` is at `offset`. nullptr: this is not known, and no
  /// walk can begin inside.
  void set_text(const char* text, std::uint64_t offset) noexcept {
    const bool is_alone = !pattern_.rooted && pattern_.parents.empty();
    source_ = {is_alone ? nullptr : text, offset};
  }
  /// Whether what was broken off can begin again inside.
  [[nodiscard]] bool has_inside() const noexcept { return source_.text != nullptr; }

  /// Walk [at, end), of which `final` says whether it ends the item. `closed`: the name of the
  /// record that ends at `at`. A place that is `at` itself counts in a head alone.
  Found walk(const char* at, const char* end, bool final, From from, const Outline& outline,
             std::string_view closed = {});
  /// nested: go on with the same walk at `at`, where that record ends, whose name is `closed`.
  Found go_on(const char* at, std::string_view closed);

  [[nodiscard]] const char* at() const noexcept { return at_; }
  /// cut: where to begin again if no more than [at, end) may be looked at; nullptr: nowhere.
  [[nodiscard]] const char* again() const noexcept { return again_; }
  /// wrong: what is, for people.
  [[nodiscard]] const std::string& reason() const noexcept { return reason_; }

 private:
  void begin(From from, std::string_view closed);
  Found run(bool first);
  void note_end(const char* last) noexcept;
  void note_text(const char* end) noexcept;
  [[nodiscard]] bool is_name_alone() const noexcept {
    return !open_.rooted() && pattern_.parents.empty();
  }
  [[nodiscard]] bool is_place(std::string_view name) const noexcept;
  Found found(std::string_view name);
  [[nodiscard]] bool is_after_root() const noexcept;
  bool take(Token token, bool first);
  bool take_start(bool empty);
  Found fail_declared();
  bool take_close();
  bool take_text();
  bool take_declaration();
  bool take_doctype();
  bool take_finish();
  bool fail(std::string reason);

  const Pattern& pattern_;
  Lexer lexer_;
  const Outline* outline_ = nullptr;
  From from_ = From::head;
  OpenElements open_;
  /// What is known of what came before.
  struct Known {
    bool root = false;  ///< the root element of the last document has begun
    bool doctype = false;
    /// The start tag of the outermost open element, but the first root, that declares one of
    /// the namespaces in another way than the root does; nullptr: none.
    const char* declares = nullptr;
    std::size_t declares_in = 0;  ///< so many elements are open around it
    bool text_last = false;       ///< text that is not blank stands after the last tag
    std::string_view closed;      ///< the name of the last element that ended
  } known_;
  /// What is walked.
  struct Text {
    const char* begin = nullptr;
    const char* end = nullptr;
    bool final = false;  ///< it ends the item
  } text_;
  const char* at_ = nullptr;
  const char* again_ = nullptr;
  struct Source {
    const char* text = nullptr;
    std::uint64_t offset = 0;  ///< of `text` in the item

    [[nodiscard]] std::uint64_t offset_of(const char* at) const noexcept {
      return offset + static_cast<std::uint64_t>(at - text);
    }
  } source_;
  std::string reason_;
};

}  // namespace dp::xml
