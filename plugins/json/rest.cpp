// SPDX-License-Identifier: Apache-2.0
#include "json/rest.hpp"

#include "json/members.hpp"

namespace dp::json {

void Rest::begin() {
  left_.clear();
  table_.reset();
}

void Rest::see(std::string_view record, std::uint64_t offset) {
  if (!table_) table_.emplace();
  // It is right.
  static_cast<void>(layout_.records == Records::object ? table_->read_member(record)
                                                       : table_->read(record));
  for (const auto& found : table_->found()) {
    const auto& name = table_->names()[found.member];
    if (layout_.members->contains(name)) continue;
    auto& left = left_.try_emplace(name, Left{offset, 0}).first->second;
    ++left.records;
  }
}

Status Rest::flush(Output& out) {
  for (const auto& [name, left] : left_)
    DP_CHECK(out.note(left.offset,
                      shown_member(name) + " is left out, for none of the first records has " +
                          "one (columns: first)",
                      left.records));
  left_.clear();
  return {};
}

}  // namespace dp::json
