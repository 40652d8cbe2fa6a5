// SPDX-License-Identifier: Apache-2.0
#include "check/random_rows.hpp"

#include <algorithm>
#include <array>
#include <dp/decimal.hpp>
#include <limits>

namespace dp::check {

namespace {

constexpr std::array<std::string_view, 12> kTexts = {"",
                                                     "a",
                                                     "b",
                                                     "GET",
                                                     "twelve bytes",
                                                     "thirteen byte",
                                                     "a text of more than sixteen bytes",
                                                     "\xc3\xa4\xe2\x82\xac",
                                                     "\xff\xfe",
                                                     "with \"quotes\", and\tmore",
                                                     "-1",
                                                     "nan"};

constexpr std::array<double, 12> kNumbers = {0.0,
                                             -0.0,
                                             1.0,
                                             -1.5,
                                             0.1,
                                             1e16,
                                             -1e16,
                                             1e308,
                                             std::numeric_limits<double>::min(),
                                             std::numeric_limits<double>::infinity(),
                                             -std::numeric_limits<double>::infinity(),
                                             std::numeric_limits<double>::quiet_NaN()};

constexpr std::array<std::int64_t, 8> kIntegers = {0,
                                                   1,
                                                   -1,
                                                   2,
                                                   7,
                                                   1'000'000,
                                                   std::numeric_limits<std::int64_t>::max(),
                                                   std::numeric_limits<std::int64_t>::min()};

constexpr std::int64_t kDay = 86'400'000'000;

std::string random_text(Random& random) {
  if (random.one_in(40)) return std::string(random.below(300), 'x');
  if (!random.one_in(4)) return std::string(kTexts[random.below(kTexts.size())]);
  std::string text;
  for (auto size = random.below(20); size > 0; --size)
    text += static_cast<char>(random.below(256));
  return text;
}

std::int64_t random_integer(Random& random, bool extreme) {
  if (extreme && random.one_in(20)) return kIntegers[random.below(kIntegers.size())];
  return static_cast<std::int64_t>(random.below(20)) - 5;
}

double random_number(Random& random, bool extreme) {
  if (extreme && random.one_in(8)) return kNumbers[random.below(kNumbers.size())];
  return static_cast<double>(random.below(2000)) / 10 - 50;
}

/// The text of a decimal: mostly few digits, and as many after the point as any.
std::string random_decimal(Random& random, bool extreme) {
  constexpr std::size_t kFew = 5, kMost = Decimal::kDigits;
  std::string text = random.one_in(3) ? "-" : "";
  for (auto size = 1 + random.below(extreme ? kMost : kFew); size > 0; --size)
    text += static_cast<char>('0' + random.below(10));
  const std::size_t sign = text.front() == '-' ? 1 : 0;
  if (random.one_in(2)) text.insert(sign + 1 + random.below(text.size() - sign), ".");
  if (text.back() == '.') text.pop_back();
  return Decimal::parse(text).value_or(Decimal()).text();
}

std::string random_json(Random& random) {
  constexpr std::array<std::string_view, 8> kValues = {
      "{}",     "[]",
      "1.50",   "\"a\"",
      "true",   R"({"a": [1, "b", {"c": null}]})",
      "[1, 2]", R"("\u00e4, more than sixteen bytes")"};
  return std::string(kValues[random.below(kValues.size())]);
}

std::string damaged(std::string line, Random& random) {
  if (line.empty()) return line;
  const auto at = random.below(line.size());
  switch (random.below(3)) {
    case 0:
      line.erase(at);
      break;
    case 1:
      line[at] = static_cast<char>(random.below(256));
      break;
    default:
      line.insert(at, line.substr(0, random.below(line.size())));
  }
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

std::string sample_text(Random& random, const std::vector<std::string>& samples) {
  if (samples.empty() || random.one_in(8)) return random_text(random);
  const auto& text = samples[random.below(samples.size())];
  return random.one_in(8) ? damaged(text, random) : text;
}

Cell random_cell(const Field& field, Random& random, bool extreme,
                 const std::vector<std::string>& samples) {
  Cell cell;
  cell.null = field.nullable && random.one_in(8);
  if (cell.null) return cell;
  switch (field.type) {
    case Type::string:
      cell.text = sample_text(random, samples);
      break;
    case Type::float64:
      cell.number = random_number(random, extreme);
      break;
    case Type::decimal:
      cell.text = random_decimal(random, extreme);
      break;
    case Type::json:
      cell.text = random_json(random);
      break;
    case Type::boolean:
      cell.integer = random.one_in(2) ? 1 : 0;
      break;
    case Type::timestamp:
      cell.integer = static_cast<std::int64_t>(random.below(20'000)) * kDay + 1;
      break;
    case Type::date:
      cell.integer = static_cast<std::int64_t>(random.below(20'000));
      break;
    case Type::int64:
      cell.integer = random_integer(random, extreme);
  }
  return cell;
}

std::string random_line(Random& random) {
  constexpr std::string_view kBetween = " \t,;:|=\"'[]{}<>/\\";
  std::string line;
  for (auto words = random.below(8); words > 0; --words) {
    line += random.one_in(3) ? std::to_string(random.below(100'000)) : random_text(random);
    line += kBetween[random.below(kBetween.size())];
  }
  if (random.one_in(60)) line.append(random.below(5000), 'y');
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

}  // namespace

Rows random_rows(const Schema& schema, std::size_t count, Random& random,
                 const std::vector<std::string>& samples) {
  const bool extreme = random.one_in(2);
  Rows rows(count);
  for (auto& row : rows)
    for (const auto& field : schema)
      row.push_back(random_cell(field, random, extreme, samples));
  return rows;
}

std::vector<std::string> random_lines(const std::vector<std::string>& samples,
                                      std::size_t count, Random& random) {
  std::vector<std::string> lines(count);
  for (auto& line : lines) {
    if (samples.empty() || random.one_in(8))
      line = random_line(random);
    else
      line = samples[random.below(samples.size())];
    if (!samples.empty() && random.one_in(8)) line = damaged(line, random);
    line += random.one_in(10) ? "\r\n" : "\n";
  }
  if (!lines.empty() && !samples.empty() && random.one_in(2)) lines.front() = samples[0] + "\n";
  if (!lines.empty() && random.one_in(2)) lines.back().pop_back();
  return lines;
}

std::vector<std::size_t> random_pieces(std::size_t count, Random& random) {
  std::vector<std::size_t> sizes;
  while (count > 0) {
    sizes.push_back(std::min(count, 1 + random.below(random.one_in(3) ? 3 : 40)));
    count -= sizes.back();
  }
  return sizes;
}

}  // namespace dp::check
