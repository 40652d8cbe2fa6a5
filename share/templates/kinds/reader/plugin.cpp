// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <dp/plugin.hpp>

namespace {

// A reader of lines: bytes in, records out. This one reads lines such as "apples 3".
struct Reader {
  static constexpr dp::TaskInfo kInfo{.name = "@NAME@",
                                      .summary = "Reads lines of a name and a number",
                                      .doc = "Columns: `name` (string), `number` (int).",
                                      .traits = DP_CUT_LINES};

  dp::Status open(const dp::Context&, dp::Schema& output) {
    output = rows.columns("name", "number");
    return {};
  }

  // Whole lines, as many as dp likes to hand over at once.
  dp::Status read(const dp::Input& input, dp::Output& out, dp::ReadCount& count) {
    const auto data = input.data();
    for (std::size_t at = 0; at < data.size();) {
      const auto line = data.substr(at, data.find('\n', at) - at);
      ++count.lines;
      if (line.empty()) ++count.blank;
      if (!line.empty()) DP_CHECK(take(line, input.place(at), out));
      at += line.size() + 1;
    }
    return rows.flush(out);
  }

  dp::Status take(std::string_view line, dp::RecordPlace place, dp::Output& out) {
    const auto space = line.rfind(' ');
    std::int64_t number = 0;
    if (space == line.npos || !parse(line.substr(space + 1), number))
      return out.reject(place.offset, line, "expected a name, a space and a number");
    return rows.add(out, place, line.substr(0, space), number);
  }

  static bool parse(std::string_view text, std::int64_t& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
  }

  dp::Rows<std::string_view, std::int64_t> rows;
};

}  // namespace

DP_PLUGIN("@NAME@", "0.1.0", "Names and numbers", dp::reader<Reader>());
