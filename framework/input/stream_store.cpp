// SPDX-License-Identifier: Apache-2.0
#include "input/stream_store.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "base/unnamed_file.hpp"
#include "input/source.hpp"

namespace dp::input {
namespace {

/// Freed at once, at least.
constexpr std::uint64_t kFreeBytes = 1 << 20;
constexpr std::uint64_t kPage = 4096;

}  // namespace

Result<StreamStore> StreamStore::create(std::string what) {
  StreamStore store;
  store.what_ = std::move(what);
  DP_TRY(store.file_, create_unnamed_file());
  const int file = store.file_.get();
  store.path_ = "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(file);
  DP_TRY(store.stamp_, stamp_of(file));
  return store;
}

Status StreamStore::append(std::string_view bytes) {
  if (auto status = pwrite_full(file_.get(), bytes, stamp_.size); !status)
    return fail_write(std::move(status).error(),
                      "cannot keep " + what_ + " in " + place_of_unnamed(file_.get()),
                      "let TMPDIR name another folder");
  stamp_.size += bytes.size();
  return {};
}

Result<std::string> StreamStore::bytes_at(std::uint64_t offset, std::size_t size) const {
  const auto left = stamp_.size - std::min(offset, stamp_.size);
  std::string bytes(std::min<std::uint64_t>(size, left), '\0');
  DP_TRY(const auto got, pread_full(file_.get(), bytes.data(), bytes.size(), offset));
  bytes.resize(got);
  return bytes;
}

void StreamStore::free_before(std::uint64_t end) noexcept {
  const auto begin = std::max(freed_, head_bytes_);
  end = end / kPage * kPage;
  if (end < begin + kFreeBytes) return;
  (void)::fallocate(file_.get(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
                    static_cast<off_t>(begin), static_cast<off_t>(end - begin));
  freed_ = end;
}

}  // namespace dp::input
