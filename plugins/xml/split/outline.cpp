// SPDX-License-Identifier: Apache-2.0
#include "xml/split/outline.hpp"

#include <dp/abi.h>

#include <algorithm>

#include "scan/lines.hpp"
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

  void read(std::string_view head, std::size_t size, Encoding encoding) {
    std::string padded(head.substr(0, size));
    padded.append(DP_PADDING, '\0');
    Utf8Text text;
    text.set(encoding, std::string_view(padded).substr(0, std::min(size, head.size())), false);
    const auto view = text.view();
    read(view.data() + scan::size_of_bom(view), view.data() + view.size());
  }
  [[nodiscard]] bool known() const noexcept { return !root_.empty() && names_.known(); }
  /// Empty if the head does not show it.
  [[nodiscard]] const std::string& root() const noexcept { return root_; }
  [[nodiscard]] const Bindings& declared() const noexcept { return declared_; }
  [[nodiscard]] Pattern pattern() const { return names_.resolved().written(declared_); }

 private:
  void read(const char* at, const char* end) {
    EndMarks marks;
    Lexer lexer(marks);
    lexer.begin(at, end, false);
    for (int wrong = 0; !known();) {
      const auto token = lexer.next();
      if (token == Token::cut) return;
      if (token == Token::start || token == Token::empty) see(lexer, wrong == 0);
      if (token != Token::wrong) continue;
      if (++wrong == kMostWrong) return;
      lexer.begin(std::find(lexer.token() + 1, end, '<'), end, false);
    }
  }
  void see(const Lexer& lexer, bool is_root) {
    if (root_.empty() && is_root) {
      root_ = lexer.name();
      declared_ =
          bindings_of({lexer.token(), static_cast<std::size_t>(lexer.at() - lexer.token())});
    }
    names_.see(lexer.name());
  }

  PlainNames names_;
  std::string root_;
  Bindings declared_;
};

}  // namespace

Result<ItemOutline> outline_of(std::string_view head, const Pattern& pattern) {
  ItemOutline outline;
  DP_TRY(outline.encoding, encoding_of(head));
  Look look(pattern);
  look.read(head, kUsual, outline.encoding);
  if (!look.known() && head.size() > kUsual) look.read(head, head.size(), outline.encoding);
  outline.root = look.root();
  outline.declared = look.declared();
  outline.pattern = look.pattern();
  outline.root_is_record = !outline.root.empty() && !pattern.rooted &&
                           pattern.parents.empty() && outline.pattern.names(outline.root);
  return outline;
}

}  // namespace dp::xml
