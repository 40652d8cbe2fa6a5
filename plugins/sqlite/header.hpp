// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace dp::sqlite {

// Where a database says whether it keeps a log (WAL), for who writes and who reads it.
// Source: the SQLite database file format, "File format version numbers".
inline constexpr std::size_t kWriteVersionAt = 18, kReadVersionAt = 19;
inline constexpr char kHasNone = 1, kHasLog = 2;

}  // namespace dp::sqlite
