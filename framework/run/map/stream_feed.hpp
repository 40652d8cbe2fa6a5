// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <optional>

#include "pool/job.hpp"
#include "run/map/chunker.hpp"
#include "run/map/lease_maker.hpp"
#include "run/map/map_results.hpp"
#include "run/map/stream_cutter.hpp"
#include "run/map/work_table.hpp"

namespace dp::run {

/// Leases what comes of the stream that is read now. What comes after it in the input waits for
/// its end.
/// Lifetime: borrows all that it is given.
class StreamFeed {
 public:
  StreamFeed(const MapResults::Into& into, WorkTable& table, MapResults& results,
             LeaseMaker& leases)
      : into_(into), table_(&table), results_(&results), leases_(&leases) {}

  /// Read that stream now. Only when none is active.
  void begin(const StreamToCut& stream);
  /// There is a stream with something left to lease, or one that could not be read.
  [[nodiscard]] bool active() const noexcept { return cutter_.has_value(); }
  /// The next lease of what has come, if there is any.
  std::optional<pool::Lease> next();

  /// The item is the stream that is read now.
  [[nodiscard]] bool reads(std::uint64_t item) const noexcept {
    return cutter_ && cutter_->item() == item;
  }
  /// Of a question about it: the answer, or that there is none.
  void answer(const protocol::RecordBounds& bounds) { cutter_->answer(bounds); }
  void stop_asking() noexcept { cutter_->stop_asking(); }

  /// See pool::Job.
  [[nodiscard]] bool waits() const noexcept;
  [[nodiscard]] int awaits() const;
  /// Called now and then.
  void tick() noexcept;

  /// Why a stream could not be read to its end. Nothing is leased after that.
  [[nodiscard]] const Status& status() const noexcept { return status_; }

 private:
  std::optional<pool::Lease> take();
  Status end();

  MapResults::Into into_;
  WorkTable* table_;
  MapResults* results_;
  LeaseMaker* leases_;
  std::optional<StreamCutter> cutter_;
  Status status_;
};

}  // namespace dp::run
