// SPDX-License-Identifier: Apache-2.0
#include "parallel/task_map.hpp"

#include <algorithm>
#include <cstring>

#include "base/bytes.hpp"
#include "parallel/task_handler.hpp"
#include "pool/message.hpp"

namespace dp::parallel {
namespace {

constexpr std::uint64_t kLeastWindow = 4096;  ///< items
constexpr std::uint64_t kChunksAhead = 8;     ///< a worker
constexpr std::uint64_t kMostBytesDone = 64 << 20;
constexpr std::uint64_t kMostRequestBytes = 256 << 10;

}  // namespace

TaskMap::TaskMap(Spec spec, std::unique_ptr<detail::Items> items)
    : spec_(std::move(spec)),
      items_(std::move(items)),
      chunksize_(spec_.chunksize, spec_.workers) {}

pool::Lease TaskMap::open(Span span, std::string request) {
  pool::Lease lease;
  lease.chunk = span.first;
  lease.items = span.count;
  lease.request = std::move(request);
  open_[span.first] = {span.count, spec_.fold ? lease.request : std::string()};
  return lease;
}

bool TaskMap::may_read_ahead() const {
  const std::uint64_t window =
      std::max(kLeastWindow, kChunksAhead * spec_.workers * chunksize_.next(std::nullopt));
  return read_ - given_ < window && done_bytes_ < kMostBytesDone;
}

std::optional<pool::Lease> TaskMap::next() {
  if (!again_.empty()) {
    pool::Lease lease = std::move(again_.front());
    again_.pop_front();
    return lease;
  }
  if (ended_ || !may_read_ahead()) return std::nullopt;
  std::optional<std::uint64_t> left;
  if (items_->size) left = *items_->size - std::min(*items_->size, read_);
  const std::uint64_t wanted = chunksize_.next(left);

  Span span{read_, 0};
  std::string request;
  put_request_head(request, spec_.fold, spec_.task, spec_.zero);
  const std::size_t count_at = request.size();
  ByteWriter(request).put(span.count);
  while (span.count < wanted) {
    item_.clear();
    ended_ = !items_->next(item_);
    if (ended_) break;
    ByteWriter(request).put(item_);
    ++span.count;
    if (spec_.chunksize == 0 && request.size() > kMostRequestBytes) break;
  }
  if (span.count == 0) return std::nullopt;
  std::memcpy(request.data() + count_at, &span.count, sizeof span.count);
  read_ += span.count;
  return open(span, std::move(request));
}

void TaskMap::settle(Piece piece) {
  done_bytes_ += piece.bytes.size();
  const std::uint64_t first = piece.span.first;
  done_.emplace(first, std::move(piece));
}

Status TaskMap::commit(const pool::Commit& commit) {
  const auto found = open_.find(commit.chunks[0]);
  if (commit.chunks.size() != 1 || found == open_.end())
    return fail(Errc::bug, "pool: a result for no chunk of this map");
  const Span span{found->first, found->second.count};
  const std::string request = std::move(found->second.request);
  open_.erase(found);

  ByteReader in({commit.bytes.data(), commit.bytes.size()});
  chunksize_.learn(span.count, std::chrono::nanoseconds(in.get<std::uint64_t>()));
  const bool failed_fold = spec_.fold && in.get<std::uint8_t>() == 0;
  if (failed_fold) return fold_failed(span, commit.bytes, request);
  settle({span, std::string(commit.bytes.data(), commit.bytes.size()), std::nullopt});
  return {};
}

/// Its sum lacks an item that failed: that one is an error, the others are folded anew.
Status TaskMap::fold_failed(Span span, pool::Bytes reply, const std::string& request) {
  ByteReader in({reply.data(), reply.size()});
  in.get<std::uint64_t>();
  in.get<std::uint8_t>();
  const std::uint64_t item = span.first + std::min(in.get<std::uint64_t>(), span.count - 1);
  const Error error = pool::get_error(in.text());
  DP_CHECK(in.finish("result"));
  settle({{item, 1}, {}, Error(error).within("item " + std::to_string(item))});
  std::vector<Span> rest;
  if (item > span.first) rest.push_back({span.first, item - span.first});
  const std::uint64_t after = span.first + span.count - item - 1;
  if (after > 0) rest.push_back({item + 1, after});
  for (pool::Lease& lease : part(span, pool::Bytes(request), rest))
    again_.push_back(std::move(lease));
  return {};
}

/// Leases for parts of the chunk `span`, whose request is `request`.
std::vector<pool::Lease> TaskMap::part(Span span, pool::Bytes request,
                                       const std::vector<Span>& into) {
  std::vector<pool::Lease> out;
  const auto chunk = read_request(request);
  if (!chunk) return out;  // we wrote it
  for (const Span piece : into) {
    std::string bytes;
    put_request_head(bytes, chunk->fold, chunk->task, chunk->zero);
    ByteWriter writer(bytes);
    writer.put(piece.count);
    for (std::uint64_t i = 0; i < piece.count; ++i)
      writer.put(chunk->items[piece.first - span.first + i]);
    out.push_back(open(piece, std::move(bytes)));
  }
  return out;
}

Result<std::vector<pool::Lease>> TaskMap::failed(std::uint64_t, const Error& error) {
  // Items report their own failures; this one is about all of them (no such task, a full
  // store).
  return fail(error);
}

Result<std::vector<pool::Lease>> TaskMap::died(pool::Lease lease, const pool::Death& death) {
  const Span span{lease.chunk, lease.items};
  open_.erase(lease.chunk);
  auto verdict = retry_.died(span, death);
  if (verdict.lost) settle({{*verdict.lost, 1}, {}, std::move(verdict.error)});
  return part(span, pool::Bytes(lease.request), verdict.again);
}

std::optional<Piece> TaskMap::take() {
  if (done_.empty()) return std::nullopt;
  const auto first = done_.begin();
  if (spec_.ordered && first->first != given_) return std::nullopt;
  Piece piece = std::move(first->second);
  done_.erase(first);
  given_ += piece.span.count;
  done_bytes_ -= piece.bytes.size();
  return piece;
}

}  // namespace dp::parallel
