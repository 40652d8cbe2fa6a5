// SPDX-License-Identifier: Apache-2.0
#include "run/doubt.hpp"

#include <boost/test/unit_test.hpp>

#include "temporary.hpp"

namespace doubt {
namespace {

struct Fixture {
  Fixture() {
    std::string text;
    for (int i = 0; i < 5'000; ++i) text += "{\"a\":1,\"b\":\"some text of it\"}\n";
    text += "{\"a\":1,\"late\":2}\n";
    size = text.size();
    folder.write("in.json", text);
  }
  dp::planner::Prepared prepare(const std::string& condition) {
    dp::planner::Settings settings;
    settings.worker_command = {DP_PROGRAM};
    settings.plugin_path = {DP_TEST_PLUGINS};
    const auto path = folder.write("p.yaml", "dp: 1\ninput: " + folder.path("in.json") +
                                                 "\nmap: [{use: json}, {where: " + condition +
                                                 "}]\noutput: '-'\n");
    return dp::planner::prepare(path, settings).value();
  }
  /// The message and hint of the first diagnostic.
  static std::string told(const dp::planner::Prepared& prepared) {
    const auto& first = prepared.diagnostics->list().front();
    return first.message + (first.hint.empty() ? "" : "; " + first.hint);
  }
  dp::test::TemporaryFolder folder;
  std::size_t size = 0;
};

constexpr std::uint64_t kAll = ~std::uint64_t{0};

}  // namespace
}  // namespace doubt

BOOST_FIXTURE_TEST_SUITE(doubt, Fixture)

BOOST_AUTO_TEST_CASE(what_all_of_the_input_has_is_no_mistake) {
  auto prepared = prepare("late > 1");
  BOOST_TEST(prepared.in_doubt);
  BOOST_REQUIRE(dp::run::settle_doubt(prepared, kAll, nullptr));
  BOOST_TEST(prepared.ok());
  BOOST_TEST(prepared.diagnostics->list().empty());
  BOOST_TEST(!prepared.in_doubt);
  BOOST_TEST(prepared.plan.stages.size() == 2U);
  BOOST_TEST(dp::find_column(prepared.plan.stages.front().output, "late").has_value());
}

BOOST_AUTO_TEST_CASE(what_it_does_not_have_is_one_and_says_how_much_was_read) {
  auto prepared = prepare("lat > 1");
  BOOST_REQUIRE(dp::run::settle_doubt(prepared, kAll, nullptr));
  BOOST_TEST(!prepared.ok());
  BOOST_TEST(told(prepared) == "all of " + folder.path("in.json") + " (" +
                                   std::to_string(size) +
                                   " bytes) was looked through for columns");
}

BOOST_AUTO_TEST_CASE(what_is_too_long_to_be_read_now_says_so) {
  auto prepared = prepare("late > 1");
  BOOST_REQUIRE(dp::run::settle_doubt(prepared, size - 1, nullptr));
  BOOST_TEST(!prepared.ok());
  BOOST_TEST(told(prepared) == "which columns there are is known from the first bytes of " +
                                   folder.path("in.json") +
                                   " alone; dp run looks through all of it before it says that "
                                   "there is none");
}

BOOST_AUTO_TEST_CASE(a_pipeline_without_doubt_is_left_as_it_is) {
  auto prepared = prepare("a == 1");
  BOOST_REQUIRE(dp::run::settle_doubt(prepared, kAll, nullptr));
  BOOST_TEST(prepared.ok());
  BOOST_TEST(prepared.plan.stages.front().reader.knowledge.empty());
}

BOOST_AUTO_TEST_SUITE_END()
