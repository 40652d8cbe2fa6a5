// SPDX-License-Identifier: Apache-2.0
#include "pool/store_view.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "pool/store.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(store_view)

using dp::Errc;
using dp::pool::append_to_store;
using dp::pool::Bytes;
using dp::pool::Stores;
using dp::pool::StoreView;

BOOST_AUTO_TEST_CASE(bytes_are_seen_where_they_lie_however_they_are_aligned) {
  const auto stores = Stores::create(1, {});
  BOOST_REQUIRE_MESSAGE(stores, dp::test::why(stores));
  const std::string before(5000, '.');
  BOOST_REQUIRE(append_to_store(stores->descriptor(0), 0, Bytes(before)));
  const auto range =
      append_to_store(stores->descriptor(0), 0, Bytes(std::string_view("the bytes")));
  BOOST_REQUIRE(range);
  const auto view = StoreView::map(stores->read_only()[0], *range);
  BOOST_REQUIRE_MESSAGE(view, dp::test::why(view));
  BOOST_TEST(view->bytes() == "the bytes");
  const auto copy = *view;
  BOOST_TEST((copy.bytes().data() == view->bytes().data()));
}

BOOST_AUTO_TEST_CASE(a_view_outlives_the_store) {
  StoreView view;
  {
    const auto stores = Stores::create(1, {});
    BOOST_REQUIRE(stores);
    const auto range =
        append_to_store(stores->descriptor(0), 0, Bytes(std::string_view("bytes")));
    view = StoreView::map(stores->descriptor(0), *range).value();
  }
  BOOST_TEST(view.bytes() == "bytes");
}

BOOST_AUTO_TEST_CASE(what_the_store_does_not_hold_is_an_error) {
  const auto stores = Stores::create(1, {});
  BOOST_REQUIRE(stores);
  const auto view = StoreView::map(stores->descriptor(0), {0, 10, 5});
  BOOST_REQUIRE(!view);
  BOOST_TEST((view.error().code == Errc::corrupt));
  BOOST_TEST(view.error().message == "store: no bytes 10 to 15 (it holds 0)");
}

BOOST_AUTO_TEST_CASE(bytes_of_ones_own_are_kept) {
  BOOST_TEST(StoreView::of("own").bytes() == "own");
  BOOST_TEST(StoreView().bytes().empty());
}

BOOST_AUTO_TEST_SUITE_END()
