// SPDX-License-Identifier: Apache-2.0
#include "pool/map_job.hpp"

#include <algorithm>
#include <cstring>

#include "base/bytes.hpp"
#include "pool/message.hpp"
#include "pool/tasks.hpp"

namespace dp::pool {
namespace {

constexpr std::uint64_t kLeastWindow = 4096;  ///< items
constexpr std::uint64_t kChunksAhead = 8;     ///< a worker
constexpr std::uint64_t kMostBytesDone = 64 << 20;
constexpr std::uint64_t kMostRequestBytes = 256 << 10;

}  // namespace

MapJob::MapJob(Plan plan, std::unique_ptr<detail::Items> items)
    : plan_(std::move(plan)),
      items_(std::move(items)),
      chunksize_(plan_.chunksize, plan_.workers) {}

Lease MapJob::open(Span span, std::string request) {
  Lease lease;
  lease.chunk = span.first;
  lease.items = span.count;
  lease.request = std::move(request);
  open_[span.first] = {span.count, plan_.fold ? lease.request : std::string()};
  return lease;
}

bool MapJob::may_read_ahead() const {
  const std::uint64_t window =
      std::max(kLeastWindow, kChunksAhead * plan_.workers * chunksize_.next(std::nullopt));
  return read_ - given_ < window && done_bytes_ < kMostBytesDone;
}

std::optional<Lease> MapJob::next() {
  if (!again_.empty()) {
    Lease lease = std::move(again_.front());
    again_.pop_front();
    return lease;
  }
  if (ended_ || !may_read_ahead()) return std::nullopt;
  std::optional<std::uint64_t> left;
  if (items_->size) left = *items_->size - std::min(*items_->size, read_);
  const std::uint64_t wanted = chunksize_.next(left);

  Span span{read_, 0};
  std::string request;
  put_request_head(request, plan_.fold, plan_.task, plan_.zero);
  const std::size_t count_at = request.size();
  ByteWriter(request).put(span.count);
  while (span.count < wanted) {
    item_.clear();
    ended_ = !items_->next(item_);
    if (ended_) break;
    ByteWriter(request).put(item_);
    ++span.count;
    if (plan_.chunksize == 0 && request.size() > kMostRequestBytes) break;
  }
  if (span.count == 0) return std::nullopt;
  std::memcpy(request.data() + count_at, &span.count, sizeof span.count);
  read_ += span.count;
  return open(span, std::move(request));
}

void MapJob::settle(Piece piece) {
  done_bytes_ += piece.bytes.size();
  const std::uint64_t first = piece.span.first;
  done_.emplace(first, std::move(piece));
}

Status MapJob::commit(const Commit& commit) {
  const auto found = open_.find(commit.chunks[0]);
  if (commit.chunks.size() != 1 || found == open_.end())
    return fail(Errc::bug, "pool: a result for no chunk of this map");
  const Span span{found->first, found->second.count};
  const std::string request = std::move(found->second.request);
  open_.erase(found);

  ByteReader in({commit.bytes.data(), commit.bytes.size()});
  chunksize_.learn(span.count, std::chrono::nanoseconds(in.get<std::uint64_t>()));
  const bool failed_fold = plan_.fold && in.get<std::uint8_t>() == 0;
  if (failed_fold) return fold_failed(span, commit.bytes, request);
  settle({span, std::string(commit.bytes.data(), commit.bytes.size()), std::nullopt});
  return {};
}

/// Its sum lacks an item that failed: that one is set aside, the others are folded anew.
Status MapJob::fold_failed(Span span, Bytes reply, const std::string& request) {
  ByteReader in({reply.data(), reply.size()});
  in.get<std::uint64_t>();
  in.get<std::uint8_t>();
  const std::uint64_t item = span.first + std::min(in.get<std::uint64_t>(), span.count - 1);
  const Error error = get_error(in.text());
  DP_CHECK(in.finish("result"));
  settle({{item, 1}, {}, Error(error).within("item " + std::to_string(item))});
  std::vector<Span> rest;
  if (item > span.first) rest.push_back({span.first, item - span.first});
  const std::uint64_t behind = span.first + span.count - item - 1;
  if (behind > 0) rest.push_back({item + 1, behind});
  for (Lease& lease : part(span, Bytes(request), rest)) again_.push_back(std::move(lease));
  return {};
}

/// Leases for parts of the chunk `span`, whose request is `request`.
std::vector<Lease> MapJob::part(Span span, Bytes request, const std::vector<Span>& into) {
  std::vector<Lease> out;
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

Result<std::vector<Lease>> MapJob::failed(std::uint64_t, const Error& error) {
  // Items report their own failures; this one is about all of them (no such task, a full
  // store).
  return fail(error);
}

Result<std::vector<Lease>> MapJob::died(Lease lease, const Death& death) {
  const Span span{lease.chunk, lease.items};
  open_.erase(lease.chunk);
  auto verdict = retry_.died(span, death);
  if (verdict.lost) settle({{*verdict.lost, 1}, {}, std::move(verdict.error)});
  return part(span, Bytes(lease.request), verdict.again);
}

std::optional<Piece> MapJob::take() {
  if (done_.empty()) return std::nullopt;
  const auto first = done_.begin();
  if (plan_.ordered && first->first != given_) return std::nullopt;
  Piece piece = std::move(first->second);
  done_.erase(first);
  given_ += piece.span.count;
  done_bytes_ -= piece.bytes.size();
  return piece;
}

}  // namespace dp::pool
