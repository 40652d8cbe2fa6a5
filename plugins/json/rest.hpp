// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/task.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "json/layout.hpp"
#include "json/member_table.hpp"

namespace dp::json {

/// Tells of members of records that are left out: of each name once a call, with the number of records.
///
/// Threads: one instance belongs to one worker.
class Rest {
 public:
  /// Lifetime: borrows the layout.
  explicit Rest(const Layout& layout) : layout_(layout) {}

  /// Begin a call.
  void begin();
  /// Note what is left out of a record that is right. `offset`: where it begins in the item.
  /// Precondition: DP_PADDING bytes past the record are readable.
  void see(std::string_view record, std::uint64_t offset);
  /// Tell what was noted.
  Status flush(Output& out);

 private:
  struct Left {
    std::uint64_t offset = 0;  ///< of the first record
    std::uint64_t records = 0;
  };
  const Layout& layout_;
  std::optional<MemberTable> table_;
  std::map<std::string, Left> left_;
};

}  // namespace dp::json
