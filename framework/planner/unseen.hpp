// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dp/batch.hpp>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/value.hpp"
#include "protocol/plan.hpp"

/// Columns of which no value was seen, as all are in a file that is but a header.
///
/// A reader of text takes such a column for text. Where a pipeline needs another type of it, it can have
/// that: all its values are null, and the first that is none refutes the reader's guess. So a
/// pipeline that is right about yesterday's file is right about one without records.

namespace dp::planner {

/// Where a column comes from.
struct Origin {
  std::size_t reader = 0;  ///< 0: the pipeline's; N: that of the Nth join's table
  std::string name;

  auto operator<=>(const Origin&) const = default;
};

/// The types that columns without values are given.
using AssumedTypes = std::map<Origin, Type>;

/// Whether a column has no value yet. Precondition: it comes from a reader of text.
inline bool is_unseen(const Field& field) noexcept {
  return field.guessed && field.type == Type::string;
}

/// Whether all values are text to the reader, so that a column which it guesses to be text has none.
bool reads_text(std::string_view reader) noexcept;

/// How many joins there are in a plan.
std::size_t joins_in(const protocol::Plan& plan) noexcept;

/// Names of columns.
using Names = std::vector<std::string>;

/// Which of a reader's columns that have no value the column at `place` of plan.mapped() is; nullopt: it
/// is none of them. `taken`: what each join takes, as its table calls it.
std::optional<Origin> unseen_origin(const protocol::Plan& plan, const std::vector<Names>& taken,
                                    std::size_t place);

/// The columns at `places` with the types with which `suits` is true of the schema; nullopt if there are
/// none, or too many columns to try.
std::optional<Schema> suited(Schema schema, const std::vector<std::size_t>& places,
                             const std::function<bool(const Schema&)>& suits);

/// The stages that give columns of the pipeline's reader the types that are assumed.
std::vector<protocol::Stage> assumed_stages(const Schema& have, const AssumedTypes& assumed);

/// Put the types that are assumed of the `number`th join's table into its reader's options.
void assume_in_table(const AssumedTypes& assumed, std::size_t number, data::Value& options);

}  // namespace dp::planner
