// SPDX-License-Identifier: Apache-2.0
#include "xlsx/names.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(xlsx_names)

namespace {

std::string refusal(std::string_view name, const std::vector<std::string>& names = {}) {
  const auto status = dp::xlsx::check_sheet(name, names);
  return status ? "" : status.error().message;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_sheet_has_a_name_that_excel_takes) {
  BOOST_TEST(refusal("by region", {"by path"}) == "");
  BOOST_TEST(refusal(std::string(31, 'x')) == "");
  BOOST_TEST(refusal("") == "xlsx: a sheet cannot be named '': a name must not be empty");
  BOOST_TEST(refusal(std::string(32, 'x')) ==
             "xlsx: a sheet cannot be named '" + std::string(32, 'x') +
                 "': the name is too long (got 32 characters, expected at most 31)");
  BOOST_TEST(refusal("a/b") ==
             "xlsx: a sheet cannot be named 'a/b': a name must not hold any of []:*?/\\");
  BOOST_TEST(refusal("it'") ==
             "xlsx: a sheet cannot be named 'it'': a name must not begin or "
             "end with an apostrophe");
  BOOST_TEST(refusal("ALL", {"one", "all"}) ==
             "xlsx: a sheet cannot be named 'ALL': there is a sheet 'all' already");
}

BOOST_AUTO_TEST_CASE(names_that_excel_keeps_or_reads_otherwise_are_refused) {
  BOOST_TEST(refusal("history") ==
             "xlsx: a sheet cannot be named 'history': Excel keeps that name for itself");
  BOOST_TEST(refusal("History 2") == "");
  BOOST_TEST(refusal("a_x0041_") ==
             "xlsx: a sheet cannot be named 'a_x0041_': Excel would read _xHHHH_ in it as the "
             "character of that number");
  BOOST_TEST(refusal("_x004_") == "");
  BOOST_TEST(refusal("a\nb").ends_with("': a name must not hold control characters"));
  BOOST_TEST(refusal("a\xff").ends_with("': a name must be UTF-8"));
  BOOST_TEST(
      refusal("\xc3\x84", {"\xc3\xa4"}).ends_with("': there is a sheet '\xc3\xa4' already"));
}

BOOST_AUTO_TEST_CASE(characters_are_counted_as_excel_does) {
  std::string faces;
  for (int i = 0; i < 16; ++i) faces += "\xf0\x9f\x98\x80";
  BOOST_TEST(refusal(faces).ends_with("(got 32 characters, expected at most 31)"));

  std::string name;
  for (int i = 0; i < 31; ++i) name += "\xc3\xa4";
  BOOST_TEST(refusal(name) == "");
}

BOOST_AUTO_TEST_SUITE_END()
