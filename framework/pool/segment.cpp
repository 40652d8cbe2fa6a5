// SPDX-License-Identifier: Apache-2.0
#include "pool/segment.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/interprocess/exceptions.hpp>
#include <cstring>
#include <memory>
#include <new>

#include "base/spawn.hpp"

namespace dp::pool {
namespace {

namespace bi = boost::interprocess;

/// What mapped_region asks of a memory object: a descriptor of ours as its handle.
class Mappable {
 public:
  explicit Mappable(int fd) noexcept : fd_(fd) {}
  [[nodiscard]] bi::mapping_handle_t get_mapping_handle() const noexcept {
    return {fd_, false};
  }

 private:
  int fd_;
};

Result<bi::mapped_region> map(int fd, bi::mode_t mode, std::uint64_t offset,
                              std::uint64_t size) {
  try {
    return bi::mapped_region(Mappable(fd), mode, static_cast<bi::offset_t>(offset), size);
  } catch (const bi::interprocess_exception& error) {
    rlimit limit{};
    const bool limited = ::getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
    return fail(Errc::exhausted, "cannot map " + std::to_string(size) +
                                     " bytes of shared memory: " + error.what() +
                                     (limited ? " (RLIMIT_AS (ulimit -v) is " +
                                                    std::to_string(limit.rlim_cur) + " bytes)"
                                              : std::string()));
  }
}

std::uint64_t whole_pages(std::uint64_t bytes) {
  const auto page = static_cast<std::uint64_t>(bi::mapped_region::get_page_size());
  return (bytes + page - 1) / page * page;
}

Result<Fd> make_memory(std::uint64_t bytes) {
  Fd raw(::memfd_create("dp-pool", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!raw) return fail_resource("shared memory (memfd_create)");
  DP_TRY(Fd fd, above_stdio(std::move(raw)));
  if (::ftruncate(fd.get(), static_cast<off_t>(bytes)) != 0)
    return fail_errno("shared memory of " + std::to_string(bytes) + " bytes");
  // A size that cannot change is what makes access to the mapping safe from SIGBUS.
  if (::fcntl(fd.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
    return fail_errno("shared memory (seal)");
  return fd;
}

SegmentSizes sizes_for(unsigned workers, std::uint64_t arena_bytes, std::uint64_t setup_bytes) {
  SegmentSizes sizes;
  sizes.workers = workers;
  sizes.setup_bytes = setup_bytes;
  sizes.arena_bytes = whole_pages(arena_bytes);
  sizes.first_block = whole_pages(sizeof(Header) + setup_bytes);
  sizes.worker_offset = whole_pages(sizeof(RunnerStatus) + kRequestBytes);
  sizes.block_bytes =
      sizes.worker_offset + whole_pages(sizeof(WorkerStatus)) + sizes.arena_bytes;
  sizes.total_bytes = sizes.first_block + workers * sizes.block_bytes;
  return sizes;
}

/// The sizes again, from a header that another process wrote.
bool plausible(const SegmentSizes& header, unsigned worker, std::uint64_t file_bytes) {
  const SegmentSizes again = sizes_for(header.workers, header.arena_bytes, header.setup_bytes);
  return header.magic == kMagic && header.version == kLayoutVersion &&
         worker < header.workers && header.arena_bytes > 0 && header.arena_bytes < file_bytes &&
         header.setup_bytes < file_bytes && again.total_bytes == header.total_bytes &&
         again.block_bytes == header.block_bytes && again.total_bytes == file_bytes;
}

char* bytes_of(const bi::mapped_region& region) {
  return static_cast<char*>(region.get_address());
}

}  // namespace

Result<Segment> Segment::create(unsigned workers, std::uint64_t arena_bytes,
                                std::string_view setup) {
  const SegmentSizes sizes = sizes_for(workers, arena_bytes, setup.size());
  Segment segment;
  DP_TRY(segment.fd_, make_memory(sizes.total_bytes));
  DP_TRY(segment.region_, map(segment.fd_.get(), bi::read_write, 0, sizes.total_bytes));
  ::madvise(segment.region_.get_address(), segment.region_.get_size(), MADV_DONTFORK);
  auto* header = std::construct_at(reinterpret_cast<Header*>(bytes_of(segment.region_)));
  static_cast<SegmentSizes&>(*header) = sizes;
  if (!setup.empty())
    std::memcpy(bytes_of(segment.region_) + sizeof(Header), setup.data(), setup.size());
  for (unsigned worker = 0; worker < workers; ++worker) segment.renew(worker);
  return segment;
}

Header& Segment::header() noexcept {
  return *std::launder(reinterpret_cast<Header*>(bytes_of(region_)));
}

std::string_view Segment::setup() const noexcept {
  const char* start = bytes_of(region_);
  return {start + sizeof(Header),
          std::launder(reinterpret_cast<const Header*>(start))->setup_bytes};
}

Block Segment::block(unsigned worker) noexcept {
  const Header& head = header();
  char* start = bytes_of(region_) + head.first_block + worker * head.block_bytes;
  char* own = start + head.worker_offset;
  return {&head, std::launder(reinterpret_cast<RunnerStatus*>(start)),
          start + sizeof(RunnerStatus), std::launder(reinterpret_cast<WorkerStatus*>(own)),
          own + whole_pages(sizeof(WorkerStatus))};
}

void Segment::renew(unsigned worker) noexcept {
  const Block mine = block(worker);
  std::construct_at(mine.runner);
  std::construct_at(mine.worker);
}

Result<WorkerSegment> WorkerSegment::open(int fd, unsigned worker) {
  struct stat info {};
  if (::fstat(fd, &info) != 0) return fail_errno("the pool's segment");
  const auto file_bytes = static_cast<std::uint64_t>(info.st_size);
  if (file_bytes < sizeof(Header))
    return fail(Errc::corrupt, "the pool's segment is too small");
  WorkerSegment out;
  DP_TRY(out.head_, map(fd, bi::read_only, 0, sizeof(Header)));
  const auto& small = *std::launder(reinterpret_cast<const Header*>(bytes_of(out.head_)));
  if (!plausible(small, worker, file_bytes))
    return fail(Errc::corrupt, "the pool's segment is of another version or damaged");

  const std::uint64_t start = small.first_block + worker * small.block_bytes;
  DP_TRY(out.runner_, map(fd, bi::read_only, start, small.worker_offset));
  DP_TRY(out.worker_, map(fd, bi::read_write, start + small.worker_offset,
                          small.block_bytes - small.worker_offset));
  DP_TRY(out.head_, map(fd, bi::read_only, 0, small.first_block));
  for (const auto* region : {&out.head_, &out.runner_, &out.worker_})
    ::madvise(region->get_address(), region->get_size(), MADV_DONTFORK);

  const auto* header = std::launder(reinterpret_cast<const Header*>(bytes_of(out.head_)));
  out.setup_ = {bytes_of(out.head_) + sizeof(Header), header->setup_bytes};
  out.block_ = {header, std::launder(reinterpret_cast<RunnerStatus*>(bytes_of(out.runner_))),
                bytes_of(out.runner_) + sizeof(RunnerStatus),
                std::launder(reinterpret_cast<WorkerStatus*>(bytes_of(out.worker_))),
                bytes_of(out.worker_) + whole_pages(sizeof(WorkerStatus))};
  return out;
}

}  // namespace dp::pool
