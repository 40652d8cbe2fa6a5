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
constexpr std::size_t kKeptOfLong = 64 * 1024;

std::uint64_t newlines_in(std::string_view text) noexcept {
  return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

std::string_view without_line_end(std::string_view text) noexcept {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

}  // namespace

Reader::Reader(Layout layout) : layout_(std::move(layout)), rows_(layout_), index_(kWindow) {
  record_.kept = layout_.columns.size();
  record_.fields.resize(record_.kept);
}

Status Reader::read(const Input& input, Output& out, ReadCount& count) {
  Call call{input, out, count, input.data(), 0, std::min(input.stop(), input.data().size())};
  DP_CHECK(match(input));
  rows_.begin(call.data.data(), input.item(), input.offset());
  DP_CHECK(read_head(call));
  while (call.at < call.stop && !call.cut) {
    DP_CHECK(read_window(call));
    if (call.cut && call.at == 0 && input.full()) DP_CHECK(read_full(call));
  }
  count.consumed = call.at;
  return rows_.flush(out);
}

std::size_t Reader::find(const Input& input) const {
  return guess_start(input.data(), layout_.dialect, layout_.columns.size());
}

/// Follow the header of the input's item.
Status Reader::match(const Input& input) {
  if (!layout_.header || matched_ == input.item()) return {};
  const bool has_head = !input.head().empty();
  if (!has_head && !input.first()) return {};
  const auto head = has_head ? input.head() : input.data();
  const bool whole = has_head ? head.size() < DP_HEAD_BYTES : input.last();
  DP_TRY(const auto header, read_header(head, whole, layout_.dialect));
  if (!header) {
    if (whole || !has_head) return {};
    return fail(Errc::invalid_argument,
                "header: does not end within " + std::to_string(head.size()) + " bytes");
  }
  DP_TRY(auto sources, match_columns(layout_.columns, header->names));
  rows_.set_sources(std::move(sources));
  matched_ = input.item();
  return {};
}

/// Pass over what comes before the first record of an item.
Status Reader::read_head(Call& call) {
  if (!call.input.first()) return {};
  if (!layout_.header) {
    DP_TRY(call.at, size_of_bom(call.data));
    return {};
  }
  DP_TRY(const auto header, read_header(call.data, call.input.last(), layout_.dialect));
  if (header) {
    call.at = header->end;
    call.count.lines = header->lines;
    call.count.blank = header->blank;
  } else if (call.input.last()) {
    // Blank lines alone.
    call.at = call.data.size();
    DP_TRY(const auto bom, size_of_bom(call.data));
    call.count.lines = lines_of(call.data.substr(bom));
    call.count.blank = call.count.lines;
  } else {
    call.cut = true;
  }
  return {};
}

std::uint64_t Reader::lines_of(std::string_view text) noexcept {
  return newlines_in(text) + (text.empty() || text.back() == '\n' ? 0 : 1);
}

/// Read the records that end in the window that begins at call.at, or else one record.
Status Reader::read_window(Call& call) {
  const char* text = call.data.data();
  const std::size_t begin = call.at;
  const std::size_t end = std::min(begin + kWindow, call.data.size());
  index_.build(text, begin, end, layout_.dialect);
  const auto marks = index_.marks();
  std::size_t mark = 0;
  while (call.at < std::min(call.stop, end)) {
    const auto quick = read_by_marks(call, mark);
    if (quick == Quick::done) [[likely]] {
      call.count.lines += 1 + record_.inner;
      if (!index_.ascii() || rows_.is_full(record_.next) || !rows_.add(record_, call.at))
          [[unlikely]]
        DP_CHECK(take(call, index_.ascii()));
      else
        call.at = record_.next;
      continue;
    }
    if (quick == Quick::out && end < call.data.size() && call.at > begin) return {};
    DP_CHECK(read_one(call));
    if (call.cut) return {};
    while (mark < marks.size() && marks[mark] < call.at) ++mark;
  }
  return {};
}

/// Read the record at call.at, whose first mark is index_.marks()[mark], if it is ordinary.
inline Quick Reader::read_by_marks(const Call& call, std::size_t& mark) noexcept {
  if (record_.kept == 0) return Quick::odd;
  const char* text = call.data.data();
  return index_.bare()
             ? read_bare(text, call.at, index_.marks(), mark, record_)
             : read_quick(text, call.at, index_.marks(), mark, layout_.dialect, record_);
}

/// Read one record, whatever it is.
Status Reader::read_one(Call& call) {
  const auto outcome = read_record(call.data.data(), call.at, call.data.size(),
                                   call.input.last(), layout_.dialect, record_);
  if (outcome == Outcome::cut) {
    call.cut = true;
    return {};
  }
  const auto bytes = call.data.substr(call.at, record_.next - call.at);
  call.count.lines += lines_of(bytes);
  if (outcome == Outcome::blank) {
    ++call.count.blank;
    call.at = record_.next;
    return {};
  }
  if (outcome == Outcome::malformed) return reject(call, record_.next, malformed(call));
  if (record_.count != record_.kept)
    return reject(call, record_.next,
                  "got " + std::to_string(record_.count) + " fields, want " +
                      std::to_string(record_.kept));
  return take(call, false);
}

/// Set the first line of a record aside that does not end in all the bytes it may have.
Status Reader::read_full(Call& call) {
  const auto newline = call.data.find('\n');
  const auto end = newline == std::string_view::npos ? call.data.size() : newline + 1;
  call.cut = false;
  ++call.count.lines;
  return reject(call, end,
                "record: does not end within " + std::to_string(call.data.size()) +
                    " bytes (is a quote not closed?)");
}

/// Add the record at call.at, or set it aside.
Status Reader::take(Call& call, bool ascii) {
  if (!ascii) {
    const auto bytes = call.data.substr(call.at, record_.next - call.at);
    const auto bad = values::bad_utf8(bytes);
    if (bad != bytes.size()) return reject(call, record_.next, not_utf8(call.at + bad, call));
  }
  if (rows_.is_full(record_.next)) DP_CHECK(rows_.flush(call.out));
  if (!rows_.add(record_, call.at)) return reject(call, record_.next, rows_.misfit(record_));
  call.at = record_.next;
  return {};
}

/// Set what lies between call.at and `end` aside, and go on there.
Status Reader::reject(Call& call, std::size_t end, std::string_view reason) const {
  const auto bytes = without_line_end(call.data.substr(call.at, end - call.at));
  const auto offset = call.input.offset() + call.at;
  call.at = end;
  return call.out.reject(offset, bytes.substr(0, kKeptOfLong), reason);
}

std::string Reader::malformed(const Call& call) const {
  const auto name = rows_.name_of(record_.count);
  if (record_.wrong >= call.data.size()) return name + ": its quote is never closed";
  return name + ": got " + values::shown(call.data.substr(record_.wrong, 1)) +
         " behind the closing quote, want " + values::shown({&layout_.dialect.delimiter, 1}) +
         " or a line end";
}

std::string Reader::not_utf8(std::size_t bad, const Call& call) const {
  std::size_t place = 0;
  while (place + 1 < record_.kept && record_.fields[place + 1].begin <= bad) ++place;
  char byte[8];
  std::snprintf(byte, sizeof byte, "0x%02x", static_cast<unsigned char>(call.data[bad]));
  return rows_.name_of(place) + ": got byte " + byte + ", want UTF-8";
}

}  // namespace dp::csv
