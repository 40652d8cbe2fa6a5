// SPDX-License-Identifier: Apache-2.0
#include "planner/prepare.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace prepare {

using namespace dp;
using namespace dp::test;
using dp::planner::Prepared;

namespace {

struct Fixture {
  Fixture() {
    settings.worker_command = {DP_PROGRAM};
    settings.plugin_path = {kKitFolder};
    settings.workers = 1;
    settings.pipeline = {};
  }
  /// A pipeline over a.txt, with `rest` after its map.
  Prepared prepare(const std::string& rest) {
    const auto path =
        folder.write("p.yaml", "dp: 1\ninput: " + file + "\nmap: [{use: kit.lines}]\n" + rest);
    auto prepared = planner::prepare(path, settings);
    if (!prepared) throw std::runtime_error(prepared.error().message);
    return std::move(*prepared);
  }

  TemporaryFolder folder;
  std::string file = folder.write("a.txt", "one\n");
  planner::Settings settings;
};

}  // namespace
}  // namespace prepare

BOOST_FIXTURE_TEST_SUITE(prepare, Fixture)

BOOST_AUTO_TEST_CASE(a_file_that_is_right_has_all_that_a_run_needs) {
  const auto prepared = prepare("output: out.kit\n");
  BOOST_TEST(prepared.ok());
  BOOST_TEST(prepared.model.name.text == "p");
  BOOST_REQUIRE(prepared.items.list.size() == 1U);
  BOOST_TEST(prepared.items.list[0].name == file);
  BOOST_TEST(prepared.items.bytes == 4U);
  BOOST_TEST(prepared.plan.stages.size() == 1U);
  BOOST_TEST(prepared.plan.streams.size() == 1U);
  BOOST_REQUIRE(prepared.pool);
  BOOST_TEST(prepared.pool->workers() == 1U);
  BOOST_TEST(!std::filesystem::exists("out.kit"));
}

BOOST_AUTO_TEST_CASE(plugins_are_looked_for_where_the_file_says_too) {
  settings.plugin_path = {};
  BOOST_TEST(prepare("plugins: [" + kKitFolder + "]\noutput: out.kit\n").ok());
  const auto prepared = prepare("plugins: [" + folder.path() + "]\noutput: out.kit\n");
  BOOST_TEST(!prepared.ok());
}

BOOST_AUTO_TEST_CASE(a_plugin_of_the_run_is_not_overwritten) {
  const auto link = folder.path("link.kit");
  std::filesystem::create_symlink(kKit, link);
  const auto prepared = prepare("output: " + link + "\n");
  BOOST_TEST(
      (texts_of(*prepared.diagnostics) == Texts{"4:9 '" + link + "' is a plugin of this run (" +
                                                kKit + "): it would be overwritten"}));
}

BOOST_AUTO_TEST_CASE(mistakes_are_in_the_diagnostics_and_leave_no_plan) {
  const auto prepared = prepare("output: out.pge\npool: {workers: 0}\n");
  BOOST_TEST(!prepared.ok());
  BOOST_TEST(prepared.plan.stages.empty());
  const auto found = texts_of(*prepared.diagnostics);
  BOOST_REQUIRE(found.size() == 2U);
  BOOST_TEST(found[0].starts_with("4:9 no writer for files that end in '.pge'"));
  BOOST_TEST(found[1].starts_with("5:17 pool.workers (or auto)"));
}

BOOST_AUTO_TEST_CASE(a_file_without_a_model_starts_no_pool) {
  const auto path = folder.write("p.yaml", "dp: [1\n");
  const auto prepared = planner::prepare(path, settings);
  BOOST_REQUIRE(prepared);
  BOOST_TEST(!prepared->ok());
  BOOST_TEST(!prepared->pool);
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_is_an_error) {
  const auto prepared = planner::prepare(folder.path("gone.yaml"), settings);
  BOOST_REQUIRE(!prepared);
  BOOST_TEST((prepared.error().code == Errc::not_found));
}

BOOST_AUTO_TEST_CASE(a_pool_that_does_not_start_is_an_error) {
  settings.worker_command = {folder.path("gone")};
  BOOST_CHECK_THROW(prepare("output: out.kit\n"), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(the_caller_decides_over_the_file) {
  const std::string both = "output: out.kit\npool: {workers: 3, chunksize: 5}\n";
  BOOST_TEST(prepare(both).pool->workers() == 1U);
  settings.workers.reset();
  BOOST_TEST(prepare(both).pool->workers() == 3U);
  BOOST_TEST(prepare(both).model.pool.chunksize.count == 5U);
  settings.chunksize = pipeline::Chunksize{pipeline::Chunksize::Unit::bytes, 4096};
  BOOST_TEST(prepare(both).model.pool.chunksize.count == 4096U);
  settings.debug = true;
  BOOST_TEST(prepare(both).pool->workers() == 1U);
}

BOOST_AUTO_TEST_CASE(variables_come_from_the_caller) {
  settings.pipeline.set = {{"name", "b"}};
  const auto prepared = prepare("vars: {name: a}\noutput: \"${name}.kit\"\n");
  BOOST_TEST(prepared.ok());
  BOOST_TEST(prepared.plan.streams.at(0).path == "b.kit");
}

BOOST_AUTO_TEST_CASE(the_caller_is_told_of_the_pool_before_it_works) {
  std::vector<bool> calls;
  settings.on_pool = [&](pool::Pool* pool) {
    calls.push_back(pool != nullptr && pool->stats().leases == 0);
  };
  BOOST_TEST(prepare("output: out.kit\n").ok());
  BOOST_TEST((calls == std::vector<bool>{true}));
}

BOOST_AUTO_TEST_CASE(an_output_that_is_an_input_would_be_overwritten) {
  file = folder.write("in.kit", "one\n");
  std::filesystem::create_symlink(file, folder.path("link.kit"));
  const auto link = folder.path("link.kit");
  const auto complaint = [&](const char* place, const std::string& path) {
    return place + (" '" + path + "' is an input too (" + file + "): it would be overwritten");
  };
  BOOST_TEST((texts_of(*prepare("output: " + file + "\n").diagnostics) ==
              Texts{complaint("4:9", file)}));
  BOOST_TEST(
      (texts_of(*prepare("reduce: {all: {use: kit.count, to: " + link + "}}\n").diagnostics) ==
       Texts{complaint("4:36", link)}));
  BOOST_TEST(
      (texts_of(*prepare("output: out.kit\nerrors: {rejects: " + link + "}\n").diagnostics) ==
       Texts{complaint("5:19", link)}));
}

BOOST_AUTO_TEST_SUITE_END()
