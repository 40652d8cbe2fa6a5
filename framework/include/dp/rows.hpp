// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Emit rows one at a time: the comfortable way, for tasks whose own work outweighs it.

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <dp/batch.hpp>
#include <dp/result.hpp>
#include <dp/task.hpp>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dp {

namespace detail {

/// Rows on their way into batches: what Rows and RowEmitter share.
class RowBuffer {
 public:
  const Schema& columns(Schema schema) {
    batch_ = std::make_unique<BatchBuilder>(std::move(schema), kRows);
    rows_ = 0;
    return batch_->schema();
  }
  /// Begin a row.
  Status begin(Output& out, RecordPlace place) {
    if (!batch_)
      return fail(Errc::invalid_plugin, "a row is added before columns() named its columns");
    // What is left of a call that failed is done again, or not at all.
    if (out.call() != call_) drop();
    call_ = out.call();
    if (rows_ != 0 && place.item != item_) DP_CHECK(flush(out));
    item_ = place.item;
    batch_->offsets()[rows_] = place.offset;
    return {};
  }
  template <class T>
  void put(std::size_t column, const T& value) {
    auto& builder = batch_->column(column);
    if constexpr (std::is_same_v<T, std::nullopt_t> || std::is_null_pointer_v<T>) {
      builder.set_null(rows_);
    } else if constexpr (std::is_pointer_v<T>) {
      value == nullptr ? builder.set_null(rows_) : builder.put_copy(rows_, value);
    } else if constexpr (requires { builder.put(rows_, value); }) {
      builder.put(rows_, value);
    } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
      builder.put_copy(rows_, std::string_view(value));
    } else {
      static_assert(!sizeof(T),
                    "a value is bool, an integer, a float, text, dp::Date, dp::Timestamp, "
                    "dp::Decimal, std::nullopt, or std::optional of one of these");
    }
  }
  template <class T>
  void put(std::size_t column, const std::optional<T>& value) {
    if (value)
      put(column, *value);
    else
      put(column, std::nullopt);
  }
  /// Whether a row has so many values.
  [[nodiscard]] bool holds(std::size_t values) const noexcept {
    return batch_->schema().size() == values;
  }
  /// Put the cell of another batch, whose column is of the same type.
  void copy(std::size_t column, const BatchView& from, std::size_t from_column,
            std::size_t row) {
    const ColumnView cells(from.column(from_column));
    if (cells.is_null(row)) return put(column, std::nullopt);
    switch (batch_->schema()[column].type) {
      case Type::boolean:
        return put(column, from.bools(from_column)[row]);
      case Type::int64:
        return put(column, from.ints(from_column)[row]);
      case Type::float64:
        return put(column, from.floats(from_column)[row]);
      case Type::string:
      case Type::json:
        return put(column, from.strings(from_column)[row]);
      case Type::timestamp:
        return put(column, Timestamp{from.timestamps(from_column)[row]});
      case Type::date:
        return put(column, Date{from.dates(from_column)[row]});
      case Type::decimal:
        return put(column, from.decimals(from_column)[row]);
    }
  }
  /// End a row, of which `values` were put.
  Status end(Output& out, std::size_t values) {
    auto status = check(values);
    if (!status) {
      drop();
      return status;
    }
    out.hold(1);
    return ++rows_ == kRows ? flush(out) : Status{};
  }
  Status flush(Output& out) {
    if (!batch_ || out.call() != call_) drop();
    if (rows_ == 0) return {};
    out.release(rows_);
    auto status = out.emit(batch_->finish(rows_, item_));
    drop();
    return status;
  }

 private:
  static constexpr std::size_t kRows = 512;

  [[nodiscard]] Status check(std::size_t values) {
    const auto& schema = batch_->schema();
    if (values != schema.size())
      return fail(Errc::invalid_plugin, "got a row of " + std::to_string(values) +
                                            " values, expected " +
                                            std::to_string(schema.size()) + ": " + names());
    for (std::size_t i = 0; i < schema.size(); ++i) {
      const auto& column = batch_->column(i);
      if (!column.ok() || (column.has_nulls() && !schema[i].nullable))
        return fail(batch_->finish(rows_ + 1, item_).error());
    }
    return {};
  }
  [[nodiscard]] std::string names() const {
    std::string text;
    for (const auto& field : batch_->schema()) text += (text.empty() ? "" : ", ") + field.name;
    return text;
  }
  void drop() noexcept {
    rows_ = 0;
    if (batch_) batch_->clear();
  }

  std::unique_ptr<BatchBuilder> batch_;
  std::size_t rows_ = 0;
  std::uint64_t item_ = 0;
  std::uint64_t call_ = 0;
};

/// The column type that a C++ type stands for in Rows.
template <class T>
struct ColumnOf {
  static_assert(!sizeof(T),
                "Rows: a column is bool, std::int64_t, double, std::string_view, dp::Date, "
                "dp::Timestamp, dp::Decimal, or std::optional of one of these");
};
template <Type kWhich>
struct ColumnOfType {
  static constexpr Type kType = kWhich;
  static constexpr bool kNullable = false;
};
template <>
struct ColumnOf<bool> : ColumnOfType<Type::boolean> {};
template <>
struct ColumnOf<std::int64_t> : ColumnOfType<Type::int64> {};
template <>
struct ColumnOf<double> : ColumnOfType<Type::float64> {};
template <>
struct ColumnOf<std::string_view> : ColumnOfType<Type::string> {};
template <>
struct ColumnOf<std::string> : ColumnOfType<Type::string> {};
template <>
struct ColumnOf<Timestamp> : ColumnOfType<Type::timestamp> {};
template <>
struct ColumnOf<Date> : ColumnOfType<Type::date> {};
template <>
struct ColumnOf<Decimal> : ColumnOfType<Type::decimal> {};
template <class T>
struct ColumnOf<std::optional<T>> : ColumnOf<T> {
  static constexpr bool kNullable = true;
};

/// Whether a V is a value of a column of Ts: no conversion that could change it.
template <class T, class V>
inline constexpr bool kFits = std::is_same_v<T, V>;
template <class V>
inline constexpr bool kFits<std::int64_t, V> = std::integral<V> && !std::is_same_v<V, bool>;
template <class V>
inline constexpr bool kFits<double, V> = std::is_same_v<V, double> || std::is_same_v<V, float>;
template <class V>
inline constexpr bool kFits<std::string_view, V> =
    std::is_convertible_v<const V&, std::string_view> && !std::is_null_pointer_v<V>;
template <class V>
inline constexpr bool kFits<std::string, V> = kFits<std::string_view, V>;
template <class T, class V>
inline constexpr bool kFits<std::optional<T>, V> =
    std::is_same_v<V, std::nullopt_t> || kFits<T, V>;
template <class T, class V>
inline constexpr bool kFits<std::optional<T>, std::optional<V>> = kFits<T, V>;

}  // namespace detail

/// Emit rows whose columns have C++ types: a value of another type does not compile.
///
///   dp::Rows<std::string_view, std::int64_t, std::optional<dp::Date>> rows;
///   output = rows.columns("word", "count", "day");                            // in open
///   DP_CHECK(rows.add(out, batch.place(row), word, 1, std::nullopt));         // in process
///   return rows.flush(out);
///
/// Shape: a column is bool, std::int64_t, double, std::string_view (text is copied), dp::Date,
///   dp::Timestamp or dp::Decimal; std::optional of one of these where there can be nulls.
/// Law: rows come out in the order that they were added in. A call that ends without having
///   flushed its rows fails; rows of a call that failed are dropped.
/// Threads: one instance belongs to one worker.
template <class... Columns>
class Rows {
 public:
  /// Name the columns, before the first row. Returns the schema that they make.
  template <std::convertible_to<std::string>... Names>
  const Schema& columns(Names&&... names) {
    static_assert(sizeof...(Names) == sizeof...(Columns),
                  "Rows: give one name for each column");
    return rows_.columns(
        Schema{Field{std::string(std::forward<Names>(names)), detail::ColumnOf<Columns>::kType,
                     detail::ColumnOf<Columns>::kNullable}...});
  }

  /// Append one row, made from the record at `place` (see BatchView::place, Input::place; {} if
  /// it comes from no record).
  /// Errors: invalid_plugin, naming the column, for an unsigned value beyond its range.
  template <class... Values>
  [[nodiscard]] Status add(Output& out, RecordPlace place, const Values&... values) {
    static_assert(sizeof...(Values) == sizeof...(Columns),
                  "Rows: give one value for each column");
    static_assert(
        (detail::kFits<Columns, std::decay_t<Values>> && ...),
        "Rows: a value is not of its column's type (or may be null where it may not)");
    DP_CHECK(rows_.begin(out, place));
    std::size_t column = 0;
    (rows_.put(column++, values), ...);
    return rows_.end(out, column);
  }
  /// Hand on what is left. Call at the end of every call that added rows.
  [[nodiscard]] Status flush(Output& out) { return rows_.flush(out); }

 private:
  detail::RowBuffer rows_;
};

/// The columns of its input that a step does not use itself and hands on with what it makes.
///
///   columns = dp::OtherColumns(context.input(), {path});     // in open
///   DP_TRY(output, columns.after({{"width", dp::Type::int64, false}}));
///   DP_CHECK(rows.add(out, batch, row, columns, width));     // in process, with a RowEmitter
class OtherColumns {
 public:
  OtherColumns() = default;
  /// All columns of `input` but those at `used`.
  OtherColumns(const Schema& input, std::initializer_list<std::size_t> used) {
    for (std::size_t i = 0; i < input.size(); ++i) {
      if (std::find(used.begin(), used.end(), i) != used.end()) continue;
      places_.push_back(i);
      fields_.push_back(input[i]);
    }
  }
  /// The columns that the step makes, and then these.
  /// Errors: invalid_pipeline, naming a column that is among both.
  [[nodiscard]] Result<Schema> after(Schema own) const {
    const auto made = own.size();
    for (const auto& field : fields_) {
      if (const auto place = find_column(own, field.name); place && *place < made)
        return fail(Errc::invalid_pipeline,
                    "makes a column '" + field.name +
                        "', and the records that come have one: `select` the others before it, "
                        "or `derive` a column of another name");
      own.push_back(field);
    }
    return own;
  }
  /// Where they are in the input.
  [[nodiscard]] const std::vector<std::size_t>& places() const noexcept { return places_; }

 private:
  std::vector<std::size_t> places_;
  Schema fields_;
};

/// Emit rows whose columns are known at open only. As Rows, but types are checked as rows are
/// added: a value that is not of its column's type, or a row of too few or too many values, is a
/// failed Status that names the column.
class RowEmitter {
 public:
  RowEmitter() = default;
  explicit RowEmitter(Schema schema) { columns(std::move(schema)); }

  /// Set the columns, before the first row. Returns them: `output = rows.columns({...})`.
  const Schema& columns(Schema schema) { return rows_.columns(std::move(schema)); }

  /// Append one row: a value for each column (bool, an integer, a float, text, dp::Date,
  /// dp::Timestamp, dp::Decimal, std::nullopt, or std::optional of one of these).
  /// Errors: invalid_plugin, naming the column.
  template <class... Values>
  [[nodiscard]] Status add(Output& out, RecordPlace place, const Values&... values) {
    DP_CHECK(rows_.begin(out, place));
    std::size_t column = 0;
    (rows_.put(column++, values), ...);
    return rows_.end(out, column);
  }
  /// Append one row that is made of `row` of `batch`: the values, and then its other columns.
  /// Errors: invalid_plugin, naming the column.
  template <class... Values>
  [[nodiscard]] Status add(Output& out, const BatchView& batch, std::size_t row,
                           const OtherColumns& others, const Values&... values) {
    DP_CHECK(rows_.begin(out, batch.place(row)));
    std::size_t column = 0;
    (rows_.put(column++, values), ...);
    if (!rows_.holds(column + others.places().size())) return rows_.end(out, column);
    for (const auto place : others.places()) rows_.copy(column++, batch, place, row);
    return rows_.end(out, column);
  }
  /// Hand on what is left. Call at the end of every call that added rows.
  [[nodiscard]] Status flush(Output& out) { return rows_.flush(out); }

 private:
  detail::RowBuffer rows_;
};

}  // namespace dp
