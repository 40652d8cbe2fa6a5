// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <cmath>
#include <dp/format.hpp>
#include <dp/plugin.hpp>
#include <optional>
#include <utility>

#include "table/cell.hpp"
#include "table/grid.hpp"

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
    grid_.clear();
    for (std::size_t i = 0; i < schema.size(); ++i) {
      grid_.add_column(schema[i].type, 0);
      add_cell(i, schema[i].name, max_width_);
    }
    return {};
  }

  Status write(const BatchView& batch, Output&) {
    for (std::size_t row = 0; row < batch.rows(); ++row)
      for (std::size_t i = 0; i < grid_.columns().size(); ++i) {
        const auto& array = batch.column(i);
        const auto type = grid_.columns()[i].type;
        if (ColumnView(array).is_null(row)) {
          add_cell(i, null_, max_width_);
        } else if (type == Type::float64) {
          char text[format::kValueRoom];
          const char* end =
              format::put_float(text, rounded(Float64Column(array)[row], digits_));
          add_cell(i, {text, static_cast<std::size_t>(end - text)}, 0);
        } else {
          add_cell(i, text_of(type, array, row, room_), is_text(type) ? max_width_ : 0);
        }
      }
    return {};
  }

  Status end(Output& out) {
    if (!name_) return {};
    return print(out);
  }

 private:
  void add_cell(std::size_t column, std::string_view text, std::size_t max_width) {
    grid_.add(column, [&](std::string& out) { return append_cell(out, text, max_width); });
  }

  /// The result that is complete now, under its name if it is not the only one.
  Status print(Output& out) {
    std::string page;
    if (!std::exchange(is_first_, false)) page += '\n';
    if (sections_ > 1 && !name_->empty()) {
      append_cell(page, *name_, 0);
      page += '\n';
    }
    const auto put = [&](std::string& to, std::size_t row, const auto& cells) {
      append_row(to, cells);
      if (row == 0) append_rule(to);
    };
    DP_CHECK(grid_.print(page, out, put));
    if (grid_.rows() <= 1) page += "(no rows)\n";
    return out.write(page);
  }

  void append_row(std::string& page, const std::vector<Grid::Cell>& cells) const {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const bool is_last = i + 1 == cells.size();
      const bool right = is_number(grid_.columns()[i].type);
      if (right) page.append(cells[i].blanks, ' ');
      page.append(cells[i].text);
      if (!right && !is_last) page.append(cells[i].blanks, ' ');
      page.append(is_last ? "\n" : "  ");
    }
  }

  void append_rule(std::string& page) const {
    for (std::size_t i = 0; i < grid_.columns().size(); ++i) {
      if (i != 0) page += "  ";
      for (std::size_t n = 0; n < grid_.columns()[i].width; ++n) page += "─";
    }
    page += '\n';
  }

  std::size_t max_width_;
  int digits_;
  std::string null_;
  std::optional<std::string> name_;  ///< of the result whose rows come now
  std::size_t sections_ = 0;         ///< so far, this one included
  bool is_first_ = true;             ///< nothing is printed yet
  Grid grid_;                        ///< the header first
  std::string room_;
};

}  // namespace
}  // namespace dp::table

DP_PLUGIN("table", "1.0.0", "Writes results as aligned text, for people",
          dp::writer<dp::table::Table>());
