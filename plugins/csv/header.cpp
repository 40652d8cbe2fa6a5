// SPDX-License-Identifier: Apache-2.0
#include "csv/header.hpp"

#include <algorithm>
#include <cstdio>
#include <unordered_set>

#include "csv/record.hpp"
#include "scan/lines.hpp"
#include "values/text.hpp"

namespace dp::csv {
namespace {

/// More columns than this are counted, and their names left out.
constexpr std::size_t kMostColumns = 65536;

std::vector<std::string> unique_names(const Record& record, const char* text, char quote) {
  std::vector<std::string> names;
  std::unordered_set<std::string> taken;
  for (std::size_t i = 0; i < std::min(record.count, record.kept); ++i) {
    std::string name;
    append_text(name, record.fields[i], text, quote);
    if (name.empty()) name = "column" + std::to_string(i + 1);
    const auto plain = name;
    for (int n = 2; !taken.insert(name).second; ++n) name = plain + "_" + std::to_string(n);
    names.push_back(std::move(name));
  }
  return names;
}

Status check_names(std::string_view line) {
  const auto bad = values::bad_utf8(line);
  if (bad == line.size()) return {};
  char byte[8];
  std::snprintf(byte, sizeof byte, "0x%02x", static_cast<unsigned char>(line[bad]));
  return fail(Errc::invalid_argument,
              "header: got byte " + std::string(byte) +
                  ", expected UTF-8 (of western text, iconv -f CP1252 -t UTF-8 makes it so)");
}

}  // namespace

Result<std::size_t> begin_of_text(std::string_view text) {
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
    return fail(Errc::invalid_argument, "is UTF-16 (expected UTF-8: iconv -f UTF-16 -t UTF-8)");
  return scan::size_of_bom(text);
}

Result<std::optional<Header>> read_header(std::string_view text, bool final,
                                          const Dialect& dialect) {
  DP_TRY(std::size_t at, begin_of_text(text));
  Record record;
  record.kept = kMostColumns;
  for (std::uint64_t blank = 0; at < text.size(); ++blank, at = record.next) {
    const auto outcome = read_record(text.data(), at, text.size(), final, dialect, record);
    if (outcome == Outcome::blank) continue;
    if (outcome == Outcome::cut) return std::nullopt;
    const auto line = text.substr(at, record.next - at);
    if (outcome == Outcome::malformed)
      return fail(Errc::invalid_argument, "header: its quotes are wrong (got " +
                                              values::shown(line) +
                                              ", expected fields in whole quotes or none)");
    DP_CHECK(check_names(line));
    return Header{unique_names(record, text.data(), dialect.quote), record.next,
                  blank + scan::lines_in(line), blank};
  }
  return std::nullopt;
}

std::vector<std::string> numbered_names(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t i = 1; i <= count; ++i) names.push_back("column" + std::to_string(i));
  return names;
}

}  // namespace dp::csv
