// SPDX-License-Identifier: Apache-2.0
// More between two records than may be looked at, and records with more in them than is held.

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <random>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(xml_long)

namespace {
namespace data = boost::unit_test::data;
using dp::test::feed;
using dp::test::open_xml;
using dp::test::Piece;
using dp::test::read_whole;
using dp::test::Rows;
using dp::test::Seen;
using dp::test::seen;
using dp::test::Task;

constexpr std::size_t kMost = std::size_t{16} << 20;

std::string repeated(const std::string& text, std::size_t size) {
  std::string all;
  for (all.reserve(size + text.size()); all.size() < size;) all += text;
  return all;
}

/// Read as the engine would if it had no more than `most` bytes at once. Returns whether the rest
/// of the text was given up.
bool feed_full(Task& task, const std::string& text, std::size_t most) {
  for (std::size_t at = 0; at < text.size();) {
    const auto bytes = text.substr(at, most);
    const bool last = at + bytes.size() == text.size();
    const Piece piece{
        .offset = at, .first = at == 0, .last = last, .full = !last, .head = text};
    BOOST_REQUIRE(task.read(bytes, piece));
    BOOST_REQUIRE_EQUAL(task.skip(bytes, piece).value(), task.consumed());
    if (task.consumed() == DP_REST) return true;
    BOOST_REQUIRE(task.consumed() > 0u);
    at += task.consumed();
  }
  return false;
}

/// Short records, and long elements between them that hold what looks like records.
std::string sections(unsigned seed) {
  std::mt19937 random(seed);
  std::string text = "<a>";
  for (int section = 0; section < 6; ++section) {
    const bool has_records = random() % 2 == 0;
    const std::string name = has_records ? "b" : random() % 2 == 0 ? "c" : "x:c";
    text += "<" + name + ">";
    for (auto n = random() % 60; n > 0; --n) {
      if (random() % 8 == 0) text += "<d><b><r>0</r></b><e f='>'/><!-- <r> --></d>";
      if (!has_records && random() % 4 == 0) text += "<e><r>0</r><f></f></e>\n";
      text += "<r>" + std::to_string(n) + "</r>";
    }
    text += "</" + name + ">";
  }
  return text + "</a>";
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_long_element_between_records_is_passed_over) {
  const auto other = "<items>" + repeated("<item><order>0</order>text</item>\n", 3 * kMost / 2);
  const auto text = "<root><meta/>" + other + "</items><orders><order>1</order>" + other +
                    "</items><order>2</order></orders></root>";
  for (const char* record : {"/root/orders/order", "orders/order", "root/orders/order"}) {
    auto task = open_xml("", record, {{"t", "."}});
    BOOST_REQUIRE(feed(task, text, kMost) == text.size());
    BOOST_TEST(task.rows() == Rows({{"1"}, {"2"}}));
    BOOST_TEST(task.rejects().empty());
  }
}

BOOST_AUTO_TEST_CASE(a_long_inner_parent_is_read_in_pieces) {
  const auto inner =
      "<folder><folder>" + repeated("<file>x</file>\n", 3 * kMost / 2) + "</folder>";
  const auto text = "<folder>" + inner + "<file>y</file></folder><file>z</file></folder>";
  for (const char* record : {"folder/file", "*/file"}) {
    auto task = open_xml("", record, {{"t", "."}});
    BOOST_REQUIRE(feed(task, text, kMost) == text.size());
    const auto rows = task.rows();
    BOOST_TEST(rows.size() == (inner.size() - 25) / 15 + 2);
    BOOST_TEST(rows.back() == std::vector<std::string>{"z"});
    BOOST_TEST(task.rejects().empty());
  }
}

BOOST_AUTO_TEST_CASE(a_long_element_hides_no_record_from_a_name_alone) {
  const auto text = "<root><order>1</order><items>" +
                    repeated("<item><b>text</b></item><!-- <order>0</order> -->", kMost) +
                    "<order>2</order>" + repeated("long text ", kMost + 1000) +
                    "<order>3</order></items></root>";
  auto task = open_xml("", "order", {{"t", "."}});
  BOOST_REQUIRE(feed(task, text, kMost) == text.size());
  BOOST_TEST(task.rows() == Rows({{"1"}, {"2"}, {"3"}}));
  BOOST_TEST(task.rejects().empty());
}

BOOST_DATA_TEST_CASE(what_is_broken_off_goes_on_exactly, data::xrange(1u, 60u), seed) {
  const auto text = sections(seed);
  for (const char* record : {"/a/b/r", "/a/r", "/*/b/r", "r", "b/r", "a/b/r"}) {
    auto task = open_xml("", record, {{"t", "."}});
    const auto whole = read_whole(task, text);
    BOOST_TEST(whole.rejects.empty());
    for (std::size_t most = 150; most < text.size(); most += 1 + most / 3) {
      const bool ended = feed_full(task, text, most);
      const auto got = seen(task);
      BOOST_REQUIRE_EQUAL(got.rejects.size(), ended ? 1u : 0u);
      BOOST_REQUIRE(got.rows.size() <= whole.rows.size());
      BOOST_REQUIRE(std::equal(got.offsets.begin(), got.offsets.end(), whole.offsets.begin()));
      BOOST_REQUIRE(ended || got.rows.size() == whole.rows.size());
      // Of a path without its root so few end tags may all be at other offsets.
      if (most > 2500) BOOST_REQUIRE(!ended || std::string(record).ends_with("b/r"));
    }
  }
}

BOOST_AUTO_TEST_CASE(to_skip_tells_a_record_from_what_separates_it_from_others) {
  const std::string plain = "<a>\n <r>1</r>\n <!-- x -->\n <r>2</r>\n</a>\n";
  std::string wide("\xff\xfe", 2);
  for (const char byte : plain) wide.append({byte, '\0'});
  for (const auto& text : {plain, wide}) {
    auto task = open_xml("", "/a/r", {{"t", "."}});
    const auto record = [&](const std::string& bytes) {
      std::string made = bytes;
      if (text == wide) {
        made.clear();
        for (const char byte : bytes) made.append({byte, '\0'});
      }
      return made;
    };
    std::string first;
    Piece piece{.first = true, .last = true, .stop = 1, .head = text};
    piece.offset = task.skip(text, piece, &first).value();
    BOOST_TEST(first == "");  // what comes before all records
    piece.first = false;
    const auto one = text.substr(piece.offset);
    piece.offset += task.skip(one, piece, &first).value();
    BOOST_TEST((first == record("<r>1</r>")));
    const auto two = text.substr(piece.offset);
    BOOST_TEST(task.skip(two, piece, &first).value() == two.size());
    BOOST_TEST((first == record("<r>2</r>")));
  }
}

BOOST_AUTO_TEST_CASE(behind_what_cannot_be_broken_off_nothing_is_read) {
  const std::string text = "<a><r>1</r><x>" + std::string(100, '.');
  const Piece piece{.first = true, .last = false, .full = true, .head = text};
  auto task = open_xml("", "/a/r", {{"t", "."}});
  BOOST_REQUIRE(task.read(text, piece));
  BOOST_TEST(task.consumed() == 11u);
  const Piece more{.offset = 11, .first = false, .last = false, .full = true, .head = text};
  BOOST_REQUIRE(task.read(text.substr(11), more));
  BOOST_TEST(task.consumed() == DP_REST);
  BOOST_TEST(task.skip(text.substr(11), more).value() == DP_REST);
  BOOST_TEST(task.rows() == Rows({{"1"}}));
  BOOST_REQUIRE(task.rejects().size() == 1u);
  BOOST_TEST(task.rejects()[0].offset == 11u);
  BOOST_TEST(task.rejects()[0].reason ==
             "between records: no place to go on within 103 bytes; the rest of the item is not "
             "read");
}

BOOST_AUTO_TEST_CASE(a_record_whose_tree_would_be_too_large_is_rejected) {
  const auto many = repeated("<o/>x", kMost / 2);
  const auto text = "<a><r><b>1</b>" + many + "</r><r><b>&#50;</b>" + many +
                    "</r><r><b>&#51;</b>" + repeated("a text ", kMost / 2) + "</r></a>";
  auto task = open_xml("", "/a/r", {{"b", "b"}});
  BOOST_REQUIRE(feed(task, text, kMost) == text.size());
  BOOST_TEST(task.rows() == Rows({{"1"}, {"3"}}));
  BOOST_REQUIRE(task.rejects().size() == 1u);
  BOOST_TEST(task.rejects()[0].raw.substr(0, 18) == "<r><b>&#50;</b><o/");
  BOOST_TEST(
      task.rejects()[0].reason ==
      "more than 131072 elements and attributes, and a value that is in parts or decoded");
}

BOOST_AUTO_TEST_CASE(a_tag_of_too_many_attributes_is_rejected) {
  std::string text = "<a><r";
  for (int i = 0; i < 140'000; ++i) text += " a" + std::to_string(i) + "='1'";
  const auto seen = dp::test::read_xml(text + "/><r/></a>", "/a/r", {{"b", "@b"}});
  BOOST_TEST(seen.rows == Rows({{dp::test::kNull}}));
  BOOST_REQUIRE(seen.rejects.size() == 1u);
  BOOST_TEST(seen.rejects[0].reason ==
             "a tag has more than 131072 attributes (at byte 0 of the record)");
}

BOOST_AUTO_TEST_SUITE_END()
