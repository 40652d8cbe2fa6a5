// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "run/progress.hpp"

namespace dp::report {

/// The share of the run that is done, 0 to 1. Law: 1 only once all is done; 0 while how much there is
/// to do is not known.
double share_done(const run::Progress& progress) noexcept;

/// One line for a terminal of `width` columns, never longer: name, bar, percent, rates, ETA,
/// records rejected, restarts. Figures go before the line is too long.
std::string bar_line(std::string_view name, const run::Progress& progress, std::size_t width);

/// One line for a log: the same figures, no bar.
std::string plain_line(std::string_view name, const run::Progress& progress);

/// One JSON object, without a newline.
std::string json_line(std::string_view name, const run::Progress& progress);

}  // namespace dp::report
