// SPDX-License-Identifier: Apache-2.0
#include "xlsx/names.hpp"

#include <boost/test/unit_test.hpp>

namespace {

std::string refusal(std::string_view name, const std::vector<std::string>& names = {}) {
  const auto status = dp::xlsx::check_sheet(name, names);
  return status ? "" : status.error().message;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(xlsx_names)

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

BOOST_AUTO_TEST_CASE(characters_are_counted_not_bytes) {
  std::string name;
  for (int i = 0; i < 31; ++i) name += "\xc3\xa4";
  BOOST_TEST(refusal(name) == "");
}

BOOST_AUTO_TEST_SUITE_END()
