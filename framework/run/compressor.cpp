// SPDX-License-Identifier: Apache-2.0
#include "run/compressor.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <new>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "base/signal_block.hpp"
#include "run/block_compressor.hpp"

namespace dp::run {

namespace {

/// A part of the output on its way.
struct Block {
  std::string plain;
  std::string compressed;
  Status status;
  bool done = false;
};

}  // namespace

class Compressor::Impl {
 public:
  Impl(FileCompression how, int level, unsigned threads)
      : form_{how, level, block_bytes(how)},
        most_threads_(std::clamp(threads, 1u, kMostThreads)) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl();

  Status write(std::string_view bytes, const Take& take);
  Status finish(const Take& take);

 private:
  Status hand_over(const Take& take);
  void start_thread();
  void work();
  void compress(Block& block, BlockCompressor* compressor);
  Status take_front(const Take& take);
  [[nodiscard]] bool front_is_done();
  Status compress_here(const Take& take);

  struct Form {
    FileCompression how;
    int level;
    std::size_t block;  ///< bytes of one, as they come in
  };
  const Form form_;
  unsigned most_threads_;
  std::string filling_;
  bool has_blocks_ = false;  ///< filling_ was full before
  std::vector<std::thread> threads_;

  std::mutex mutex_;  ///< of all below, and of what blocks_ hold
  std::condition_variable has_work_, is_done_;
  std::deque<Block> blocks_;   ///< in the order of the output
  std::size_t untouched_ = 0;  ///< of blocks_, the last ones, that no thread has begun
  bool ends_ = false;
};

Compressor::Impl::~Impl() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  has_work_.notify_all();
  for (auto& thread : threads_) thread.join();
}

Status Compressor::Impl::write(std::string_view bytes, const Take& take) {
  while (!bytes.empty()) {
    const auto count = std::min(bytes.size(), form_.block - filling_.size());
    filling_.append(bytes.substr(0, count));
    bytes.remove_prefix(count);
    if (filling_.size() == form_.block) DP_CHECK(hand_over(take));
  }
  return {};
}

/// The block that is full goes to the threads, and what they have done goes on.
Status Compressor::Impl::hand_over(const Take& take) {
  std::size_t waiting = 0;
  {
    const std::lock_guard lock(mutex_);
    blocks_.emplace_back().plain = std::exchange(filling_, {});
    ++untouched_;
    waiting = blocks_.size();
  }
  has_blocks_ = true;
  filling_.reserve(form_.block);
  if (threads_.size() < most_threads_) start_thread();
  has_work_.notify_one();
  while (front_is_done() || waiting > 2 * most_threads_) {
    DP_CHECK(take_front(take));
    --waiting;
  }
  return {};
}

/// No signal is for it.
void Compressor::Impl::start_thread() {
  const SignalBlock signals;
  try {
    threads_.emplace_back([this] { work(); });
  } catch (const std::system_error&) {
    most_threads_ = static_cast<unsigned>(threads_.size());
  }
}

bool Compressor::Impl::front_is_done() {
  const std::lock_guard lock(mutex_);
  return !blocks_.empty() && blocks_.front().done;
}

/// Wait for the first block, and hand it on.
Status Compressor::Impl::take_front(const Take& take) {
  if (threads_.empty()) return compress_here(take);
  Block block;
  {
    std::unique_lock lock(mutex_);
    is_done_.wait(lock, [this] { return blocks_.front().done; });
    block = std::move(blocks_.front());
    blocks_.pop_front();
  }
  DP_CHECK(block.status);
  return take(block.compressed);
}

/// Where the system gives no threads.
Status Compressor::Impl::compress_here(const Take& take) {
  auto block = std::move(blocks_.front());
  blocks_.pop_front();
  --untouched_;
  DP_TRY(auto compressor, BlockCompressor::make(form_.how, form_.level));
  DP_CHECK(compressor.compress(block.plain, block.compressed));
  return take(block.compressed);
}

void Compressor::Impl::work() {
  auto compressor = BlockCompressor::make(form_.how, form_.level);
  std::unique_lock lock(mutex_);
  while (true) {
    has_work_.wait(lock, [this] { return ends_ || untouched_ > 0; });
    if (ends_) return;
    auto& block = blocks_[blocks_.size() - untouched_--];
    lock.unlock();
    if (compressor)
      compress(block, &*compressor);
    else
      block.status = fail(Error(compressor.error()));
    lock.lock();
    block.done = true;
    is_done_.notify_one();
  }
}

void Compressor::Impl::compress(Block& block, BlockCompressor* compressor) {
  try {
    block.status = compressor->compress(block.plain, block.compressed);
  } catch (const std::bad_alloc&) {
    block.status = fail(Errc::out_of_memory, "no memory to compress an output");
  }
  std::string().swap(block.plain);
}

Status Compressor::Impl::finish(const Take& take) {
  std::size_t waiting = 0;
  {
    const std::lock_guard lock(mutex_);
    waiting = blocks_.size();
  }
  for (; waiting > 0; --waiting) DP_CHECK(take_front(take));
  if (filling_.empty() && has_blocks_) return {};
  DP_TRY(auto compressor, BlockCompressor::make(form_.how, form_.level));
  std::string last;
  DP_CHECK(compressor.compress(filling_, last));
  return take(last);
}

Compressor::Compressor(FileCompression how, int level, unsigned threads)
    : impl_(std::make_unique<Impl>(how, level, threads)) {}
Compressor::Compressor(Compressor&&) noexcept = default;
Compressor::~Compressor() = default;

Status Compressor::write(std::string_view bytes, const Take& take) {
  return impl_->write(bytes, take);
}

Status Compressor::finish(const Take& take) { return impl_->finish(take); }

}  // namespace dp::run
