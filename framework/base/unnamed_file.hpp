// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>

#include "base/fd.hpp"

namespace dp {

/// The folder of files without a name: `folder`, or if it is empty TMPDIR, or if that is empty or
/// not set /tmp.
std::string unnamed_folder(const std::string& folder = {});

/// A file without a name, to be read and written, in unnamed_folder(folder); in memory where that
/// folder cannot have one. It is gone with its last descriptor. See place_of_unnamed().
/// Errors: io, naming the folder; errno is set.
Result<Fd> create_unnamed_file(const std::string& folder = {});

}  // namespace dp
