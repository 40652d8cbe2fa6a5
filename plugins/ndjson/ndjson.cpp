// SPDX-License-Identifier: Apache-2.0
#include <dp/format.hpp>
#include <dp/plugin.hpp>

namespace {

constexpr const char* kDoc = R"(One JSON object a line, its keys in the order of the columns.

    {"path":"/a","status":404,"time":"2015-05-17T10:05:03Z","seconds":null}

Times are strings, RFC 3339 in UTC. Nulls, and the numbers that JSON lacks (NaN, infinities), are
null; columns of JSON stand as what they are. Bytes that are not UTF-8 become U+FFFD. No options.

    output: out/requests.ndjson
)";

/// Write records as JSON objects, one per line.
///
/// Law: a line depends on its record alone, so any worker may write any batch.
class Ndjson {
 public:
  static constexpr dp::TaskInfo kInfo = {
      .name = "ndjson",
      .summary = "Writes one JSON object per line",
      .doc = kDoc,
      .extensions = "ndjson|jsonl",
  };

  static dp::Result<std::unique_ptr<Ndjson>> open(const dp::Context&, dp::Schema&) {
    return std::make_unique<Ndjson>();
  }

  dp::Status begin(dp::Output&) {
    columns_.clear();
    return {};
  }

  dp::Status section(std::string_view name, const dp::Schema& schema, dp::Output&) {
    if (!columns_.empty())
      return dp::fail(dp::Errc::invalid_pipeline,
                      "ndjson: a file holds one result (got a second, '" + std::string(name) +
                          "'): give each an output of its own");
    for (const auto& field : schema) {
      std::string lead = columns_.empty() ? "{" : ",";
      dp::format::append_json(lead, field.name);
      columns_.push_back({lead + ":", field.type});
    }
    return {};
  }

  dp::Status write(const dp::BatchView& batch, dp::Output& out) {
    buffer_.clear();
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        buffer_.put(columns_[i].lead);
        dp::format::put_json_cell(buffer_, columns_[i].type, batch.column(i), row);
      }
      buffer_.put(columns_.empty() ? "{}\n" : "}\n");
    }
    return out.write(buffer_.view());
  }

  dp::Status end(dp::Output&) { return {}; }

 private:
  struct Column {
    std::string lead;  ///< what comes before the value: `,"path":`
    dp::Type type;
  };
  std::vector<Column> columns_;
  dp::format::Buffer buffer_;
};

}  // namespace

DP_PLUGIN("ndjson", "1.0.0", "Writes one JSON object a line", dp::writer<Ndjson>());
