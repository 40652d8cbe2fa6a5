// SPDX-License-Identifier: Apache-2.0
#include "weblog/columns.hpp"

#include <algorithm>
#include <cstring>

namespace dp::weblog {

Schema schema() {
  return {
      {"host", Type::string, false},          {"ident", Type::string, false},
      {"user", Type::string, false},          {"time", Type::timestamp, false},
      {"local_time", Type::timestamp, false}, {"method", Type::string, true},
      {"target", Type::string, true},         {"path", Type::string, true},
      {"query", Type::string, true},          {"protocol", Type::string, true},
      {"request", Type::string, false},       {"status", Type::int64, false},
      {"bytes", Type::int64, true},           {"referrer", Type::string, true},
      {"agent", Type::string, true},
  };
}

namespace {

/// The position of the first `byte` of the range, or its end.
std::uint32_t find(const char* text, Range range, char byte) noexcept {
  const auto* found =
      static_cast<const char*>(std::memchr(text + range.begin, byte, range.size()));
  return found == nullptr ? range.end : static_cast<std::uint32_t>(found - text);
}

bool is_method(std::string_view word) noexcept {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char byte) {
    const char lower = static_cast<char>(byte | 0x20);
    return (lower >= 'a' && lower <= 'z') || byte == '-' || byte == '_';
  });
}

/// "HTTP/1.1", "HTTP/2".
bool is_protocol(std::string_view word) noexcept {
  constexpr std::string_view kHttp = "HTTP/";
  if (!word.starts_with(kHttp) || word.size() == kHttp.size()) return false;
  word.remove_prefix(kHttp.size());
  return word.find_first_not_of("0123456789.") == std::string_view::npos &&
         word.front() != '.' && word.back() != '.' &&
         std::count(word.begin(), word.end(), '.') < 2;
}

}  // namespace

Request split_request(const char* text, Range request) noexcept {
  Request parts;
  const std::uint32_t space = find(text, request, ' ');
  if (space == request.end || !is_method({text + request.begin, space - request.begin}))
    return parts;
  const Range rest{space + 1, request.end};
  const Range target{rest.begin, find(text, rest, ' ')};
  if (target.size() == 0) return parts;
  parts.method = {request.begin, space};
  parts.target = target;
  parts.path = {target.begin, find(text, target, '?')};
  parts.has_query = parts.path.end != target.end;
  if (parts.has_query) parts.query = {parts.path.end + 1, target.end};
  const std::string_view tail(text + target.end, request.end - target.end);
  const auto last = tail.rfind(' ') + 1;  // 0 if nothing follows the target
  if (is_protocol(tail.substr(last)))
    parts.protocol = {target.end + static_cast<std::uint32_t>(last), request.end};
  return parts;
}

namespace {

/// One group of lines on its way into a batch.
class Fill {
 public:
  Fill(const char* text, std::span<const Line> lines, std::size_t row, BatchBuilder& batch)
      : text_(text), lines_(lines), row_(row), batch_(batch) {}

  /// A column of pieces of the lines, of which all are there.
  void text(Column column, Range Line::*range) {
    if (!batch_.used(column)) return;
    auto& builder = batch_.column(column);
    for (std::size_t i = 0; i < lines_.size(); ++i) put(builder, row_ + i, lines_[i].*range);
  }
  void combined_text(Column column, Range Line::*range) {
    if (!batch_.used(column)) return;
    auto& builder = batch_.column(column);
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].combined) [[likely]]
        put(builder, row_ + i, lines_[i].*range);
      else
        builder.set_null(row_ + i);
    }
  }
  void stamp(Column column, std::int64_t Stamp::*value) {
    if (!batch_.used(column)) return;
    auto* out = batch_.column(column).data<std::int64_t>() + row_;
    for (std::size_t i = 0; i < lines_.size(); ++i) out[i] = lines_[i].stamp.*value;
  }
  void status() {
    if (!batch_.used(kStatus)) return;
    auto* out = batch_.column(kStatus).data<std::int64_t>() + row_;
    for (std::size_t i = 0; i < lines_.size(); ++i) out[i] = lines_[i].status;
  }
  void bytes() {
    if (!batch_.used(kBytes)) return;
    auto& builder = batch_.column(kBytes);
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].bytes != Line::kNoBytes) [[likely]]
        builder.put(row_ + i, lines_[i].bytes);
      else
        builder.set_null(row_ + i);
    }
  }
  void request_parts() {
    bool any = false;
    for (const auto column : {kMethod, kTarget, kPath, kQuery, kProtocol})
      any = any || batch_.used(column);
    if (!any) return;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const auto parts = split_request(text_, lines_[i].request);
      const bool valid = parts.target.size() != 0;
      part(kMethod, i, parts.method, valid);
      part(kTarget, i, parts.target, valid);
      part(kPath, i, parts.path, valid);
      part(kQuery, i, parts.query, parts.has_query);
      part(kProtocol, i, parts.protocol, parts.protocol.size() != 0);
    }
  }

 private:
  void put(ColumnBuilder& builder, std::size_t row, Range range) {
    builder.put(row, text_ + range.begin, range.size());
  }
  void part(Column column, std::size_t i, Range range, bool there) {
    if (!batch_.used(column)) return;
    if (there) [[likely]]
      put(batch_.column(column), row_ + i, range);
    else
      batch_.column(column).set_null(row_ + i);
  }

  const char* text_;
  std::span<const Line> lines_;
  std::size_t row_;
  BatchBuilder& batch_;
};

}  // namespace

void fill_columns(const char* text, std::span<const Line> lines, std::size_t row,
                  BatchBuilder& batch) {
  Fill fill(text, lines, row, batch);
  fill.text(kHost, &Line::host);
  fill.text(kIdent, &Line::ident);
  fill.text(kUser, &Line::user);
  fill.stamp(kTime, &Stamp::utc);
  fill.stamp(kLocalTime, &Stamp::local);
  fill.request_parts();
  fill.text(kRequest, &Line::request);
  fill.status();
  fill.bytes();
  fill.combined_text(kReferrer, &Line::referrer);
  fill.combined_text(kAgent, &Line::agent);
}

}  // namespace dp::weblog
