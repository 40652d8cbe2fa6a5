// SPDX-License-Identifier: Apache-2.0
#include "planner/run_files.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace run_files {

using namespace dp;
using namespace dp::test;
namespace fs = std::filesystem;

namespace {

struct Fixture {
  Fixture() {
    for (const char* name : {"in", "list", "p.yaml", "out"})
      folder.write("here/" + std::string(name), "");
    fs::create_directory_symlink("here", folder.path("linked"));
    for (const std::string name : {"in", "list", "p.yaml", "out"}) {
      fs::create_symlink(name, folder.path("here/link to " + name));
      fs::create_hard_link(folder.path("here/" + name), folder.path("here/hard " + name));
    }
    fs::create_symlink("new/file", folder.path("here/link to new"));
    fs::create_directory(folder.path("here/new"));
  }
  [[nodiscard]] std::string at(const std::string& name) const {
    return folder.path("here/" + name);
  }
  pipeline::Sink sink(const std::string& path, std::uint32_t line) const {
    pipeline::Sink made;
    made.path = {path, {line, 1, 1}};
    return made;
  }
  /// The mistakes in a run that reads in, list and p.yaml and writes what the others set.
  Texts check() {
    pipeline::FileText source{"p.yaml", "dp: 1\n"};
    pipeline::Diagnostics diagnostics(source);
    model.input.files = {{at("in"), {}}};
    auto items = input::find_items(model.input, diagnostics).value();
    model.input.list = pipeline::Text{at("list"), {}};
    planner::RunFiles(model, items, at("p.yaml")).check(diagnostics);
    return texts_of(diagnostics);
  }
  void output(const std::string& path) { model.output.push_back(sink(path, 1)); }
  void result(const std::string& path) {
    auto& reduction = model.reduce.emplace_back();
    reduction.name.text = "r";
    reduction.to.push_back(sink(path, 2));
  }
  void rejects(const std::string& path) { model.errors.rejects = {path, {3, 1, 1}}; }

  TemporaryFolder folder;
  pipeline::Model model;
};

/// The ways to say `name`, a file of Fixture.
std::vector<std::string> spellings(const Fixture& files, const std::string& name) {
  return {files.at(name),
          files.at("./" + name),
          files.at("new/../" + name),
          files.at("none/../" + name),
          files.at("none/deep/../../" + name),
          files.at("link to " + name),
          files.at("hard " + name),
          files.folder.path("linked/" + name),
          files.folder.path("linked/hard " + name),
          files.folder.path("linked/none/../link to " + name)};
}

using Set = void (Fixture::*)(const std::string&);
constexpr Set kOutput = &Fixture::output;
constexpr Set kResult = &Fixture::result;
constexpr Set kRejects = &Fixture::rejects;

}  // namespace
}  // namespace run_files

BOOST_FIXTURE_TEST_SUITE(run_files, Fixture)

BOOST_AUTO_TEST_CASE(files_of_their_own_are_right) {
  output(at("a"));
  result(at("b"));
  result(at("none/../c"));
  rejects(at("none/a"));
  output("-");
  result("-");
  BOOST_TEST(check().empty());
}

BOOST_AUTO_TEST_CASE(nothing_is_written_that_is_read_however_it_is_spelled) {
  const std::pair<const char*, std::string> kRead[] = {
      {"in", "is an input too (" + at("in") + ")"},
      {"list", "is the list of the input"},
      {"p.yaml", "is the pipeline file"}};
  int line = 0;
  for (const auto set : {kOutput, kResult, kRejects}) {
    ++line;
    for (const auto& [name, use] : kRead)
      for (const auto& path : spellings(*this, name)) {
        model = {};
        (this->*set)(path);
        BOOST_TEST((check() == Texts{std::to_string(line) + ":1 '" + path + "' " + use +
                                     ": it would be overwritten"}),
                   path);
      }
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_written_twice_however_it_is_spelled) {
  struct Pairing {
    Set one;
    const char* what;
    Set other;
    int line;
  };
  constexpr Pairing kPairings[] = {{kOutput, "output", kOutput, 1},
                                   {kOutput, "output", kResult, 2},
                                   {kOutput, "output", kRejects, 3},
                                   {kResult, "result", kRejects, 3}};
  for (const auto& pairing : kPairings)
    for (const auto& path : spellings(*this, "out")) {
      model = {};
      (this->*pairing.one)(at("out"));
      (this->*pairing.other)(path);
      const bool is_mixed = pairing.one == kOutput && pairing.other == kResult;
      const std::string hint =
          is_mixed ? ": results can share a .json file, records cannot" : "";
      BOOST_TEST((check() == Texts{std::to_string(pairing.line) + ":1 '" + path + "' is the " +
                                   pairing.what + " '" + at("out") +
                                   "' too: one would overwrite the other [give each a file of "
                                   "its own" +
                                   hint + "]"}),
                 path);
    }
}

BOOST_AUTO_TEST_CASE(files_that_do_not_exist_yet_are_compared_too) {
  for (const auto& path : {at("new/file"), at("new/x/../file"), at("link to new"),
                           folder.path("linked/new/file"), at("none/../link to new")}) {
    model = {};
    output(at("new/./file"));
    rejects(path);
    const auto mistakes = check();
    BOOST_REQUIRE(mistakes.size() >= 1U);
    BOOST_TEST(mistakes[0].starts_with("3:1 '" + path + "' is the output '"), mistakes[0]);
  }
}

BOOST_AUTO_TEST_CASE(results_may_share_a_file_and_the_compiler_says_which) {
  result(at("out"));
  result(at("hard out"));
  BOOST_TEST(check().empty());
}

BOOST_AUTO_TEST_CASE(records_that_a_reduction_keeps_share_a_file_with_no_result) {
  result(at("out"));
  model.reduce.front().name.text.clear();
  result(at("hard out"));
  BOOST_TEST((check() == Texts{"2:1 '" + at("hard out") + "' is the output '" + at("out") +
                               "' too: one would overwrite the other [give each a file of its "
                               "own: results can share a .json file, records cannot]"}));
}

BOOST_AUTO_TEST_CASE(what_can_never_be_written_is_a_mistake) {
  const auto path = folder.path("socket");
  const int bound = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  BOOST_REQUIRE(path.copy(address.sun_path, sizeof address.sun_path - 1) == path.size());
  BOOST_REQUIRE(::bind(bound, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  ::close(bound);
  const std::string no_file = ": is not a regular file; outputs replace files only";
  const std::pair<std::string, std::string> kCases[] = {
      {at(""), no_file},
      {at("new"), no_file},
      {path, no_file},
      {"/dev/fd/987654",
       ": descriptor 987654 is not open; the shell opens it: dp ... 987654> file"},
      {at("none/"), ": is a folder's name; name a file in it"},
      {at("in/a"), ": no file can be made in " + at("in") + ": Not a directory"},
      {"/proc/no/r", ": no file can be made in /proc: No such file or directory"},
      {at(std::string(256, 'n')), ": the name is longer than the file system takes"},
      {at("none/" + std::string(256, 'n')), ": the name is longer than the file system takes"},
  };
  int line = 0;
  for (const auto set : {kOutput, kResult, kRejects}) {
    ++line;
    for (const auto& [written, complaint] : kCases) {
      model = {};
      (this->*set)(written);
      BOOST_TEST((check() == Texts{std::to_string(line) + ":1 " + written + complaint}),
                 written);
    }
  }
}

BOOST_AUTO_TEST_CASE(streams_may_be_written_by_several_and_are_not_waited_for) {
  BOOST_REQUIRE(::mkfifo(at("fifo").c_str(), 0600) == 0);
  for (const auto& path : {at("fifo"), std::string("/dev/null")}) {
    model = {};
    output(path);
    result(path);
    result(path);
    rejects(path);
    BOOST_TEST(check().empty(), path);
  }
}

BOOST_AUTO_TEST_CASE(two_sets_of_records_in_one_stream_are_a_mistake) {
  BOOST_REQUIRE(::mkfifo(at("fifo").c_str(), 0600) == 0);
  output(at("fifo"));
  output(at("fifo"));
  BOOST_TEST((check() == Texts{"1:1 '" + at("fifo") + "' is the output '" + at("fifo") +
                               "' too: the two would be mixed [give each a file of its own]"}));
  model = {};
  output("/dev/null");
  output("/dev/null");
  BOOST_TEST(check().empty());
}

BOOST_AUTO_TEST_CASE(a_file_in_a_folder_that_is_a_file_to_be_is_a_mistake) {
  for (const bool folder_first : {true, false}) {
    model = {};
    output(folder_first ? at("e/o.csv") : at("e/o.csv/p.csv"));
    result(folder_first ? at("e/o.csv/p.csv") : at("e/o.csv"));
    const std::string line = folder_first ? "2" : "1";
    const std::string what = folder_first ? "output" : "result";
    BOOST_TEST((check() ==
                Texts{line + ":1 '" + at("e/o.csv/p.csv") + "' is in a folder that is the " +
                      what + " '" + at("e/o.csv") + "' too"}));
  }
}

BOOST_AUTO_TEST_CASE(a_stream_into_a_file_of_the_run_is_a_mistake_like_its_path) {
  for (const std::string name : {"in", "out"}) {
    const int given = ::open(at(name).c_str(), O_WRONLY | O_APPEND);
    const auto path = "/dev/fd/" + std::to_string(given);
    model = {};
    output(at("out"));
    rejects(path);
    const auto mistakes = check();
    ::close(given);
    BOOST_REQUIRE(mistakes.size() == 1U);
    const std::string use = name == "in" ? "is an input too (" : "is the output '";
    BOOST_TEST(mistakes[0].starts_with("3:1 '" + path + "' " + use), mistakes[0]);
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_left_of_the_check) {
  output(at("new/file"));
  output(at("none/deep/file"));
  BOOST_TEST(check().empty());
  BOOST_TEST(fs::is_empty(at("new")));
  BOOST_TEST(!fs::exists(at("none")));
}

BOOST_AUTO_TEST_CASE(what_a_step_may_not_write_is_told_by_its_use) {
  output(at("out"));
  check();
  const input::Items none;
  const planner::RunFiles files(model, none, at("p.yaml"));
  BOOST_TEST(files.use_of(identify(at("hard p.yaml"))).value() == "is the pipeline file");
  BOOST_TEST(files.use_of(identify(at("hard out"))).value() ==
             "is the output '" + at("out") + "' too");
  BOOST_TEST(!files.use_of(identify(at("hard in"))));
}

BOOST_AUTO_TEST_CASE(the_table_of_a_join_is_not_overwritten) {
  auto& step = model.map.emplace_back();
  step.kind = pipeline::Step::Kind::join;
  step.join.files = {{at("out"), {}}};
  output(at("link to out"));
  BOOST_TEST((check() == Texts{"1:1 '" + at("link to out") +
                               "' is a table of a join: it would be overwritten"}));
}

BOOST_AUTO_TEST_CASE(a_result_without_a_name_is_the_output) {
  model.reduce.emplace_back().to.push_back(sink(at("new/file"), 2));
  output(at("new/file"));
  const auto mistakes = check();
  BOOST_REQUIRE(mistakes.size() == 1U);
  BOOST_TEST(mistakes[0].find("is the output '") != std::string::npos, mistakes[0]);
}

BOOST_AUTO_TEST_SUITE_END()
