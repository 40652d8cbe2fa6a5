// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "json/path.hpp"
#include "json/value.hpp"
#include "json/walker.hpp"

namespace dp::json {

/// Numbers what the values of records are called (see members.hpp), from 0 on, and reads records by
/// these numbers.
///
/// Law: of values of one name in a record the last counts, if nobody says otherwise.
/// Cost: of a record that of its own bytes, however many names there are.
/// Threads: one instance belongs to one worker.
class MemberTable {
 public:
  struct Found {
    std::size_t member;  ///< the number of its name
    Value value;
  };

  explicit MemberTable(bool first_counts = false) : first_counts_(first_counts) {}
  MemberTable(const MemberTable&) = delete;
  MemberTable& operator=(const MemberTable&) = delete;

  /// By their numbers.
  [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }
  /// The number of a name. One that is new gets the next.
  std::size_t add(std::string_view name);
  /// Read a record. False: it is wrong; found() is what it has up to there.
  /// Precondition: DP_PADDING bytes past the record are readable.
  [[nodiscard]] bool read(std::string_view record);
  /// The same of a record that is a member of an object. If kKey has a number, that is of its
  /// name.
  [[nodiscard]] bool read_member(std::string_view record);
  /// What the record has, a value for each name, as places in it.
  [[nodiscard]] std::span<const Found> found() const noexcept { return found_; }

 private:
  /// Where a name was found last.
  struct Last {
    std::uint64_t record = 0;
    std::size_t place = 0;  ///< in found_
  };

  bool read_value(std::string_view record);
  bool read_container(std::string_view record, bool object);
  bool read_one(std::string_view record, bool object, std::size_t index);
  std::size_t number_of(std::string_view name, std::size_t index);
  void note(std::size_t member, const Value& value);

  bool first_counts_;
  Tree nothing_;
  Walker walker_{nothing_};
  std::vector<std::string> names_;
  std::map<std::string, std::size_t, std::less<>> numbers_;
  std::vector<std::size_t>
      order_;               ///< the numbers of a record's values, as the last ones had them
  std::vector<Last> last_;  ///< by number
  std::vector<Found> found_;
  std::uint64_t record_ = 0;
  std::string unescaped_;
};

}  // namespace dp::json
