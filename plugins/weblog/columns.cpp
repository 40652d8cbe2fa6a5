// SPDX-License-Identifier: Apache-2.0
#include "weblog/columns.hpp"

#include "weblog/request.hpp"

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
      if (lines_[i].combined()) [[likely]]
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
  /// A column of pieces of the request, empty where the request has no such piece.
  template <class Piece>
  void request_text(Column column, Piece&& piece) {
    if (!batch_.used(column)) return;
    auto& builder = batch_.column(column);
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const Range range = piece(lines_[i]);
      if (range.begin != 0) [[likely]]  // no piece begins a line
        put(builder, row_ + i, range);
      else
        builder.set_null(row_ + i);
    }
  }

 private:
  void put(ColumnBuilder& builder, std::size_t row, Range range) {
    builder.put(row, text_ + range.begin, range.size());
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
  fill.request_text(kMethod, [](const Line& line) { return line.method; });
  fill.request_text(kTarget, [](const Line& line) { return line.target; });
  fill.request_text(kPath, [&](const Line& line) { return path_of(text, line.target); });
  fill.request_text(kQuery, [&](const Line& line) { return query_of(text, line.target); });
  fill.request_text(kProtocol, [&](const Line& line) {
    return protocol_of(text, line.request, line.target);
  });
  fill.text(kRequest, &Line::request);
  fill.status();
  fill.bytes();
  fill.combined_text(kReferrer, &Line::referrer);
  fill.combined_text(kAgent, &Line::agent);
}

}  // namespace dp::weblog
