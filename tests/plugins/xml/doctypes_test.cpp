// SPDX-License-Identifier: Apache-2.0
// What a document type declares, in the records of the document.

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "plugins/random.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(xml_doctypes)

namespace {
namespace data = boost::unit_test::data;
using dp::test::feed;
using dp::test::Given;
using dp::test::kNull;
using dp::test::open_xml;
using dp::test::Pairs;
using dp::test::read_whole;
using dp::test::read_xml;
using dp::test::Rows;
using dp::test::seen;
using dp::test::Task;
using dp::test::try_xml;
using dp::test::why;

const Pairs kColumns = {{"i", "@i"}, {"t", "."}, {"b", "b"}, {"c", "b/@c"}};
const Pairs kTexts = {{"i", "string"}, {"t", "string"}, {"b", "string"}, {"c", "string"}};

std::string with(const std::string& subset, const std::string& records) {
  return "<?xml version='1.0'?>\n<!DOCTYPE a [" + subset + "]>\n<a>" + records + "</a>\n";
}

Rows rows(const std::string& subset, const std::string& records) {
  const auto all = read_xml(with(subset, records), "r", kColumns, kTexts);
  BOOST_TEST(all.rejects.empty(), all);
  return all.rows;
}

std::string reason(const std::string& subset, const std::string& record,
                   const char* pattern = "/a/r") {
  const auto all =
      read_xml(with(subset, "<r>1</r>" + record + "<r>2</r>"), pattern, {{"t", "."}});
  BOOST_TEST(all.rows == Rows({{"1"}, {"2"}}));
  return all.rejects.empty() ? "" : all.rejects.front().reason;
}

/// However a text is cut, it gives what it gives in one piece.
void check_cuts(Task& task, const std::string& text) {
  if (!task.read(text, {.head = text})) return;
  const auto whole = read_whole(task, text);
  for (std::size_t size = 1; size <= text.size(); ++size) {
    BOOST_REQUIRE(feed(task, text, size) == text.size());
    BOOST_REQUIRE_EQUAL(seen(task), whole);
  }
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < text.size();) {
    starts.push_back(at);
    at = feed(task, text, text.size(), at, at + 1);
  }
  task.forget();
  for (const auto begin : starts)
    for (std::size_t stop = begin + 1; stop <= text.size(); ++stop) {
      BOOST_REQUIRE(feed(task, text, 64, 0, begin) == begin);
      const auto end = feed(task, text, 64, begin, stop);
      BOOST_REQUIRE(feed(task, text, 64, end) == text.size());
      BOOST_REQUIRE_EQUAL(seen(task), whole);
    }
}
}  // namespace

BOOST_AUTO_TEST_CASE(entities_stand_in_texts_and_values) {
  BOOST_TEST(rows("<!ENTITY co 'A &#38;amp; B'><!ENTITY of '&co; &#252;'>",
                  "<r i='&of;'>&co;<b c='x&co;'>&#65;&of;</b></r><r>&lt;</r>") ==
             Rows({{"A & B \xc3\xbc", "A & B", "AA & B \xc3\xbc", "xA & B"},
                   {kNull, "<", kNull, kNull}}));
}

BOOST_AUTO_TEST_CASE(an_entity_may_have_elements) {
  BOOST_TEST(rows("<!ENTITY b '<b c=\"1\">x</b>'><!ENTITY r 'y<r>no record</r>'>",
                  "<r>&b;</r><r>&r;z</r>") ==
             Rows({{kNull, "", "x", "1"}, {kNull, "yz", kNull, kNull}}));
}

BOOST_AUTO_TEST_CASE(attributes_have_their_defaults) {
  BOOST_TEST(rows("<!ATTLIST r i CDATA 'none'><!ATTLIST b c CDATA #FIXED '&v;'><!ENTITY v '7'>",
                  "<r><b/></r><r i='1'>x</r><r i=''><b c='8'/></r>") ==
             Rows({{"none", "", "", "7"}, {"1", "x", kNull, kNull}, {"", "", "", "8"}}));
}

BOOST_AUTO_TEST_CASE(columns_and_types_are_found_in_what_is_declared) {
  const auto text =
      with("<!ATTLIST r d CDATA '2015-05-17'><!ENTITY n '<n>5</n>'>", "<r>&n;</r><r>&n;</r>");
  auto task = open_xml(text, "r");
  const dp::Schema expected = {{"d", dp::Type::date}, {"n", dp::Type::int64}};
  BOOST_TEST((task.schema() == expected));
  BOOST_REQUIRE(task.read(text, {.head = text}));
  BOOST_TEST(task.rows() == Rows({{"16572", "5"}, {"16572", "5"}}));
}

BOOST_AUTO_TEST_CASE(an_entity_that_cannot_stand_there_costs_the_record) {
  const auto in_record = [](const std::string& subset, const std::string& record) {
    const auto all = reason(subset, record);
    return all.substr(0, all.find(" (at byte"));
  };
  BOOST_TEST(in_record("<!ENTITY a '&b;'><!ENTITY b '&a;'>", "<r>&a;</r>") ==
             "the entity '&a;' is in itself, by '&b;'");
  BOOST_TEST(in_record("<!ENTITY a '<b>'>", "<r>&a;</b></r>") ==
             "the entity '&a;' is not well-formed there: '<b>' has no end tag in it");
  BOOST_TEST(in_record("<!ENTITY a '<b/>'>", "<r i='&a;'/>") ==
             "the entity '&a;' is not well-formed there: got '<' in an attribute's value, "
             "expected '&lt;'");
  BOOST_TEST(in_record("<!ENTITY a SYSTEM 'file:///etc/passwd'>", "<r>&a;</r>") ==
             "the entity '&a;' is in another file, and no other file is read");
  BOOST_TEST(in_record("<!ENTITY a 'x'>", "<r>&no;</r>") ==
             "the entity '&no;' is not declared by the file's own document type, and no other "
             "file is read");
}

BOOST_AUTO_TEST_CASE(what_entities_and_defaults_add_has_an_end) {
  std::string laughs = "<!ENTITY e0 'lol'>";
  for (int i = 1; i < 12; ++i) {
    const auto before = "&e" + std::to_string(i - 1) + ";";
    laughs += "<!ENTITY e" + std::to_string(i) + " '";
    for (int k = 0; k < 10; ++k) laughs += before;
    laughs += "'>";
  }
  const std::string full = "its entities and default attributes have more than 1048576 bytes";
  BOOST_TEST(reason(laughs, "<r>&e11;</r>") == full);
  BOOST_TEST(rows(laughs, "<r>&e1;</r>").front()[1].size() == 30u);
  std::string deep = "<r>", end;
  for (int i = 0; i < 255; ++i) {
    deep += "<b>";
    end += "</b>";
  }
  BOOST_TEST(reason("<!ENTITY e '<b><b/></b>'>", deep + "&e;" + end + "</r>") ==
             "with what its document type declares: an element is more than 256 deep");
  std::string many = "<r>";
  for (int i = 0; i < 1000; ++i) many += "<b/>";
  BOOST_TEST(reason("<!ATTLIST b c CDATA '" + std::string(2000, 'x') + "'>", many + "</r>") ==
             full);
}

BOOST_AUTO_TEST_CASE(entities_stand_between_records_unless_they_have_elements) {
  BOOST_TEST(reason("<!ENTITY a 'x'>", "<c d='&a;'>&a;</c>") == "");
  for (const char* pattern : {"r", "/a/r", "a/r"})
    BOOST_TEST(reason("<!ENTITY a '<r>3</r>'><!ENTITY b '&a;'>", "&b;", pattern) ==
               "the entity '&b;' has elements, and stands between records (read are those in a "
               "record: name an element around it)");
}

BOOST_AUTO_TEST_CASE(fields_of_the_file_and_parents_have_them_too) {
  const std::string text =
      "<!DOCTYPE a [<!ENTITY co 'A&#38;#38;B'><!ATTLIST a v CDATA '2'><!ATTLIST g k CDATA "
      "'K'>]>"
      "<a><name>&co;</name><g><r>&co;</r></g></a>";
  BOOST_TEST(read_xml(text, "/a/g/r",
                      {{"v", "/a/@v"}, {"name", "/a/name"}, {"k", "../@k"}, {"t", "."}})
                 .rows == Rows({{"2", "A&B", "K", "A&B"}}));
}

BOOST_AUTO_TEST_CASE(a_namespace_may_be_an_entity_or_a_default) {
  const std::string text =
      "<!DOCTYPE a [<!ENTITY ns 'http://m'><!ATTLIST a xmlns:n CDATA #FIXED 'http://n'>]>"
      "<a xmlns:x='&ns;'><x:r><n:t>1</n:t></x:r></a>";
  auto task = try_xml("", "m:r", {{"t", "n:t"}}, {}, {{"m", "http://m"}, {"n", "http://n"}});
  BOOST_REQUIRE(why(task) == "");
  BOOST_TEST(read_whole(*task, text).rows == Rows({{"1"}}));
}

BOOST_AUTO_TEST_CASE(a_row_in_an_entity_is_rejected_with_its_reference) {
  Given given{{"record", dp::data::Value::of("o")},
              {"columns", dp::test::texts_of({{"n", "l/n"}})},
              {"types", dp::test::texts_of({{"n", "int"}})},
              {"explode", dp::data::Value::of("l")}};
  dp::test::Setting setting;
  setting.role = DP_READER;
  auto task = Task::open("xml", "xml", dp::test::map_of(given), std::move(setting)).value();
  const std::string text =
      "<!DOCTYPE a [<!ENTITY v 'some'><!ENTITY l '<l><n>x</n></l>'><!ATTLIST l d CDATA ''>]>"
      "<a><o><m>&v;</m><l><n>1</n></l><l><n>y</n></l>&l;<l><n>&v;</n></l></o></a>";
  const auto all = read_whole(task, text);
  BOOST_TEST(all.rows == Rows({{"1"}}));
  BOOST_REQUIRE(all.rejects.size() == 3u);
  BOOST_TEST(all.rejects[0].raw == "<l><n>y</n></l>");
  BOOST_TEST(all.rejects[1].raw == "&l;");
  BOOST_TEST(all.rejects[2].raw == "<l><n>&v;</n></l>");
  BOOST_TEST(all.rejects[2].reason ==
             "column 'n': got 'some', expected int (at byte 46 of the record)");
}

BOOST_AUTO_TEST_CASE(a_document_type_of_a_later_document_must_be_the_same) {
  const std::string first = "<!DOCTYPE a [<!ENTITY e 'x'>]><a><r>&e;</r></a>";
  const Pairs columns = {{"t", "."}};
  BOOST_TEST(
      read_xml(first + "<!DOCTYPE a [ <!ENTITY e \"x\"> ]><a><r>&e;</r></a>", "/a/r", columns)
          .rows == Rows({{"x"}, {"x"}}));
  for (const std::string second :
       {"<!DOCTYPE a [<!ENTITY e 'y'>]>", "<!DOCTYPE a>", "<!DOCTYPE a [<!ENTITY>]>"}) {
    const auto all = read_xml(first + second + "<a><r>&e;</r></a>", "/a/r", columns);
    BOOST_REQUIRE(!all.rejects.empty());
    BOOST_TEST(all.rejects[0].reason ==
               "a document begins with another document type than the file, whose declarations "
               "hold for all of it");
  }
}

BOOST_AUTO_TEST_CASE(an_item_whose_document_type_cannot_be_used_is_one_reject) {
  const auto message = [](const std::string& text) {
    auto task = open_xml("", "r", {{"t", "."}});
    const auto all = read_whole(task, text);
    return all.rejects.empty() ? "" : all.rejects.front().reason;
  };
  BOOST_TEST(message("<!DOCTYPE a [<!ENTITY e>]><a><r/></a>") ==
             "document type: the entity 'e': got '>]>', expected a space after its name");
  const auto cut =
      "document type: does not end in the first 65536 bytes, which alone all "
      "workers know";
  BOOST_TEST(message("<!DOCTYPE a [" + std::string(70'000, ' ') + "]><a><r/></a>") == cut);
  BOOST_TEST(message("<!DOCTYPE a [" + std::string(60'000, ' ') + "]><a><r/></a>") == "");
  BOOST_TEST(why(try_xml("<!DOCTYPE a [<!ENTITY e>]><a><r/></a>", "r")) ==
             "document type: the entity 'e': got '>]>', expected a space after its name");
}

BOOST_AUTO_TEST_CASE(a_document_type_is_read_in_any_encoding) {
  const std::string plain = "<!DOCTYPE a [<!ENTITY e 'x<b/>'>]><a><r>&e;</r><r>&e;</r></a>";
  std::string wide("\xff\xfe");
  for (const char byte : plain) wide += {byte, '\0'};
  BOOST_TEST(read_xml(wide, "r", {{"t", "."}}).rows == Rows({{"x"}, {"x"}}));
  BOOST_TEST(read_xml("<?xml version='1.0' encoding='latin1'?>"
                      "<!DOCTYPE a [<!ENTITY e '\xfc'>]><a><r>&e;</r></a>",
                      "r", {{"t", "."}})
                 .rows == Rows({{"\xc3\xbc"}}));
}

BOOST_AUTO_TEST_CASE(a_worker_anywhere_in_the_file_knows_what_is_declared) {
  const std::string text = with(
      "<!-- ' --><!ENTITY e '<b c=\"&#65;\">x</b>'><!ENTITY r '<r>&e;</r>'>"
      "<!ATTLIST r i CDATA 'I'>",
      "<r>&e;</r>\n<b>&no;</b><r i='1'>&r;</r><c>&e;</c><r/><r>&no;</r> <r>&amp;</r>");
  for (const char* record : {"r", "/a/r", "a/r", "*/r"}) {
    auto task = open_xml("", record, kColumns, kTexts);
    check_cuts(task, text);
  }
  auto nested = open_xml("", "b/r", kColumns, kTexts);
  check_cuts(nested, with("<!ENTITY e 'x'>", "<b><b><r>&e;</r></b><r>&e;</r>&e;</b>"));
}

BOOST_DATA_TEST_CASE(documents_give_the_same_however_they_are_cut, data::xrange(1u, 25u),
                     seed) {
  static const char* const kDeclarations[] = {"<!ENTITY a 'A'>",
                                              "<!ENTITY b '<b c=\"&a;\">x</b>'>",
                                              "<!ENTITY c '&b;&a;<r/>'>",
                                              "<!ENTITY d '&d;'>",
                                              "<!ATTLIST r i CDATA '&a;'>",
                                              "<!ATTLIST b c CDATA 'C'>",
                                              "<!-- <r> -->",
                                              "<!ENTITY r '<r>'>",
                                              "%p;",
                                              "<!ENTITY % p ''>",
                                              "<!ENTITY x SYSTEM 'x'>",
                                              "<!ELEMENT r ANY>"};
  static const char* const kPieces[] = {"<r>",
                                        "</r>",
                                        "<r/>",
                                        "<b>",
                                        "</b>",
                                        "&a;",
                                        "&b;",
                                        "&c;",
                                        "&d;",
                                        "&r;",
                                        "&x;",
                                        "<r>&a;</r>",
                                        "<b c='&a;'/>",
                                        "x",
                                        "\n",
                                        "&amp;",
                                        "]",
                                        ">",
                                        "&",
                                        "<r i='&a;'>&b;</r>"};
  dp::test::Random random(seed);
  std::string subset, records;
  for (auto n = random.below(6); n > 0; --n) subset += random.one(kDeclarations);
  while (records.size() < 90) records += random.one(kPieces);
  for (const char* record : {"r", "/a/r", "a/r"}) {
    auto task = open_xml("", record, kColumns, kTexts);
    check_cuts(task, with(subset, records));
  }
}

BOOST_AUTO_TEST_SUITE_END()
