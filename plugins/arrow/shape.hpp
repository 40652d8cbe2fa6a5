// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arrow_format_generated.h>

#include <cstdint>
#include <dp/result.hpp>
#include <dp/schema.hpp>
#include <optional>
#include <string>
#include <vector>

namespace dp::arrow {

/// What values of a column, or of a part of a nested one, are, and how they lie in its buffers.
struct Shape {
  enum class Kind : std::uint8_t {
    null,        ///< no buffers
    boolean,     ///< bits
    integer,     ///< of `width` bytes, signed or not
    floating,    ///< of `width` bytes
    decimal,     ///< of `width` bytes, in 10^-`scale`
    date,        ///< days in 4 bytes, or milliseconds in 8
    time,        ///< of day, in `unit`
    timestamp,   ///< since 1970, in `unit`
    duration,    ///< in `unit`
    text,        ///< offsets of `width` bytes, and bytes
    view,        ///< of texts: 16 bytes each, which say where the bytes are
    fixed_text,  ///< `width` bytes each
    list,        ///< offsets of `width` bytes, and one child
    fixed_list,  ///< one child, `width` of its values each
    record,      ///< a child for each of its fields
    map          ///< as a list of records of a key and a value
  };
  /// A column of places in a dictionary.
  struct Encoding {
    std::int64_t id = 0;
    std::uint32_t width = 4;  ///< of a place, in bytes
    bool is_signed = true;

    bool operator==(const Encoding&) const = default;
  };

  std::string name;
  Kind kind = Kind::null;
  std::uint32_t width = 0;
  bool is_signed = true;
  bool is_utf8 = true;   ///< of texts: else they are any bytes
  bool is_json = false;  ///< of texts
  int scale = 0;
  std::int64_t per_second = 1;  ///< of times: units in a second
  std::vector<Shape> children;
  std::optional<Encoding> dictionary;

  /// Errors: invalid_argument, which names the field that is not read, if its type is not.
  static Result<Shape> of(const wire::Field& field);
  [[nodiscard]] Type type() const noexcept;
  bool operator==(const Shape&) const = default;
};

/// The fields of a schema. Errors: those of Shape::of.
Result<std::vector<Shape>> shapes_of(const wire::Schema& schema);
/// The columns that they are. Errors: invalid_argument, if two have one name.
Result<Schema> columns_of(const std::vector<Shape>& shapes);

}  // namespace dp::arrow
