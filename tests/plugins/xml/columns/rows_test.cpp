// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/rows.hpp"

#include <boost/test/unit_test.hpp>

#include "plugins/harness.hpp"

namespace xml_columns_rows {
namespace {
namespace xml = dp::xml;
using dp::Type;
using dp::test::kEmpty;
using dp::test::kNull;

const dp::Schema kColumns = {{"i", Type::int64}, {"t", Type::string}};

struct Fixture {
  Fixture() { kept.schema = kColumns; }
  /// Add a row of these texts, which are in no item; nullptr: none is there.
  bool add(const char* i, const char* t, std::uint64_t offset = 0) {
    xml::Value values[2];
    const char* texts[] = {i, t};
    for (std::size_t k = 0; k < 2; ++k)
      if (texts[k] != nullptr) values[k] = {texts[k], std::string_view(texts[k]).size(), false};
    return rows.add(values, offset);
  }
  void flush() {
    dp::Output out(raw);
    BOOST_REQUIRE(rows.flush(out));
  }
  xml::Rows rows{kColumns};
  dp::test::Task::Kept kept;
  dp_out raw = dp::test::keep_in(kept);
};
}  // namespace
}  // namespace xml_columns_rows

BOOST_FIXTURE_TEST_SUITE(xml_columns_rows, Fixture)

BOOST_AUTO_TEST_CASE(values_become_those_of_their_columns) {
  rows.begin(0);
  rows.begin_batch("");
  BOOST_TEST(add("12", "a text of more than twelve bytes", 7));
  BOOST_TEST(add(" 13\n", " x ", 9));
  flush();
  BOOST_TEST(kept.rows ==
             (dp::test::Rows{{"12", "a text of more than twelve bytes"}, {"13", " x "}}));
  BOOST_TEST(kept.offsets == (std::vector<std::uint64_t>{7, 9}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_missing_and_blank_text_of_other_types_are_null) {
  rows.begin(0);
  rows.begin_batch("");
  BOOST_TEST(add(nullptr, nullptr));
  BOOST_TEST(add(" ", " "));
  flush();
  BOOST_TEST(kept.rows == (dp::test::Rows{{kNull, kNull}, {kNull, " "}}));
}

BOOST_AUTO_TEST_CASE(a_value_that_does_not_fit_is_named_and_adds_no_row) {
  rows.begin(0);
  rows.begin_batch("");
  BOOST_TEST(!add("x", "a"));
  BOOST_TEST(rows.misfit().reason == "column 'i': got 'x', expected int");
  BOOST_TEST(add("1", "b"));
  flush();
  BOOST_TEST(kept.rows == (dp::test::Rows{{"1", "b"}}));
}

BOOST_AUTO_TEST_CASE(values_that_are_the_first_of_several_are_told_by_column) {
  rows.begin(0);
  rows.begin_batch("");
  for (std::uint64_t i = 0; i < 3; ++i) {
    const xml::Value values[2] = {{"1", 1, false, i != 0}, {"x", 1}};
    BOOST_TEST(rows.add(values, 10 * i));
    if (i != 0) rows.note_repeated(values, 10 * i);
  }
  flush();
  BOOST_REQUIRE(kept.notes.size() == 1u);
  BOOST_TEST(
      kept.notes[0] ==
      "10: column 'i': the first of several in a record; `repeated: join` takes all (2)");
  rows.begin_batch("");
  BOOST_TEST(add("2", "y"));
  flush();
  BOOST_TEST(kept.notes.size() == 1u);
}

BOOST_AUTO_TEST_CASE(columns_that_nobody_uses_are_not_looked_at) {
  const std::vector<std::uint8_t> used = {0, 1};
  rows.need(used);
  rows.begin(0);
  rows.begin_batch("");
  BOOST_TEST(add("x", "a"));
  flush();
  BOOST_TEST(kept.rows == (dp::test::Rows{{kEmpty, "a"}}));
}

BOOST_AUTO_TEST_SUITE_END()
