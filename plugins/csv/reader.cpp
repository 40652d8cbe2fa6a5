// SPDX-License-Identifier: Apache-2.0
#include "csv/reader.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "csv/guess.hpp"
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
      item_(layout_),
      index_(kWindow),
      skip_(layout_.dialect.is_plain() && !layout_.dialect.has_comments()
                ? best_skip_records()
                : &skip_records_by_reading) {
  record_.kept = layout_.columns.size();
  record_.fields.resize(record_.kept);
}

Status Reader::read(const Input& input, Output& out, ReadCount& count) {
  Call call(input, out, count);
  if (is_refused(input)) return item_.pass_over(call);
  call.data = item_.body_of(input);
  call.stop = std::min(call.stop, call.data.size());
  rows_.begin(call.data.data(), input.place(0));
  learner_.begin(call.data.data(), input.place(0));
  DP_CHECK(read_head(call));
  while (call.goes_on()) {
    DP_CHECK(read_window(call));
    if (call.cut && call.at == 0 && input.full()) DP_CHECK(read_full(call));
  }
  count.consumed = call.cut ? call.at : item_.foot_from(input, call.at);
  count.lines +=
      lines_in(input.data().substr(call.at, count.consumed - call.at), layout_.dialect);
  return layout_.learning ? learner_.flush(out) : rows_.flush(out);
}

std::size_t Reader::find(const Input& input) {
  if (is_refused(input)) return 1;
  return guess_start(input.data(), layout_.dialect, record_.kept);
}

/// As Item::is_refused. The columns are where the item has them from here on.
bool Reader::is_refused(const Input& input) {
  const bool refused = item_.is_refused(input);
  if (auto columns = item_.take_columns()) {
    follow(*std::move(columns));
    followed_ = input.item();
  } else if (followed_ != input.item()) {
    follow_none();
  }
  return refused;
}

void Reader::follow(ItemColumns columns) {
  record_.kept = columns.fields;
  record_.fields.resize(std::max(record_.fields.size(), columns.fields));
  more_ = std::move(columns.more);
  rows_.set_sources(columns.sources);
  learner_.set_sources(std::move(columns.sources));
  learner_.set_more(more_);
}

/// The item has no header, as far as it is known.
void Reader::follow_none() {
  followed_.reset();
  more_.clear();
  learner_.set_more({});
}

Status Reader::read_head(Call& call) const {
  DP_TRY(const auto head, item_.head_of(call.input));
  call.at = head.size;
  call.count.lines = head.lines;
  call.count.blank = head.blank;
  call.cut = head.cut;
  return head.cut || !call.input.first() ? Status{} : tell_more(call);
}

/// Say that the header names columns which there are not, where they would be in the result.
Status Reader::tell_more(Call& call) const {
  if (more_.empty() || layout_.learning || !layout_.growing) return {};
  if (layout_.other == OtherColumns::all)
    return call.out.refute(
        more_.front().offset, {},
        "column " + values::shown(more_.front().name) + ": no header before has it");
  for (const auto& more : more_)
    DP_CHECK(call.out.note(more.offset, "column " + values::shown(more.name) +
                                            " is left out, for the first input has none "
                                            "(columns: first)"));
  return {};
}

Result<std::uint64_t> Reader::skip(const Input& input) {
  if (is_refused(input)) return std::min(input.stop(), input.data().size());
  DP_TRY(const auto head, item_.head_of(input));
  const auto body = item_.body_of(input);
  const SkipText text{body.data(), body.size(), input.last()};
  const auto stop = std::min(input.stop(), text.size);
  auto at = head.size;
  if (head.cut) return at;
  while (at < stop) {
    const auto next = skip_(text, at, stop, layout_.dialect);
    if (next > 0 || !input.full()) return item_.foot_from(input, next);
    at = first_line_end(body, layout_.dialect);
  }
  return item_.foot_from(input, at);
}

/// Read the records that end in the window that begins at call.at, or else one record; one to
/// learn of.
Status Reader::read_window(Call& call) {
  if (layout_.learning || !layout_.dialect.is_plain()) return read_one(call);
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
  call.count.lines += lines_in(bytes_of(call), layout_.dialect);
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
                      std::to_string(record_.kept) +
                      cure_of_cr(bytes_of(call), layout_.dialect));
  return take(call);
}

/// Reject the first line of a record that does not end in all the bytes it may have.
Status Reader::read_full(Call& call) {
  call.cut = false;
  ++call.count.lines;
  const auto end = first_line_end(call.data, layout_.dialect);
  const auto cure = cure_of_cr(call.data.substr(0, end), layout_.dialect);
  return reject(call, end,
                "record: does not end within " + std::to_string(call.data.size()) + " bytes" +
                    (cure.empty() ? " (an unterminated quote?)" : cure));
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
         " after the closing quote, expected " + values::shown(layout_.dialect.separator()) +
         " or a line end";
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
