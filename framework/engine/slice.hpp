// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "engine/source.hpp"

namespace dp::engine {

/// The end of a slice whose item's (unpacked) size is not known.
inline constexpr std::uint64_t kWholeItem = ~std::uint64_t{0};

/// An item, or a part of one, for a worker to read.
struct Slice {
  std::uint64_t item = 0;  ///< its place in the run's input
  std::string name;        ///< what users call it
  std::string path;        ///< what to open
  FileStamp stamp;
  Packing packing = Packing::plain;
  std::uint64_t begin = 0;
  std::uint64_t end = kWholeItem;  ///< of a plain file; kWholeItem: to the end
  // Of items that are cut by records:
  bool exact = true;  ///< a record begins at `begin`; false: the first behind it is to be found
  std::uint64_t careful_end = kWholeItem;  ///< where careful reading ends
  bool past_first = false;  ///< the first record is passed over: it was set aside
};

}  // namespace dp::engine
