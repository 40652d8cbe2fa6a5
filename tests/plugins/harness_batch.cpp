// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "plugins/harness.hpp"

namespace dp::test {

Cell::Cell(const Cell& other) = default;
Cell::Cell(Cell&& other) noexcept = default;
Cell& Cell::operator=(const Cell& other) = default;
Cell& Cell::operator=(Cell&& other) noexcept = default;
Cell::~Cell() = default;

Task::~Task() = default;

Status Task::start() {
  dp_error error{};
  error.struct_size = sizeof error;
  if (task_->task.start == nullptr) return {};
  return done(task_->task.start(self_.get(), &error), error);
}

std::ostream& operator<<(std::ostream& out, const Rows& rows) {
  for (const auto& row : rows) {
    out << "\n  ";
    for (const auto& cell : row) out << '[' << cell << ']';
  }
  return out;
}

std::ostream& operator<<(std::ostream& out, const Reject& reject) {
  return out << reject.offset << " [" << reject.raw << "] " << reject.reason;
}

Batch::Batch(const Schema& schema, const std::vector<std::vector<Cell>>& rows,
             const std::vector<std::uint8_t>& used, std::uint64_t item)
    : text_(std::make_unique<std::string>()),
      builder_(std::make_unique<BatchBuilder>(schema, std::max<std::size_t>(rows.size(), 1))) {
  std::size_t bytes = 64;
  for (const auto& row : rows)
    for (const auto& cell : row)
      if (const auto* text = std::get_if<std::string>(&cell)) bytes += text->size();
  text_->reserve(bytes);  // so that it never moves
  builder_->set_text(text_->data());
  if (!used.empty()) builder_->set_used(used.data());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    builder_->offsets()[row] = row;
    for (std::size_t i = 0; i < schema.size(); ++i) fill(row, i, rows[row].at(i));
  }
  batch_ = builder_->finish(rows.size(), item).value();
}

void Batch::fill(std::size_t row, std::size_t column, const Cell& cell) {
  auto& builder = builder_->column(column);
  if (const auto* flag = std::get_if<bool>(&cell)) return builder.put(row, *flag);
  if (const auto* number = std::get_if<double>(&cell)) return builder.put(row, *number);
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
    if (builder.type() == Type::date)
      return builder.put(row, static_cast<std::int32_t>(*integer));
    if (builder.type() == Type::float64) return builder.put(row, static_cast<double>(*integer));
    return builder.put(row, *integer);
  }
  const auto* text = std::get_if<std::string>(&cell);
  if (text == nullptr) return builder.set_null(row);
  if (builder.type() == Type::decimal) return builder.put(row, Decimal::parse(*text).value());
  if (row % 2 == 1) return builder.put_copy(row, *text);
  const char* at = text_->data() + text_->size();
  text_->append(*text);
  builder.put(row, at, static_cast<std::uint32_t>(text->size()));
}

}  // namespace dp::test
