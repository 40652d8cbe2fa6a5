// SPDX-License-Identifier: Apache-2.0
#pragma once

// The reducers and writers of kit.cpp.

#include <algorithm>
#include <cstdint>
#include <dp/plugin.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace kit {

constexpr dp_option kCollectOptions[] = {
    dp::option("by").expression().required().doc("The texts to be kept."),
    dp::option("most").integer().fallback("0").doc("Keep so many of them; 0: all."),
    dp::option("broken").text().fallback("''").doc("The call that fails.")};

/// Keeps the texts of a column, sorted. A text of n bytes is in hash partition n % 64; a partial is
/// the texts, each ended by ','.
struct Collect {
  static constexpr dp::TaskInfo kInfo{.name = "kit.collect",
                                      .summary = "collects texts",
                                      .doc = "Of any text.",
                                      .options = kCollectOptions};
  dp::Status open(const dp::Context& context, dp::Schema& output) {
    DP_TRY(by, context.column(context.options().text("by"), dp::Type::string));
    most = static_cast<std::size_t>(context.options().integer("most"));
    broken = context.options().text("broken");
    output = rows.columns("text");
    return {};
  }
  dp::Status start() {
    return broken == "start" ? dp::fail(dp::Errc::io, "no start") : dp::Status{};
  }
  dp::Status update(const dp::BatchView& batch, dp::Output& out) {
    const auto column = batch.strings(by);
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      if (column[row] == "no update") return dp::fail(dp::Errc::task_failed, "no update");
      if (column[row] == "unfit")
        DP_CHECK(out.reject(batch.offset(row), column[row], "does not fit"));
      else
        texts.emplace_back(column[row]);
    }
    std::sort(texts.begin(), texts.end());
    return {};
  }
  dp::Status save(dp::Output& out) {
    if (broken == "save") return dp::fail(dp::Errc::task_failed, "no save");
    if (broken == "order") DP_CHECK(out.partial(DP_PARTITIONS - 1, "x,"));
    for (std::uint32_t partition = 0; partition < DP_PARTITIONS; ++partition)
      for (const auto& text : texts)
        if (text.size() % DP_PARTITIONS == partition)
          DP_CHECK(out.partial(partition, text + ","));
    return {};
  }
  dp::Status combine(std::uint32_t partition, std::string_view partial) {
    for (std::size_t at = 0; at < partial.size();) {
      const auto end = partial.find(',', at);
      if (end == std::string_view::npos)
        return dp::fail(dp::Errc::corrupt,
                        "partial of partition " + std::to_string(partition) + " is cut short");
      texts.emplace_back(partial.substr(at, end - at));
      at = end + 1;
    }
    std::sort(texts.begin(), texts.end());
    return {};
  }
  dp::Status trim() {
    if (most != 0 && texts.size() > most) texts.resize(most);
    return {};
  }
  /// The first texts of the ranges but the first, as save writes them.
  dp::Status bounds(std::uint32_t ranges, dp::Output& out) {
    if (broken == "bounds") return dp::fail(dp::Errc::task_failed, "no bounds");
    for (std::size_t range = 1; range < ranges; ++range)
      if (range * texts.size() / ranges < texts.size())
        DP_CHECK(out.write(texts[range * texts.size() / ranges] + ","));
    return {};
  }
  dp::Status save_ranges(std::string_view bounds, dp::Output& out) {
    Collect firsts;
    DP_CHECK(firsts.combine(0, bounds));
    for (const auto& text : texts) {
      const auto above = std::upper_bound(firsts.texts.begin(), firsts.texts.end(), text);
      DP_CHECK(
          out.partial(static_cast<std::uint32_t>(above - firsts.texts.begin()), text + ","));
    }
    return {};
  }
  dp::Status finalize(dp::Output& out) {
    if (broken == "finalize") return dp::fail(dp::Errc::task_failed, "no finalize");
    DP_CHECK(trim());
    for (const auto& text : texts) DP_CHECK(rows.add(out, {}, text));
    return rows.flush(out);
  }
  [[nodiscard]] std::uint64_t size() const noexcept {
    std::uint64_t bytes = 0;
    for (const auto& text : texts) bytes += text.size();
    return bytes;
  }
  void reset() noexcept { texts.clear(); }

  std::size_t by = 0;
  std::size_t most = 0;
  std::string broken;
  std::vector<std::string> texts;
  dp::Rows<std::string_view> rows;
};

/// Counts rows, and wants them in order. It has no ranges.
struct Count {
  static constexpr dp::TaskInfo kInfo{.name = "kit.count",
                                      .summary = "counts rows",
                                      .doc = "Of anything.",
                                      .traits = DP_ORDER_INPUT};
  dp::Status open(const dp::Context&, dp::Schema& output) {
    output = rows.columns("count");
    return {};
  }
  dp::Status update(const dp::BatchView& batch) {
    count += static_cast<std::int64_t>(batch.rows());
    return {};
  }
  dp::Status save(dp::Output& out) { return out.partial(0, std::to_string(count)); }
  dp::Status combine(std::uint32_t, std::string_view partial) {
    count += std::stoll(std::string(partial));
    return {};
  }
  dp::Status finalize(dp::Output& out) {
    DP_CHECK(rows.add(out, {}, count));
    return rows.flush(out);
  }
  [[nodiscard]] std::uint64_t size() const noexcept { return sizeof count; }
  void reset() noexcept { count = 0; }

  std::int64_t count = 0;
  dp::Rows<std::int64_t> rows;
};

constexpr dp_option kWriterOptions[] = {
    dp::option("broken").text().fallback("''").doc("The call that fails.")};

/// Writes rows as "a|b", what begins and ends them as words. Floats are beyond it.
struct Text {
  static constexpr dp::TaskInfo kInfo{.name = "kit.text",
                                      .summary = "writes texts",
                                      .doc = "Of anything but floats.",
                                      .options = kWriterOptions,
                                      .traits = DP_WRITER_SECTIONS,
                                      .extensions = "kit|kits"};
  dp::Status open(const dp::Context& context, dp::Schema&) {
    broken = context.options().text("broken");
    return {};
  }
  dp::Status begin(dp::Output& out) { return put("begin", "\n", out); }
  dp::Status section(std::string_view name, const dp::Schema& columns, dp::Output& out) {
    schema = columns;
    std::string line = std::string(name) + ":";
    for (const auto& field : schema) {
      if (field.type == dp::Type::float64)
        return dp::fail(dp::Errc::invalid_pipeline, "cannot write column '" + field.name + "'");
      line += " " + field.name;
    }
    return put("section", " " + line + "\n", out);
  }
  dp::Status write(const dp::BatchView& batch, dp::Output& out) {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      std::string line;
      for (std::size_t i = 0; i < schema.size(); ++i)
        line += (i == 0 ? "" : "|") + cell(batch, i, row);
      if (line.starts_with("no write")) return dp::fail(dp::Errc::task_failed, "no write");
      DP_CHECK(out.write(line + "\n"));
    }
    return {};
  }
  dp::Status end(dp::Output& out) { return put("end", "\n", out); }

 private:
  dp::Status put(std::string_view call, const std::string& rest, dp::Output& out) {
    if (broken == call) return dp::fail(dp::Errc::task_failed, "no " + std::string(call));
    return out.write(std::string(call) + rest);
  }
  std::string cell(const dp::BatchView& batch, std::size_t column, std::size_t row) const {
    if (dp::ColumnView(batch.column(column)).is_null(row)) return "null";
    switch (schema[column].type) {
      case dp::Type::string:
        return std::string(batch.strings(column)[row]);
      case dp::Type::int64:
        return std::to_string(batch.ints(column)[row]);
      case dp::Type::boolean:
        return batch.bools(column)[row] ? "true" : "false";
      default:
        return "?";
    }
  }
  std::string broken;
  dp::Schema schema;
};

/// As Text, but it wants all rows at once.
struct Page : Text {
  static constexpr dp::TaskInfo kInfo{.name = "kit.page",
                                      .summary = "writes texts at once",
                                      .doc = "Of anything but floats.",
                                      .options = kWriterOptions,
                                      .traits = DP_WRITER_WHOLE,
                                      .extensions = "page"};
};

}  // namespace kit
