// SPDX-License-Identifier: Apache-2.0
// Columns of what records are in, and elements of records that are rows.

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(xml_parents)

namespace {
using dp::test::feed;
using dp::test::Given;
using dp::test::kNull;
using dp::test::Pairs;
using dp::test::read_whole;
using dp::test::Rows;
using dp::test::Task;

Task reader(const std::string& record, const Pairs& columns, const std::string& explode = "",
            const std::string& sample = "", const Pairs& types = {}) {
  Given given{{"record", dp::data::Value::of(record)}};
  if (!columns.empty()) given.emplace_back("columns", dp::test::texts_of(columns));
  if (!explode.empty()) given.emplace_back("explode", dp::data::Value::of(explode));
  if (!types.empty()) given.emplace_back("types", dp::test::texts_of(types));
  dp::test::Setting setting;
  setting.sample = sample;
  setting.role = DP_READER;
  return Task::open("xml", "xml", dp::test::map_of(given), std::move(setting)).value();
}

const std::string kOrders =
    "<?xml version='1.0'?>\n<orders day='2026-11-27'><shop>Ada &amp; co</shop>\n"
    " <order id='1'><name>x</name><lines no='9'><line sku='a'><n>2</n></line>\n"
    "  <line sku='b'><n>3</n></line></lines></order>\n"
    " <order id='2'><name>y</name></order><!-- <order id='0'/> -->\n"
    " <order id='3'><lines no='8'/><lines><line sku='c'/><!-- --></lines></order>\n</orders>\n";

const Pairs kUp = {{"day", "/orders/@day"},
                   {"shop", "/orders/shop"},
                   {"id", "../../@id"},
                   {"name", "../../name"},
                   {"no", "../@no"},
                   {"sku", "@sku"},
                   {"n", "n"}};
const Rows kRows = {{"2026-11-27", "Ada & co", "1", "x", "9", "a", "2"},
                    {"2026-11-27", "Ada & co", "1", "x", "9", "b", "3"},
                    {"2026-11-27", "Ada & co", "3", kNull, kNull, "c", kNull}};

/// What comes out, in pieces of every size, and from every start of a step.
void check_cuts(Task& task, const std::string& text) {
  const auto whole = read_whole(task, text);
  for (std::size_t size = 1; size <= text.size(); ++size) {
    BOOST_REQUIRE(feed(task, text, size) == text.size());
    const auto got = dp::test::seen(task);
    BOOST_REQUIRE_MESSAGE(got == whole, "in pieces of " << size << got << whole);
  }
  for (std::size_t stop = 1; stop < text.size(); ++stop) {
    const auto end = feed(task, text, 64, 0, stop);
    BOOST_REQUIRE(feed(task, text, 64, end) == text.size());
    const auto got = dp::test::seen(task);
    BOOST_REQUIRE_MESSAGE(got == whole, "cut at " << end << got << whole);
  }
}
}  // namespace

BOOST_AUTO_TEST_CASE(columns_are_of_what_a_record_is_in) {
  for (const char* record : {"order/lines/line", "/orders/order/lines/line"}) {
    auto task = reader(record, kUp);
    const auto seen = read_whole(task, kOrders);
    BOOST_TEST(seen.rows == kRows);
    BOOST_TEST(seen.rejects.empty());
    // The place of a row is that of what is read as one.
    BOOST_TEST(kOrders.substr(seen.offsets[1], 14) == "<order id='1'>");
    BOOST_TEST(kOrders.substr(seen.offsets[2], 14) == "<order id='3'>");
    check_cuts(task, kOrders);
  }
}

BOOST_AUTO_TEST_CASE(its_text_and_its_other_children_are_columns_too) {
  auto task = reader("b/c", {{"b", ".."}, {"first", "../c"}, {"own", "."}, {"d", "../d/@i"}});
  BOOST_REQUIRE(task.read("<a><b>x<c>1</c>y<c>2</c><d i='7'/></b><b><d/></b><c>3</c></a>"));
  BOOST_TEST(task.rows() == Rows({{"xy", "1", "1", "7"}, {"xy", "1", "2", "7"}}));
}

BOOST_AUTO_TEST_CASE(elements_of_a_record_are_rows_beside_its_other_columns) {
  auto task = reader("order", {{"id", "@id"}, {"no", "lines/@no"}, {"sku", "lines/line/@sku"}},
                     "lines/line");
  const auto seen = read_whole(task, kOrders);
  BOOST_TEST(seen.rows == Rows({{"1", "9", "a"},
                                {"1", "9", "b"},
                                {"2", kNull, kNull},
                                {"3", "8", kNull},
                                {"3", kNull, "c"}}));
  check_cuts(task, kOrders);
}

BOOST_AUTO_TEST_CASE(columns_that_are_found_are_those_of_record_and_rows) {
  auto task = reader("order", {}, "lines/line", kOrders);
  std::vector<std::string> names;
  for (const auto& column : task.schema()) names.push_back(column.name);
  BOOST_TEST(names == (std::vector<std::string>{"id", "name", "lines/@no", "lines/line/@sku",
                                                "lines/line/n"}),
             boost::test_tools::per_element());
  BOOST_REQUIRE(task.read(kOrders));
  BOOST_TEST(task.rows() == Rows({{"1", "x", "9", "a", "2"},
                                  {"1", "x", "9", "b", "3"},
                                  {"2", "y", kNull, kNull, kNull},
                                  {"3", kNull, "8", kNull, kNull},
                                  {"3", kNull, kNull, "c", kNull}}));
}

BOOST_AUTO_TEST_CASE(both_go_together) {
  auto task =
      reader("order/lines", {{"id", "../@id"}, {"no", "@no"}, {"sku", "line/@sku"}}, "line");
  const auto seen = read_whole(task, kOrders);
  BOOST_TEST(seen.rows ==
             Rows({{"1", "9", "a"}, {"1", "9", "b"}, {"3", "8", kNull}, {"3", kNull, "c"}}));
  check_cuts(task, kOrders);
}

BOOST_AUTO_TEST_CASE(a_row_that_does_not_fit_costs_itself) {
  auto task = reader("o/l", {{"id", "../@id"}, {"n", "@n"}}, "", "", {{"n", "int"}});
  const std::string text = "<a><o id='1'><l n='1'/><l n='x'>y<b/></l><l n='3'/></o></a>";
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rows() == Rows({{"1", "1"}, {"1", "3"}}));
  BOOST_REQUIRE(task.rejects().size() == 1u);
  BOOST_TEST(
      task.rejects()[0] ==
      (dp::test::Reject{3, "<l n='x'>y<b/></l>",
                        "column 'n': got 'x', expected int (at byte 20 of the record)"}));
}

BOOST_AUTO_TEST_CASE(what_is_not_well_formed_costs_what_rows_are_in) {
  auto task = reader("o/l", {{"id", "../@id"}, {"n", "@n"}});
  BOOST_REQUIRE(task.read("<a><o id='1'><l n='1'/><l n='2'></o><o id='2'><l n='3'/></o></a>"));
  BOOST_TEST(task.rows() == Rows({{"2", "3"}}));
  BOOST_REQUIRE(task.rejects().size() == 1u);
  BOOST_TEST(task.rejects()[0].raw == "<o id='1'><l n='1'/><l n='2'></o>");
}

BOOST_AUTO_TEST_CASE(rows_are_handed_on_in_batches_however_many_a_record_has) {
  std::string text = "<a><o id='1'><t>" + std::string(2000, 'x') + "</t>";
  for (int i = 0; i < 3000; ++i) text += "<l n='" + std::to_string(i) + "'/>";
  auto task = reader("o/l", {{"id", "../@id"}, {"t", "../t"}, {"n", "@n"}});
  BOOST_REQUIRE(task.read(text + "</o></a>"));
  BOOST_REQUIRE(task.rows().size() == 3000u);
  BOOST_TEST(task.rows()[2999][2] == "2999");
  BOOST_TEST(task.batches().size() > 3u);
  for (const auto rows : task.batches()) BOOST_TEST(rows <= 600u);
}

BOOST_AUTO_TEST_CASE(what_is_too_long_to_be_held_is_one_reject_with_the_cure) {
  std::string text = "<a><o id='1'>";
  while (text.size() < (std::size_t{16} << 20) + 100)
    text += "<l n='1'>" + std::string(900, 'x') + "</l>";
  text += "</o><o id='2'><l n='2'/></o></a>";
  auto task = reader("o/l", {{"id", "../@id"}, {"n", "@n"}});
  std::size_t at = 0;
  while (at < text.size()) {
    const auto data = text.substr(at, std::size_t{16} << 20);
    const bool last = at + data.size() == text.size();
    BOOST_REQUIRE(task.read(data, {.offset = at,
                                   .first = at == 0,
                                   .last = last,
                                   .full = data.size() == std::size_t{16} << 20,
                                   .head = text.substr(0, DP_HEAD_BYTES)}));
    BOOST_REQUIRE(task.consumed() != 0);
    at = task.consumed() == DP_REST ? text.size() : at + task.consumed();
  }
  BOOST_TEST(task.rows() == Rows({{"2", "2"}}));
  BOOST_REQUIRE(!task.rejects().empty());
  BOOST_TEST(
      task.rejects()[0].reason ==
      "'<o>' has no end tag within 16777216 bytes, and rows are made of all of it at once: "
      "name smaller elements by '..' or 'record', and what stands before the records by its "
      "path from the root on (/feed/title)");
}

BOOST_AUTO_TEST_CASE(names_may_have_prefixes_that_nobody_wrote) {
  const std::string text =
      "<x:a xmlns:x='u'><x:t>T</x:t><x:o><x:n>1</x:n><x:l>p</x:l><x:l>q</x:l></x:o></x:a>";
  auto task = reader("o/l", {{"t", "/a/t"}, {"n", "../n"}, {"l", "."}});
  check_cuts(task, text);
  BOOST_TEST(read_whole(task, text).rows == Rows({{"T", "1", "p"}, {"T", "1", "q"}}));
  auto exploded = reader("o", {}, "l", text);
  BOOST_REQUIRE(exploded.read(text));
  BOOST_TEST(exploded.rows() == Rows({{"1", "p"}, {"1", "q"}}));
}

BOOST_AUTO_TEST_CASE(other_encodings_have_their_offsets) {
  const std::string text = "<a><o i='1'><l>x</l><l>y</l></o></a>";
  std::string wide;
  for (const char byte : text) wide += {byte, '\0'};
  auto task = reader("o/l", {{"i", "../@i"}, {"l", "."}});
  const auto seen = read_whole(task, wide);
  BOOST_TEST(seen.rows == Rows({{"1", "x"}, {"1", "y"}}));
  BOOST_TEST(seen.offsets[1] == 6u);
}

BOOST_AUTO_TEST_SUITE_END()
