// SPDX-License-Identifier: Apache-2.0
#include "worker/read_table.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "worker/table_view.hpp"

namespace read_table {

using namespace dp;
using namespace dp::test;

namespace {

struct Fixture {
  protocol::TableReply read(const protocol::TableRequest& request) {
    return worker::read_table(request, libraries, context).value();
  }
  /// Texts and their sizes, with the text as the key.
  protocol::TableRequest request(std::vector<protocol::Slice> read) {
    protocol::TableRequest made;
    made.intake = protocol::Intake::lines;
    made.reader = kit("kit.lines");
    made.files = std::move(read);
    made.keys = {"text"};
    return made;
  }
  worker::Libraries libraries;
  MemoryContext context;
  Files files;
};

}  // namespace
}  // namespace read_table

BOOST_FIXTURE_TEST_SUITE(read_table, Fixture)

BOOST_AUTO_TEST_CASE(all_files_make_one_table_which_is_stored) {
  const auto reply = read(request({files.slice("one\nthree\n"), files.slice("four\n", 1)}));
  BOOST_TEST(reply.rows == 3U);
  BOOST_TEST((reply.columns == kTexts));
  BOOST_TEST((reply.kept == kTexts));
  const auto table =
      worker::TableView::open(pool::StoreView::of(context.text(reply.table))).value();
  BOOST_TEST(table->rows() == 3U);
  BOOST_TEST(StringColumn(table->column(0))[2] == "four");
  BOOST_TEST(Int64Column(table->column(1))[1] == 5);
}

BOOST_AUTO_TEST_CASE(only_the_key_and_what_is_taken_is_kept) {
  auto asked = request({files.slice("one\n")});
  asked.keys = {"size"};
  asked.taken.emplace();
  const auto reply = read(asked);
  BOOST_REQUIRE(reply.kept.size() == 1U);
  BOOST_TEST(reply.kept[0].name == "size");
}

BOOST_AUTO_TEST_CASE(a_column_that_is_not_there_makes_no_table) {
  auto asked = request({files.slice("one\n")});
  asked.keys = {"txt"};
  const auto reply = read(asked);
  BOOST_TEST(reply.kept.empty());
  BOOST_TEST(reply.table.size == 0U);
  BOOST_TEST((reply.columns == kTexts));
}

BOOST_AUTO_TEST_CASE(a_key_that_repeats_makes_no_table_where_keys_are_to_be_unique) {
  auto asked = request({files.slice("one\ntwo\none\n")});
  BOOST_TEST(read(asked).table.size != 0U);
  asked.unique = true;
  const auto reply = read(asked);
  BOOST_TEST(reply.table.size == 0U);
  BOOST_TEST(reply.repeated == 1U);
  BOOST_TEST(reply.repeated_at.offset == 8U);
  BOOST_TEST(reply.first_at.offset == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
