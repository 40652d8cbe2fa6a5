// SPDX-License-Identifier: Apache-2.0
// Real logs against what independent tools counted in them.
#include <simdjson.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>

#include "dp_process.hpp"

BOOST_AUTO_TEST_SUITE(truths)

namespace {

using dp::test::TemporaryFolder;

const std::string kWeblogs = DP_SHARED_DATA "/weblog/";

bool is_absent() {
  if (std::filesystem::exists(kWeblogs)) return false;
  BOOST_TEST_MESSAGE("skipped: " << kWeblogs << " is not here");
  return true;
}

simdjson::dom::element parse(simdjson::dom::parser& parser, const std::string& text) {
  return parser.parse(text).value();
}

std::string run(const TemporaryFolder& folder, const std::string& file,
                const std::string& chunksize) {
  folder.write(
      "run.yaml",
      "dp: 1\ninput: \"" + kWeblogs + file +
          "\"\nmap: [{use: weblog, with: {format: common}}]\nreduce:\n"
          "  all:\n    with: {take: {lines: count, bytes: sum(bytes), "
          "sizeless: count_values(bytes), hosts: distinct(host)}}\n"
          "    to: &to {use: json, with: {path: -, shape: {all: merge, status: map}}}\n"
          "  status: {with: {by: status, take: {n: count}}, to: *to}\n");
  const auto outcome =
      dp::test::dp(folder, {"run", "run.yaml", "-q", "--chunksize", chunksize});
  BOOST_TEST((outcome.exit_code == 0 || outcome.exit_code == 3), outcome.err);
  return outcome.out;
}

void check(const std::string& file, std::uint64_t lines, std::uint64_t hosts,
           std::uint64_t bytes, const std::map<std::string, std::uint64_t>& status) {
  const TemporaryFolder folder;
  std::string first;
  for (const char* chunksize : {"auto", "1000B", "64KB", "1"}) {
    const auto text = run(folder, file, chunksize);
    if (first.empty()) first = text;
    BOOST_TEST((text == first), file << " with chunksize " << chunksize);
  }
  simdjson::dom::parser parser;
  const auto found = parse(parser, first);
  BOOST_TEST(found["lines"].get_uint64().value() == lines);
  BOOST_TEST(found["hosts"].get_uint64().value() == hosts);
  BOOST_TEST(found["bytes"].get_uint64().value() == bytes);
  for (const auto& [code, count] : status)
    BOOST_TEST(found["status"][code].get_uint64().value() == count, file << " " << code);
  BOOST_TEST(found["status"].get_object().value().size() == status.size());
}

}  // namespace

// The figures are awk's and Python's: see README.md beside the data.
BOOST_AUTO_TEST_CASE(a_combined_log_gives_the_figures_that_awk_counted) {
  if (is_absent()) return;
  check("apache_combined_10k.log", 10'000, 1753, 2'747'282'740,
        {{"200", 9126},
         {"304", 445},
         {"404", 213},
         {"301", 164},
         {"206", 45},
         {"500", 3},
         {"416", 2},
         {"403", 2}});
}

BOOST_AUTO_TEST_CASE(a_combined_line_that_is_cut_short_is_no_common_line) {
  if (is_absent()) return;
  const TemporaryFolder folder;
  folder.write("run.yaml", "dp: 1\ninput: \"" + kWeblogs +
                               "apache_combined_10k.log\"\nmap: [{use: weblog}]\n"
                               "output: out.csv\nerrors: {rejects: rejects.ndjson}\n");
  BOOST_TEST(dp::test::dp(folder, {"run", "run.yaml", "-q"}).exit_code == 3);
  const auto rejects = folder.read("rejects.ndjson");
  BOOST_TEST(std::ranges::count(rejects, '\n') == 1);
  BOOST_TEST(rejects.find("\"line\":8899,") != std::string::npos, rejects);
}

BOOST_AUTO_TEST_CASE(a_common_log_gives_the_figures_that_awk_counted) {
  if (is_absent()) return;
  check("nasa_jul95_common_13k.log", 13'376, 1245, 318'622'211,
        {{"200", 12'017}, {"304", 762}, {"302", 516}, {"404", 81}});
}

BOOST_AUTO_TEST_SUITE_END()
