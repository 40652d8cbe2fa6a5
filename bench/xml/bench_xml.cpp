// SPDX-License-Identifier: Apache-2.0
// What reading XML costs on one core: records with no column used, and with some.
//
//   bench_xml FILE RECORD [COLUMN,COLUMN...]

#include <dlfcn.h>
#include <fcntl.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <dp/batch.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/fd.hpp"
#include "data/value.hpp"

namespace {

constexpr std::size_t kBlock = 1024 * 1024;
constexpr int kRounds = 3;

struct Totals {
  bool skip = false;
  std::uint64_t bytes = 0;
  std::uint64_t rows = 0;
  std::uint64_t rejects = 0;
};

/// The XML reader with the types that it guesses, and a host that only counts.
class Reader {
 public:
  static dp::Result<Reader> open(std::string_view sample, std::string_view record,
                                 std::string_view columns) {
    void* library = dlopen(DP_BENCH_PLUGIN_DIR "/xml.so", RTLD_NOW);
    if (library == nullptr) return dp::fail(dp::Errc::invalid_plugin, dlerror());
    const auto* info = static_cast<const dp_plugin_info*>(dlsym(library, DP_ABI_SYMBOL));
    const auto* task = std::find_if(info->tasks, info->tasks + info->n_tasks,
                                    [](const dp_task& each) { return each.role == DP_READER; });
    auto options = dp::data::Value::map();
    options.add("record", dp::data::Value::of(std::string(record)));
    const dp::data::ValueTree tree(options);
    const dp_context context{tree.root(), nullptr, {sample.data(), sample.size()}, 0};
    ArrowSchema output{};
    void* self = nullptr;
    dp_error error{};
    if (const auto code = task->open(&context, &output, &self, &error); code != 0)
      return dp::fail(static_cast<dp::Errc>(code), error.message);
    std::vector<std::uint8_t> used;
    const auto schema = dp::import_schema(&output);
    for (const auto& field : *schema)
      used.push_back(("," + std::string(columns) + ",").find("," + field.name + ",") !=
                     std::string::npos);
    output.release(&output);
    task->need(self, used.data(), used.size());
    return Reader(task, self);
  }

  /// Read a piece, or only skip it. Returns what was consumed.
  std::uint64_t read(std::string_view data, std::uint64_t offset, bool last,
                     std::string_view head, Totals& totals) const {
    dp_input input{};
    input.item.head = {head.data(), head.size()};
    input.data = {data.data(), data.size()};
    input.offset = offset;
    input.stop = data.size();
    input.first = offset == 0 ? 1 : 0;
    input.last = last ? 1 : 0;
    const dp_out out{&totals, &count_batch, nullptr, &count_reject};
    dp_read done{};
    dp_error error{};
    if (totals.skip) {
      std::uint64_t consumed = 0;
      task_->skip(self_.get(), &input, &consumed, &error);
      return consumed;
    }
    task_->read(self_.get(), &input, &out, &done, &error);
    return done.consumed;
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

/// Read the file in pieces; a record cut in two waits for the rest.
dp::Result<Totals> read_pieces(int fd, const std::string& head, const Reader& reader,
                               bool skip) {
  Totals totals{.skip = skip};
  std::vector<char> buffer(kBlock + DP_PADDING);
  std::size_t held = 0;
  for (std::uint64_t offset = 0;;) {
    if (buffer.size() < held + kBlock + DP_PADDING) buffer.resize(held + kBlock + DP_PADDING);
    DP_TRY(const auto got, dp::pread_full(fd, buffer.data() + held, kBlock, offset + held));
    const std::string_view all(buffer.data(), held + got);
    totals.bytes += got;
    const auto used = reader.read(all, offset, got < kBlock, head, totals);
    if (got < kBlock) return totals;
    offset += used;
    held = all.size() - used;
    std::memmove(buffer.data(), buffer.data() + used, held);
  }
}

/// Print the best of some rounds.
dp::Status measure(const char* name, int fd, const std::string& head, const Reader& reader,
                   bool skip = false) {
  double best = 0;
  Totals totals;
  for (int round = 0; round < kRounds; ++round) {
    const double start = cpu_ns();
    DP_TRY(totals, read_pieces(fd, head, reader, skip));
    const double took = cpu_ns() - start;
    if (round == 0 || took < best) best = took;
  }
  std::printf("%-16s %5.2f GB/s of CPU time  %lu rows, %lu rejects\n", name,
              static_cast<double>(totals.bytes) / best, totals.rows, totals.rejects);
  return {};
}

dp::Status run(const std::string& path, std::string_view record, std::string_view columns) {
  DP_TRY(const auto file, dp::open_file(path, O_RDONLY));
  std::string head(DP_HEAD_BYTES, '\0');
  DP_TRY(const auto size, dp::pread_full(file.get(), head.data(), head.size(), 0));
  head.resize(size);
  DP_TRY(const auto none, Reader::open(head, record, ""));
  DP_CHECK(measure("skip", file.get(), head, none, true));
  DP_CHECK(measure("no column", file.get(), head, none));
  DP_TRY(const auto some, Reader::open(head, record, columns));
  return measure("these columns", file.get(), head, some);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: bench_xml FILE RECORD [COLUMN,COLUMN...]\n");
    return 2;
  }
  const auto status = run(argv[1], argv[2], argc > 3 ? argv[3] : "");
  if (!status) std::fprintf(stderr, "bench_xml: %s\n", status.error().message.c_str());
  return status ? 0 : 1;
}
