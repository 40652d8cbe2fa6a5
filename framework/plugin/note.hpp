// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <dp/result.hpp>
#include <string>

namespace dp::plugin {

/// Read the ELF note that says what plugin ABI a library was built for, without loading it: no
/// code of the library runs.
/// Errors: not_found, io; invalid_plugin when it is not a shared library for this machine, has
///   no dp note, or one that is damaged.
/// Source: ELF-64 object file format, "Note Section".
Result<dp_plugin_note> read_note(const std::string& path);

/// Check that this dp can load what the note describes: the major version is the same. A newer
/// minor version is no hindrance by itself: each task says what it needs (see read_tables).
/// Errors: invalid_plugin, naming both major versions and what to do.
Status check_note(const dp_plugin_note& note);

}  // namespace dp::plugin
