// SPDX-License-Identifier: Apache-2.0
#include "json/reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace dp::json {
namespace {

/// Tokens are found by 32 bits.
constexpr std::size_t kMostOfDocument = std::size_t{1} << 31;

/// Pass over an item of white space alone, of which nothing is missing.
bool pass_blank(scan::Reading& call) {
  if (!call.input.first() || !call.input.last()) return false;
  const auto text = call.data.substr(scan::size_of_bom(call.data));
  if (text.find_first_not_of(" \t\r\n") != text.npos) return false;
  call.count.consumed = call.data.size();
  call.count.lines = scan::lines_in(call.data);
  return true;
}

}  // namespace

Reader::Reader(Layout layout) : layout_(std::move(layout)), records_(layout_) {}

std::uint32_t Reader::cut() const noexcept {
  // A comment may have anything in it, also what looks like records.
  if (layout_.chosen.lenience.any()) return DP_CUT_WHOLE;
  switch (layout_.records) {
    case Records::lines:
      return DP_CUT_LINES;
    case Records::array:
    case Records::object:
    case Records::values:
      return DP_CUT_RECORDS;
    case Records::document:
      break;
  }
  return DP_CUT_WHOLE;
}

Status Reader::read(const Input& input, Output& out, ReadCount& count) {
  if (!layout_.chosen.lenience.any()) return read_plain(input, out, count);
  plain_ = without_extras(input.data(), layout_.chosen.lenience, false);
  const auto size = input.data().size();
  const dp_item item{sizeof item,
                     input.item(),
                     {input.item_name().data(), input.item_name().size()},
                     size,
                     {}};
  const dp_input whole{
      sizeof whole, &item, {plain_.data(), size}, input.offset(), size, 1, 1, 0, 0};
  return read_plain(Input(whole), out, count);
}

Status Reader::read_plain(const Input& input, Output& out, ReadCount& count) {
  Call call(input, out, count);
  records_.begin(input);
  const bool elements = layout_.records == Records::array || is_object();
  const bool whole = elements || layout_.records == Records::document;
  if (whole && pass_blank(call)) return {};
  if (elements) {
    DP_CHECK(read_array(call));
  } else if (layout_.records == Records::values) {
    DP_CHECK(read_values(call));
  } else {
    if (input.first()) call.at = scan::size_of_bom(call.data);
    DP_CHECK(layout_.records == Records::lines ? read_lines(call) : read_document(call));
  }
  return records_.flush(out);
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
  auto& walker = records_.walker();
  const bool known =
      end - base <= kBatchOfLines && walker.begin_lines(call.data.substr(base, end - base));
  while (call.at < end) {
    const auto next = scan::end_of_line(call.data, call.at);
    const auto newline = call.data[next - 1] == '\n' ? next - 1 : next;
    Value value;
    if (known && walker.read_line(call.at - base, newline - base, value)) [[likely]]
      DP_CHECK(records_.add(call, value, base, call.at, newline));
    else
      DP_CHECK(records_.take(call, call.at, newline));
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
  return records_.take(call, call.at, size);
}

}  // namespace dp::json
