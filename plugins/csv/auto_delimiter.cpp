// SPDX-License-Identifier: Apache-2.0
#include "csv/auto_delimiter.hpp"

#include <cstddef>
#include <map>

#include "csv/header.hpp"
#include "csv/record.hpp"

namespace dp::csv {
namespace {

constexpr std::size_t kRecords = 500;

/// How a text looks if a delimiter separates its fields.
struct Look {
  std::size_t fields = 0;   ///< that most records have; of those with more than one
  std::size_t alike = 0;    ///< how many have these
  std::size_t records = 1;  ///< how many there are
  bool leads = false;       ///< the first has these too, and half of them all

  [[nodiscard]] bool is_better(const Look& other) const noexcept {
    if (leads != other.leads) return leads;
    const auto share = alike * other.records;
    const auto others = other.alike * records;
    return share != others ? share > others : fields > other.fields;
  }
};

Look look_at(std::string_view text, std::size_t begin, bool final, const Dialect& dialect) {
  std::map<std::size_t, std::size_t> counts;
  Record record;
  std::size_t records = 0;
  std::size_t first = 0;
  for (auto at = begin; at < text.size() && records < kRecords; at = record.next) {
    const auto outcome = read_record(text.data(), at, text.size(), final, dialect, record);
    if (outcome == Outcome::cut) break;
    if (outcome == Outcome::blank) continue;
    if (records++ == 0) first = outcome == Outcome::record ? record.count : 0;
    if (outcome == Outcome::record && record.count > 1) ++counts[record.count];
  }
  Look look;
  for (const auto& [fields, count] : counts)
    if (count >= look.alike) look = {fields, count, records, false};
  look.leads = look.fields == first && look.alike * 2 >= records && first > 0;
  return look;
}

}  // namespace

char likely_delimiter(std::string_view text, bool final, Dialect dialect,
                      std::uint64_t skip_lines) {
  const auto named = named_separator(text, final);
  if (named && !dialect.opens(*named)) return *named;
  const auto beginning = read_beginning(text, final, dialect, skip_lines);
  if (!beginning || !*beginning) return ',';
  Look best;
  char found = ',';
  for (const char delimiter : {',', '\t', ';', '|'}) {
    if (dialect.opens(delimiter) || dialect.comments(delimiter)) continue;
    dialect.delimiter = delimiter;
    const auto look = look_at(text, (*beginning)->size, final, dialect);
    if (!look.is_better(best)) continue;
    best = look;
    found = delimiter;
  }
  return found;
}

}  // namespace dp::csv
