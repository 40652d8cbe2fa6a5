// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dp/task.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "json/layout.hpp"
#include "json/learner.hpp"
#include "json/lenient.hpp"
#include "json/rest.hpp"
#include "json/rows.hpp"
#include "json/walker.hpp"
#include "scan/reading.hpp"

namespace dp::json {

/// Make rows of records, wherever they are found: or reject them, or learn of them.
///
/// Each is read by its tokens to its last byte, whatever is wanted of it (see Walker).
class RecordTaker {
 public:
  /// Lifetime: borrows the layout.
  explicit RecordTaker(const Layout& layout);

  /// The columns of what it emits.
  [[nodiscard]] const Schema& columns() {
    return layout_.learning ? learner_.columns() : layout_.columns;
  }
  void need(std::span<const std::uint8_t> used);
  [[nodiscard]] Walker& walker() noexcept { return walker_; }
  /// Read a record with walker().
  [[nodiscard]] bool read(std::string_view text, Value& value) {
    return layout_.records == Records::object ? walker_.read_member(text, value)
                                              : walker_.read(text, value);
  }
  /// Why walker() could not read `text`, and what to do about it.
  [[nodiscard]] std::string explain(std::string_view text) const {
    return walker_.explain() + advice_on(text, walker_.fault_at(), layout_.chosen.lenience);
  }

  /// Begin a call.
  void begin(const Input& input);
  /// Add the record call.data[at, end), or reject it. A blank line is none.
  Status take(scan::Reading& call, std::size_t at, std::size_t end);
  /// The same of one that walker() has read as `value`, whose values are places after call.data[base].
  DP_INLINE Status add(scan::Reading& call, const Value& value, std::size_t base,
                       std::size_t at, std::size_t end);
  /// Hand on what is left.
  Status flush(Output& out) {
    if (layout_.learning) return learner_.flush(out);
    DP_CHECK(rest_.flush(out));
    return rows_.flush(out);
  }

 private:
  Status add_odd(scan::Reading& call, const Value& value, std::size_t base, std::size_t at,
                 std::size_t end);
  Status add_rows(scan::Reading& call, std::size_t base, std::size_t at, std::size_t end);
  Status take_series(scan::Reading& call, std::size_t at, std::size_t end);
  std::string explain_series(std::string_view line);
  [[nodiscard]] std::string difference() const;
  Status learn(scan::Reading& call, std::size_t base, std::size_t at, std::size_t end);
  static Status refuse(scan::Reading& call, std::size_t at, std::size_t end,
                       const Rows::Misfit& misfit);

  const Layout& layout_;
  bool plain_;  ///< records are rows, as they are
  Rows rows_;
  Learner learner_;
  Walker walker_;
  Rest rest_;
};

DP_INLINE Status RecordTaker::add(scan::Reading& call, const Value& value, std::size_t base,
                                  std::size_t at, std::size_t end) {
  if (!plain_ || !layout_.takes(value.kind) || walker_.tree().unknown() != nullptr) [[unlikely]]
    return add_odd(call, value, base, at, end);
  if (rows_.is_full(end)) DP_CHECK(rows_.flush(call.out));
  if (rows_.add(walker_.slots(), at, base)) [[likely]]
    return {};
  return refuse(call, at, end, rows_.misfit(walker_.slots(), base));
}

}  // namespace dp::json
