// SPDX-License-Identifier: Apache-2.0
// Tasks that never return from the call that their option `in` names.
#include <unistd.h>

#include <dp/plugin.hpp>
#include <string>
#include <string_view>

namespace {

constexpr dp_option kOptions[] = {
    dp::option("in").text().fallback("''").doc("The call that never returns.")};

/// What all have in common.
struct Endless {
  ~Endless() { at("close"); }
  void at(std::string_view call) const {
    if (in == call)
      for (;;) ::pause();
  }
  void open_in(const dp::Context& context) {
    in = context.options().text("in");
    at("open");
  }
  void need(std::span<const std::uint8_t>) { at("need"); }
  dp::Status start() {
    at("start");
    return {};
  }
  std::string in;
};

struct Reader : Endless {
  static constexpr dp::TaskInfo kInfo{.name = "endless.lines",
                                      .summary = "reads lines",
                                      .doc = "Column `line`.",
                                      .options = kOptions,
                                      .traits = DP_CUT_LINES};
  dp::Status open(const dp::Context& context, dp::Schema& output) {
    open_in(context);
    output = rows.columns("line");
    return {};
  }
  dp::Status read(const dp::Input& input, dp::Output& out, dp::ReadCount& count) {
    at("read");
    for (std::size_t from = 0; from < input.data().size(); ++count.lines) {
      const auto end = std::min(input.data().find('\n', from), input.data().size());
      DP_CHECK(rows.add(out, input.place(from), input.data().substr(from, end - from)));
      from = end + 1;
    }
    return rows.flush(out);
  }
  dp::Rows<std::string_view> rows;
};

struct Step : Endless {
  static constexpr dp::TaskInfo kInfo{.name = "endless.step",
                                      .summary = "emits a text for each record",
                                      .doc = "Of anything.",
                                      .options = kOptions};
  dp::Status open(const dp::Context& context, dp::Schema& output) {
    open_in(context);
    output = rows.columns("line");
    return {};
  }
  dp::Result<std::string> target(std::string_view) const {
    at("target");
    return std::string();
  }
  dp::Status process(const dp::BatchView& batch, dp::Output& out) {
    at("process");
    for (std::size_t row = 0; row < batch.rows(); ++row)
      DP_CHECK(rows.add(out, batch.place(row), "x"));
    return rows.flush(out);
  }
  dp::Rows<std::string_view> rows;
};

struct Reducer : Endless {
  static constexpr dp::TaskInfo kInfo{.name = "endless.count",
                                      .summary = "counts rows",
                                      .doc = "Of anything.",
                                      .options = kOptions};
  dp::Status open(const dp::Context& context, dp::Schema& output) {
    open_in(context);
    output = rows.columns("count");
    return {};
  }
  dp::Status update(const dp::BatchView& batch) {
    count += static_cast<std::int64_t>(batch.rows());
    return {};
  }
  dp::Status save(dp::Output& out) {
    at("save");
    return out.partial(0, std::to_string(count));
  }
  dp::Status combine(std::uint32_t, std::string_view partial) {
    at("combine");
    count += std::stoll(std::string(partial));
    return {};
  }
  dp::Status finalize(dp::Output& out) {
    at("finalize");
    DP_CHECK(rows.add(out, {}, count));
    return rows.flush(out);
  }
  [[nodiscard]] std::uint64_t size() const noexcept { return sizeof count; }
  void reset() {
    at("reset");
    count = 0;
  }
  std::int64_t count = 0;
  dp::Rows<std::int64_t> rows;
};

/// "late end": only if rows came.
struct Writer : Endless {
  static constexpr dp::TaskInfo kInfo{.name = "endless.text",
                                      .summary = "writes a line for each row",
                                      .doc = "Of anything.",
                                      .options = kOptions,
                                      .extensions = "endless"};
  dp::Status open(const dp::Context& context, dp::Schema&) {
    open_in(context);
    return {};
  }
  dp::Status begin(dp::Output&) {
    at("begin");
    return {};
  }
  dp::Status section(std::string_view, const dp::Schema&, dp::Output&) {
    at("section");
    return {};
  }
  dp::Status write(const dp::BatchView& batch, dp::Output& out) {
    rows = rows || batch.rows() > 0;
    return out.write("a row\n");
  }
  dp::Status end(dp::Output&) {
    at(rows ? "late end" : "end");
    return {};
  }
  bool rows = false;
};

}  // namespace

DP_PLUGIN("endless", "1.0", "never returns", dp::reader<Reader>(), dp::step<Step>(),
          dp::reducer<Reducer>(), dp::writer<Writer>());
