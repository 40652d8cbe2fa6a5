// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <random>
#include <string>

#include "sample_batch.hpp"

namespace dp::test {

/// Two columns of each type.
inline const Schema kRandomSchema = {
    {"i", Type::int64},     {"j", Type::int64},     {"f", Type::float64}, {"g", Type::float64},
    {"s", Type::string},    {"u", Type::string},    {"b", Type::boolean}, {"c", Type::boolean},
    {"t", Type::timestamp}, {"w", Type::timestamp}, {"d", Type::date},    {"e", Type::date}};

/// Random rows and random expressions over them, from one seed.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  std::size_t below(std::size_t n) { return engine_() % n; }
  bool one_in(std::size_t n) { return below(n) == 0; }
  template <class T>
  T of(std::initializer_list<T> choices) {
    return choices.begin()[below(choices.size())];
  }

  Cell cell(Type type) {
    if (one_in(6)) return {};
    switch (type) {
      case Type::boolean:
        return one_in(2);
      case Type::int64:
        return one_in(9) ? of<std::int64_t>({INT64_MAX, INT64_MIN, INT64_MAX - 1})
                         : static_cast<std::int64_t>(below(7)) - 3;
      case Type::float64:
        return one_in(9) ? of({1e300, -1e300, 9.3e18, 0.1})
                         : static_cast<double>(below(9)) / 2 - 2;
      case Type::string:
        return text();
      case Type::timestamp:
        return static_cast<std::int64_t>(below(3'000'000'000)) * 1'000'000 -
               1'000'000'000'000'000 + static_cast<std::int64_t>(below(3)) * 250'000;
      case Type::date:
        return static_cast<std::int64_t>(below(40'000)) - 10'000;
      case Type::decimal:
      case Type::json:
        break;
    }
    return {};
  }

  std::vector<Row> rows(std::size_t count) {
    std::vector<Row> rows(count);
    for (auto& row : rows)
      for (const auto& field : kRandomSchema) row.push_back(cell(field.type));
    return rows;
  }

  std::string expression(Type type, int depth);

 private:
  std::string text() {
    std::string out;
    for (std::size_t n = one_in(3) ? below(60) : below(6); n > 0; --n)
      out += of<const char*>({"a", "b", "A", "B", "/", ".", "\xC3\xA9", "ab"});
    return out;
  }
  std::string leaf(Type type);
  std::string boolean(int depth);
  std::string number(Type type, int depth);
  std::string string(int depth);
  std::string time(Type type, int depth);

  std::mt19937_64 engine_;
};

}  // namespace dp::test
