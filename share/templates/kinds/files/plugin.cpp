// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <dp/plugin.hpp>
#include <fstream>
#include <iterator>

namespace {

// A step over files: without a reader, dp gives one record per file, with its `path` and `size`.
// This one opens each file and counts its lines.
struct Files {
  static constexpr dp::TaskInfo kInfo{.name = "@NAME@",
                                      .summary = "Counts the lines of files",
                                      .doc = "Of `path`: `file`, `bytes`, `lines`."};

  dp::Status open(const dp::Context& context, dp::Schema& output) {
    DP_TRY(path, context.column("path", dp::Type::string));
    output = rows.columns("file", "bytes", "lines");
    return {};
  }

  dp::Status process(const dp::BatchView& batch, dp::Output& out) {
    const auto paths = batch.strings(path);
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      const std::string name(paths[row]);
      std::ifstream file(name, std::ios::binary);
      if (!file) {
        DP_CHECK(out.reject(batch.offset(row), name, "cannot be opened"));
        continue;
      }
      const std::string text{std::istreambuf_iterator<char>(file), {}};
      DP_CHECK(rows.add(out, batch.place(row), name.substr(name.rfind('/') + 1), text.size(),
                        std::count(text.begin(), text.end(), '\n')));
    }
    return rows.flush(out);
  }

  std::size_t path = 0;
  dp::Rows<std::string_view, std::int64_t, std::int64_t> rows;
};

}  // namespace

DP_PLUGIN("@NAME@", "0.1.0", "Lines of files", dp::step<Files>());
