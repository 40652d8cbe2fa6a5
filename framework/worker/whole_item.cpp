// SPDX-License-Identifier: Apache-2.0
#include "worker/whole_item.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include "input/source.hpp"

namespace dp::worker {

namespace {

/// What is compressed is not known to be as long as it turns out.
constexpr std::uint64_t kMostUnpacked = std::uint64_t{2} << 30;
constexpr std::size_t kBlock = 256 << 10;

tl::unexpected<Error> too_long() {
  return fail(Errc::task_failed,
              "is more than 2 GiB unpacked, and can only be read in one piece");
}

std::uint64_t most_of(const protocol::Slice& slice) noexcept {
  const bool is_plain = slice.compression == protocol::Compression::none;
  return is_plain ? slice.stamp.size : kMostUnpacked;
}

}  // namespace

Status WholeItem::read(const protocol::Slice& slice) {
  decoded_.reset();
  // Compressed bytes may turn out to be such text.
  if (slice.text.decodes() || slice.compression != protocol::Compression::none) {
    decoded_.emplace(kBlock, kMostUnpacked);
    DP_CHECK(decoded_->open(slice, 0));
    if (is_decoded()) return read_decoded(slice);
  }
  return read_plain(slice);
}

Status WholeItem::read_decoded(const protocol::Slice& slice) {
  while (!decoded_->at_end()) {
    DP_CHECK(decoded_->fill(protocol::kWholeItem));
    if (decoded_->held().size() > std::max(kMostUnpacked, most_of(slice))) return too_long();
  }
  if (!decoded_->damage().empty()) return fail(Errc::corrupt, decoded_->damage());
  return {};
}

Status WholeItem::read_plain(const protocol::Slice& slice) {
  DP_TRY(const auto source,
         input::open_source(slice.file(), slice.stamp, slice.compression, 0));
  const auto most = most_of(slice);
  std::size_t size = 0;
  DP_CHECK(reserve(std::min<std::uint64_t>(most, slice.stamp.size) + 1));
  while (true) {
    const auto wanted = room() - size;
    DP_TRY(const auto got, source->read(data() + size, wanted));
    size += got;
    if (size > most) return too_long();
    if (got < wanted) break;
    DP_CHECK(reserve(std::min<std::uint64_t>(2 * size, most + 1)));
  }
  if (!source->damage().empty()) return fail(Errc::corrupt, source->damage());
  end(size);
  return {};
}

void WholeItem::Free::operator()(char* bytes) const noexcept { std::free(bytes); }

Status WholeItem::reserve(std::size_t bytes) {
  if (bytes_ && bytes <= room_) return {};
  void* grown = std::realloc(bytes_.get(), bytes + DP_PADDING);
  if (grown == nullptr)
    return fail(Errc::out_of_memory, "no memory for " + std::to_string(bytes) + " bytes of it");
  (void)bytes_.release();
  bytes_.reset(static_cast<char*>(grown));
  room_ = bytes;
  return {};
}

void WholeItem::end(std::size_t size) noexcept {
  size_ = size;
  std::memset(bytes_.get() + size, 0, DP_PADDING);
}

}  // namespace dp::worker
