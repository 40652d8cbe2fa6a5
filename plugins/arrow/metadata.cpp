// SPDX-License-Identifier: Apache-2.0
#include "arrow/metadata.hpp"

#include <arrow_format_generated.h>

#include "arrow/decimals.hpp"

namespace dp::arrow {
namespace {

using Builder = flatbuffers::FlatBufferBuilder;
template <class T>
using Offset = flatbuffers::Offset<T>;

Offset<void> type_out(Builder& out, const ColumnForm& column) {
  switch (column.field.type) {
    case Type::boolean:
      return wire::CreateBool(out).Union();
    case Type::int64:
      return wire::CreateInt(out, 64, true).Union();
    case Type::float64:
      return wire::CreateFloatingPoint(out, wire::Precision::double_).Union();
    case Type::timestamp:
      return wire::CreateTimestamp(out, wire::TimeUnit::microsecond, out.CreateString("UTC"))
          .Union();
    case Type::date:
      return wire::CreateDate(out, wire::DateUnit::day).Union();
    case Type::decimal:
      return wire::CreateDecimal(out, kMostDigits, column.scale, 128).Union();
    case Type::string:
    case Type::json:
      break;
  }
  return column.is_utf8 ? wire::CreateUtf8(out).Union() : wire::CreateBinary(out).Union();
}

wire::Type type_word(const ColumnForm& column) {
  switch (column.field.type) {
    case Type::boolean:
      return wire::Type::Bool;
    case Type::int64:
      return wire::Type::Int;
    case Type::float64:
      return wire::Type::FloatingPoint;
    case Type::timestamp:
      return wire::Type::Timestamp;
    case Type::date:
      return wire::Type::Date;
    case Type::decimal:
      return wire::Type::Decimal;
    case Type::string:
    case Type::json:
      break;
  }
  return column.is_utf8 ? wire::Type::Utf8 : wire::Type::Binary;
}

/// JSON is text that says so. Not as the extension arrow.json: Polars refuses files with one.
Offset<flatbuffers::Vector<Offset<wire::Pair>>> marks_out(Builder& out,
                                                          const ColumnForm& column) {
  if (column.field.type != Type::json || !column.is_utf8) return 0;
  const std::vector<Offset<wire::Pair>> pairs = {
      wire::CreatePair(out, out.CreateString(kTypeMark), out.CreateString(kJsonMark))};
  return out.CreateVector(pairs);
}

Offset<wire::Field> field_out(Builder& out, const ColumnForm& column) {
  const auto name = out.CreateString(column.field.name);
  const auto type = type_out(out, column);
  // Some readers want a list of children of every column.
  const auto children = out.CreateVector(std::vector<Offset<wire::Field>>());
  return wire::CreateField(out, name, column.field.nullable, type_word(column), type, 0,
                           children, marks_out(out, column));
}

Offset<wire::Schema> schema_out(Builder& out, const Form& form) {
  std::vector<Offset<wire::Field>> fields;
  fields.reserve(form.size());
  for (const auto& column : form) fields.push_back(field_out(out, column));
  return wire::CreateSchema(out, wire::Endianness::little, out.CreateVector(fields));
}

std::string bytes_of(const Builder& out) {
  return {reinterpret_cast<const char*>(out.GetBufferPointer()), out.GetSize()};
}

std::string message_out(Builder& out, wire::Header kind, Offset<void> header,
                        std::uint64_t body_size) {
  out.Finish(wire::CreateMessage(out, wire::Version::v5, kind, header,
                                 static_cast<std::int64_t>(body_size)));
  return bytes_of(out);
}

}  // namespace

std::string schema_message(const Form& form) {
  Builder out;
  const auto schema = schema_out(out, form);
  return message_out(out, wire::Header::Schema, schema.Union(), 0);
}

std::string batch_message(const BatchForm& batch) {
  Builder out;
  std::vector<wire::Node> nodes;
  for (const auto nulls : batch.nulls)
    nodes.emplace_back(static_cast<std::int64_t>(batch.rows), static_cast<std::int64_t>(nulls));
  std::vector<wire::Buffer> buffers;
  for (const auto& buffer : batch.buffers)
    buffers.emplace_back(static_cast<std::int64_t>(buffer.at),
                         static_cast<std::int64_t>(buffer.size));
  const auto all_nodes = out.CreateVectorOfStructs(nodes);
  const auto all_buffers = out.CreateVectorOfStructs(buffers);
  const auto made = wire::CreateRecordBatch(out, static_cast<std::int64_t>(batch.rows),
                                            all_nodes, all_buffers);
  return message_out(out, wire::Header::RecordBatch, made.Union(), batch.body_size);
}

std::string footer(const Form& form, const std::vector<Block>& batches) {
  Builder out;
  const auto schema = schema_out(out, form);
  std::vector<wire::Block> blocks;
  for (const auto& batch : batches)
    blocks.emplace_back(static_cast<std::int64_t>(batch.at),
                        static_cast<std::int32_t>(batch.metadata_size),
                        static_cast<std::int64_t>(batch.body_size));
  const auto dictionaries = out.CreateVectorOfStructs(std::vector<wire::Block>());
  out.Finish(wire::CreateFooter(out, wire::Version::v5, schema, dictionaries,
                                out.CreateVectorOfStructs(blocks)));
  return bytes_of(out);
}

}  // namespace dp::arrow
