// SPDX-License-Identifier: Apache-2.0
// The plugin is described.cpp.
#include "plugin/describe.hpp"

#include <boost/test/unit_test.hpp>

#include "why.hpp"

namespace describe {
namespace {

using Texts = std::vector<std::string>;

struct Fixture {
  Fixture() {
    const auto library = dp::plugin::Library::load(DP_TEST_RUN_PLUGINS "/described.so");
    BOOST_REQUIRE_MESSAGE(library, dp::test::why(library));
    plugin = dp::plugin::describe(*library, "some/described.so");
    BOOST_REQUIRE(plugin.tasks.size() == 4U);
  }
  dp::data::PluginDescription plugin;
};

}  // namespace
}  // namespace describe

BOOST_FIXTURE_TEST_SUITE(describe, Fixture)

BOOST_AUTO_TEST_CASE(a_plugin_bears_its_name_and_the_path_that_it_was_found_at) {
  BOOST_TEST(plugin.name == "described");
  BOOST_TEST(plugin.path == "some/described.so");
}

BOOST_AUTO_TEST_CASE(text_that_a_plugin_leaves_out_is_empty) {
  BOOST_TEST(plugin.version == "");
  BOOST_TEST(plugin.summary == "");
  const auto& bare = plugin.tasks[3];
  BOOST_TEST(bare.name == "described.bare");
  BOOST_TEST((bare.role == DP_WRITER));
  BOOST_TEST(bare.traits == 0U);
  BOOST_TEST(bare.summary == "");
  BOOST_TEST(bare.doc == "");
  BOOST_TEST(bare.extensions.empty());
  BOOST_TEST((bare.options.empty() && bare.aggregates.empty() && bare.parameters.empty()));
}

BOOST_AUTO_TEST_CASE(tasks_come_in_their_order_with_role_and_traits) {
  BOOST_TEST((plugin.tasks[0].role == DP_REDUCER));
  BOOST_TEST(plugin.tasks[0].traits == std::uint32_t{DP_ORDER_INPUT});
  BOOST_TEST(plugin.tasks[0].name == "described");
  BOOST_TEST(plugin.tasks[0].summary == "adds up");
  BOOST_TEST(plugin.tasks[0].doc == "Adds **up**.");
  BOOST_TEST((plugin.tasks[1].role == DP_WRITER));
  BOOST_TEST(plugin.tasks[1].traits == std::uint32_t{DP_WRITER_SECTIONS});
  BOOST_TEST((plugin.tasks[2].role == DP_FUNCTION));
  BOOST_TEST(plugin.tasks[2].name == "repeat");
}

BOOST_AUTO_TEST_CASE(extensions_are_separated_by_bars) {
  BOOST_TEST(plugin.tasks[1].extensions == (Texts{"one", "two"}),
             boost::test_tools::per_element());
  BOOST_TEST(plugin.tasks[0].extensions.empty());
}

BOOST_AUTO_TEST_CASE(an_option_is_described_as_it_was_declared) {
  const auto& options = plugin.tasks[0].options;
  BOOST_REQUIRE(options.size() == 3U);
  BOOST_TEST(options[0].name == "limit");
  BOOST_TEST((options[0].type == DP_OPTION_INT));
  BOOST_TEST((options[0].required() && !options[0].is_list() && !options[0].is_map()));
  BOOST_TEST(!options[0].fallback);
  BOOST_TEST(options[0].doc == "How many.");
  BOOST_TEST(options[0].allowed.empty());
  BOOST_TEST(options[0].minimum == 1.0);
  BOOST_TEST(options[0].maximum == 9.0);
}

BOOST_AUTO_TEST_CASE(an_empty_default_is_one_and_a_value_between_two_bars_is_empty) {
  const auto& way = plugin.tasks[0].options.at(1);
  BOOST_TEST((way.is_list() && !way.required()));
  BOOST_REQUIRE(way.fallback);
  BOOST_TEST(*way.fallback == "");
  BOOST_TEST(way.allowed == (Texts{"left", "right", ""}), boost::test_tools::per_element());
  const auto& bare = plugin.tasks[0].options.at(2);
  BOOST_TEST(!bare.fallback);
  BOOST_TEST(bare.doc == "");
  BOOST_TEST(bare.allowed.empty());
}

BOOST_AUTO_TEST_CASE(an_aggregate_is_of_numbers_only_if_it_accepts_no_more) {
  const auto& aggregates = plugin.tasks[0].aggregates;
  BOOST_REQUIRE(aggregates.size() == 2U);
  BOOST_TEST(aggregates[0].name == "sum");
  BOOST_TEST(aggregates[0].signature == "sum(n)");
  BOOST_TEST(aggregates[0].doc == "Adds up.");
  BOOST_TEST(aggregates[0].columns == 1U);
  BOOST_TEST(aggregates[0].numbers == 0U);
  BOOST_TEST(aggregates[0].only_numbers);
  BOOST_TEST(aggregates[1].signature == "");
  BOOST_TEST(aggregates[1].doc == "");
  BOOST_TEST(aggregates[1].numbers == 2U);
  BOOST_TEST(!aggregates[1].only_numbers);
}

BOOST_AUTO_TEST_CASE(a_parameter_bears_its_types_and_flags) {
  const auto& parameters = plugin.tasks[2].parameters;
  BOOST_REQUIRE(parameters.size() == 2U);
  BOOST_TEST(parameters[0].name == "text");
  BOOST_TEST(parameters[0].doc == "What to repeat.");
  BOOST_TEST(parameters[0].types == std::uint32_t{DP_TYPE_STRING});
  BOOST_TEST((!parameters[0].constant() && !parameters[0].optional()));
  BOOST_TEST(parameters[1].doc == "");
  BOOST_TEST(parameters[1].types == std::uint32_t{DP_TYPE_INT});
  BOOST_TEST((parameters[1].constant() && parameters[1].optional()));
  BOOST_TEST(!parameters[1].repeated());
}

BOOST_AUTO_TEST_SUITE_END()
