// SPDX-License-Identifier: Apache-2.0
// Whose code dp loads.
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "dp_process.hpp"

namespace trust {
namespace {

namespace fs = std::filesystem;

constexpr uid_t kOther = 65534;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

struct Fixture {
  Fixture() {
    ::umask(022);  // else what is trusted would depend on the user's group
    fs::create_directories(folder.path("plugins"));
    fs::copy_file(DP_TEST_PLUGINS "/trouble.so", folder.path("plugins/trouble.so"));
    folder.write("in.txt", "a\n");
    folder.write("p.yaml",
                 "dp: 1\nplugins: [plugins]\ninput: in.txt\nmap: [{use: lines}, {use: "
                 "trouble}]\ntests: [{given: b, expect: [{line: b}]}]\n");
    folder.write("q.yaml", "dp: 1\ninput: in.txt\nmap: [{use: lines}, {use: trouble}]\n");
  }
  void set_mode(const std::string& name, mode_t mode) const {
    BOOST_REQUIRE(::chmod(folder.path(name).c_str(), mode) == 0);
  }
  dp::test::TemporaryFolder folder;
  const bool is_root = ::geteuid() == 0;
};

}  // namespace
}  // namespace trust

BOOST_FIXTURE_TEST_SUITE(trust, Fixture)

BOOST_AUTO_TEST_CASE(ones_own_files_need_no_flag) {
  BOOST_TEST(dp::test::dp(folder, {"validate", "p.yaml"}).err == "p.yaml: OK\n");
  BOOST_TEST(dp::test::dp(folder, {"run", "-q", "p.yaml"}).out == "{\"line\":\"a\"}\n");
  BOOST_TEST(dp::test::dp(folder, {"test", "p.yaml"}).exit_code == 0);
  BOOST_TEST(
      dp::test::dp(folder, {"run", "-q", "q.yaml", "--plugin-path", "plugins"}).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(a_folder_or_library_that_others_can_write_is_not_loaded_anywhere) {
  for (const std::string what : {"plugins", "plugins/trouble.so"}) {
    set_mode(what, 0777);
    for (const std::string command : {"validate", "run", "test"}) {
      const auto outcome = dp::test::dp(folder, {command, "p.yaml"});
      BOOST_TEST(outcome.exit_code == 2);
      BOOST_TEST(has(outcome.err,
                     "not loaded, for others could change its code: all users can "
                     "write "),
                 outcome.err);
      BOOST_TEST(has(outcome.err, "chmod go-w "), outcome.err);
    }
    const auto list = dp::test::dp(folder, {"list", "--plugin-path", "plugins"});
    BOOST_TEST(list.exit_code == 2);
    BOOST_TEST(!has(list.out, "trouble"));
    BOOST_TEST(has(list.err, "chmod go-w "), list.err);
    BOOST_TEST(has(dp::test::dp(folder, {"plugin", "check", "plugins/trouble.so"}).out,
                   "chmod go-w "));
    BOOST_TEST(
        dp::test::dp(folder, {"help", "trouble", "--plugin-path", "plugins"}).exit_code == 2);
    set_mode(what, 0755);
  }
}

BOOST_AUTO_TEST_CASE(a_library_of_somebody_else_is_not_loaded) {
  if (!is_root) return;
  BOOST_REQUIRE(::chown(folder.path("plugins/trouble.so").c_str(), kOther, kOther) == 0);
  const auto outcome = dp::test::dp(folder, {"validate", "p.yaml"});
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(has(outcome.err, "neither you nor root"), outcome.err);
}

BOOST_AUTO_TEST_CASE(a_pipeline_file_that_others_can_write_brings_no_code_unless_told) {
  set_mode("p.yaml", 0666);
  for (const std::string command : {"validate", "run", "test"}) {
    const auto refused = dp::test::dp(folder, {command, "p.yaml"});
    BOOST_TEST(refused.exit_code == 2);
    BOOST_TEST(has(refused.err,
                   "p.yaml:2:11: error: plugins: this file may not bring code of its own, for "
                   "others can change it: all users can write p.yaml (mode 666): chmod go-w "
                   "p.yaml\n"),
               refused.err);
    BOOST_TEST(has(refused.err, "--allow-plugins"), refused.err);
    BOOST_TEST(dp::test::dp(folder, {command, "--allow-plugins", "p.yaml"}).exit_code == 0);
  }
  // Without plugins of its own it may be anybody's.
  set_mode("q.yaml", 0666);
  BOOST_TEST(
      dp::test::dp(folder, {"run", "-q", "q.yaml", "--plugin-path", "plugins"}).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(a_pipeline_file_of_somebody_else_brings_no_code_unless_told) {
  if (!is_root) return;
  BOOST_REQUIRE(::chown(folder.path("p.yaml").c_str(), kOther, kOther) == 0);
  const auto refused = dp::test::dp(folder, {"validate", "p.yaml"});
  BOOST_TEST(refused.exit_code == 2);
  BOOST_TEST(has(refused.err, "p.yaml belongs to "), refused.err);
  BOOST_TEST(dp::test::dp(folder, {"validate", "--allow-plugins", "p.yaml"}).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(a_plugin_that_hides_one_of_dps_own_is_told_with_both_places) {
  fs::copy_file(DP_TEST_PLUGINS "/../../../lib/dp/plugins/lines.so",
                folder.path("plugins/lines.so"));
  for (const std::string command : {"validate", "run"}) {
    const auto outcome = dp::test::dp(folder, {command, "p.yaml"});
    BOOST_TEST(outcome.exit_code == 0);
    BOOST_TEST(has(outcome.err,
                   "p.yaml:4:13: warning: 'lines' is not dp's own: it is taken from "
                   "plugins/lines.so\n"),
               outcome.err);
    BOOST_TEST(has(outcome.err, "lib/dp/plugins/lines.so; give the plugin another name"),
               outcome.err);
  }
  const auto list = dp::test::dp(folder, {"list", "--plugin-path", "plugins"});
  BOOST_TEST(
      has(list.err, "dp: warning: the plugin lines of plugins/lines.so hides dp's own, "),
      list.err);
}

BOOST_AUTO_TEST_CASE(a_missing_plugin_names_the_folders_that_were_searched) {
  folder.write("r.yaml",
               "dp: 1\nplugins: [plugins, nowhere]\ninput: in.txt\nmap: [{use: lines}, "
               "{use: absent}]\n");
  const auto outcome = dp::test::dp(folder, {"validate", "r.yaml"});
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(has(outcome.err, "error: unknown step 'absent'"), outcome.err);
  BOOST_TEST(has(outcome.err, "searched: plugins, nowhere (does not exist), "), outcome.err);
  BOOST_TEST(has(outcome.err, "/lib/dp/plugins"), outcome.err);
}

BOOST_AUTO_TEST_CASE(a_folder_of_plugins_that_is_given_has_to_exist) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"run", "p.yaml"},
                                                {"validate", "p.yaml"},
                                                {"test", "p.yaml"},
                                                {"list"},
                                                {"help", "lines"},
                                                {"plugin", "check", "lines"}}) {
    auto arguments = words;
    arguments.insert(arguments.end(), {"--plugin-path", "nowhere"});
    const auto outcome = dp::test::dp(folder, arguments);
    BOOST_TEST(outcome.exit_code == 2);
    BOOST_TEST(has(outcome.err, "--plugin-path: got 'nowhere', expected a folder"),
               outcome.err);
  }
}

BOOST_AUTO_TEST_SUITE_END()
