// SPDX-License-Identifier: Apache-2.0
// What reading an access log costs on one core, stage by stage: the bytes, the newlines, and
// the records with the columns that a usual report needs.
//
//   bench_weblog FILE [COLUMN,COLUMN...]

#include <dlfcn.h>
#include <fcntl.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <dp/batch.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/fd.hpp"
#include "data/value.hpp"

namespace {

constexpr std::size_t kBlock = 256 * 1024;
constexpr int kRounds = 3;

struct Totals {
  std::uint64_t lines = 0;
  std::uint64_t bytes = 0;
  std::uint64_t rows = 0;
  std::uint64_t rejects = 0;
};

/// What is done with each block of whole lines, which lies at `offset` of the file.
using Use = std::function<void(std::string_view lines, std::uint64_t offset, Totals&)>;

/// Read the file in blocks and hand their whole lines on; a line cut in two waits for the rest.
dp::Result<Totals> read_blocks(int fd, const Use& use) {
  Totals totals;
  std::vector<char> buffer(kBlock * 2 + DP_PADDING);
  std::size_t held = 0;
  for (std::uint64_t offset = 0;;) {
    if (buffer.size() < held + kBlock + DP_PADDING) buffer.resize(held + kBlock + DP_PADDING);
    DP_TRY(const auto got, dp::pread_full(fd, buffer.data() + held, kBlock, offset));
    const std::string_view all(buffer.data(), held + got);
    const auto last = all.rfind('\n');
    const bool end = got < kBlock;
    const auto whole = end ? all.size() : last == std::string_view::npos ? 0 : last + 1;
    if (whole != 0) use(all.substr(0, whole), offset - held, totals);
    totals.bytes += got;
    offset += got;
    held = all.size() - whole;
    std::memmove(buffer.data(), buffer.data() + whole, held);
    if (end) return totals;
  }
}

void count_newlines(std::string_view lines, std::uint64_t, Totals& totals) {
  const char* at = lines.data();
  const char* const end = at + lines.size();
  while (at != end) {
    const void* found = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
    if (found == nullptr) break;
    at = static_cast<const char*>(found) + 1;
    ++totals.lines;
  }
}

/// The weblog reader, with a host that only counts.
class Reader {
 public:
  static dp::Result<Reader> open(std::string_view columns) {
    void* library = dlopen(DP_BENCH_PLUGIN_DIR "/weblog.so", RTLD_NOW);
    if (library == nullptr) return dp::fail(dp::Errc::invalid_plugin, dlerror());
    const auto* info = static_cast<const dp_plugin_info*>(dlsym(library, DP_ABI_SYMBOL));
    auto options = dp::data::Value::map();
    options.add("format", dp::data::Value::of(std::string("auto")));
    options.add("max_line", dp::data::Value::of(std::int64_t{1 << 20}));
    const dp::data::ValueTree tree(options);
    const dp_context context{tree.root(), nullptr, {}, 0};
    ArrowSchema output{};
    void* self = nullptr;
    dp_error error{};
    if (const auto code = info->tasks->open(&context, &output, &self, &error); code != 0)
      return dp::fail(static_cast<dp::Errc>(code), error.message);
    std::vector<std::uint8_t> used;
    const auto schema = dp::import_schema(&output);
    for (const auto& field : *schema)
      used.push_back(("," + std::string(columns) + ",").find("," + field.name + ",") !=
                     std::string::npos);
    output.release(&output);
    info->tasks->need(self, used.data(), used.size());
    return Reader(info->tasks, self);
  }

  void read(std::string_view lines, std::uint64_t offset, Totals& totals) const {
    dp_input input{};
    input.data = {lines.data(), lines.size()};
    input.offset = offset;
    const dp_out out{&totals, &count_batch, nullptr, &count_reject};
    dp_read done{};
    dp_error error{};
    task_->read(self_.get(), &input, &out, &done, &error);
    totals.lines += done.lines;
  }

 private:
  Reader(const dp_task* task, void* self) : task_(task), self_(self, task->close) {}
  static std::int32_t count_batch(void* host, const dp_batch* batch) {
    static_cast<Totals*>(host)->rows += static_cast<std::uint64_t>(batch->array->length);
    return 0;
  }
  static std::int32_t count_reject(void* host, std::uint64_t, dp_bytes, dp_bytes) {
    ++static_cast<Totals*>(host)->rejects;
    return 0;
  }
  const dp_task* task_;
  std::unique_ptr<void, void (*)(void*)> self_;
};

double cpu_ns() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

/// Print the best of some rounds.
dp::Status measure(const char* name, int fd, std::uint64_t lines, const Use& use) {
  double best = 0;
  Totals totals;
  for (int round = 0; round < kRounds; ++round) {
    const double start = cpu_ns();
    DP_TRY(totals, read_blocks(fd, use));
    const double took = cpu_ns() - start;
    if (round == 0 || took < best) best = took;
  }
  std::printf("%-22s %7.1f ns/line  %5.2f GB/s of CPU time  %lu rows, %lu rejects\n", name,
              best / static_cast<double>(std::max<std::uint64_t>(lines, 1)),
              static_cast<double>(totals.bytes) / best, totals.rows, totals.rejects);
  return {};
}

dp::Status run(const std::string& path, std::string_view columns) {
  DP_TRY(const auto file, dp::open_file(path, O_RDONLY));
  DP_TRY(const auto totals, read_blocks(file.get(), &count_newlines));
  std::printf("%s: %lu bytes, %lu lines\n", path.c_str(), totals.bytes, totals.lines);
  DP_TRY(const auto reader, Reader::open(columns));
  DP_TRY(const auto nothing, Reader::open(""));
  DP_CHECK(measure("read", file.get(), totals.lines, [](auto, auto, auto&) {}));
  DP_CHECK(measure("read, memchr", file.get(), totals.lines, &count_newlines));
  DP_CHECK(measure("read, weblog, no column", file.get(), totals.lines,
                   [&](std::string_view lines, std::uint64_t offset, Totals& sums) {
                     nothing.read(lines, offset, sums);
                   }));
  return measure("read, weblog", file.get(), totals.lines,
                 [&](std::string_view lines, std::uint64_t offset, Totals& sums) {
                   reader.read(lines, offset, sums);
                 });
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
