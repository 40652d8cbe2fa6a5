// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace dp::xlsx {

/// The most columns, and rows below the header, that a sheet holds.
inline constexpr std::size_t kMostColumns = 16'384;
inline constexpr std::uint64_t kMostRows = 1'048'575;

/// Whether a sheet can have that name beside others of `names`.
/// Errors: invalid_pipeline: it is empty or longer than 31 UTF-16 units, is no UTF-8, has one of []:*?/\,
///   a control character, an apostrophe at an end or what is_numbered, is Excel's own (History), or is
///   one of `names`, where the case of letters does not count.
Status check_sheet(std::string_view name, const std::vector<std::string>& names);

}  // namespace dp::xlsx
