// SPDX-License-Identifier: Apache-2.0
#include "reader/reader.hpp"

#include <fcntl.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <dp/batch.hpp>
#include <map>
#include <utility>
#include <vector>

#include "base/fd.hpp"
#include "plugin/library.hpp"

namespace dp::bench {
namespace {

std::int32_t count_batch(void* host, const dp_batch* batch) {
  static_cast<Totals*>(host)->rows += static_cast<std::uint64_t>(batch->array->length);
  return 0;
}

std::int32_t count_reject(void* host, std::uint64_t, dp_bytes, dp_bytes) {
  ++static_cast<Totals*>(host)->rejects;
  return 0;
}

double cpu_ns() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

dp_item item_of(const Piece& piece) {
  return {sizeof(dp_item), 0, {}, 0, {piece.head.data(), piece.head.size()}};
}

dp_input input_of(const Piece& piece, const dp_item& item) {
  dp_input input{};
  input.struct_size = sizeof input;
  input.item = &item;
  input.data = {piece.data.data(), piece.data.size()};
  input.offset = piece.offset;
  input.stop = piece.data.size();
  input.first = piece.offset == 0 ? 1 : 0;
  input.last = piece.last ? 1 : 0;
  return input;
}

bool is_listed(std::string_view columns, const std::string& name) {
  return columns == "*" ||
         ("," + std::string(columns) + ",").find("," + name + ",") != std::string::npos;
}

}  // namespace

Result<Reader> Reader::open(const std::string& plugin, const data::Value& options,
                            std::string_view sample, std::string_view columns) {
  static std::map<std::string, plugin::Library> libraries;
  auto found = libraries.find(plugin);
  if (found == libraries.end()) {
    DP_TRY(auto library, plugin::Library::load(DP_BENCH_PLUGIN_DIR "/" + plugin + ".so"));
    found = libraries.emplace(plugin, std::move(library)).first;
  }
  const auto& tables = found->second.tables();
  const auto table =
      std::find_if(tables.begin(), tables.end(),
                   [](const plugin::TaskTable& each) { return each.role() == DP_READER; });
  if (table == tables.end()) return fail(Errc::not_found, plugin + ": no reader");
  auto reader = plugin::Instance::open(*table, {&options, nullptr, sample, 0});
  if (!reader) return fail(std::move(reader).error().error);
  std::vector<std::uint8_t> used;
  for (const auto& field : reader->output())
    used.push_back(is_listed(columns, field.name) ? 1 : 0);
  DP_CHECK(reader->need(used));
  DP_CHECK(reader->start());
  return Reader(plugin::ReaderInstance(std::move(*reader)));
}

std::uint64_t Reader::read(const Piece& piece, Totals& totals) const {
  const auto item = item_of(piece);
  const dp_out out{sizeof(dp_out), &totals, &count_batch, nullptr, &count_reject, nullptr};
  dp_read done{};
  (void)instance_->read(input_of(piece, item), out, done);
  totals.lines += done.lines;
  return done.consumed;
}

std::uint64_t Reader::skip(const Piece& piece) const {
  const auto item = item_of(piece);
  return instance_->skip(input_of(piece, item)).value_or(plugin::Skipped{}).consumed;
}

Result<std::string> read_head(int fd) {
  std::string head(DP_HEAD_BYTES, '\0');
  DP_TRY(const auto size, pread_full(fd, head.data(), head.size(), 0));
  head.resize(size);
  return head;
}

Result<Totals> read_pieces(int fd, std::size_t block, std::string_view head, const Use& use) {
  Totals totals;
  std::vector<char> buffer(block + DP_PADDING);
  std::size_t held = 0;
  for (std::uint64_t offset = 0;;) {
    if (buffer.size() < held + block + DP_PADDING) buffer.resize(held + block + DP_PADDING);
    DP_TRY(const auto got, pread_full(fd, buffer.data() + held, block, offset + held));
    const Piece piece{{buffer.data(), held + got}, offset, got < block, head};
    totals.bytes += got;
    const auto used = use(piece, totals);
    if (piece.last) return totals;
    offset += used;
    held = piece.data.size() - used;
    std::memmove(buffer.data(), buffer.data() + used, held);
  }
}

Result<Measured> best_of(int rounds, const std::function<Result<Totals>()>& work) {
  Measured measured;
  for (int round = 0; round < rounds; ++round) {
    const double start = cpu_ns();
    DP_TRY(measured.totals, work());
    const double took = cpu_ns() - start;
    if (round == 0 || took < measured.best_ns) measured.best_ns = took;
  }
  return measured;
}

void print(const char* name, const Measured& measured, std::uint64_t units, const char* unit) {
  const auto& totals = measured.totals;
  std::printf("%-32s %7.1f ns/%s  %5.2f GB/s of CPU time  %lu rows, %lu rejects\n", name,
              measured.best_ns / static_cast<double>(std::max<std::uint64_t>(units, 1)), unit,
              static_cast<double>(totals.bytes) / measured.best_ns, totals.rows,
              totals.rejects);
}

Status measure_records(const std::string& path, const std::string& plugin,
                       const data::Value& options, std::string_view columns) {
  constexpr std::size_t kBlock = 1024 * 1024;
  constexpr int kRounds = 3;
  DP_TRY(const auto file, open_file(path, O_RDONLY));
  DP_TRY(const auto head, read_head(file.get()));
  DP_TRY(const auto none, Reader::open(plugin, options, head, ""));
  DP_TRY(const auto some, Reader::open(plugin, options, head, columns));
  const auto read = [&](const Use& use) { return read_pieces(file.get(), kBlock, head, use); };
  const std::pair<const char*, Use> ways[] = {
      {"skip", [&](const auto& piece, auto&) { return none.skip(piece); }},
      {"no column", [&](const auto& piece, auto& totals) { return none.read(piece, totals); }},
      {"these columns",
       [&](const auto& piece, auto& totals) { return some.read(piece, totals); }}};
  DP_TRY(const auto totals, read(ways[1].second));
  for (const auto& [name, use] : ways) {
    DP_TRY(const auto measured, best_of(kRounds, [&, &use = use] { return read(use); }));
    print(name, measured, totals.rows, "row");
  }
  return {};
}

}  // namespace dp::bench
