// SPDX-License-Identifier: Apache-2.0
#include "csv/reader.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "csv/guess.hpp"
#include "csv/header.hpp"
#include "values/text.hpp"

namespace dp::csv {
namespace {

/// Text is indexed and read in windows that stay in the first-level cache.
constexpr std::size_t kWindow = 16 * 1024;

std::string hex(char byte) {
  char text[8];
  std::snprintf(text, sizeof text, "0x%02x", static_cast<unsigned char>(byte));
  return text;
}

}  // namespace

Reader::Reader(Layout layout)
    : layout_(std::move(layout)),
      rows_(layout_),
      learner_(layout_),
      index_(kWindow),
      skip_(layout_.dialect.has_comments() ? &skip_records_by_reading : best_skip_records()) {
  record_.kept = layout_.columns.size();
  record_.fields.resize(record_.kept);
}

Status Reader::read(const Input& input, Output& out, ReadCount& count) {
  Call call(input, out, count);
  DP_CHECK(match(input));
  rows_.begin(call.data.data(), input.place(0));
  learner_.begin(call.data.data(), input.place(0));
  DP_CHECK(read_head(call));
  while (call.goes_on()) {
    DP_CHECK(read_window(call));
    if (call.cut && call.at == 0 && input.full()) DP_CHECK(read_full(call));
  }
  count.consumed = call.at;
  return layout_.learning ? learner_.flush(out) : rows_.flush(out);
}

std::size_t Reader::find(const Input& input) const {
  return guess_start(input.data(), layout_.dialect, layout_.columns.size());
}

/// Follow the header of the input's item.
Status Reader::match(const Input& input) {
  if (!layout_.header) return check_skip(input);
  if (matched_ == input.item()) return {};
  const bool has_head = !input.head().empty();
  if (!has_head && !input.first()) return {};
  const auto head = has_head ? input.head() : input.data();
  const bool whole = has_head ? head.size() < DP_HEAD_BYTES : input.last();
  DP_TRY(const auto header, read_header(head, whole, layout_.dialect, layout_.skip_lines));
  if (!header) {
    if (whole || !has_head) return {};
    return fail(Errc::invalid_argument,
                "header: does not end within " + std::to_string(head.size()) + " bytes");
  }
  DP_TRY(auto sources, match_columns(layout_.columns, header->names));
  learner_.set_sources(sources);
  rows_.set_sources(std::move(sources));
  matched_ = input.item();
  return {};
}

/// The lines to skip may have no more bytes than a header.
Status Reader::check_skip(const Input& input) const {
  const auto head = input.head();
  if (layout_.skip_lines == 0 || !input.first() || head.size() < DP_HEAD_BYTES) return {};
  DP_TRY(const auto beginning,
         read_beginning(head, false, layout_.dialect, layout_.skip_lines));
  return beginning ? Status{} : fail(unended_skip(head.size()));
}

Result<Reader::Head> Reader::head_of(const Input& input) const {
  Head head;
  if (!input.first()) return head;
  const auto text = input.data();
  DP_TRY(const auto beginning,
         read_beginning(text, input.last(), layout_.dialect, layout_.skip_lines));
  head.cut = !beginning;
  if (head.cut) return head;
  if (!layout_.header) return Head{beginning->size, beginning->lines, 0, false};
  DP_TRY(const auto header,
         read_header(text, input.last(), layout_.dialect, layout_.skip_lines));
  if (header) return Head{header->end, header->lines, header->blank, false};
  head.cut = !input.last();
  if (head.cut) return head;
  // Blank lines alone.
  head.size = text.size();
  head.blank = scan::lines_in(text.substr(beginning->size));
  head.lines = beginning->lines + head.blank;
  return head;
}

Status Reader::read_head(Call& call) const {
  DP_TRY(const auto head, head_of(call.input));
  call.at = head.size;
  call.count.lines = head.lines;
  call.count.blank = head.blank;
  call.cut = head.cut;
  return {};
}

Result<std::uint64_t> Reader::skip(const Input& input) const {
  DP_TRY(const auto head, head_of(input));
  const SkipText text{input.data().data(), input.data().size(), input.last()};
  const auto stop = std::min(input.stop(), text.size);
  auto at = head.size;
  while (at < stop && !head.cut) {
    const auto next = skip_(text, at, stop, layout_.dialect);
    if (next > 0 || !input.full()) return next;
    at = scan::end_of_line(input.data());
  }
  return at;
}

/// Read the records that end in the window that begins at call.at, or else one record; one to
/// learn of.
Status Reader::read_window(Call& call) {
  if (layout_.learning) return read_one(call);
  const std::size_t begin = call.at;
  const auto end = std::min(begin + kWindow, call.data.size());
  index_.build({call.data.data(), begin, end, call.data.size()}, layout_.dialect, record_.kept);
  std::size_t mark = 0;
  for (std::size_t record = 0; record < index_.records() && call.at < call.stop;) {
    const auto run = run_from(call, record, mark);
    DP_CHECK(run.count > 0 ? take_run(call, run) : read_one(call));
    record += std::max<std::size_t>(run.count, 1);
    mark = index_.end_of(record - 1) + 1;
    // Quotes in a comment mean nothing, but the index goes by them.
    if (run.count == 0 && layout_.dialect.has_comments() &&
        call.at != *index_.before(mark) + 1u)
      return {};
  }
  return call.at == begin ? read_one(call) : Status{};
}

/// As many records as there are from this one on that have our fields, none if it has not.
/// `mark`: where its first field ends.
Run Reader::run_from(const Call& call, std::size_t record, std::size_t mark) const {
  Run run{index_.before(mark), record_.kept, 0};
  if (run.fields == 0) return run;
  const bool may_be_none = run.fields == 1 || layout_.dialect.has_comments();
  for (auto last = mark + run.fields - 1;
       record < index_.records() && index_.end_of(record) == last;
       ++record, last += run.fields) {
    const auto begin = run.begin_of(run.count);
    if (begin >= call.stop || (may_be_none && is_no_record(call.data[begin]))) break;
    ++run.count;
  }
  return run;
}

/// Whether what begins so may be no record, though it has the fields of one: a record of one
/// field may be an empty line.
bool Reader::is_no_record(char first) const noexcept {
  return (record_.kept == 1 && (first == '\n' || first == '\r')) ||
         layout_.dialect.comments(first);
}

/// Add the records of a run, those that cannot be added by read_one.
Status Reader::take_run(Call& call, const Run& run) {
  const auto end = run.begin_of(run.count);
  const auto bytes = call.data.substr(call.at, end - call.at);
  if (!index_.ascii() && values::bad_utf8(bytes) != bytes.size())
    return take_careful(call, end);
  for (auto rest = run; rest.count > 0;) {
    if (rows_.is_full(end)) DP_CHECK(rows_.flush(call.out));
    auto some = rest;
    some.count = std::min(rest.count, rows_.room());
    const auto added = rows_.add(some);
    rest.cuts += added * rest.fields;
    rest.count -= added;
    const auto to = rest.begin_of(0);
    call.count.lines +=
        index_.flat() ? added : scan::newlines_in(call.data.substr(call.at, to - call.at));
    call.at = to;
    if (added == some.count) continue;
    DP_CHECK(read_one(call));
    rest.cuts += rest.fields;
    --rest.count;
  }
  return {};
}

/// Read one record after the other, up to `end`.
Status Reader::take_careful(Call& call, std::size_t end) {
  while (call.at < end) DP_CHECK(read_one(call));
  return {};
}

std::string_view Reader::bytes_of(const Call& call) const noexcept {
  return call.data.substr(call.at, record_.next - call.at);
}

/// Read one record, whatever it is.
Status Reader::read_one(Call& call) {
  const auto outcome = read_record(call.data.data(), call.at, call.data.size(),
                                   call.input.last(), layout_.dialect, record_);
  if (outcome == Outcome::cut) {
    call.cut = true;
    return {};
  }
  call.count.lines += scan::lines_in(bytes_of(call));
  if (outcome == Outcome::blank) {
    ++call.count.blank;
    call.at = record_.next;
    return {};
  }
  if (outcome == Outcome::malformed) return reject(call, record_.next, malformed(call));
  if (!layout_.takes(record_.count, record_.kept))
    return reject(call, record_.next,
                  "got " + std::to_string(record_.count) +
                      (record_.count == 1 ? " field, expected " : " fields, expected ") +
                      std::to_string(record_.kept));
  return take(call);
}

/// Reject the first line of a record that does not end in all the bytes it may have.
Status Reader::read_full(Call& call) {
  call.cut = false;
  ++call.count.lines;
  return reject(call, scan::end_of_line(call.data),
                "record: does not end within " + std::to_string(call.data.size()) +
                    " bytes (an unterminated quote?)");
}

/// Add the record at call.at, or reject it.
Status Reader::take(Call& call) {
  const auto bytes = bytes_of(call);
  const auto bad = values::bad_utf8(bytes);
  if (bad != bytes.size()) return reject(call, record_.next, not_utf8(call.at + bad, call));
  if (layout_.learning) {
    learner_.see(record_, call.at);
  } else {
    if (rows_.is_full(record_.next)) DP_CHECK(rows_.flush(call.out));
    if (!rows_.add(record_, call.at)) return refuse(call);
  }
  call.at = record_.next;
  return {};
}

/// Reject the record at call.at for a value that does not fit.
Status Reader::refuse(Call& call) {
  const auto misfit = rows_.misfit(record_);
  const auto raw = scan::without_line_end(bytes_of(call));
  if (misfit.refutes) return call.out.refute(call.input.offset() + call.at, raw, misfit.reason);
  return reject(call, record_.next, misfit.reason);
}

/// Reject what lies between call.at and `end`, and go on there.
Status Reader::reject(Call& call, std::size_t end, std::string_view reason) {
  const auto begin = std::exchange(call.at, end);
  return call.reject(begin, end, reason);
}

std::string Reader::malformed(const Call& call) const {
  const auto name = rows_.name_of(record_.count);
  if (record_.wrong >= call.data.size()) return name + ": unterminated quote";
  return name + ": got " + values::shown(call.data.substr(record_.wrong, 1)) +
         " after the closing quote, expected " +
         values::shown({&layout_.dialect.delimiter, 1}) + " or a line end";
}

std::string Reader::not_utf8(std::size_t bad, const Call& call) {
  // Fields that nobody uses may not be known yet.
  read_record(call.data.data(), call.at, call.data.size(), call.input.last(), layout_.dialect,
              record_);
  const auto known = std::min(record_.kept, record_.count);
  if (record_.count > known && bad > record_.fields[known - 1].end)
    return "field past the last column: got byte " + hex(call.data[bad]) + ", expected UTF-8";
  std::size_t place = 0;
  while (place + 1 < known && record_.fields[place + 1].begin <= bad) ++place;
  return rows_.name_of(place) + ": got byte " + hex(call.data[bad]) + ", expected UTF-8";
}

}  // namespace dp::csv
