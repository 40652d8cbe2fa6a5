// SPDX-License-Identifier: Apache-2.0
#include "json/rows.hpp"

#include <dp/abi.h>

#include <boost/test/unit_test.hpp>

#include "json/walker.hpp"
#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(json_rows)

namespace json = dp::json;
using dp::Type;
using dp::test::kEmpty;
using dp::test::kNull;

namespace {

/// Rows of records that a Walker reads one by one; columns are called as their members.
class Fixture {
 public:
  explicit Fixture(dp::Schema columns) : layout_(layout_of(std::move(columns))), rows(layout_) {
    kept_.schema = layout_.columns;
  }

  bool add(const std::string& record) {
    text_ = record + std::string(DP_PADDING, ' ');
    dp::Output out(raw_);
    rows.begin(text_.data(), 0, 100);
    json::Walker walker(rows.tree());
    json::Value value;
    BOOST_REQUIRE(walker.read({text_.data(), record.size()}, value));
    values_.assign(walker.slots().begin(), walker.slots().end());
    const bool fits = rows.add(values_, 0, 0);
    BOOST_REQUIRE(rows.flush(out));
    return fits;
  }
  std::string misfit() { return rows.misfit(values_, 0).reason; }
  [[nodiscard]] const dp::test::Task::Kept& kept() const { return kept_; }

 private:
  static json::Layout layout_of(dp::Schema columns) {
    json::Layout layout;
    for (const auto& column : columns) layout.paths.push_back({column.name});
    layout.unseen.assign(columns.size(), false);
    layout.columns = std::move(columns);
    return layout;
  }

  json::Layout layout_;
  dp::test::Task::Kept kept_;
  dp_out raw_ = dp::test::keep_in(kept_);
  std::string text_;
  std::vector<json::Value> values_;

 public:
  json::Rows rows;
};

}  // namespace

BOOST_AUTO_TEST_CASE(values_become_those_of_their_columns) {
  Fixture fixture({{"i", Type::int64}, {"t", Type::string}, {"b", Type::boolean}});
  BOOST_TEST(fixture.add(R"({"i": 1, "t": "a\"b", "b": true})"));
  BOOST_TEST(fixture.add(R"({"i": "12", "t": [1, 2], "b": null})"));
  BOOST_TEST(fixture.kept().rows ==
             (dp::test::Rows{{"1", "a\"b", "true"}, {"12", "[1, 2]", kNull}}));
  BOOST_TEST(fixture.kept().offsets == (std::vector<std::uint64_t>{100, 100}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(json_stands_as_it_is_in_one_line) {
  Fixture fixture({{"j", Type::json}});
  for (const char* json : {R"("a\u0041\"b")", "1E5", "[1, 2]", "{\"a\":  {}}", "true", "\"\"",
                           "100000000000000000000", "1.10"}) {
    BOOST_TEST(fixture.add("{\"j\": " + std::string(json) + "}"));
    BOOST_TEST(fixture.kept().rows.back() == (dp::test::Row{json}));
  }
  BOOST_TEST(fixture.add("{\"j\": [1,\r\n  {\"a b\": \"c\\\" d\"} ]}"));
  BOOST_TEST(fixture.kept().rows.back() == (dp::test::Row{R"([1,{"a b":"c\" d"}])"}));
  BOOST_TEST(fixture.add("{\"j\": null}"));
  BOOST_TEST(fixture.kept().rows.back() == (dp::test::Row{kNull}));
}

BOOST_AUTO_TEST_CASE(missing_members_and_empty_strings_of_other_types_are_null) {
  Fixture fixture({{"i", Type::int64}, {"t", Type::string}});
  BOOST_TEST(fixture.add(R"({"i": "", "t": ""})"));
  BOOST_TEST(fixture.add("{}"));
  BOOST_TEST(fixture.kept().rows == (dp::test::Rows{{kNull, ""}, {kNull, kNull}}));
}

BOOST_AUTO_TEST_CASE(a_value_that_does_not_fit_is_named_and_adds_no_row) {
  Fixture fixture({{"f", Type::float64}});
  BOOST_TEST(!fixture.add(R"({"f": "abc"})"));
  BOOST_TEST(fixture.misfit() == "column 'f': got 'abc', expected float");
  BOOST_TEST(!fixture.add(R"({"f": {}})"));
  BOOST_TEST(fixture.kept().rows.empty());
}

BOOST_AUTO_TEST_CASE(columns_that_nobody_uses_are_not_looked_at) {
  Fixture fixture({{"i", Type::int64}, {"t", Type::string}});
  const std::vector<std::uint8_t> used = {0, 1};
  fixture.rows.need(used);
  BOOST_TEST(fixture.rows.tree().slots() == 1u);
  BOOST_TEST(fixture.add(R"({"i": "x", "t": "a"})"));
  BOOST_TEST(fixture.kept().rows == (dp::test::Rows{{kEmpty, "a"}}));
}

BOOST_AUTO_TEST_SUITE_END()
