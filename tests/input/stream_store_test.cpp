// SPDX-License-Identifier: Apache-2.0
#include "input/stream_store.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "file_size_limit.hpp"
#include "temporary.hpp"

BOOST_AUTO_TEST_SUITE(stream_store)

namespace {

using dp::input::StreamStore;

std::uint64_t blocks_of(const StreamStore& store) {
  struct stat status {};
  BOOST_REQUIRE(::stat(store.path().c_str(), &status) == 0);
  return static_cast<std::uint64_t>(status.st_blocks);
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_was_appended_is_there_for_others_by_a_path) {
  auto store = StreamStore::create("it").value();
  BOOST_REQUIRE(store.append("one").has_value());
  BOOST_REQUIRE(store.append("two").has_value());
  BOOST_TEST(store.size() == 6u);
  BOOST_TEST(store.stamp().size == 6u);
  BOOST_TEST(dp::read_file(store.path(), 100).value() == "onetwo");
  BOOST_TEST(store.bytes_at(2, 3).value() == "etw");
  BOOST_TEST(store.bytes_at(4, 100).value() == "wo");
  BOOST_TEST(store.bytes_at(7, 1).value() == "");
}

BOOST_AUTO_TEST_CASE(what_is_freed_takes_no_room_but_the_head) {
  auto store = StreamStore::create("it").value();
  const std::string block(1 << 20, 'x');
  for (int i = 0; i < 8; ++i) BOOST_REQUIRE(store.append(block).has_value());
  const auto before = blocks_of(store);
  store.free_before(100'000);  // not worth a call
  BOOST_TEST(blocks_of(store) == before);
  store.free_before(7 << 20);
  store.free_before(1 << 20);
  const auto after = blocks_of(store);
  BOOST_TEST((before == 0 || after * 4 < before), before << " -> " << after);
  BOOST_TEST(store.size() == 8u << 20);
  BOOST_TEST(store.bytes_at(0, 65'536).value() == std::string(65'536, 'x'));
  BOOST_TEST(store.bytes_at(7 << 20, 1).value() == "x");
  BOOST_TEST(store.bytes_at(3 << 20, 1).value() == std::string(1, '\0'));
}

BOOST_AUTO_TEST_CASE(a_head_may_be_longer) {
  auto store = StreamStore::create("it").value();
  const std::string block(1 << 20, 'x');
  for (int i = 0; i < 8; ++i) BOOST_REQUIRE(store.append(block).has_value());
  store.keep_head(4 << 20);
  store.keep_head(1 << 20);
  store.free_before(8 << 20);
  BOOST_TEST(store.bytes_at((4 << 20) - 1, 1).value() == "x");
  BOOST_TEST(store.bytes_at(4 << 20, 1).value() == std::string(1, '\0'));
}

BOOST_AUTO_TEST_CASE(that_there_is_no_room_says_what_cannot_be_kept_and_where) {
  auto store = StreamStore::create("standard input").value();
  const dp::test::FileSizeLimit limit(1000);
  const auto status = store.append(std::string(5000, 'x'));
  BOOST_REQUIRE(!status.has_value());
  BOOST_TEST(status.error().message.starts_with("cannot keep standard input in "),
             status.error().message);
}

BOOST_AUTO_TEST_SUITE_END()
