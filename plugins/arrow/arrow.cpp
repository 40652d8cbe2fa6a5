// SPDX-License-Identifier: Apache-2.0
#include <dp/plugin.hpp>
#include <memory>

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
  static constexpr dp::arrow::Kind kKind = dp::arrow::Kind::file;
  static constexpr dp::TaskInfo kInfo = {
      .name = "arrow",
      .summary = "Writes Arrow files (Feather version 2)",
      .doc = kDoc,
      .traits = DP_WRITER_WHOLE,
      .extensions = "arrow|feather",
  };
};

struct WritesStream {
  static constexpr dp::arrow::Kind kKind = dp::arrow::Kind::stream;
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

}  // namespace

DP_PLUGIN("arrow", "1.0.0", "Writes Arrow files", dp::writer<WriterTask<WritesFile>>(),
          dp::writer<WriterTask<WritesStream>>());
