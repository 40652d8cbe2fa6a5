// SPDX-License-Identifier: Apache-2.0
#include "csv/header.hpp"

#include <algorithm>
#include <cstdio>
#include <unordered_set>

#include "csv/infer.hpp"
#include "csv/record.hpp"
#include "scan/lines.hpp"
#include "values/text.hpp"

namespace dp::csv {
namespace {

/// More columns than this are counted, and their names left out.
constexpr std::size_t kMostColumns = 65536;

std::vector<std::string> unique_names(const Record& record, const char* text,
                                      const Dialect& dialect, bool trim) {
  std::vector<std::string> names;
  std::unordered_set<std::string> taken;
  for (std::size_t i = 0; i < std::min(record.count, record.kept); ++i) {
    auto field = record.fields[i];
    if (trim && !field.quoted) field = part_of(field, trimmed(field.text(text)), text, dialect);
    std::string name;
    append_text(name, field, text, dialect);
    name = without_nul(std::move(name));
    if (name.empty()) name = "column" + std::to_string(i + 1);
    const auto plain = name;
    for (int n = 2; !taken.insert(name).second; ++n) name = plain + "_" + std::to_string(n);
    names.push_back(std::move(name));
  }
  return names;
}

/// What is wrong with a line "sep=" of another delimiter than the dialect's.
std::string other_separator(char named, const Dialect& dialect) {
  const auto got = values::shown(dialect.separator());
  return "header: its first line says that fields are separated by " +
         values::shown({&named, 1}) +
         (dialect.detected
              ? " (got " + got +
                    ", which delimiter: auto found in the first input, expected "
                    "the same in all inputs; or skip_lines: 1)"
              : " (got " + got + ", expected delimiter: auto or that; or skip_lines: 1)");
}

Status check_names(std::string_view line) {
  const auto bad = values::bad_utf8(line);
  if (bad == line.size()) return {};
  char byte[8];
  std::snprintf(byte, sizeof byte, "0x%02x", static_cast<unsigned char>(line[bad]));
  return fail(
      Errc::invalid_argument,
      "header: got byte " + std::string(byte) +
          ", expected UTF-8 (or say what it is: input: {files: ..., encoding: windows-1252})");
}

}  // namespace

std::string without_nul(std::string name) {
  for (auto at = name.find('\0'); at < name.size(); at = name.find('\0', at + 2))
    name.replace(at, 1, "\\0");
  return name;
}

std::string cure_of_cr(std::string_view line, const Dialect& dialect) {
  if (dialect.cr_ends) return {};
  line = scan::without_line_end(line);
  for (auto at = line.find('\r'); at < line.size(); at = line.find('\r', at + 1))
    if (line.substr(at + 1, 1) != "\n")
      return " (of lines that end in CR alone, line_end: any makes records)";
  return {};
}

Result<std::size_t> begin_of_text(std::string_view text) {
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
    return fail(Errc::invalid_argument, "is UTF-16 (expected UTF-8: iconv -f UTF-16 -t UTF-8)");
  return scan::size_of_bom(text);
}

std::optional<char> named_separator(std::string_view text, bool final) {
  text.remove_prefix(scan::size_of_bom(text));
  const auto newline = text.find('\n');
  if (newline == std::string_view::npos && !final) return std::nullopt;
  auto line = scan::without_line_end(text.substr(0, newline));
  if (line.size() == 7 && line.starts_with('"') && line.ends_with('"'))
    line = line.substr(1, line.size() - 2);
  if (line.size() != 5 || (!line.starts_with("sep=") && !line.starts_with("SEP=")))
    return std::nullopt;
  return delimiter_of(line.substr(4), Use::read);
}

Result<std::optional<Beginning>> read_beginning(std::string_view text, bool final,
                                                const Dialect& dialect,
                                                std::uint64_t skip_lines) {
  DP_TRY(const std::size_t begin, begin_of_text(text));
  const auto named = named_separator(text, final);
  if (named && std::string(1, *named) != dialect.separator() && skip_lines == 0)
    return fail(Errc::invalid_argument, other_separator(*named, dialect));
  Beginning found{begin, 0};
  const auto wanted = std::max<std::uint64_t>(skip_lines, named ? 1 : 0);
  for (; found.lines < wanted && found.size < text.size(); ++found.lines) {
    const auto end = line_end(text.data(), found.size, text.size(), final, dialect);
    if (!end) return std::nullopt;
    found.size = *end;
  }
  if (found.lines < wanted && !final) return std::nullopt;
  return found;
}

Result<std::optional<Header>> read_header(std::string_view text, bool final,
                                          const Dialect& dialect, std::uint64_t skip_lines,
                                          bool trim) {
  DP_TRY(const auto beginning, read_beginning(text, final, dialect, skip_lines));
  if (!beginning) return std::nullopt;
  auto at = beginning->size;
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
    Header header{unique_names(record, text.data(), dialect, trim), record.next,
                  beginning->lines + blank + lines_in(line, dialect), blank, at};
    for (std::size_t i = 0; i < header.names.size(); ++i)
      header.places.push_back(record.fields[i].begin);
    return header;
  }
  return std::nullopt;
}

std::vector<std::string> numbered_names(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t i = 1; i <= count; ++i) names.push_back("column" + std::to_string(i));
  return names;
}

}  // namespace dp::csv
