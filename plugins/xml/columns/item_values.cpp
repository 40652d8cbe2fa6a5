// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/item_values.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <pugixml.hpp>
#include <set>
#include <string>

#include "scan/lines.hpp"
#include "values/text.hpp"
#include "xml/markup/chars.hpp"
#include "xml/markup/encoding.hpp"
#include "xml/markup/expander.hpp"
#include "xml/markup/lexer.hpp"

namespace dp::xml {
namespace {

/// What stands before the first record.
struct Beginning {
  std::string text;                    ///< with the end tags of all that is open
  std::vector<std::string_view> open;  ///< the outermost first
  bool whole = false;                  ///< all of it is there
};

/// Whether a record begins at `at`.
bool is_record(const char* at, const char* end, const Beginning& beginning,
               const Pattern& pattern) {
  const auto name = name_at(at, end);
  return !name.empty() && pattern.names(name) && pattern.holds(beginning.open);
}

Result<Beginning> beginning_of(const char* at, const char* end, const ItemOutline& outline) {
  Beginning beginning;
  EndMarks marks;
  Lexer lexer(marks);
  lexer.use(outline.entities());
  lexer.begin(at, end, false);
  while (!beginning.whole && lexer.at() != end) {
    const char* last = lexer.at();
    beginning.whole = is_record(last, end, beginning, outline.pattern);
    const auto token = beginning.whole ? Token::cut : lexer.next();
    if (token == Token::wrong)
      return fail(Errc::invalid_argument, "before the records: " + lexer.reason());
    if (token == Token::close &&
        (beginning.open.empty() || beginning.open.back() != lexer.name()))
      return fail(Errc::invalid_argument, "before the records: got '</" +
                                              std::string(lexer.name().substr(0, 40)) +
                                              ">', which ends nothing that is open");
    if (token == Token::cut) end = last;
    if (token == Token::doctype) at = lexer.at();
    if (token == Token::close) beginning.open.pop_back();
    if (token == Token::start) beginning.open.push_back(lexer.name());
  }
  beginning.text.assign(at, end);
  for (auto name = beginning.open.rbegin(); name != beginning.open.rend(); ++name)
    beginning.text.append("</").append(*name).append(">");
  return beginning;
}

bool is_called(std::string_view part, std::string_view name) {
  return has_namespace(part) ? local_in(part) == local(name) : part == name;
}

/// `path` with the names that it stands for in a document.
Path meaning(pugi::xml_node document, Path path) {
  std::vector<pugi::xml_node> here = {document};
  for (auto& part : path.elements) {
    std::vector<pugi::xml_node> children;
    std::set<std::string> alike;
    for (const auto element : here)
      for (const auto child : element.children()) {
        if (child.type() != pugi::node_element) continue;
        children.push_back(child);
        if (is_plain_name(part) && local(child.name()) == part) alike.insert(child.name());
      }
    if (alike.size() == 1) part = *alike.begin();
    std::erase_if(children, [&](auto child) { return !is_called(part, child.name()); });
    here = std::move(children);
  }
  return path;
}

/// Whether what a path leads to goes on after the beginning.
bool goes_on(const Path& path, const std::vector<std::string_view>& open) {
  return path.attribute.empty() && path.elements.size() <= open.size() &&
         std::equal(path.elements.begin(), path.elements.end(), open.begin(), is_called);
}

Error cut_off(const Layout& layout, std::uint32_t column) {
  return {Errc::invalid_argument,
          "column " + values::shown(layout.columns[column].name) +
              ": got neither the end of '/" + layout.paths[column].text() +
              "' nor a record in the first " + std::to_string(DP_HEAD_BYTES) +
              " bytes, expected it before the records, and in these bytes"};
}

}  // namespace

Result<std::vector<ItemValue>> item_values_of(std::string_view head, const ItemOutline& outline,
                                              const Layout& layout) {
  const auto padded = std::string(head) + std::string(DP_PADDING, '\0');
  Utf8Text text;
  text.set(outline.encoding, std::string_view(padded).substr(0, head.size()), false);
  const auto view = text.view();
  DP_TRY(const auto beginning, beginning_of(view.data() + scan::size_of_bom(view),
                                            view.data() + view.size(), outline));
  constexpr unsigned kFlags = pugi::parse_fragment | pugi::parse_cdata | pugi::parse_escapes |
                              pugi::parse_eol | pugi::parse_wconv_attribute |
                              pugi::parse_ws_pcdata;
  Expanded expanded;
  std::string_view text_of_it = beginning.text;
  if (outline.doctype != nullptr) {
    const auto wrong = Expander(*outline.doctype).expand(beginning.text, expanded);
    if (!wrong.empty()) return fail(Errc::invalid_argument, "before the records: " + wrong);
    text_of_it = expanded.view();
  }
  pugi::xml_document document;
  document.load_buffer(text_of_it.data(), text_of_it.size(), kFlags, pugi::encoding_utf8);
  const pugi::xml_node top = document.root();
  std::vector<ItemValue> values;
  for (std::uint32_t column = 0; column < layout.paths.size(); ++column) {
    if (layout.paths[column].level != Path::kOfItem) continue;
    const auto path = meaning(top, layout.paths[column]);
    Picker picker;
    picker.declare(outline.declared);
    picker.want(0, path);
    static_cast<void>(picker.pick(top, true));  // the tree has all spaces
    const auto& value = picker.value(0);
    const bool is_cut = !beginning.whole && head.size() >= DP_HEAD_BYTES;
    if (is_cut && (value.at == nullptr || goes_on(path, beginning.open)))
      return fail(cut_off(layout, column));
    values.push_back({column, std::nullopt});
    if (value.at != nullptr) values.back().text = std::string(value.view());
  }
  return values;
}

}  // namespace dp::xml
