// SPDX-License-Identifier: Apache-2.0
#include <dp/format.hpp>
#include <dp/plugin.hpp>

#include "csv/reader_tasks.hpp"

namespace {

constexpr const char* kDoc =
    R"(One line a record, after RFC 4180; the first line names the columns.

- A field stands in quotes if it must (delimiter, quote, line end), if it is an empty string, and
  if it begins or ends with a space, which some programs would trim. Quotes are doubled.
- A null is the text of `null_text`, never quoted: by default nothing at all. So `a,,b` has a null,
  `a,"",b` an empty string, and what is written can be read back without loss. If nothing would
  make the line empty (one column, `null_text` not set), the null is written `""`, since most
  programs skip empty lines.
- Times are RFC 3339 in UTC, numbers the shortest that read back the same, bytes are kept.

Spreadsheets run a cell that begins with `=`, `+`, `-` or `@` as a formula, quoted or not, and so
may run what a stranger put into your logs. `formula_guard: true` puts `'` before such text (not
before numbers). It is off by default because it changes data; turn it on for files that people
open in a spreadsheet.

    output: {use: csv, with: {path: out/orders.csv, delimiter: ";", null_text: NA}}
)";

constexpr const char* kTsvDoc = R"(As csv, with tabs between the fields.

    output: out/orders.tsv
)";

constexpr dp_option kDelimiter = {
    .name = "delimiter",
    .type = DP_OPTION_STRING,
    .flags = 0,
    .fallback = "comma",
    .doc = "What stands between fields: comma, tab, semicolon, pipe, or one ASCII character.",
    .allowed = nullptr,
    .minimum = 0,
    .maximum = 0};
constexpr dp_option kHeader = {.name = "header",
                               .type = DP_OPTION_BOOL,
                               .flags = 0,
                               .fallback = "true",
                               .doc = "Whether the first line names the columns.",
                               .allowed = nullptr,
                               .minimum = 0,
                               .maximum = 0};
constexpr dp_option kNull = {
    .name = "null_text",
    .type = DP_OPTION_STRING,
    .flags = 0,
    .fallback = nullptr,
    .doc =
        "What a null is written as (default: nothing); a value that reads the same is quoted.",
    .allowed = nullptr,
    .minimum = 0,
    .maximum = 0};
constexpr dp_option kNewline = {.name = "newline",
                                .type = DP_OPTION_STRING,
                                .flags = 0,
                                .fallback = "lf",
                                .doc = "How a line ends: lf, or crlf as RFC 4180 has it.",
                                .allowed = "lf|crlf",
                                .minimum = 0,
                                .maximum = 0};
constexpr dp_option kGuard = {
    .name = "formula_guard",
    .type = DP_OPTION_BOOL,
    .flags = 0,
    .fallback = "false",
    .doc = "Put ' before text that a spreadsheet would run as a formula (= + - @ tab).",
    .allowed = nullptr,
    .minimum = 0,
    .maximum = 0};

constexpr dp_option kCsvOptions[] = {kHeader, kDelimiter, kNull, kNewline, kGuard};
constexpr dp_option kTsvOptions[] = {kHeader, kNull, kNewline, kGuard};

/// Write records as lines of fields.
///
/// Law: a line depends on its record alone, so any worker may write any batch.
class Csv {
 public:
  static constexpr dp::TaskInfo kInfo = {
      .name = "csv",
      .summary = "Writes comma-separated values",
      .doc = kDoc,
      .options = kCsvOptions,
      .suffixes = "csv",
  };

  static dp::Result<std::unique_ptr<Csv>> open(const dp::Context& context, dp::Schema&) {
    DP_TRY(const char delimiter, dp::csv::delimiter_option(context));
    auto made = std::make_unique<Csv>(context.options(), delimiter);
    DP_CHECK(made->check_null(context));
    return made;
  }

  Csv(const dp::Options& options, char delimiter)
      : delimiter_(delimiter),
        header_(options.flag("header")),
        guard_(options.flag("formula_guard")),
        newline_(options.text("newline") == "crlf" ? "\r\n" : "\n"),
        null_(options.text("null_text")) {}

  dp::Status begin(dp::Output&) {
    types_.clear();
    return {};
  }

  dp::Status section(std::string_view name, const dp::Schema& schema, dp::Output& out) {
    if (!types_.empty())
      return dp::fail(dp::Errc::invalid_pipeline,
                      "csv: a file holds one result (got a second, '" + std::string(name) +
                          "'): give each an output of its own");
    for (const auto& field : schema) types_.push_back(field.type);
    if (!header_) return {};
    buffer_.clear();
    for (std::size_t i = 0; i < schema.size(); ++i) {
      if (i != 0) put_byte(delimiter_);
      put_text(schema[i].name);
    }
    buffer_.put(newline_);
    return out.write(buffer_.view());
  }

  dp::Status write(const dp::BatchView& batch, dp::Output& out) {
    buffer_.clear();
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      for (std::size_t i = 0; i < types_.size(); ++i) {
        if (i != 0) put_byte(delimiter_);
        put_cell(types_[i], batch.column(i), row);
      }
      buffer_.put(newline_);
    }
    return out.write(buffer_.view());
  }

  dp::Status end(dp::Output&) { return {}; }

  /// Refuse a null that would not be read back as one field.
  [[nodiscard]] dp::Status check_null(const dp::Context& context) const {
    const char bad[] = {delimiter_, '"', '\r', '\n'};
    if (null_.find_first_of(std::string_view(bad, sizeof bad)) == std::string::npos) return {};
    return context.bad_option("null_text", "holds the delimiter, a quote or a line end (got '" +
                                               null_ + "', want plain text)");
  }

 private:
  void put_byte(char byte) {
    char* out = buffer_.room(1);
    *out = byte;
    buffer_.take(out + 1);
  }

  void put_cell(dp::Type type, const ArrowArray& column, std::size_t row) {
    if (dp::ColumnView(column).is_null(row)) return put_null();
    if (type == dp::Type::string) return put_text(dp::StringColumn(column)[row]);
    char* out = buffer_.room(dp::format::kValueRoom);
    char* end = dp::format::put_value(out, type, column, row);
    if (!null_.empty() && std::string_view(out, static_cast<std::size_t>(end - out)) == null_)
      return put_quoted_null();
    buffer_.take(end);
  }

  void put_null() {
    const bool line_would_be_empty = types_.size() == 1 && null_.empty();
    buffer_.put(line_would_be_empty ? "\"\"" : std::string_view(null_));
  }

  void put_text(std::string_view text) {
    if (guard_ && !text.empty() &&
        std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) {
      guarded_.assign(1, '\'').append(text);
      text = guarded_;
    }
    if (!null_.empty() && text == null_) return put_quoted_null();
    char* out = buffer_.room(dp::format::csv_room(text.size()));
    buffer_.take(dp::format::put_csv(out, text, delimiter_));
  }

  void put_quoted_null() {
    put_byte('"');
    buffer_.put(null_);
    put_byte('"');
  }

  char delimiter_;
  bool header_;
  bool guard_;
  std::string newline_;
  std::string null_;
  std::vector<dp::Type> types_;
  dp::format::Buffer buffer_;
  std::string guarded_;
};

/// The same with tabs, so that the suffix .tsv is enough to get them.
class Tsv : public Csv {
 public:
  static constexpr dp::TaskInfo kInfo = {
      .name = "csv.tsv",
      .summary = "Writes tab-separated values",
      .doc = kTsvDoc,
      .options = kTsvOptions,
      .suffixes = "tsv",
  };

  static dp::Result<std::unique_ptr<Tsv>> open(const dp::Context& context, dp::Schema&) {
    auto made = std::make_unique<Tsv>(context.options(), '\t');
    DP_CHECK(made->check_null(context));
    return made;
  }

  using Csv::Csv;
};

}  // namespace

DP_PLUGIN("csv", "1.1.0", "Reads and writes CSV and TSV", dp::writer<Csv>(), dp::writer<Tsv>(),
          dp::reader<dp::csv::CsvReader>(), dp::reader<dp::csv::TsvReader>());
