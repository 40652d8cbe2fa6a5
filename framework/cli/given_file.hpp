// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>

#include "pipeline/diagnostic.hpp"
#include "pipeline/model.hpp"

namespace dp::cli {

/// The text that a test of a pipeline file is given, from its file if it has one.
/// Errors: not_found, io; refused if it is larger than 64 MiB.
Result<std::string> given_text(const pipeline::TestCase& test);

/// Report the files of tests that cannot be read, at their places.
void check_given_files(const pipeline::Model& model, pipeline::Diagnostics& diagnostics);

}  // namespace dp::cli
