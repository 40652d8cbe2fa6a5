// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <functional>
#include <utility>

#include "expr/kernel.hpp"

namespace dp::expr {

namespace {

template <class T, class Compare>
void compare_values(const Call& call, std::uint8_t* out, Compare compare) {
  const T* a = call.in[0].as<T>();
  const T* b = call.in[1].as<T>();
  each(call.rows, [=](std::size_t row) { out[row] = compare(a[row], b[row]); });
}

template <class T>
void compare_values(const Call& call, Op op, std::uint8_t* out) {
  switch (op) {
    case Op::equal:
      return compare_values<T>(call, out, std::equal_to<>{});
    case Op::not_equal:
      return compare_values<T>(call, out, std::not_equal_to<>{});
    case Op::less:
      return compare_values<T>(call, out, std::less<>{});
    case Op::less_equal:
      return compare_values<T>(call, out, std::less_equal<>{});
    case Op::greater:
      return compare_values<T>(call, out, std::greater<>{});
    default:
      return compare_values<T>(call, out, std::greater_equal<>{});
  }
}

/// The size and first 4 bytes decide most pairs, and the other 8 the rest of the inline ones.
bool equal_text(const Vec& a, const Vec& b, std::size_t row) noexcept {
  const StringRef& x = a.as<StringRef>()[row];
  const StringRef& y = b.as<StringRef>()[row];
  const auto [x_head, x_rest] = x.words();
  const auto [y_head, y_rest] = y.words();
  if (x_head != y_head) return false;
  if (x.size <= StringRef::kInline) return x_rest == y_rest;
  return std::memcmp(a.data(x), b.data(y), x.size) == 0;
}

template <class Compare>
void order_texts(const Call& call, std::uint8_t* out, Compare compare) {
  const Vec& a = call.in[0];
  const Vec& b = call.in[1];
  each(call.rows, [&, compare](std::size_t row) {
    out[row] = compare(a.text(row).compare(b.text(row)), 0);
  });
}

/// A row that is null holds no reference that may be followed, so texts are compared only where
/// both are there.
void compare_texts(const Call& call, Op op, const std::uint8_t* valid, std::uint8_t* out) {
  Call some = call;
  if (valid != nullptr) {
    auto& chosen = call.scratch->chosen;
    chosen.clear();
    each(call.rows, [&](std::size_t row) {
      out[row] = 0;
      if (valid[row] != 0) chosen.push_back(static_cast<std::uint32_t>(row));
    });
    some.rows = {chosen.data(), chosen.size()};
  }
  const Vec& a = call.in[0];
  const Vec& b = call.in[1];
  switch (op) {
    case Op::equal:
      return each(some.rows, [&](std::size_t row) { out[row] = equal_text(a, b, row); });
    case Op::not_equal:
      return each(some.rows, [&](std::size_t row) { out[row] = !equal_text(a, b, row); });
    case Op::less:
      return order_texts(some, out, std::less<>{});
    case Op::less_equal:
      return order_texts(some, out, std::less_equal<>{});
    case Op::greater:
      return order_texts(some, out, std::greater<>{});
    default:
      return order_texts(some, out, std::greater_equal<>{});
  }
}

/// Lists are sorted; a short one is searched from end to end, which does not branch.
constexpr std::size_t kShortList = 8;

/// Whether a sorted list holds the value. NaN, which has no place in an order, is in no list.
template <class T>
bool holds(const std::vector<T>& list, T value) noexcept {
  const auto found = std::lower_bound(list.begin(), list.end(), value);
  return found != list.end() && *found == value;
}

template <class T>
void find_value(const Call& call, const std::vector<T>& list, std::uint8_t* out) {
  const T* values = call.in[0].as<T>();
  if (list.size() > kShortList)
    return each(call.rows, [&](std::size_t row) { out[row] = holds(list, values[row]); });
  each(call.rows, [&](std::size_t row) {
    bool found = false;
    for (const T item : list) found |= values[row] == item;
    out[row] = found;
  });
}

void find_flag(const Call& call, const std::vector<std::int64_t>& list, std::uint8_t* out) {
  const auto* values = call.in[0].as<std::uint8_t>();
  each(call.rows, [&](std::size_t row) {
    out[row] = std::binary_search(list.begin(), list.end(), values[row]);
  });
}

void find_text(const Call& call, const std::vector<std::string>& list, std::uint8_t* out) {
  const Vec& values = call.in[0];
  each(call.rows, [&](std::size_t row) {
    if (values.valid != nullptr && values.valid[row] == 0) return;
    const auto text = values.text(row);
    out[row] = list.size() > kShortList
                   ? std::binary_search(list.begin(), list.end(), text, std::less<>{})
                   : std::find(list.begin(), list.end(), text) != list.end();
  });
}

}  // namespace

const std::uint8_t* merged_valid(const Call& call) {
  const std::uint8_t* only = nullptr;
  std::size_t count = 0;
  for (const auto& vec : call.in)
    if (vec.valid != nullptr) {
      only = vec.valid;
      ++count;
    }
  return count < 2 ? only : own_valid(call);
}

std::uint8_t* own_valid(const Call& call) {
  auto& valid = call.scratch->valid;
  if (valid.size() < call.size) valid.resize(call.size);
  std::uint8_t* out = valid.data();
  each(call.rows, [=](std::size_t row) { out[row] = 1; });
  for (const auto& vec : call.in)
    if (const std::uint8_t* other = vec.valid; other != nullptr)
      each(call.rows, [=](std::size_t row) { out[row] &= other[row]; });
  return out;
}

Vec compare(const Call& call, Op op) {
  auto* out = call.scratch->room<std::uint8_t>(call.size);
  const std::uint8_t* valid = merged_valid(call);
  switch (call.operand) {
    case Type::boolean:
      compare_values<std::uint8_t>(call, op, out);
      break;
    case Type::float64:
      compare_values<double>(call, op, out);
      break;
    case Type::decimal:
      compare_values<Decimal>(call, op, out);
      break;
    case Type::string:
      compare_texts(call, op, valid, out);
      break;
    default:
      compare_values<std::int64_t>(call, op, out);
  }
  return {out, valid};
}

Vec is_in(const Call& call, const InList& list) {
  auto* out = call.scratch->room<std::uint8_t>(call.size);
  switch (call.operand) {
    case Type::boolean:
      find_flag(call, list.integers, out);
      break;
    case Type::float64:
      find_value<double>(call, list.numbers, out);
      break;
    case Type::decimal:
      find_value<Decimal>(call, list.decimals, out);
      break;
    case Type::string:
      find_text(call, list.texts, out);
      break;
    default:
      find_value<std::int64_t>(call, list.integers, out);
  }
  return {out, call.in[0].valid};
}

}  // namespace dp::expr
