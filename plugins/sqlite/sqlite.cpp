// SPDX-License-Identifier: Apache-2.0
#include <dp/plugin.hpp>
#include <memory>
#include <string>
#include <utility>

#include "sqlite/reader.hpp"
#include "sqlite/writer.hpp"
#include "values/types.hpp"

namespace {

constexpr const char* kDoc =
    R"(A database of SQLite with a table for each result, or the table `records` for an output.

    reduce:
      by_region: {with: {by: region, take: {total: sum(amount)}}, to: stats.sqlite}
      by_path: {with: {by: path, take: {n: count}}, to: stats.sqlite}
    output: {use: sqlite, with: {path: sales.db, table: sales, existing: append}}

| dp | SQLite |
|---|---|
| int, float | INTEGER, REAL; NaN, which SQLite has not, is the text nan |
| string, json | TEXT; bytes that are not UTF-8, or hold a NUL, are a BLOB |
| bool | BOOLEAN: 0 or 1 |
| date, timestamp | DATE, TIMESTAMP: text, as in CSV |
| decimal | TEXT, with all of its digits |

All is done in one transaction, and the database appears whole or stays as it was. With
`existing: append` what is there is copied, the rows are added to the copy, and the copy takes its
place: until then other programs see the old one, and what they change meanwhile is lost. A run that
is repeated appends once more. A database with changes in a -wal or -journal file is refused.
)";

constexpr dp_option kOptions[] = {
    dp::option("table").text().doc(
        "The name of the table (default: the name of the result; `records` for an output)."),
    dp::option("existing")
        .text()
        .fallback("replace")
        .allowed(dp::sqlite::kExistingWords)
        .doc("What becomes of a database that is there: replace it, append to it, or refuse to "
             "run."),
    dp::option("path").text().doc("Where the database is. dp says it.")};

class SqliteWriter : public dp::sqlite::Writer {
 public:
  static constexpr dp::TaskInfo kInfo = {
      .name = "sqlite",
      .summary = "Writes a database of SQLite",
      .doc = kDoc,
      .options = kOptions,
      .traits = DP_WRITER_SECTIONS | DP_WRITER_WHOLE,
      .extensions = "sqlite|sqlite3|db",
  };

  static dp::Result<std::unique_ptr<SqliteWriter>> open(const dp::Context& context,
                                                        dp::Schema&) {
    const auto options = context.options();
    const auto existing = dp::sqlite::existing_of(options.text("existing"));
    dp::sqlite::Target target(std::string(options.text("path")),
                              existing.value_or(dp::sqlite::Existing::replace));
    if (auto status = target.check(); !status)
      return context.bad_option("path", status.error().message);
    return std::make_unique<SqliteWriter>(std::move(target),
                                          std::string(options.text("table")));
  }

  using Writer::Writer;
};

constexpr const char* kReadDoc =
    R"(The rows of a table or of a query, as records: `use: sqlite`. An input file is one database.

    dp: 1
    input: orders.db
    map: [{use: sqlite, with: {table: orders}}]
    output: orders.csv

or

    map: [{use: sqlite, with: {query: "SELECT id, total / 100.0 AS euros FROM orders"}}]

Without both, the database must have one table. Types are those that the columns are declared with
(INTEGER, REAL, BOOLEAN, DATE, TIMESTAMP; all others are strings); what a query computes is a string,
unless `types` says otherwise: `types: {n: int}`. A row with a value that is not of its column's type
is rejected. A database is read by one worker, in memory; several are read by all. One with changes
in a -wal or -journal file is rejected.
)";

constexpr dp_option kReadOptions[] = {
    dp::option("table").text().doc("The table or view (default: the only one)."),
    dp::option("query").text().doc("A SELECT in place of a table."), dp::values::kTypesOption};

class SqliteReader : public dp::sqlite::Reader {
 public:
  static constexpr dp::TaskInfo kInfo = {
      .name = "sqlite",
      .summary = "Reads a table or a query of SQLite databases",
      .doc = kReadDoc,
      .options = kReadOptions,
      .traits = DP_CUT_WHOLE,
  };

  static dp::Result<std::unique_ptr<SqliteReader>> open(const dp::Context& context,
                                                        dp::Schema& output) {
    const auto options = context.options();
    Source source{std::string(options.text("table")), std::string(options.text("query"))};
    if (!source.table.empty() && !source.query.empty())
      return context.bad_option("query", "there is a 'table', too: give one of the two");
    DP_TRY(output, columns(context, source));
    return std::make_unique<SqliteReader>(std::move(source), output);
  }

  using Reader::Reader;
};

}  // namespace

DP_PLUGIN("sqlite", "1.0.0", "Reads and writes databases of SQLite", dp::writer<SqliteWriter>(),
          dp::reader<SqliteReader>());
