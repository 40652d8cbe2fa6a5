// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dp/result.hpp>
#include <string>
#include <vector>

#include "input/items.hpp"
#include "planner/trials.hpp"

namespace dp::planner {

/// How an input is to be read, as far as its beginning tells.
struct Sniffed {
  std::string reader;    ///< "csv"
  OptionTexts options;   ///< that it needs, in the order in which they are to be written
  Schema columns;        ///< that it has then
  std::string encoding;  ///< of the input, if it has to be said
  std::vector<std::string> remarks;  ///< what is not sure, or looks odd; one line each
  std::string item;                  ///< which of the input's files was looked at
  std::size_t bytes = 0;             ///< how much of it
  bool whole = false;                ///< that is all of it
};

/// Find out which reader an input is for, and with which options.
///
/// Of the first input that is not blank the first bytes are looked at. What its format is, is
/// guessed here; which options fit is tried with the reader itself, in a worker. Others are
/// only compared with it.
/// Law: what is found depends on the input's bytes and names alone.
/// Errors: not_found, if nothing of the input can be read, or it has a format that no reader
///   takes; those of Catalog::find and of pool::Pool::run.
Result<Sniffed> sniff(pool::Pool& pool, Catalog& catalog, const input::Items& items);

/// The options of the reader csv that fit a sample of CSV: its reader, options, columns and
/// remarks.
/// Errors: as sniff.
Result<Sniffed> sniff_csv(Trials& trials);

}  // namespace dp::planner
