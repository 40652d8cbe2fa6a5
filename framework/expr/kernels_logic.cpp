// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "expr/kernel.hpp"

namespace dp::expr {

namespace {

bool is_valid(const Vec& vec, std::size_t row) noexcept {
  return vec.valid == nullptr || vec.valid[row] != 0;
}

/// The buffers of several string operands in a row; `bases[i]` is where those of `vecs[i]`
/// begin.
std::vector<std::int32_t> join_buffers(std::span<const Vec> vecs, Scratch& scratch) {
  std::vector<std::int32_t> bases;
  scratch.buffers.clear();
  for (const auto& vec : vecs) {
    bases.push_back(static_cast<std::int32_t>(scratch.buffers.size()));
    scratch.buffers.insert(scratch.buffers.end(), vec.buffers, vec.buffers + vec.n_buffers);
  }
  return bases;
}

/// Fill `out` with the value of the operand that `pick(row)` names, and whether there is one.
template <class T, class Pick>
void pick_values(const Call& call, std::span<const Vec> from, std::uint8_t* valid, Pick pick) {
  T* out = call.scratch->room<T>(call.size);
  each(call.rows, [&](std::size_t row) {
    const std::size_t source = pick(row);
    valid[row] = is_valid(from[source], row);
    out[row] = valid[row] != 0 ? from[source].template as<T>()[row] : T{};
  });
}

template <class Pick>
void pick_texts(const Call& call, std::span<const Vec> from, std::uint8_t* valid, Pick pick) {
  const auto bases = join_buffers(from, *call.scratch);
  auto* out = call.scratch->room<StringRef>(call.size);
  each(call.rows, [&](std::size_t row) {
    const std::size_t source = pick(row);
    valid[row] = is_valid(from[source], row);
    out[row] = valid[row] != 0 ? from[source].template as<StringRef>()[row] : StringRef{};
    if (out[row].size > StringRef::kInline) out[row].where.buffer += bases[source];
  });
}

template <class Pick>
Vec pick(const Call& call, std::span<const Vec> from, Pick pick_one) {
  auto& scratch = *call.scratch;
  if (scratch.valid.size() < call.size) scratch.valid.resize(call.size);
  std::uint8_t* valid = scratch.valid.data();
  scratch.buffers.clear();
  switch (call.type) {
    case Type::boolean:
      pick_values<std::uint8_t>(call, from, valid, pick_one);
      break;
    case Type::float64:
      pick_values<double>(call, from, valid, pick_one);
      break;
    case Type::decimal:
      pick_values<Decimal>(call, from, valid, pick_one);
      break;
    case Type::string:
    case Type::json:
      pick_texts(call, from, valid, pick_one);
      break;
    default:
      pick_values<std::int64_t>(call, from, valid, pick_one);
  }
  return {scratch.values.data(), valid, scratch.buffers.data(), scratch.buffers.size()};
}

}  // namespace

RowSet choose_rows(const Vec& flags, RowSet rows, bool wanted, bool nulls, Scratch& scratch) {
  auto& chosen = scratch.chosen;
  if (chosen.size() < rows.count) chosen.resize(rows.count);
  const auto* values = flags.as<std::uint8_t>();
  const std::uint8_t value = wanted ? 1 : 0;
  std::uint32_t* out = chosen.data();
  std::size_t count = 0;
  if (flags.valid == nullptr) {
    each(rows, [&](std::size_t row) {
      out[count] = static_cast<std::uint32_t>(row);
      count += values[row] == value;
    });
  } else {
    each(rows, [&](std::size_t row) {
      out[count] = static_cast<std::uint32_t>(row);
      count += flags.valid[row] != 0 ? values[row] == value : nulls;
    });
  }
  if (count == rows.count) return rows;
  return {out, count};
}

Vec null_test(const Call& call, Op op) {
  auto* out = call.scratch->room<std::uint8_t>(call.size);
  const std::uint8_t* valid = call.in[0].valid;
  const std::uint8_t no_null = op == Op::is_null ? 0 : 1;
  if (valid == nullptr)
    each(call.rows, [=](std::size_t row) { out[row] = no_null; });
  else
    each(call.rows, [=](std::size_t row) { out[row] = (valid[row] != 0) == (no_null != 0); });
  return {out};
}

Vec logical_not(const Call& call) {
  auto* out = call.scratch->room<std::uint8_t>(call.size);
  const auto* values = call.in[0].as<std::uint8_t>();
  each(call.rows, [=](std::size_t row) { out[row] = values[row] ^ 1; });
  return {out, call.in[0].valid};
}

/// With a true, or a false for `and`, on one side the other side, null or not, does not matter.
Vec connect(const Call& call, Op op) {
  auto* out = call.scratch->room<std::uint8_t>(call.size);
  const auto* a = call.in[0].as<std::uint8_t>();
  const auto* b = call.in[1].as<std::uint8_t>();
  const bool is_and = op == Op::logical_and;
  if (call.in[0].valid == nullptr && call.in[1].valid == nullptr) {
    if (is_and)
      each(call.rows, [=](std::size_t row) { out[row] = a[row] & b[row]; });
    else
      each(call.rows, [=](std::size_t row) { out[row] = a[row] | b[row]; });
    return {out};
  }
  auto& scratch = *call.scratch;
  if (scratch.valid.size() < call.size) scratch.valid.resize(call.size);
  std::uint8_t* valid = scratch.valid.data();
  const std::uint8_t decides = is_and ? 0 : 1;
  each(call.rows, [&](std::size_t row) {
    const bool a_there = is_valid(call.in[0], row);
    const bool b_there = is_valid(call.in[1], row);
    const bool decided = (a_there && a[row] == decides) || (b_there && b[row] == decides);
    out[row] = decided ? decides : static_cast<std::uint8_t>(1 - decides);
    valid[row] = decided || (a_there && b_there);
  });
  return {out, valid};
}

Vec choose(const Call& call) {
  const Vec condition = call.in[0];
  return pick(call, call.in.subspan(1), [=](std::size_t row) -> std::size_t {
    return is_valid(condition, row) && condition.as<std::uint8_t>()[row] != 0 ? 0 : 1;
  });
}

Vec coalesce(const Call& call) {
  const auto in = call.in;
  return pick(call, in, [in](std::size_t row) -> std::size_t {
    for (std::size_t i = 0; i + 1 < in.size(); ++i)
      if (is_valid(in[i], row)) return i;
    return in.size() - 1;
  });
}

}  // namespace dp::expr
