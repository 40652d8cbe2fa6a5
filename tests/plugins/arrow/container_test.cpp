// SPDX-License-Identifier: Apache-2.0
#include "arrow/container.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>

#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(arrow_container)

namespace {

using dp::arrow::Container;
using dp::arrow::FileKind;

std::string written(FileKind kind) {
  const dp::arrow::Form form = {{{"a", dp::Type::int64}, true, 0}};
  const std::string body(64, 'x');
  dp::test::Task::Kept kept;
  const auto raw = dp::test::keep_in(kept);
  dp::Output out(raw);
  Container container(kind, out);
  BOOST_REQUIRE(container.begin(form));
  BOOST_REQUIRE(container.batch({8, {0}, {{0, 0}, {0, 64}}, 64}, body));
  BOOST_REQUIRE(container.batch({8, {0}, {{0, 0}, {0, 64}}, 64}, body));
  BOOST_REQUIRE(container.end(form));
  return kept.bytes[0];
}

std::uint32_t number_at(const std::string& bytes, std::size_t at) {
  std::uint32_t number = 0;
  std::memcpy(&number, bytes.data() + at, sizeof number);
  return number;
}

/// The places of the bodies of messages from `at` on.
std::vector<std::size_t> bodies(const std::string& bytes, std::size_t at) {
  std::vector<std::size_t> found;
  for (bool is_schema = true; number_at(bytes, at + 4) != 0; is_schema = false) {
    BOOST_REQUIRE(number_at(bytes, at) == 0xffffffffU);
    at += 8 + number_at(bytes, at + 4);
    found.push_back(at);
    if (!is_schema) at += 64;
  }
  return found;
}

}  // namespace

BOOST_AUTO_TEST_CASE(bodies_begin_at_multiples_of_64) {
  for (const auto kind : {FileKind::file, FileKind::stream}) {
    const auto bytes = written(kind);
    const auto found = bodies(bytes, kind == FileKind::file ? 8 : 0);
    BOOST_REQUIRE(found.size() == 3U);
    for (const auto at : found) BOOST_TEST(at % 64 == 0U);
    BOOST_TEST(bytes.substr(found[2], 64) == std::string(64, 'x'));
  }
}

BOOST_AUTO_TEST_CASE(a_stream_ends_where_a_file_goes_on_with_its_footer) {
  const auto stream = written(FileKind::stream);
  BOOST_TEST(stream.substr(stream.size() - 8) == std::string("\xff\xff\xff\xff\0\0\0\0", 8));
  const auto file = written(FileKind::file);
  BOOST_TEST(file.substr(0, 8) == std::string("ARROW1\0\0", 8));
  BOOST_TEST(file.substr(file.size() - 6) == "ARROW1");
  const auto size = number_at(file, file.size() - 10);
  const auto footer = file.size() - 10 - size;
  BOOST_TEST(footer % 8 == 0U);
  BOOST_TEST(file.substr(footer - 8, 8) == std::string("\xff\xff\xff\xff\0\0\0\0", 8));
}

BOOST_AUTO_TEST_SUITE_END()
