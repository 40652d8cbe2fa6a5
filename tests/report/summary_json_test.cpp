// SPDX-License-Identifier: Apache-2.0
#include "report/summary_json.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>

BOOST_AUTO_TEST_SUITE(summary_json)

using namespace std::chrono_literals;
using dp::run::Summary;

BOOST_AUTO_TEST_CASE(a_run_is_one_object_with_its_totals_and_outputs) {
  Summary made;
  made.progress.bytes.planned = 1000;
  made.progress.items.planned = 3;
  made.progress.items_failed = 1;
  made.progress.counts.lines = 12;
  made.progress.counts.blank = 2;
  made.progress.counts.records = 9;
  made.progress.counts.mapped = 4;
  made.progress.counts.rejects = 1;
  made.progress.restarts = 5;
  made.progress.workers = 2;
  made.progress.elapsed = 3ms;
  made.has_lines = true;
  made.rejects = {{"a\"b", 7, 60, "no time", "peak memory 5.0 MB"}, {"c", 0, 0, "gone", {}}};
  made.written = {{"out.csv", 30, 4, true}, {"-", 10, 1, false}};
  made.notes = {"a note"};
  BOOST_TEST(
      dp::report::summary_json("web", made, {"done", 3, ""}, "bad.ndjson") ==
      "{\"summary\":{\"name\":\"web\",\"outcome\":\"done\",\"exit_code\":3,"
      "\"elapsed_us\":3000,\"items\":3,\"items_failed\":1,\"bytes\":1000,\"lines\":12,"
      "\"blank\":2,\"records\":9,\"records_mapped\":4,\"rejects\":2,\"restarts\":5,"
      "\"workers\":2,\"rejects_file\":\"bad.ndjson\",\"first_rejects\":["
      "{\"file\":\"a\\\"b\",\"line\":7,\"offset\":60,\"reason\":\"no time\","
      "\"detail\":\"peak memory 5.0 MB\"},{\"file\":\"c\",\"offset\":0,"
      "\"reason\":\"gone\"}],\"outputs\":[{\"path\":\"out.csv\",\"rows\":4,\"bytes\":30},"
      "{\"path\":\"-\",\"rows\":1,\"bytes\":10}],\"notes\":[\"a note\"]}}");
}

BOOST_AUTO_TEST_CASE(a_run_that_failed_tells_why) {
  const auto text = dp::report::summary_json("w", {}, {"failed", 1, "no\nroom"}, "");
  BOOST_TEST(
      text.starts_with("{\"summary\":{\"name\":\"w\",\"outcome\":\"failed\",\"exit_code\":1,"
                       "\"error\":\"no\\nroom\",\"elapsed_us\":0,"),
      text);
  BOOST_TEST(text.find('\n') == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
