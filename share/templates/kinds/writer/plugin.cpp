// SPDX-License-Identifier: Apache-2.0
#include <dp/format.hpp>
#include <dp/plugin.hpp>

namespace {

// A writer: records in, bytes out. This one writes a table in Markdown. Many workers write at the
// same time, each its own records: what write() gives must not depend on the calls before.
struct Table {
  static constexpr dp::TaskInfo kInfo{.name = "@NAME@",
                                      .summary = "Writes a table in Markdown",
                                      .doc = "For files that end in `.@NAME@`.",
                                      .extensions = "@NAME@"};

  dp::Status open(const dp::Context&, dp::Schema&) { return {}; }
  dp::Status begin(dp::Output&) { return {}; }

  // The columns of what follows.
  dp::Status section(std::string_view, const dp::Schema& schema, dp::Output& out) {
    types.clear();
    std::string names = "|";
    std::string line = "|";
    for (const auto& field : schema) {
      types.push_back(field.type);
      names += ' ' + field.name + " |";
      line += "---|";
    }
    return out.write(names + '\n' + line + '\n');
  }

  dp::Status write(const dp::BatchView& batch, dp::Output& out) {
    std::string text;
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      text += '|';
      for (std::size_t i = 0; i < types.size(); ++i) {
        text += ' ';
        append(text, types[i], batch.column(i), row);
        text += " |";
      }
      text += '\n';
    }
    return out.write(text);
  }
  dp::Status end(dp::Output&) { return {}; }

  static void append(std::string& text, dp::Type type, const ArrowArray& column,
                     std::size_t row) {
    if (dp::ColumnView(column).is_null(row)) return;
    if (type == dp::Type::string) {
      for (const char c : dp::StringColumn(column)[row])
        if (c == '|' || c == '\n')
          text += c == '|' ? "\\|" : " ";
        else
          text += c;
    } else {
      char room[dp::format::kValueRoom];
      text.append(room, dp::format::put_value(room, type, column, row));
    }
  }

  std::vector<dp::Type> types;
};

}  // namespace

DP_PLUGIN("@NAME@", "0.1.0", "Tables in Markdown", dp::writer<Table>());
