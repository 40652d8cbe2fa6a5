// SPDX-License-Identifier: Apache-2.0
#include "xml/split/outline.hpp"

#include <dp/abi.h>

#include <algorithm>

#include "scan/lines.hpp"

namespace dp::xml {
namespace {

/// Roots begin early; only if this does not show one, all of a head is looked at.
constexpr std::size_t kUsual = 2048;

/// The name of the root that the first `size` bytes of a head show; empty if they do not.
std::string root_of(std::string_view head, std::size_t size, Encoding encoding) {
  std::string padded(head.substr(0, size));
  padded.append(DP_PADDING, '\0');
  Utf8Text text;
  text.set(encoding, std::string_view(padded).substr(0, std::min(size, head.size())), false);
  const auto view = text.view();
  EndMarks marks;
  Lexer lexer(marks);
  lexer.begin(view.data() + scan::size_of_bom(view), view.data() + view.size(), false);
  while (true) {
    const auto token = lexer.next();
    if (token == Token::start || token == Token::empty) return std::string(lexer.name());
    if (token == Token::cut || token == Token::wrong) return {};
  }
}

}  // namespace

Result<ItemOutline> outline_of(std::string_view head, const Pattern& pattern) {
  ItemOutline outline;
  DP_TRY(outline.encoding, encoding_of(head));
  outline.root = root_of(head, kUsual, outline.encoding);
  if (outline.root.empty() && head.size() > kUsual)
    outline.root = root_of(head, head.size(), outline.encoding);
  outline.root_is_record = !outline.root.empty() && !pattern.rooted &&
                           pattern.parents.empty() && pattern.names(outline.root);
  return outline;
}

}  // namespace dp::xml
