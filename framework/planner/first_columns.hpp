// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dp/result.hpp>
#include <string>
#include <string_view>

#include "input/items.hpp"
#include "input/record_slicer.hpp"
#include "pool/pool.hpp"
#include "protocol/task_requests.hpp"

namespace dp::planner {

/// The most bytes of an input that a reader is shown to tell its columns: those of one record.
inline constexpr std::size_t kMostSample = input::RecordSlicer::kMaxRecord;

/// How many inputs are looked at, at most.
inline constexpr int kMostSampled = 64;

/// The first bytes of an item (DP_HEAD_BYTES); none if it cannot be read. Errors: those of a stream.
Result<std::string> sample_of(const input::Item& item);

/// Whether there is nothing in `text` but white space, after a byte order mark.
bool is_blank(std::string_view text) noexcept;

/// What a reader makes of the input's beginning.
struct FirstColumns {
  std::string sample;                  ///< the first bytes of the input that it was opened with
  bool sample_cut = false;             ///< that input has more
  Result<protocol::OpenReply> opened;  ///< what it says, or why there is no answer
  /// If no input had any bytes: what is wrong with one that is compressed.
  std::string damage = {};
};

/// Open the reader of `request` with the first bytes of the first input that has columns.
///
/// A reader that cannot tell its columns from DP_HEAD_BYTES is shown more, up to kMostSample.
/// Passed over are inputs that are empty or blank, those in which the reader finds no columns or
/// no records (not_found), and those that it cannot read without blaming an option. If all are,
/// the first that is not blank is taken, and if all are blank, none: the sample is empty then.
/// What keeps a file from being read is found, and rejected, when it is mapped; a stream that
/// fails is lost.
/// Cost: at most kMostSampled inputs are looked at; files of no bytes do not count.
/// Errors: those of a stream and of protocol::ask.
Result<FirstColumns> first_columns(pool::Pool& pool, const input::Items& items,
                                   protocol::OpenRequest request);

}  // namespace dp::planner
