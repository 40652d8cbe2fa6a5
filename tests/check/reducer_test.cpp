// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(reducer)

using namespace dp::test;

namespace {

/// A reducer of bad.cpp, and the law that it breaks over 1 to 9.
struct Broken {
  const char* task;
  const char* law;
  friend std::ostream& operator<<(std::ostream& out, const Broken& broken) {
    return out << broken.task;
  }
};
const Broken kBroken[] = {
    {"bad.nothing", ""},
    {"bad.mean", "not associative"},
    {"bad.one", "is not what was saved"},
    {"bad.identity", "an empty state is not nothing"},
    {"bad.last", "not commutative"},
    {"bad.reset", "reset forgets not all"},
    {"bad.range", "depends on ranges"},
};

}  // namespace

BOOST_DATA_TEST_CASE(the_law_that_a_reducer_breaks_is_named,
                     boost::unit_test::data::make(kBroken), broken) {
  const Tried tried(trial_of_numbers(broken.task, {1, 2, 3, 4, 5, 6, 7, 8, 9}));
  BOOST_TEST(tried.law() == broken.law);
}

BOOST_AUTO_TEST_CASE(a_reducer_that_cannot_open_refuses_the_trial) {
  auto trial = trial_of_numbers("bad.nothing", {1});
  trial.subject.input = {{"y", dp::Type::int64, false}};
  const Tried tried(trial);
  BOOST_TEST(tried.law() == "");
  BOOST_TEST(tried.verdict.refused.find("column 'x'") != std::string::npos,
             tried.verdict.refused);
}

BOOST_AUTO_TEST_SUITE_END()
