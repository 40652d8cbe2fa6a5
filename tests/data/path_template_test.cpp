// SPDX-License-Identifier: Apache-2.0
#include "data/path_template.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(path_template)

namespace {

using dp::data::parse_path_template;

/// Pieces with columns in angle brackets, or what is wrong.
std::string parsed(std::string_view path, bool escaped = false) {
  const auto pieces = parse_path_template(path, escaped);
  if (!pieces) return pieces.error().message;
  std::string shown;
  for (const auto& piece : *pieces)
    shown += piece.is_column ? "<" + piece.text + ">" : "[" + piece.text + "]";
  return shown;
}

}  // namespace

BOOST_AUTO_TEST_CASE(names_in_braces_are_columns) {
  BOOST_TEST(parsed("out/{country}/{month of sale}.csv") ==
             "[out/]<country>[/]<month of sale>[.csv]");
  BOOST_TEST(parsed("{a}{b}") == "<a><b>");
  BOOST_TEST(parsed("plain.csv") == "[plain.csv]");
  BOOST_TEST(parsed("").empty());
}

BOOST_AUTO_TEST_CASE(doubled_braces_are_braces) {
  BOOST_TEST(parsed("a{{b}}.csv") == "[a{b}.csv]");
  BOOST_TEST(parsed("{{{a}}}") == "[{]<a>[}]");
}

BOOST_AUTO_TEST_CASE(what_is_escaped_is_itself) {
  BOOST_TEST(parsed("\\{old\\}/{a}.csv", true) == "[{old}/]<a>[.csv]");
  BOOST_TEST(parsed("a\\b{c}") == "[a\\b]<c>");
}

BOOST_AUTO_TEST_CASE(half_braces_are_refused) {
  for (const auto* path : {"out/{a.csv", "out/a}.csv", "{", "a{b}}"})
    BOOST_TEST(parsed(path).starts_with("a brace without its other half (got '"), path);
  BOOST_TEST(parsed("out/{}.csv") == "{}: expected the name of a column in the braces");
}

BOOST_AUTO_TEST_CASE(columns_are_told_from_texts) {
  BOOST_TEST(has_columns(parse_path_template("a{b}").value()));
  BOOST_TEST(!has_columns(parse_path_template("a{{b}}").value()));
}

BOOST_AUTO_TEST_SUITE_END()
