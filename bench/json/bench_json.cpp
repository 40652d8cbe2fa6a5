// SPDX-License-Identifier: Apache-2.0
// What reading JSON lines costs on one core: dp's reader, which checks every byte, beside loops
// over simdjson, each over the same lines in memory.
//
//   bench_json FILE ['COLUMN=/path/to/member TYPE'...]

#include <dlfcn.h>
#include <fcntl.h>
#include <simdjson.h>
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

constexpr std::size_t kMost = 256 * 1024 * 1024;
constexpr std::size_t kPiece = 256 * 1024;
constexpr int kRounds = 5;

struct Totals {
  std::uint64_t rows = 0;
  std::uint64_t rejects = 0;
};

/// The reader's options.
struct Columns {
  dp::data::Value paths = dp::data::Value::map();
  dp::data::Value types = dp::data::Value::map();
};

/// The JSON reader, and a host that only counts.
class Reader {
 public:
  static dp::Result<Reader> open(const Columns& columns, bool used) {
    void* library = dlopen(DP_BENCH_PLUGIN_DIR "/json.so", RTLD_NOW);
    if (library == nullptr) return dp::fail(dp::Errc::invalid_plugin, dlerror());
    const auto* info = static_cast<const dp_plugin_info*>(dlsym(library, DP_ABI_SYMBOL));
    const auto* task = std::find_if(info->tasks, info->tasks + info->n_tasks,
                                    [](const dp_task& each) { return each.role == DP_READER; });
    auto options = dp::data::Value::map();
    options.add("layout", dp::data::Value::of("lines"));
    options.add("columns", columns.paths);
    options.add("types", columns.types);
    const dp::data::ValueTree tree(options);
    const dp_context context{tree.root(), nullptr, {nullptr, 0}, 0};
    ArrowSchema output{};
    void* self = nullptr;
    dp_error error{};
    if (const auto code = task->open(&context, &output, &self, &error); code != 0)
      return dp::fail(static_cast<dp::Errc>(code), error.message);
    const std::vector<std::uint8_t> all(static_cast<std::size_t>(output.n_children),
                                        used ? 1 : 0);
    output.release(&output);
    task->need(self, all.data(), all.size());
    return Reader(task, self);
  }

  void read(std::string_view data, Totals& totals) const {
    dp_input input{};
    input.data = {data.data(), data.size()};
    const dp_out out{&totals, &count_batch, nullptr, &count_reject};
    dp_read done{};
    dp_error error{};
    task_->read(self_.get(), &input, &out, &done, &error);
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

using Work = std::function<void(std::string_view, Totals&)>;

/// Print the best of some rounds over the text in pieces of whole lines.
void measure(const char* name, std::string_view text, const Work& work) {
  double best = 0;
  Totals totals;
  for (int round = 0; round < kRounds; ++round) {
    totals = {};
    const double start = cpu_ns();
    for (std::size_t at = 0; at < text.size();) {
      const auto newline = text.find('\n', std::min(at + kPiece, text.size()) - 1);
      const auto end = newline == std::string_view::npos ? text.size() : newline + 1;
      work(text.substr(at, end - at), totals);
      at = end;
    }
    const double took = cpu_ns() - start;
    if (round == 0 || took < best) best = took;
  }
  std::printf("%-34s %7.1f ns/row  %5.2f GB/s of CPU time  %lu rows, %lu rejects\n", name,
              best / static_cast<double>(std::max<std::uint64_t>(totals.rows, 1)),
              static_cast<double>(text.size()) / best, totals.rows, totals.rejects);
}

/// Call `parse` with each line of a piece, and count what it says.
template <class Parse>
Work by_line(Parse parse) {
  return [parse](std::string_view text, Totals& totals) {
    for (std::size_t at = 0; at < text.size();) {
      const auto* newline =
          static_cast<const char*>(std::memchr(text.data() + at, '\n', text.size() - at));
      const auto end =
          newline == nullptr ? text.size() : static_cast<std::size_t>(newline - text.data());
      ++(parse(text.substr(at, end - at)) ? totals.rows : totals.rejects);
      at = end + 1;
    }
  };
}

namespace ondemand = simdjson::ondemand;

/// Look at all of a value.
bool visit(ondemand::value value) {
  switch (value.type()) {
    case ondemand::json_type::object:
      for (auto field : value.get_object())
        if (field.unescaped_key().error() != simdjson::SUCCESS || !visit(field.value()))
          return false;
      return true;
    case ondemand::json_type::array:
      for (auto element : value.get_array())
        if (!visit(element.value())) return false;
      return true;
    case ondemand::json_type::string:
      return value.get_string().error() == simdjson::SUCCESS;
    case ondemand::json_type::number:
      return value.get_double().error() == simdjson::SUCCESS;
    case ondemand::json_type::boolean:
      return value.get_bool().error() == simdjson::SUCCESS;
    default:
      return true;
  }
}

void measure_simdjson(std::string_view text, const std::vector<std::string>& paths) {
  ondemand::parser parser;
  const auto capacity = [](std::string_view line) {
    return line.size() + simdjson::SIMDJSON_PADDING;
  };
  measure("simdjson On-Demand, these paths", text, by_line([&](std::string_view line) {
            auto document = parser.iterate(line.data(), line.size(), capacity(line));
            std::uint64_t size = 0;
            for (const auto& path : paths) {
              std::string_view raw;
              if (document.at_pointer(path).raw_json_token().get(raw) == simdjson::SUCCESS)
                size += raw.size();
            }
            return size != 0;
          }));
  measure("simdjson On-Demand, all visited", text, by_line([&](std::string_view line) {
            ondemand::document document;
            ondemand::object object;
            if (parser.iterate(line.data(), line.size(), capacity(line)).get(document) !=
                    simdjson::SUCCESS ||
                document.get_object().get(object) != simdjson::SUCCESS)
              return false;
            for (auto field : object)
              if (field.unescaped_key().error() != simdjson::SUCCESS || !visit(field.value()))
                return false;
            return true;
          }));
  simdjson::dom::parser dom;
  measure("simdjson DOM", text, by_line([&](std::string_view line) {
            return dom.parse(line.data(), line.size(), false).error() == simdjson::SUCCESS;
          }));
}

dp::Status run(const char* path, const std::vector<std::string>& given) {
  DP_TRY(const auto file, dp::open_file(path, O_RDONLY));
  std::string text(kMost, '\0');
  DP_TRY(const auto size, dp::pread_full(file.get(), text.data(), text.size(), 0));
  text.resize(size);
  text.append(DP_PADDING, '\0');
  const auto lines = std::string_view(text).substr(0, size);
  Columns columns;
  std::vector<std::string> paths;
  for (const auto& word : given) {
    const auto equals = word.find('=');
    const auto space = word.find(' ');
    const auto name = word.substr(0, equals);
    paths.push_back(word.substr(equals + 1, space - equals - 1));
    columns.paths.add(name, dp::data::Value::of(paths.back()));
    columns.types.add(name, dp::data::Value::of(
                                space == std::string::npos ? "auto" : word.substr(space + 1)));
  }
  if (paths.empty()) columns.paths.add("record", dp::data::Value::of("."));
  DP_TRY(const auto none, Reader::open(columns, false));
  measure("dp, no column", lines, [&](auto piece, auto& totals) { none.read(piece, totals); });
  DP_TRY(const auto some, Reader::open(columns, true));
  measure("dp, these columns", lines,
          [&](auto piece, auto& totals) { some.read(piece, totals); });
  measure_simdjson(lines, paths);
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: bench_json FILE ['COLUMN=/path TYPE'...]\n");
    return 2;
  }
  const auto status = run(argv[1], {argv + 2, argv + argc});
  if (!status) std::fprintf(stderr, "bench_json: %s\n", status.error().message.c_str());
  return status ? 0 : 1;
}
