// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <string>
#include <vector>

#include "pipeline/file_text.hpp"

namespace dp::run {

/// What came where a test of a pipeline file expects something else.
struct Unexpected {
  std::size_t test = 0;   ///< its place under `tests`
  std::string reduction;  ///< whose result it is; empty: the records
  std::string rows;       ///< a JSON object per line, as the writer ndjson gives them
};

/// A pipeline file's text in which tests expect what came.
struct Update {
  /// Whole lines that are written anew.
  struct Change {
    std::uint32_t line = 0;  ///< of the first, in the text before
    std::string before;
    std::string after;
  };
  std::string text;
  std::vector<Change> changes;
};

/// Let tests expect what came.
///
/// Law: only values under `expect` and `results` differ then, and compare_rows finds no difference
///   any more. Of rows that stay, only values that differ are written anew, so that comments and
///   layout stay; where there are more or fewer rows, their list is, with the columns that it had
///   (all that came, if it had none).
/// Errors: refused: a value that comes from a variable or an alias, a column that does not exist, or
///   a text that cannot be followed; then nothing is to be written.
Result<Update> update_expectations(const pipeline::FileText& source,
                                   const std::vector<Unexpected>& unexpected);

}  // namespace dp::run
