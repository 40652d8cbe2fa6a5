// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/batch.hpp>
#include <dp/result.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "expr/evaluator.hpp"
#include "expr/row_filter.hpp"
#include "protocol/plan.hpp"

namespace dp::worker {

/// Shares the rows of batches out among files whose paths have columns in them.
///
/// Law: rows of one file keep their order. A value is a part of a name, whatever is in it: `/`, `%`,
///   control characters and a dot in front become %XX, null is `%null`, the empty text is `%empty`, and what is
///   very long ends in `%h` and its hash. So different values make different names.
/// Threads: one instance belongs to one worker.
class Partitioner {
 public:
  /// Writes the rows of a batch.
  using Write = std::function<Status(const dp_batch&)>;

  /// Errors: corrupt, if the parts do not fit the schema.
  static Result<std::unique_ptr<Partitioner>> make(const std::vector<protocol::PathPart>& parts,
                                                   const Schema& schema);

  /// Append to `text` a PathFrame for each file that rows of the batch go to, of what `write`
  /// appends to it. Errors: those of `write`, and of the evaluator.
  Status write(const dp_batch& batch, std::string& text, const Write& write);

 private:
  struct Part {
    std::string text;
    std::unique_ptr<expr::Evaluator> value;  ///< of a column
  };
  Partitioner(std::vector<Part> parts, const Schema& schema);
  Status share_out(const BatchView& batch);
  void add_value(const ArrowArray& values, std::uint32_t row);

  std::vector<Part> parts_;
  std::size_t most_bytes_;  ///< of a value in a name
  expr::RowFilter filter_;
  std::map<std::string, std::vector<std::uint32_t>, std::less<>> rows_;  ///< by path
  std::string path_;
};

/// Append a value as a part of a name that may take so many bytes.
void append_name_part(std::string& name, std::string_view value, std::size_t most_bytes);

}  // namespace dp::worker
