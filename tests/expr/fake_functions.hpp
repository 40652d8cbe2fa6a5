// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/batch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "expr/function_source.hpp"

namespace dp::test {

/// Functions as plugins would give them:
///   twice(n)             an int or float, of its type; null gives null
///   country(host, lang)  "<lang>:<host>" as a string; `lang` is a constant that may be left out;
///                        a host that is null gives null
///   any(x, ...)          whether one of the bools is true
///   next_day(day)        a date
///   later(time, seconds) a timestamp; `seconds` is a float
///   fails(text)          fails for the text "bad"
///   lies(n)              an int, with a row too few
class FakeFunctions final : public expr::FunctionSource {
 public:
  FakeFunctions();
  Result<const data::TaskDescription*> find(std::string_view name) override;
  std::vector<std::string> names() override;
  Result<std::unique_ptr<expr::OpenFunction>> open(std::string_view name, const Schema& input,
                                                   const data::Value& constants) override;

  /// Rows of each call of a batch that was made, since the last forget().
  std::vector<std::size_t> calls;
  /// What the last function was opened with: "host: string; lang=de".
  std::string opened;

 private:
  std::vector<data::TaskDescription> known_;
};

}  // namespace dp::test
