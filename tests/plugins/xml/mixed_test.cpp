// SPDX-License-Identifier: Apache-2.0
// Texts beside attributes and children, and what is within children: nothing is left out.

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(xml_mixed)

namespace {
using dp::test::kNull;
using dp::test::Rows;
using Names = std::vector<std::string>;

dp::test::Task reader(const std::string& sample, const dp::test::Given& more = {}) {
  dp::test::Given given{{"record", dp::data::Value::of("r")}};
  given.insert(given.end(), more.begin(), more.end());
  dp::test::Setting setting;
  setting.sample = sample;
  setting.role = DP_READER;
  setting.refutes = setting.growing = true;
  return dp::test::Task::open("xml", "xml", dp::test::map_of(given), std::move(setting))
      .value();
}

Names names_of(const dp::test::Task& task) {
  Names names;
  for (const auto& column : task.schema()) names.push_back(column.name);
  return names;
}

/// Why a record after such a sample has it read again; empty: it has not.
std::string refuted(const std::string& sample, const std::string& text) {
  auto task = reader(sample);
  const auto status = task.read(text);
  if (status) return "";
  BOOST_TEST((status.error().code == dp::Errc::refuted));
  return status.error().message;
}
}  // namespace

BOOST_AUTO_TEST_CASE(an_element_with_a_text_and_attributes_has_columns_for_both) {
  const std::string text =
      "<a><r><price cur='EUR'>5</price></r><r><price cur='USD'>7</price></r></a>";
  auto task = reader(text);
  BOOST_TEST(names_of(task) == (Names{"price", "price/@cur"}),
             boost::test_tools::per_element());
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rows() == Rows({{"5", "EUR"}, {"7", "USD"}}));
}

BOOST_AUTO_TEST_CASE(a_text_beside_children_is_a_column) {
  const std::string text =
      "<a><r k='1'>own <p>see <b>this</b> or <b>that</b></p> too</r><r k='2'> <p><b/></p> "
      "</r></a>";
  auto task = reader(text);
  BOOST_TEST(names_of(task) == (Names{"k", "text", "p", "p/b"}),
             boost::test_tools::per_element());
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rows() == Rows({{"1", "own  too", "see  or ", "this"}, {"2", "", "", ""}}));
}

BOOST_AUTO_TEST_CASE(a_child_with_children_in_one_record_keeps_its_text_in_the_others) {
  const std::string text = "<a><r><a>5</a></r><r><a>\n <b>x</b>\n</a></r><r><a>6</a></r></a>";
  auto task = reader(text);
  BOOST_TEST(names_of(task) == (Names{"a", "a/b"}), boost::test_tools::per_element());
  BOOST_TEST((task.schema()[0].type == dp::Type::int64));
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rows() == Rows({{"5", kNull}, {kNull, "x"}, {"6", kNull}}));
}

BOOST_AUTO_TEST_CASE(what_the_first_records_lack_refutes_what_was_found) {
  const std::string sample = "<a><r><p>x</p><q><w>1</w></q></r></a>";
  BOOST_TEST(refuted(sample,
                     "<a><r><p>y</p><q> <w>2</w> <!-- c --> </q></r><r/>"
                     "<r><q/></r><r><q> </q></r><r><q><!-- c --></q></r></a>") == "");
  const std::pair<const char*, const char*> others[] = {
      {"<r>own<p>x</p></r>", "'own'"},
      {"<r i='1'/>", "'i'"},
      {"<r><p>x<b/></p></r>", "'b'"},
      {"<r><p j='1'>x</p></r>", "'j'"},
      {"<r><q>text<w>1</w></q></r>", "'text'"},
      {"<r><q><w>1</w> <![CDATA[text]]></q></r>", "'text'"},
      {"<r><q><w>1</w>&amp;</q></r>", "'&amp;'"},
      {"<r><q><w><v/></w></q></r>", "'v'"},
      {"<r><q><w k=''>1</w></q></r>", "'k'"}};
  for (const auto& [record, name] : others) {
    const auto expected = std::string(name) + ": no record before has it there";
    BOOST_TEST(refuted(sample, "<a>" + std::string(record) + "</a>") == expected, record);
    // The same of the tree, which has what is written decoded.
    const auto of_tree =
        refuted(sample, "<a><r><p>&#65;</p></r>" + std::string(record) + "</a>");
    BOOST_TEST(of_tree.ends_with(": no record before has it there"), record);
  }
}

BOOST_AUTO_TEST_CASE(the_tree_tells_what_the_quick_parser_tells) {
  const std::string sample = "<a><r><p>x</p><q><w>1</w></q></r></a>";
  for (const char* record :
       {"<q> <w>2</w> </q>", "<q>t<w>2</w></q>", "<q/>", "<q></q>", "<q> </q>", "<p j='1'/>",
        "<q><![CDATA[]]><w/></q>", "<q><![CDATA[t]]><w/></q>", "<p><b/></p>", "t",
        "<q><w/><w/></q>"}) {
    const auto plain = "<a><r>" + std::string(record) + "</r></a>";
    const auto with_tree = "<a><r><p>&#65;</p>" + std::string(record) + "</r></a>";
    BOOST_TEST(refuted(sample, plain).empty() == refuted(sample, with_tree).empty(), record);
  }
}

BOOST_AUTO_TEST_CASE(a_space_round_a_value_is_part_of_it_where_the_type_is_a_guess) {
  auto task = reader("<a><r><n> 5 </n></r></a>");
  BOOST_TEST((task.schema()[0].type == dp::Type::string));
  BOOST_TEST(refuted("<a><r><n>5</n></r></a>", "<a><r><n> 5 </n></r></a>") ==
             "column 'n': got ' 5 ', expected int");
  BOOST_TEST(refuted("<a><r><n>5</n></r></a>", "<a><r><n> </n></r></a>") ==
             "column 'n': got ' ', expected int");
  auto given =
      reader("<a><r><n>5</n></r></a>", {{"types", dp::test::texts_of({{"n", "int"}})}});
  BOOST_REQUIRE(given.read("<a><r><n> 5 </n></r><r><n> </n></r></a>"));
  BOOST_TEST(given.rows() == Rows({{"5"}, {kNull}}));
}

BOOST_AUTO_TEST_CASE(white_space_alone_is_passed_over) {
  for (const char* blank : {" ", "\n\n", "\xef\xbb\xbf\n", "\t\r\n "}) {
    for (const char* record : {"r", "/a/r", "a/r"}) {
      const auto seen = dp::test::read_xml(blank, record, {{"t", "."}});
      BOOST_TEST(seen.rejects.empty());
      BOOST_TEST(seen.rows.empty());
    }
  }
  BOOST_TEST(reader(" \n").schema().empty());
}

BOOST_AUTO_TEST_SUITE_END()
