// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/owner.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "temporary.hpp"
#include "why.hpp"

namespace thumbnail_owner {
namespace {

using dp::test::why;
using dp::thumbnail::check_owner;
using dp::thumbnail::Owner;
using dp::thumbnail::set_owner;

struct Fixture {
  Fixture() : file(::open(folder.write("t.jpg", "x").c_str(), O_RDWR | O_CLOEXEC)) {}
  ~Fixture() { ::close(file); }
  std::string refused(const Owner& owner) const {
    return why(check_owner(file, "t.jpg", owner));
  }

  dp::test::TemporaryFolder folder;
  int file;
};

}  // namespace
}  // namespace thumbnail_owner

BOOST_FIXTURE_TEST_SUITE(thumbnail_owner, Fixture)

BOOST_AUTO_TEST_CASE(a_file_is_for_one_record_of_a_run) {
  const Owner one{"run 1", "step", "a.jpg"};
  BOOST_TEST(refused(one) == "");
  set_owner(file, one);
  BOOST_TEST(refused(one) == "");
  const bool keeps_attributes = !refused({"run 1", "step", "b.jpg"}).empty();
  if (!keeps_attributes) return;  // as some file systems do not
  BOOST_TEST(
      refused({"run 1", "step", "a\nb.jpg"}) ==
      "t.jpg: is the thumbnail of 'a.jpg' in this run, and 'a\nb.jpg' would be written to "
      "it too");
  BOOST_TEST(refused({"run 1", "other step", "a.jpg"}) ==
             "t.jpg: another step of this run writes it for 'a.jpg'");
  BOOST_TEST(refused({"run 2", "step", "b.jpg"}) == "");
  BOOST_TEST(refused({"run", "step", "b.jpg"}) == "");
}

BOOST_AUTO_TEST_CASE(a_run_is_told_from_others_and_is_one_to_its_workers) {
  const auto run = dp::thumbnail::this_run();
  BOOST_TEST(run == dp::thumbnail::this_run());
  BOOST_TEST(run.starts_with(std::to_string(::getppid()) + "."));
  BOOST_TEST(run.find_first_not_of("0123456789.") == std::string::npos);
  BOOST_TEST(run.size() > std::to_string(::getppid()).size() + 1);
}

BOOST_AUTO_TEST_SUITE_END()
