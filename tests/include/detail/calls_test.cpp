// SPDX-License-Identifier: Apache-2.0
// That a wrong call does not compile is held by tests/plugin/wrong_calls.cmake.
#include <boost/test/unit_test.hpp>
#include <dp/detail/calls.hpp>

BOOST_AUTO_TEST_SUITE(detail_calls)

namespace {

using dp::BatchView;
using dp::Input;
using dp::Output;
using dp::Result;
using dp::Status;

struct Nothing {};

struct Right {
  Status process(const BatchView&, Output&) { return {}; }
  Result<std::string> target(std::string_view) const { return std::string(); }
  std::uint32_t cut() const noexcept { return 0; }
  std::size_t find(const Input&) { return 0; }
  void need(std::span<const std::uint8_t>) {}
  Status start() { return {}; }
  Status update(const BatchView&) { return {}; }
};

struct Inherits : Right {
  Status update(const BatchView&, Output&) { return {}; }
};

struct Wrong {
  Result<std::string> target(std::string) { return std::string(); }
  int cut() { return 0; }
  std::size_t find(std::string_view) { return 0; }
  int need(std::span<const std::uint8_t>) { return 0; }
  int start = 0;  // no function at all

 private:
  Status trim() { return {}; }
};

}  // namespace

namespace d = dp::detail;

BOOST_AUTO_TEST_CASE(a_call_is_known_by_name_and_signature) {
  BOOST_TEST((d::names_target<Right> && d::is_target<Right>));
  BOOST_TEST((d::is_process<Right> && d::is_cut<Right> && d::is_find<Right>));
  BOOST_TEST((d::is_need<Right> && d::is_start<Right> && d::is_update<Right>));
  BOOST_TEST(!d::updates_with_output<Right>);
}

BOOST_AUTO_TEST_CASE(an_inherited_call_counts) {
  BOOST_TEST((d::names_target<Inherits> && d::is_target<Inherits>));
  BOOST_TEST((d::is_update<Inherits> && d::updates_with_output<Inherits>));
}

BOOST_AUTO_TEST_CASE(a_name_with_another_signature_type_or_access_is_seen) {
  BOOST_TEST((d::names_target<Wrong> && !d::is_target<Wrong>));
  BOOST_TEST((d::names_cut<Wrong> && !d::is_cut<Wrong>));
  BOOST_TEST((d::names_find<Wrong> && !d::is_find<Wrong>));
  BOOST_TEST((d::names_need<Wrong> && !d::is_need<Wrong>));
  BOOST_TEST((d::names_start<Wrong> && !d::is_start<Wrong>));
  BOOST_TEST((d::names_trim<Wrong> && !d::is_trim<Wrong>));
}

BOOST_AUTO_TEST_CASE(what_has_no_such_name_has_no_such_call) {
  BOOST_TEST((!d::names_target<Nothing> && !d::is_target<Nothing>));
  BOOST_TEST((!d::names_process<Nothing> && !d::is_process<Nothing>));
}

BOOST_AUTO_TEST_SUITE_END()
