// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace dp::test {

/// An access log of `lines` lines in combined format, made up from `seed`; every `bad`th line
/// is not one of an access log (0: none is).
std::string access_log(std::uint64_t seed, std::size_t lines, std::size_t bad = 0);

/// The pipeline that most of these tests run, over `input` ("*.log").
std::string statistics_pipeline(const std::string& input);

}  // namespace dp::test
