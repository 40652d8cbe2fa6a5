// SPDX-License-Identifier: Apache-2.0
// XML cut into slices.
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <random>

#include "dp_process.hpp"

namespace xml_records {
namespace {

using dp::test::TemporaryFolder;

/// Records that hold, and stand between, what looks like other records.
std::string document(unsigned seed, int count) {
  std::mt19937 random(seed);
  std::string text = "<?xml version=\"1.0\"?>\n<list>\n";
  for (int i = 0; i < count; ++i) {
    text += "<item id=\"" + std::to_string(i) + "\"><name>name" +
            std::to_string(random() % 17) + "</name>";
    switch (random() % 6) {
      case 0:
        text += "<note><![CDATA[</item><item id=\"1\">]]></note>";
        break;
      case 1:
        text += "<!-- <item id=\"7\"> --><note>" + std::string(random() % 300, 'x') + "</note>";
        break;
      case 2:
        text += "<item id=\"0\"><name>inner</name></item>";
        break;
      case 3:
        text += "<note a='/>'>&lt;&#65;\r\n</note>";
        break;
      default:
        break;
    }
    text += i % 7 == 0 ? "</item><!-- <item> -->" : "</item>\n";
    if (i % 50 == 0) text += "<other><item_count>5</item_count></other>\n";
  }
  return text + "</list>\n";
}

std::string pipeline_of(const std::string& record) {
  return "dp: 1\ninput: \"*.xml\"\nmap: [{use: xml, with: {record: \"" + record +
         "\", columns: {id: \"@id\", name: name, note: note, a: \"note/@a\"}, types: {id: "
         "int}}}]\n"
         "output: out.ndjson\n"
         "reduce: {names: {with: {by: name, take: {n: count, ids: sum(id)}}, to: names.json}}\n"
         "errors: {rejects: rejects.ndjson}\n";
}

struct Fixture {
  [[nodiscard]] std::string results() const {
    return folder.read("out.ndjson") + folder.read("names.json") +
           folder.read("rejects.ndjson");
  }
  [[nodiscard]] std::string run(const std::vector<std::string>& more, int expected = 0) const {
    std::vector<std::string> words{"run", "run.yaml", "-q"};
    words.insert(words.end(), more.begin(), more.end());
    const auto outcome = dp::test::dp(folder, words);
    BOOST_TEST(outcome.exit_code == expected, outcome.err);
    return results();
  }
  TemporaryFolder folder;
};

}  // namespace
}  // namespace xml_records

BOOST_FIXTURE_TEST_SUITE(xml_records, Fixture)

BOOST_AUTO_TEST_CASE(the_same_bytes_come_out_wherever_an_item_is_cut) {
  folder.write("a.xml", document(1, 1500));
  folder.write("b.xml", document(2, 10));
  folder.write("c.xml", "<list/>");
  for (const char* record : {"item", "/list/item"}) {
    folder.write("run.yaml", pipeline_of(record));
    const auto expected = run({"-j", "1", "--chunksize", "1"});
    BOOST_TEST(expected.size() > 50'000U);
    for (const char* workers : {"1", "3"})
      for (const char* chunksize : {"64B", "1000B", "20KB", "auto"})
        BOOST_TEST((run({"-j", workers, "--chunksize", chunksize}) == expected),
                   record << ", " << workers << " workers, chunksize " << chunksize);
  }
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_set_aside_wherever_an_item_is_cut) {
  auto text = document(3, 300);
  text.insert(text.find("<item id=\"100\">"), "<item id=\"x\"/><item><b></item>&nope;");
  text.insert(text.find("<item id=\"200\">"), "<item id=\"-1\"><name>open</name>");
  folder.write("a.xml", text + "more");
  folder.write("run.yaml", pipeline_of("/list/item"));
  const auto expected = run({"-j", "1", "--chunksize", "1"}, 3);
  const auto rejects = folder.read("rejects.ndjson");
  BOOST_TEST(std::count(rejects.begin(), rejects.end(), '\n') == 5, rejects);
  for (const char* chunksize : {"64B", "100B", "3000B", "auto"})
    BOOST_TEST((run({"-j", "3", "--chunksize", chunksize}, 3) == expected), chunksize);
}

BOOST_AUTO_TEST_CASE(names_that_differ_in_their_prefixes_are_columns_wherever_an_item_is_cut) {
  std::string text = "<rss xmlns:media='m' xmlns:itunes='i'><channel><title>Feed</title>\n";
  std::string expected;
  for (int i = 0; i < 3000; ++i) {
    const auto n = std::to_string(i);
    // The last of them are far after the bytes that columns are inferred from.
    const bool has_media = i > 2900, has_itunes = i % 3 == 0;
    text += "<item>" + (has_itunes ? "<itunes:title>i" + n + "</itunes:title>" : "") +
            "<title>t" + n + "</title>" +
            (has_media ? "<media:title>m" + n + "</media:title>" : "") + "</item>\n";
    expected += "{\"itunes:title\":" + (has_itunes ? "\"i" + n + "\"" : "null") +
                ",\"title\":\"t" + n +
                "\",\"media:title\":" + (has_media ? "\"m" + n + "\"" : "null") + "}\n";
  }
  folder.write("a.xml", text + "</channel></rss>\n");
  folder.write("run.yaml",
               "dp: 1\ninput: a.xml\nmap: [{use: xml, with: {record: item}}]\n"
               "output: out.ndjson\n");
  for (const char* chunksize : {"1000B", "20KB", "auto"})
    BOOST_TEST((run({"-j", "3", "--chunksize", chunksize}) == expected), chunksize);
}

BOOST_AUTO_TEST_CASE(what_a_document_type_declares_is_known_wherever_an_item_is_cut) {
  std::string text =
      "<!DOCTYPE list [<!ENTITY co 'A &#38;amp; B'><!ENTITY note '<note>&co;</note>'>"
      "<!ATTLIST item kind CDATA 'new'>]>\n<list>\n";
  std::string expected;
  for (int i = 0; i < 3000; ++i) {
    const auto n = std::to_string(i);
    const bool has_kind = i % 3 == 0, has_note = i % 5 == 0;
    text += "<item" + std::string(has_kind ? " kind='old'" : "") + "><n>" + n + "</n>" +
            (has_note ? "&note;" : "<note>&lt;</note>") + "</item>\n";
    expected += "{\"kind\":\"" + std::string(has_kind ? "old" : "new") + "\",\"n\":" + n +
                ",\"note\":\"" + (has_note ? "A & B" : "<") + "\"}\n";
  }
  folder.write("a.xml", text + "</list>\n");
  folder.write("run.yaml",
               "dp: 1\ninput: a.xml\nmap: [{use: xml, with: {record: item}}]\n"
               "output: out.ndjson\n");
  for (const char* workers : {"1", "3"})
    for (const char* chunksize : {"100B", "3000B", "auto"})
      BOOST_TEST((run({"-j", workers, "--chunksize", chunksize}) == expected),
                 workers << " workers, chunksize " << chunksize);
}

BOOST_AUTO_TEST_CASE(fragments_are_read_whole_wherever_they_are_cut) {
  std::string text, expected;
  for (int i = 0; i < 3000; ++i) {
    const auto n = std::to_string(i);
    text += (i % 5 == 0 ? "<?xml version=\"1.0\"?>\n" : "") + ("<event><n>" + n) +
            (i % 2 == 0 ? "</n></event>\n" : "</n><!-- <event> --></event>");
    expected += "{\"n\":" + n + "}\n";
  }
  folder.write("a.xml", text);
  for (const char* record : {"event", "/event"}) {
    folder.write("run.yaml",
                 std::string("dp: 1\ninput: a.xml\nmap: [{use: xml, with: {record: ") + record +
                     "}}]\noutput: out.ndjson\n");
    for (const char* chunksize : {"100B", "3000B", "auto"})
      BOOST_TEST((run({"-j", "3", "--chunksize", chunksize}) == expected),
                 record << ", chunksize " << chunksize);
  }
}

BOOST_AUTO_TEST_CASE(rows_have_what_they_are_in_wherever_an_item_is_cut) {
  std::string expected;
  for (const char* name : {"a", "b"}) {
    std::string text = "<shop name='" + std::string(name) + "'>\n<day>2026-11-27</day>\n";
    for (int i = 0; i < 1500; ++i) {
      const auto id = std::to_string(i);
      text += "<order id=\"" + id + "\"><lines>";
      for (int k = 0; k < i % 4; ++k) {
        text += "<line n='" + std::to_string(k) + "'/>" + (k == 1 ? "<!-- <order> -->" : "\n");
        expected += "{\"shop\":\"" + std::string(name) +
                    "\",\"day\":\"2026-11-27\",\"id\":" + id + ",\"n\":" + std::to_string(k) +
                    "}\n";
      }
      text += "</lines></order>\n";
    }
    folder.write(std::string(name) + ".xml", text + "</shop>\n");
  }
  for (const char* record : {"order/lines/line", "/shop/order/lines/line"}) {
    folder.write("run.yaml",
                 std::string("dp: 1\ninput: \"*.xml\"\nmap: [{use: xml, with: {record: ") +
                     record +
                     ", columns: {shop: \"/shop/@name\", day: /shop/day, id: \"../../@id\", n: "
                     "\"@n\"}}}]\noutput: out.ndjson\n");
    for (const char* workers : {"1", "3"})
      for (const char* chunksize : {"64B", "1000B", "20KB", "auto"})
        BOOST_TEST((run({"-j", workers, "--chunksize", chunksize}) == expected),
                   record << ", " << workers << " workers, chunksize " << chunksize);
  }
}

BOOST_AUTO_TEST_CASE(exploded_rows_are_the_same_wherever_an_item_is_cut) {
  std::string text = "<list>\n", expected;
  for (int i = 0; i < 3000; ++i) {
    const auto id = std::to_string(i);
    text += "<item id='" + id + "'>";
    for (int k = 0; k < i % 3; ++k) text += "<tag>t" + std::to_string(k) + "</tag>";
    // Far after the bytes that columns are inferred from.
    text += i == 2999 ? "<note>late</note></item>\n" : "</item>\n";
    for (int k = 0; k < std::max(1, i % 3); ++k)
      expected += "{\"id\":" + id +
                  ",\"tag\":" + (i % 3 == 0 ? "null" : "\"t" + std::to_string(k) + "\"") +
                  ",\"note\":" + (i == 2999 ? "\"late\"" : "null") + "}\n";
  }
  folder.write("a.xml", text + "</list>\n");
  folder.write("run.yaml",
               "dp: 1\ninput: a.xml\nmap: [{use: xml, with: {record: item, explode: tag}}]\n"
               "output: out.ndjson\n");
  for (const char* workers : {"1", "3"})
    for (const char* chunksize : {"1000B", "20KB", "auto"})
      BOOST_TEST((run({"-j", workers, "--chunksize", chunksize}) == expected),
                 workers << " workers, chunksize " << chunksize);
}

BOOST_AUTO_TEST_CASE(what_is_misspelt_is_told_with_what_there_is) {
  folder.write("a.xml", "<feed><title>T</title><entry><title>x</title></entry></feed>");
  const auto told = [&](const std::string& with, int expected) {
    folder.write("run.yaml", "dp: 1\ninput: a.xml\nmap:\n  - use: xml\n    with: {" + with +
                                 "}\noutput: out.ndjson\n");
    const auto outcome = dp::test::dp(folder, {"validate", "run.yaml"});
    BOOST_TEST(outcome.exit_code == expected, outcome.err);
    return outcome.err + outcome.out;
  };
  BOOST_TEST(
      told("record: entri", 2)
          .find(
              "run.yaml:5:20: error: xml: no such record with columns in the first 60 bytes of "
              "the first input (got 'entri', expected one of /feed/entry, ") !=
      std::string::npos);
  BOOST_TEST(
      told("record: entry, columns: {t: titel}", 0)
              .find("run.yaml:5:40: warning: no record at the beginning of the input has "
                    "'titel' (there are title)") != std::string::npos,
      told("record: entry, columns: {t: titel}", 0));
}

BOOST_AUTO_TEST_CASE(the_same_bytes_come_out_while_workers_are_killed) {
  folder.write("a.xml", document(6, 2000));
  folder.write("run.yaml", pipeline_of("item"));
  const auto expected = run({"-j", "1", "--chunksize", "1"});
  dp::test::DpProcess process(folder,
                              {"run", "run.yaml", "-q", "-j", "3", "--chunksize", "500B"});
  for (std::size_t kills = 0; process.running() && kills < 30; ++kills) {
    ::usleep(4000);
    const auto workers = process.workers();
    if (!workers.empty()) ::kill(workers[kills % workers.size()], SIGKILL);
  }
  const auto outcome = process.wait();
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST((results() == expected));
}

BOOST_AUTO_TEST_CASE(what_is_long_between_records_gives_no_rows_wherever_it_is_cut) {
  std::string text = "<list><other>";
  while (text.size() < (std::size_t{20} << 20))
    text += "<part><item id=\"0\"/><note>some text that is no record's</note></part>\n";
  text += "</other>";
  for (int i = 1; i <= 1000; ++i) text += "<item id=\"" + std::to_string(i) + "\"/>\n";
  folder.write("a.xml", text + "</list>");
  folder.write("run.yaml", pipeline_of("/list/item"));
  const auto expected = run({"-j", "1"});
  const auto names = folder.read("names.json");
  BOOST_TEST(names.find("\"n\": 1000, \"ids\": 500500") != std::string::npos, names);
  for (const char* chunksize : {"300KB", "5MB"})
    BOOST_TEST((run({"-j", "3", "--chunksize", chunksize}) == expected), chunksize);
}

BOOST_AUTO_TEST_SUITE_END()
