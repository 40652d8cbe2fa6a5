// SPDX-License-Identifier: Apache-2.0
#include "pool/store_view.hpp"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "base/fd.hpp"

namespace dp::pool {

/// What mmap gave.
class StoreView::Pages {
 public:
  Pages(void* begin, std::size_t size) : begin_(begin), size_(size) {}
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;
  ~Pages() { ::munmap(begin_, size_); }
  [[nodiscard]] const char* begin() const noexcept { return static_cast<const char*>(begin_); }

 private:
  void* begin_;
  std::size_t size_;
};

Result<StoreView> StoreView::map(int fd, const StoreRange& range) {
  struct stat info {};
  if (::fstat(fd, &info) != 0) return fail_errno("store");
  const auto held = static_cast<std::uint64_t>(info.st_size);
  if (range.offset > held || range.size > held - range.offset)
    return fail(Errc::corrupt, "store: no bytes " + std::to_string(range.offset) + " to " +
                                   std::to_string(range.offset + range.size) + " (it holds " +
                                   std::to_string(held) + ")");
  StoreView view;
  if (range.size == 0) return view;
  const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  const auto before = range.offset % page;
  void* begin = ::mmap(nullptr, range.size + before, PROT_READ, MAP_SHARED, fd,
                       static_cast<off_t>(range.offset - before));
  if (begin == MAP_FAILED) return fail_errno("store: cannot be mapped");
  view.pages_ = std::make_shared<const Pages>(begin, range.size + before);
  view.bytes_ = {view.pages_->begin() + before, range.size};
  return view;
}

StoreView StoreView::of(std::string bytes) {
  StoreView view;
  view.own_ = std::make_shared<const std::string>(std::move(bytes));
  view.bytes_ = *view.own_;
  return view;
}

}  // namespace dp::pool
