// SPDX-License-Identifier: Apache-2.0
#include "xml/split/outline.hpp"

#include <dp/abi.h>

#include <algorithm>

#include "scan/lines.hpp"
#include "xml/markup/expander.hpp"
#include "xml/split/plain_names.hpp"

namespace dp::xml {
namespace {

/// Nearly always all is known by then; only if it is not, all of a head is looked at.
constexpr std::size_t kUsual = 2048;
/// After more that is not well-formed no more is looked at.
constexpr int kMostWrong = 64;

/// Looks at the start tags of the first `size` bytes of a head, until all is known that `names`
/// and the root tell.
class Look {
 public:
  explicit Look(const Pattern& pattern) : names_(pattern) {}

  Status read(std::string_view head, std::size_t size, Encoding encoding) {
    std::string padded(head.substr(0, size));
    padded.append(DP_PADDING, '\0');
    Utf8Text text;
    text.set(encoding, std::string_view(padded).substr(0, std::min(size, head.size())), false);
    const auto view = text.view();
    return read(view.data() + scan::size_of_bom(view), view.data() + view.size());
  }
  [[nodiscard]] bool known() const noexcept { return !root_.empty() && names_.known(); }
  /// Empty if the head does not show it.
  [[nodiscard]] const std::string& root() const noexcept { return root_; }
  [[nodiscard]] const Bindings& declared() const noexcept { return declared_; }
  [[nodiscard]] Pattern pattern() const { return names_.resolved().written(declared_); }
  /// nullptr: it declares nothing that matters.
  [[nodiscard]] std::shared_ptr<const Doctype> doctype() const noexcept { return doctype_; }
  /// Whether the text ends in a document type that declares something.
  [[nodiscard]] bool ends_in_doctype() const noexcept { return ends_in_doctype_; }

 private:
  Status read(const char* at, const char* end) {
    EndMarks marks;
    Lexer lexer(marks);
    lexer.use(doctype_ == nullptr ? nullptr : &doctype_->entities());
    lexer.begin(at, end, false);
    ends_in_doctype_ = false;
    for (int wrong = 0; !known();) {
      const auto token = lexer.next();
      if (token == Token::cut) return note_end(lexer.token(), end);
      if (token == Token::doctype) DP_CHECK(see_doctype(lexer));
      if (token == Token::start || token == Token::empty) see(lexer, wrong == 0);
      if (token != Token::wrong) continue;
      if (++wrong == kMostWrong) return {};
      lexer.begin(std::find(lexer.token() + 1, end, '<'), end, false);
    }
    return {};
  }
  Status note_end(const char* token, const char* end) {
    const std::string_view rest(token, static_cast<std::size_t>(end - token));
    ends_in_doctype_ =
        root_.empty() && rest.starts_with("<!DOCTYPE") && rest.find('[') != rest.npos;
    return {};
  }
  /// Of the first document alone.
  Status see_doctype(Lexer& lexer) {
    if (!root_.empty() || doctype_ != nullptr) return {};
    DP_TRY(auto doctype, Doctype::parse(lexer.whole()));
    if (doctype.empty()) return {};
    doctype_ = std::make_shared<Doctype>(std::move(doctype));
    lexer.use(&doctype_->entities());
    return {};
  }
  void see(const Lexer& lexer, bool is_root) {
    if (root_.empty() && is_root) {
      root_ = lexer.name();
      declared_ =
          bindings_of(doctype_ == nullptr ? std::string(lexer.whole())
                                          : Expander(*doctype_).expand_tag(lexer.whole()));
    }
    names_.see(lexer.name());
  }

  PlainNames names_;
  std::string root_;
  Bindings declared_;
  std::shared_ptr<const Doctype> doctype_;
  bool ends_in_doctype_ = false;
};

}  // namespace

Result<ItemOutline> outline_of(std::string_view head, const Pattern& pattern) {
  head = head.substr(0, DP_HEAD_BYTES);
  ItemOutline outline;
  DP_TRY(outline.encoding, encoding_of(head));
  Look look(pattern);
  DP_CHECK(look.read(head, kUsual, outline.encoding));
  if (!look.known() && head.size() > kUsual)
    DP_CHECK(look.read(head, head.size(), outline.encoding));
  if (look.ends_in_doctype() && head.size() >= DP_HEAD_BYTES)
    return fail(Errc::invalid_argument, "document type: does not end in the first " +
                                            std::to_string(DP_HEAD_BYTES) +
                                            " bytes, which alone all workers know");
  outline.doctype = look.doctype();
  outline.root = look.root();
  outline.declared = look.declared();
  outline.pattern = look.pattern();
  outline.root_is_record = !outline.root.empty() && !pattern.rooted &&
                           pattern.parents.empty() && outline.pattern.names(outline.root);
  return outline;
}

}  // namespace dp::xml
