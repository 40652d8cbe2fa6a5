// SPDX-License-Identifier: Apache-2.0
// What comes of where records are from.
#include <algorithm>
#include <cmath>
#include <dp/hash.hpp>

#include "expr/kernel.hpp"

namespace dp::expr {

namespace {

/// The numbers of a range are from no file, and their batches' offsets say nothing.
bool is_from_file(const Call& call) { return !call.batch->item_name().empty(); }

Vec nowhere(const Call& call) {
  std::fill_n(call.scratch->room<StringRef>(call.size), call.size, StringRef{});
  call.scratch->valid.assign(call.size, 0);
  return {call.scratch->values.data(), call.scratch->valid.data()};
}

/// The same path for all rows: they refer to it where it is.
Vec files(const Call& call) {
  const auto name = call.batch->item_name();
  auto* out = call.scratch->room<StringRef>(call.size);
  std::fill_n(out, call.size, make_ref(name, 0, 0));
  call.scratch->buffers.assign(1, name.data());
  return {out, nullptr, call.scratch->buffers.data(), 1};
}

/// The least hash that is not in a sample of this share; 0: all are.
std::uint64_t end_of_share(double share) noexcept {
  return share >= 1 ? 0 : static_cast<std::uint64_t>(std::ldexp(share, 64));
}

}  // namespace

Vec call_place(const Call& call, Function function) {
  if (!is_from_file(call)) return nowhere(call);
  if (function == Function::file) return files(call);
  auto* out = call.scratch->room<std::int64_t>(call.size);
  each(call.rows,
       [&](std::size_t row) { out[row] = static_cast<std::int64_t>(call.batch->offset(row)); });
  return {out};
}

/// By the number of the file and the offset in it; of a range, by the number itself.
Vec choose_sample(const Call& call, const Sample& sample) {
  const bool from_file = is_from_file(call);
  const Hasher hasher(sample.seed);
  const auto end = end_of_share(sample.share);
  const bool all = sample.share >= 1;
  const auto item = call.batch->item();
  auto* out = call.scratch->room<std::uint8_t>(call.size);
  each(call.rows, [&](std::size_t row) {
    const auto offset = call.batch->offset(row);
    const auto hash = from_file ? hasher.words(item, offset) : hasher.word(item + offset);
    out[row] = all || hash < end ? 1 : 0;
  });
  return {out};
}

}  // namespace dp::expr
