// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <dp/partial.hpp>
#include <dp/plugin.hpp>

namespace {

// A reducer: records in, few rows out. This one keeps the shortest and the longest length of
// `line`. Each worker has a state of its own; dp saves, combines and finalizes them.
struct Lengths {
  static constexpr dp::TaskInfo kInfo{.name = "@NAME@",
                                      .summary = "The shortest and the longest line",
                                      .doc = "Of `line`: `shortest` and `longest`, in bytes."};

  dp::Status open(const dp::Context& context, dp::Schema& output) {
    DP_TRY(line, context.column("line", dp::Type::string));
    output = rows.columns("shortest", "longest");
    return {};
  }

  dp::Status update(const dp::BatchView& batch) {
    const auto lines = batch.strings(line);
    for (std::size_t row = 0; row < batch.rows(); ++row)
      add(static_cast<std::int64_t>(lines[row].size()));
    return {};
  }

  // The state as bytes, and back. A state that saw nothing has none.
  dp::Status save(dp::Output& out) {
    std::string bytes;
    dp::PartialWriter partial(bytes);
    if (seen) {
      partial.put(shortest);
      partial.put(longest);
    }
    return out.partial(0, bytes);
  }
  dp::Status combine(std::uint32_t, std::string_view bytes) {
    if (bytes.empty()) return {};
    dp::PartialReader partial(bytes);
    const auto low = partial.get<std::int64_t>();
    const auto high = partial.get<std::int64_t>();
    DP_CHECK(partial.finish());
    add(low);
    add(high);
    return {};
  }

  dp::Status finalize(dp::Output& out) {
    if (seen) DP_CHECK(rows.add(out, {}, shortest, longest));
    return rows.flush(out);
  }
  std::uint64_t size() const { return sizeof *this; }
  void reset() { seen = false; }

  void add(std::int64_t length) {
    shortest = seen ? std::min(shortest, length) : length;
    longest = seen ? std::max(longest, length) : length;
    seen = true;
  }

  std::size_t line = 0;
  bool seen = false;
  std::int64_t shortest = 0;
  std::int64_t longest = 0;
  dp::Rows<std::int64_t, std::int64_t> rows;
};

}  // namespace

DP_PLUGIN("@NAME@", "0.1.0", "Lengths of lines", dp::reducer<Lengths>());
