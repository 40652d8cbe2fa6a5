// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <dp/decimal.hpp>
#include <optional>
#include <vector>

#include "group/cell.hpp"

namespace dp::group {

/// The bytes of decimals that are too long for a cell, for the rows of a block.
using DecimalRoom = std::vector<std::array<char, sizeof(Decimal)>>;

/// A decimal as a cell, as a key or value that is told from others by its number.
///
/// Shape: a byte, the scale and in its highest bit the sign, then the bytes of the coefficient,
///   lowest first and no zero after: 1 to 16 bytes. Its fraction has no zeros at its end.
/// Law: equal numbers, however written, have equal bytes.
/// Lifetime: as long as `room`, which has the bytes if they do not fit in the cell.
Cell decimal_cell(const Decimal& value, std::array<char, sizeof(Decimal)>& room) noexcept;

/// The number in a cell; nullopt if decimal_cell() never makes it.
std::optional<Decimal> decimal_of(const Cell& cell) noexcept;

/// The same, of a cell that decimal_cell() made. Precondition: it is not null.
Decimal decimal_in(const Cell& cell) noexcept;

/// The number with `scale` digits after the point, if it has fewer and there is room for them.
Decimal at_scale(const Decimal& value, int scale) noexcept;

}  // namespace dp::group
