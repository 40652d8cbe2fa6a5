// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/request.hpp"

namespace dp::protocol {

/// What refuted a reader's guess of a column, and where it stands first.
struct Witness {
  std::string column;
  std::optional<std::string> value;  ///< as it is shown; nullopt: the column was not known
  std::uint64_t item = 0;
  std::uint64_t offset = 0;

  bool operator==(const Witness&) const = default;
  static constexpr auto kFields =
      std::tuple(&Witness::column, &Witness::value, &Witness::item, &Witness::offset);
};

/// What a reader learned of all of the input.
struct Knowledge {
  std::string bytes;  ///< what it is opened with
  std::vector<Witness> witnesses;

  static constexpr auto kFields = std::tuple(&Knowledge::bytes, &Knowledge::witnesses);
};

/// Join what the plan's first reduction, which is the knowledge of its reader, saved in the map.
struct JoinRequest {
  static constexpr auto kKind = RequestKind::join;
  static constexpr std::string_view kName = "join";
  using Reply = Knowledge;

  pool::StoreRange plan;
  std::vector<pool::StoreRange> partials;

  static constexpr auto kFields = std::tuple(&JoinRequest::plan, &JoinRequest::partials);
};

/// The message of a call that failed with Errc::refuted, as a worker tells it.
struct Refutation {
  std::uint64_t item = 0;
  std::uint64_t offset = 0;
  std::string reason;

  static constexpr auto kFields =
      std::tuple(&Refutation::item, &Refutation::offset, &Refutation::reason);
};

}  // namespace dp::protocol
