// SPDX-License-Identifier: Apache-2.0
#include "arrow/shape.hpp"

#include <string_view>

#include "arrow/metadata.hpp"
#include "values/text.hpp"

namespace dp::arrow {
namespace {

using Kind = Shape::Kind;

constexpr std::int64_t kPerSecond[] = {1, 1'000, 1'000'000, 1'000'000'000};
constexpr std::string_view kExtension = "ARROW:extension:name";

std::string_view text_of(const flatbuffers::String* text) noexcept {
  return text == nullptr ? std::string_view() : std::string_view(text->c_str(), text->size());
}

tl::unexpected<Error> not_read(const wire::Field& field, const std::string& what) {
  return fail(Errc::invalid_argument,
              "column " + values::shown(text_of(field.name())) + " is " + what +
                  ", which is not read: write the file without it, or as another type");
}

bool set_width(Shape& shape, std::int64_t bits, std::int64_t least,
               std::int64_t most) noexcept {
  shape.width = static_cast<std::uint32_t>(bits / 8);
  // A power of two.
  return bits >= least && bits <= most && (bits & (bits - 1)) == 0;
}

bool set_unit(Shape& shape, wire::TimeUnit unit) noexcept {
  const auto place = static_cast<std::size_t>(unit);
  if (place >= std::size(kPerSecond)) return false;
  shape.per_second = kPerSecond[place];
  return true;
}

bool set_texts(Shape& shape, Kind kind, std::uint32_t width, bool is_utf8) noexcept {
  shape.kind = kind;
  shape.width = width;
  shape.is_utf8 = is_utf8;
  return true;
}

bool set_number(Shape& shape, const wire::Field& field) noexcept {
  if (const auto* type = field.type_as_Int()) {
    shape.kind = Kind::integer;
    shape.is_signed = type->is_signed();
    return set_width(shape, type->bits(), 8, 64);
  }
  if (const auto* type = field.type_as_FloatingPoint()) {
    shape.kind = Kind::floating;
    return set_width(shape, std::int64_t{16} << (static_cast<unsigned>(type->precision()) & 7),
                     16, 64);
  }
  const auto* type = field.type_as_Decimal();
  shape.kind = Kind::decimal;
  shape.scale = type->scale();
  return set_width(shape, type->bits(), 32, 256) && shape.scale >= -128 && shape.scale <= 128;
}

bool set_time(Shape& shape, const wire::Field& field) noexcept {
  if (const auto* type = field.type_as_Date()) {
    shape.kind = Kind::date;
    shape.width = type->unit() == wire::DateUnit::day ? 4 : 8;
    return true;
  }
  if (const auto* type = field.type_as_Time()) {
    shape.kind = Kind::time;
    return set_width(shape, type->bits(), 32, 64) && set_unit(shape, type->unit());
  }
  shape.width = 8;
  if (const auto* type = field.type_as_Timestamp()) {
    shape.kind = Kind::timestamp;
    return set_unit(shape, type->unit());
  }
  shape.kind = Kind::duration;
  return set_unit(shape, field.type_as_Duration()->unit());
}

bool set_nested(Shape& shape, const wire::Field& field) noexcept {
  if (const auto* type = field.type_as_FixedSizeList()) {
    shape.kind = Kind::fixed_list;
    shape.width = static_cast<std::uint32_t>(type->size());
    return type->size() >= 0 && shape.children.size() == 1;
  }
  if (field.type_as_Struct() != nullptr) {
    shape.kind = Kind::record;
    return true;
  }
  shape.width = field.type_as_LargeList() != nullptr ? 8 : 4;
  shape.kind = field.type_as_Map() != nullptr ? Kind::map : Kind::list;
  if (shape.children.size() != 1) return false;
  const auto& child = shape.children[0];
  return shape.kind == Kind::list ||
         (child.kind == Kind::record && child.children.size() == 2 && !child.dictionary);
}

/// False, if the type is not one that has such a form.
bool set_type(Shape& shape, const wire::Field& field) noexcept {
  switch (field.type_type()) {
    case wire::Type::Null:
      return true;
    case wire::Type::Bool:
      shape.kind = Kind::boolean;
      return true;
    case wire::Type::Int:
    case wire::Type::FloatingPoint:
    case wire::Type::Decimal:
      return set_number(shape, field);
    case wire::Type::Date:
    case wire::Type::Time:
    case wire::Type::Timestamp:
    case wire::Type::Duration:
      return set_time(shape, field);
    case wire::Type::Utf8:
    case wire::Type::Binary:
      return set_texts(shape, Kind::text, 4, field.type_type() == wire::Type::Utf8);
    case wire::Type::LargeUtf8:
    case wire::Type::LargeBinary:
      return set_texts(shape, Kind::text, 8, field.type_type() == wire::Type::LargeUtf8);
    case wire::Type::Utf8View:
    case wire::Type::BinaryView:
      return set_texts(shape, Kind::view, 16, field.type_type() == wire::Type::Utf8View);
    case wire::Type::FixedSizeBinary: {
      const auto width = field.type_as_FixedSizeBinary()->width();
      return set_texts(shape, Kind::fixed_text, static_cast<std::uint32_t>(width), false) &&
             width >= 0;
    }
    case wire::Type::List:
    case wire::Type::LargeList:
    case wire::Type::FixedSizeList:
    case wire::Type::Struct:
    case wire::Type::Map:
      return set_nested(shape, field);
    default:
      return false;
  }
}

/// What a type is called in a message where it is not read.
std::string word_of(wire::Type type) {
  switch (type) {
    case wire::Type::Interval:
      return "an interval";
    case wire::Type::Union:
      return "a union";
    case wire::Type::RunEndEncoded:
      return "run-end encoded";
    case wire::Type::ListView:
    case wire::Type::LargeListView:
      return "a list view";
    default:
      return "of a type (" + std::to_string(static_cast<int>(type)) + ") that is not known";
  }
}

bool is_marked_as_json(const wire::Field& field) {
  if (field.metadata() == nullptr) return false;
  for (const auto* pair : *field.metadata()) {
    const auto key = text_of(pair->key()), value = text_of(pair->value());
    if (key == kTypeMark && value == kJsonMark) return true;
    if (key == kExtension && value == arrow_extension(Type::json)) return true;
  }
  return false;
}

Status set_dictionary(Shape& shape, const wire::Field& field) {
  const auto* encoding = field.dictionary();
  if (encoding == nullptr) return {};
  Shape::Encoding made;
  made.id = encoding->id();
  if (const auto* index = encoding->index()) {
    Shape places;
    if (!set_width(places, index->bits(), 8, 64))
      return not_read(field, "encoded with a dictionary in a way that is not known");
    made.width = places.width;
    made.is_signed = index->is_signed();
  }
  shape.dictionary = made;
  return {};
}

}  // namespace

Result<Shape> Shape::of(const wire::Field& field) {
  Shape shape;
  shape.name = text_of(field.name());
  if (const auto* parts = field.children()) {
    for (const auto* child : *parts) {
      DP_TRY(auto made, of(*child));
      shape.children.push_back(std::move(made));
    }
  }
  const bool has_type = field.type() != nullptr && field.type_type() != wire::Type::NONE;
  if (!has_type || !set_type(shape, field)) return not_read(field, word_of(field.type_type()));
  const bool is_text = shape.kind == Kind::text || shape.kind == Kind::view;
  shape.is_json = is_text && shape.is_utf8 && is_marked_as_json(field);
  DP_CHECK(set_dictionary(shape, field));
  return shape;
}

Type Shape::type() const noexcept {
  switch (kind) {
    case Kind::boolean:
      return Type::boolean;
    case Kind::integer:
      return width == 8 && !is_signed ? Type::decimal : Type::int64;
    case Kind::floating:
      return Type::float64;
    case Kind::decimal:
    case Kind::duration:
      return Type::decimal;
    case Kind::date:
      return Type::date;
    case Kind::timestamp:
      return Type::timestamp;
    case Kind::list:
    case Kind::fixed_list:
    case Kind::record:
    case Kind::map:
      return Type::json;
    case Kind::null:
    case Kind::time:
    case Kind::text:
    case Kind::view:
    case Kind::fixed_text:
      break;
  }
  return is_json ? Type::json : Type::string;
}

Result<std::vector<Shape>> shapes_of(const wire::Schema& schema) {
  std::vector<Shape> shapes;
  for (const auto* field : *schema.fields()) {
    DP_TRY(auto shape, Shape::of(*field));
    shapes.push_back(std::move(shape));
  }
  return shapes;
}

Result<Schema> columns_of(const std::vector<Shape>& shapes) {
  Schema columns;
  for (const auto& shape : shapes) {
    if (find_column(columns, shape.name))
      return fail(
          Errc::invalid_argument,
          "two columns are called " + values::shown(shape.name) + ": rename one of them");
    columns.push_back({shape.name, shape.type()});
  }
  return columns;
}

}  // namespace dp::arrow
