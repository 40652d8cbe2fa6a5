// SPDX-License-Identifier: Apache-2.0
#include <dp/plugin.hpp>

#include "csv/reader_tasks.hpp"
#include "csv/writer.hpp"

namespace {

constexpr const char* kDoc =
    R"(One line per record, as RFC 4180 defines it; the first line names the columns.

- A field is quoted if it must be (delimiter, quote, line end), if it is an empty string, and if it
  begins or ends with a space, which some programs would trim. Quotes are doubled; with
  `escape: "\"` a backslash stands before them, and before itself.
- A null is the text of `null_text`, never quoted: by default nothing at all. So `a,,b` has a null,
  `a,"",b` an empty string, and what is written can be read back without loss. Where a null would
  make the whole line empty (one column, `null_text` not set), it is written as `""`, since most
  programs skip empty lines.
- Times are RFC 3339 in UTC, numbers the shortest text that reads back the same; bytes are kept.

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
    .doc =
        "What separates fields: comma, tab, semicolon, pipe, one ASCII character, or several.",
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
constexpr dp_option kEscape = {.name = "escape",
                               .type = DP_OPTION_STRING,
                               .flags = 0,
                               .fallback = nullptr,
                               .doc =
                                   "A character, as '\\', to put before quotes in quotes and "
                                   "before itself (default: quotes "
                                   "are doubled).",
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

constexpr dp_option kCsvOptions[] = {kHeader, kDelimiter, kEscape, kNull, kNewline, kGuard};
constexpr dp_option kTsvOptions[] = {kHeader, kEscape, kNull, kNewline, kGuard};

/// What differs between the two forms of the writer.
struct WritesCsv {
  static constexpr dp::TaskInfo kInfo = {
      .name = "csv",
      .summary = "Writes comma-separated values",
      .doc = kDoc,
      .options = kCsvOptions,
      .extensions = "csv",
  };
  static dp::Result<std::string> delimiter(const dp::Context& context) {
    return dp::csv::delimiter_option(context, dp::csv::Use::write);
  }
};

struct WritesTsv {
  static constexpr dp::TaskInfo kInfo = {
      .name = "csv.tsv",
      .summary = "Writes tab-separated values",
      .doc = kTsvDoc,
      .options = kTsvOptions,
      .extensions = "tsv",
  };
  static dp::Result<std::string> delimiter(const dp::Context&) { return "\t"; }
};

template <class Form>
class WriterTask : public dp::csv::Writer {
 public:
  static constexpr dp::TaskInfo kInfo = Form::kInfo;

  static dp::Result<std::unique_ptr<WriterTask>> open(const dp::Context& context, dp::Schema&) {
    DP_TRY(const auto delimiter, Form::delimiter(context));
    auto made = std::make_unique<WriterTask>(context.options(), delimiter);
    DP_CHECK(made->check(context));
    return made;
  }

  using Writer::Writer;
};

}  // namespace

DP_PLUGIN("csv", "1.1.0", "Reads and writes CSV and TSV", dp::writer<WriterTask<WritesCsv>>(),
          dp::writer<WriterTask<WritesTsv>>(),
          dp::reader<dp::csv::ReaderTask<dp::csv::ReadsCsv>>(),
          dp::reader<dp::csv::ReaderTask<dp::csv::ReadsTsv>>(),
          dp::reducer<dp::csv::KnowledgeTask>());
