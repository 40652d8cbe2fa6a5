// SPDX-License-Identifier: Apache-2.0
#include "expr/plugin_call.hpp"

#include <algorithm>
#include <utility>

#include "expr/bits.hpp"

namespace dp::expr {

namespace {

/// Room for `count` values, which a T* points to.
template <class T>
T* room(std::vector<std::uint64_t>& storage, std::size_t count) {
  const std::size_t words = (count * sizeof(T) + 7) / 8;
  if (storage.size() < words) storage.resize(words);
  return reinterpret_cast<T*>(storage.data());
}

/// The rows' values, one after the other, as T.
template <class T, class From>
void gather(std::vector<std::uint64_t>& storage, const Vec& from, RowSet rows) {
  T* out = room<T>(storage, rows.count);
  each(rows, [&](std::size_t row) { *out++ = static_cast<T>(from.as<From>()[row]); });
}

/// The rows' bytes as bits.
void gather_bits(std::uint8_t* out, const std::uint8_t* bytes, RowSet rows) {
  BitWriter bits(out, rows.count);
  each(rows, [&](std::size_t row) { bits.put(bytes[row] & 1u); });
}

/// Put value `i` of `from` where row i of `rows` lies.
template <class T, class From>
void scatter(T* out, const void* from, RowSet rows) {
  const auto* in = static_cast<const From*>(from);
  each(rows, [&](std::size_t row) { out[row] = static_cast<T>(*in++); });
}

}  // namespace

PluginCall::PluginCall(std::vector<Type> arguments, std::unique_ptr<OpenFunction> function)
    : arguments_(arguments.size()), function_(std::move(function)) {
  for (std::size_t i = 0; i < arguments.size(); ++i) arguments_[i].type = arguments[i];
}
PluginCall::PluginCall(PluginCall&&) noexcept = default;
PluginCall::~PluginCall() = default;

void PluginCall::fill(Argument& argument, const Vec& from, RowSet rows) {
  switch (argument.type) {
    case Type::boolean:
      gather_bits(room<std::uint8_t>(argument.values, rows.count / 8 + 1),
                  from.as<std::uint8_t>(), rows);
      break;
    case Type::string:
    case Type::json:
      gather<StringRef, StringRef>(argument.values, from, rows);
      break;
    case Type::decimal:
      gather<Decimal, Decimal>(argument.values, from, rows);
      break;
    case Type::date:
      gather<std::int32_t, std::int64_t>(argument.values, from, rows);
      break;
    case Type::float64:
      gather<double, double>(argument.values, from, rows);
      break;
    case Type::int64:
    case Type::timestamp:
      gather<std::int64_t, std::int64_t>(argument.values, from, rows);
  }
  argument.array = ArrowArray{};
  argument.array.length = static_cast<std::int64_t>(rows.count);
  argument.buffers = {nullptr, argument.values.data()};
  if (from.valid != nullptr) {
    argument.valid.resize(rows.count / 8 + 8);
    gather_bits(argument.valid.data(), from.valid, rows);
    argument.buffers[0] = argument.valid.data();
    argument.array.null_count = -1;  // Arrow's "not counted"
  }
  if (is_text(argument.type)) {
    argument.buffers.insert(argument.buffers.end(), from.buffers,
                            from.buffers + from.n_buffers);
    argument.sizes.assign(from.n_buffers, INT32_MAX);
    argument.buffers.push_back(argument.sizes.data());
  }
  argument.array.n_buffers = static_cast<std::int64_t>(argument.buffers.size());
  argument.array.buffers = argument.buffers.data();
}

Status PluginCall::check(const ArrowArray& result, std::size_t rows) const {
  const std::int64_t least = is_text(function_->type()) ? 3 : 2;
  if (result.length == static_cast<std::int64_t>(rows) && result.offset == 0 &&
      result.n_buffers >= least && result.buffers != nullptr && result.buffers[1] != nullptr)
    return {};
  return fail(Errc::invalid_plugin, "its result is not an array of " + std::to_string(rows) +
                                        " values of the type " +
                                        std::string(type_name(function_->type())));
}

/// The result at the rows that it is for. Values of the others are zeros.
Vec PluginCall::spread(const ArrowArray& result, RowSet rows, std::size_t size) {
  const void* from = result.buffers[1];
  Vec vec{values_.data()};
  switch (function_->type()) {
    case Type::boolean: {
      auto* out = room<std::uint8_t>(values_, size);
      std::size_t at = 0;
      each(rows, [&](std::size_t row) { out[row] = bit_at(from, at++) ? 1 : 0; });
      break;
    }
    case Type::string:
    case Type::json:
      std::fill_n(room<StringRef>(values_, size), size, StringRef{});
      scatter<StringRef, StringRef>(room<StringRef>(values_, size), from, rows);
      vec.buffers = result.buffers + 2;
      vec.n_buffers = static_cast<std::size_t>(result.n_buffers - 3);
      break;
    case Type::date:
      scatter<std::int64_t, std::int32_t>(room<std::int64_t>(values_, size), from, rows);
      break;
    case Type::float64:
      scatter<double, double>(room<double>(values_, size), from, rows);
      break;
    case Type::decimal:
      scatter<Decimal, Decimal>(room<Decimal>(values_, size), from, rows);
      break;
    case Type::int64:
    case Type::timestamp:
      scatter<std::int64_t, std::int64_t>(room<std::int64_t>(values_, size), from, rows);
  }
  vec.values = values_.data();
  if (result.buffers[0] == nullptr) return vec;
  valid_.assign(size, 1);
  std::size_t at = 0;
  each(rows, [&](std::size_t row) { valid_[row] = bit_at(result.buffers[0], at++) ? 1 : 0; });
  vec.valid = valid_.data();
  return vec;
}

Result<Vec> PluginCall::run(std::span<const Vec> arguments, RowSet rows, std::size_t size) {
  if (rows.count == 0) {
    std::fill_n(room<StringRef>(values_, size), size, StringRef{});
    return Vec{values_.data()};
  }
  children_.clear();
  for (std::size_t i = 0; i < arguments_.size(); ++i) {
    fill(arguments_[i], arguments[i], rows);
    children_.push_back(&arguments_[i].array);
  }
  batch_ = ArrowArray{};
  batch_.length = static_cast<std::int64_t>(rows.count);
  batch_.n_buffers = 1;
  batch_.buffers = no_buffers_;
  batch_.n_children = static_cast<std::int64_t>(children_.size());
  batch_.children = children_.data();
  dp_batch batch{};
  batch.array = &batch_;
  DP_TRY(const auto* result, function_->call(batch));
  DP_CHECK(check(*result, rows.count));
  return spread(*result, rows, size);
}

}  // namespace dp::expr
