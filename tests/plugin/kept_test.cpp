// SPDX-License-Identifier: Apache-2.0
// A plugin that was built once, against the headers of ABI 2.0 (abi-2.0/), in this dp.
#include <boost/test/unit_test.hpp>
#include <cstring>

#include "../cli/dp_process.hpp"
#include "plugin/describe.hpp"
#include "plugin/instance.hpp"
#include "plugin/library.hpp"
#include "why.hpp"

namespace kept {

using dp::plugin::Instance;
using dp::plugin::Library;

namespace {

const std::string kKept = DP_TEST_ABI_2_0 "/kept.so";

struct Fixture {
  dp::test::Outcome run(const std::string& sections) {
    folder.write("fruit", "apples 3\npears 4\n\nplums\ngrapes 700\n");
    folder.write("run.yaml", "dp: 1\ninput: fruit\n" + sections);
    return dp::test::dp(folder, {"run", "run.yaml", "--plugin-path", DP_TEST_ABI_2_0});
  }
  dp::test::TemporaryFolder folder;
};

}  // namespace
}  // namespace kept

BOOST_FIXTURE_TEST_SUITE(kept, Fixture)

BOOST_AUTO_TEST_CASE(its_tasks_are_described) {
  const auto library = Library::load(kKept);
  BOOST_REQUIRE_MESSAGE(library, dp::test::why(library));
  BOOST_TEST(library->info().abi_major == 2U);
  BOOST_TEST(library->info().abi_minor == 0U);
  const auto plugin = dp::plugin::describe(*library, kKept);
  std::string tasks;
  for (const auto& task : plugin.tasks)
    tasks += std::string(dp::data::role_name(task.role)) + " " + task.name + "\n";
  BOOST_TEST(tasks ==
             "reader kept\nstep kept.twice\nreducer kept.sum\nwriter kept\n"
             "function kept_initial\n");
  BOOST_TEST(plugin.tasks[0].options.at(0).name == "separator");
  BOOST_TEST(plugin.tasks[3].extensions.at(0) == "kept");
  BOOST_TEST(plugin.tasks[4].parameters.at(0).name == "text");
}

BOOST_AUTO_TEST_CASE(its_tasks_run_in_a_pipeline) {
  const auto outcome =
      run("map: [{use: kept}, {use: kept.twice}]\n"
          "reduce: {all: {use: kept.sum, to: sum.csv}}\n"
          "output: [out.kept, out.csv]\nerrors: {rejects: rejects.ndjson}\n");
  BOOST_TEST(outcome.exit_code == 3, outcome.err);
  BOOST_TEST(folder.read("out.csv") ==
             "name,number,source\napples,6,fruit\npears,8,fruit\ngrapes,1400,fruit\n");
  BOOST_TEST(folder.read("out.kept") == "begin\n<apples>\n<pears>\n<grapes>\nend\n");
  BOOST_TEST(folder.read("sum.csv") == "sum\n14\n");
  const auto rejects = folder.read("rejects.ndjson");
  BOOST_TEST(rejects.find("\"line\":4,") != std::string::npos, rejects);
  BOOST_TEST(rejects.find("expected a name and a number") != std::string::npos, rejects);
  // Rejected by the reducer, with the place of the record that the step's was made from.
  BOOST_TEST(rejects.find("\"line\":5,") != std::string::npos, rejects);
  BOOST_TEST(rejects.find("above 1000") != std::string::npos, rejects);
}

BOOST_AUTO_TEST_CASE(its_options_are_checked) {
  const auto outcome = run("map: [{use: kept, with: {separatr: x}}]\noutput: out.csv\n");
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.err.find("separator") != std::string::npos, outcome.err);
}

BOOST_AUTO_TEST_CASE(it_is_given_no_decimals) {
  const auto outcome =
      run("map: [{use: kept}, {derive: {price: decimal(number)}}, {use: kept.twice}]\n"
          "output: out.csv\n");
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(
      outcome.err.find("kept.twice: column 'price' is decimal, which its plugin does not "
                       "know: it was built for plugin ABI 2.0 (cast the column to float "
                       "before, or build the plugin anew)") != std::string::npos,
      outcome.err);
}

// What a host of 2.1 would hand over: structs with more at their end.
BOOST_AUTO_TEST_CASE(it_takes_structs_of_a_later_minor_version) {
  struct LaterItem {
    dp_item known;
    std::uint64_t later = ~0ull;
  };
  struct LaterInput {
    dp_input known{};
    std::uint64_t later = ~0ull;
  };
  struct LaterOut {
    dp_out known{};
    void* later = nullptr;
  };
  const auto library = Library::load(kKept);
  BOOST_REQUIRE(library);
  const auto* table = library->find(DP_READER, "kept");
  BOOST_REQUIRE(table != nullptr);
  auto options = dp::data::Value::map();
  options.add("separator", dp::data::Value::of(" "));
  auto opened = Instance::open(*table, {&options, nullptr, {}, 0});
  BOOST_REQUIRE(opened);
  dp::plugin::ReaderInstance reader(std::move(*opened));

  std::string text = "one 1\ntwo 2\n";
  const auto size = text.size();
  text.append(DP_PADDING, '9');
  const LaterItem item{{sizeof(LaterItem), 0, {"x", 1}, size, {}}};
  LaterInput input;
  input.known.struct_size = sizeof input;
  input.known.item = &item.known;
  input.known.data = {text.data(), size};
  input.known.first = input.known.last = 1;
  std::int64_t rows = 0;
  LaterOut out;
  out.known.struct_size = sizeof out;
  out.known.host = &rows;
  out.known.emit = [](void* host, const dp_batch* batch) {
    *static_cast<std::int64_t*>(host) += batch->array->length;
    return std::int32_t{0};
  };
  dp_read done{};
  BOOST_REQUIRE(reader.read(input.known, out.known, done));
  BOOST_TEST(rows == 2);
  BOOST_TEST(done.lines == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
