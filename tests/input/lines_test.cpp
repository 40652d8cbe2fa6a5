// SPDX-License-Identifier: Apache-2.0
#include "input/lines.hpp"

#include <fcntl.h>

#include <boost/test/unit_test.hpp>

#include "gzip.hpp"
#include "protocol/reject.hpp"
#include "temporary.hpp"

namespace lines {
namespace {

using dp::input::Item;
using dp::input::line_at;
using Numbers = std::vector<std::uint64_t>;

struct Fixture {
  Item item(const std::string& bytes) const {
    Item made;
    made.name = made.path = folder.write("item", bytes);
    const auto file = dp::open_file(made.path, O_RDONLY).value();
    made.stamp = dp::input::stamp_of(file.get()).value();
    made.compression = dp::input::compression_of(bytes.substr(0, 4));
    return made;
  }
  static dp::Result<Numbers> lines(const Item& item, const Numbers& offsets,
                                   std::uint64_t begin = 0) {
    dp::protocol::CountLinesRequest request;
    request.item.name = item.name;
    request.item.path = item.path;
    request.item.stamp = item.stamp;
    request.item.compression = item.compression;
    request.item.begin = begin;
    request.offsets = offsets;
    return dp::input::count_lines(request, [] {});
  }
  Numbers lines_of(const std::string& bytes, const Numbers& offsets) const {
    return lines(item(bytes), offsets).value();
  }

  dp::test::TemporaryFolder folder;
};

/// "line N\n" for each of so many lines, and where they begin.
struct Text {
  explicit Text(int count) {
    for (int i = 0; i < count; ++i) {
      begins.push_back(bytes.size());
      bytes += "line " + std::to_string(i) + "\n";
    }
  }
  std::string bytes;
  Numbers begins;
};

}  // namespace
}  // namespace lines

BOOST_FIXTURE_TEST_SUITE(lines, Fixture)

BOOST_AUTO_TEST_CASE(lines_are_counted_from_one_and_a_newline_ends_its_own) {
  //                            0  2 3 4
  BOOST_TEST(lines_of("ab\n\ncd", {0, 1, 2, 3, 4, 5}) == (Numbers{1, 1, 1, 2, 3, 3}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(no_offsets_have_no_lines) { BOOST_TEST(lines_of("a\n", {}).empty()); }

BOOST_AUTO_TEST_CASE(offsets_may_repeat) {
  BOOST_TEST(lines_of("a\nb\nc\n", {2, 2, 2, 4, 4}) == (Numbers{2, 2, 2, 3, 3}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_offset_past_the_end_lies_in_the_line_after_the_last_newline) {
  BOOST_TEST(lines_of("a\nb\n", {3, 4, 100, 200}) == (Numbers{2, 3, 3, 3}),
             boost::test_tools::per_element());
  BOOST_TEST(lines_of("a\nb", {3, 9}) == (Numbers{2, 2}), boost::test_tools::per_element());
  BOOST_TEST(lines_of("", {0, 1}) == (Numbers{1, 1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_offset_that_falls_has_the_line_of_the_one_before) {
  BOOST_TEST(lines_of("a\nb\nc\n", {4, 0, 5}) == (Numbers{3, 3, 3}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(lines_are_counted_from_where_the_request_begins) {
  const std::string text = "ab\ncd\n\nef\n";
  for (const auto& bytes : {text, dp::test::gzip(text)}) {
    const auto made = item(bytes);
    BOOST_TEST(lines(made, {3, 6, 7}, 3).value() == (Numbers{1, 2, 3}),
               boost::test_tools::per_element());
    BOOST_TEST(lines(made, {4, 5, 9, 30}, 4).value() == (Numbers{1, 1, 3, 4}),
               boost::test_tools::per_element());
    BOOST_TEST(lines(made, {0, 4}, 4).value() == (Numbers{1, 1}),
               boost::test_tools::per_element());
    BOOST_TEST(lines(made, {30}, 30).value() == (Numbers{1}), boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(lines_are_counted_over_many_blocks_and_in_compressed_items) {
  const Text text(300'000);  // 3.5 MB
  BOOST_REQUIRE(text.bytes.size() > 3U << 20);
  Numbers offsets;
  Numbers expected;
  for (std::size_t i = 0; i < text.begins.size(); i += 997) {
    offsets.insert(offsets.end(), {text.begins[i], text.begins[i] + 6});
    expected.insert(expected.end(), {i + 1, i + 1});
  }
  BOOST_TEST((lines_of(text.bytes, offsets) == expected));
  BOOST_TEST((lines_of(dp::test::gzip(text.bytes), offsets) == expected));
  // One that is far beyond the others, and blocks that have none.
  BOOST_TEST(lines_of(text.bytes, {0, text.begins.back()}) == (Numbers{1, 300'000}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_item_that_cannot_be_read_is_an_error) {
  const auto changed = item("a\nb\n");
  std::filesystem::resize_file(changed.path, 1);
  BOOST_TEST(lines(changed, {0}).error().message ==
             "the file shrank to 1 bytes since the run began (planned: 4)");
  const auto compressed = dp::test::gzip("a\nb\n");
  const auto cut = lines(item(compressed.substr(0, compressed.size() - 9)), {0, 100});
  BOOST_REQUIRE(cut);
  BOOST_TEST(cut->front() == 1u);
}

BOOST_AUTO_TEST_CASE(the_rest_of_a_line_ends_before_its_newline) {
  const auto made = item("first\nsecond\n\nno newline");
  BOOST_TEST(line_at(made, 0) == "first");
  BOOST_TEST(line_at(made, 8) == "cond");
  BOOST_TEST(line_at(made, 12) == "");
  BOOST_TEST(line_at(made, 13) == "");
  BOOST_TEST(line_at(made, 17) == "newline");
  BOOST_TEST(line_at(made, 24) == "");
  BOOST_TEST(line_at(made, 1000) == "");
}

BOOST_AUTO_TEST_CASE(of_a_long_line_as_much_is_given_as_a_reject_keeps) {
  const std::string line(2 * dp::protocol::kMaxRejectBytes, 'x');
  BOOST_TEST((line_at(item(line + "\n"), 0) == line.substr(0, dp::protocol::kMaxRejectBytes)));
}

BOOST_AUTO_TEST_CASE(there_is_no_line_of_an_item_that_is_compressed_or_not_readable_any_more) {
  BOOST_TEST(line_at(item(dp::test::gzip("first\n")), 0) == "");
  const auto gone = item("first\n");
  std::filesystem::remove(gone.path);
  BOOST_TEST(line_at(gone, 0) == "");
}

BOOST_AUTO_TEST_SUITE_END()
