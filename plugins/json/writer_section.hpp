// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/format.hpp>
#include <dp/plugin.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace dp::json {

/// The words of option `shape`, separated as dp_option has them.
inline constexpr const char* kShapes = "rows|record|merge|map|pairs|values";

/// How a result becomes JSON.
enum class Shape : std::uint8_t {
  rows,    ///< [{"path": "/a", "hits": 5}, ...]
  record,  ///< {"hits": 5, "bytes": 100}: the one row
  merge,   ///< as record, its members put straight into the object around it
  map,     ///< {"/a": 5, ...}: two columns
  pairs,   ///< [["/a", 5], ...]: any number of columns
  values,  ///< ["/a", ...]: one column
};

std::optional<Shape> shape_of(std::string_view word) noexcept;

/// One result as JSON text, not yet indented: where it will stand shows only when the next
/// result comes, or none.
///
/// Law: JSON text holds no raw newline, so each line of lines() is one item, or one member.
class Section {
 public:
  /// Errors: invalid_pipeline if the columns do not suit the shape.
  static Result<Section> make(std::string_view name, Shape shape, const Schema& schema,
                              bool compact);

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] Shape shape() const noexcept { return shape_; }
  [[nodiscard]] const Schema& schema() const noexcept { return schema_; }
  /// Whether it is an object, not an array.
  [[nodiscard]] bool is_object() const noexcept {
    return shape_ == Shape::record || shape_ == Shape::merge || shape_ == Shape::map;
  }

  /// Errors: invalid_argument for a second row of a record, or a second value of a map's key.
  Status add(const BatchView& batch);
  /// All rows are in. A record that had none has null for every column: that nothing was
  /// counted is no reason to lose a run's other results.
  void finish();
  /// Items or members, each with a newline after it.
  [[nodiscard]] std::string_view lines() const noexcept { return lines_.view(); }

 private:
  Section(std::string_view name, Shape shape, const Schema& schema, bool compact);
  void add_row(const BatchView& batch, std::size_t row);
  Status add_member(const BatchView& batch, std::size_t row);
  void put_cells(const BatchView& batch, std::size_t row, std::string_view open,
                 std::string_view between, std::string_view close);
  [[nodiscard]] tl::unexpected<Error> wrong(Errc code, const std::string& what) const;

  std::string name_;
  Shape shape_;
  Schema schema_;
  std::vector<std::string> keys_;  ///< `"path": ` a column
  std::string_view comma_;
  std::string_view colon_;
  format::Buffer lines_;
  std::uint64_t rows_ = 0;
  std::unordered_set<std::string> seen_;  ///< keys of a map
};

}  // namespace dp::json
