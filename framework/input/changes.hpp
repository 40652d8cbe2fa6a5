// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "input/items.hpp"

namespace dp::input {

/// What is remembered of an open file, so that a change of what it held can be seen: a hash of its
/// first and, if it is longer, of its last bytes, up to `size`. 0 where they cannot be read.
std::uint64_t hash_of_ends(int descriptor, std::uint64_t size);

/// The first item whose file was written over since it was looked at: its times differ and its
/// size does not, or it is shorter, or it has grown and its old ends are not there any more. What
/// only grew (a log), and what took the name of another file, is not. nullptr: none.
/// Cost: a stat of each item's file. Law: a file that cannot be looked at now was not written over.
const Item* find_rewritten(const Items& items);

/// Whether the item's name is still that of the file that was looked at, or the item is no file of
/// that kind (a stream, a text).
[[nodiscard]] bool is_there(const Item& item);

}  // namespace dp::input
