// SPDX-License-Identifier: Apache-2.0
#include "typed_rows.hpp"

#include <cstdint>
#include <random>
#include <string_view>

namespace dp::test {

namespace {

struct Column {
  const char* name;
  const char* type;
  const char* path;  ///< in XML
  std::vector<std::string> values;
};

const std::vector<Column>& columns() {
  static const std::vector<Column> kColumns = {
      {"id", "int", "@id", {}},
      {"text",
       "string",
       "text",
       {"plain",
        "a,b",
        "\"",
        "say \"hi\"",
        "two\nlines",
        "\r\n",
        " led by a space",
        "trailing ",
        "tab\there",
        "caf\xc3\xa9",
        "\xe6\x97\xa5\xe6\x9c\xac",
        "\xf0\x9f\x98\x80 smile",
        "null",
        "NA",
        "007",
        "+49",
        "-",
        "a\\b",
        "\\u0041",
        "{\"id\":1}",
        "</row><row id=\"1\">",
        "<![CDATA[x]]>",
        "&amp;",
        "'",
        "1,2\n3,\"4\"\n",
        "true"}},
      {"n",
       "int",
       "v/@n",
       {"0", "-1", "42", "9223372036854775807", "-9223372036854775808", "9007199254740993"}},
      {"x",
       "float",
       "v/x",
       {"0", "-0", "0.1", "3", "1e300", "5e-324", "1.7976931348623157e308",
        "2.2250738585072014e-308", "1e16", "0.0001", "-1e-5", "123456789.25",
        "2251799813685248.5", "0.30000000000000004"}},
      {"ok", "bool", "ok", {"true", "false"}},
      {"day", "date", "@day", {"1970-01-01", "2024-02-29", "0000-01-01", "9999-12-31"}},
      {"at",
       "timestamp",
       "v/at",
       {"1970-01-01T00:00:00Z", "2015-05-17T10:05:03.250Z", "1969-12-31T23:59:59.999999Z",
        "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "2026-11-23T06:00:00.000001Z"}},
      {"note", "string", "v/@note", {"x", "a\tb\nc", "\"\"", "it's", "<&>", "#"}},
  };
  return kColumns;
}

bool is_text(std::string_view type) { return type == "string"; }
bool is_quoted(std::string_view type) {
  return type != "int" && type != "float" && type != "bool";
}

/// In quotes if it must, or if a reader may trim it.
std::string csv_field(const std::string& text) {
  const bool bare = !text.empty() && text.find_first_of(",\"\r\n") == std::string::npos &&
                    text.front() != ' ' && text.back() != ' ';
  if (bare) return text;
  std::string field = "\"";
  for (const char byte : text) field += byte == '"' ? "\"\"" : std::string(1, byte);
  return field + "\"";
}

std::string json_text(const std::string& text) {
  std::string quoted = "\"";
  for (const char byte : text) {
    if (byte == '"' || byte == '\\') quoted += '\\';
    if (byte == '\n')
      quoted += "\\n";
    else if (byte == '\r')
      quoted += "\\u000d";
    else if (byte == '\t')
      quoted += "\\t";
    else
      quoted += byte;
  }
  return quoted + "\"";
}

/// Fit for text and for values of attributes.
std::string xml_text(const std::string& text) {
  std::string escaped;
  for (const char byte : text) {
    if (std::string_view("<>&\"'\r\n\t").find(byte) == std::string_view::npos)
      escaped += byte;
    else
      escaped += "&#" + std::to_string(byte) + ";";
  }
  return escaped;
}

}  // namespace

TypedRows::TypedRows(unsigned seed, std::size_t count) : rows_(count) {
  std::mt19937 random(seed);
  for (std::size_t i = 0; i < count; ++i)
    for (const auto& column : columns()) {
      const auto draw = random() % 12;
      const auto any = static_cast<std::int32_t>(random());
      auto& cell = rows_[i].emplace_back();
      if (column.values.empty())
        cell = std::to_string(i);
      else if (draw > 3)
        cell = column.values[random() % column.values.size()];
      else if (draw > 1 && column.type == std::string_view("float"))
        cell = std::to_string(any) + ".625";
      else if (draw > 1 && column.type == std::string_view("int"))
        cell = std::to_string(any);
      else if (draw > 1 && is_text(column.type))
        cell = std::string(static_cast<std::size_t>(random() % 3) * 40, 'z');
    }
}

std::string TypedRows::types() {
  std::string types;
  for (const auto& column : columns())
    types += (types.empty() ? "" : ", ") + std::string(column.name) + ": " + column.type;
  return "types: {" + types + "}";
}

std::string TypedRows::xml_columns() {
  std::string paths;
  for (const auto& column : columns())
    paths +=
        (paths.empty() ? "" : ", ") + std::string(column.name) + ": \"" + column.path + "\"";
  return "columns: {" + paths + "}";
}

std::string TypedRows::csv_header() {
  std::string line;
  for (const auto& column : columns())
    line += (line.empty() ? "" : ",") + std::string(column.name);
  return line + "\n";
}

std::string TypedRows::csv() const {
  std::string text;
  for (const auto& row : rows_)
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += i == 0 ? "" : ",";
      if (row[i]) text += csv_field(*row[i]);
      text += i + 1 == row.size() ? "\n" : "";
    }
  return text;
}

std::string TypedRows::json(const std::string& between) const {
  std::string text;
  for (std::size_t at = 0; at < rows_.size(); ++at) {
    text += at == 0 ? "{" : between + "{";
    bool first = true;
    for (std::size_t i = 0; i < rows_[at].size(); ++i) {
      const auto& cell = rows_[at][i];
      // A null is missing or said; all columns are in the first row.
      if (!cell && at % 2 == 1) continue;
      text += (first ? "\"" : ",\"") + std::string(columns()[i].name) + "\":";
      text += !cell ? "null" : is_quoted(columns()[i].type) ? json_text(*cell) : *cell;
      first = false;
    }
    text += "}";
  }
  return text;
}

std::string TypedRows::xml() const {
  std::string text;
  for (const auto& row : rows_) {
    std::string tag = "<row";
    std::string children;
    std::string inner = "<v";
    std::string deep;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (!row[i]) continue;
      std::string_view path = columns()[i].path;
      const bool within = path.starts_with("v/");
      if (within) path.remove_prefix(2);
      const std::string name(path.substr(path.starts_with('@') ? 1 : 0));
      if (path.starts_with('@'))
        (within ? inner : tag) += " " + name + "=\"" + xml_text(*row[i]) + "\"";
      else
        (within ? deep : children) += "<" + name + ">" + xml_text(*row[i]) + "</" + name + ">";
    }
    text += tag + ">" + children + inner + ">" + deep + "</v></row>\n";
  }
  return text;
}

}  // namespace dp::test
