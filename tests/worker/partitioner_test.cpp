// SPDX-License-Identifier: Apache-2.0
#include "worker/partitioner.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <dp/batch.hpp>
#include <set>

#include "protocol/path_frame.hpp"

namespace partitioner {

using namespace dp;
using worker::Partitioner;

namespace {

const Schema kColumns = {{"name", Type::string, true}, {"n", Type::int64, true}};

protocol::PathPart column(const std::string& name) {
  return {name, true, expr::Expression::parse("string(`" + name + "`)").value()};
}

/// Names, of which one is null, with their places as n.
const dp_batch& batch_of(const std::vector<const char*>& names, BatchBuilder& builder,
                         dp_batch& batch) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] != nullptr)
      builder.column(0).put_copy(i, names[i]);
    else
      builder.column(0).set_null(i);
    builder.column(1).put(i, static_cast<std::int64_t>(i));
    builder.offsets()[i] = i;
  }
  batch = builder.finish(names.size(), 0).value();
  return batch;
}

/// "path: rows" for each frame.
std::vector<std::string> frames_of(std::string_view text) {
  std::vector<std::string> frames;
  while (!text.empty()) {
    protocol::PathFrame frame;
    BOOST_REQUIRE(text.size() >= sizeof frame);
    std::memcpy(&frame, text.data(), sizeof frame);
    text.remove_prefix(sizeof frame);
    BOOST_REQUIRE(text.size() >= frame.path_bytes + frame.bytes);
    frames.push_back(std::string(text.substr(0, frame.path_bytes)) + ": " +
                     std::string(text.substr(frame.path_bytes, frame.bytes)));
    BOOST_TEST(frame.rows == frame.bytes / 2);
    text.remove_prefix(frame.path_bytes + frame.bytes);
  }
  return frames;
}

/// What comes of names; each row is written as its n and a comma.
std::vector<std::string> shared_out(const std::vector<protocol::PathPart>& parts,
                                    const std::vector<const char*>& names) {
  const auto made = Partitioner::make(parts, kColumns);
  BOOST_REQUIRE(made.has_value());
  BatchBuilder builder(kColumns, names.size());
  dp_batch batch;
  std::string text;
  const auto write = [&](const dp_batch& rows) {
    const BatchView view(rows);
    for (std::size_t row = 0; row < view.rows(); ++row)
      text += std::to_string(view.ints(1)[row]) + ",";
    return Status();
  };
  BOOST_REQUIRE((*made)->write(batch_of(names, builder, batch), text, write).has_value());
  return frames_of(text);
}

std::string name_of(std::string_view value, std::size_t most = 200) {
  std::string name;
  worker::append_name_part(name, value, most);
  return name;
}

}  // namespace
}  // namespace partitioner

BOOST_AUTO_TEST_SUITE(partitioner)

BOOST_AUTO_TEST_CASE(rows_go_to_the_files_that_their_values_name) {
  const auto frames = shared_out({{"out/", false, {}}, column("name"), {".csv", false, {}}},
                                 {"b", "a", "b", nullptr, "", "a"});
  const std::vector<std::string> expected = {"out/%empty.csv: 4,", "out/%null.csv: 3,",
                                             "out/a.csv: 1,5,", "out/b.csv: 0,2,"};
  BOOST_TEST(frames == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(numbers_are_texts_and_columns_may_be_several) {
  const auto frames = shared_out({column("n"), {"/", false, {}}, column("name")}, {"a", "b"});
  const std::vector<std::string> expected = {"0/a: 0,", "1/b: 1,"};
  BOOST_TEST(frames == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(no_value_leaves_its_folder) {
  BOOST_TEST(name_of("..") == "%2E.");
  BOOST_TEST(name_of(".hidden") == "%2Ehidden");
  BOOST_TEST(name_of("a/b") == "a%2Fb");
  BOOST_TEST(name_of(std::string_view("a\0\n\x7f", 4)) == "a%00%0A%7F");
  BOOST_TEST(name_of("50%") == "50%25");
  BOOST_TEST(name_of("Zürich 1.5") == "Zürich 1.5");
}

BOOST_AUTO_TEST_CASE(different_values_have_different_names) {
  std::set<std::string> names;
  const std::string longer(300, 'x');
  const std::vector<std::string> values = {
      "",        "%empty", "%null",      "empty",      "null", "a/b", "a%2Fb",
      "a%252Fb", longer,   longer + "y", "y" + longer, ".",    "%2E"};
  for (const auto& value : values) names.insert(name_of(value));
  names.insert("%null");  // of null
  BOOST_TEST(names.size() == values.size() + 1);
}

BOOST_AUTO_TEST_CASE(long_values_are_cut_between_characters) {
  std::string value;
  for (int i = 0; i < 100; ++i) value += "ü";
  BOOST_TEST(name_of(value) == value);
  const auto name = name_of(value + "x");
  BOOST_TEST(name.size() <= 200u);
  BOOST_TEST(name.find("%h") % 2 == 0u);
  BOOST_TEST(name_of(value, 100).size() <= 100u);
}

BOOST_AUTO_TEST_CASE(parts_that_do_not_fit_the_columns_are_refused) {
  const auto made = Partitioner::make({column("other")}, kColumns);
  BOOST_REQUIRE(!made.has_value());
  BOOST_TEST((made.error().code == Errc::corrupt));
  BOOST_TEST(made.error().message.find("other") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
