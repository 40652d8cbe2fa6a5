// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <dp/detail/tasks.hpp>
#include <map>
#include <memory>
#include <unordered_map>

#include "parallel/chunksize.hpp"
#include "parallel/item_retry.hpp"
#include "pool/job.hpp"

namespace dp::parallel {

/// Results of consecutive items.
struct Piece {
  Span span;
  std::string bytes;           ///< a TaskHandler's reply
  std::optional<Error> error;  ///< in place of bytes, for one item
};

/// A map or reduce as a job: items in, pieces of results out.
///
/// Law: the pieces cover every item once. Items are taken from their range only as far ahead of
///   what was taken out as a window allows, so memory is bounded for any number of items.
class TaskMap final : public pool::Job {
 public:
  struct Spec {
    bool fold = false;
    bool ordered = true;
    std::string task, zero;
    std::uint64_t chunksize = 0;
    unsigned workers = 1;
  };
  TaskMap(Spec spec, std::unique_ptr<detail::Items> items);

  std::optional<pool::Lease> next() override;
  Status commit(const pool::Commit& commit) override;
  Result<std::vector<pool::Lease>> failed(std::uint64_t chunk, const Error& error) override;
  Result<std::vector<pool::Lease>> died(pool::Lease lease, const pool::Death& death) override;

  /// The next piece to be handed out, if it is there.
  std::optional<Piece> take();
  /// All pieces are there.
  [[nodiscard]] bool finished() const { return ended_ && open_.empty() && again_.empty(); }

 private:
  struct Open {
    std::uint64_t count = 0;
    std::string request;  ///< of a fold, which may have to be split after it came back
  };

  pool::Lease open(Span span, std::string request);
  std::vector<pool::Lease> part(Span span, pool::Bytes request, const std::vector<Span>& into);
  void settle(Piece piece);
  Status fold_failed(Span span, pool::Bytes reply, const std::string& request);
  [[nodiscard]] bool may_read_ahead() const;

  Spec spec_;
  std::unique_ptr<detail::Items> items_;
  Chunksize chunksize_;
  ItemRetry retry_;
  std::uint64_t read_ = 0;   ///< items taken from the range
  std::uint64_t given_ = 0;  ///< items handed out; in order, also where the next piece begins
  bool ended_ = false;
  std::unordered_map<std::uint64_t, Open> open_;  ///< leased, by first item
  std::map<std::uint64_t, Piece> done_;           ///< by first item
  std::uint64_t done_bytes_ = 0;
  std::deque<pool::Lease> again_;
  std::string item_;  ///< reused
};

}  // namespace dp::parallel
