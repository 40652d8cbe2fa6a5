// SPDX-License-Identifier: Apache-2.0
#include "arrow/reader.hpp"

#include <utility>

#include "arrow/dictionaries.hpp"
#include "arrow/layout.hpp"
#include "arrow/rows_in.hpp"

namespace dp::arrow {
namespace {

Result<std::vector<Shape>> shapes_in(std::string_view bytes) {
  DP_TRY(const auto schema, schema_of(bytes));
  return shapes_of(*schema);
}

/// "n: int, s: string"
std::string listed(const Schema& columns) {
  std::string text;
  for (const auto& field : columns)
    text += (text.empty() ? "" : ", ") + field.name + ": " + std::string(type_name(field.type));
  return text;
}

/// Another file may have other columns.
Status check_columns(const std::vector<Shape>& shapes, const Schema& expected) {
  DP_TRY(const auto found, columns_of(shapes));
  const auto got = listed(found), wanted = listed(expected);
  if (got == wanted) return {};
  return fail(Errc::task_failed,
              "has other columns (got " + got + ", expected " + wanted + ")");
}

Status read_messages(std::string_view bytes, const std::vector<Shape>& shapes,
                     const std::vector<std::uint8_t>& used, RowsIn& rows) {
  DP_TRY(auto dictionaries, DictionarySet::of(shapes));
  DP_TRY(const auto places, messages_of(bytes));
  for (const auto place : places) {
    DP_TRY(const auto message, Message::at(bytes, place));
    if (const auto* dictionary = message.metadata->header_as_DictionaryBatch()) {
      DP_CHECK(dictionaries.add(*dictionary, message.body));
    } else if (const auto* metadata = message.metadata->header_as_RecordBatch()) {
      DP_TRY(const auto batch,
             Batch::of(*metadata, message.body, shapes, used, dictionaries.all()));
      DP_CHECK(rows.add(batch));
    }
  }
  return rows.note();
}

}  // namespace

Result<Schema> Reader::columns(const Context& context) {
  if (context.sample().empty()) return Schema();
  auto shapes = shapes_in(context.sample());
  if (!shapes && shapes.error().code == Errc::sample_too_short && !context.can_see_more())
    return fail(Errc::invalid_pipeline, "arrow: " + shapes.error().message);
  if (!shapes) return fail(std::move(shapes).error().within("arrow"));
  auto columns = columns_of(*shapes);
  if (!columns) return fail(std::move(columns).error().within("arrow"));
  return columns;
}

Reader::Reader(Schema columns, std::uint64_t batch_bytes)
    : columns_(columns),
      used_(columns.size(), 1),
      batch_bytes_(batch_bytes),
      batch_(std::move(columns), kRows) {}

void Reader::need(std::span<const std::uint8_t> used) {
  used_.assign(used.begin(), used.end());
  batch_.set_used(used_.data());
}

Status Reader::read(const Input& input, Output& out, ReadCount&) {
  const auto done = [&]() -> Status {
    DP_TRY(const auto shapes, shapes_in(input.data()));
    DP_CHECK(check_columns(shapes, columns_));
    RowsIn rows(batch_, batch_bytes_, input.item(), out);
    return read_messages(input.data(), shapes, used_, rows);
  }();
  // What the host says comes back as it is.
  if (done || done.error().message.empty()) return done;
  auto error = done.error();
  if (error.code == Errc::sample_too_short || error.code == Errc::invalid_argument)
    error.code = Errc::task_failed;
  return fail(std::move(error).within("arrow"));
}

}  // namespace dp::arrow
