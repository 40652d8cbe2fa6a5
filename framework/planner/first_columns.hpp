// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>

#include "input/items.hpp"
#include "pool/pool.hpp"
#include "protocol/task_requests.hpp"

namespace dp::planner {

/// What a reader makes of the input's beginning.
struct FirstColumns {
  std::string sample;                  ///< the first bytes of the input that it was opened with
  Result<protocol::OpenReply> opened;  ///< what it says, or why there is no answer
};

/// Open the reader of `request` with the first bytes of the first input that has columns.
///
/// Passed over are inputs that are empty or blank, those in which the reader finds no columns or
/// no records (not_found), and those that it cannot read without blaming an option. If all are,
/// the first that is not blank is taken, and if all are blank, none: the sample is empty then.
/// What keeps a file from being read is found, and rejected, when it is mapped; a stream that
/// fails is lost.
/// Cost: at most 64 inputs are looked at; files of no bytes do not count.
/// Errors: those of a stream and of protocol::ask.
Result<FirstColumns> first_columns(pool::Pool& pool, const input::Items& items,
                                   protocol::OpenRequest request);

}  // namespace dp::planner
