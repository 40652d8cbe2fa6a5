// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>
#include <string_view>

namespace dp::thumbnail {

/// Whom a thumbnail is for: what one run writes for one picture belongs to that, and no other record
/// of the run may write the same file.
struct Owner {
  std::string run;      ///< which run of dp this is; no newline
  std::string step;     ///< which of its steps, by its options; no newline
  std::string picture;  ///< the path
};

/// This process's run: all its workers are children of one process.
std::string this_run();

/// Say whom an open file is for, in an extended attribute of it. A file system that has none does
/// not know, and then nobody is refused.
void set_owner(int file, const Owner& owner) noexcept;

/// Whether an open file may be written, or kept, for `owner`: it is of an earlier run, or of this
/// record.
/// Errors: refused, naming both pictures.
Status check_owner(int file, const std::string& path, const Owner& owner);

}  // namespace dp::thumbnail
