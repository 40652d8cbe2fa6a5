// SPDX-License-Identifier: Apache-2.0
#include "json/record_taker.hpp"

#include <algorithm>
#include <string>

#include "json/duplicates.hpp"
#include "json/members.hpp"
#include "json/scan.hpp"
#include "json/values_in.hpp"
#include "values/text.hpp"

namespace dp::json {

RecordTaker::RecordTaker(const Layout& layout)
    : layout_(layout),
      plain_(!layout.learning && layout.chosen.explode.empty() &&
             layout.chosen.duplicates != Duplicates::reject &&
             layout.others != values::Others::reject),
      rows_(layout),
      learner_(layout),
      walker_(layout.learning ? learner_.tree() : rows_.tree()),
      rest_(layout) {
  if (layout.chosen.duplicates == Duplicates::first) walker_.let_first_count();
}

void RecordTaker::need(std::span<const std::uint8_t> used) {
  if (layout_.learning) return;
  rows_.need(used);
  walker_.follow(rows_.tree());
}

void RecordTaker::begin(const Input& input) {
  rows_.begin(input.data().data(), input.item(), input.offset());
  learner_.begin(input.place(0));
  rest_.begin();
}

/// What tells a record from the first ones by its members alone; empty: nothing.
std::string RecordTaker::difference() const {
  const std::string end = " (columns: strict, of the members that the first records have)";
  if (const auto* name = walker_.tree().unknown())
    return shown_member(*name) + ": got one, expected none" + end;
  const auto& slots = layout_.learning ? learner_.slots() : rows_.slots();
  for (std::size_t i = 0; i < layout_.columns.size(); ++i)
    if (walker_.slots()[slots[i]].kind == Kind::missing)
      return shown_member(layout_.paths[i][0]) + ": got none, expected one" + end;
  return {};
}

Status RecordTaker::take(scan::Reading& call, std::size_t at, std::size_t end) {
  Value value;
  walker_.tree().forget_unknown();
  const auto text = call.data.substr(at, end - at);
  if (!read(text, value)) [[unlikely]] {
    walker_.tree().forget_unknown();
    if (layout_.records != Records::lines) return call.reject(at, end, explain(text));
    if (!walker_.blank()) return take_series(call, at, end);
    ++call.count.blank;
    return {};
  }
  return add(call, value, at, at, end);
}

/// Add the values of the line call.data[at, end), which is not one, or reject it.
Status RecordTaker::take_series(scan::Reading& call, std::size_t at, std::size_t end) {
  const auto line = call.data.substr(at, end - at);
  const auto pieces = series_of(line);
  Value value;
  const bool right =
      !pieces.empty() && std::all_of(pieces.begin(), pieces.end(), [&](const Piece& piece) {
        return walker_.read(line.substr(piece.begin, piece.end - piece.begin), value);
      });
  const auto why = right ? std::string() : explain_series(line);
  walker_.tree().forget_unknown();
  if (!right) return call.reject(at, end, why);
  for (const auto& piece : pieces) DP_CHECK(take(call, at + piece.begin, at + piece.end));
  return {};
}

/// Why a line is neither a value nor several: the first wrong one of these tells.
std::string RecordTaker::explain_series(std::string_view line) {
  Value value;
  std::size_t count = 0;
  for (std::size_t at = after_separators(line, 0); at < line.size();) {
    const bool marked = at != 0 && line[at - 1] == kRecordMark;
    if (count != 0 && !marked && line[at] != '{' && line[at] != '[') {
      return "byte " + std::to_string(at + 1) + ": got " + values::shown(line.substr(at, 1)) +
             ", expected the end" + advice_on(line, at, layout_.chosen.lenience);
    }
    const auto end = std::min(end_of_value(line, at), line.size());
    const auto text = line.substr(at, end - at);
    ++count;
    if (!walker_.read(text, value)) {
      const auto why =
          walker_.explain(at) + advice_on(text, walker_.fault_at(), layout_.chosen.lenience);
      return why + (count == 1 ? "" : ", in value " + std::to_string(count) + " of the line");
    }
    at = after_separators(line, end);
  }
  static_cast<void>(walker_.read(line, value));
  return explain(line);
}

/// Do with a record what add() does not do at once.
Status RecordTaker::add_odd(scan::Reading& call, const Value& value, std::size_t base,
                            std::size_t at, std::size_t end) {
  if (!layout_.takes(value.kind)) {
    walker_.tree().forget_unknown();
    return call.reject(at, end,
                       "got " + std::string(name_of(value.kind)) + ", expected " +
                           (layout_.places ? "an array" : "an object"));
  }
  if (layout_.chosen.duplicates == Duplicates::reject)
    if (const auto name = name_given_twice(value.whole(call.data.data() + base))) {
      walker_.tree().forget_unknown();
      return call.reject(at, end, "two members are called " + values::shown(*name));
    }
  if (layout_.others == values::Others::reject)
    if (const auto why = difference(); !why.empty()) {
      walker_.tree().forget_unknown();
      return call.reject(at, end, why);
    }
  if (layout_.learning) return learn(call, base, at, end);
  if (const auto* name = walker_.tree().unknown()) {
    if (layout_.others == values::Others::join)
      return refuse(call, at, end, {shown_member(*name) + ": no record before has it", true});
    rest_.see(call.data.substr(at, end - at), call.input.offset() + at);
  }
  return add_rows(call, base, at, end);
}

/// Add the rows that a record makes whose arrays are exploded: all of them, or none.
Status RecordTaker::add_rows(scan::Reading& call, std::size_t base, std::size_t at,
                             std::size_t end) {
  if (rows_.is_full(end)) DP_CHECK(rows_.flush(call.out));
  auto& levels = rows_.levels();
  const char* const text = call.data.data() + base;
  Rows::Misfit misfit;
  const bool fits = levels.each(walker_.slots(), text, [&](std::span<const Value> values) {
    misfit = rows_.misfit(values, base);
    return misfit.reason.empty();
  });
  if (!fits) return refuse(call, at, end, misfit);
  Status status;
  levels.each(walker_.slots(), text, [&](std::span<const Value> values) {
    if (rows_.is_full(end)) status = rows_.flush(call.out);
    return status && rows_.add(values, at, base);
  });
  return status;
}

/// Reject the record call.data[at, end) for a member that no column takes, or a value that does not
/// fit.
Status RecordTaker::refuse(scan::Reading& call, std::size_t at, std::size_t end,
                           const Rows::Misfit& misfit) {
  const auto raw = call.data.substr(at, end - at);
  if (misfit.refutes) return call.out.refute(call.input.offset() + at, raw, misfit.reason);
  return call.reject(at, end, misfit.reason);
}

Status RecordTaker::learn(scan::Reading& call, std::size_t base, std::size_t at,
                          std::size_t end) {
  const auto record = call.data.substr(at, end - at);
  if (walker_.tree().unknown() != nullptr) {
    learner_.grow(record);
    walker_.follow(learner_.tree());
    Value value;
    if (!read(record, value)) return fail(Errc::bug, walker_.explain());
    base = at;
  }
  if (learner_.reads_members())
    learner_.see_members(record, at);
  else
    learner_.see(walker_.slots(), call.data.data() + base, at);
  return {};
}

}  // namespace dp::json
