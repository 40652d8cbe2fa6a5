// SPDX-License-Identifier: Apache-2.0
#include "worker/store_text.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace store_text {

using namespace dp;
using namespace dp::test;
using dp::worker::StoreText;

namespace {

struct Fixture {
  MemoryContext context;
  StoreText text{context};
};

}  // namespace
}  // namespace store_text

BOOST_FIXTURE_TEST_SUITE(store_text, Fixture)

BOOST_AUTO_TEST_CASE(pieces_become_one_range_of_the_store) {
  context.stored = "before";
  text.text = "one,";
  BOOST_REQUIRE(text.flush());
  BOOST_TEST(text.text == "");
  text.text = "two,";
  BOOST_REQUIRE(text.flush());
  BOOST_TEST(context.text(text.whole()) == "one,two,");
  BOOST_TEST(text.whole().store == 3U);
  BOOST_TEST(text.whole().offset == 6U);
}

BOOST_AUTO_TEST_CASE(nothing_is_stored_of_no_text) {
  BOOST_REQUIRE(text.flush());
  BOOST_TEST(text.whole().size == 0U);
  BOOST_TEST(context.stored == "");
}

BOOST_AUTO_TEST_CASE(text_is_flushed_by_itself_once_it_is_a_piece) {
  text.text.assign(StoreText::kPiece - 1, 'x');
  BOOST_REQUIRE(text.flush_if_large());
  BOOST_TEST(context.stored.size() == 0U);
  text.text += 'y';
  BOOST_REQUIRE(text.flush_if_large());
  BOOST_TEST(context.stored.size() == StoreText::kPiece);
  BOOST_TEST(text.text == "");
}

BOOST_AUTO_TEST_CASE(what_another_stores_between_is_an_error) {
  text.text = "one,";
  BOOST_REQUIRE(text.flush());
  (void)context.store(std::string_view("other"));
  text.text = "two,";
  const auto status = text.flush();
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == Errc::bug));
  BOOST_TEST(status.error().message == "the store is not one piece");
}

BOOST_AUTO_TEST_CASE(a_full_store_is_an_error_and_the_text_is_kept) {
  context.full = true;
  text.text = "one,";
  const auto status = text.flush();
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == Errc::io));
  BOOST_TEST(text.text == "one,");
}

BOOST_AUTO_TEST_SUITE_END()
