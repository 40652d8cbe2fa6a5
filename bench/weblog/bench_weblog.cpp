// SPDX-License-Identifier: Apache-2.0
// What reading an access log costs on one core, stage by stage: the bytes, the newlines, and
// the records with the columns that a usual report needs.
//
//   bench_weblog FILE [COLUMN,COLUMN...]

#include <fcntl.h>

#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "base/fd.hpp"
#include "reader/reader.hpp"

namespace {

using namespace dp::bench;

constexpr std::size_t kBlock = 256 * 1024;
constexpr int kRounds = 3;

/// What is done with whole lines.
using Work = std::function<void(const Piece& lines, Totals&)>;

/// Hand the whole lines of a piece on; a line that is cut waits for the rest.
Use of_lines(Work work) {
  return [work = std::move(work)](const Piece& piece, Totals& totals) -> std::uint64_t {
    const auto last = piece.data.rfind('\n');
    const auto whole = piece.last                       ? piece.data.size()
                       : last == std::string_view::npos ? 0
                                                        : last + 1;
    Piece lines = piece;
    lines.data = piece.data.substr(0, whole);
    if (whole != 0) work(lines, totals);
    return whole;
  };
}

void count_newlines(const Piece& lines, Totals& totals) {
  const char* at = lines.data.data();
  const char* const end = at + lines.data.size();
  while (at != end) {
    const void* found = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
    if (found == nullptr) break;
    at = static_cast<const char*>(found) + 1;
    ++totals.lines;
  }
}

dp::Status run(const std::string& path, std::string_view columns) {
  DP_TRY(const auto file, dp::open_file(path, O_RDONLY));
  DP_TRY(const auto totals, read_pieces(file.get(), kBlock, {}, of_lines(&count_newlines)));
  std::printf("%s: %lu bytes, %lu lines\n", path.c_str(), totals.bytes, totals.lines);
  auto options = dp::data::Value::map();
  options.add("format", dp::data::Value::of(std::string("auto")));
  options.add("max_line", dp::data::Value::of(std::int64_t{1 << 20}));
  DP_TRY(const auto some, Reader::open("weblog", options, {}, columns));
  DP_TRY(const auto none, Reader::open("weblog", options, {}, ""));
  const std::pair<const char*, Work> ways[] = {
      {"read", [](const auto&, auto&) {}},
      {"read, memchr", &count_newlines},
      {"read, weblog, no column",
       [&](const auto& lines, auto& sums) { none.read(lines, sums); }},
      {"read, weblog", [&](const auto& lines, auto& sums) { some.read(lines, sums); }}};
  for (const auto& [name, work] : ways) {
    DP_TRY(const auto measured, best_of(kRounds, [&, &work = work] {
             return read_pieces(file.get(), kBlock, {}, of_lines(work));
           }));
    print(name, measured, totals.lines, "line");
  }
  return {};
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2 || count > 3) {
    std::fputs("usage: bench_weblog FILE [COLUMN,COLUMN...]\n", stderr);
    return 2;
  }
  const auto status =
      run(arguments[1],
          count == 3 ? arguments[2] : "host,local_time,target,status,bytes,referrer,agent");
  if (status) return 0;
  std::fprintf(stderr, "bench_weblog: %s\n", status.error().message.c_str());
  return 1;
}
