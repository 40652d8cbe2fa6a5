// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/row_picker.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(xml_columns_row_picker)

namespace {
namespace xml = dp::xml;
using Names = std::vector<std::string>;

xml::Pattern pattern_of(const Names& inner, std::size_t required = 0) {
  auto pattern = xml::Pattern::parse("r").value();
  pattern.inner = inner;
  pattern.required = required;
  return pattern;
}

xml::Path path_of(const std::string& text, std::uint32_t level = 0) {
  auto path = xml::Path::parse(text).value();
  path.level = level;
  return path;
}

/// The rows of a record, each as "a|b".
Names rows_of(xml::RowPicker& picker, const std::string& record) {
  pugi::xml_document document;
  BOOST_REQUIRE(
      document.load_string(record.c_str(), pugi::parse_default | pugi::parse_ws_pcdata));
  Names rows;
  BOOST_REQUIRE(picker.for_each_row(document.first_child(), [&](pugi::xml_node) {
    std::string row;
    for (const auto& value : picker.values())
      row.append(row.empty() ? "" : "|")
          .append(value.at == nullptr ? "-" : std::string(value.view()));
    rows.push_back(row);
    return dp::Status{};
  }));
  return rows;
}

void check(const xml::Pattern& pattern, const std::vector<xml::Path>& paths,
           const std::string& record, const Names& expected) {
  xml::RowPicker picker(pattern, {}, {});
  for (std::uint32_t i = 0; i < paths.size(); ++i) picker.want(i, paths[i]);
  BOOST_TEST(rows_of(picker, record) == expected, boost::test_tools::per_element());
}

const std::string kOrder =
    "<r id='7'><n>x</n><ls k='1'><l q='1'>a</l><l q='2'/></ls><ls k='2'/><ls k='3'><l "
    "q='3'/></ls>"
    "</r>";
}  // namespace

BOOST_AUTO_TEST_CASE(a_record_is_a_row_if_nothing_in_it_is) {
  check(pattern_of({}), {path_of("@id"), path_of("ls/l/@q")}, kOrder, {"7|1"});
}

BOOST_AUTO_TEST_CASE(rows_have_the_values_of_all_that_they_are_in) {
  check(pattern_of({"ls", "l"}),
        {path_of("@id"), path_of("ls/@k"), path_of("ls/l/@q"), path_of("ls/l")}, kOrder,
        {"7|1|1|a", "7|1|2|", "7|2|-|-", "7|3|3|"});
}

BOOST_AUTO_TEST_CASE(a_record_without_the_elements_is_one_row_or_none) {
  const auto paths = {path_of("@id"), path_of("l/@q")};
  check(pattern_of({"l"}), paths, "<r id='1'/>", {"1|-"});
  check(pattern_of({"l"}, 1), {path_of("@id"), path_of("@q", 1)}, "<r id='1'/>", {});
  // The first must be there, the second need not.
  check(pattern_of({"ls", "l"}, 1), {path_of("@id"), path_of("@k", 1), path_of("l/@q", 1)},
        kOrder, {"7|1|1", "7|1|2", "7|2|-", "7|3|3"});
}

BOOST_AUTO_TEST_CASE(a_path_that_begins_above_leads_to_others_too) {
  check(pattern_of({"l"}, 1), {path_of("l/@q"), path_of("@q", 1)},
        "<r><l q='1'/><l q='2'/></r>", {"1|1", "1|2"});
}

BOOST_AUTO_TEST_CASE(columns_of_the_item_are_not_looked_for) {
  check(pattern_of({"l"}), {path_of("r/@id", xml::Path::kOfItem), path_of("l")},
        "<r id='1'><l>x</l></r>", {"-|x"});
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_told_at_each_level) {
  const auto unknown_in = [](const std::string& record) {
    xml::RowPicker picker(pattern_of({"l"}), {}, {});
    const std::vector<xml::Path> known = {path_of("@id"), path_of("l/@q")};
    for (std::uint32_t i = 0; i < known.size(); ++i) picker.want(i, known[i]);
    picker.close(known, {});
    pugi::xml_document document;
    BOOST_REQUIRE(document.load_string(record.c_str()));
    std::string unknown;
    BOOST_REQUIRE(picker.for_each_row(document.first_child(), [&](pugi::xml_node) {
      if (unknown.empty()) unknown = picker.unknown();
      return dp::Status{};
    }));
    return unknown;
  };
  BOOST_TEST(unknown_in("<r id='1'><l q='1'/><l/></r>") == "");
  BOOST_TEST(unknown_in("<r><l q='1'/><m/></r>") == "m");
  BOOST_TEST(unknown_in("<r><l q='1'/><l p='1'/></r>") == "p");
  BOOST_TEST(unknown_in("<r><l><b/></l></r>") == "b");
  BOOST_TEST(unknown_in("<r><l> text </l></r>") == "text");
}

BOOST_AUTO_TEST_SUITE_END()
