// SPDX-License-Identifier: Apache-2.0
#include "rows/spool.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>

#include "temporary.hpp"

BOOST_AUTO_TEST_SUITE(rows_spool)

namespace {

using dp::rows::Spool;

/// All that a spool holds, in pieces of some bytes.
std::string all(const Spool& spool, std::size_t piece) {
  std::string text, part;
  for (std::uint64_t at = 0; at < spool.size(); at += part.size()) {
    BOOST_REQUIRE(spool.read(at, std::min<std::uint64_t>(piece, spool.size() - at), part));
    text += part;
  }
  return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(bytes_come_back_wherever_they_are) {
  for (const std::size_t in_memory : {0U, 1U, 10U, 1000U}) {
    Spool spool(in_memory);
    std::string expected;
    for (int i = 0; i < 40; ++i) {
      const std::string bytes(static_cast<std::size_t>(i % 7), static_cast<char>('a' + i % 26));
      BOOST_REQUIRE(spool.append(bytes));
      expected += bytes;
      BOOST_TEST(spool.size() == expected.size());
    }
    for (const std::size_t piece : {1U, 3U, 1000U}) BOOST_TEST(all(spool, piece) == expected);
  }
}

BOOST_AUTO_TEST_CASE(a_spool_can_be_used_anew) {
  Spool spool(2);
  BOOST_REQUIRE(spool.append("abcdef"));
  spool.clear();
  BOOST_TEST(spool.size() == 0U);
  BOOST_REQUIRE(spool.append("xyz"));
  BOOST_TEST(all(spool, 2) == "xyz");
}

BOOST_AUTO_TEST_CASE(its_file_has_no_name) {
  const dp::test::TemporaryFolder folder;
  ::setenv("TMPDIR", folder.path().c_str(), 1);
  {
    Spool spool(1);
    BOOST_REQUIRE(spool.append("more than one byte"));
    BOOST_TEST(std::filesystem::is_empty(folder.path()));
    BOOST_TEST(all(spool, 5) == "more than one byte");
  }
  ::setenv("TMPDIR", folder.path("not/there").c_str(), 1);
  Spool spool(1);
  const auto status = spool.append("more");
  ::unsetenv("TMPDIR");
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == dp::Errc::io));
  BOOST_TEST(status.error().message ==
             folder.path("not/there") + ": open: No such file or directory");
}

BOOST_AUTO_TEST_SUITE_END()
