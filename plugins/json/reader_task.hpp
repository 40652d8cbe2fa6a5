// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/plugin.hpp>
#include <memory>

#include "json/reader.hpp"
#include "values/types.hpp"

/// What users see of the reader: its options and its manual.

namespace dp::json {

inline constexpr const char* kReaderDoc =
    R"(Reads JSON: one record per line, per element of one array or object, or per file. Every byte
is checked against RFC 8259, whether a column needs it or not.

**Layout.** `lines`: one value per line (NDJSON, JSON Lines), or several (`{"a":1}{"a":2}`).
`values`: one value after the other, however they are laid out, or each after the mark of RFC
7464. `array`: the elements of the array that is the document, or that `at` leads to. `object`: the
values of the members of the object that is the document, or that `at` leads to; `key: name` makes a
column `name` of what each is called (`layout: object` follows from it). One file of any of these is
read on all cores. `document`: a file is one record. `auto` looks at the first
64 KiB of the first input with records: lines if two or more lines, and most of them, are complete
values; else values if a second one follows the first; else an array if it begins with `[`; else a
document.

**Columns** are the members of the sample's records, in the order in which they first appear;
of records that are arrays, `column1`, `column2`, ...; of others, `value`. Members that only later
records have are columns after these; with `columns: first` they are left out, and the summary names
each with its place and the number of records; with `columns: strict` a record is rejected that has
one, or lacks one of those. Or `columns` names the columns, each with its path in the record:

    columns: {id: id, user: user.name, first: tags.0, host: /hosts/example.org, all: .}

A path is names separated by dots, or, for names that contain dots, a JSON pointer, which begins
with `/`; digits are an index into an array, and `.` is the record itself.

**Rows of inner arrays.** `explode: items` makes a row of each element of the array there, beside
what `columns` has of the record around it; `explode: [orders, orders.items]` goes into arrays of
arrays. Paths lead through them: `sku: orders.items.sku`. An array that is empty, null or missing
makes one row without values of it.

**Types** are guessed from the same sample: those from which each value comes back as it is
written. Objects, arrays, values of several kinds and numbers such as `1E5` stay JSON. If a later
value does not fit a guess, or a later member is no column yet, the input is read again with what
all of it has. `types: {id: string, price: float}` rejects what does not fit.

| type        | what is read                                                              |
|-------------|---------------------------------------------------------------------------|
| `string`    | text; of any other value its JSON, as written                             |
| `int`       | numbers without point and exponent, 64 bits                               |
| `float`     | numbers: the nearest double                                               |
| `decimal`   | numbers, with all their digits                                            |
| `bool`      | `true` and `false`                                                        |
| `date`      | `"2015-05-17"`                                                            |
| `timestamp` | `"2015-05-17T10:05:03.250+02:00"`; a space for the T; no zone is UTC      |
| `json`      | any value, as it stands: ndjson and json write it as what it is           |
| `auto`      | guessed                                                                   |

Strings are read as these types too, as csv reads fields: `"12"` is an int. `null`, a missing member,
and an empty string in a column of another type are null. If several members have one name, the last
wins (`duplicates: first | reject`).

**Rejected**, with the reason, are records that are not JSON (RFC 8259: no NaN; comments and
trailing commas by option), not UTF-8, nested deeper than 1024, or have a value that does not fit
its column's type (only columns that the pipeline uses). Blank lines are skipped.

    map:
      - use: json
        with:
          columns: {price: item.price, country: customer.country}
          types: {price: float}
      - where: price > 10
)";

inline constexpr dp_option kReadLayout = {
    "layout",
    DP_OPTION_STRING,
    0,
    "auto",
    "What a record is: a line, a value, an element of an array, a member of an object, a whole "
    "document; auto: by the sample.",
    "auto|lines|values|array|object|document",
    0,
    0};
inline constexpr dp_option kReadAt = {
    "at",
    DP_OPTION_STRING,
    0,
    nullptr,
    "Path to the array (or the object: layout) of records within the document; default: the "
    "document.",
    nullptr,
    0,
    0};
inline constexpr dp_option kReadKey = {"key",
                                       DP_OPTION_STRING,
                                       0,
                                       nullptr,
                                       "Column of the records' names, where they are members "
                                       "of an object; layout: object follows.",
                                       nullptr,
                                       0,
                                       0};
inline constexpr dp_option kReadColumns = {"columns",
                                           DP_OPTION_STRING,
                                           DP_OPTION_MAP,
                                           "union",
                                           "Which columns there are: the path of each, as "
                                           "name, a.b, tags.0, /a/b, or . for the record. Or "
                                           "the members of all records (union), those of the "
                                           "first ones, all others being told (first), or "
                                           "else rejected (strict).",
                                           values::kColumnWords,
                                           0,
                                           0};

inline constexpr dp_option kReadExplode = {
    "explode",
    DP_OPTION_STRING,
    DP_OPTION_LIST,
    "[]",
    "Paths to arrays within each other: each element of the innermost makes a row.",
    nullptr,
    0,
    0};
inline constexpr dp_option kReadDuplicates = {
    "duplicates",
    DP_OPTION_STRING,
    0,
    "last",
    "Of several members of one name: which counts, or that the record is rejected.",
    "last|first|reject",
    0,
    0};
inline constexpr dp_option kReadComments = {
    "comments",
    DP_OPTION_BOOL,
    0,
    "false",
    "Pass over // and /* */; an item is then read by one worker, in memory.",
    nullptr,
    0,
    0};
inline constexpr dp_option kReadTrailingCommas = {
    "trailing_commas",
    DP_OPTION_BOOL,
    0,
    "false",
    "Pass over a comma before a closing bracket; an item is then read by one worker, in "
    "memory.",
    nullptr,
    0,
    0};
inline constexpr dp_option kReadTypes = {
    "types",
    DP_OPTION_STRING,
    DP_OPTION_MAP,
    "{}",
    "Types of columns by name; those of the others are guessed.",
    "auto|string|int|float|decimal|bool|date|timestamp|json",
    0,
    0};

inline constexpr dp_option kReadOptions[] = {
    kReadLayout, kReadAt,         kReadKey,      kReadColumns,        kReadExplode,
    kReadTypes,  kReadDuplicates, kReadComments, kReadTrailingCommas,
};

class KnowledgeTask : public values::LearnedReducer {
 public:
  static constexpr TaskInfo kInfo = {
      .name = "json.knowledge",
      .summary = "Joins what json learns of its input",
      .doc = "For dp itself, which looks through an input of which a guess does not hold.",
  };
};

class JsonReader : public Reader {
 public:
  static constexpr TaskInfo kInfo = {
      .name = "json",
      .summary = "Reads JSON: lines, arrays or documents",
      .doc = kReaderDoc,
      .options = kReadOptions,
      .traits = DP_CUT_RECORDS,
      .knowledge = "json.knowledge",
  };

  static Result<std::unique_ptr<JsonReader>> open(const Context& context, Schema& output) {
    DP_TRY(auto layout, make_layout(context));
    auto made = std::make_unique<JsonReader>(std::move(layout));
    output = made->columns();
    return made;
  }

  using Reader::Reader;
};

}  // namespace dp::json
