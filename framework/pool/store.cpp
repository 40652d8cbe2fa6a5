// SPDX-License-Identifier: Apache-2.0
#include "pool/store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/spawn.hpp"
#include "base/unnamed_file.hpp"

namespace dp::pool {
namespace {

Result<Fd> make_store(const std::string& folder) {
  auto file = create_unnamed_file(folder);
  if (!file) return fail_resource("store file in " + folder);
  return above_stdio(std::move(*file));
}

/// One more descriptor of the file behind `fd`, opened anew.
Result<Fd> open_again(int fd, int flags) {
  const std::string path = "/proc/self/fd/" + std::to_string(fd);
  Fd again(::open(path.c_str(), flags | O_CLOEXEC));
  if (!again) return fail_resource("store file, by " + path);
  return above_stdio(std::move(again));
}

Result<std::uint64_t> size_of(int fd) {
  struct stat info {};
  if (::fstat(fd, &info) != 0) return fail_errno("store");
  return static_cast<std::uint64_t>(info.st_size);
}

Status check_range(const StoreRange& range, std::uint64_t size) {
  if (range.offset <= size && range.size <= size - range.offset) return {};
  return fail(Errc::corrupt, "store " + std::to_string(range.store) + ": no bytes " +
                                 std::to_string(range.offset) + " to " +
                                 std::to_string(range.offset + range.size) + " (it holds " +
                                 std::to_string(size) + ")");
}

}  // namespace

Result<Stores> Stores::create(unsigned count, const std::string& folder) {
  const std::string where = unnamed_folder(folder);
  Stores stores;
  for (unsigned i = 0; i < count; ++i) {
    DP_TRY(Fd file, make_store(where));
    DP_TRY(Fd reading, open_again(file.get(), O_RDONLY));
    stores.files_.push_back(std::move(file));
    stores.read_only_.push_back(std::move(reading));
  }
  return stores;
}

std::vector<int> Stores::read_only() const {
  std::vector<int> out;
  for (const Fd& file : read_only_) out.push_back(file.get());
  return out;
}

Result<Fd> Stores::append_only(unsigned store) const {
  return open_again(descriptor(store), O_WRONLY | O_APPEND);
}

Status Stores::check(const StoreRange& range) const {
  if (range.store >= count())
    return fail(Errc::corrupt, "no store " + std::to_string(range.store) + " (there are " +
                                   std::to_string(count()) + ")");
  DP_TRY(const std::uint64_t size, size_of(descriptor(range.store)));
  return check_range(range, size);
}

void Stores::free(const StoreRange& range) const noexcept {
  if (range.size == 0 || range.store >= count()) return;
  (void)::fallocate(descriptor(range.store), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
                    static_cast<off_t>(range.offset), static_cast<off_t>(range.size));
}

Result<StoreRange> append_to_store(int fd, unsigned store, Bytes bytes) {
  // The end is asked for each time: the runner may have emptied its file, and a worker that died
  // may have left a part of something.
  DP_TRY(const std::uint64_t end, size_of(fd));
  const Status written = pwrite_full(fd, {bytes.data(), bytes.size()}, end);
  if (!written) {
    // Whatever kept it from being written, it was not what the bytes were made of.
    Error error = written.error();
    error.code = Errc::exhausted;
    return fail_write(std::move(error),
                      "cannot keep " + std::to_string(bytes.size()) +
                          " bytes in the pool's store, " + place_of_unnamed(fd),
                      "let TMPDIR name another folder");
  }
  DP_TRY(const std::uint64_t now, size_of(fd));
  if (now != end + bytes.size())
    return fail(Errc::corrupt, "the pool's store: got " + std::to_string(now - end) +
                                   " bytes more in it, expected " +
                                   std::to_string(bytes.size()) +
                                   ": something else writes to descriptors of the worker");
  return StoreRange{store, end, bytes.size()};
}

Status read_store(int fd, const StoreRange& range, std::string& out) {
  DP_TRY(const std::uint64_t size, size_of(fd));
  DP_CHECK(check_range(range, size));
  out.resize(range.size);
  DP_TRY(const std::size_t got, pread_full(fd, out.data(), out.size(), range.offset));
  if (got != out.size()) return fail(Errc::corrupt, "store: became shorter while it was read");
  return {};
}

}  // namespace dp::pool
