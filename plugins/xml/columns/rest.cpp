// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/rest.hpp"

#include "values/text.hpp"
#include "xml/columns/infer.hpp"
#include "xml/markup/chars.hpp"

namespace dp::xml {
namespace {

bool is_own_text(const Path& path) noexcept {
  return path.elements.empty() && path.attribute.empty();
}

}  // namespace

Rest::Rest(const Layout& layout) : layout_(layout) {
  if (!layout.found()) return;
  known_.insert(layout.keys.begin(), layout.keys.end());
  for (const auto& path : *layout.bare) known_.insert(key_of(path));
}

/// Whether a path of a record is none of the first ones'. A record of nothing has no text.
bool Rest::is_more(const Path& path, pugi::xml_node record) const {
  if (known_.contains(key_of(path))) return false;
  return !is_own_text(path) || !content_of(record).text.empty();
}

void Rest::see(std::string_view record, std::uint64_t offset) {
  if (trees_.parse({&record, 1}, Trees::Spaces::all)) see(trees_.roots().front(), offset);
}

void Rest::see(pugi::xml_node record, std::uint64_t offset) {
  for (const auto& path : columns_of(record, layout_.pattern).paths)
    if (is_more(path, record))
      ++left_.try_emplace(path.text(), Left{offset, 0}).first->second.records;
}

std::string Rest::difference(pugi::xml_node record) const {
  const std::string end = " (columns: strict, of what the first records have)";
  const auto has = columns_of(record, layout_.pattern);
  std::unordered_set<std::string> there;
  for (const auto& path : has.paths) {
    if (is_more(path, record))
      return values::shown(path.text()) + ": got one, expected none" + end;
    there.insert(key_of(path));
  }
  for (const auto& path : has.bare) there.insert(key_of(path));
  for (std::size_t i = 0; i < layout_.paths.size(); ++i)
    if (!is_own_text(layout_.paths[i]) && !there.contains(layout_.keys[i]))
      return values::shown(layout_.paths[i].text()) + ": got none, expected one" + end;
  return {};
}

Status Rest::flush(Output& out) {
  for (const auto& [path, left] : left_)
    DP_CHECK(out.note(left.offset,
                      values::shown(path) +
                          " is left out, for none of the first records has it (columns: first)",
                      left.records));
  left_.clear();
  return {};
}

}  // namespace dp::xml
