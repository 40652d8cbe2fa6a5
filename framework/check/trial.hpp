// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/batch.hpp>
#include <dp/result.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check/rows.hpp"
#include "protocol/plan.hpp"

namespace dp::check {

/// A task, with the options and columns that it is tried with.
struct Subject {
  dp_role role = DP_STEP;
  std::uint32_t traits = 0;
  protocol::TaskUse use;
  Schema input;        ///< of steps, reducers and writers; a reader's rows are its lines
  std::string sample;  ///< reader: dp_context::sample

  static constexpr auto kFields = std::tuple(&Subject::role, &Subject::traits, &Subject::use,
                                             &Subject::input, &Subject::sample);
};

/// One try of a task's laws: rows, which of three parts each belongs to, and a seed for all
/// other choices (batches, orders, projections).
struct Trial {
  Subject subject;
  Rows rows;
  std::vector<std::uint8_t> parts;  ///< one number per row, 0 to 2, rising
  std::uint64_t seed = 0;

  static constexpr auto kFields =
      std::tuple(&Trial::subject, &Trial::rows, &Trial::parts, &Trial::seed);
  [[nodiscard]] bool valid() const noexcept { return parts.size() == rows.size(); }
};

/// A law that was broken, and how that showed.
struct Fault {
  std::string law;
  std::string detail;
  bool general = false;  ///< a more particular law may say better what is wrong

  static constexpr auto kFields = std::tuple(&Fault::law, &Fault::detail, &Fault::general);
};

/// What a trial showed.
struct Verdict {
  std::string refused;  ///< the task would not take these rows at all: why
  std::optional<Fault> fault;
  std::uint64_t rows = 0;     ///< that the task gave
  std::uint64_t rejects = 0;  ///< that it rejected

  static constexpr auto kFields =
      std::tuple(&Verdict::refused, &Verdict::fault, &Verdict::rows, &Verdict::rejects);
};

/// The first byte of a request that is a trial; protocol::RequestKind counts from 1.
inline constexpr std::uint8_t kAskTrial = 0x80;

/// The calls of plugin code, as Death::place names the one that was under way.
enum class Call : std::uint8_t {
  none,
  open,
  need,
  start,
  read,
  skip,
  find,
  process,
  call,
  update,
  save,
  combine,
  combine_damaged,
  trim,
  bounds,
  save_ranges,
  finalize,
  size,
  reset,
  begin,
  section,
  write,
  end
};
std::string_view call_name(Call call) noexcept;

std::string ask_trial(const Trial& trial);
Result<Trial> read_trial(std::string_view bytes);
std::string write_verdict(const Verdict& verdict);
Result<Verdict> read_verdict(std::string_view bytes);

}  // namespace dp::check
