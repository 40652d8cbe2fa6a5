// SPDX-License-Identifier: Apache-2.0
#include "xml/parse/record_checker.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "plugins/xml/padded.hpp"

BOOST_AUTO_TEST_SUITE(xml_parse_record_checker)

namespace {
namespace data = boost::unit_test::data;
namespace xml = dp::xml;
using dp::test::Padded;
using Outcome = xml::RecordChecker::Outcome;

/// What a checker says of a text, and how far it came.
struct Checked {
  explicit Checked(const std::string& given, bool final = true) : text(given) {
    xml::EndMarks marks;
    xml::RecordChecker checker(marks);
    outcome = checker.read(text.begin(), text.end(), final);
    end = text.place(checker.at());
    reason = checker.reason();
    if (outcome == Outcome::wrong) wrong = text.place(checker.wrong());
  }
  Padded text;
  Outcome outcome;
  std::ptrdiff_t end = 0;
  std::ptrdiff_t wrong = -1;
  std::string reason;
};

struct Wrong {
  const char* text;
  const char* reason;
  std::ptrdiff_t at;
  friend std::ostream& operator<<(std::ostream& out, const Wrong& wrong) {
    return out << wrong.text;
  }
};

const Wrong kWrong[] = {
    {"<r><a></r>", "got '</r>', expected '</a>'", 6},
    {"<r><a/>", "'<r>' has no end tag", 7},
    {"<r><!DOCTYPE a></r>", "'<!DOCTYPE' is not before the root element", 3},
    {"<r><?xml version='1.0'?></r>", "'<?xml' does not begin the document", 3},
    {"<r><a x='1' x='2'/></r>", "the attribute 'x' is given twice", 3},
};
}  // namespace

BOOST_AUTO_TEST_CASE(a_record_ends_with_its_end_tag) {
  const Checked one("<r><a>&lt;</a><!-- </r> --><r/></r><r>");
  BOOST_TEST((one.outcome == Outcome::done));
  BOOST_TEST(one.end == 35);
  BOOST_TEST(Checked("<r/>x").end == 4);
}

BOOST_DATA_TEST_CASE(what_is_wrong_is_said_with_its_place, data::make(kWrong), wrong) {
  const Checked checked(wrong.text);
  BOOST_TEST((checked.outcome == Outcome::wrong));
  BOOST_TEST(checked.reason == wrong.reason);
  BOOST_TEST(checked.wrong == wrong.at);
}

BOOST_AUTO_TEST_CASE(a_record_whose_end_may_come_is_cut) {
  for (const char* text : {"<r", "<r>", "<r><a>x", "<r></r"})
    BOOST_TEST((Checked(text, false).outcome == Outcome::cut), text);
}

BOOST_AUTO_TEST_CASE(elements_may_be_256_deep) {
  const auto nested = [](std::size_t depth) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += "<r>";
    for (std::size_t i = 0; i < depth; ++i) text += "</r>";
    return text;
  };
  BOOST_TEST((Checked(nested(xml::kMostDepth)).outcome == Outcome::done));
  BOOST_TEST(Checked(nested(xml::kMostDepth + 1)).reason == "an element is more than 256 deep");
}

BOOST_AUTO_TEST_SUITE_END()
