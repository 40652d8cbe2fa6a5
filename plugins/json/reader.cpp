// SPDX-License-Identifier: Apache-2.0
#include "json/reader.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <utility>

namespace dp::json {
namespace {

/// Values are found by 32 bits.
constexpr std::size_t kMostOfDocument = std::size_t{1} << 31;

std::string_view without_line_end(std::string_view text) noexcept {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

}  // namespace

Reader::Reader(Layout layout)
    : layout_(std::move(layout)), rows_(layout_), walker_(rows_.tree(), marks_) {}

void Reader::need(std::span<const std::uint8_t> used) {
  rows_.need(used);
  walker_ = Walker(rows_.tree(), marks_);
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
  Call call{input, out, count, input.data(), 0, 0};
  rows_.begin(call.data.data(), input.item(), input.offset());
  if (layout_.records == Records::array) {
    DP_CHECK(read_array(call));
  } else {
    if (input.first()) call.at = size_of_bom(call.data);
    DP_CHECK(layout_.records == Records::lines ? read_lines(call) : read_document(call));
  }
  return rows_.flush(out);
}

Status Reader::read_lines(Call& call) {
  const char* const text = call.data.data();
  const std::size_t size = call.data.size();
  marks_.start(text, call.at, size);
  while (call.at < size) {
    const auto* newline =
        static_cast<const char*>(std::memchr(text + call.at, '\n', size - call.at));
    const auto end = newline == nullptr ? size : static_cast<std::size_t>(newline - text);
    DP_CHECK(read_line(call, end));
    call.at = std::min(end + 1, size);
    ++call.count.lines;
  }
  return {};
}

/// Read the line at call.at, whose newline is at `end`.
Status Reader::read_line(Call& call, std::size_t end) {
  walker_.set_limit(end, true);
  marks_.begin_record();
  std::uint32_t first = 0;
  if (!marks_.peek(first) || first >= end) {
    ++call.count.blank;
    return {};
  }
  Value value;
  if (walker_.read_all(value)) [[likely]]
    return take(call, value, call.at, end, marks_.ascii());
  DP_CHECK(reject(call, call.at, end, walker_.explain(call.at)));
  marks_.move_to(end);
  return {};
}

Status Reader::read_document(Call& call) {
  const auto size = call.data.size();
  if (size >= kMostOfDocument)
    return reject(call, 0, size,
                  "document: got " + std::to_string(size) +
                      " bytes, want less than 2 GiB (is it an array? then "
                      "layout: array)");
  marks_.start(call.data.data(), call.at, size);
  walker_.set_limit(size, true);
  Value value;
  if (!walker_.read_all(value)) return reject(call, call.at, size, walker_.explain(0));
  return take(call, value, call.at, size, marks_.ascii());
}

/// Add the record call.data[at, end), which is `value`, or set it aside.
Status Reader::take(Call& call, const Value& value, std::size_t at, std::size_t end,
                    bool ascii) {
  if (!ascii) {
    const auto record = call.data.substr(at, end - at);
    if (bad_utf8(record) != record.size()) [[unlikely]]
      return reject(call, at, end, not_utf8(record));
  }
  if (!layout_.takes(value.kind)) [[unlikely]]
    return reject(call, at, end,
                  "got " + std::string(name_of(value.kind)) + ", want " +
                      (layout_.places ? "an array" : "an object"));
  if (rows_.is_full(end)) DP_CHECK(rows_.flush(call.out));
  if (rows_.add(walker_.slots(), at)) [[likely]]
    return {};
  return reject(call, at, end, rows_.misfit(walker_.slots()));
}

/// Set call.data[at, end) aside.
Status Reader::reject(Call& call, std::size_t at, std::size_t end,
                      std::string_view reason) const {
  const auto bytes = without_line_end(call.data.substr(at, end - at));
  return call.out.reject(call.input.offset() + at, bytes.substr(0, kKeptOfLong), reason);
}

std::string Reader::not_utf8(std::string_view record) {
  const auto bad = bad_utf8(record);
  char byte[8];
  std::snprintf(byte, sizeof byte, "0x%02x", static_cast<unsigned char>(record[bad]));
  return "byte " + std::to_string(bad + 1) + ": got " + byte + ", want UTF-8";
}

}  // namespace dp::json
