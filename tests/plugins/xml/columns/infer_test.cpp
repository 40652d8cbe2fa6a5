// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/infer.hpp"

#include <boost/test/unit_test.hpp>

#include "xml/columns/layout.hpp"

BOOST_AUTO_TEST_SUITE(xml_columns_infer)

namespace {
namespace xml = dp::xml;
using dp::Type;
using Names = std::vector<std::string>;

const xml::Pattern kRecord = xml::Pattern::parse("r").value();

Names names_of(const std::string& sample) {
  Names names;
  for (const auto& path : xml::find_columns(sample, kRecord).paths)
    names.push_back(xml::key_of(path));
  return names;
}
}  // namespace

BOOST_AUTO_TEST_CASE(columns_are_attributes_and_texts_of_all_elements_that_are_not_bare) {
  const std::string sample = "<a><r i='1'><t>x</t><u> <v k='3'/> </u></r><r j='2'><w/></r></a>";
  BOOST_TEST(names_of(sample) == (Names{"@i", "/t", "/u/v", "/u/v/@k", "@j", "/w"}),
             boost::test_tools::per_element());
  const auto bare = xml::find_columns(sample, kRecord).bare;
  BOOST_REQUIRE(bare.size() == 1u);
  BOOST_TEST(xml::key_of(bare[0]) == "/u");
  BOOST_TEST(names_of("<a><r>text</r></a>") == Names{".text"},
             boost::test_tools::per_element());
  BOOST_TEST(names_of("<a><b/></a>").empty());
}

BOOST_AUTO_TEST_CASE(texts_beside_children_and_attributes_are_columns) {
  BOOST_TEST(names_of("<a><r i='1'>x</r></a>") == (Names{"@i", ".text"}),
             boost::test_tools::per_element());
  BOOST_TEST(names_of("<a><r><p>see <b>this</b></p><q k='1'/></r></a>") ==
                 (Names{"/p", "/p/b", "/q", "/q/@k"}),
             boost::test_tools::per_element());
  // One that is bare at first is a column where it is first met.
  BOOST_TEST(
      names_of("<a><r><p><b/></p></r><r><c/><p>5</p></r></a>") == (Names{"/p", "/p/b", "/c"}),
      boost::test_tools::per_element());
  BOOST_TEST(
      xml::find_columns("<a><r><p><b/></p></r><r><p>5</p></r></a>", kRecord).bare.empty());
}

BOOST_AUTO_TEST_CASE(elements_that_are_rows_are_as_records_are) {
  auto pattern = kRecord;
  pattern.inner = {"ls", "l"};
  const auto names = [&](const std::string& sample) {
    Names keys;
    for (const auto& path : xml::find_columns(sample, pattern).paths)
      keys.push_back(xml::key_of(path));
    return keys;
  };
  BOOST_TEST(names("<a><r><ls/><ls><l q='1'/></ls></r></a>") == Names{"/ls/l/@q"},
             boost::test_tools::per_element());
  BOOST_TEST(names("<a><r><ls><l>x</l></ls></r></a>") == Names{"/ls/l"},
             boost::test_tools::per_element());
  BOOST_TEST(names("<a><r><ls><l/></ls></r></a>") == Names{".text"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(white_space_is_blank_in_any_encoding) {
  using namespace std::string_literals;
  for (const auto& blank : {""s, " \n\t"s, "\xef\xbb\xbf \r\n"s, "\xff\xfe \0\n\0"s})
    BOOST_TEST(xml::is_blank(blank));
  for (const auto& text : {"<a/>"s, "x"s, "\xff\xfe<\0"s}) BOOST_TEST(!xml::is_blank(text));
}

BOOST_AUTO_TEST_CASE(names_have_their_prefixes) {
  BOOST_TEST(
      names_of("<a><r id='1' x:id='' xmlns='u' xmlns:x='v'><x:id>2</x:id><id/></r></a>") ==
          (Names{"@id", "@x:id", "/x:id", "/id"}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(records_are_seen_as_long_as_is_asked_for) {
  int seen = 0;
  const auto see = [&](pugi::xml_node) { return ++seen < 2; };
  BOOST_TEST(xml::for_each_record("<a><r/><r/><r/></a>", kRecord, see) == 2u);
  BOOST_TEST(seen == 2);
}

BOOST_AUTO_TEST_CASE(types_fit_all_values_that_are_there) {
  const auto seen =
      xml::values_at("<a><r i='1' d='2026-11-01' s=' 5 '><b>true</b></r><r i='2'><b/></r></a>",
                     kRecord, {{{}, "i"}, {{}, "d"}, {{"b"}, {}}, {{}, "s"}, {{}, "none"}});
  BOOST_TEST(seen.records == 2u);
  BOOST_REQUIRE(seen.types.size() == 5u);
  BOOST_TEST((seen.types[0].first() == Type::int64));
  BOOST_TEST((seen.types[1].first() == Type::date));
  BOOST_TEST((seen.types[2].first() == Type::boolean));
  // A space is part of a value.
  BOOST_TEST((seen.types[3].first() == Type::string));
  BOOST_TEST(seen.present == (std::vector<std::uint8_t>{1, 1, 1, 1, 0}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(records_that_are_wrong_or_cut_tell_nothing) {
  BOOST_TEST(names_of("<a><r x='1'><b></r><r i='1'/><r i='2'/></a>") == Names{"@i"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_record_that_is_wrong_hides_none_after_it) {
  BOOST_TEST(names_of("<a><r x='1'><b></r><r i='1'/><r j='2'/></a>") == (Names{"@i", "@j"}),
             boost::test_tools::per_element());
  BOOST_TEST(names_of("<a><r>&x;</r><r i='1'/>&x;<r j='2'/></a>") == (Names{"@i", "@j"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_child_is_lacking_if_no_record_has_it) {
  const std::string sample = "<a><r><t>x</t></r><r/></a>";
  BOOST_TEST(!xml::lacks_child(sample, kRecord, "t"));
  BOOST_TEST(xml::lacks_child(sample, kRecord, "u"));
  BOOST_TEST(!xml::lacks_child("<a/>", kRecord, "u"));
}

BOOST_AUTO_TEST_SUITE_END()
