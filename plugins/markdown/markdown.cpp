// SPDX-License-Identifier: Apache-2.0
#include <dp/plugin.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "markdown/cell.hpp"
#include "table/grid.hpp"

namespace dp::markdown {
namespace {

constexpr const char* kDoc =
    R"(Tables of Markdown, as GitHub, GitLab and Pandoc read them.

    | path        | hits |
    | ----------- | ---: |
    | /index.html |   12 |
    | /old        |    3 |

Numbers are aligned to the right. Several results follow each other, each under its name as a
heading. Line ends within a text become `<br>`; what Markdown would take for markup gets a
backslash, so that a text is shown as it is. Spaces at the ends of a text are not shown: Markdown
has no way to say them.

    to: out/report.md
    to: {use: markdown, with: {path: report.md, align: false, null_text: n/a}}
)";

constexpr dp_option kOptions[] = {
    option("align").flag().fallback("true").doc("Whether cells are filled up with blanks, so "
                                                "that columns stand in line in the source."),
    option("null_text").text().doc("What a null is shown as (default: nothing).")};

bool is_right(Type type) noexcept { return is_number(type); }

/// What the row below the header takes at least: three dashes, and a colon for what stands right.
std::size_t least_width(Type type) noexcept { return is_right(type) ? 4 : 3; }

/// Write results as Markdown tables.
///
/// Cost: holds a result's text until it is complete: its last row may be the widest, and only
///   the next result says whether this one has a heading.
class Markdown {
 public:
  static constexpr TaskInfo kInfo = {
      .name = "markdown",
      .summary = "Writes Markdown tables",
      .doc = kDoc,
      .options = kOptions,
      .traits = DP_WRITER_SECTIONS | DP_WRITER_WHOLE,
      .extensions = "md|markdown",
  };

  static Result<std::unique_ptr<Markdown>> open(const Context& context, Schema&) {
    return std::make_unique<Markdown>(context.options());
  }

  explicit Markdown(const Options& options)
      : align_(options.flag("align")),
        null_(options.has("null_text") ? options.text("null_text") : "") {}

  Status begin(Output&) {
    name_.reset();
    sections_ = 0;
    is_first_ = true;
    return {};
  }

  Status section(std::string_view name, const Schema& schema, Output& out) {
    ++sections_;
    if (name_) DP_CHECK(print(out));
    if (schema.empty())
      return fail(Errc::invalid_pipeline,
                  "markdown: result '" + std::string(name) +
                      "' has no columns (got none, expected one at least)");
    name_ = name;
    grid_.clear();
    for (std::size_t i = 0; i < schema.size(); ++i) {
      grid_.add_column(schema[i].type, least_width(schema[i].type));
      add_cell(i, schema[i].name);
    }
    return {};
  }

  Status write(const BatchView& batch, Output&) {
    for (std::size_t row = 0; row < batch.rows(); ++row)
      for (std::size_t i = 0; i < grid_.columns().size(); ++i) {
        const auto& array = batch.column(i);
        if (ColumnView(array).is_null(row))
          add_cell(i, null_);
        else
          add_cell(i, table::text_of(grid_.columns()[i].type, array, row, room_));
      }
    return {};
  }

  Status end(Output& out) { return name_ ? print(out) : Status{}; }

 private:
  void add_cell(std::size_t column, std::string_view text) {
    grid_.add(column, [&](std::string& out) { return append_cell(out, text); });
  }

  /// The result that is complete now, under its name if it is not the only one.
  Status print(Output& out) {
    std::string page;
    if (!std::exchange(is_first_, false)) page += '\n';
    if (sections_ > 1 && !name_->empty()) {
      page += "## ";
      append_heading(page, *name_);
      page += "\n\n";
    }
    const auto put = [&](std::string& to, std::size_t row, const auto& cells) {
      append_row(to, cells);
      if (row == 0) append_rule(to);
    };
    DP_CHECK(grid_.print(page, out, put));
    return out.write(page);
  }

  void append_row(std::string& page, const std::vector<table::Grid::Cell>& cells) const {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::size_t blanks = align_ ? cells[i].blanks : 0;
      const bool right = is_right(grid_.columns()[i].type);
      page += "| ";
      if (right) page.append(blanks, ' ');
      page.append(cells[i].text);
      if (!right) page.append(blanks, ' ');
      page += ' ';
    }
    page += "|\n";
  }

  void append_rule(std::string& page) const {
    for (const auto& column : grid_.columns()) {
      const bool right = is_right(column.type);
      const std::size_t width = align_ ? column.width : least_width(column.type);
      page += "| ";
      page.append(right ? width - 1 : width, '-');
      page += right ? ": " : " ";
    }
    page += "|\n";
  }

  bool align_;
  std::string null_;
  std::optional<std::string> name_;  ///< of the result whose rows come now
  std::size_t sections_ = 0;         ///< so far, this one included
  bool is_first_ = true;             ///< nothing is printed yet
  table::Grid grid_;                 ///< the header first
  std::string room_;
};

}  // namespace
}  // namespace dp::markdown

DP_PLUGIN("markdown", "1.0.0", "Writes Markdown tables", dp::writer<dp::markdown::Markdown>());
