// SPDX-License-Identifier: Apache-2.0
#include "plugin/table.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <cstddef>

#include "why.hpp"

BOOST_AUTO_TEST_SUITE(table)

using dp::plugin::complete;
using dp::plugin::read_tables;
using dp::plugin::TaskTable;

namespace {

std::int32_t open(const dp_context*, ArrowSchema*, void**, dp_error*) { return 0; }
void close(void*) {}
std::int32_t read(void*, const dp_input*, const dp_out*, dp_read*, dp_error*) { return 0; }
std::int32_t process(void*, const dp_batch*, const dp_out*, dp_error*) { return 0; }
std::int32_t target(void*, const dp_item*, const dp_out*, dp_error*) { return 0; }
std::int32_t call(void*, const dp_batch*, const ArrowArray**, dp_error*) { return 0; }

/// A plugin with one task, which a case spoils.
struct Plugin {
  Plugin() {
    task.struct_size = sizeof task;
    task.role = DP_STEP;
    task.name = "step";
    task.calls = &step;
    task.open = &open;
    task.close = &close;
    step.struct_size = sizeof step;
    step.process = &process;
    reader.struct_size = sizeof reader;
    reader.read = &read;
    function.struct_size = sizeof function;
    function.call = &call;
    function.parameter_size = sizeof(dp_parameter);
  }
  void be(dp_role role, const void* calls) {
    task.role = role;
    task.calls = calls;
  }
  /// Make it a function of these parameters.
  void be_function(const std::vector<dp_parameter>& parameters) {
    be(DP_FUNCTION, &function);
    function.parameters = parameters.data();
    function.n_parameters = parameters.size();
  }
  [[nodiscard]] dp::Result<TaskTable> table() const {
    const dp_task* const tasks[] = {&task};
    const dp_plugin_info info{
        sizeof info, DP_ABI_MAGIC, DP_ABI_MAJOR, DP_ABI_MINOR, "plugin", "1", "", tasks, 1};
    auto tables = read_tables(info);
    if (!tables) return dp::fail(std::move(tables).error());
    return std::move(tables->front());
  }
  [[nodiscard]] std::string refusal() const {
    const auto made = table();
    return made ? "" : made.error().message;
  }

  dp_task task{};
  dp_step step{};
  dp_reader reader{};
  dp_function function{};
};

}  // namespace

BOOST_AUTO_TEST_CASE(what_a_shorter_struct_lacks_is_absent) {
  Plugin plugin;
  plugin.step.target = &target;  // lies after the struct's end, as its maker knew it
  plugin.step.struct_size = offsetof(dp_step, target);
  plugin.task.struct_size = offsetof(dp_task, start);
  plugin.task.start = [](void*, dp_error*) { return std::int32_t{0}; };
  const auto table = plugin.table();
  BOOST_REQUIRE_MESSAGE(table, dp::test::why(table));
  BOOST_TEST((table->step.process == &process));
  BOOST_TEST((table->step.target == nullptr));
  BOOST_TEST((table->task.start == nullptr));
  BOOST_TEST(table->step.struct_size == sizeof(dp_step));
}

BOOST_AUTO_TEST_CASE(what_a_longer_struct_has_more_is_left_out) {
  struct NewerStep {
    dp_step known;
    const char* later = "not for this host";
  } newer;
  Plugin plugin;
  newer.known = plugin.step;
  newer.known.struct_size = sizeof newer;
  newer.known.target = &target;
  plugin.be(DP_STEP, &newer);
  const auto table = plugin.table();
  BOOST_REQUIRE_MESSAGE(table, dp::test::why(table));
  BOOST_TEST((table->step.target == &target));
  BOOST_TEST(table->step.struct_size == sizeof(dp_step));
}

BOOST_AUTO_TEST_CASE(a_batch_of_any_length_is_completed) {
  struct Newer {
    dp_batch known;
    std::uint64_t later;
  };
  const ArrowArray array{};
  const dp_item item{};
  const Newer newer{{sizeof(Newer), &array, nullptr, 7, &item}, 1};
  BOOST_TEST(complete(newer.known).item == 7U);
  BOOST_TEST((complete(newer.known).source == &item));
  dp_batch shorter = newer.known;
  shorter.struct_size = offsetof(dp_batch, source);
  BOOST_TEST(complete(shorter).item == 7U);
  BOOST_TEST((complete(shorter).source == nullptr));
  BOOST_TEST(complete(shorter).struct_size == sizeof(dp_batch));
}

BOOST_AUTO_TEST_CASE(elements_lie_as_far_apart_as_the_maker_says) {
  struct NewerOption {
    dp_option known;
    const char* later;
  };
  const NewerOption newer[] = {{{"one", DP_OPTION_INT, 0, "1", "", nullptr, 0, 9}, "x"},
                               {{"two", DP_OPTION_STRING, 0, nullptr, "", "a|b", 0, 0}, "x"}};
  Plugin plugin;
  plugin.task.options = &newer[0].known;
  plugin.task.n_options = 2;
  plugin.task.option_size = sizeof(NewerOption);
  auto table = plugin.table();
  BOOST_REQUIRE_MESSAGE(table, dp::test::why(table));
  BOOST_REQUIRE(table->options.size() == 2U);
  BOOST_TEST(table->options[0].maximum == 9);
  BOOST_TEST(table->options[1].allowed == std::string("a|b"));

  struct OlderOption {
    const char* name;
    std::uint32_t type;
    std::uint32_t flags;
    const char* fallback;
    const char* doc;
    const char* allowed;
  };
  const OlderOption older[] = {{"one", DP_OPTION_INT, 0, "1", "", nullptr},
                               {"two", DP_OPTION_INT, 0, "2", "", nullptr}};
  plugin.task.options = reinterpret_cast<const dp_option*>(older);
  plugin.task.option_size = sizeof(OlderOption);
  table = plugin.table();
  BOOST_REQUIRE_MESSAGE(table, dp::test::why(table));
  BOOST_TEST(table->options[1].fallback == std::string("2"));
  BOOST_TEST(table->options[1].maximum == 0);
}

BOOST_AUTO_TEST_CASE(a_task_that_needs_a_newer_host_says_so) {
  Plugin plugin;
  plugin.task.least_minor = DP_ABI_MINOR + 1;
  plugin.task.role = 9;  // which only that host knows
  BOOST_TEST(plugin.refusal() ==
             "task 'step': needs plugin ABI 2.2, this dp has 2.1: use a "
             "newer dp");
  plugin.task.least_minor = DP_ABI_MINOR;
  BOOST_TEST(plugin.refusal() ==
             "task 'step': has role 9, expected 1 (reader) to 5 (function)");
}

BOOST_AUTO_TEST_CASE(a_task_without_what_its_role_needs_is_refused) {
  Plugin plugin;
  plugin.step.process = nullptr;
  BOOST_TEST(plugin.refusal() == "task 'step': lacks a callback that a step must have");
  plugin.task.calls = nullptr;
  BOOST_TEST(plugin.refusal() == "task 'step': has no table of calls");
  plugin.be(DP_READER, &plugin.reader);
  BOOST_TEST(plugin.refusal() == "");
  plugin.task.traits = DP_CUT_RECORDS;
  BOOST_TEST(plugin.refusal() == "task 'step': lacks a callback that a reader must have");
  plugin.task.struct_size = 0;  // nobody filled it
  BOOST_TEST(plugin.refusal() == "task 1 has no name");
}

BOOST_AUTO_TEST_CASE(options_that_are_not_there_are_not_believed) {
  Plugin plugin;
  plugin.task.n_options = 3;
  BOOST_TEST(plugin.refusal() == "task 'step': says that it has 3 options, but gives none");
  const dp_option twice[] = {{"a", DP_OPTION_INT, 0, nullptr, "", nullptr, 0, 0},
                             {"a", DP_OPTION_INT, 0, nullptr, "", nullptr, 0, 0}};
  plugin.task.options = twice;
  plugin.task.n_options = 2;
  plugin.task.option_size = sizeof(dp_option);
  BOOST_TEST(plugin.refusal() == "task 'step': option 'a' is declared twice");
}

BOOST_AUTO_TEST_CASE(parameters_of_a_function_are_held_to_their_order) {
  Plugin plugin;
  const auto refusal = [&](const std::vector<dp_parameter>& parameters) {
    plugin.be_function(parameters);
    return plugin.refusal();
  };
  const dp_parameter one{"a", "", DP_TYPE_INT, 0};
  const dp_parameter optional{"b", "", DP_TYPE_ANY, DP_PARAMETER_OPTIONAL};
  const dp_parameter many{"c", "", DP_TYPE_STRING, DP_PARAMETER_REPEATED};
  BOOST_TEST(refusal({}) == "");
  BOOST_TEST(refusal({one, optional}) == "");
  BOOST_TEST(refusal({one, many}) == "");
  BOOST_TEST(refusal({one, one}) == "task 'step': parameter 2 has no name of its own");
  BOOST_TEST(refusal({optional, one}) ==
             "task 'step': parameter 'a' must be given, after one that need not");
  BOOST_TEST(refusal({many, one}) ==
             "task 'step': parameter 'c' is repeated, but not the last");
  BOOST_TEST(refusal({{"a", "", 0, 0}}) == "task 'step': parameter 'a' takes no type");
}

BOOST_AUTO_TEST_SUITE_END()
