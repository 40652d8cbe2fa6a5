// SPDX-License-Identifier: Apache-2.0
#include "plugins/truths.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <filesystem>
#include <map>
#include <regex>
#include <set>

#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(weblog_truths)

// Real logs, against what other tools say of them. The logs are not part of the repository:
// they are looked for beside it, and without them these cases say that they were skipped.

namespace {
namespace fs = std::filesystem;
using dp::test::Task;
using Counts = std::map<std::string, std::int64_t>;

const fs::path& kData = dp::test::kRealData;

/// Lines that match the tools' patterns and that dp rejects, if any.
struct Rejected {
  std::int64_t lines = 0;       ///< whatever the format is
  std::int64_t auto_lines = 0;  ///< only where it is inferred
};
const std::map<std::string, Rejected> kRejected = {
    // Line 8899 is a combined line that is cut short.
    {"weblog/apache_combined_10k.log", {0, 1}},
    // The long line is many lines that are glued.
    {"weblog/derived/apache_100_one_line_over_1MiB.log.gz", {1, 0}}};

/// The bytes of a file, unpacked if its name ends in .gz (what there is of it, if it is cut
/// short).
std::string contents(const fs::path& path) {
  const auto command =
      (path.extension() == ".gz" ? "gzip -dc '" : "cat '") + path.string() + "' 2>/dev/null";
  std::string bytes;
  char block[65536];
  FILE* pipe = popen(command.c_str(), "r");
  BOOST_REQUIRE(pipe != nullptr);
  for (std::size_t n = 0; (n = fread(block, 1, sizeof block, pipe)) > 0;)
    bytes.append(block, n);
  pclose(pipe);
  return bytes;
}

Task read_log(const std::string& bytes, const char* format) {
  auto options = dp::data::Value::map();
  options.add("format", dp::data::Value::of(std::string(format)));
  options.add("max_line", dp::data::Value::of(std::int64_t{4 << 20}));
  auto task = Task::open("weblog", "weblog", options).value();
  BOOST_REQUIRE(task.read(bytes));
  return task;
}

Counts histogram(const dp::test::Row& cells) {
  Counts counts;
  for (const auto& cell : cells) ++counts[cell];
  return counts;
}

Counts counts_of(simdjson::dom::element object) {
  Counts counts;
  for (const auto [key, value] : object.get_object()) counts[std::string(key)] = value;
  return counts;
}

/// Methods and targets of the requests that are two words and maybe a protocol of digits: what
/// the truths count; the reader's own columns are more lenient.
struct Strict {
  Counts methods;
  std::set<std::string> targets, paths;
  std::int64_t others = 0;
};
Strict strict_requests(const Task& task) {
  static const std::regex kForm(R"(([^\s]+) ([^\s]+)( HTTP/[0-9](\.[0-9])?)?)");
  Strict strict;
  const auto requests = task.column("request");
  const auto methods = task.column("method");
  const auto targets = task.column("target");
  const auto paths = task.column("path");
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (!std::regex_match(requests[i], kForm)) {
      ++strict.others;
      continue;
    }
    ++strict.methods[methods[i]];
    strict.targets.insert(targets[i]);
    strict.paths.insert(paths[i]);
  }
  return strict;
}

void check_records(const Task& task, simdjson::dom::element truth) {
  const auto number = [&](const char* key) { return std::int64_t{truth[key]}; };
  BOOST_TEST((histogram(task.column("status")) == counts_of(truth["status"])));
  BOOST_TEST(std::ssize(histogram(task.column("host"))) == number("unique_hosts"));
  std::int64_t bytes = 0, dashes = 0, ipv6 = 0;
  for (const auto& cell : task.column("bytes"))
    cell == dp::test::kNull ? void(++dashes) : void(bytes += std::stoll(cell));
  for (const auto& host : task.column("host")) ipv6 += host.find(':') != std::string::npos;
  BOOST_TEST(bytes == number("bytes_sum"));
  BOOST_TEST(dashes == number("size_dash"));
  BOOST_TEST(ipv6 == number("ipv6_hosts"));
  std::set<std::int64_t> hours;
  for (const auto& cell : task.column("local_time"))
    hours.insert(std::stoll(cell) / 3600000000);
  BOOST_TEST(std::ssize(hours) == number("hours"));
  const auto hosts = histogram(task.column("host"));
  for (const auto pair : truth["top_hosts"].get_array())
    BOOST_TEST(hosts.at(std::string(std::string_view{pair.at(0)})) == std::int64_t{pair.at(1)});
  const auto strict = strict_requests(task);
  BOOST_TEST(strict.others == number("request_not_method_target"));
  BOOST_TEST((strict.methods == counts_of(truth["methods"])));
  BOOST_TEST(std::ssize(strict.targets) == number("unique_targets"));
  BOOST_TEST(std::ssize(strict.paths) == number("unique_paths_without_query"));
}

void check_agents(const Task& task, simdjson::dom::element truth) {
  auto agents = histogram(task.column("agent"));
  agents.erase(dp::test::kNull);
  if (std::int64_t expected = 0; truth["unique_agents"].get(expected) == simdjson::SUCCESS)
    BOOST_TEST(std::ssize(agents) == expected);
  simdjson::dom::array top;
  if (truth["top_agents"].get(top) != simdjson::SUCCESS) return;
  for (const auto pair : top)
    BOOST_TEST(agents.at(std::string(std::string_view{pair.at(0)})) ==
               std::int64_t{pair.at(1)});
}

void check_file(const std::string& name, simdjson::dom::element truth) {
  BOOST_TEST_CONTEXT(name) {
    const auto bytes = contents(kData / name);
    const auto number = [&](const char* key) { return std::int64_t{truth[key]}; };
    const std::int64_t last = bool{truth["unterminated_last_line"]} ? 1 : 0;
    for (const auto* format : {"auto", "common", "combined"}) {
      const bool combined = std::string_view(format) == "combined";
      const auto task = read_log(bytes, format);
      const bool inferred = std::string_view(format) == "auto";
      const auto matching = number(combined ? "match_combined" : "match_common");
      const auto known = kRejected.find(name);
      const auto [lost, lost_by_auto] = known == kRejected.end() ? Rejected() : known->second;
      const auto expected = matching - lost - (inferred ? lost_by_auto : 0);
      BOOST_TEST(std::ssize(task.rows()) == expected);
      BOOST_TEST(task.lines() == static_cast<std::uint64_t>(number("newlines") + last));
      BOOST_TEST(task.blank() == static_cast<std::uint64_t>(number("empty_lines")));
      BOOST_TEST(task.rows().size() + task.rejects().size() + task.blank() == task.lines());
      if (!combined && expected == matching && expected != 0) check_records(task, truth);
      if (inferred && lost == 0 && expected != 0) {
        check_agents(task, truth);
        const auto nulls = histogram(task.column("agent"))[dp::test::kNull];
        BOOST_TEST(expected - nulls == number("match_combined"));
      }
    }
  }
}
}  // namespace

BOOST_AUTO_TEST_CASE(real_logs_give_the_counts_that_other_tools_give) {
  dp::test::for_each_truth("weblog/", 20, [](const std::string& name, auto facts) {
    check_file(name, facts);
    return true;
  });
}

BOOST_AUTO_TEST_SUITE_END()
