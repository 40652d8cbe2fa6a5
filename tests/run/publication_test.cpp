// SPDX-License-Identifier: Apache-2.0
#include "run/publication.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "temporary.hpp"

namespace publication {
namespace {

namespace fs = std::filesystem;
using dp::run::Publication;
using dp::test::TemporaryFolder;

/// A run with an output, a result on standard output and a result in a file.
struct Fixture {
  Fixture() {
    plan.streams.resize(1);
    plan.streams[0].path = folder.path("records.csv");
    plan.results.resize(2);
    plan.results[0].path = "-";
    plan.results[1].path = folder.path("result.json");
  }

  dp::Result<Publication> open() {
    return Publication::open(plan, folder.path("rejects.ndjson"), out);
  }
  std::size_t entries() {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()));
  }

  TemporaryFolder folder;
  dp::protocol::Plan plan;
  std::string standard_output;
  dp::run::StandardOutput out = [this](std::string_view bytes) {
    standard_output += bytes;
    return dp::Status();
  };
};

}  // namespace
}  // namespace publication

BOOST_FIXTURE_TEST_SUITE(publication, Fixture)

BOOST_AUTO_TEST_CASE(all_files_appear_when_they_are_published) {
  auto files = open().value();
  BOOST_TEST(files.streams() == 1u);
  BOOST_TEST(files.results() == 2u);
  BOOST_REQUIRE(files.stream(0).write("a\n").has_value());
  BOOST_REQUIRE(files.result(0).write("shown").has_value());
  BOOST_REQUIRE(files.result(1).write("{}").has_value());
  BOOST_REQUIRE(files.rejects() != nullptr);
  BOOST_REQUIRE(files.rejects()->write("no\n").has_value());
  BOOST_TEST(entries() == 0u);

  const auto written = files.publish().value();
  BOOST_TEST(folder.read("records.csv") == "a\n");
  BOOST_TEST(folder.read("result.json") == "{}");
  BOOST_TEST(folder.read("rejects.ndjson") == "no\n");
  BOOST_TEST(standard_output == "shown");
  // Rejects are told by themselves.
  BOOST_REQUIRE(written.size() == 3u);
  BOOST_TEST(written[0].path == folder.path("records.csv"));
  BOOST_TEST(written[0].bytes == 2u);
  BOOST_TEST(written[1].path == "-");
  BOOST_TEST(written[1].bytes == 5u);
  BOOST_TEST(!written[1].is_file);
  BOOST_TEST(written[2].path == folder.path("result.json"));
  BOOST_TEST(written[2].is_file);
}

BOOST_AUTO_TEST_CASE(of_a_run_that_failed_the_rejects_alone_are_published) {
  folder.write("result.json", "old");
  {
    auto files = open().value();
    BOOST_REQUIRE(files.result(1).write("{}").has_value());
    BOOST_REQUIRE(files.rejects()->write("no\n").has_value());
    BOOST_REQUIRE(files.publish_rejects().has_value());
  }
  BOOST_TEST(folder.read("rejects.ndjson") == "no\n");
  BOOST_TEST(folder.read("result.json") == "old");
  BOOST_TEST(entries() == 2u);
  auto none = Publication::open(plan, std::nullopt, out).value();
  BOOST_TEST(none.publish_rejects().has_value());
}

BOOST_AUTO_TEST_CASE(what_is_not_published_leaves_files_as_they_were) {
  folder.write("result.json", "old");
  {
    auto files = open().value();
    BOOST_REQUIRE(files.result(1).write("new").has_value());
  }
  BOOST_TEST(folder.read("result.json") == "old");
  BOOST_TEST(entries() == 1u);
}

BOOST_AUTO_TEST_CASE(an_output_that_cannot_be_opened_is_named_before_anything_is_done) {
  plan.results[1].path = folder.path();
  const auto files = open();
  BOOST_REQUIRE(!files);
  BOOST_TEST(files.error().message.find(folder.path()) != std::string::npos);
  BOOST_TEST(entries() == 0u);
}

BOOST_AUTO_TEST_CASE(a_run_without_a_path_for_rejects_has_no_file_for_them) {
  auto files = Publication::open(plan, std::nullopt, out).value();
  BOOST_TEST(files.rejects() == nullptr);
  BOOST_REQUIRE(files.publish().has_value());
  BOOST_TEST(entries() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
