// SPDX-License-Identifier: Apache-2.0
#include "pipeline/yaml_checks.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "trees.hpp"

BOOST_AUTO_TEST_SUITE(yaml_checks)

using namespace dp::pipeline;
using dp::test::mistake;
namespace data = boost::unit_test::data;

namespace {

struct Bad {
  const char* text;
  const char* mistake;
};
std::ostream& operator<<(std::ostream& out, const Bad& bad) { return out << bad.text; }

const Bad kBad[] = {
    {"", "1:1: the file is empty"},
    {"# nothing\n", "1:1: the file is empty"},
    {"a: \xFF\n", "1:4: a byte that is not UTF-8 text"},
    {"a: \x01\n", "1:4: a control character"},
    {"a: \x7f\n", "1:4: a control character"},
    {"a: b\rc: d\n", "1:5: a control character"},
};

}  // namespace

BOOST_DATA_TEST_CASE(each_mistake_has_a_place_and_a_message, data::make(kBad), bad) {
  BOOST_TEST(mistake(bad.text) == bad.mistake);
}

BOOST_AUTO_TEST_CASE(nul_bytes_are_refused_with_their_place) {
  BOOST_TEST(mistake(std::string("a: b\nc\0d: e\n", 12)) ==
             "2:2: a NUL byte: is this a text file?");
}

BOOST_AUTO_TEST_CASE(text_of_any_alphabet_and_either_line_end_passes) {
  const FileText source("f.yaml", "a: gr\xC3\xBC\xC3\x9F\r\nb:\t\xF0\x9F\x98\x80\n");
  Diagnostics diagnostics(source);
  BOOST_TEST(check_yaml_bytes(source, diagnostics));
  BOOST_TEST(!diagnostics.has_errors());
}

BOOST_AUTO_TEST_CASE(a_file_of_more_than_a_mebibyte_is_refused) {
  const FileText source("f.yaml", std::string(FileText::kMaxBytes + 1, 'a'));
  Diagnostics diagnostics(source);
  BOOST_TEST(!check_yaml_bytes(source, diagnostics));
  BOOST_TEST(diagnostics.list().at(0).message ==
             "larger than 1 MiB, the most that a pipeline file may have");
}

BOOST_AUTO_TEST_CASE(errors_of_the_library_that_are_not_known_are_left_to_it) {
  BOOST_TEST(!explain_yaml_error("something new"));
  BOOST_TEST(explain_yaml_error("illegal map value")->message == "a ':' that cannot be here");
}

BOOST_AUTO_TEST_SUITE_END()
