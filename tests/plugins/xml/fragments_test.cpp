// SPDX-License-Identifier: Apache-2.0
// Several root elements, and several documents, in one item.

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(xml_fragments)

namespace {
using dp::test::Pairs;
using dp::test::read_xml;
using dp::test::Rows;

const Pairs kText = {{"t", "."}};

/// All of a text is read, whole and in pieces of every size.
void check(const std::string& text, const std::string& record, const Rows& expected) {
  auto task = dp::test::open_xml("", record, kText, {{"t", "string"}});
  const auto whole = dp::test::read_whole(task, text);
  BOOST_TEST(whole.rows == expected, record << " of " << text << whole);
  BOOST_TEST(whole.rejects.empty(), record << " of " << text << whole);
  for (std::size_t size = 1; size < text.size(); ++size) {
    BOOST_REQUIRE(dp::test::feed(task, text, size) == text.size());
    BOOST_REQUIRE_EQUAL(dp::test::seen(task), whole);
  }
}

/// Why the first thing that is wrong in a text is rejected.
std::string reason(const std::string& text, const std::string& record) {
  const auto seen = read_xml(text, record, kText);
  return seen.rejects.empty() ? "" : seen.rejects[0].reason;
}
}  // namespace

BOOST_AUTO_TEST_CASE(each_root_may_be_a_record) {
  const std::string text = "<r>1</r>\n<r>2</r><!-- <r> --><r/>\n\n<r>4</r>\n";
  for (const char* record : {"r", "/r", "*", "/*"})
    check(text, record, Rows({{"1"}, {"2"}, {""}, {"4"}}));
}

BOOST_AUTO_TEST_CASE(each_root_may_have_records) {
  const std::string text = "<a><r>1</r><r>2</r></a> <a/><a>\n<r>3</r></a>";
  for (const char* record : {"r", "a/r", "/a/r", "/*/r", "/*/*"})
    check(text, record, Rows({{"1"}, {"2"}, {"3"}}));
}

BOOST_AUTO_TEST_CASE(roots_that_are_no_records_may_stand_between) {
  const std::string text = "<r>1</r><b><r>2</r></b><r>3</r>";
  check(text, "/r", Rows({{"1"}, {"3"}}));
  check(text, "r", Rows({{"1"}, {"2"}, {"3"}}));
  check("<b/><r>1</r><c><r>2</r></c>", "/r", Rows({{"1"}}));
}

BOOST_AUTO_TEST_CASE(documents_one_after_the_other_are_read) {
  const std::string one =
      "\xef\xbb\xbf<?xml version='1.0' encoding='UTF-8'?>\n<!DOCTYPE a>\n<a>";
  const std::string text =
      one + "<r>1</r></a>\n" + one + "<r>2</r><r>3</r></a>" + one + "</a>\n";
  for (const char* record : {"r", "a/r", "/a/r"})
    check(text, record, Rows({{"1"}, {"2"}, {"3"}}));
  check("<?xml version='1.0'?><r>1</r><?xml version='1.0'?><r>2</r>", "r",
        Rows({{"1"}, {"2"}}));
}

BOOST_AUTO_TEST_CASE(what_stands_between_roots_is_checked) {
  BOOST_TEST(reason("<r/>x<r/>", "/r") == "text after the root element");
  for (const char* record : {"r", "/r"}) {
    BOOST_TEST(reason("<r/></r><r/>", record) == "got '</r>', but none is open");
    BOOST_TEST(reason("<r/><r>", record) == "'<r>' has no end tag (at byte 3 of the record)");
    BOOST_TEST(reason("<r/><?xml version='1.0'?>", record) == "the document has no element");
    BOOST_TEST(reason("<r/><?xml version='1.0'?><?xml version='1.0'?><r/>", record) ==
               "'<?xml' does not begin the document");
    BOOST_TEST(reason("<r/><!DOCTYPE r><!DOCTYPE r><r/>", record) ==
               "'<!DOCTYPE' is not before the root element, once");
  }
  BOOST_TEST(reason("<a><r/><?xml version='1.0'?><r/></a>", "/a/r") ==
             "'<?xml' does not begin the document");
  BOOST_TEST(reason("<a><r/><?xml version='1.0'?><r/></a>", "r") ==
             "'<?xml' does not begin the document");
}

BOOST_AUTO_TEST_CASE(a_document_of_another_encoding_is_told) {
  const std::string latin = "<?xml version='1.0' encoding='ISO-8859-1'?>";
  const std::string plain = "<?xml version='1.0'?>";
  const std::string reason_of = "a document begins in another encoding than the file";
  BOOST_TEST(reason(plain + "<r/>" + latin + "<r/>", "r") == reason_of);
  BOOST_TEST(reason(latin + "<r/>" + plain + "<r/>", "r") == reason_of);
  check(latin + "<r>1</r>" + latin + "<r>2</r>", "r", Rows({{"1"}, {"2"}}));
}

BOOST_AUTO_TEST_CASE(with_a_name_alone_the_last_root_has_the_name_of_the_first) {
  BOOST_TEST(reason("<a><r/></a><b><r/></b>", "r") ==
             "the document ends with '</b>', expected '</a>'");
  BOOST_TEST(reason("<a><r/></a><b><r/></b>", "/*/r") == "");
}

BOOST_AUTO_TEST_SUITE_END()
