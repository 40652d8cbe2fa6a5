// SPDX-License-Identifier: Apache-2.0
#include <dp/abi.h>

#include <boost/test/unit_test.hpp>
#include <cstddef>

namespace {

/// The end of a struct's last field.
#define END_OF(type, last) (offsetof(type, last) + sizeof(type::last))

}  // namespace

// <cxxabi.h> has an alias of this name, in the global namespace.
namespace dp::test {

BOOST_AUTO_TEST_SUITE(abi)

BOOST_AUTO_TEST_CASE(no_struct_ends_in_padding_that_a_later_field_could_lie_in) {
  BOOST_TEST(END_OF(dp_parameter, flags) == sizeof(dp_parameter));
  BOOST_TEST(END_OF(dp_task, start) == sizeof(dp_task));
  BOOST_TEST(END_OF(dp_reader, knowledge) == sizeof(dp_reader));
  BOOST_TEST(END_OF(dp_step, target) == sizeof(dp_step));
  BOOST_TEST(END_OF(dp_reducer, ranges) == sizeof(dp_reducer));
  BOOST_TEST(END_OF(dp_ranges, save) == sizeof(dp_ranges));
  BOOST_TEST(END_OF(dp_writer, end) == sizeof(dp_writer));
  BOOST_TEST(END_OF(dp_function, call) == sizeof(dp_function));
  BOOST_TEST(END_OF(dp_plugin_info, n_tasks) == sizeof(dp_plugin_info));
}

// Frozen with 2.0: where these fail, plugins that were built before would break.
BOOST_AUTO_TEST_CASE(the_fields_of_2_0_lie_where_they_lay) {
  BOOST_TEST(offsetof(dp_task, start) == 112U);
  BOOST_TEST(offsetof(dp_reader, skip) == 32U);
  BOOST_TEST(offsetof(dp_step, target) == 16U);
  BOOST_TEST(offsetof(dp_reducer, ranges) == 88U);
  BOOST_TEST(offsetof(dp_writer, end) == 32U);
  BOOST_TEST(offsetof(dp_function, call) == 32U);
  BOOST_TEST(offsetof(dp_plugin_info, n_tasks) == 56U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace dp::test
