// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>
#include <dp/plugin.hpp>

#include "scan/reading.hpp"

namespace {

constexpr std::size_t kRows = 1024;
constexpr std::size_t kBatchBytes = 256 * 1024;
/// Longer lines, which dp itself would not hand on, would not fit the offsets of a string view.
constexpr std::size_t kLongest = 1024 * 1024 * 1024;

constexpr const char* kDoc =
    R"(Every line is a record, and none is rejected except for its length.

| column | type   | what it is                                              |
|--------|--------|---------------------------------------------------------|
| `line` | string | the line's bytes, without its line end (LF or CR LF)    |

Empty lines are records too. A line of more than 16 MiB is rejected, as by all readers of lines.

    map: [{use: lines}]
)";

/// Hand on lines as they are: the reader for `exec`, and for text that no other reader knows.
class Lines {
 public:
  static constexpr dp::TaskInfo kInfo = {
      .name = "lines",
      .summary = "Reads text, one record per line",
      .doc = kDoc,
      .traits = DP_CUT_LINES,
  };

  static dp::Result<std::unique_ptr<Lines>> open(const dp::Context&, dp::Schema& output) {
    output = {{"line", dp::Type::string, false}};
    return std::make_unique<Lines>(output);
  }

  explicit Lines(const dp::Schema& schema) : batch_(schema, kRows) {}

  void need(std::span<const std::uint8_t> used) { batch_.set_used(used.data()); }

  dp::Status read(const dp::Input& input, dp::Output& out, dp::ReadCount& count) {
    const auto data = input.data();
    std::size_t at = 0;
    while (at < data.size()) {
      batch_.clear();
      batch_.column(0).set_text(data.data() + at);
      const std::size_t end = at + kBatchBytes;
      std::size_t rows = 0;
      for (; rows < kRows && at < data.size() && at < end; ++count.lines) {
        const auto line = line_at(data, at);
        if (line.size() > kLongest)
          DP_CHECK(dp::scan::reject(out, input.offset() + at, line, "line: longer than 1 GiB"));
        else
          add(rows++, line, input.offset() + at);
        at += line.size() + 1;
      }
      if (rows != 0) DP_CHECK(out.emit(batch_.finish(rows, input.item())));
    }
    return {};
  }

 private:
  static std::string_view line_at(std::string_view data, std::size_t at) {
    return data.substr(at, std::min(data.find('\n', at), data.size()) - at);
  }

  void add(std::size_t row, std::string_view line, std::uint64_t offset) {
    batch_.offsets()[row] = offset;
    if (line.ends_with('\r')) line.remove_suffix(1);
    batch_.column(0).put(row, line.data(), static_cast<std::uint32_t>(line.size()));
  }

  dp::BatchBuilder batch_;
};

}  // namespace

DP_PLUGIN("lines", "1.0.0", "Reads text, one record per line", dp::reader<Lines>());
