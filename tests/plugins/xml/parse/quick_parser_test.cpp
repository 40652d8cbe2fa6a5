// SPDX-License-Identifier: Apache-2.0
// What is picked from a record's text is held against what is picked from its tree.

#include "xml/parse/quick_parser.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <random>

#include "xml/markup/block.hpp"
#include "xml/parse/record_checker.hpp"
#include "xml/parse/trees.hpp"

BOOST_AUTO_TEST_SUITE(xml_parse_quick_parser)

namespace {
namespace data = boost::unit_test::data;
namespace xml = dp::xml;

using Paths = std::initializer_list<const char*>;

/// Pick at a glance, and from the tree.
class Both {
 public:
  explicit Both(Paths paths) : quick_(picker_.wanted()), reader_(marks_) {
    std::uint32_t column = 0;
    for (const char* path : paths) picker_.want(column++, xml::Path::parse(path).value());
    quick_.want(picker_.wanted());
  }

  /// Whether the record is passed at a quick.
  bool passes(const std::string& record) {
    text_ = record + std::string(64, '<');
    quick_.forget();
    marks_.forget();
    const auto* next = quick_.end_of(text_.data(), text_.data() + record.size(), marks_);
    return next == text_.data() + record.size();
  }
  [[nodiscard]] bool is_picked() const { return quick_.is_picked(); }
  [[nodiscard]] std::vector<std::string> glanced() const { return shown(quick_.values()); }
  std::vector<std::string> of_tree(const std::string& record) {
    const std::string_view text = record;
    BOOST_REQUIRE(trees_.parse({&text, 1}, xml::Trees::Spaces::all));
    BOOST_REQUIRE(picker_.pick(trees_.roots().front(), true));
    return shown(picker_.values());
  }
  bool is_right(const std::string& record) {
    text_ = record + std::string(64, '<');
    marks_.forget();
    return reader_.read(text_.data(), text_.data() + record.size(), true) ==
           xml::RecordChecker::Outcome::done;
  }

 private:
  static std::vector<std::string> shown(std::span<const xml::Value> values) {
    std::vector<std::string> shown;
    for (const auto& value : values)
      shown.emplace_back(value.at == nullptr ? "(none)" : value.view());
    return shown;
  }

  xml::Picker picker_;
  xml::QuickParser quick_;
  xml::EndMarks marks_;
  xml::RecordChecker reader_;
  xml::Trees trees_;
  std::string text_;
};

/// Records of wanted and other elements, some of them broken.
class Maker {
 public:
  explicit Maker(unsigned seed) : engine_(seed) {}

  std::string record() {
    std::string text;
    add("r", 3, text);
    // It begins with a start tag in any case.
    const auto place = 2 + below(text.size() - 2);
    if (below(8) == 0) text.insert(place, one({"<", ">", "'", "/", "]]>", "\x02"}));
    if (below(12) == 0) text.erase(place, 1 + below(3));
    return text;
  }

 private:
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() % n); }
  std::string one(std::initializer_list<const char*> texts) {
    return texts.begin()[below(texts.size())];
  }
  void add(const std::string& name, int depth, std::string& text) {
    const auto qualified = one({"", "", "", "x:"}) + name;
    text += '<' + qualified;
    add_attributes(text);
    if (below(6) == 0) {
      text += one({"/>", " />"});
      return;
    }
    text += one({">", ">", "\n>"});
    add_content(depth, text);
    text += "</" + qualified + one({">", ">", ">", ">", " >"});
  }
  void add_attributes(std::string& text) {
    for (auto n = below(4); n > 0; --n)
      text += one({" ", "\n  "}) + one({"i", "c", "x:i", "long", "other"}) +
              one({"='1'", "=\"it's > 1\"", "=''", "='&lt;'", "='a\tb'", "='a\r\nb'",
                   "='long enough to be no short text'", " = '1'", "='\xc3\xa9'"});
  }
  void add_content(int depth, std::string& text) {
    for (auto n = below(4); n > 0; --n) {
      if (depth > 0 && below(2) == 0)
        add(one({"b", "d", "e", "long", "name", "other", "bb"}), depth - 1, text);
      else
        text += one({"text", " ", "\n  ", "a > b", "\"quoted\"", "a]b", "&amp;", "a\r\nb", "\r",
                     "<!-- b -->", "<![CDATA[<b>]]>", "<?p?>", "\xe2\x82\xac", "",
                     "a text that is longer than sixteen bytes, and goes on & on"});
    }
  }

  std::mt19937 engine_;
};

std::string plain(const std::string& name, const std::string& text) {
  return "<r><" + name + ">" + text + "</" + name + "></r>";
}
}  // namespace

BOOST_DATA_TEST_CASE(what_is_picked_is_what_the_tree_has, data::xrange(1u, 41u), seed) {
  Maker maker(seed);
  Both both({"@i", ".", "b", "b/@c", "b/d", "e", "long/name", "@long", "b/d/@i"});
  Both parts({"@c", "b/d", "long/name", "e/@i"});
  Both many({"f1",   "f2",   "f3",   "f4",   "f5",  "f6",  "f7",    "f8",   "f9",   "f10",
             "f11",  "f12",  "f13",  "f14",  "f15", "f16", "f17",   "@g1",  "@g2",  "@g3",
             "@g4",  "@g5",  "@g6",  "@g7",  "@g8", "@g9", "@g10",  "@g11", "@g12", "@g13",
             "@g14", "@g15", "@g16", "@g17", "b/d", "@i",  "@long", "b/@c", "e",    "@i"});
  std::size_t picked = 0;
  for (int i = 0; i < 500; ++i) {
    const auto record = maker.record();
    if (!both.passes(record)) continue;
    BOOST_TEST_REQUIRE(both.is_right(record), record);
    for (auto* each : {&both, &parts, &many}) {
      BOOST_TEST_REQUIRE(each->passes(record), record);
      if (!each->is_picked()) continue;
      BOOST_TEST_REQUIRE(each->glanced() == each->of_tree(record), record);
      ++picked;
    }
  }
  BOOST_TEST(picked > 20u);
}

BOOST_AUTO_TEST_CASE(values_that_stand_as_they_are_need_no_tree) {
  Both both({"@i", "b"});
  for (const char* text : {"", " ", "\n", "a > b", "it's", "a]b", "\xe2\x82\xac"}) {
    BOOST_TEST(both.passes(plain("b", text)), text);
    BOOST_TEST(both.is_picked(), text);
    BOOST_TEST(both.glanced()[1] == text);
  }
  // What nobody wants may be written in any way.
  BOOST_TEST(both.passes("<r o='&lt;'>&amp;<o i='\n'>\r<!-- --></o><b>x</b><b>&lt;</b></r>"));
  BOOST_TEST(both.is_picked());
}

BOOST_AUTO_TEST_CASE(values_to_decode_need_a_tree) {
  Both both({"@i", "b"});
  for (const char* text : {"&amp;", "a\r\nb", "\r", "a<!-- -->b", "<![CDATA[a]]>", "a<o/>b"}) {
    BOOST_TEST(both.passes(plain("b", text)), text);
    BOOST_TEST(!both.is_picked(), text);
  }
  for (const char* text : {"&amp;", "a\tb", "a\nb", "a\rb"}) {
    BOOST_TEST(both.passes("<r i='" + std::string(text) + "'/>"), text);
    BOOST_TEST(!both.is_picked(), text);
  }
}

BOOST_AUTO_TEST_CASE(tags_that_do_not_match_are_not_passed) {
  Both both({"@i", "b"});
  for (const char* record :
       {"<r></rr>", "<rr></r>", "<r><b></c></r>", "<r><b></r></b>", "<r><b c></b></r>",
        "<r><b/ ></r>", "<r><b //></r>", "<r><b c='1'd='2'/></r>", "<r></r/>", "<r></ r>",
        "<r><b c='1' c='2'/></r>", "<r><b \"></b></r>", "<r><\xc3\xa9/></r>", "<r>]]></r>"})
    BOOST_TEST(!both.passes(record), record);
}

BOOST_DATA_TEST_CASE(every_processor_sees_the_same_in_a_block, data::xrange(1u, 60u), seed) {
  std::mt19937 random(seed);
  std::string text(xml::Block::kBytes, ' ');
  for (std::size_t i = 0; i < text.size(); ++i)
    text[i] = static_cast<char>(seed < 5 ? 64 * (seed - 1) + i : random());
  const auto best = xml::best_load_block()(text.data());
  const auto any = xml::load_block(text.data());
  for (unsigned i = 0; i < xml::Block::kBytes; ++i) {
    const bool is_mark = std::string("<>\"'").find(text[i]) != std::string::npos;
    const bool is_space = std::string("\t\r\n").find(text[i]) != std::string::npos;
    const bool is_odd = text[i] == '&' || text[i] == ']' ||
                        (static_cast<signed char>(text[i]) < 0x20 && !is_space);
    for (const auto& block : {best, any}) {
      BOOST_TEST((block.marks >> i & 1) == (is_mark ? 1u : 0u));
      BOOST_TEST((block.odd >> i & 1) == (is_odd ? 1u : 0u));
    }
  }
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_told_as_the_tree_tells_it) {
  xml::Picker picker;
  const std::vector<xml::Path> known = {xml::Path::parse("a").value(),
                                        xml::Path::parse("b/@i").value()};
  const std::vector<xml::Path> bare = {xml::Path::parse("b").value()};
  picker.want(0, known[0]);
  picker.close(known, bare);
  xml::EndMarks marks;
  xml::QuickParser quick(picker.wanted());
  for (const std::string record :
       {"<r> <a>x</a> <b i='1'/> </r>", "<r><b> <!-- c --> </b></r>", "<r j='1'/>",
        "<r>text<a/></r>", "<r><a/> text </r>", "<r><a><c/></a></r>", "<r><b> t </b></r>",
        "<r><b><![CDATA[t]]></b></r>", "<r><b><![CDATA[ ]]></b></r>", "<r><b k=''/></r>",
        "<r><b>&lt;</b></r>", "<r xmlns:x='u' xmlns='v'/>", "<r><b><a/></b></r>"}) {
    const auto text = record + std::string(64, '<');
    quick.forget();
    BOOST_REQUIRE(quick.end_of(text.data(), text.data() + record.size(), marks) != nullptr);
    xml::Trees trees;
    const std::string_view whole = record;
    BOOST_REQUIRE(trees.parse({&whole, 1}, xml::Trees::Spaces::all));
    BOOST_REQUIRE(picker.pick(trees.roots().front(), true));
    BOOST_TEST(quick.unknown().empty() == picker.unknown().empty(), record);
    if (record.find('&') == std::string::npos)
      BOOST_TEST(quick.unknown() == picker.unknown(), record);
  }
}

BOOST_AUTO_TEST_SUITE_END()
