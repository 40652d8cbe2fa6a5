// SPDX-License-Identifier: Apache-2.0
#include <dp/plugin.hpp>

namespace {

// A step: records in, records out. This one cuts lines such as "name=value".
struct Step {
  static constexpr dp_option kOptions[] = {
      dp::option("separator").text().fallback("'='").doc("What is between name and value.")};
  static constexpr dp::TaskInfo kInfo{.name = "@NAME@",
                                      .summary = "Cuts lines into names and values",
                                      .doc = "Of `line`: `name` and `value`.",
                                      .options = kOptions};

  dp::Status open(const dp::Context& context, dp::Schema& output) {
    separator = context.options().text("separator");
    if (separator.empty()) return context.bad_option("separator", "must not be empty");
    DP_TRY(line, context.column("line", dp::Type::string));
    output = rows.columns("name", "value");
    return {};
  }

  dp::Status process(const dp::BatchView& batch, dp::Output& out) {
    const auto lines = batch.strings(line);
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      const auto text = lines[row];
      const auto at = text.find(separator);
      if (at == text.npos)
        DP_CHECK(out.reject(batch.offset(row), text, "got no '" + separator + "'"));
      else
        DP_CHECK(rows.add(out, batch.place(row), text.substr(0, at),
                          text.substr(at + separator.size())));
    }
    return rows.flush(out);
  }

  std::string separator;
  std::size_t line = 0;
  dp::Rows<std::string_view, std::string_view> rows;
};

}  // namespace

DP_PLUGIN("@NAME@", "0.1.0", "Names and values", dp::step<Step>());
