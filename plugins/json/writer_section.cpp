// SPDX-License-Identifier: Apache-2.0
#include "json/writer_section.hpp"

#include <dp/json_text.hpp>

namespace dp::json {
namespace {

std::string_view word_of(Shape shape) noexcept {
  constexpr std::string_view kWords[] = {"rows", "record", "merge", "map", "pairs", "values"};
  return kWords[static_cast<std::size_t>(shape)];
}

/// How many columns a shape wants; 0: any number.
std::size_t columns_of(Shape shape) noexcept {
  return shape == Shape::map ? 2 : shape == Shape::values ? 1 : 0;
}

/// The text of a map's key, which JSON wants to be a string.
void assign_key(std::string& key, Type type, const ArrowArray& column, std::size_t row) {
  if (ColumnView(column).is_null(row)) {
    key = "null";
  } else if (type == Type::string) {
    key = StringColumn(column)[row];
  } else if (type == Type::json) {
    std::string room;
    key = format::text_of_json(StringColumn(column)[row], room);
  } else {
    char text[format::kValueRoom];
    key.assign(text, format::put_value(text, type, column, row));
  }
}

void put_string(format::Buffer& buffer, std::string_view text) {
  buffer.take(format::put_json(buffer.room(format::json_room(text.size())), text));
}

}  // namespace

std::optional<Shape> shape_of(std::string_view word) noexcept {
  for (auto shape :
       {Shape::rows, Shape::record, Shape::merge, Shape::map, Shape::pairs, Shape::values})
    if (word == word_of(shape)) return shape;
  return std::nullopt;
}

Result<Section> Section::make(std::string_view name, Shape shape, const Schema& schema,
                              bool compact) {
  Section made(name, shape, schema, compact);
  const std::size_t wanted = columns_of(shape);
  if (wanted == 0 || wanted == schema.size()) return made;
  std::string names;
  for (const auto& field : schema) names.append(names.empty() ? "" : ", ").append(field.name);
  return made.wrong(Errc::invalid_pipeline, "the number of columns is wrong (got " +
                                                std::to_string(schema.size()) + ": " + names +
                                                "; expected " + std::to_string(wanted) + ")");
}

Section::Section(std::string_view name, Shape shape, const Schema& schema, bool compact)
    : name_(name),
      shape_(shape),
      schema_(schema),
      comma_(compact ? "," : ", "),
      colon_(compact ? ":" : ": ") {
  for (const auto& field : schema) {
    std::string key;
    format::append_json(key, field.name);
    keys_.push_back(key.append(colon_));
  }
}

tl::unexpected<Error> Section::wrong(Errc code, const std::string& what) const {
  return fail(code, "json: result '" + name_ + "' as shape '" + std::string(word_of(shape_)) +
                        "': " + what);
}

Status Section::add(const BatchView& batch) {
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    ++rows_;
    if (shape_ == Shape::map) {
      DP_CHECK(add_member(batch, row));
      continue;
    }
    if (rows_ > 1 && (shape_ == Shape::record || shape_ == Shape::merge))
      return wrong(Errc::invalid_argument, "more rows than one; use shape 'rows'");
    add_row(batch, row);
  }
  return {};
}

void Section::add_row(const BatchView& batch, std::size_t row) {
  switch (shape_) {
    case Shape::record:
    case Shape::merge:
      return put_cells(batch, row, "", "\n", "\n");
    case Shape::pairs:
      return put_cells(batch, row, "[", comma_, "]\n");
    case Shape::values:
      return put_cells(batch, row, "", "", "\n");
    default:
      return put_cells(batch, row, "{", comma_, "}\n");
  }
}

void Section::put_cells(const BatchView& batch, std::size_t row, std::string_view open,
                        std::string_view between, std::string_view close) {
  const bool keyed = shape_ != Shape::pairs && shape_ != Shape::values;
  lines_.put(open);
  for (std::size_t i = 0; i < schema_.size(); ++i) {
    if (i != 0) lines_.put(between);
    if (keyed) lines_.put(keys_[i]);
    format::put_json_cell(lines_, schema_[i].type, batch.column(i), row);
  }
  lines_.put(close);
}

Status Section::add_member(const BatchView& batch, std::size_t row) {
  std::string key;
  assign_key(key, schema_[0].type, batch.column(0), row);
  const auto [place, is_new] = seen_.insert(std::move(key));
  if (!is_new)
    return wrong(Errc::invalid_argument,
                 "two rows have the key '" + *place + "'; use shape 'pairs'");
  put_string(lines_, *place);
  lines_.put(colon_);
  format::put_json_cell(lines_, schema_[1].type, batch.column(1), row);
  lines_.put("\n");
  return {};
}

void Section::finish() {
  if (rows_ != 0 || (shape_ != Shape::record && shape_ != Shape::merge)) return;
  for (const auto& key : keys_) {
    lines_.put(key);
    lines_.put("null\n");
  }
}

}  // namespace dp::json
