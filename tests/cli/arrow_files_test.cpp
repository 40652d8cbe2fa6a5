// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "dp_process.hpp"

BOOST_AUTO_TEST_SUITE(arrow_files)

namespace {

using dp::test::TemporaryFolder;

dp::test::Outcome run(const TemporaryFolder& folder, const std::string& text,
                      const std::vector<std::string>& more = {}) {
  folder.write("run.yaml", "dp: 1\n" + text);
  std::vector<std::string> words{"run", "run.yaml", "-q"};
  words.insert(words.end(), more.begin(), more.end());
  return dp::test::dp(folder, words);
}

const std::string kRange =
    "map: [{derive: {half: index / 2, text: \"concat('number ', string(index))\", "
    "price: decimal(index) / 8, even: index % 2 == 0}}]\n";

}  // namespace

BOOST_AUTO_TEST_CASE(the_bytes_are_the_same_for_any_workers_and_chunksize) {
  const TemporaryFolder folder;
  const auto bytes = [&](const char* workers, const char* chunksize) {
    const auto outcome =
        run(folder, "input: {range: 70000}\n" + kRange + "output: [out.arrow, out.arrows]\n",
            {"-j", workers, "--chunksize", chunksize});
    BOOST_TEST(outcome.exit_code == 0, outcome.err);
    return folder.read("out.arrow") + folder.read("out.arrows");
  };
  const auto expected = bytes("1", "auto");
  BOOST_TEST(expected.size() > 5'000'000U);
  for (const char* workers : {"1", "3"})
    for (const char* chunksize : {"777", "50000"})
      BOOST_TEST((bytes(workers, chunksize) == expected), workers << " " << chunksize);
}

BOOST_AUTO_TEST_CASE(what_is_written_is_found_and_read_back) {
  const TemporaryFolder folder;
  auto outcome = run(folder, "input: {range: 70000}\n" + kRange +
                                 "output: [out.csv, out.arrow, out.arrows, out.feather.zst]\n");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  for (const std::string name : {"out.arrow", "out.arrows", "out.feather.zst"}) {
    outcome = run(folder, "input: " + name +
                              "\nmap: [{use: arrow}]\n"
                              "output: back.csv\n");
    BOOST_TEST(outcome.exit_code == 0, outcome.err);
    const auto back = folder.read("back.csv");
    BOOST_TEST(std::count(back.begin(), back.end(), '\n') == 70'001);
    BOOST_TEST(back.ends_with("\n69999,34999.5,number 69999,8749.875,false\n"));
    outcome = dp::test::dp(folder, {"sniff", name});
    BOOST_TEST(outcome.exit_code == 0, outcome.err);
    BOOST_TEST(outcome.out.find("use: arrow") != std::string::npos, outcome.out);
  }
}

BOOST_AUTO_TEST_CASE(several_results_are_several_files) {
  const TemporaryFolder folder;
  const auto outcome = run(folder,
                           "input: {range: 10}\nmap: [{where: index > 0}]\nreduce:\n"
                           "  a: {with: {take: {n: count}}, to: out.arrow}\n"
                           "  b: {with: {take: {n: count}}, to: out.arrow}\n");
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.err.find("out.arrow") != std::string::npos, outcome.err);
}

BOOST_AUTO_TEST_CASE(a_damaged_file_is_one_reject) {
  const TemporaryFolder folder;
  BOOST_TEST(run(folder, "input: {range: 10}\nmap: [{where: index >= 0}]\noutput: good.arrow\n")
                 .exit_code == 0);
  const auto bytes = folder.read("good.arrow");
  folder.write("bad.arrow", bytes.substr(0, bytes.size() - 9));
  const auto outcome =
      run(folder, "input: [good.arrow, bad.arrow]\nmap: [{use: arrow}]\noutput: back.csv\n");
  BOOST_TEST(outcome.exit_code == 3, outcome.err);
  BOOST_TEST(folder.read("back.csv") == "index\n0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n");
}

BOOST_AUTO_TEST_SUITE_END()
