// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "gzip.hpp"
#include "items_fixture.hpp"

namespace items_streams {
namespace {

using dp::protocol::Compression;
using dp::test::kPlace;
using dp::test::Names;
using dp::test::StandardInput;

}  // namespace
}  // namespace items_streams

BOOST_FIXTURE_TEST_SUITE(items_streams, dp::test::ItemsFixture)

BOOST_AUTO_TEST_CASE(standard_input_that_is_a_file_is_read_where_it_lies) {
  const auto text = dp::test::gzip("a line\n");
  const StandardInput standard_input(folder.write("in", text));
  input.files.push_back({"-", kPlace});
  BOOST_TEST(found() == (Names{"-"}), boost::test_tools::per_element());
  const auto& item = all.list[0];
  BOOST_TEST((item.compression == Compression::gzip));
  BOOST_TEST(item.stamp.size == text.size());
  BOOST_TEST(all.bytes == text.size());
  BOOST_TEST(item.stream == nullptr);
  BOOST_TEST(dp::read_file(item.path, 1 << 20).value() == text);
  BOOST_TEST(dp::input::open_source(item.path, item.stamp, item.compression, 0).has_value());
}

BOOST_AUTO_TEST_CASE(of_a_file_that_somebody_has_read_from_the_rest_is_standard_input) {
  const StandardInput standard_input(folder.write("in", "first\nsecond\n"));
  BOOST_REQUIRE(::lseek(STDIN_FILENO, 6, SEEK_SET) == 6);
  input.files.push_back({"-", kPlace});
  BOOST_TEST(found() == (Names{"-"}), boost::test_tools::per_element());
  auto& stream = *all.list[0].stream;
  BOOST_REQUIRE(stream.wait_for(1000).has_value());
  BOOST_TEST(stream.bytes_at(0, 1000).value() == "second\n");
}

BOOST_AUTO_TEST_CASE(a_fifo_is_a_stream_if_it_is_named_and_unreadable_if_it_is_found) {
  std::filesystem::create_directory(folder.path("in"));
  BOOST_REQUIRE(::mkfifo(folder.path("in/pipe").c_str(), 0600) == 0);
  input.files.push_back({folder.path("in/*"), kPlace});
  BOOST_TEST(found().empty());
  BOOST_REQUIRE(all.unreadable.size() == 1U);
  BOOST_TEST(all.unreadable[0].reason == "cannot be read: not a regular file");

  input.files.assign(2, {folder.path("in/pipe"), kPlace});
  BOOST_TEST(found() == (Names{"in/pipe"}), boost::test_tools::per_element());
  BOOST_REQUIRE(all.list[0].stream != nullptr);
  const auto writer = dp::open_file(folder.path("in/pipe"), O_WRONLY).value();
  BOOST_REQUIRE(dp::write_full(writer.get(), "text").has_value());
  BOOST_REQUIRE(all.list[0].stream->pump(1).has_value());
  BOOST_TEST(dp::read_file(all.list[0].path, 100).value() == "text");
}

BOOST_AUTO_TEST_CASE(streams_that_were_waited_for_are_files_or_unreadable) {
  const auto packed = dp::test::gzip("a line\n");
  for (const auto& bytes : {packed, packed.substr(0, packed.size() - 4)}) {
    const StandardInput standard_input(folder.write("in", "x" + bytes));
    BOOST_REQUIRE(::lseek(STDIN_FILENO, 1, SEEK_SET) == 1);
    input.files.assign(1, {"-", kPlace});
    found();
    BOOST_REQUIRE(dp::input::wait_for_streams(all).has_value());
    if (bytes.size() == packed.size()) {
      BOOST_REQUIRE(all.list.size() == 1U);
      BOOST_TEST(all.list[0].stream == nullptr);
      BOOST_TEST(all.bytes == 7u);
      BOOST_TEST(dp::read_file(all.list[0].path, 100).value() == "a line\n");
    } else {
      BOOST_TEST(all.list.empty());
      BOOST_REQUIRE(all.unreadable.size() == 1U);
      BOOST_TEST(all.unreadable[0].reason.starts_with(
          "cannot be read: the compressed data is cut short: at byte "));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
