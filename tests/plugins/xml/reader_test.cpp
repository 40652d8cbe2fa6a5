// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(xml_reader)

namespace {
namespace data = boost::unit_test::data;
using dp::test::kNull;
using dp::test::open_xml;
using dp::test::Pairs;
using dp::test::read_xml;
using dp::test::Rows;
using dp::test::try_xml;
using dp::test::why;

const std::string kFeed =
    "<?xml version=\"1.0\"?>\n<feed>\n"
    "  <entry id=\"1\" day=\"2015-05-17\"><title>One</title><size>1.5</size></entry>\n"
    "  <entry id=\"2\" day=\"2015-05-18\"><title>Two</title></entry>\n"
    "</feed>\n";

std::vector<std::string> reasons(const dp::test::Seen& seen) {
  std::vector<std::string> reasons;
  for (const auto& reject : seen.rejects) reasons.push_back(reject.reason);
  return reasons;
}
}  // namespace

BOOST_AUTO_TEST_CASE(columns_and_types_come_from_the_first_records) {
  auto task = open_xml(kFeed, "entry");
  const dp::Schema expected = {{"id", dp::Type::int64},
                               {"day", dp::Type::date},
                               {"title", dp::Type::string},
                               {"size", dp::Type::float64}};
  BOOST_TEST((task.schema() == expected));
  BOOST_REQUIRE(task.read(kFeed));
  BOOST_TEST(task.rows() == Rows({{"1", "16572", "One", "1.5"}, {"2", "16573", "Two", kNull}}));
  BOOST_TEST(task.rejects().empty());
  BOOST_TEST(kFeed.substr(task.offsets()[1], 13) == "<entry id=\"2\"");
}

BOOST_AUTO_TEST_CASE(paths_name_attributes_children_and_own_text) {
  const std::string text =
      "<a><r x='1'>own<b y='2'><c z='3'>deep</c></b><b y='4'/> text<c>no</c></r></a>";
  const Pairs columns = {{"x", "@x"},     {"own", "."}, {"y", "b/@y"},   {"c", "b/c"},
                         {"z", "b/c/@z"}, {"b", "b"},   {"none", "b/d"}, {"child", "c"}};
  BOOST_TEST(read_xml(text, "r", columns).rows ==
             Rows({{"1", "own text", "2", "deep", "3", "", kNull, "no"}}));
}

BOOST_AUTO_TEST_CASE(the_first_of_several_elements_of_a_path_is_taken) {
  const std::string text = "<a><r><b/><b><c>1</c></b><b><c>2</c></b><b x='3'/></r></a>";
  BOOST_TEST(read_xml(text, "r", {{"b", "b"}, {"c", "b/c"}, {"x", "b/@x"}}).rows ==
             Rows({{"", "1", "3"}}));
}

BOOST_AUTO_TEST_CASE(two_columns_may_have_one_path) {
  BOOST_TEST(read_xml("<a><r i='7'><b>1</b></r></a>", "r",
                      {{"t", "b"}, {"n", "b"}, {"i", "@i"}, {"j", "@i"}}, {{"t", "string"}})
                 .rows == Rows({{"1", "1", "7", "7"}}));
}

BOOST_AUTO_TEST_CASE(text_is_what_it_stands_for) {
  const std::string text =
      "<a><r v='&lt;&#65;&#x42;&quot;\n\t\r\nx'>&amp;&apos;&gt;<![CDATA[<&amp;]]>\r\nz"
      "<!-- no --><?p no?>&#x1F600;\r</r></a>";
  BOOST_TEST(read_xml(text, "r", {{"v", "@v"}, {"t", "."}}).rows ==
             Rows({{"<AB\"   x", "&'><&amp;\nz\xf0\x9f\x98\x80\n"}}));
}

BOOST_AUTO_TEST_CASE(a_name_alone_is_found_at_every_depth_and_not_in_records) {
  const std::string text =
      "<a><r>1</r><b><r>2<r>no</r></r><c><r>3</r></c></b><!-- <r>no</r> -->"
      "<![CDATA[<r>no</r>]]><r>4</r></a>";
  BOOST_TEST(read_xml(text, "r", {{"t", "."}}).rows == Rows({{"1"}, {"2"}, {"3"}, {"4"}}));
  BOOST_TEST(read_xml(text, "/a/r", {{"t", "."}}).rows == Rows({{"1"}, {"4"}}));
  BOOST_TEST(read_xml(text, "b/r", {{"t", "."}}).rows == Rows({{"2"}}));
  BOOST_TEST(read_xml(text, "b/c/r", {{"t", "."}}).rows == Rows({{"3"}}));
  BOOST_TEST(read_xml(text, "/a/b/c/r", {{"t", "."}}).rows == Rows({{"3"}}));
  BOOST_TEST(read_xml(text, "/b/r", {{"t", "."}}).rows.empty());
  BOOST_TEST(read_xml(text, "/a/r", {{"t", "."}}).rejects.empty());
}

BOOST_AUTO_TEST_CASE(the_root_may_be_the_record) {
  for (const char* record : {"doc", "/doc", "/*", "*"}) {
    const auto seen = read_xml(
        "<?xml version='1.0'?><!DOCTYPE doc [<!ENTITY a '<doc>'>]>"
        "<doc n='1'><b>x</b></doc><!-- end -->\n",
        record, {{"n", "@n"}, {"b", "b"}});
    BOOST_TEST(seen.rows == Rows({{"1", "x"}}), record);
    BOOST_TEST(seen.rejects.empty(), record);
  }
}

BOOST_AUTO_TEST_CASE(a_value_that_does_not_fit_costs_its_record) {
  const auto seen = read_xml("<a><r n='1'/><r n='x'/><r n=''/><r n=' 4 '/></a>", "r",
                             {{"n", "@n"}}, {{"n", "int"}});
  BOOST_TEST(seen.rows == Rows({{"1"}, {kNull}, {"4"}}));
  BOOST_REQUIRE(seen.rejects.size() == 1u);
  BOOST_TEST(seen.rejects[0].raw == "<r n='x'/>");
  BOOST_TEST(seen.rejects[0].offset == 13u);
  BOOST_TEST(seen.rejects[0].reason == "column 'n': got 'x', expected int");
}

BOOST_AUTO_TEST_CASE(values_of_columns_that_nobody_reads_are_not_looked_at) {
  auto task = open_xml("", "r", {{"n", "@n"}, {"t", "."}}, {{"n", "int"}});
  task.need({"t"});
  BOOST_REQUIRE(task.read("<a><r n='x'>y</r></a>"));
  BOOST_TEST(task.rows() == Rows({{dp::test::kEmpty, "y"}}));
}

namespace {
struct Bad {
  const char* record;
  const char* reason;
  friend std::ostream& operator<<(std::ostream& out, const Bad& bad) {
    return out << bad.record;
  }
};
const Bad kBad[] = {
    {"<r><b></r>", "got '</r>', expected '</b>' (at byte 6 of the record)"},
    {"<r a='1' a='2'/>", "the attribute 'a' is given twice (at byte 0 of the record)"},
    {"<r>&no;</r>",
     "the entity '&no;' is not declared by the file's own document type, and no other file is "
     "read (at byte 3 of the record)"},
    {"<r>a & b</r>", "got '&', expected '&amp;' or a reference (at byte 3 of the record)"},
    {"<r>&#0;</r>",
     "the reference '&#0;' is to no character that a document may hold (at byte 3 of the "
     "record)"},
    {"<r>\x01</r>", "got the control character '\\x01' (at byte 3 of the record)"},
    {"<r>\xe9</r>", "got '\\xe9', expected UTF-8 (at byte 3 of the record)"},
    {"<r>\xef\xbf\xbf</r>",
     "got '\xef\xbf\xbf', which no document may hold (at byte 3 of the record)"},
    {"<r>]]></r>", "got ']]>' in text, expected ']]&gt;' (at byte 3 of the record)"},
    {"<r a='<'/>",
     "got '<' in an attribute's value, expected '&lt;' (at byte 0 of the record)"},
    {"<r a=1/>", "got '1', expected an attribute's value in quotes (at byte 0 of the record)"},
    {"<r a/>", "got '/', expected '=' after an attribute's name (at byte 0 of the record)"},
    {"<r a='1'b='2'/>", "got 'b', expected a space, '>' or '/' (at byte 0 of the record)"},
    {"<r><1/></r>", "got '1', expected a name (at byte 3 of the record)"},
    {"<r>< b/></r>", "got ' ', expected a name (at byte 3 of the record)"},
    {"<r><!-- a -- b --></r>",
     "got ' ', expected no '--' in a comment (at byte 3 of the record)"},
    {"<r><!ELEMENT></r>",
     "got '<!', expected '<!--', '<![CDATA[' or '<!DOCTYPE' (at byte 3 of the record)"},
    {"<r><!DOCTYPE a></r>",
     "'<!DOCTYPE' is not before the root element (at byte 3 of the record)"},
    {"<r><?xml version='1.0'?></r>",
     "'<?xml' does not begin the document (at byte 3 of the record)"},
    {"<r><?XML?></r>",
     "got '<?XML', a name that is kept for '<?xml' (at byte 3 of the record)"},
};
}  // namespace

BOOST_DATA_TEST_CASE(a_record_that_is_not_well_formed_costs_itself, data::make(kBad), bad) {
  const std::string text = std::string("<a><r>1</r>") + bad.record + "<r>2</r></a>";
  for (const char* record : {"r", "/a/r"}) {
    const auto seen = read_xml(text, record, {{"t", "."}});
    BOOST_TEST(seen.rows == Rows({{"1"}, {"2"}}));
    BOOST_REQUIRE(seen.rejects.size() == 1u);
    BOOST_TEST(seen.rejects[0].raw == bad.record);
    BOOST_TEST(seen.rejects[0].offset == 11u);
    BOOST_TEST(seen.rejects[0].reason == bad.reason);
  }
}

BOOST_AUTO_TEST_CASE(a_record_that_is_not_closed_costs_none_behind_it) {
  const auto seen = read_xml("<a><r>1</r><r>2<b><r>3</r><r>4</r></a>", "/a/r", {{"t", "."}});
  BOOST_TEST(seen.rows == Rows({{"1"}, {"3"}, {"4"}}));
  BOOST_REQUIRE(seen.rejects.size() == 1u);
  BOOST_TEST(seen.rejects[0].raw == "<r>2<b>");
}

BOOST_AUTO_TEST_CASE(a_text_that_is_cut_off_is_rejected) {
  const std::string text = "<a><r>1</r> <r>2</r></a>";
  for (const char* record : {"r", "/a/r", "a/r"}) {
    for (std::size_t size = 1; size < text.size(); ++size) {
      const auto seen = read_xml(text.substr(0, size), record, {{"t", "."}});
      BOOST_TEST(seen.rejects.size() == 1u, record << " " << size << seen);
    }
    BOOST_TEST(read_xml(text, record, {{"t", "."}}).rejects.empty());
  }
}

namespace {
struct Around {
  const char* text;
  const char* reason;
  friend std::ostream& operator<<(std::ostream& out, const Around& around) {
    return out << around.text;
  }
};
const Around kAround[] = {
    {"<a><r/></a>junk", "text after the root element"},
    {"junk<a><r/></a>", "text before the root element"},
    {"<a><r/></b>", "got '</b>', expected '</a>'"},
    {"<a><r/></a></a>", "got '</a>', but none is open"},
    {"<a><b><r/></b><r/>", "'<a>' has no end tag"},
    {"<a><b x='1' x='2'/><r/></a>", "the attribute 'x' is given twice"},
    {" <?xml version='1.0'?><a><r/></a>", "'<?xml' does not begin the document"},
    {"<?xml version='1.0' version='1.0'?><a><r/></a>",
     "the XML declaration is wrong (expected version, then maybe encoding, standalone)"},
    {"<a><r/><!DOCTYPE a></a>", "'<!DOCTYPE' is not before the root element, once"},
    {"<a><r/>&no;</a>",
     "the entity '&no;' is not declared by the file's own document type, and no other file is "
     "read"},
    {"<a><r/><!-- </a>", "a comment is unterminated"},
    {" <!-- -->\n", "the document has no element"},
};
}  // namespace

BOOST_DATA_TEST_CASE(what_is_wrong_around_records_is_rejected, data::make(kAround), around) {
  const auto seen = read_xml(around.text, "/a/r", {{"t", "."}});
  BOOST_REQUIRE(!seen.rejects.empty());
  BOOST_TEST(seen.rejects[0].reason == around.reason);
}

BOOST_AUTO_TEST_CASE(with_a_name_alone_the_end_is_checked_against_the_root) {
  BOOST_TEST(reasons(read_xml("<a><r/><r/>", "r", {{"t", "."}})) ==
             std::vector<std::string>{"the document ends with '</r>', expected '</a>'"});
  BOOST_TEST(reasons(read_xml("<a><r/></a><b/>", "r", {{"t", "."}})) ==
             std::vector<std::string>{"the document ends with '</b>', expected '</a>'"});
  BOOST_TEST(reasons(read_xml("<a><r/></a>x", "r", {{"t", "."}})) ==
             std::vector<std::string>{"text after the last tag"});
}

BOOST_AUTO_TEST_CASE(encodings_are_read_by_mark_and_declaration) {
  const std::string plain = "<a><r>gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80</r><r>2</r></a>";
  const Rows expected({{"gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80"}, {"2"}});
  BOOST_TEST(read_xml("\xef\xbb\xbf" + plain, "r", {{"t", "."}}).rows == expected);
  std::u16string wide = u"\ufeff<a><r>gr\u00fc\u00df \U0001f600</r><r>2</r></a>";
  for (const bool big : {false, true}) {
    for (const bool mark : {true, false}) {
      std::string bytes;
      for (const char16_t unit : wide.substr(mark ? 0 : 1)) {
        const auto low = static_cast<char>(unit & 0xff), high = static_cast<char>(unit >> 8);
        bytes += big ? high : low;
        bytes += big ? low : high;
      }
      const auto seen = read_xml(bytes, "r", {{"t", "."}});
      BOOST_TEST(seen.rows == expected);
      BOOST_TEST(seen.rejects.empty());
      BOOST_TEST(seen.offsets[1] == (mark ? 2u : 0u) + 2 * 17);
      const auto cut = read_xml(bytes.substr(0, bytes.size() - 1), "r", {{"t", "."}});
      BOOST_TEST(cut.rejects.size() == 1u);
    }
  }
  const auto latin =
      read_xml("<?xml version='1.0' encoding='ISO-8859-1'?><a><r>\xfc</r><r>2</r></a>", "r",
               {{"t", "."}});
  BOOST_TEST(latin.rows == Rows({{"\xc3\xbc"}, {"2"}}));
  BOOST_TEST(latin.offsets[1] == 54u);
}

BOOST_AUTO_TEST_CASE(an_item_in_an_encoding_that_is_not_read_is_one_reject) {
  auto task = open_xml("", "r", {{"t", "."}});
  const std::string text = "<?xml version='1.0' encoding='EUC-JP'?>\n<a>\n<r/>\n<r/>\n</a>\n";
  for (std::size_t size = 1; size <= text.size(); ++size) {
    BOOST_REQUIRE(dp::test::feed(task, text, size) == text.size());
    const auto all = dp::test::seen(task);
    BOOST_TEST(all.rows.empty());
    BOOST_REQUIRE(all.rejects.size() == 1u);
    BOOST_TEST(all.rejects[0].raw == text);
    BOOST_TEST(
        all.rejects[0].reason ==
        "encoding: got 'EUC-JP', expected UTF-8, UTF-16, ISO-8859-1 or US-ASCII (iconv -t "
        "UTF-8 makes it so)");
  }
  BOOST_REQUIRE(task.read(text, {.last = false, .full = true, .head = text}));
  BOOST_TEST(task.consumed() == DP_REST);
  BOOST_TEST(task.rejects().size() == 1u);
}

BOOST_AUTO_TEST_CASE(options_that_are_wrong_are_named) {
  const auto message = [](const auto& result) { return why(result); };
  BOOST_TEST(
      message(try_xml(kFeed, "")).starts_with("record: got '', expected an element's name"));
  BOOST_TEST(message(try_xml(kFeed, "a//b")).starts_with("record: got 'a//b'"));
  BOOST_TEST(message(try_xml(kFeed, "entry", {{"x", "a/@b/c"}}))
                 .starts_with("columns.x: got 'a/@b/c', expected a path in the record"));
  BOOST_TEST(message(try_xml(kFeed, "entry", {}, {{"nix", "int"}})) ==
             "types.nix: no such column (got 'nix', expected one of id, day, title, size)");
  BOOST_TEST(message(try_xml("", "entry", {}, {{"nix", "int"}})) == "");
  BOOST_TEST(
      message(try_xml(kFeed, "entry", {{"size", "int"}})) ==
      "columns.size: got 'int', which no record at the beginning has (for a type: types: "
      "{size: int}; for the child: ./int)");
  BOOST_TEST(message(try_xml(kFeed, "entry", {{"size", "./int"}, {"date", "date"}})) == "");
  BOOST_TEST(message(try_xml(kFeed, "item")).starts_with("record: no such record"));
}

BOOST_AUTO_TEST_CASE(what_is_wrong_behind_a_record_is_told_wherever_the_text_is_cut) {
  auto task = open_xml("", "r", {{"t", "."}});
  const std::string text = std::string("<r>1</r>") + '\0' + ">&\n <r>2</r>";
  BOOST_REQUIRE(dp::test::feed(task, text, text.size()) == text.size());
  const auto whole = dp::test::seen(task);
  BOOST_TEST(!whole.rejects.empty());
  for (std::size_t size = 1; size < text.size(); ++size) {
    task.forget();
    BOOST_REQUIRE(dp::test::feed(task, text, size) == text.size());
    BOOST_TEST(dp::test::seen(task) == whole);
  }
}

BOOST_AUTO_TEST_CASE(hostile_texts_end_in_rejects) {
  const std::size_t deep = 200'000;
  std::string nested = "<a><r>1</r><r>";
  for (std::size_t i = 0; i < deep; ++i) nested += "<b>";
  for (std::size_t i = 0; i < deep; ++i) nested += "</b>";
  nested += "</r><r>2</r></a>";
  const auto seen = read_xml(nested, "/a/r", {{"t", "."}});
  BOOST_TEST(seen.rows == Rows({{"1"}, {"2"}}));
  BOOST_REQUIRE(seen.rejects.size() == 1u);
  BOOST_TEST(seen.rejects[0].reason ==
             "an element is more than 256 deep (at byte 768 of the record)");

  std::string open = "<a>";
  for (std::size_t i = 0; i < 5'000; ++i) open += "<r><!--";
  BOOST_TEST(read_xml(open, "/a/r", {{"t", "."}}).rows.empty());

  // Each of these takes minutes if something is looked through once for each record.
  for (const char* piece :
       {"<r>", "<r><!--", "<r><!-- -->", "<r><?p", "<r><![CDATA[", "<r a='"}) {
    std::string pieces = "<a>";
    while (pieces.size() < 2'000'000) pieces += piece;
    BOOST_TEST(read_xml(pieces + "]]>?>-->", "/a/r", {{"t", "."}}).rows.empty());
  }

  std::string attributes = "<a><r";
  for (int i = 0; i < 100'000; ++i) attributes += " a" + std::to_string(i) + "='1'";
  BOOST_TEST(read_xml(attributes + "/></a>", "r", {{"t", "@a99999"}}).rows == Rows({{"1"}}));
  BOOST_TEST(read_xml(attributes + " a7=''/></a>", "r", {{"t", "@a5"}}).rejects.size() == 1u);

  const auto laughs = read_xml(
      "<!DOCTYPE a [<!ENTITY l 'lol'><!ENTITY m '&l;&l;&l;'>"
      "<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a><r>&m;</r><r>&x;</r></a>",
      "r", {{"t", "."}});
  BOOST_TEST(laughs.rows == Rows({{"lollollol"}}));
  BOOST_TEST(laughs.rejects.size() == 1u);

  const std::string nul("<a><r>1\0</r><r>2</r></a>", 24);
  BOOST_TEST(read_xml(nul, "r", {{"t", "."}}).rows == Rows({{"2"}}));
}

BOOST_AUTO_TEST_SUITE_END()
