// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>

#include "input/items.hpp"
#include "pipeline/model.hpp"
#include "protocol/slice.hpp"

namespace dp::input {

/// Whether the encoding that the input names is known; a mistake goes to `diagnostics`.
void check_encoding(const pipeline::Input& input, pipeline::Diagnostics& diagnostics);

/// What the input says of the encoding of its files; nothing, if it is not known.
protocol::TextEncoding encoding_asked(const pipeline::Input& input);

/// Have what can only be read from its beginning on be read in one piece, and not as it comes.
/// Errors: as wait_for_streams.
Status keep_whole(const protocol::TextEncoding& asked, Items& items);

/// The first `most` bytes of an item, or all, as UTF-8 that readers are given; none if it cannot be
/// read. Of a stream so many are waited for. Errors: those of a stream.
Result<std::string> beginning_of(const Item& item, std::size_t most);

}  // namespace dp::input
