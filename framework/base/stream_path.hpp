// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <optional>
#include <string>

#include "base/fd.hpp"

namespace dp {

/// The descriptor of this process that a path stands for: 1 for /dev/stdout, 63 for /dev/fd/63
/// and /proc/self/fd/63, and the same for a link to one of these. Nullopt: the path of a file.
std::optional<int> descriptor_named(const std::string& path);

/// The path is written and read in the order in which bytes go, as the shell does it: it stands
/// for a descriptor, or is a FIFO or a character device. What is there is neither replaced nor
/// cut at offsets.
bool is_stream(const std::string& path);

/// Which way the bytes of a stream go.
enum class Flow { in, out };

/// Whether open_stream() would open the path, as far as can be told without opening it.
/// Errors: refused, saying why: a descriptor that was not given to this process, or goes the
///   other way; no right to use the file.
Status check_stream(const std::string& path, Flow flow);

/// Open a stream. A descriptor is duplicated, so that its bytes go to where its owner stands: at
/// the end of a file that the shell opened with `>>`. A FIFO to be written is waited for until
/// it has a reader; one to be read is not waited for: poll it before each read.
/// Errors: as check_stream; io.
Result<Fd> open_stream(const std::string& path, Flow flow);

}  // namespace dp
