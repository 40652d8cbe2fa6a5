// SPDX-License-Identifier: Apache-2.0
#include "planner/first_columns.hpp"

#include <dp/abi.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "gzip.hpp"

namespace first_columns {

using namespace dp;
using namespace dp::test;

namespace rows = boost::unit_test::data;

namespace {

/// A reader of kit, and the files that it is shown.
struct Shown {
  planner::FirstColumns take() {
    std::string text = "dp: 1\ninput: {order: given, files: [";
    for (const auto& file : files) text += file + ", ";
    pipeline::FileText source("p.yaml", text + "]}\nmap: [{use: kit.tells}]\n");
    pipeline::Diagnostics diagnostics(source);
    const auto model = pipeline::load(source, {}, diagnostics);
    const auto items = input::find_items(model.value().input, diagnostics).value();
    const protocol::OpenRequest request{
        DP_READER, {kKit, "kit.tells", dp::data::Value::map()}, false, {}, {}, {}};
    return planner::first_columns(pool, items, request).value();
  }
  void write(const std::string& text) {
    files.push_back(folder.write(std::to_string(files.size()) + ".txt", text));
  }

  pool::Pool pool = pool_of_dp();
  TemporaryFolder folder;
  Texts files;
};

}  // namespace
}  // namespace first_columns

BOOST_FIXTURE_TEST_SUITE(first_columns, Shown)

/// Inputs that leave it to the next to say which columns there are.
const std::string kPassedOver[] = {"",
                                   "\n",
                                   " \r\n\t\n",
                                   "\xef\xbb\xbf",
                                   "\xef\xbb\xbf\n",
                                   std::string(100'000, '\n'),
                                   "nothing",
                                   "fail nothing of it is a record",
                                   "no records"};

BOOST_DATA_TEST_CASE(an_input_that_has_no_columns_leaves_them_to_the_next,
                     rows::make(kPassedOver), text) {
  write(text);
  write(text);
  write("columns a b");
  write("columns c");
  const auto taken = take();
  BOOST_TEST(taken.sample == "columns a b");
  BOOST_TEST(columns_of(taken.opened.value().output) == "a: string, b: string");
}

BOOST_AUTO_TEST_CASE(an_option_that_is_to_blame_is_not_passed_over) {
  write("bad option");
  write("columns a b");
  const auto reply = take().opened.value();
  BOOST_TEST(!reply.ok);
  BOOST_TEST(reply.option == "kind");
  BOOST_TEST(reply.error.message == "got another kind");
}

BOOST_AUTO_TEST_CASE(where_no_input_has_columns_the_first_that_is_not_blank_is_judged) {
  write("\n");
  write("no records");
  write("nothing");
  const auto taken = take();
  BOOST_TEST(taken.sample == "no records");
  BOOST_TEST(taken.opened.value().error.message == "got no record");
  BOOST_TEST(taken.opened.value().option == "kind");
}

BOOST_AUTO_TEST_CASE(blank_inputs_alone_are_as_none) {
  write("\n");
  write(" ");
  const auto taken = take();
  BOOST_TEST(taken.sample.empty());
  BOOST_TEST(taken.opened.value().ok);
  BOOST_TEST(columns_of(taken.opened.value().output) == "unseen: string");
}

BOOST_AUTO_TEST_CASE(where_damaged_data_alone_is_left_the_damage_is_told) {
  files.push_back(folder.write("cut.gz", gzip("columns a").substr(0, 10)));
  const auto taken = take();
  BOOST_TEST(taken.sample.empty());
  BOOST_TEST(taken.damage.starts_with(files[0] + ": "), taken.damage);
  BOOST_TEST(taken.damage.ends_with(" of the file, after 0 bytes of its data"), taken.damage);
  write("\n");
  BOOST_TEST(take().damage == taken.damage);
  write("columns a");
  BOOST_TEST(take().damage == "");
}

BOOST_AUTO_TEST_CASE(a_sample_is_at_most_64_kib_unpacked) {
  files.push_back(folder.write("a.gz", gzip("columns a " + std::string(100'000, ' '))));
  const auto taken = take();
  BOOST_TEST(taken.sample.size() == 65'536U);
  BOOST_TEST(columns_of(taken.opened.value().output) == "a: string");
}

BOOST_AUTO_TEST_CASE(a_reader_that_asks_for_more_is_shown_more) {
  const auto shown = [&](std::size_t size, const std::string& end) {
    files.clear();
    write("long" + std::string(size - 4 - end.size(), '.') + end);
    const auto taken = take();
    return columns_of(taken.opened.value().output) + " of " +
           std::to_string(taken.sample.size()) + (taken.sample_cut ? ", cut" : "");
  };
  BOOST_TEST(shown(1000, "end") == "long: string of 1000");
  BOOST_TEST(shown(65'536, "end") == "long: string of 65536");
  BOOST_TEST(shown(65'537, "end") == "long: string of 65537");
  BOOST_TEST(shown(1'048'577, "end.") == "long: string of 1048576, cut");
  BOOST_TEST(shown(1'048'577, "end") == "long: string of 1048577");
  BOOST_TEST(shown(1'048'577, "") == "whole: string of 1048577");
  BOOST_TEST(shown(planner::kMostSample + 1, "") == "endless: string of 16777216, cut");
}

BOOST_AUTO_TEST_CASE(what_comes_after_many_blank_lines_is_seen) {
  write(std::string(100'000, '\n') + "columns a");
  BOOST_TEST(take().sample.size() == 100'009U);
}

BOOST_AUTO_TEST_CASE(sixty_four_inputs_are_looked_at_besides_those_of_no_bytes) {
  for (int i = 0; i < 70; ++i) write("");
  for (int i = 0; i < 63; ++i) write("\n");
  write("columns a");
  BOOST_TEST(take().sample == "columns a");
  files.insert(files.begin(), folder.write("more.txt", "\n"));
  BOOST_TEST(take().sample.empty());
}

BOOST_AUTO_TEST_SUITE_END()
