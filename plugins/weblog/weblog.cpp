// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstring>
#include <dp/plugin.hpp>
#include <string>

#include "scan/reading.hpp"
#include "weblog/columns.hpp"
#include "weblog/index.hpp"
#include "weblog/line.hpp"

namespace dp::weblog {
namespace {

constexpr std::size_t kRows = 1024;
constexpr std::size_t kBatchBytes = 256 * 1024;
/// Lines are indexed and parsed in windows that stay in the first-level cache.
constexpr std::size_t kWindow = 16 * 1024;
constexpr std::size_t kGroup = 64;

constexpr dp_option kOptions[] = {
    {"format", DP_OPTION_STRING, 0, "auto",
     "Which lines are records: 'combined' rejects lines without referrer and agent, 'common' "
     "ignores what follows the size, 'auto' accepts both, and nothing between them.",
     "auto|common|combined", 0, 0},
    {"max_line", DP_OPTION_SIZE, 0, "1MiB",
     "Longest line that is read; longer ones are rejected with their first 64 KiB.", nullptr,
     1024, 16.0 * 1024 * 1024},
};

constexpr const char* kDoc =
    R"(Reads access logs of Apache, nginx and compatible servers, in the common and the combined
format:

    host ident user [time] "request" status bytes
    host ident user [time] "request" status bytes "referrer" "agent"

| column       | type      | what it is                                                    |
|--------------|-----------|---------------------------------------------------------------|
| `host`       | string    | the client: an address or a name, as written                  |
| `ident`      | string    | as written, `-` for none                                      |
| `user`       | string    | as written, `-` for none                                      |
| `time`       | timestamp | the moment, its zone applied                                  |
| `local_time` | timestamp | the time as written, its zone ignored: what a log's hours are |
| `method`     | string    | `GET`; null if the request is not of the usual form           |
| `target`     | string    | the request between method and protocol; null likewise        |
| `path`       | string    | the target up to its `?`; null likewise                       |
| `query`      | string    | the target after its `?`; null if it has none                |
| `protocol`   | string    | `HTTP/1.1`; null if the request has none                      |
| `request`    | string    | all that is between the quotes, as written                    |
| `status`     | int       | three digits                                                  |
| `bytes`      | int       | size of the answer; null for `-`                              |
| `referrer`   | string    | as written, `-` for none; null if the line is common          |
| `agent`      | string    | as written, `-` for none; null if the line is common          |

Text is as in the file: a `-` stays a `-`, and escapes such as `\"` and `\x16` are not decoded. What
follows the agent is ignored. Lines that do not match are rejected, and the reason names the field
that is wrong: dates that do not exist, quotes in a field that no backslash escapes, two requests on one
line. A line that goes on after its size is combined, or rejected: write `format: common` for logs with
other fields there. Several spaces are one. NULs and a byte order mark in front of a line are dropped;
lines of nothing else than these and spaces count as blank.

    map:
      - use: weblog
      - where: status >= 500
)";

/// Read access logs.
///
/// Each window of lines is indexed (quotes, newlines), its lines are parsed to positions in
/// groups, and each group is written to the used columns; text is not copied.
class Weblog {
 public:
  static constexpr TaskInfo kInfo = {
      .name = "weblog",
      .summary = "Reads access logs of web servers (common and combined)",
      .doc = kDoc,
      .options = kOptions,
      .traits = DP_CUT_LINES,
  };

  static Result<std::unique_ptr<Weblog>> open(const Context& context, Schema& output) {
    output = schema();
    const auto name = context.options().text("format");
    const auto format = name == "common"     ? Format::common
                        : name == "combined" ? Format::combined
                                             : Format::any;
    const auto longest = static_cast<std::size_t>(context.options().integer("max_line"));
    return std::make_unique<Weblog>(format, longest, output);
  }

  Weblog(Format format, std::size_t longest, const Schema& columns)
      : format_(format), longest_(longest), index_(kWindow), batch_(columns, kRows) {}

  void need(std::span<const std::uint8_t> used) { batch_.set_used(used.data()); }

  Status read(const Input& input, Output& out, ReadCount& count) {
    Call call(input, out, count);
    const auto data = call.data;
    rows_ = 0;
    grouped_ = 0;
    for (std::size_t at = 0; at < data.size();) {
      const std::size_t size = window_at(data, at);
      if (rows_ == 0) start_batch(data.data() + at);
      if (data.data() + at + size - batch_text_ > static_cast<std::ptrdiff_t>(kBatchBytes)) {
        DP_CHECK(emit(call));
        start_batch(data.data() + at);
      }
      if (size <= kWindow && data[at + size - 1] == '\n')
        DP_CHECK(read_window(call, data.data() + at, size));
      else
        DP_CHECK(read_one(call, data.data() + at, size));
      at += size;
    }
    return emit(call);
  }

 private:
  using Call = scan::Reading;

  /// The size of the lines to read next: whole lines that fit a window, or else one line.
  static std::size_t window_at(std::string_view data, std::size_t at) noexcept {
    const auto rest = data.substr(at);
    const void* last = memrchr(rest.data(), '\n', std::min(rest.size(), kWindow));
    if (last != nullptr)
      return static_cast<std::size_t>(static_cast<const char*>(last) - rest.data()) + 1;
    const auto next = rest.find('\n');
    return next == std::string_view::npos ? rest.size() : next + 1;
  }

  void start_batch(const char* text) {
    batch_.clear();
    batch_.set_text(text);
    batch_text_ = text;
  }

  Status emit(Call& call) {
    if (rows_ == 0) return {};
    const auto rows = std::exchange(rows_, 0);
    return call.out.emit(batch_.finish(rows, call.input.item()));
  }

  Status read_window(Call& call, const char* text, std::size_t size) {
    index_.build(text, size);
    const auto marks = index_.marks();
    Range line;
    for (std::size_t i = 0; i < marks.size(); ++i) {
      const std::size_t first = i;
      i = newline_from(text, marks, i);
      line.end = marks[i];
      if (line.size() <= longest_ &&
          parse_quick(text, index_, line, marks.subspan(first, i - first), format_, clock_,
                      group_[grouped_])) [[likely]]
        ++grouped_;
      else
        DP_CHECK(read_slowly(call, text, line));
      line.begin = line.end + 1;
      ++call.count.lines;
      if (grouped_ == kGroup) DP_CHECK(flush(call, text));
    }
    return flush(call, text);
  }

  /// The place of the first newline among `marks` from `i` on.
  static std::size_t newline_from(const char* text, std::span<const std::uint32_t> marks,
                                  std::size_t i) noexcept {
    // Nearly all lines have the six quotes of the combined format: look at seven marks at once.
    if (i + 7 <= marks.size()) {
      int other = text[marks[i + 6]] ^ '\n';
      for (std::size_t k = 0; k < 6; ++k) other |= text[marks[i + k]] ^ '"';
      if (other == 0) [[likely]]
        return i + 6;
    }
    while (text[marks[i]] != '\n') ++i;
    return i;
  }

  /// Read a line that is too long for a window, or that no newline ends.
  Status read_one(Call& call, const char* text, std::size_t size) {
    ++call.count.lines;
    if (text[size - 1] == '\n') --size;
    if (size > longest_) return reject_long(call, text, size);
    DP_CHECK(read_slowly(call, text, {0, static_cast<std::uint32_t>(size)}));
    return flush(call, text);
  }

  Status read_slowly(Call& call, const char* text, Range line) {
    const std::string_view bytes(text + line.begin, line.size());
    if (is_blank(bytes)) {
      ++call.count.blank;
      return {};
    }
    if (bytes.size() > longest_) return reject_long(call, bytes.data(), bytes.size());
    const auto fault = parse_line(text, line, format_, clock_, group_[grouped_]);
    if (fault) return reject(call, bytes.data(), bytes.size(), fault->reason());
    ++grouped_;
    return {};
  }

  Status reject_long(Call& call, const char* line, std::size_t size) const {
    return reject(call, line, size,
                  "line: got " + std::to_string(size) + " bytes, expected at most " +
                      std::to_string(longest_) + " (max_line)");
  }

  static Status reject(Call& call, const char* line, std::size_t size,
                       std::string_view reason) {
    const auto offset = static_cast<std::uint64_t>(line - call.data.data());
    return scan::reject(call.out, call.input.offset() + offset, {line, size}, reason);
  }

  /// Say which of the group's lines are common, unless that was asked for. `offset`: of the text.
  Status note_common(Call& call, std::uint64_t offset, std::size_t lines) const {
    if (format_ != Format::any) return {};
    std::size_t count = 0;
    const Line* first = nullptr;
    for (std::size_t i = lines; i-- > 0;) {
      if (group_[i].combined()) continue;
      ++count;
      first = &group_[i];
    }
    if (count == 0) return {};
    return call.out.note(
        offset + first->begin,
        "a line of the common format, without referrer and agent, while others "
        "are combined; `format: combined` would reject it",
        count, true);
  }

  /// Move the group's lines, which lie in `text`, to the batch; hand the batch on when it is
  /// full.
  Status flush(Call& call, const char* text) {
    const std::size_t lines = std::exchange(grouped_, 0);
    const std::uint64_t offset =
        call.input.offset() + static_cast<std::uint64_t>(text - call.data.data());
    DP_CHECK(note_common(call, offset, lines));
    for (std::size_t done = 0; done < lines;) {
      const std::size_t some = std::min(lines - done, kRows - rows_);
      for (std::size_t i = 0; i < some; ++i)
        batch_.offsets()[rows_ + i] = offset + group_[done + i].begin;
      fill_columns(text, std::span(group_).subspan(done, some), rows_, batch_);
      rows_ += some;
      done += some;
      if (rows_ < kRows) continue;
      DP_CHECK(emit(call));
      start_batch(text);
    }
    return {};
  }

  Format format_;
  std::size_t longest_;
  Index index_;
  Clock clock_;
  std::array<Line, kGroup> group_;
  std::size_t grouped_ = 0;
  BatchBuilder batch_;
  std::size_t rows_ = 0;
  const char* batch_text_ = nullptr;
};

}  // namespace
}  // namespace dp::weblog

DP_PLUGIN("weblog", "1.0.0", "Access logs of web servers", dp::reader<dp::weblog::Weblog>());
