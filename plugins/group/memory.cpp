// SPDX-License-Identifier: Apache-2.0
#include "group/memory.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <new>

namespace dp::group {
namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kHuge = std::size_t{2} << 20;

char* map(std::size_t bytes, int protection) {
  void* at =
      mmap(nullptr, bytes, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (at == MAP_FAILED) throw std::bad_alloc();
  return static_cast<char*>(at);
}

/// Address space of `bytes` at a huge page's border, without access.
char* reserve_aligned(std::size_t bytes) {
  char* at = map(bytes + kHuge, PROT_NONE);
  const auto past = reinterpret_cast<std::uintptr_t>(at) % kHuge;
  const std::size_t before = past == 0 ? 0 : kHuge - past;
  if (before != 0) munmap(at, before);
  if (before != kHuge) munmap(at + before + bytes, kHuge - before);
  return at + before;
}

/// `from`, of `old_bytes`, moved to where `bytes` fit; the page tables move, not the bytes.
char* enlarge(char* from, std::size_t old_bytes, std::size_t bytes) {
  if (bytes < kHuge) {
    if (from == nullptr) return map(bytes, PROT_READ | PROT_WRITE);
    void* at = mremap(from, old_bytes, bytes, MREMAP_MAYMOVE);
    if (at == MAP_FAILED) throw std::bad_alloc();
    return static_cast<char*>(at);
  }
  char* at = reserve_aligned(bytes);
  const bool done = from == nullptr ? mprotect(at, bytes, PROT_READ | PROT_WRITE) == 0
                                    : mremap(from, old_bytes, bytes,
                                             MREMAP_MAYMOVE | MREMAP_FIXED, at) != MAP_FAILED;
  if (!done) {
    munmap(at, bytes);
    throw std::bad_alloc();
  }
  madvise(at, bytes, MADV_HUGEPAGE);  // a hint: 4 KiB pages work too
  return at;
}

}  // namespace

Pages::~Pages() {
  if (data_ != nullptr) munmap(data_, size_);
}

void Pages::grow(std::size_t bytes) {
  if (bytes <= size_) return;
  const std::size_t unit = bytes < kHuge ? kPage : kHuge;
  const std::size_t rounded = (bytes + unit - 1) / unit * unit;
  data_ = enlarge(data_, size_, rounded);
  size_ = rounded;
}

}  // namespace dp::group
