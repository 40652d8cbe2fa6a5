// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <functional>
#include <optional>
#include <vector>

#include "engine/cutter.hpp"
#include "engine/libraries.hpp"
#include "engine/links.hpp"
#include "engine/plan.hpp"
#include "engine/record_slicer.hpp"
#include "engine/slicer.hpp"
#include "plugin/instance.hpp"
#include "pool/worker.hpp"

namespace dp::engine {

/// The plan's reader at work: slices of items in, its batches out through the outlet.
///
/// Lifetime: borrows all that it is made from.
/// Threads: one.
class ItemReader {
 public:
  /// Open all tasks of the chain anew, this reader's too: a call that failed may have spoiled
  /// them.
  using Renew = std::function<Status()>;

  ItemReader(const Plan& plan, Libraries& libraries, EndLink& end, Outlet& outlet, Renew renew);

  /// Open the reader, anew if it is open.
  Status open();
  /// Read a slice. See Chain::run.
  Status run(const Slice& slice, std::uint64_t item_in_chunk, bool careful, pool::Desk& desk);
  /// See Chain::cut.
  Result<Cutter::Answer> cut(const Slice& slice);

 private:
  Status read(const Slice& slice, const LineSlicer::Block& block);
  Status read_lines(const Slice& slice, std::uint64_t item_in_chunk, bool careful,
                    pool::Desk& desk);
  Status read_line_by_line(const Slice& slice, const LineSlicer::Block& block,
                           std::uint64_t item_in_chunk, pool::Desk& desk);
  Status read_one(const Slice& slice, const LineSlicer::Block& line);
  Status read_records(const Slice& slice, std::uint64_t item_in_chunk, bool careful,
                      pool::Desk& desk);
  Status pass_first(const Slice& slice);
  Result<std::uint64_t> read_block(const Slice& slice, const RecordSlicer::Block& block);
  Result<std::uint64_t> read_record(const Slice& slice, const RecordSlicer::Block& block);
  [[nodiscard]] dp_input input_of(const Slice& slice, const RecordSlicer::Block& block) const;
  Result<std::uint64_t> skip(const dp_input& input);
  [[nodiscard]] std::uint64_t size_of_record(const dp_input& input);
  Result<plugin::Instance> open_reader();

  const Plan* plan_;
  Libraries* libraries_;
  EndLink* end_;
  Outlet* outlet_;
  Renew renew_;
  std::optional<plugin::Instance> reader_;
  std::optional<plugin::Instance> scout_;  ///< a reader that is asked only where records begin
  LineSlicer slicer_;
  RecordSlicer records_;
  std::vector<char> whole_;
};

}  // namespace dp::engine
