// SPDX-License-Identifier: Apache-2.0
#include "json/reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "values/text.hpp"

namespace dp::json {
namespace {

/// Tokens are found by 32 bits.
constexpr std::size_t kMostOfDocument = std::size_t{1} << 31;

}  // namespace

Reader::Reader(Layout layout)
    : layout_(std::move(layout)),
      rows_(layout_),
      learner_(layout_),
      walker_(layout_.learning ? learner_.tree() : rows_.tree()) {}

void Reader::need(std::span<const std::uint8_t> used) {
  if (layout_.learning) return;
  rows_.need(used);
  walker_ = Walker(rows_.tree());
}

std::uint32_t Reader::cut() const noexcept {
  switch (layout_.records) {
    case Records::lines:
      return DP_CUT_LINES;
    case Records::array:
      return DP_CUT_RECORDS;
    case Records::document:
      break;
  }
  return DP_CUT_WHOLE;
}

Status Reader::read(const Input& input, Output& out, ReadCount& count) {
  Call call(input, out, count);
  rows_.begin(call.data.data(), input.item(), input.offset());
  learner_.begin(input.place(0));
  if (layout_.records == Records::array) {
    DP_CHECK(read_array(call));
  } else {
    if (input.first()) call.at = scan::size_of_bom(call.data);
    DP_CHECK(layout_.records == Records::lines ? read_lines(call) : read_document(call));
  }
  return layout_.learning ? learner_.flush(out) : rows_.flush(out);
}

Status Reader::read_lines(Call& call) {
  const auto data = call.data;
  while (call.at < data.size()) {
    auto end = data.size();
    if (end - call.at > kBatchOfLines) {
      const auto newline = data.rfind('\n', call.at + kBatchOfLines - 1);
      end = newline != data.npos && newline >= call.at ? newline + 1
                                                       : scan::end_of_line(data, call.at);
    }
    DP_CHECK(read_batch(call, end));
  }
  return {};
}

/// Read the lines up to call.data[end): at most kBatchOfLines, or one long line.
Status Reader::read_batch(Call& call, std::size_t end) {
  const auto base = call.at;
  const bool known =
      end - base <= kBatchOfLines && walker_.begin_lines(call.data.substr(base, end - base));
  while (call.at < end) {
    const auto next = scan::end_of_line(call.data, call.at);
    const auto newline = call.data[next - 1] == '\n' ? next - 1 : next;
    Value value;
    if (known && walker_.read_line(call.at - base, newline - base, value)) [[likely]]
      DP_CHECK(add(call, value, base, call.at, newline));
    else
      DP_CHECK(take(call, call.at, newline));
    call.at = next;
    ++call.count.lines;
  }
  return {};
}

Status Reader::read_document(Call& call) {
  const auto size = call.data.size();
  if (size >= kMostOfDocument)
    return call.reject(0, size,
                       "document: got " + std::to_string(size) +
                           " bytes, expected less than 2 GiB (is it an array? then "
                           "layout: array)");
  return take(call, call.at, size);
}

/// Add the record call.data[at, end), or reject it. A blank line is none.
Status Reader::take(Call& call, std::size_t at, std::size_t end) {
  Value value;
  walker_.tree().forget_unknown();
  if (!walker_.read(call.data.substr(at, end - at), value)) [[unlikely]] {
    walker_.tree().forget_unknown();
    if (!walker_.blank() || layout_.records != Records::lines)
      return call.reject(at, end, walker_.explain());
    ++call.count.blank;
    return {};
  }
  return add(call, value, at, at, end);
}

/// Add the record call.data[at, end), whose values are places after call.data[base].
Status Reader::add(Call& call, const Value& value, std::size_t base, std::size_t at,
                   std::size_t end) {
  if (!layout_.takes(value.kind)) [[unlikely]] {
    walker_.tree().forget_unknown();
    return call.reject(at, end,
                       "got " + std::string(name_of(value.kind)) + ", expected " +
                           (layout_.places ? "an array" : "an object"));
  }
  if (layout_.learning) return learn(call, base, at, end);
  if (walker_.tree().unknown() != nullptr) [[unlikely]]
    return refuse(call, at, end);
  if (rows_.is_full(end)) DP_CHECK(rows_.flush(call.out));
  if (rows_.add(walker_.slots(), at, base)) [[likely]]
    return {};
  return refuse(call, at, end);
}

/// Reject the record call.data[at, end) for a member that no column takes, or a value that does not
/// fit.
Status Reader::refuse(Call& call, std::size_t at, std::size_t end) {
  Rows::Misfit misfit;
  if (const auto* name = walker_.tree().unknown())
    misfit = {"member " + values::shown(*name) + ": no record before has it", true};
  else
    misfit = rows_.misfit(walker_.slots());
  const auto raw = call.data.substr(at, end - at);
  if (misfit.refutes) return call.out.refute(call.input.offset() + at, raw, misfit.reason);
  return call.reject(at, end, misfit.reason);
}

Status Reader::learn(Call& call, std::size_t base, std::size_t at, std::size_t end) {
  if (walker_.tree().unknown() != nullptr) {
    const auto record = call.data.substr(at, end - at);
    learner_.grow(record);
    walker_.follow(learner_.tree());
    Value value;
    if (!walker_.read(record, value)) return fail(Errc::bug, walker_.explain());
    base = at;
  }
  learner_.see(walker_.slots(), call.data.data() + base, at);
  return {};
}

}  // namespace dp::json
