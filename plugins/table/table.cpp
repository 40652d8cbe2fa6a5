// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <cmath>
#include <dp/format.hpp>
#include <dp/json_text.hpp>
#include <dp/plugin.hpp>
#include <optional>
#include <utility>

#include "table/cell.hpp"

namespace dp::table {
namespace {

constexpr const char* kDoc =
    R"(Results as aligned text, for people; `-` (standard output) gets it by default.

    path         status  hits
    ───────────  ──────  ────
    /index.html     200    12
    /old            404     3

Numbers are aligned to the right, all else to the left. A float is rounded to `digits` digits, but
never left of its decimal point. Several results follow each other, each under its name. Text
wider than `max_width` is truncated, with … as its last character. What is shown is safe
for a terminal: control characters, bytes that are not UTF-8, and invisible characters that
reorder text are escaped (`\n`, `\x1b`, `\u{202e}`). For programs, write csv or json.

    to: {use: table, with: {path: "-", max_width: 100}}
)";

constexpr dp_option kOptions[] = {
    {.name = "max_width",
     .type = DP_OPTION_INT,
     .flags = 0,
     .fallback = "60",
     .doc = "The most columns of the terminal that a field of text may take; 0: any number.",
     .allowed = nullptr,
     .minimum = 0,
     .maximum = 100000},
    {.name = "digits",
     .type = DP_OPTION_INT,
     .flags = 0,
     .fallback = "7",
     .doc = "The digits to which floats are rounded; 0: all that they have.",
     .allowed = nullptr,
     .minimum = 0,
     .maximum = 17},
    {.name = "null_text",
     .type = DP_OPTION_STRING,
     .flags = 0,
     .fallback = nullptr,
     .doc = "What a null is shown as (default: -).",
     .allowed = nullptr,
     .minimum = 0,
     .maximum = 0},
};

/// Round to `digits` digits in all, or to a whole number if that takes more.
double rounded(double value, int digits) noexcept {
  if (digits == 0 || !std::isfinite(value)) return value;
  if (std::fabs(value) >= std::pow(10, digits - 1)) return std::round(value);
  char text[40];
  const auto end =
      std::to_chars(text, text + sizeof text, value, std::chars_format::scientific, digits - 1)
          .ptr;
  std::from_chars(text, end, value);
  return value;
}

struct Column {
  Type type = Type::string;
  std::size_t width = 0;
};

/// A cell as it is shown; its bytes lie after those of the cell before it.
struct Cell {
  std::uint32_t size = 0;
  std::uint32_t width = 0;
};

/// Write results as aligned text.
///
/// Cost: holds a result's text until it is complete, since its last row may be the widest.
class Table {
 public:
  static constexpr TaskInfo kInfo = {
      .name = "table",
      .summary = "Writes results as aligned text, for people",
      .doc = kDoc,
      .options = kOptions,
      .traits = DP_WRITER_SECTIONS | DP_WRITER_WHOLE,
      .extensions = "txt",
  };

  static Result<std::unique_ptr<Table>> open(const Context& context, Schema&) {
    return std::make_unique<Table>(context.options());
  }

  explicit Table(const Options& options)
      : max_width_(static_cast<std::size_t>(options.integer("max_width"))),
        digits_(static_cast<int>(options.integer("digits"))),
        null_(options.has("null_text") ? options.text("null_text") : "-") {}

  Status begin(Output&) {
    name_.reset();
    sections_ = 0;
    is_first_ = true;
    return {};
  }

  Status section(std::string_view name, const Schema& schema, Output& out) {
    ++sections_;
    if (name_) DP_CHECK(print(out));
    name_ = name;
    text_.clear();
    cells_.clear();
    columns_.clear();
    for (const auto& field : schema) {
      columns_.push_back({field.type, 0});
      add_cell(columns_.back(), field.name, max_width_);
    }
    return {};
  }

  Status write(const BatchView& batch, Output&) {
    for (std::size_t row = 0; row < batch.rows(); ++row)
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        const auto& array = batch.column(i);
        if (ColumnView(array).is_null(row)) {
          add_cell(columns_[i], null_, max_width_);
        } else if (columns_[i].type == Type::string) {
          add_cell(columns_[i], StringColumn(array)[row], max_width_);
        } else if (columns_[i].type == Type::json) {
          std::string room;
          add_cell(columns_[i], format::text_of_json(StringColumn(array)[row], room),
                   max_width_);
        } else {
          char text[format::kValueRoom];
          const char* end =
              columns_[i].type == Type::float64
                  ? format::put_float(text, rounded(Float64Column(array)[row], digits_))
                  : format::put_value(text, columns_[i].type, array, row);
          add_cell(columns_[i], {text, static_cast<std::size_t>(end - text)}, 0);
        }
      }
    return {};
  }

  Status end(Output& out) {
    if (!name_) return {};
    return print(out);
  }

 private:
  static constexpr std::size_t kFlushBytes = 256 * 1024;

  void add_cell(Column& column, std::string_view text, std::size_t max_width) {
    const std::size_t size = text_.size();
    const std::size_t width = append_cell(text_, text, max_width);
    column.width = std::max(column.width, width);
    cells_.push_back(
        {static_cast<std::uint32_t>(text_.size() - size), static_cast<std::uint32_t>(width)});
  }

  /// The result that is complete now, under its name if it is not the only one.
  Status print(Output& out) {
    std::string page;
    if (!std::exchange(is_first_, false)) page += '\n';
    if (sections_ > 1 && !name_->empty()) {
      append_cell(page, *name_, 0);
      page += '\n';
    }
    const char* text = text_.data();
    for (std::size_t at = 0; at < cells_.size(); at += columns_.size()) {
      text = append_row(page, &cells_[at], text);
      if (at == 0) append_rule(page);
      if (page.size() > kFlushBytes) {
        DP_CHECK(out.write(page));
        page.clear();
      }
    }
    if (cells_.size() == columns_.size()) page += "(no rows)\n";
    return out.write(page);
  }

  const char* append_row(std::string& page, const Cell* cells, const char* text) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const bool is_last = i + 1 == columns_.size();
      const std::size_t blanks = columns_[i].width - cells[i].width;
      if (is_number(columns_[i].type)) page.append(blanks, ' ');
      page.append(text, cells[i].size);
      text += cells[i].size;
      if (!is_number(columns_[i].type) && !is_last) page.append(blanks, ' ');
      page.append(is_last ? "\n" : "  ");
    }
    return text;
  }

  void append_rule(std::string& page) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i != 0) page += "  ";
      for (std::size_t n = 0; n < columns_[i].width; ++n) page += "─";
    }
    page += '\n';
  }

  std::size_t max_width_;
  int digits_;
  std::string null_;
  std::optional<std::string> name_;  ///< of the result whose rows come now
  std::size_t sections_ = 0;         ///< so far, this one included
  bool is_first_ = true;             ///< nothing is printed yet
  std::vector<Column> columns_;
  std::vector<Cell> cells_;  ///< row by row, the header first
  std::string text_;         ///< of all cells
};

}  // namespace
}  // namespace dp::table

DP_PLUGIN("table", "1.0.0", "Writes results as aligned text, for people",
          dp::writer<dp::table::Table>());
