// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arrow_format_generated.h>

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include "arrow/message.hpp"

/// Messages of Arrow's format, put together by hand.
namespace dp::test {

namespace wire = arrow::wire;

/// Numbers as they lie in a buffer.
template <class T>
std::string buffer_of(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

/// A field: its type is made by `type`.
struct MadeField {
  using Builder = flatbuffers::FlatBufferBuilder;

  std::string name;
  wire::Type kind = wire::Type::NONE;
  std::function<flatbuffers::Offset<void>(Builder&)> type;
  std::vector<MadeField> children = {};
  std::int64_t dictionary = -1;  ///< with places of 8 bits
  std::string key = {}, value = {};

  [[nodiscard]] flatbuffers::Offset<wire::Field> put(Builder& out) const {
    std::vector<flatbuffers::Offset<wire::Field>> parts;
    for (const auto& child : children) parts.push_back(child.put(out));
    const auto all = out.CreateVector(parts);
    const auto made = type(out);
    const auto its_name = out.CreateString(name);
    flatbuffers::Offset<wire::DictionaryEncoding> encoding;
    if (dictionary >= 0)
      encoding = wire::CreateDictionaryEncoding(out, dictionary, wire::CreateInt(out, 8, true));
    flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<wire::Pair>>> pairs;
    if (!key.empty())
      pairs = out.CreateVector(
          std::vector{wire::CreatePair(out, out.CreateString(key), out.CreateString(value))});
    return wire::CreateField(out, its_name, true, kind, made, encoding, all, pairs);
  }
};

inline MadeField int_field(const std::string& name, int bits = 64, bool is_signed = true) {
  return {name, wire::Type::Int,
          [=](auto& out) { return wire::CreateInt(out, bits, is_signed).Union(); }};
}
inline MadeField text_field(const std::string& name) {
  return {name, wire::Type::Utf8, [](auto& out) { return wire::CreateUtf8(out).Union(); }};
}
inline MadeField list_field(const std::string& name, MadeField child) {
  return {name,
          wire::Type::List,
          [](auto& out) { return wire::CreateList(out).Union(); },
          {std::move(child)}};
}

/// A record batch; its nodes are {rows, nulls}.
struct MadeBatch {
  std::int64_t rows = 0;
  std::vector<wire::Node> nodes;
  std::vector<std::string> buffers;
  std::vector<std::int64_t> variadic = {};
  bool is_packed = false;
  wire::Codec codec = wire::Codec::zstd;

  [[nodiscard]] std::string body() const {
    std::string bytes;
    for (const auto& buffer : buffers) {
      bytes += buffer;
      bytes.resize((bytes.size() + 7) / 8 * 8);
    }
    return bytes;
  }
  [[nodiscard]] flatbuffers::Offset<wire::RecordBatch> put(MadeField::Builder& out) const {
    std::vector<wire::Buffer> places;
    std::int64_t at = 0;
    for (const auto& buffer : buffers) {
      places.emplace_back(at, static_cast<std::int64_t>(buffer.size()));
      at += static_cast<std::int64_t>((buffer.size() + 7) / 8 * 8);
    }
    const auto all_nodes = out.CreateVectorOfStructs(nodes);
    const auto all_places = out.CreateVectorOfStructs(places);
    flatbuffers::Offset<wire::Compression> compression;
    if (is_packed) compression = wire::CreateCompression(out, codec);
    const auto counts = out.CreateVector(variadic);
    return wire::CreateRecordBatch(out, rows, all_nodes, all_places, compression, counts);
  }
};

inline std::string made_message(MadeField::Builder& out, wire::Header kind,
                                flatbuffers::Offset<void> header, const std::string& body) {
  out.Finish(wire::CreateMessage(out, wire::Version::v5, kind, header,
                                 static_cast<std::int64_t>(body.size())));
  std::string metadata(reinterpret_cast<const char*>(out.GetBufferPointer()), out.GetSize());
  metadata.resize((metadata.size() + 7) / 8 * 8);
  return buffer_of<std::uint32_t>({0xffffffff, static_cast<std::uint32_t>(metadata.size())}) +
         metadata + body;
}

inline std::string made_schema(const std::vector<MadeField>& fields,
                               wire::Endianness endianness = wire::Endianness::little) {
  MadeField::Builder out;
  std::vector<flatbuffers::Offset<wire::Field>> all;
  for (const auto& field : fields) all.push_back(field.put(out));
  const auto list = out.CreateVector(all);
  return made_message(out, wire::Header::Schema,
                      wire::CreateSchema(out, endianness, list).Union(), {});
}

inline std::string made_batch(const MadeBatch& batch) {
  MadeField::Builder out;
  return made_message(out, wire::Header::RecordBatch, batch.put(out).Union(), batch.body());
}

inline std::string made_dictionary(std::int64_t id, const MadeBatch& batch,
                                   bool is_delta = false) {
  MadeField::Builder out;
  const auto values = batch.put(out);
  return made_message(out, wire::Header::DictionaryBatch,
                      wire::CreateDictionaryBatch(out, id, values, is_delta).Union(),
                      batch.body());
}

/// Texts as the three buffers of a column, without nulls.
inline std::vector<std::string> text_buffers(const std::vector<std::string>& texts) {
  std::vector<std::int32_t> offsets = {0};
  std::string bytes;
  for (const auto& text : texts) {
    bytes += text;
    offsets.push_back(static_cast<std::int32_t>(bytes.size()));
  }
  return {"", buffer_of(offsets), bytes};
}

}  // namespace dp::test
