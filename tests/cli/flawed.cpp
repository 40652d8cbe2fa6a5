// SPDX-License-Identifier: Apache-2.0
// Readers, steps and writers that are right but for what their names say, for dp plugin check to
// find. All readers read a record per line.
#include <dp/plugin.hpp>
#include <memory>
#include <string>
#include <vector>

namespace {

/// Emits texts with the places of their records.
struct Texts {
  const dp::Schema& columns() {
    schema = {{"text", dp::Type::string, false}};
    batch = std::make_unique<dp::BatchBuilder>(schema, kRows);
    return schema;
  }
  dp::Status add(dp::Output& out, const dp::Input& input, std::size_t at,
                 std::string_view text) {
    batch->offsets()[rows] = input.offset() + at;
    batch->column(0).put_copy(rows, text);
    return ++rows == kRows ? flush(out, input) : dp::Status{};
  }
  dp::Status flush(dp::Output& out, const dp::Input& input) {
    if (rows == 0) return {};
    auto status = out.emit(batch->finish(rows, input.item()));
    batch->clear();
    rows = 0;
    return status;
  }

  static constexpr std::size_t kRows = 64;
  dp::Schema schema;
  std::unique_ptr<dp::BatchBuilder> batch;
  std::size_t rows = 0;
};

/// Where the line ends that begins at `from`, its newline included; 0: not in these bytes.
std::size_t end_of_line(const dp::Input& input, std::size_t from) {
  const auto newline = input.data().find('\n', from);
  if (newline != std::string_view::npos) return newline + 1;
  return input.last() ? input.data().size() : 0;
}

/// Reads lines one at a time, wherever pieces end; Flaw says up to where.
template <class Flaw>
struct Records {
  static constexpr dp::TaskInfo kInfo{.name = Flaw::kName,
                                      .summary = "reads lines as records",
                                      .doc = "Column `text`.",
                                      .traits = DP_CUT_RECORDS};
  dp::Status open(const dp::Context&, dp::Schema& output) {
    output = texts.columns();
    return {};
  }
  std::size_t find(const dp::Input& input) const {
    const auto end = end_of_line(input, 0);
    return end == 0 ? input.data().size() : end;
  }
  dp::Status read(const dp::Input& input, dp::Output& out, dp::ReadCount& count) {
    while (Flaw::goes_on(input, static_cast<std::size_t>(count.consumed))) {
      const auto begin = static_cast<std::size_t>(count.consumed);
      const auto end = end_of_line(input, begin);
      if (end == 0) break;
      DP_CHECK(texts.add(out, input, begin, input.data().substr(begin, end - begin)));
      count.consumed = end;
    }
    return texts.flush(out, input);
  }
  Texts texts;
};

struct UpToStop {
  static constexpr auto kName = "flawed.none";
  static bool goes_on(const dp::Input& input, std::size_t at) { return at < input.stop(); }
};
/// Takes all that it is shown.
struct PastStop {
  static constexpr auto kName = "flawed.past_stop";
  static bool goes_on(const dp::Input& input, std::size_t at) {
    return at < input.data().size();
  }
};
/// Takes the record that begins at stop(), too.
struct AtStop {
  static constexpr auto kName = "flawed.at_stop";
  static bool goes_on(const dp::Input& input, std::size_t at) {
    return at <= input.stop() && at < input.data().size();
  }
};

/// Reads whole lines; Flaw says what becomes of one.
template <class Flaw>
struct Lines {
  static constexpr dp::TaskInfo kInfo{.name = Flaw::kName,
                                      .summary = "reads lines",
                                      .doc = "Column `text`.",
                                      .traits = DP_CUT_LINES};
  dp::Status open(const dp::Context&, dp::Schema& output) {
    output = texts.columns();
    return {};
  }
  dp::Status read(const dp::Input& input, dp::Output& out, dp::ReadCount& count) {
    const auto data = input.data();
    for (std::size_t at = 0; at < data.size();) {
      const auto newline = data.find('\n', at);
      const auto end = std::min(newline, data.size());
      const auto line = data.substr(at, end - at);
      if (Flaw::counts(line)) ++count.lines;
      if (Flaw::takes(newline)) DP_CHECK(texts.add(out, input, at, line));
      at = end + 1;
    }
    return texts.flush(out, input);
  }
  Texts texts;
};

struct DropsUnended {
  static constexpr auto kName = "flawed.unended";
  static bool counts(std::string_view) { return true; }
  static bool takes(std::size_t newline) { return newline != std::string_view::npos; }
};
struct CountsNoBlank {
  static constexpr auto kName = "flawed.count";
  static bool counts(std::string_view line) { return !line.empty(); }
  static bool takes(std::size_t) { return true; }
};
struct Silent {
  static constexpr auto kName = "flawed.silent";
  static bool counts(std::string_view) { return true; }
  static bool takes(std::size_t) { return false; }
};

constexpr dp_option kOptions[] = {{.name = "word",
                                   .type = DP_OPTION_STRING,
                                   .flags = DP_OPTION_REQUIRED,
                                   .fallback = nullptr,
                                   .doc = "The word to look for.",
                                   .allowed = nullptr,
                                   .minimum = 0,
                                   .maximum = 0}};

/// Keeps lines that begin with a word. Of the word POST, it gives all but the first twice: what it
/// gives depends on what it saw before.
struct Matches {
  static constexpr dp::TaskInfo kInfo{.name = "flawed.match",
                                      .summary = "keeps lines that begin with a word",
                                      .doc = "Of `line`.",
                                      .options = kOptions};
  dp::Status open(const dp::Context& context, dp::Schema& output) {
    DP_TRY(line, context.column("line", dp::Type::string));
    word = context.options().text("word");
    if (word == "never") return context.bad_option("word", "got 'never', expected a word");
    output = rows.columns("line");
    return {};
  }
  dp::Status process(const dp::BatchView& batch, dp::Output& out) {
    const auto lines = batch.strings(line);
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      if (lines.is_null(row) || !lines[row].starts_with(word)) continue;
      if (seen++ > 0 && word == "POST") DP_CHECK(rows.add(out, batch.place(row), lines[row]));
      DP_CHECK(rows.add(out, batch.place(row), lines[row]));
    }
    return rows.flush(out);
  }
  std::size_t line = 0;
  std::size_t seen = 0;
  std::string word;
  dp::Rows<std::string_view> rows;
};

/// Has an option of the same name.
struct Others {
  static constexpr dp::TaskInfo kInfo{.name = "flawed.other",
                                      .summary = "keeps all lines",
                                      .doc = "Of `line`.",
                                      .options = kOptions};
  dp::Status open(const dp::Context& context, dp::Schema& output) {
    DP_TRY(line, context.column("line", dp::Type::string));
    output = rows.columns("line");
    return {};
  }
  dp::Status process(const dp::BatchView& batch, dp::Output& out) {
    const auto lines = batch.strings(line);
    for (std::size_t row = 0; row < batch.rows(); ++row)
      DP_CHECK(rows.add(out, batch.place(row), lines.is_null(row) ? "" : lines[row]));
    return rows.flush(out);
  }
  std::size_t line = 0;
  dp::Rows<std::optional<std::string_view>> rows;
};

/// Writes a line before each batch.
struct BatchWriter {
  static constexpr dp::TaskInfo kInfo{
      .name = "flawed.batches", .summary = "writes a line per batch", .doc = "Of anything."};
  dp::Status open(const dp::Context&, dp::Schema&) { return {}; }
  dp::Status begin(dp::Output&) { return {}; }
  dp::Status section(std::string_view, const dp::Schema&, dp::Output&) { return {}; }
  dp::Status write(const dp::BatchView& batch, dp::Output& out) {
    return out.write("batch of " + std::to_string(batch.rows()) + "\n");
  }
  dp::Status end(dp::Output&) { return {}; }
};

/// Writes a line per row.
struct RowWriter : BatchWriter {
  static constexpr dp::TaskInfo kInfo{
      .name = "flawed.rows", .summary = "writes a line per row", .doc = "Of anything."};
  dp::Status write(const dp::BatchView& batch, dp::Output& out) {
    for (std::size_t row = 0; row < batch.rows(); ++row) DP_CHECK(out.write("row\n"));
    return {};
  }
};

}  // namespace

DP_PLUGIN("flawed", "1.0", "breaks laws of readers, steps and writers",
          dp::reader<Records<UpToStop>>(), dp::reader<Records<PastStop>>(),
          dp::reader<Records<AtStop>>(), dp::reader<Lines<DropsUnended>>(),
          dp::reader<Lines<CountsNoBlank>>(), dp::reader<Lines<Silent>>(), dp::step<Matches>(),
          dp::step<Others>(), dp::writer<BatchWriter>(), dp::writer<RowWriter>());
