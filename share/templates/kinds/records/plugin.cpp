// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <dp/plugin.hpp>

namespace {

constexpr std::string_view kMark = "== ";

// A reader of records that are more than lines. This one reads texts, each of which begins with a
// line such as "== title". dp shows it pieces that begin with a record and end anywhere.
struct Reader {
  static constexpr dp::TaskInfo kInfo{.name = "@NAME@",
                                      .summary = "Reads texts with titles",
                                      .doc = "Columns: `title`, `text`.",
                                      .traits = DP_CUT_RECORDS};

  dp::Status open(const dp::Context&, dp::Schema& output) {
    output = rows.columns("title", "text");
    return {};
  }

  dp::Status read(const dp::Input& input, dp::Output& out, dp::ReadCount& count) {
    const auto data = input.data();
    std::size_t at = 0;
    // Records that begin at stop() or later are for another call.
    while (at < input.stop()) {
      const auto next = begin_after(data, at);
      // It may go on in bytes that are not here yet.
      if (next == data.size() && !input.last() && !input.full()) break;
      const auto record = data.substr(at, next - at);
      count.lines += static_cast<std::size_t>(std::count(record.begin(), record.end(), '\n'));
      if (next == data.size() && !record.ends_with('\n')) ++count.lines;
      DP_CHECK(take(record, input.place(at), out));
      at = next;
    }
    count.consumed = at;
    return rows.flush(out);
  }

  // A guess where a record begins after the first byte, which lets dp share a file out.
  std::size_t find(const dp::Input& input) { return begin_after(input.data(), 0); }

  dp::Status take(std::string_view record, dp::RecordPlace place, dp::Output& out) {
    if (!record.starts_with(kMark))
      return out.reject(place.offset, record, "expected a line that begins with '== '");
    const auto end = std::min(record.find('\n'), record.size());
    auto text = record.substr(std::min(end + 1, record.size()));
    while (text.ends_with('\n')) text.remove_suffix(1);
    return rows.add(out, place, record.substr(kMark.size(), end - kMark.size()), text);
  }

  // Where a record begins after `at`; the size if nowhere.
  static std::size_t begin_after(std::string_view data, std::size_t at) {
    const auto newline = data.find("\n== ", at);
    return newline == data.npos ? data.size() : newline + 1;
  }

  dp::Rows<std::string_view, std::string_view> rows;
};

}  // namespace

DP_PLUGIN("@NAME@", "0.1.0", "Texts with titles", dp::reader<Reader>());
