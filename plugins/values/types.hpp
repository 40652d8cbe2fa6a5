// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <cstdint>
#include <dp/task.hpp>
#include <string>
#include <vector>

#include "values/parse.hpp"

namespace dp::values {

/// The option by which users give columns their types, the same in all readers.
inline constexpr dp_option kTypesOption = {
    "types",
    DP_OPTION_STRING,
    DP_OPTION_MAP,
    "{}",
    "Types of columns by name; those of the others are guessed.",
    kTypeWords,
    0,
    0};

/// The words of an option `columns` that may stand in place of a map of paths.
inline constexpr const char* kColumnWords = "union|first|strict";

/// What becomes of what a record has besides the columns of the first ones.
enum class Others : std::uint8_t {
  join,   ///< it is a column, too
  leave,  ///< it is left out, and told
  reject  ///< the record is rejected, as one that lacks some is
};

/// What the option `columns` says of that; `join`, if it names the columns.
Others others_option(const Context& context);

/// The names that the option has, in its order.
std::vector<std::string> names_in_types(const Context& context);

/// Give columns the types that the option has for them; `auto` leaves a type as it was guessed.
///
/// Law: where no column is known, since the first input is empty, no name is refused.
/// Errors: invalid_pipeline, naming the option and what columns there are, if a name is none.
Status give_types(const Context& context, Schema& columns);

/// The words that the option takes.
std::vector<std::string> type_words();

/// Whether `text` is a word that the option takes.
bool is_type_word(std::string_view text);

/// The failure of the option `columns` where a column's path is `word`, a type, and no record of
/// the sample has such a part. `part`: what parts are called; `path`: how its path is written.
Status type_in_place_of_path(const Context& context, std::string_view column,
                             std::string_view word, std::string_view part,
                             std::string_view path);

}  // namespace dp::values
