// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <dp/option.hpp>
#include <string>

BOOST_AUTO_TEST_SUITE(option)

BOOST_AUTO_TEST_CASE(an_option_is_declared_in_one_line) {
  constexpr dp_option kOptions[] = {
      dp::option("limit").integer().fallback("3").range(1, 9).doc("The most rows."),
      dp::option("by").expression().list().required().allowed("a|b")};
  const auto& limit = kOptions[0];
  BOOST_TEST(limit.name == std::string("limit"));
  BOOST_TEST(limit.type == DP_OPTION_INT);
  BOOST_TEST(limit.flags == 0U);
  BOOST_TEST(limit.fallback == std::string("3"));
  BOOST_TEST(limit.doc == std::string("The most rows."));
  BOOST_TEST((limit.allowed == nullptr));
  BOOST_TEST(limit.minimum == 1);
  BOOST_TEST(limit.maximum == 9);
  const auto& by = kOptions[1];
  BOOST_TEST(by.type == DP_OPTION_EXPRESSION);
  BOOST_TEST(by.flags == std::uint32_t{DP_OPTION_LIST | DP_OPTION_REQUIRED});
  BOOST_TEST((by.fallback == nullptr));
  BOOST_TEST(by.allowed == std::string("a|b"));
  BOOST_TEST(by.doc == std::string());
}

BOOST_AUTO_TEST_CASE(each_type_has_its_word) {
  const auto type = [](const dp_option& made) {
    return static_cast<dp_option_type>(made.type);
  };
  BOOST_TEST(type(dp::option("x")) == DP_OPTION_STRING);
  BOOST_TEST(type(dp::option("x").text()) == DP_OPTION_STRING);
  BOOST_TEST(type(dp::option("x").number()) == DP_OPTION_FLOAT);
  BOOST_TEST(type(dp::option("x").flag()) == DP_OPTION_BOOL);
  BOOST_TEST(type(dp::option("x").size()) == DP_OPTION_SIZE);
  BOOST_TEST(type(dp::option("x").duration()) == DP_OPTION_DURATION);
  BOOST_TEST(type(dp::option("x").ratio()) == DP_OPTION_RATIO);
  BOOST_TEST(type(dp::option("x").aggregate().map()) == DP_OPTION_AGGREGATE);
}

BOOST_AUTO_TEST_CASE(a_parameter_is_declared_in_one_line) {
  constexpr dp_parameter kParameters[] = {
      dp::parameter("host").text().doc("A name."),
      dp::parameter("places").integer().constant().optional(),
      dp::parameter("rest").repeated()};
  BOOST_TEST(kParameters[0].types == std::uint32_t{DP_TYPE_STRING});
  BOOST_TEST(kParameters[0].flags == 0U);
  BOOST_TEST(kParameters[0].doc == std::string("A name."));
  BOOST_TEST(kParameters[1].flags ==
             std::uint32_t{DP_PARAMETER_CONSTANT | DP_PARAMETER_OPTIONAL});
  BOOST_TEST(kParameters[2].types == std::uint32_t{DP_TYPE_ANY});
  BOOST_TEST(kParameters[2].flags == std::uint32_t{DP_PARAMETER_REPEATED});
}

BOOST_AUTO_TEST_SUITE_END()
