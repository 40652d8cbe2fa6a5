// SPDX-License-Identifier: Apache-2.0
// Steps that write values which do not fit their columns, as an option says.
#include <dp/plugin.hpp>
#include <memory>
#include <string>

namespace {

constexpr dp_option kOptions[] = {{.name = "mode",
                                   .type = DP_OPTION_STRING,
                                   .flags = DP_OPTION_REQUIRED,
                                   .fallback = nullptr,
                                   .doc = "What does not fit.",
                                   .allowed = nullptr,
                                   .minimum = 0,
                                   .maximum = 0}};

dp::Type column_of(std::string_view mode) {
  if (mode == "text-in-date") return dp::Type::date;
  if (mode == "text-in-bool") return dp::Type::boolean;
  if (mode == "int-in-float") return dp::Type::float64;
  if (mode == "int-in-text" || mode == "a-null") return dp::Type::string;
  return dp::Type::int64;
}

/// By a RowEmitter.
struct ByRows {
  static constexpr dp::TaskInfo kInfo{.name = "misuse.rows",
                                      .summary = "misuses rows",
                                      .doc = "Of `line`.",
                                      .options = kOptions};
  dp::Status open(const dp::Context& context, dp::Schema& output) {
    mode = context.options().text("mode");
    DP_TRY(line, context.column("line", dp::Type::string));
    output = rows.columns({{"a", column_of(mode), false}, {"b", dp::Type::string, false}});
    return {};
  }
  dp::Status process(const dp::BatchView& batch, dp::Output& out) {
    const auto lines = batch.strings(line);
    for (std::size_t row = 0; row < batch.rows(); ++row)
      DP_CHECK(add(out, batch.place(row), lines[row]));
    if (mode == "not-flushed") return {};
    return rows.flush(out);
  }
  dp::Status add(dp::Output& out, dp::RecordPlace place, std::string_view text) {
    if (mode == "int-in-float" || mode == "int-in-text") return rows.add(out, place, 7, text);
    if (mode == "float-in-int") return rows.add(out, place, 1.5, text);
    if (mode == "a-null") return rows.add(out, place, std::nullopt, text);
    if (mode == "few") return rows.add(out, place, 7);
    if (mode == "many") return rows.add(out, place, 7, text, text);
    if (mode == "fits" || mode == "not-flushed") return rows.add(out, place, text.size(), text);
    return rows.add(out, place, text, text);
  }
  std::size_t line = 0;
  std::string mode;
  dp::RowEmitter rows;
};

/// By a BatchBuilder.
struct ByBatch {
  static constexpr dp::TaskInfo kInfo{.name = "misuse.batch",
                                      .summary = "misuses a batch",
                                      .doc = "Of `line`.",
                                      .options = kOptions};
  dp::Status open(const dp::Context& context, dp::Schema& output) {
    mode = context.options().text("mode");
    DP_TRY(line, context.column("line", dp::Type::string));
    output = {{"a", column_of(mode), false}, {"b", dp::Type::int64, false}};
    builder = std::make_unique<dp::BatchBuilder>(output, 4096);
    return {};
  }
  dp::Status process(const dp::BatchView& batch, dp::Output& out) {
    const auto lines = batch.strings(line);
    builder->clear();
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      auto& column = builder->column(0);
      if (mode == "int-in-float" || mode == "int-in-text" || mode == "fits") column.put(row, 7);
      if (mode == "float-in-int") column.put(row, 1.5);
      if (mode.starts_with("text-in")) column.put_copy(row, lines[row]);
      if (mode == "a-null") column.set_null(row);
      if (mode == "past") column.put(row + 4096, 7);
      if (mode == "column") builder->column(2).put(row, 7);
      builder->column(1).put(row, static_cast<int>(lines[row].size()));
      builder->offsets()[row] = batch.offset(row);
    }
    return out.emit(builder->finish(batch.rows(), batch.item()));
  }
  std::size_t line = 0;
  std::string mode;
  std::unique_ptr<dp::BatchBuilder> builder;
};

}  // namespace

DP_PLUGIN("misuse", "1.0", "misuses what makes rows", dp::step<ByRows>(), dp::step<ByBatch>());
