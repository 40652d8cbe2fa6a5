// SPDX-License-Identifier: Apache-2.0
#include <dp/abi.h>

#include <boost/test/unit_test.hpp>
#include <cstddef>

namespace {

/// The end of a struct's last field.
#define END_OF(type, last) (offsetof(type, last) + sizeof(type::last))

BOOST_AUTO_TEST_SUITE(abi_types)

}  // namespace

BOOST_AUTO_TEST_CASE(no_struct_ends_in_padding_that_a_later_field_could_lie_in) {
  BOOST_TEST(END_OF(dp_option, maximum) == sizeof(dp_option));
  BOOST_TEST(END_OF(dp_aggregate, accepts) == sizeof(dp_aggregate));
  BOOST_TEST(END_OF(dp_error, option) == sizeof(dp_error));
  BOOST_TEST(END_OF(dp_context, warn) == sizeof(dp_context));
  BOOST_TEST(END_OF(dp_item, head) == sizeof(dp_item));
  BOOST_TEST(END_OF(dp_batch, source) == sizeof(dp_batch));
  BOOST_TEST(END_OF(dp_out, note) == sizeof(dp_out));
  BOOST_TEST(END_OF(dp_note, reserved) == sizeof(dp_note));
  BOOST_TEST(END_OF(dp_input, reserved) == sizeof(dp_input));
  BOOST_TEST(END_OF(dp_read, record_end) == sizeof(dp_read));
}

// Frozen with 2.0: where these fail, plugins that were built before would break.
BOOST_AUTO_TEST_CASE(the_fields_of_2_0_lie_where_they_lay) {
  BOOST_TEST(sizeof(dp_bytes) == 16U);
  BOOST_TEST(sizeof(dp_value) == 56U);
  BOOST_TEST(offsetof(dp_error, option) == 1032U);
  BOOST_TEST(offsetof(dp_context, hash_seed) == 40U);
  BOOST_TEST(offsetof(dp_item, head) == 40U);
  BOOST_TEST(offsetof(dp_batch, source) == 32U);
  BOOST_TEST(offsetof(dp_out, reject) == 32U);
  BOOST_TEST(offsetof(dp_input, full) == 56U);
  BOOST_TEST(offsetof(dp_read, consumed) == 24U);
}

BOOST_AUTO_TEST_CASE(a_field_is_there_if_the_struct_reaches_past_it) {
  dp_input input{};
  const auto has = [&](std::uint64_t size) {
    input.struct_size = size;
    return DP_HAS(&input, full);
  };
  BOOST_TEST(!has(offsetof(dp_input, full)));
  BOOST_TEST(!has(offsetof(dp_input, full) + 3));
  BOOST_TEST(has(offsetof(dp_input, full) + 4));
  BOOST_TEST(has(sizeof(dp_input) + 800));
}

BOOST_AUTO_TEST_SUITE_END()
