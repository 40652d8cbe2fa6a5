// SPDX-License-Identifier: Apache-2.0
// The pipelines of pipelines/, on the sample data that they are shown with.
#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "dp_process.hpp"
#include "sample_orders.hpp"
#include "sample_weblog.hpp"

namespace examples {
namespace {

namespace data = boost::unit_test::data;
using dp::samples::Orders;
using dp::test::TemporaryFolder;

constexpr int kOrders = 3000;
constexpr int kRegions = 2;

struct Fixture {
  template <class Samples>
  void make(const std::string& name, Samples samples) const {
    std::string text;
    while (samples.append(text, std::string::npos)) {
    }
    folder.write(name, text);
  }
  void make_orders(const char* suffix, Orders::Format format) const {
    for (std::uint32_t region = 0; region < kRegions; ++region)
      make("orders-" + std::to_string(region) + "." + suffix,
           Orders(1, region, format, kOrders));
  }
  [[nodiscard]] dp::test::Outcome run(const std::string& name, const std::string& set,
                                      const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words{"run", DP_PIPELINES "/" + name, "--set",
                                   set,   "--plugin-path",         DP_TEST_PLUGINS};
    words.insert(words.end(), more.begin(), more.end());
    return dp::test::dp(folder, words);
  }
  [[nodiscard]] long lines(const std::string& name) const {
    const auto text = folder.read(name);
    return std::count(text.begin(), text.end(), '\n');
  }
  TemporaryFolder folder;
};

}  // namespace
}  // namespace examples

BOOST_FIXTURE_TEST_SUITE(examples, Fixture)

BOOST_AUTO_TEST_CASE(web_stats_tell_pages_and_hours_of_separate_logs) {
  for (std::uint32_t day = 0; day < 2; ++day)
    make("access-" + std::to_string(day) + ".log", dp::samples::WeblogDay(1, day, 1'000'000));
  const auto outcome = run("web-stats.yaml", "logs=access-*.log");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(lines("out/pages.csv") == 11);
  BOOST_TEST(lines("out/hours.csv") == 49);
  BOOST_TEST(lines("out/rejects.ndjson") > 0);
}

BOOST_AUTO_TEST_CASE(orders_give_the_same_figures_from_each_format) {
  make_orders("csv", Orders::Format::csv);
  make_orders("json", Orders::Format::json);
  make_orders("xml", Orders::Format::xml);
  for (const std::string format : {"csv", "json", "xml"}) {
    const auto outcome = run("orders-" + format + ".yaml", "orders=orders-*." + format);
    BOOST_TEST(outcome.exit_code == 0, outcome.err);
    BOOST_TEST(lines("out/rejects-from-" + format + ".ndjson") ==
               kRegions * kOrders / static_cast<int>(Orders::kOrdersPerBad));
    BOOST_TEST(lines("out/countries-from-" + format + ".csv") == 9);
    for (const std::string what : {"countries", "months"})
      BOOST_TEST(folder.read("out/" + what + "-from-" + format + ".csv") ==
                 folder.read("out/" + what + "-from-csv.csv"));
  }
}

BOOST_DATA_TEST_CASE_F(Fixture, orders_give_the_same_figures_however_they_are_cut,
                       data::make({"csv", "json", "xml"}), format) {
  const std::string name(format);
  make_orders(format, name == "csv"    ? Orders::Format::csv
                      : name == "json" ? Orders::Format::json
                                       : Orders::Format::xml);
  std::string expected;
  for (const char* chunksize : {"auto", "3KB", "100KB", "1"}) {
    const auto outcome = run("orders-" + name + ".yaml", "orders=orders-*." + name,
                             {"-j", "3", "--chunksize", chunksize, "-q"});
    BOOST_TEST(outcome.exit_code == 0, outcome.err);
    const auto got = folder.read("out/countries-from-" + name + ".csv") +
                     folder.read("out/rejects-from-" + name + ".ndjson");
    if (expected.empty()) expected = got;
    BOOST_TEST((got == expected), chunksize);
  }
}

BOOST_AUTO_TEST_SUITE_END()
