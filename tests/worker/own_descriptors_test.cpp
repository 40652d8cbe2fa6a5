// SPDX-License-Identifier: Apache-2.0
#include "worker/own_descriptors.hpp"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "base/fd.hpp"
#include "temporary.hpp"

namespace own_descriptors {

using dp::worker::OwnDescriptors;

namespace {

struct Fixture {
  Fixture()
      : file(dp::open_file(folder.write("a", ""), O_RDONLY).value()), bell(::eventfd(0, 0)) {
    own.note();
  }
  dp::test::TemporaryFolder folder;
  dp::Fd file, bell;
  OwnDescriptors own;
};

}  // namespace
}  // namespace own_descriptors

BOOST_FIXTURE_TEST_SUITE(own_descriptors, Fixture)

BOOST_AUTO_TEST_CASE(what_nobody_touched_is_intact) {
  BOOST_TEST(own.count() >= 2U);
  BOOST_TEST(own.intact(own.count()));
  const dp::Fd more(::dup(file.get()));
  BOOST_TEST(own.intact(own.count()));
}

BOOST_AUTO_TEST_CASE(one_that_was_closed_is_missed) {
  bell.reset();
  BOOST_TEST(!own.intact(own.count()));
  BOOST_TEST(own.intact(0));
}

BOOST_AUTO_TEST_CASE(another_file_of_its_number_is_another_descriptor) {
  const int number = file.get();
  const dp::Fd other = dp::open_file(folder.write("b", ""), O_RDONLY).value();
  BOOST_REQUIRE(::dup2(other.get(), number) == number);
  BOOST_TEST(!own.intact(own.count()));
}

BOOST_AUTO_TEST_SUITE_END()
