// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Open group reducers from short texts, and drive them as the engine does.

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/harness.hpp"

namespace dp::test {

using Partials = std::map<std::uint32_t, std::string>;

/// A call such as "top(path, 3)" as the host hands it over.
inline data::Value aggregate(std::string_view call) {
  auto columns = data::Value::list({});
  auto numbers = data::Value::list({});
  const auto open = call.find('(');
  auto rest = open == std::string_view::npos ? std::string_view{}
                                             : call.substr(open + 1, call.size() - open - 2);
  while (!rest.empty()) {
    const auto comma = rest.find(", ");
    const std::string word(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 2);
    const bool number = word.find_first_not_of("-.0123456789") == std::string::npos;
    if (number)
      numbers.items.push_back(data::Value::of(std::stod(word)));
    else
      columns.items.push_back(data::Value::of(word));
  }
  auto map = data::Value::map();
  map.add("function", data::Value::of(std::string(call.substr(0, open))));
  map.add("columns", std::move(columns));
  map.add("numbers", std::move(numbers));
  return map;
}

/// What a user writes under `with`.
struct With {
  std::vector<std::string> by;
  std::vector<std::pair<std::string, std::string>> take;
  std::vector<std::string> sort = {};
  std::int64_t limit = 0;

  [[nodiscard]] data::Value options() const {
    const auto list = [](const std::vector<std::string>& texts) {
      auto made = data::Value::list({});
      for (const auto& text : texts) made.items.push_back(data::Value::of(text));
      return made;
    };
    auto map = data::Value::map();
    if (!by.empty()) map.add("by", list(by));
    auto taken = data::Value::map();
    for (const auto& [name, call] : take) taken.add(name, aggregate(call));
    map.add("take", std::move(taken));
    if (!sort.empty()) map.add("sort", list(sort));
    map.add("limit", data::Value::of(limit));
    return map;
  }
};

inline Result<Task> open_group(const With& with, const Schema& input, std::uint64_t seed = 42) {
  return Task::open("group", "group", with.options(),
                    {.input = input, .sample = {}, .hash_seed = seed});
}

/// Require success.
inline void must(const Status& status) {
  BOOST_REQUIRE_MESSAGE(status, (status ? std::string() : status.error().message));
}

using Cells = std::vector<std::vector<Cell>>;

/// Rows of a result: as they come when all cells are one batch.
inline Result<Rows> group_rows(const With& with, const Schema& input, const Cells& cells) {
  DP_TRY(auto task, open_group(with, input));
  DP_CHECK(task.update(Batch(input, cells)));
  DP_CHECK(task.finalize());
  return task.rows();
}

/// The partials of some rows.
inline Partials group_partials(const With& with, const Schema& input, const Cells& cells) {
  auto task = open_group(with, input).value();
  must(task.update(Batch(input, cells)));
  return task.save().value();
}

/// Combine partials the way of big results: a worker a partition, trimmed, then all in one.
inline Result<Rows> combine_parted(const With& with, const Schema& input,
                                   const std::vector<Partials>& all) {
  DP_TRY(auto last, open_group(with, input));
  DP_TRY(auto task, open_group(with, input));
  for (std::uint32_t p = 0; p < DP_PARTITIONS; ++p) {
    task.reset();
    bool any = false;
    for (const auto& partials : all) {
      const auto found = partials.find(p);
      if (found == partials.end()) continue;
      any = true;
      DP_CHECK(task.combine(p, found->second));
    }
    if (!any) continue;
    DP_CHECK(task.trim());
    DP_TRY(const auto trimmed, task.save());
    for (const auto& [partition, bytes] : trimmed) {
      if (partition != p) return fail(Errc::bug, "saved another partition than it was given");
      DP_CHECK(last.combine(partition, bytes));
    }
  }
  DP_CHECK(last.finalize());
  return last.rows();
}

/// Combine partials the way of big results without a limit: a worker a partition, trimmed and
/// saved by `count` ranges, then a worker a range.
inline Result<Rows> combine_ranged(const With& with, const Schema& input,
                                   const std::vector<Partials>& all, std::uint32_t count) {
  std::map<std::uint32_t, Partials> ranges;  // of each, the partitions' pieces
  std::string bounds;
  for (std::uint32_t p = 0; p < DP_PARTITIONS; ++p) {
    DP_TRY(auto task, open_group(with, input));
    bool any = false;
    for (const auto& partials : all)
      if (const auto found = partials.find(p); found != partials.end()) {
        any = true;
        DP_CHECK(task.combine(p, found->second));
      }
    if (!any) continue;
    DP_CHECK(task.trim());
    if (bounds.empty()) {
      DP_TRY(bounds, task.bounds(count));
    }
    if (bounds.empty()) return combine_parted(with, input, all);
    DP_TRY(const auto saved, task.save_ranges(bounds));
    for (const auto& [range, bytes] : saved) ranges[range][p] = bytes;
  }
  Rows rows;
  for (const auto& [range, pieces] : ranges) {
    if (range >= count) return fail(Errc::bug, "saved a range too many");
    DP_TRY(auto task, open_group(with, input));
    DP_CHECK(task.combine(pieces));
    DP_CHECK(task.finalize());
    for (const auto& row : task.rows()) rows.push_back(row);
  }
  return rows;
}

/// Combine partials the way of small results: all in one, untrimmed, partition by partition.
inline Result<Rows> combine_whole(const With& with, const Schema& input,
                                  const std::vector<Partials>& all) {
  DP_TRY(auto last, open_group(with, input));
  for (std::uint32_t p = 0; p < DP_PARTITIONS; ++p)
    for (const auto& partials : all)
      if (const auto found = partials.find(p); found != partials.end())
        DP_CHECK(last.combine(p, found->second));
  DP_CHECK(last.finalize());
  return last.rows();
}

/// Columns of all types, made to be awkward.
inline const Schema& wild_schema() {
  static const Schema schema = {{"text", Type::string, true},  {"path", Type::string, false},
                                {"code", Type::int64, true},   {"size", Type::float64, true},
                                {"flag", Type::boolean, true}, {"at", Type::timestamp, false},
                                {"day", Type::date, true},     {"price", Type::decimal, true},
                                {"raw", Type::json, true}};
  return schema;
}

inline double wild_double(std::mt19937_64& random) {
  constexpr double kOdd[] = {0.0, -0.0, 5e-324, -1e308, 1e308, 1e-300, 9007199254740993.0};
  switch (random() % 12) {
    case 0:
      return kOdd[random() % std::size(kOdd)];
    case 1:
      return std::ldexp(static_cast<double>(random() >> 11),
                        static_cast<int>(random() % 200) - 150);
    default:
      return static_cast<double>(random() % 2000000) / 1000 - 1000;
  }
}

/// A decimal in one of its spellings, often one that others have too. Sums of a thousand have room.
inline std::string wild_decimal(std::mt19937_64& random) {
  constexpr const char* kOdd[] = {"0", "0.00", "0.000000000000000000000000000000000001",
                                  "0.005192296858534827628530496329220097",
                                  "-0.005192296858534827628530496329220095"};
  if (random() % 8 == 0) return kOdd[random() % std::size(kOdd)];
  std::string text = random() % 3 == 0 ? "-0.000" : "0.000";
  text += std::to_string(random() % 10);
  return text.append(random() % 3, '0');
}

/// Rows of wild_schema(). `special`: also NaN and infinities.
inline Cells wild_rows(std::mt19937_64& random, std::size_t count, bool special) {
  static const std::vector<std::string> kTexts = {
      "",
      "a",
      "b",
      "GET",
      "twelve bytes",
      "thirteen byte",
      "203.0.113.255",
      "exactly 15 byte",
      "exactly 16 bytes",
      "a text that is a good deal longer than sixteen bytes",
      "a text that is a good deal longer than sixteen byteS",
      "na\u00efve \u65e5\u672c\u8a9e",
      std::string("nul\0inside", 10),
      std::string(3000, 'x'),
      "\xff\xfe not UTF-8"};
  Cells rows;
  for (std::size_t i = 0; i < count; ++i) {
    const auto maybe = [&](Cell cell) { return random() % 8 == 0 ? Cell(nullptr) : cell; };
    double size = wild_double(random);
    if (special && random() % 20 == 0) size = std::nan("");
    if (special && random() % 40 == 0) size = random() % 2 == 0 ? INFINITY : -INFINITY;
    const auto code = static_cast<std::int64_t>(random() % 5 * 100);
    rows.push_back({maybe(kTexts[random() % kTexts.size()]),
                    "/page/" + std::to_string(random() % 200), maybe(Cell(code)),
                    maybe(Cell(size)), maybe(Cell(random() % 2 == 0)),
                    static_cast<std::int64_t>(random() % 10 * 3600000000),
                    maybe(Cell(std::int64_t(random() % 3) - 1)), maybe(wild_decimal(random)),
                    maybe(random() % 2 == 0 ? R"({"a": 1})" : R"("a")")});
  }
  return rows;
}

/// Every function over every type that it takes.
inline std::vector<std::pair<std::string, std::string>> everything() {
  std::vector<std::pair<std::string, std::string>> take = {{"n", "count"}};
  for (const auto& field : wild_schema()) {
    const auto& x = field.name;
    for (const std::string f : {"count_values", "min", "max", "distinct", "mode"})
      take.emplace_back(f + "_" + x, f + "(" + x + ")");
    take.emplace_back("top_" + x, "top(" + x + ", 3)");
    take.emplace_back("most_" + x, "quantile(" + x + ", 0.9)");
    if (field.type == Type::boolean) take.emplace_back("if_" + x, "count_if(" + x + ")");
    if (!is_number(field.type)) continue;
    take.emplace_back("sum_" + x, "sum(" + x + ")");
    take.emplace_back("mean_" + x, "mean(" + x + ")");
    take.emplace_back("median_" + x, "median(" + x + ")");
  }
  return take;
}

}  // namespace dp::test
