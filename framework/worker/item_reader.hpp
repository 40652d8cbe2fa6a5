// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "input/line_slicer.hpp"
#include "input/record_slicer.hpp"
#include "input/source.hpp"
#include "plugin/instance.hpp"
#include "pool/worker.hpp"
#include "protocol/plan.hpp"
#include "protocol/slice.hpp"
#include "worker/libraries.hpp"
#include "worker/links.hpp"
#include "worker/record_bytes.hpp"
#include "worker/whole_item.hpp"

namespace dp::worker {

/// The slice's item, as tasks see it. Lifetime: that of the slice and the head.
dp_item item_of(const protocol::Slice& slice, std::string_view head) noexcept;

/// The plan's reader at work: slices of items in, its batches out through the outlet.
///
/// Lifetime: borrows all that it is made from.
/// Threads: one.
class ItemReader {
 public:
  /// Open all tasks of the chain anew, this reader's too: a call that failed may have spoiled
  /// them.
  using Renew = std::function<Status()>;

  ItemReader(const protocol::Plan& plan, Libraries& libraries, EndLink& end, Outlet& outlet,
             CallTracker& calls, Renew renew);

  /// Open the reader, anew if it is open.
  Status open();
  /// Read a slice. See Chain::run.
  Status run(const protocol::Slice& slice, std::uint64_t item_in_chunk, bool careful,
             pool::WorkerContext& context);
  /// See Chain::cut.
  Result<protocol::RecordBounds> cut(const protocol::Slice& slice,
                                     pool::WorkerContext& context);
  /// See Chain::show.
  Result<protocol::RecordText> show(const protocol::Slice& slice, pool::WorkerContext& context);

 private:
  Status read(const protocol::Slice& slice, const input::LineSlicer::Block& block);
  Status read_whole(const protocol::Slice& slice);
  Status read_fitting(const protocol::Slice& slice, const input::LineSlicer::Block& block);
  bool reject_unfit(const input::LineSlicer::Block& line);
  void reject(std::uint64_t offset, std::string_view raw, std::string_view reason,
              std::uint64_t bytes, std::uint64_t lines = 1);
  Status read_lines(const protocol::Slice& slice, std::uint64_t item_in_chunk, bool careful,
                    pool::WorkerContext& context);
  Status read_line_by_line(const protocol::Slice& slice, const input::LineSlicer::Block& block,
                           std::uint64_t item_in_chunk, pool::WorkerContext& context);
  Status read_one(const protocol::Slice& slice, const input::LineSlicer::Block& line);
  Status read_records(const protocol::Slice& slice, std::uint64_t item_in_chunk, bool careful,
                      pool::WorkerContext& context);
  Status open_records(const protocol::Slice& slice);
  Result<RecordBytes> first_line(const protocol::Slice& slice);
  Result<RecordBytes> first_record(const protocol::Slice& slice);
  Status pass_first(const protocol::Slice& slice);
  Result<std::uint64_t> read_block(const protocol::Slice& slice,
                                   const input::RecordSlicer::Block& block);
  Result<std::uint64_t> read_record(const protocol::Slice& slice,
                                    const input::RecordSlicer::Block& block);
  [[nodiscard]] dp_input input_of(const protocol::Slice& slice,
                                  const input::RecordSlicer::Block& block);
  Result<plugin::Skipped> skip(const dp_input& input);
  [[nodiscard]] plugin::Skipped first_of(const dp_input& input);
  Result<plugin::ReaderInstance> open_reader(std::span<const std::uint8_t> used);

  const protocol::Plan* plan_;
  Libraries* libraries_;
  EndLink* end_;
  Outlet* outlet_;
  TaskCall call_;  ///< any of the reader's
  Renew renew_;
  std::optional<plugin::ReaderInstance> reader_;
  std::optional<plugin::ReaderInstance>
      scout_;  ///< a reader that is asked only where records begin
  input::LineSlicer slicer_;
  input::RecordSlicer records_;
  dp_item item_{};  ///< of the last input_of()
  WholeItem whole_;
};

}  // namespace dp::worker
