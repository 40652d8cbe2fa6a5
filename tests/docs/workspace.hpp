// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "../cli/dp_process.hpp"
#include "temporary.hpp"

namespace dp::test {

/// A folder in which what the documents show can be done: the sample data of `script/dp`, the
/// pipelines of the project, script/dp itself (in place of which the dp under test is run), the
/// files of tests/docs/inputs, and logs where the documents speak of /var/log/nginx.
///
/// Errors: std::runtime_error if it cannot be made.
class Workspace {
 public:
  Workspace();

  [[nodiscard]] const TemporaryFolder& folder() const noexcept { return folder_; }
  /// A text of a document with /var/log/nginx replaced by the folder that stands for it.
  [[nodiscard]] std::string localized(std::string text) const;
  /// `dp ARGUMENTS...` here, with a log as standard input.
  [[nodiscard]] Outcome dp(const std::vector<std::string>& arguments) const;

 private:
  void copy_sources() const;
  void make_samples() const;
  void make_inputs() const;

  TemporaryFolder folder_;
};

}  // namespace dp::test
