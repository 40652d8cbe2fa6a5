// SPDX-License-Identifier: Apache-2.0
#include "planner/catalog.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace catalog {

using namespace dp;
using namespace dp::test;
using dp::planner::Catalog;

namespace {

struct Fixture {
  /// The name of the task that is found, and the library's; or why there is none.
  static std::string text_of(const Result<planner::FoundTask>& found) {
    if (!found) return found.error().message;
    return found->task->name + " of " + plugin::library_name(found->library);
  }
  Texts names() {
    Texts list;
    const auto plugins = catalog.all();
    for (const auto* plugin : plugins.value()) list.push_back(plugin->name);
    return list;
  }

  pool::Pool pool = pool_of_dp();
  TemporaryFolder folder;
  Catalog catalog{pool, {{kKitFolder, folder.path()}}};
};

}  // namespace
}  // namespace catalog

BOOST_FIXTURE_TEST_SUITE(catalog, Fixture)

BOOST_AUTO_TEST_CASE(a_task_is_found_in_the_library_of_its_name) {
  const auto found = catalog.find(DP_READER, "kit.lines");
  BOOST_REQUIRE(found);
  BOOST_TEST(found->library == kKit);
  BOOST_TEST(found->task->summary == "reads lines");
  BOOST_TEST(pool.stats().leases == 1U);
  BOOST_TEST(catalog.find(DP_REDUCER, "kit.count").value().task->traits ==
             static_cast<std::uint32_t>(DP_ORDER_INPUT));
  BOOST_TEST(pool.stats().leases == 1U);  // a library is described once
}

BOOST_AUTO_TEST_CASE(a_task_is_found_in_a_library_of_another_name) {
  std::filesystem::copy_file(kKit, folder.path("box.so"));
  Catalog boxes(pool, {{folder.path()}});
  BOOST_TEST(text_of(boxes.find(DP_STEP, "kit.tag")) == "kit.tag of box");
}

BOOST_AUTO_TEST_CASE(the_first_folder_of_the_path_wins) {
  std::filesystem::copy_file(kKit, folder.path("kit.so"));
  BOOST_TEST(catalog.find(DP_STEP, "kit.tag").value().library == kKit);
}

BOOST_AUTO_TEST_CASE(a_misspelt_task_is_answered_with_the_nearest) {
  const auto found = catalog.find(DP_READER, "kit.lnes");
  BOOST_REQUIRE(!found);
  BOOST_TEST((found.error().code == Errc::not_found));
  BOOST_TEST(found.error().message == "unknown reader 'kit.lnes', did you mean 'kit.lines'?");
  BOOST_TEST(text_of(catalog.find(DP_STEP, "sort")) ==
             "unknown step 'sort' (searched: " + dp::plugin::folders_text(catalog.path()) +
                 ")");
}

BOOST_AUTO_TEST_CASE(a_task_of_another_role_is_told_by_its_own) {
  BOOST_TEST(text_of(catalog.find(DP_READER, "kit.tag")) ==
             "'kit.tag' is a step, expected a reader");
}

BOOST_AUTO_TEST_CASE(a_library_that_cannot_be_described_is_an_error_where_it_is_meant) {
  const auto path = folder.write("broken.so", std::string(100, 'x'));
  const auto found = catalog.find(DP_READER, "broken.lines");
  BOOST_REQUIRE(!found);
  BOOST_TEST((found.error().code == Errc::invalid_plugin));
  BOOST_TEST(found.error().message == path + ": not a shared library");
  BOOST_TEST(text_of(catalog.find_function("broken.f")) == path + ": not a shared library");
  BOOST_TEST(text_of(catalog.find(DP_READER, "kit.lines")) == "kit.lines of kit");
  BOOST_TEST((names() == Texts{"kit"}));
  BOOST_REQUIRE(catalog.broken().size() == 1U);
  BOOST_TEST(catalog.broken().begin()->first == path);
  BOOST_TEST(catalog.broken().begin()->second.message == "not a shared library");
}

BOOST_AUTO_TEST_CASE(what_is_no_file_is_a_broken_library) {
  std::filesystem::create_directory(folder.path("box.so"));
  BOOST_REQUIRE(::mkfifo(folder.path("pipe.so").c_str(), 0600) == 0);
  const auto box = catalog.find(DP_STEP, "box");
  const auto pipe = catalog.find(DP_STEP, "pipe");
  BOOST_REQUIRE((!box && !pipe));
  BOOST_TEST((box.error().code == Errc::invalid_plugin));
  BOOST_TEST((pipe.error().code == Errc::invalid_plugin));
  BOOST_TEST(box.error().message ==
             folder.path("box.so") + ": not a shared library, it is a folder");
  BOOST_TEST(pipe.error().message ==
             folder.path("pipe.so") + ": not a shared library, it is a FIFO");
  BOOST_TEST(text_of(catalog.writer_for("pipe")) == pipe.error().message);
}

BOOST_AUTO_TEST_CASE(a_library_that_hides_dps_own_and_lacks_the_task_is_told) {
  std::filesystem::copy_file(kWordsFolder + "/words.so", folder.path("kit.so"));
  Catalog hiding(pool, {{folder.path(), kKitFolder}, 1});
  const auto told = folder.path("kit.so") +
                    " has none (it is the plugin 'words'), and hides dp's own, " + kKitFolder +
                    "/kit.so: give that file another name";
  BOOST_TEST(text_of(hiding.find(DP_READER, "kit.lines")) ==
             "unknown reader 'kit.lines': " + told);
  BOOST_TEST(text_of(hiding.writer_for("kit")) ==
             "no writer for files that end in '.kit': " + told);
}

BOOST_AUTO_TEST_CASE(a_function_is_found_by_its_name_or_with_that_of_its_plugin) {
  BOOST_TEST(text_of(catalog.find_function("fussy")) == "fussy of kit");
  BOOST_TEST(text_of(catalog.find_function("kit.fussy")) == "fussy of kit");
  BOOST_TEST((catalog.function_names() == Texts{"fussy", "odd"}));
  const auto none = catalog.find_function("kit.tag");  // a step
  BOOST_REQUIRE(!none);
  BOOST_TEST((none.error().code == Errc::not_found));
  BOOST_TEST(none.error().message == "");
}

BOOST_AUTO_TEST_CASE(a_function_that_two_plugins_have_must_be_named_with_one) {
  Catalog both(pool, {{kKitFolder, kWordsFolder}});
  const auto found = both.find_function("fussy");
  BOOST_REQUIRE(!found);
  BOOST_TEST((found.error().code == Errc::invalid_pipeline));
  BOOST_TEST(found.error().message ==  // in the order of their paths
             "a function 'fussy' is in " + kWordsFolder + "/words.so and " + kKit +
                 ": write PLUGIN.fussy");
  BOOST_TEST(text_of(both.find_function("words.fussy")) == "fussy of words");
  BOOST_TEST(text_of(both.find_function("kit.fussy")) == "fussy of kit");
}

BOOST_AUTO_TEST_CASE(a_writer_is_picked_by_the_extension_of_a_file) {
  BOOST_TEST(text_of(catalog.writer_for("kit")) == "kit.text of kit");
  BOOST_TEST(text_of(catalog.writer_for("kits")) == "kit.text of kit");
  BOOST_TEST(text_of(catalog.writer_for("page")) == "kit.page of kit");
  const auto none = catalog.writer_for("pge");
  BOOST_REQUIRE(!none);
  BOOST_TEST((none.error().code == Errc::not_found));
  BOOST_TEST(none.error().message ==
             "no writer for files that end in '.pge', did you mean 'page'? (there are writers "
             "for .kit, .kits, .page; or name one with use:)");
}

BOOST_AUTO_TEST_CASE(all_plugins_are_told_by_name) {
  std::filesystem::copy_file(kWordsFolder + "/words.so", folder.path("a.so"));
  BOOST_TEST((names() == Texts{"kit", "words"}));
  BOOST_TEST(catalog.broken().empty());
  BOOST_TEST((catalog.path().folders == Texts{kKitFolder, folder.path()}));
}

BOOST_AUTO_TEST_SUITE_END()
