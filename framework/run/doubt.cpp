// SPDX-License-Identifier: Apache-2.0
#include "run/doubt.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.hpp"
#include "run/survey.hpp"

namespace dp::run {
namespace {

/// "a.json", or "3 files".
std::string name_of(const input::Items& items) {
  if (items.list.size() != 1) return std::to_string(items.list.size()) + " files";
  const auto& name = items.list.front().name;
  return name == "-" ? "standard input" : printable(name);
}

bool has_streams(const input::Items& items) {
  return std::any_of(items.list.begin(), items.list.end(),
                     [](const input::Item& item) { return item.stream != nullptr; });
}

}  // namespace

std::optional<Doubt> doubt_of(const planner::Prepared& prepared, std::uint64_t most_bytes) {
  const auto& items = prepared.items;
  if (!prepared.in_doubt || has_streams(items) || items.bytes > most_bytes) return std::nullopt;
  Doubt doubt{name_of(items), items.bytes, {}};
  for (const auto& each : prepared.diagnostics->list())
    if (each.severity == pipeline::Severity::error)
      doubt.mistakes.push_back(printable(each.file) + ":" + std::to_string(each.mark.line) +
                               ": " + printable(each.message));
  return doubt;
}

Status settle_doubt(planner::Prepared& prepared, std::uint64_t most_bytes, Observer* observer) {
  if (!std::exchange(prepared.in_doubt, false)) return {};
  const auto mark = prepared.model.input.mark;
  const auto name = name_of(prepared.items);
  if (has_streams(prepared.items)) {
    prepared.diagnostics->warning(
        mark, "which columns there are is known from the first bytes of " + name + " alone",
        "it cannot be read twice: name the columns that come later, with columns: {...}");
    return {};
  }
  if (prepared.items.bytes > most_bytes) {
    prepared.diagnostics->warning(
        mark, "which columns there are is known from the first bytes of " + name + " alone",
        "dp run looks through all of it before it says that there is none");
    return {};
  }
  DP_TRY(auto knowledge, survey(prepared, observer));
  DP_CHECK(planner::check_anew(prepared, std::move(knowledge.bytes)));
  if (!prepared.ok())
    prepared.diagnostics->warning(prepared.model.input.mark,
                                  "all of " + name + " (" +
                                      std::to_string(prepared.items.bytes) +
                                      " bytes) was looked through for columns");
  return {};
}

}  // namespace dp::run
