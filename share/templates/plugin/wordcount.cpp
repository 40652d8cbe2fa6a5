// SPDX-License-Identifier: Apache-2.0
#include <dp/keyed.hpp>
#include <dp/plugin.hpp>

namespace {

// The map: a batch of lines in, a batch of words out.
struct Words {
  static constexpr dp::TaskInfo kInfo{"wordcount", "Cuts lines into words", "Of `line`."};

  dp::Status open(const dp::Context& context, dp::Schema& output) {
    DP_TRY(line, context.column("line", dp::Type::string));
    output = rows.columns("word");
    return {};
  }
  dp::Status process(const dp::BatchView& batch, dp::Output& out) {
    const auto lines = batch.strings(line);
    for (std::size_t row = 0; row < batch.rows(); ++row)
      for (auto rest = lines[row]; !rest.empty();) {
        const auto word = rest.substr(0, rest.find_first_of(" \t\r.,;:!?"));
        rest.remove_prefix(std::min(word.size() + 1, rest.size()));
        if (!word.empty()) DP_CHECK(rows.add(out, batch.place(row), word));
      }
    return rows.flush(out);
  }
  std::size_t line = 0;
  dp::Rows<std::string_view> rows;
};

// The reducer: one number per word, and numbers of equal words add up.
struct Count : dp::KeyedReducer<std::int64_t> {
  static constexpr dp::TaskInfo kInfo{"wordcount.count", "Counts words", "Of `word`."};

  dp::Status open(const dp::Context& context, dp::Schema& output) {
    DP_TRY(word, context.column("word", dp::Type::string));
    output = columns("word", "count");
    return {};
  }
  dp::Status update(const dp::BatchView& batch) {
    const auto words = batch.strings(word);
    for (std::size_t row = 0; row < batch.rows(); ++row) add(words[row], 1);
    return {};
  }
  std::size_t word = 0;
};

}  // namespace

DP_PLUGIN("wordcount", "0.1.0", "Counts words", dp::step<Words>(), dp::reducer<Count>());
