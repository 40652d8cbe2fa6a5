// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "pipeline/file_text.hpp"

namespace dp::pipeline {

struct Node;

enum class Severity : std::uint8_t { error, warning };

/// One mistake in a pipeline file.
struct Diagnostic {
  Severity severity = Severity::error;
  std::string file;  ///< the source's name, or what else is wrong: "--set logs"
  Mark mark;         ///< line 0: `file` as a whole
  std::string message;
  std::string hint;  ///< what to do; may be empty
};

/// Collect every mistake of one pipeline file, and show them with the lines they are on.
///
/// Law: the list is in file order, without duplicates, whatever order they were added in.
/// Lifetime: borrows the source.
class Diagnostics {
 public:
  /// More mistakes than these are counted, not shown.
  static constexpr std::size_t kShown = 50;

  explicit Diagnostics(const FileText& source) : source_(&source) {}

  void error(Mark mark, std::string message, std::string hint = {});
  void warning(Mark mark, std::string message, std::string hint = {});
  /// A mistake in `length` bytes at `offset` of a scalar's text (after its variables were put
  /// in): shown at that place in the file, or at the variable that the text came from.
  void error_within(const Node& scalar, std::size_t offset, std::size_t length,
                    std::string message, std::string hint = {});
  /// Say no more of what is at `mark`: why it is wrong has been said.
  void distrust(Mark mark) { distrusted_.push_back(mark); }
  /// A mistake that is not in the file: `where` is "--set logs".
  void error_outside(std::string where, std::string message, std::string hint = {});

  [[nodiscard]] bool has_errors() const noexcept { return errors_ != 0; }
  [[nodiscard]] std::size_t errors() const noexcept { return errors_; }
  /// Sorted by place.
  [[nodiscard]] const std::vector<Diagnostic>& list() const noexcept { return list_; }
  [[nodiscard]] const FileText& source() const noexcept { return *source_; }

  /// All of them as text: for each "file:line:column: error: message", the line, a caret line,
  /// and the hint. Columns are counted in characters. Ends with a newline; empty if none.
  [[nodiscard]] std::string render() const;
  /// The same in parts that a terminal may show in colours.
  [[nodiscard]] std::vector<StyledText> styled() const;

 private:
  void add(Diagnostic diagnostic);
  [[nodiscard]] bool is_distrusted(Mark mark) const;
  const FileText* source_;
  std::vector<Diagnostic> list_;
  std::vector<Mark> distrusted_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
};

/// One diagnostic as Diagnostics::styled() shows it.
std::vector<StyledText> styled(const Diagnostic& diagnostic, const FileText& source);

}  // namespace dp::pipeline
