// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/plugin.hpp>
#include <memory>

#include "csv/reader.hpp"
#include "values/types.hpp"

/// What users see of the reader: its options and its manual.

namespace dp::csv {

inline constexpr const char* kReaderDoc =
    R"(Reads CSV as RFC 4180 defines it: one record per line; quoted fields may contain delimiters,
line ends and doubled quotes, and have spaces around the quotes. UTF-8, with or without a byte order
mark; lines end in LF or CR LF; the last line may lack its line end.

**Columns** are those of the first input that is not blank: its first line names them. With `header: false` they are
`column1`, `column2`, ..., or what `columns: [id, zip, price]` says. Other inputs may have them in
another order; of one that lacks one or has more no record is read: it is one reject, which names the
columns. `columns: union` takes the columns of all inputs, and `columns: first` those of the first
one: what an input lacks is null, and with `first` the summary names each column that is left out,
with its file. `columns: strict` also rejects inputs with another order. An empty name becomes `columnN`, a second `a` becomes `a_2`. To keep only some columns, use a `select` step.

**Types** are guessed from the first 64 KiB of that input: int, float, decimal, bool, date, timestamp, if the
text of each value comes back from it when it is written, or else string. So `007`, `+1`, `1E5`,
`TRUE` and `2015-05-17 10:00` stay text. If a later value does not fit a guess, the input is read again
with types that all of it fits. `types: {zip: string, price: float}` rejects what does not fit.

| type        | what is read                                                              |
|-------------|---------------------------------------------------------------------------|
| `int`       | digits with or without a sign, 64 bits                                    |
| `float`     | decimals, with or without exponent; `nan`, `inf`, `-inf`                  |
| `decimal`   | as float without words; exact, up to 36 digits                            |
| `bool`      | `true` and `false` (also `True`, `TRUE`), `1` and `0`                     |
| `date`      | `2015-05-17`                                                              |
| `timestamp` | `2015-05-17T10:05:03.250+02:00`; a space for the T; no zone is UTC        |
| `auto`      | guessed                                                                   |

**Delimiter**: `auto` takes the one of comma, tab, semicolon and pipe that gives most records at the
beginning of the first input the same number of fields, or what its first line names as Excel
writes it: `sep=;`. Such a line is no header. It may have several characters: `delimiter: "||"`.

**Escapes**: `escape: "\"` makes the character after a backslash text, in quotes and out of them: a
quote, a delimiter, a line end. `\n` is an `n` then. What is a null is told by the file's own
characters: `null_text: '\N'`.

**Lines** that end in CR alone are read with `line_end: any`, and without it if the first input has
no LF at all.

**Numbers**: `decimal_comma: true` reads `1,5`, `thousands: point` reads `1.234`, both `1.234,5`. What
is not in that form is no number then. They are written with a point. `currency: [$, EUR]` takes such
a sign or word off numbers whose type is given: `$5`, `-1.50 EUR`.

**Dates and times** in other forms: `date_format: {born: "%d.%m.%Y"}`, `timestamp_format: {at: "%m/%d/%y
%I:%M %p"}`. Such columns are dates or timestamps. The whole text must fit; `%Y %y %m %d %e %b %B %j %a
%A %H %I %p %M %S %f %z %s %F %T %R %D %%` are as in strptime, names are English, and all else stands
for itself. **Bools**: `true_text: [yes]` with `false_text: [no]`, of columns of the type bool.

**Nulls**: a field with nothing in it, not even quotes, or a text of `null_text`. `""` is an empty
string, and null if the column has another type. Empty lines are skipped, even if there is only
one column.

**Skipped** are `skip_lines` at the beginning of each input (of a header on line 3: 2),
`skip_end_lines` at its end, and lines that begin with the character
that `comment` names; these count as blank.

**Rejected**, with the reason, are records that have too few or too many fields (`ragged: pad`
makes columns that a record has no field for null, `ragged: truncate` also drops fields past the
last column), are not UTF-8, have a value that does not fit its column's type (only columns that the pipeline uses), or are
quoted wrongly: text after a closing quote, or an unterminated quote. Of those only the line on
which they begin is rejected, and reading continues after it. A quote within an unquoted field is
text. A record may have up to 16 MiB.

    map:
      - use: csv
        with: {types: {zip: string, price: float}}
      - where: price > 10
)";

inline constexpr const char* kTsvReaderDoc = R"(As csv, with tabs between the fields.

    map:
      - use: csv.tsv
)";

inline constexpr dp_option kReadHeader = {
    "header",
    DP_OPTION_BOOL,
    0,
    "true",
    "Whether the first line of each input names the columns.",
    nullptr,
    0,
    0};
inline constexpr dp_option kReadDelimiter = {"delimiter",
                                             DP_OPTION_STRING,
                                             0,
                                             "comma",
                                             "What separates fields: comma, tab, semicolon, "
                                             "pipe, one ASCII character, several as '||', or "
                                             "auto: what the first input is separated by.",
                                             nullptr,
                                             0,
                                             0};
inline constexpr dp_option kReadQuote = {"quote",
                                         DP_OPTION_STRING,
                                         0,
                                         "double",
                                         "What fields are quoted with: double, single, one "
                                         "other character, or none: quotes are text.",
                                         nullptr,
                                         0,
                                         0};
inline constexpr dp_option kReadEscape = {
    "escape",
    DP_OPTION_STRING,
    0,
    nullptr,
    "A character, as '\\', that makes the one after it text, in quotes and out of them "
    "(default: "
    "none does; quotes in quotes are doubled in any case).",
    nullptr,
    0,
    0};
inline constexpr dp_option kReadLineEnd = {"line_end",
                                           DP_OPTION_STRING,
                                           0,
                                           "auto",
                                           "What ends a line: lf: LF or CR LF; any: these, or "
                                           "CR alone; auto: any if the first input has "
                                           "CRs and no LF, else lf.",
                                           "auto|lf|any",
                                           0,
                                           0};
inline constexpr dp_option kReadColumns = {
    "columns",
    DP_OPTION_STRING,
    DP_OPTION_LIST,
    "[]",
    "Names of all columns, in order, where no header names them (types: the option 'types'). "
    "With headers, which columns there are if inputs differ: first, union or strict (default: "
    "those of the first input, and inputs that have others are rejected).",
    nullptr,
    0,
    0};
inline constexpr dp_option kReadNull = {
    "null_text",
    DP_OPTION_STRING,
    DP_OPTION_LIST,
    nullptr,
    "The text or texts that stand for a null (default: nothing at all, ''); in quotes they are "
    "text.",
    nullptr,
    0,
    0};
inline constexpr dp_option kReadTrim = {"trim",
                                        DP_OPTION_BOOL,
                                        0,
                                        "false",
                                        "Drop spaces and tabs around fields without quotes, "
                                        "and names in the header.",
                                        nullptr,
                                        0,
                                        0};

inline constexpr dp_option kReadSkip = {
    "skip_lines",
    DP_OPTION_INT,
    0,
    "0",
    "How many lines to skip at the beginning of each input, before its header.",
    nullptr,
    0,
    10000};
inline constexpr dp_option kReadSkipEnd = {
    "skip_end_lines",
    DP_OPTION_INT,
    0,
    "0",
    "How many lines to skip at the end of each input: totals, notes.",
    nullptr,
    0,
    10000};
inline constexpr dp_option kReadComment = {
    "comment",
    DP_OPTION_STRING,
    0,
    nullptr,
    "A character, as '#': lines that begin with it are skipped (default: none are).",
    nullptr,
    0,
    0};
inline constexpr dp_option kReadRagged = {
    "ragged",
    DP_OPTION_STRING,
    0,
    "reject",
    "Records that have not as many fields as columns: reject; pad: the columns that a record "
    "lacks are null; truncate: that, and fields past the last column are dropped.",
    "reject|pad|truncate",
    0,
    0};
inline constexpr dp_option kReadComma = {
    "decimal_comma",
    DP_OPTION_BOOL,
    0,
    "false",
    "Whether numbers have a comma before their decimals: 1,5.",
    nullptr,
    0,
    0};
inline constexpr dp_option kReadThousands = {
    "thousands",
    DP_OPTION_STRING,
    0,
    "none",
    "What is between groups of three digits of numbers; space: also a no-break space.",
    "none|comma|point|space|apostrophe",
    0,
    0};

inline constexpr dp_option kReadTrue = {
    "true_text",
    DP_OPTION_STRING,
    DP_OPTION_LIST,
    "[]",
    "The text or texts that columns of the given type bool have for true: [yes, Y].",
    nullptr,
    0,
    0};
inline constexpr dp_option kReadFalse = {
    "false_text",
    DP_OPTION_STRING,
    DP_OPTION_LIST,
    "[]",
    "The text or texts that columns of the given type bool have for false: [no, N].",
    nullptr,
    0,
    0};
inline constexpr dp_option kReadCurrency = {
    "currency",
    DP_OPTION_STRING,
    DP_OPTION_LIST,
    "[]",
    "What may stand before or after the numbers of columns whose type is given: [$, EUR].",
    nullptr,
    0,
    0};
inline constexpr dp_option kReadDates = {
    "date_format",
    DP_OPTION_STRING,
    DP_OPTION_MAP,
    "{}",
    "How columns write their dates, by name, as strptime has it: {born: '%d.%m.%Y'}. They are "
    "dates then.",
    nullptr,
    0,
    0};
inline constexpr dp_option kReadTimes = {
    "timestamp_format",
    DP_OPTION_STRING,
    DP_OPTION_MAP,
    "{}",
    "How columns write their times, by name: {at: '%d/%b/%Y %H:%M:%S %z'}. They are timestamps "
    "then.",
    nullptr,
    0,
    0};

inline constexpr dp_option kReadCsvOptions[] = {
    kReadHeader, kReadDelimiter, kReadQuote,   kReadEscape,  kReadColumns, values::kTypesOption,
    kReadNull,   kReadTrim,      kReadSkip,    kReadSkipEnd, kReadComment, kReadRagged,
    kReadComma,  kReadThousands, kReadLineEnd, kReadTrue,    kReadFalse,   kReadCurrency,
    kReadDates,  kReadTimes};
inline constexpr dp_option kReadTsvOptions[] = {
    kReadHeader, kReadQuote,    kReadEscape,    kReadColumns, values::kTypesOption,
    kReadNull,   kReadTrim,     kReadSkip,      kReadSkipEnd, kReadComment,
    kReadRagged, kReadComma,    kReadThousands, kReadLineEnd, kReadTrue,
    kReadFalse,  kReadCurrency, kReadDates,     kReadTimes};

/// What differs between the two forms of the reader.
struct ReadsCsv {
  static constexpr TaskInfo kInfo = {
      .name = "csv",
      .summary = "Reads comma-separated values",
      .doc = kReaderDoc,
      .options = kReadCsvOptions,
      .traits = DP_CUT_RECORDS,
      .knowledge = "csv.knowledge",
  };
  /// nullopt: the sample tells.
  static Result<std::optional<std::string>> delimiter(const Context& context) {
    if (context.options().text("delimiter") == "auto") return std::nullopt;
    DP_TRY(auto delimiter, delimiter_option(context, Use::read));
    return delimiter;
  }
};

struct ReadsTsv {
  static constexpr TaskInfo kInfo = {
      .name = "csv.tsv",
      .summary = "Reads tab-separated values",
      .doc = kTsvReaderDoc,
      .options = kReadTsvOptions,
      .traits = DP_CUT_RECORDS,
      .knowledge = "csv.knowledge",
  };
  static Result<std::optional<std::string>> delimiter(const Context&) { return "\t"; }
};

/// What the two forms learn.
class KnowledgeTask : public values::LearnedReducer {
 public:
  static constexpr TaskInfo kInfo = {
      .name = "csv.knowledge",
      .summary = "Joins what csv learns of its input",
      .doc = "For dp itself, which looks through an input of which a guess does not hold.",
  };
};

template <class Form>
class ReaderTask : public Reader {
 public:
  static constexpr TaskInfo kInfo = Form::kInfo;

  static Result<std::unique_ptr<ReaderTask>> open(const Context& context, Schema& output) {
    DP_TRY(const auto delimiter, Form::delimiter(context));
    DP_TRY(auto layout, make_layout(context, delimiter));
    auto made = std::make_unique<ReaderTask>(std::move(layout));
    output = made->columns();
    return made;
  }

  using Reader::Reader;
};

}  // namespace dp::csv
