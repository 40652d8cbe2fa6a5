// SPDX-License-Identifier: Apache-2.0
#include <dp/plugin.hpp>
#include <memory>

#include "arrow/reader.hpp"
#include "arrow/writer.hpp"

namespace {

constexpr const char* kDoc =
    R"(A file of Arrow's IPC format (Feather version 2), for pandas, Polars, R, DuckDB and all that reads Arrow.

    output: sales.arrow

    reduce:
      by_region: {with: {by: region, take: {total: sum(amount)}}, to: by_region.arrow}

| dp | Arrow |
|---|---|
| bool, int, float | bool, int64, float64 |
| string | utf8; binary, if a value of the column is not UTF-8 |
| json | utf8, marked as dp.type: json |
| date, timestamp | date32, timestamp[us, UTC] |
| decimal | decimal128(38, s) with as many digits after the point as the column needs |

A file has one result, in record batches of 65,536 rows. Buffers are not compressed and lie at multiples
of 64 bytes, so that the file can be mapped into memory. A decimal that has no room in 38 digits beside
the others of its column is an error that says where.
)";

constexpr const char* kStreamDoc =
    R"(Arrow's IPC format as a stream, which has no footer: for programs that read Arrow from a pipe.

    output: {use: arrow.stream, with: {path: "-"}}

Columns have the types that `arrow` gives them.
)";

struct WritesFile {
  static constexpr dp::arrow::FileKind kKind = dp::arrow::FileKind::file;
  static constexpr dp::TaskInfo kInfo = {
      .name = "arrow",
      .summary = "Writes Arrow files (Feather version 2)",
      .doc = kDoc,
      .traits = DP_WRITER_WHOLE,
      .extensions = "arrow|feather",
  };
};

struct WritesStream {
  static constexpr dp::arrow::FileKind kKind = dp::arrow::FileKind::stream;
  static constexpr dp::TaskInfo kInfo = {
      .name = "arrow.stream",
      .summary = "Writes Arrow's stream format",
      .doc = kStreamDoc,
      .traits = DP_WRITER_WHOLE,
      .extensions = "arrows",
  };
};

template <class Form>
class WriterTask : public dp::arrow::Writer {
 public:
  static constexpr dp::TaskInfo kInfo = Form::kInfo;

  static dp::Result<std::unique_ptr<WriterTask>> open(const dp::Context&, dp::Schema&) {
    return std::make_unique<WriterTask>(Form::kKind);
  }

  using Writer::Writer;
};

constexpr const char* kReadDoc =
    R"(The rows of an Arrow file (Feather version 2) or stream, as records: `use: arrow`.

    dp: 1
    input: orders.arrow
    map: [{use: arrow}]
    output: orders.csv

| Arrow | dp |
|---|---|
| bool, ints, floats | bool, int, float; uint64, which int does not hold, decimal |
| utf8, binary, and their large, view and fixed-size forms | string; json, if it is marked so |
| date32, date64, timestamp | date, timestamp (without a zone, UTC) |
| time, duration | string as 10:00:03.250, decimal (seconds) |
| decimal32 to decimal256 | decimal |
| list, struct, map | json |
| dictionary | as its values |
| null | string, always null |

A record with a value that dp's type does not hold is rejected; nanoseconds of timestamps are cut off,
which the summary tells. Buffers may be compressed with zstd or lz4. A file is read by one worker, in
memory; several are read by all.
)";

class ArrowReader : public dp::arrow::Reader {
 public:
  static constexpr dp::TaskInfo kInfo = {
      .name = "arrow",
      .summary = "Reads Arrow files and streams (Feather version 2)",
      .doc = kReadDoc,
      .traits = DP_CUT_WHOLE,
  };

  static dp::Result<std::unique_ptr<ArrowReader>> open(const dp::Context& context,
                                                       dp::Schema& output) {
    DP_TRY(output, columns(context));
    return std::make_unique<ArrowReader>(output);
  }

  using Reader::Reader;
};

}  // namespace

DP_PLUGIN("arrow", "1.0.0", "Reads and writes Arrow files",
          dp::writer<WriterTask<WritesFile>>(), dp::writer<WriterTask<WritesStream>>(),
          dp::reader<ArrowReader>());
