// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "input/item_buffer.hpp"
#include "plugin/instance.hpp"
#include "protocol/map_requests.hpp"

namespace dp::worker {

/// A record in the data of a block.
struct RecordBytes {
  std::string_view all;   ///< what is consumed with it
  std::string_view kept;  ///< of that, what is the record's: no line ends around it

  /// How many bytes of `all` come before what is kept.
  [[nodiscard]] std::uint64_t before() const noexcept {
    return static_cast<std::uint64_t>(kept.data() - all.data());
  }
  /// Line ends in all of it.
  [[nodiscard]] std::uint64_t lines() const noexcept;
};

/// What is told of a record: its own bytes, of which those in `buffer` were made.
protocol::RecordText text_of(const RecordBytes& record, const input::ItemBuffer& buffer);

/// The record that a reader tells of. Precondition: it lies in `data`.
RecordBytes record_in(std::string_view data, const plugin::Skipped& record) noexcept;
/// The first line, as a record. Where a reader cannot say more, that is one.
plugin::Skipped line_in(std::string_view data) noexcept;

}  // namespace dp::worker
