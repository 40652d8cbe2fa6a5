// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/row_maker.hpp"

#include <boost/test/unit_test.hpp>

#include "plugins/harness.hpp"
#include "plugins/xml/padded.hpp"

namespace xml_columns_row_maker {
namespace {
namespace xml = dp::xml;
using dp::Type;
using dp::test::Reject;

/// Rows of whole records, the values of which are taken from their trees.
struct Fixture {
  Fixture()
      : layout{xml::Pattern::parse("r").value(),
               {{"i", Type::int64}, {"t", Type::string}},
               {xml::Path::parse("@i").value(), xml::Path::parse("t").value()}},
        maker(layout, checker) {
    kept.schema = layout.columns;
  }
  void make(const std::vector<std::string>& records) {
    std::string all;
    for (const auto& record : records) all += record;
    const dp::test::Padded text(all);
    maker.begin(0, text.begin());
    dp::Output out(raw);
    std::size_t at = 0;
    for (const auto& record : records) {
      BOOST_REQUIRE(maker.add({{text.begin() + at, record.size()}, at, false}, {}, out));
      at += record.size();
    }
    BOOST_REQUIRE(maker.flush(out));
  }
  xml::Layout layout;
  xml::EndMarks marks;
  xml::RecordChecker checker{marks};
  xml::RowMaker maker;
  dp::test::Task::Kept kept;
  dp_out raw = dp::test::keep_in(kept);
};
}  // namespace
}  // namespace xml_columns_row_maker

BOOST_FIXTURE_TEST_SUITE(xml_columns_row_maker, Fixture)

BOOST_AUTO_TEST_CASE(records_that_are_not_picked_are_parsed) {
  make({"<r i='1'><t>a&amp;b</t></r>", "<r/>", "<r i='2'><t><![CDATA[x]]>y</t></r>"});
  BOOST_TEST(kept.rows ==
             (dp::test::Rows{{"1", "a&b"}, {dp::test::kNull, dp::test::kNull}, {"2", "xy"}}));
  BOOST_TEST(kept.offsets == (std::vector<std::uint64_t>{0, 27, 31}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(values_that_are_picked_need_no_tree) {
  const dp::test::Padded text("<r i='7'><t>x</t></r>");
  maker.begin(0, text.begin());
  dp::Output out(raw);
  const xml::Value values[] = {{text.begin() + 6, 1, true}, {text.begin() + 12, 1, true}};
  BOOST_REQUIRE(maker.add({{text.begin(), text.size}, 5, true}, values, out));
  BOOST_REQUIRE(maker.flush(out));
  BOOST_TEST(kept.rows == (dp::test::Rows{{"7", "x"}}));
}

BOOST_AUTO_TEST_CASE(a_record_that_is_wrong_costs_itself_and_comes_in_order) {
  make({"<r i='1'/>", "<r i='x'/>", "<r i='3'/>"});
  BOOST_TEST(kept.rows == (dp::test::Rows{{"1", dp::test::kNull}, {"3", dp::test::kNull}}));
  BOOST_REQUIRE(kept.rejects.size() == 1u);
  BOOST_TEST(kept.rejects[0] ==
             (Reject{10, "<r i='x'/>", "column 'i': got 'x', expected int"}));
}

BOOST_AUTO_TEST_CASE(what_is_no_record_is_rejected_with_its_bytes) {
  dp::Output out(raw);
  maker.begin(0, "");
  const std::string large(100'000, 'x');
  BOOST_REQUIRE(maker.reject(large, 3, "too long", out));
  BOOST_REQUIRE(kept.rejects.size() == 1u);
  BOOST_TEST(kept.rejects[0].raw.size() == large.size());
  BOOST_TEST(kept.rejects[0].offset == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
