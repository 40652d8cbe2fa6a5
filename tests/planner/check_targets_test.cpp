// SPDX-License-Identifier: Apache-2.0
#include "planner/check_targets.hpp"

#include <fcntl.h>

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace check_targets {

using namespace dp;
using namespace dp::test;

namespace {

const std::string kCure =
    " [write to another folder, or leave it out of the input with 'exclude']";

struct Fixture {
  /// An item that is not there.
  void add(const std::string& name) {
    items.list.push_back({name, name, {}, protocol::Compression::none, {}});
    items.list.back().stamp.inode = items.list.size();
  }
  /// An item that is a file.
  std::string add_file(const std::string& name) {
    const auto path = folder.write(name, "bytes");
    const auto file = open_file(path, O_RDONLY);
    items.list.push_back(
        {path, path, input::stamp_of(file->get()).value(), protocol::Compression::none, {}});
    return path;
  }
  /// The mistakes among what kit.copy would write by `to`.
  Texts check(const std::string& to, const std::string& task = "kit.copy") {
    pipeline::Diagnostics diagnostics(source);
    const protocol::TaskUse use{kKit, task, data::Value::map().add("to", data::Value::of(to))};
    status = planner::check_targets(pool, use, protocol::item_schema(protocol::Intake::files),
                                    items, planner::RunFiles(model, items, "p.yaml"), {3, 7, 4},
                                    diagnostics);
    return texts_of(diagnostics);
  }

  pool::Pool pool = pool_of_dp();
  pipeline::FileText source{"p.yaml", "dp: 1\n"};
  TemporaryFolder folder;
  pipeline::Model model;
  input::Items items;
  Status status;
};

}  // namespace
}  // namespace check_targets

BOOST_FIXTURE_TEST_SUITE(check_targets, Fixture)

BOOST_AUTO_TEST_CASE(files_of_their_own_are_right) {
  for (const char* name : {"a", "b", "none", "c/none"}) add(name);  // the last two write none
  BOOST_TEST(check("out/*.copy").empty());
  BOOST_TEST(bool(status));
}

BOOST_AUTO_TEST_CASE(two_items_with_one_file_are_a_mistake) {
  for (const char* name : {"a", "b", "c"}) add(name);
  BOOST_TEST((check("out") ==
              Texts{"3:7 'a' and 'b' would both be written to 'out' [name the files by more of "
                    "what tells their items apart]",
                    "3:7 'a' and 'c' would both be written to 'out' [name the files by more of "
                    "what tells their items apart]"}));
  BOOST_TEST(bool(status));
}

BOOST_AUTO_TEST_CASE(a_file_is_the_same_however_its_folder_is_spelt) {
  std::filesystem::create_directory(folder.path("there"));
  for (const std::string below : {"there/", "new/"}) {  // the latter does not exist yet
    items.list.clear();
    for (const char* spelling : {"x", "./x", ".././x", "../y/../x"}) add(below + spelling);
    const auto mistakes = check(folder.path() + "/*");
    BOOST_REQUIRE(mistakes.size() == 2U);
    const auto both = [&](const std::string& one, const std::string& two) {
      return "3:7 '" + below + one + "' and '" + below + two + "' would both be written to";
    };
    BOOST_TEST(mistakes[0].starts_with(both("x", "./x")));
    BOOST_TEST(mistakes[1].starts_with(both(".././x", "../y/../x")));
  }
}

BOOST_AUTO_TEST_CASE(a_folder_is_the_same_through_a_link) {
  std::filesystem::create_directory(folder.path("real"));
  std::filesystem::create_directory_symlink(folder.path("real"), folder.path("link"));
  add("real/x");
  add("link/x");
  const auto mistakes = check(folder.path() + "/*");
  BOOST_REQUIRE(mistakes.size() == 1U);
  BOOST_TEST(mistakes[0].starts_with("3:7 'real/x' and 'link/x' would both be written to"));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_an_item_too_is_a_mistake) {
  const auto a = add_file("a");
  const auto b = add_file("b");
  const auto complaint = [&](const std::string& item) {
    return "3:7 '" + b + "', to be written for '" + item + "', is an input too (" + b + ")" +
           kCure;
  };
  BOOST_TEST((check(b) == Texts{complaint(a), complaint(b)}));
}

BOOST_AUTO_TEST_CASE(a_file_that_the_run_reads_or_writes_itself_is_a_mistake) {
  const auto list = folder.write("list", "");
  const auto output = folder.path("new/../out.csv");
  const auto rejects = folder.path("rejects");
  model.input.list = {list, {}};
  model.output.emplace_back().path = {output, {}};
  model.errors.rejects = {rejects, {}};
  add("a");
  const auto complaint = [&](const std::string& path, const std::string& use) {
    return Texts{"3:7 '" + path + "', to be written for 'a', is the " + use + kCure};
  };
  std::filesystem::create_symlink("list", folder.path("link"));
  BOOST_TEST(
      (check(folder.path("link")) == complaint(folder.path("link"), "list of the input")));
  BOOST_TEST((check(folder.path("out.csv")) ==
              complaint(folder.path("out.csv"), "output '" + output + "' too")));
  BOOST_TEST((check(rejects) == complaint(rejects, "file of rejects '" + rejects + "' too")));
}

BOOST_AUTO_TEST_CASE(an_item_that_the_step_refuses_is_a_mistake) {
  for (const char* name : {"a", "x/refused", "b"}) add(name);
  BOOST_TEST((check("out/*") == Texts{"3:7 'x/refused': told to refuse"}));
}

BOOST_AUTO_TEST_CASE(ten_mistakes_are_told_and_the_others_counted) {
  for (int i = 0; i < 14; ++i) add("item" + std::to_string(i));
  const auto mistakes = check("out");
  BOOST_REQUIRE(mistakes.size() == 11U);
  BOOST_TEST(mistakes[9].starts_with("3:7 'item0' and 'item10' would"));
  BOOST_TEST(mistakes[10] == "3:7 and 3 more files like these");
}

BOOST_AUTO_TEST_CASE(items_are_asked_for_in_several_requests) {
  for (int i = 0; i < 2048; ++i) add("item" + std::to_string(i));
  add("item1000");
  const auto mistakes = check("out/*");
  BOOST_REQUIRE(mistakes.size() == 1U);
  BOOST_TEST(mistakes[0].starts_with("3:7 'item1000' and 'item1000' would"));
  BOOST_TEST(pool.stats().leases == 3U);
}

BOOST_AUTO_TEST_CASE(a_step_that_cannot_be_asked_is_an_error) {
  add("a");
  BOOST_TEST(check("out", "kit.gone").empty());
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == Errc::not_found));
  BOOST_TEST(status.error().message == "kit.gone: " + kKit + ": has no step 'kit.gone'");
}

BOOST_AUTO_TEST_CASE(no_items_are_right) {
  BOOST_TEST(check("out").empty());
  BOOST_TEST(bool(status));
}

BOOST_AUTO_TEST_SUITE_END()
