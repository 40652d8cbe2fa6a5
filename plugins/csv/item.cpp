// SPDX-License-Identifier: Apache-2.0
#include "csv/item.hpp"

#include <algorithm>
#include <utility>

#include "csv/foot.hpp"
#include "csv/record.hpp"

namespace dp::csv {

bool Item::is_refused(const Input& input) {
  if (number_ == input.item()) return !refusal_.empty();
  begin_ = 0;
  const auto known = match(input);
  refusal_ = known ? "" : known.error().message;
  if (!known || *known) number_ = input.item();
  return !known;
}

/// Follow the header of the input's item. False if more bytes must tell. The beginning of an item
/// is to end in the head that all its slices see.
Result<bool> Item::match(const Input& input) {
  const auto head = input.head();
  if (head.empty() && !input.first()) return false;
  auto text = head.empty() ? input.data() : head;
  const bool final = head.empty() ? input.first() && input.last() : head.size() < DP_HEAD_BYTES;
  DP_TRY(auto start, read_start(text, final));
  if (!start && (final || head.empty())) return final;
  if (!start && input.first() && !input.full()) {
    DP_TRY(start, read_start(text = input.data(), input.last()));
    if (!start) return input.last();
    const bool alone = input.last() && start->end == body_of(input).size();
    if (!alone) start.reset();
  }
  if (!start) return fail(unended_start(head));
  if (!layout_.header) return true;
  begin_ = start->begin;
  auto columns = match_columns(layout_, *start);
  if (!columns) {
    const auto line = text.substr(start->begin, start->end - start->begin);
    return fail(Errc::invalid_argument, columns.error().message + cure_of_others(line));
  }
  columns_ = *std::move(columns);
  return true;
}

/// What may be the cure of a header of other columns.
std::string Item::cure_of_others(std::string_view line) const {
  auto cure = cure_of_cr(line, layout_.dialect);
  if (cure.empty() && layout_.other == OtherColumns::reject)
    cure = " (columns: union reads inputs of different columns)";
  return cure;
}

/// That the beginning of an item does not end in its head.
Error Item::unended_start(std::string_view head) const {
  const auto message = layout_.header
                           ? "header: does not end within " + std::to_string(head.size()) +
                                 " bytes" + cure_of_cr(head, layout_.dialect)
                           : unended_skip(head.size()).message;
  return {Errc::invalid_argument, message + ": none of its records is read"};
}

/// What an item has before its first record. nullopt if the text ends first.
Result<std::optional<Header>> Item::read_start(std::string_view text, bool final) const {
  const auto body = without_foot(text, layout_.skip_end_lines, layout_.dialect);
  if (layout_.header)
    return read_header(body, final, layout_.dialect, layout_.skip_lines, layout_.missing.trim);
  DP_TRY(const auto begun, read_beginning(body, final, layout_.dialect, layout_.skip_lines));
  if (!begun) return std::nullopt;
  return Header{{}, begun->size, begun->lines, 0, 0};
}

std::string_view Item::body_of(const Input& input) const noexcept {
  const auto data = input.data();
  if (layout_.skip_end_lines == 0) return data;
  const auto body = without_foot(data, layout_.skip_end_lines, layout_.dialect);
  return body.empty() && input.full() ? data : body;
}

std::size_t Item::foot_from(const Input& input, std::size_t at) const noexcept {
  const auto size = input.data().size();
  const bool is_next = input.last() && at >= body_of(input).size();
  return is_next && at < std::min(input.stop(), size) ? size : at;
}

Result<Item::Head> Item::head_of(const Input& input) const {
  if (!input.first()) return Head{};
  const auto text = body_of(input);
  const bool final = input.last();
  DP_TRY(const auto start, read_start(input.data(), final));
  if (start) return Head{start->end, start->lines, start->blank, false};
  if (!final) return Head{0, 0, 0, true};
  // Blank lines alone.
  const auto& dialect = layout_.dialect;
  DP_TRY(const auto begun, read_beginning(text, final, dialect, layout_.skip_lines));
  const auto blank = lines_in(text.substr(begun->size), dialect);
  return Head{text.size(), begun->lines + blank, blank, false};
}

Status Item::pass_over(scan::Reading& call) const {
  const auto data = call.input.data();
  const bool ends = call.input.last() && call.stop == data.size();
  const auto passed = data.substr(0, call.stop);
  call.count.lines = ends ? scan::lines_in(passed) : scan::newlines_in(passed);
  call.count.consumed = call.stop;
  if (!call.input.first()) return {};
  const auto head = call.input.head().empty() ? data : call.input.head();
  const auto begin = std::min(begin_, head.size());
  const auto line = head.substr(begin, first_line_end(head.substr(begin), layout_.dialect));
  return scan::reject(call.out, begin, scan::without_line_end(line), refusal_);
}

}  // namespace dp::csv
