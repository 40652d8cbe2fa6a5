// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The columns of a stage: names, types, and the Arrow form that plugins exchange.

#include <dp/abi.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dp {

static_assert(std::endian::native == std::endian::little,
              "Arrow buffers here are little-endian");

/// The type of a column. Its Arrow format is in brackets.
enum class Type : std::uint8_t {
  boolean,    ///< ["b"] bits
  int64,      ///< ["l"]
  float64,    ///< ["g"]
  string,     ///< ["vu"] UTF-8 or arbitrary bytes, as 16-byte views
  timestamp,  ///< ["tsu:UTC"] int64, microseconds since 1970-01-01T00:00:00Z
  date,       ///< ["tdD"] int32, days since 1970-01-01
  decimal,    ///< ["w:16", dp.decimal] 16 bytes: see <dp/decimal.hpp>
  json,       ///< ["vu", arrow.json] JSON text of any one value, as strings are
};

/// All types, in their order.
inline constexpr Type kAllTypes[] = {Type::boolean,   Type::int64, Type::float64, Type::string,
                                     Type::timestamp, Type::date,  Type::decimal, Type::json};

/// Return the word for a type that messages and docs use.
constexpr std::string_view type_name(Type type) noexcept {
  constexpr std::string_view kNames[] = {"bool",      "int",  "float",   "string",
                                         "timestamp", "date", "decimal", "json"};
  return kNames[static_cast<std::size_t>(type)];
}

constexpr const char* arrow_format(Type type) noexcept {
  constexpr const char* kFormats[] = {"b", "l", "g", "vu", "tsu:UTC", "tdD", "w:16", "vu"};
  return kFormats[static_cast<std::size_t>(type)];
}

/// The name of the type as an extension of its Arrow format; empty for most, which are none.
constexpr std::string_view arrow_extension(Type type) noexcept {
  if (type == Type::decimal) return "dp.decimal";
  return type == Type::json ? "arrow.json" : "";
}

/// The type of an Arrow format, which may have an extension. One that dp does not know is left out.
constexpr std::optional<Type> type_of_format(std::string_view format,
                                             std::string_view extension = {}) noexcept {
  for (const auto type : kAllTypes)
    if (format == arrow_format(type) && !extension.empty() &&
        extension == arrow_extension(type))
      return type;
  for (const auto type : kAllTypes)
    if (format == arrow_format(type) && arrow_extension(type).empty()) return type;
  return std::nullopt;
}

constexpr bool is_number(Type type) noexcept {
  return type == Type::int64 || type == Type::float64 || type == Type::decimal;
}

/// Whether the values of a column are texts: those that StringColumn reads.
constexpr bool is_text(Type type) noexcept {
  return type == Type::string || type == Type::json;
}

struct Field {
  std::string name;
  Type type = Type::string;
  bool nullable = true;
  /// Of a reader: its type is a guess that later records may refute (see dp_reader.knowledge).
  bool guessed = false;

  /// Whether the columns are alike; how their types are known is no matter.
  bool operator==(const Field& other) const {
    return name == other.name && type == other.type && nullable == other.nullable;
  }
};

/// The columns of a stage, in order. Names are unique.
using Schema = std::vector<Field>;

/// Return the place of column `name`, or nullopt.
inline std::optional<std::size_t> find_column(const Schema& schema, std::string_view name) {
  for (std::size_t i = 0; i < schema.size(); ++i)
    if (schema[i].name == name) return i;
  return std::nullopt;
}

/// Fill `out` with `schema` as an Arrow struct schema ("+s").
/// Ownership: `out` owns copies; the receiver calls out->release(out) once.
void export_schema(const Schema& schema, ArrowSchema* out);

/// Read an Arrow struct schema. Returns nullopt if it is not one, or has a type that dp lacks.
std::optional<Schema> import_schema(const ArrowSchema* in);

// ---- inline definitions ---------------------------------------------------------------------

namespace detail {

/// Append a pair to metadata in Arrow's form, which is the count of pairs, and of each key and value its
/// length and its bytes.
inline void add_metadata(std::string& metadata, std::string_view key, std::string_view value) {
  std::int32_t count = 0;
  if (metadata.empty()) metadata.resize(sizeof count);
  std::memcpy(&count, metadata.data(), sizeof count);
  ++count;
  std::memcpy(metadata.data(), &count, sizeof count);
  for (const auto text : {key, value}) {
    const auto size = static_cast<std::int32_t>(text.size());
    metadata.append(reinterpret_cast<const char*>(&size), sizeof size);
    metadata.append(text);
  }
}

/// The value of a key in metadata, which may be nullptr; empty if there is none.
inline std::string_view find_metadata(const char* metadata, std::string_view key) noexcept {
  if (metadata == nullptr) return {};
  const auto number = [&metadata] {
    std::int32_t value;
    std::memcpy(&value, metadata, sizeof value);
    metadata += sizeof value;
    return value;
  };
  const auto text = [&]() -> std::string_view {
    const auto size = number();
    const char* const begin = metadata;
    metadata += size;
    return {begin, static_cast<std::size_t>(size)};
  };
  for (auto pairs = number(); pairs > 0; --pairs) {
    const bool found = text() == key;
    const auto value = text();
    if (found) return value;
  }
  return {};
}

inline constexpr std::string_view kExtensionKey = "ARROW:extension:name";
/// What marks the type of a column as a guess, if its value is "1".
inline constexpr std::string_view kGuessKey = "dp.guess";

struct SchemaNode {
  std::string format, name, metadata;
  std::vector<std::unique_ptr<ArrowSchema>> owned;
  std::vector<ArrowSchema*> children;
};

inline void release_schema(ArrowSchema* schema) {
  auto* node = static_cast<SchemaNode*>(schema->private_data);
  for (auto* child : node->children)
    if (child->release != nullptr) child->release(child);
  delete node;
  schema->release = nullptr;
}

inline SchemaNode* fill_schema(ArrowSchema* out, std::string format, std::string name,
                               bool nullable) {
  auto* node = new SchemaNode{std::move(format), std::move(name), {}, {}, {}};
  *out = ArrowSchema{};
  out->format = node->format.c_str();
  out->name = node->name.c_str();
  out->flags = nullable ? ARROW_FLAG_NULLABLE : 0;
  out->release = &release_schema;
  out->private_data = node;
  return node;
}

}  // namespace detail

inline void export_schema(const Schema& schema, ArrowSchema* out) {
  auto* node = detail::fill_schema(out, "+s", "", false);
  for (const auto& field : schema) {
    node->owned.push_back(std::make_unique<ArrowSchema>());
    auto* child = detail::fill_schema(node->owned.back().get(), arrow_format(field.type),
                                      field.name, field.nullable);
    if (field.guessed) detail::add_metadata(child->metadata, detail::kGuessKey, "1");
    if (const auto extension = arrow_extension(field.type); !extension.empty())
      detail::add_metadata(child->metadata, detail::kExtensionKey, extension);
    if (!child->metadata.empty()) node->owned.back()->metadata = child->metadata.data();
    node->children.push_back(node->owned.back().get());
  }
  out->n_children = static_cast<std::int64_t>(node->children.size());
  out->children = node->children.data();
}

inline std::optional<Schema> import_schema(const ArrowSchema* in) {
  if (in == nullptr || in->format == nullptr || std::string_view(in->format) != "+s")
    return std::nullopt;
  Schema schema;
  for (std::int64_t i = 0; i < in->n_children; ++i) {
    const auto& child = *in->children[i];
    const auto type =
        type_of_format(child.format == nullptr ? "" : child.format,
                       detail::find_metadata(child.metadata, detail::kExtensionKey));
    if (!type || child.name == nullptr) return std::nullopt;
    schema.push_back({child.name, *type, (child.flags & ARROW_FLAG_NULLABLE) != 0,
                      detail::find_metadata(child.metadata, detail::kGuessKey) == "1"});
  }
  return schema;
}

}  // namespace dp
