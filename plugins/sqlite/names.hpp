// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <dp/schema.hpp>
#include <string>
#include <string_view>

namespace dp::sqlite {

/// A name as SQL has it: in quotes.
std::string quoted_name(std::string_view name);

/// Whether SQLite takes two names for one: it does not look at the case of ASCII letters.
bool is_same_name(std::string_view a, std::string_view b) noexcept;

/// Whether a table of that name and these columns can be made.
/// Errors: invalid_pipeline, saying why not: no columns or too many, two that are one for SQLite, a
///   name that is SQLite's own.
Status check_table(std::string_view name, const Schema& schema);

/// The type that a column of the table is declared with.
const char* declared_type(Type type) noexcept;

/// CREATE TABLE of it.
std::string create_table(std::string_view name, const Schema& schema);
/// INSERT of a row into it, with a ? for each column.
std::string insert_into(std::string_view name, const Schema& schema);

}  // namespace dp::sqlite
