// SPDX-License-Identifier: Apache-2.0
/// The limit of job J8: limit_wide THREADS INPUT OUTPUT.
///
/// A bare loop from the wide CSV file of make_data.py to NDJSON, which knows the kind of each column
/// (by its number), that no field has a line break, and that the file is sound. Threads take blocks of
/// lines in turn, and write each block at the place that the blocks before it leave.

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

constexpr std::size_t kBlock = 4U << 20U;

struct Column {
  std::string lead;
  bool number = false;
};

struct Job {
  std::string_view text;
  std::vector<Column> columns;
  int output = -1;
  std::atomic<std::size_t> next{0};
  std::atomic<std::size_t> turn{0};
  std::uint64_t offset = 0;  ///< read and written by the thread whose turn it is
};

std::vector<Column> columns_of(std::string_view header) {
  std::vector<Column> columns;
  for (std::size_t i = 0; !header.empty(); ++i) {
    const auto end = std::min(header.find(','), header.size());
    const bool number = i == 0 || i % 8 < 4;
    columns.push_back(
        {(i == 0 ? "{\"" : ",\"") + std::string(header.substr(0, end)) + "\":", number});
    header.remove_prefix(std::min(end + 1, header.size()));
  }
  return columns;
}

char* put(char* out, std::string_view text) {
  std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

/// A quoted field at `in`: its text as JSON. Returns where the field ends.
const char* put_quoted(char*& out, const char* in) {
  *out++ = '"';
  for (++in;;) {
    const auto* quote = static_cast<const char*>(std::memchr(in, '"', 1U << 20U));
    out = put(out, {in, static_cast<std::size_t>(quote - in)});
    in = quote + 1;
    if (*in != '"') break;
    out = put(out, "\\\"");
    ++in;
  }
  *out++ = '"';
  return in;
}

const char* put_plain(char*& out, const char* in, bool number) {
  const char* end = in;
  while (*end != ',' && *end != '\n') ++end;
  if (end == in) {
    out = put(out, "null");
  } else {
    if (!number) *out++ = '"';
    out = put(out, {in, static_cast<std::size_t>(end - in)});
    if (!number) *out++ = '"';
  }
  return end;
}

void convert(const Job& job, std::string_view lines, std::vector<char>& buffer, char*& out) {
  const char* in = lines.data();
  while (in < lines.data() + lines.size()) {
    for (const auto& column : job.columns) {
      out = put(out, column.lead);
      in = *in == '"' ? put_quoted(out, in) : put_plain(out, in, column.number);
      ++in;
    }
    out = put(out, "}\n");
    if (out > buffer.data() + buffer.size()) std::abort();
  }
}

/// Where the first line that begins at `offset` or later begins.
std::size_t line_from(std::string_view text, std::size_t offset) {
  if (offset == 0) return 0;
  if (offset >= text.size()) return text.size();
  return std::min(text.find('\n', offset - 1), text.size() - 1) + 1;
}

void work(Job& job) {
  std::vector<char> buffer(kBlock * 5);
  for (std::size_t block; (block = job.next++) * kBlock < job.text.size();) {
    const auto begin = line_from(job.text, block * kBlock);
    const auto end = line_from(job.text, (block + 1) * kBlock);
    char* out = buffer.data();
    convert(job, job.text.substr(begin, end - begin), buffer, out);
    const auto size = static_cast<std::size_t>(out - buffer.data());
    for (std::size_t turn; (turn = job.turn.load()) != block;) job.turn.wait(turn);
    const auto offset = job.offset;
    job.offset += size;
    ++job.turn;
    job.turn.notify_all();
    if (pwrite(job.output, buffer.data(), size, static_cast<off_t>(offset)) !=
        static_cast<ssize_t>(size))
      std::abort();
  }
}

std::string_view map_file(const char* path) {
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  struct stat status {};
  if (file < 0 || fstat(file, &status) != 0) std::abort();
  const auto size = static_cast<std::size_t>(status.st_size);
  void* memory = mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
  if (memory == MAP_FAILED) std::abort();
  return {static_cast<const char*>(memory), size};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return std::fputs("limit_wide THREADS INPUT OUTPUT\n", stderr), 2;
  Job job;
  job.text = map_file(argv[2]);
  const auto header = job.text.substr(0, job.text.find('\n'));
  job.columns = columns_of(header);
  job.text.remove_prefix(header.size() + 1);
  job.output = open(argv[3], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (job.output < 0) return std::perror(argv[3]), 1;
  std::vector<std::thread> threads(static_cast<std::size_t>(std::atoi(argv[1])));
  for (auto& thread : threads) thread = std::thread(work, std::ref(job));
  for (auto& thread : threads) thread.join();
}
