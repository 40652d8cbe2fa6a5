// SPDX-License-Identifier: Apache-2.0
#include "base/trust.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "temporary.hpp"
#include "why.hpp"

namespace trust {
namespace {

namespace fs = std::filesystem;
using dp::TrustedUsers;
using dp::test::why;

constexpr uid_t kOther = 65534;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

struct Fixture {
  Fixture() { ::umask(022); }  // else what is trusted would depend on the user's group
  /// Give a file or folder a mode, and perhaps another group.
  std::string with_mode(const std::string& name, mode_t mode) const {
    BOOST_REQUIRE(::chmod(folder.path(name).c_str(), mode) == 0);
    return folder.path(name);
  }
  dp::test::TemporaryFolder folder;
  const bool is_root = ::geteuid() == 0;
};

}  // namespace
}  // namespace trust

BOOST_FIXTURE_TEST_SUITE(trust, Fixture)

BOOST_AUTO_TEST_CASE(a_file_of_ones_own_is_trusted) {
  folder.write("a", "");
  for (const mode_t mode : {0400u, 0600u, 0644u, 0755u, 0555u})
    BOOST_TEST(why(dp::check_trusted_file(with_mode("a", mode))) == "");
}

BOOST_AUTO_TEST_CASE(a_file_that_all_can_write_is_not) {
  folder.write("a", "");
  for (const mode_t mode : {0646u, 0666u, 0777u, 0602u}) {
    const auto path = with_mode("a", mode);
    const auto status = dp::check_trusted_file(path);
    BOOST_REQUIRE(!status);
    BOOST_TEST((status.error().code == dp::Errc::refused));
    BOOST_TEST(status.error().message.starts_with("all users can write " + path + " (mode "));
    BOOST_TEST(status.error().message.ends_with("): chmod go-w " + path));
  }
}

BOOST_AUTO_TEST_CASE(a_group_may_write_only_if_it_is_the_owner_alone) {
  folder.write("a", "");
  const auto path = with_mode("a", 0664);
  if (!is_root) return;
  // Root's own group is called so, and is nobody else.
  BOOST_TEST(why(dp::check_trusted_file(path)) == "");
  constexpr gid_t kAnyGroup = 54321;
  BOOST_REQUIRE(::chown(path.c_str(), 0, kAnyGroup) == 0);
  BOOST_REQUIRE(::chmod(path.c_str(), 0664) == 0);
  const auto refused = why(dp::check_trusted_file(path));
  BOOST_TEST(has(refused, "its group can write " + path + " (mode 664): chmod go-w " + path),
             refused);
  BOOST_REQUIRE(::chmod(path.c_str(), 0644) == 0);
  BOOST_TEST(why(dp::check_trusted_file(path)) == "");
}

BOOST_AUTO_TEST_CASE(a_file_of_somebody_else_is_not_trusted) {
  const auto path = folder.write("a", "");
  const TrustedUsers strangers({::geteuid() + 1});
  const auto refused = why(dp::check_trusted_file(path, strangers));
  BOOST_TEST(has(refused, path + " belongs to "), refused);
  BOOST_TEST(has(refused, "neither you nor root"), refused);
  if (!is_root) return;
  BOOST_REQUIRE(::chown(path.c_str(), kOther, kOther) == 0);
  BOOST_TEST(has(why(dp::check_trusted_file(path)), "neither you nor root"));
}

BOOST_AUTO_TEST_CASE(who_runs_dp_root_and_its_owner_are_trusted) {
  const auto& users = TrustedUsers::of_this_process();
  BOOST_TEST(users.has(::geteuid()));
  BOOST_TEST(users.has(0));
  struct stat program {};
  BOOST_REQUIRE(::stat("/proc/self/exe", &program) == 0);
  BOOST_TEST(users.has(program.st_uid));
  BOOST_TEST(!users.has(54321));
}

BOOST_AUTO_TEST_CASE(code_needs_a_folder_that_none_but_its_owner_can_write) {
  folder.write("p/a.so", "");
  BOOST_TEST(why(dp::check_trusted_code(folder.path("p/a.so"))) == "");
  for (const mode_t mode : {0777u, 01777u, 0757u}) {
    with_mode("p", mode);
    const auto refused = why(dp::check_trusted_code(folder.path("p/a.so")));
    BOOST_TEST(has(refused, "chmod go-w " + folder.path("p")), refused);
  }
  with_mode("p", 0755);
  with_mode("p/a.so", 0666);
  BOOST_TEST(has(why(dp::check_trusted_code(folder.path("p/a.so"))),
                 "chmod go-w " + folder.path("p/a.so")));
}

BOOST_AUTO_TEST_CASE(nobody_else_may_put_another_folder_in_the_place_of_one_before_it) {
  folder.write("q/p/a.so", "");
  const auto library = folder.path("q/p/a.so");
  with_mode("q", 0777);
  BOOST_TEST(has(why(dp::check_trusted_code(library)), "chmod go-w " + folder.path("q")));
  with_mode("q", 01777);  // where only owners rename, as in /tmp
  BOOST_TEST(why(dp::check_trusted_code(library)) == "");
}

BOOST_AUTO_TEST_CASE(code_is_looked_at_where_links_lead) {
  folder.write("p/a.so", "");
  fs::create_symlink("p", folder.path("link"));
  fs::create_directories(folder.path("open"));
  fs::create_symlink("../p/a.so", folder.path("open/a.so"));
  with_mode("p", 0777);
  BOOST_TEST(!dp::check_trusted_code(folder.path("link/a.so")).has_value());
  BOOST_TEST(!dp::check_trusted_code(folder.path("open/a.so")).has_value());
  with_mode("p", 0755);
  BOOST_TEST(why(dp::check_trusted_code(folder.path("link/a.so"))) == "");
  const auto none = dp::check_trusted_code(folder.path("none.so"));
  BOOST_REQUIRE(!none);
  BOOST_TEST((none.error().code == dp::Errc::not_found));
}

BOOST_AUTO_TEST_CASE(links_that_somebody_else_made_where_all_may_are_refused) {
  fs::create_directories(folder.path("shared"));
  fs::create_directories(folder.path("mine"));
  with_mode("shared", 01777);
  fs::create_directory_symlink("../mine", folder.path("shared/link"));
  fs::create_symlink("../mine/file", folder.path("shared/file"));
  for (const std::string name : {"shared/link/x", "shared/file", "shared/none/x", "none"})
    BOOST_TEST(why(dp::check_planted_links(folder.path(name))) == "", name);
  if (!is_root) return;
  for (const std::string name : {"shared/link", "shared/file"})
    BOOST_REQUIRE(::lchown(folder.path(name).c_str(), kOther, kOther) == 0);
  for (const std::string name : {"shared/link/x", "shared/file", "shared/link/../x"}) {
    const auto refused = why(dp::check_planted_links(folder.path(name)));
    BOOST_TEST(has(refused, " is a link that "), refused);
  }
  fs::create_directory_symlink("shared/link", folder.path("way"));
  BOOST_TEST(has(why(dp::check_planted_links(folder.path("way/x"))), " is a link that "));
  // One's own folder is not shared, and the folder's owner may link in it.
  with_mode("shared", 0755);
  BOOST_TEST(why(dp::check_planted_links(folder.path("shared/file"))) == "");
  with_mode("shared", 01777);
  BOOST_REQUIRE(::chown(folder.path("shared").c_str(), kOther, kOther) == 0);
  BOOST_TEST(why(dp::check_planted_links(folder.path("shared/file"))) == "");
}

BOOST_AUTO_TEST_CASE(links_in_a_circle_end) {
  fs::create_symlink("b", folder.path("a"));
  fs::create_symlink("a", folder.path("b"));
  BOOST_TEST(why(dp::check_planted_links(folder.path("a/x"))) == "");
}

BOOST_AUTO_TEST_SUITE_END()
