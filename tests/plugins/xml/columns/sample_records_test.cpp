// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/sample_records.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "plugins/random.hpp"
#include "plugins/xml/fixture.hpp"
#include "plugins/xml/padded.hpp"

BOOST_AUTO_TEST_SUITE(xml_columns_sample_records)

namespace {
namespace data = boost::unit_test::data;
namespace xml = dp::xml;

std::vector<std::string> sampled(const std::string& text, const char* record) {
  const dp::test::Padded padded(text);
  const auto outline = xml::outline_of(text, xml::Pattern::parse(record).value()).value();
  xml::SampleRecords records(
      outline, {padded.begin(), static_cast<std::size_t>(padded.end() - padded.begin())}, true);
  std::vector<std::string> all;
  for (auto one = records.next(); !one.empty(); one = records.next()) all.emplace_back(one);
  return all;
}

using Texts = std::vector<std::string>;
}  // namespace

BOOST_AUTO_TEST_CASE(a_record_after_one_that_is_not_well_formed_is_seen) {
  BOOST_TEST(sampled("<a><r><b></r><r>1</r></a>", "r") == Texts({"<r>1</r>"}));
  BOOST_TEST(sampled("<a><r>1</r>&x;<r>2</r></a>", "/a/r") == Texts({"<r>1</r>", "<r>2</r>"}));
  BOOST_TEST(sampled("<a><r><r>1</r></a>", "a/r") == Texts({"<r>1</r>"}));
}

BOOST_AUTO_TEST_CASE(what_is_in_a_record_that_is_not_well_formed_is_no_record) {
  BOOST_TEST(sampled("<a><r>&x;<r>1</r></r><r>2</r></a>", "r") == Texts({"<r>2</r>"}));
}

BOOST_AUTO_TEST_CASE(records_in_inner_parents_are_seen) {
  BOOST_TEST(sampled("<c><c><r>1</r></c><r>2</r></c>", "c/r") ==
             Texts({"<r>1</r>", "<r>2</r>"}));
}

BOOST_DATA_TEST_CASE(they_are_those_that_are_read, data::xrange(1u, 400u), seed) {
  static const char* const kPieces[] = {
      "<r>",  "</r>",        "<r>x</r>",  "<r/>", "<a>",  "</a>", "<b>",
      "</b>", "<b c='<r>'>", "<r i='1'>", "<",    ">",    "x",    " ",
      "<!--", "-->",         "<![CDATA[", "]]>",  "&lt;", "&",    "\xc3"};
  dp::test::Random random(seed);
  std::string text = "<a>";
  while (text.size() < 150) text += random.one(kPieces);
  for (const char* record : {"r", "/a/r", "a/r", "*/r", "b/r", "/*/*"}) {
    auto task = dp::test::open_xml("", record, {{"t", "."}}, {{"t", "string"}});
    const auto read = dp::test::read_whole(task, text);
    const auto seen = sampled(text, record);
    BOOST_REQUIRE_MESSAGE(seen.size() == read.rows.size(), record << " of " << text << read);
    for (std::size_t i = 0; i < seen.size(); ++i)
      BOOST_REQUIRE(text.substr(read.offsets[i]).find(seen[i]) != std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()
