// SPDX-License-Identifier: Apache-2.0
// Records whose parents lie within parents: whatever a tree of pugixml has is read, however the
// text is cut.

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <pugixml.hpp>
#include <set>

#include "fixture.hpp"
#include "plugins/random.hpp"
#include "xml/split/pattern.hpp"

BOOST_AUTO_TEST_SUITE(xml_nested)

namespace {
namespace data = boost::unit_test::data;
using dp::test::feed;
using dp::test::open_xml;
using dp::test::Piece;
using dp::test::Random;
using dp::test::read_whole;
using dp::test::Rows;
using dp::test::Seen;
using dp::test::seen;
using dp::test::Task;

const dp::test::Pairs kColumns = {{"n", "@n"}, {"t", "."}};
const char* const kRecords[] = {"c/i",   "*/i",   "a/c/i", "c/*/i", "*/*/i",  "c/c/i",
                                "*/c/i", "a/*/i", "c/*",   "*/*",   "c/a/c/i"};

/// Random trees as text.
class Forest {
 public:
  Forest(unsigned seed, bool short_records) : random_(seed), short_records_(short_records) {}

  void element(std::size_t depth) {
    static const char* const kNames[] = {"c", "c", "i", "i", "a", "d"};
    static const char* const kRoots[] = {"c", "a", "d"};
    const auto name = depth == 0 ? random_.one(kRoots) : random_.one(kNames);
    text_ += "<" + name;
    if (name != "d") text_ += " n='" + std::to_string(++count_) + "'";
    if (random_.below(5) == 0 || (short_records_ && name == "i")) {
      text_ += "/>";
      return;
    }
    text_ += ">";
    for (auto n = depth >= 6 ? 0 : random_.below(4); n > 0; --n) {
      element(depth + 1);
      static const char* const kBetween[] = {"", "", " ", "x", "<!-- <i> -->", "<?c <i> ?>"};
      text_ += random_.one(kBetween);
    }
    text_ += "</" + name + ">";
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  Random random_;
  bool short_records_;
  std::string text_;
  int count_ = 0;
};

std::string tree_of(unsigned seed, std::size_t least, std::size_t most,
                    bool short_records = false) {
  for (;; seed += 100'000) {
    Forest forest(seed, short_records);
    forest.element(0);
    const auto size = forest.text().size();
    if (size >= least && size <= most) return forest.text();
  }
}

/// The values of the records of a tree, as a walk through all of it finds them.
void add_records(pugi::xml_node element, std::vector<std::string_view>& open,
                 const dp::xml::Pattern& pattern, Rows& rows) {
  for (const auto child : element.children()) {
    if (child.type() != pugi::node_element) continue;
    if (pattern.names(child.name()) && pattern.holds(open)) {
      std::string own;
      bool has_children = false;
      for (const auto part : child.children()) {
        has_children = has_children || part.type() == pugi::node_element;
        if (part.type() == pugi::node_pcdata) own += part.value();
      }
      if (has_children && own.find_first_not_of(' ') == std::string::npos) own.clear();
      const auto n = child.attribute("n");
      rows.push_back({n ? n.value() : dp::test::kNull, own});
      continue;
    }
    open.push_back(child.name());
    add_records(child, open, pattern, rows);
    open.pop_back();
  }
}

Rows records_of(const std::string& text, const char* record) {
  pugi::xml_document document;
  BOOST_REQUIRE(document.load_string(
      text.c_str(), pugi::parse_full | pugi::parse_ws_pcdata | pugi::parse_fragment));
  Rows rows;
  std::vector<std::string_view> open;
  add_records(document, open, dp::xml::Pattern::parse(record).value(), rows);
  return rows;
}

Task open_task(const char* record) {
  return open_xml("", record, kColumns, {{"n", "string"}, {"t", "string"}});
}

/// Where a step may begin.
std::vector<std::size_t> starts_of(Task& task, const std::string& text) {
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < text.size();) {
    starts.push_back(at);
    at = feed(task, text, text.size(), at, at + 1);
  }
  task.forget();
  return starts;
}

/// Read as the engine would if it had no more than `most` bytes at once.
bool feed_full(Task& task, const std::string& text, std::size_t most) {
  for (std::size_t at = 0; at < text.size();) {
    const auto bytes = text.substr(at, most);
    const bool last = at + bytes.size() == text.size();
    const Piece piece{.offset = at,
                      .first = at == 0,
                      .last = last,
                      .full = !last,
                      .head = text.substr(0, DP_HEAD_BYTES)};
    BOOST_REQUIRE(task.read(bytes, piece));
    BOOST_REQUIRE_EQUAL(task.skip(bytes, piece).value(), task.consumed());
    if (task.consumed() == DP_REST) return true;
    BOOST_REQUIRE(task.consumed() > 0u);
    at += task.consumed();
  }
  return false;
}
}  // namespace

BOOST_AUTO_TEST_CASE(records_after_an_inner_parent_are_read) {
  const std::string text = "<c><c><i n='1'/></c><i n='2'/><d><c><i n='3'/></c><i/></d></c>";
  auto task = open_task("c/i");
  const auto got = read_whole(task, text);
  BOOST_TEST(got.rows == Rows({{"1", ""}, {"2", ""}, {"3", ""}}));
  BOOST_TEST(got.rejects.empty());
  // One that is in an inner parent has the place of the first element in the outermost.
  BOOST_TEST(got.offsets == std::vector<std::uint64_t>({3, 20, 30}));
}

BOOST_DATA_TEST_CASE(all_records_of_a_tree_are_read_in_pieces_of_every_size,
                     data::xrange(1u, 16u), seed) {
  const auto text = tree_of(seed, 150, 400);
  for (const char* record : kRecords) {
    auto task = open_task(record);
    const auto whole = read_whole(task, text);
    BOOST_REQUIRE_MESSAGE(whole.rows == records_of(text, record) && whole.rejects.empty(),
                          record << " of " << text << whole);
    for (std::size_t size = 1; size <= std::min<std::size_t>(text.size(), 250); ++size) {
      BOOST_REQUIRE(feed(task, text, size) == text.size());
      const auto got = seen(task);
      BOOST_REQUIRE_MESSAGE(
          got == whole, record << " in pieces of " << size << " of " << text << got << whole);
    }
  }
}

BOOST_DATA_TEST_CASE(every_start_and_every_stop_parts_the_records_of_a_tree,
                     data::xrange(1u, 9u), seed) {
  const auto text = tree_of(seed, 60, 160);
  for (const char* record : kRecords) {
    auto task = open_task(record);
    const auto whole = read_whole(task, text);
    for (const auto begin : starts_of(task, text)) {
      for (std::size_t stop = begin + 1; stop <= text.size(); ++stop) {
        BOOST_REQUIRE(feed(task, text, 64, 0, begin) == begin);
        const auto end = feed(task, text, 64, begin, stop);
        BOOST_REQUIRE(feed(task, text, 64, end) == text.size());
        const auto got = seen(task);
        BOOST_REQUIRE_MESSAGE(got == whole, record << " cut at " << begin << ", " << end
                                                   << " of " << text << got << whole);
      }
    }
  }
}

BOOST_DATA_TEST_CASE(a_reader_takes_no_rows_of_more_than_one_place_past_its_stop,
                     data::xrange(1u, 9u), seed) {
  const auto text = tree_of(seed, 150, 400);
  for (const char* record : kRecords) {
    auto task = open_task(record);
    for (const auto begin : starts_of(task, text)) {
      for (std::size_t stop = begin + 1; stop <= text.size(); stop += 7) {
        task.forget();
        static_cast<void>(feed(task, text, text.size(), begin, stop));
        const auto got = seen(task);
        std::set<std::uint64_t> past;
        for (const auto offset : got.offsets)
          if (offset >= stop) past.insert(offset);
        BOOST_REQUIRE_MESSAGE(past.size() <= 1,
                              record << ' ' << begin << ' ' << stop << " of " << text << got);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(several_roots_have_parents_in_parents_too) {
  const std::string text =
      "<c><i n='1'/></c><c><c><i n='2'/></c><i n='3'/></c><i n='4'/><a><i n='5'/></a>"
      "<c><i n='6'/></c><?xml version='1.0'?><c><i n='7'/></c>";
  for (const char* record : {"c/i", "c/*"}) {
    auto task = open_task(record);
    const auto whole = read_whole(task, text);
    BOOST_TEST(whole.rejects.empty(), record << whole);
    for (std::size_t size = 1; size <= text.size(); ++size) {
      BOOST_REQUIRE(feed(task, text, size) == text.size());
      BOOST_REQUIRE_EQUAL(seen(task), whole);
    }
  }
  auto task = open_task("c/i");
  BOOST_TEST(read_whole(task, text).rows ==
             Rows({{"1", ""}, {"2", ""}, {"3", ""}, {"6", ""}, {"7", ""}}));
}

BOOST_AUTO_TEST_CASE(a_nested_record_that_is_not_well_formed_costs_itself) {
  const std::string text =
      "<c><c><i n='1'>x</i><i n='2'>&no;</i><i n='3'><b></i><i n='4'/></c><i n='5'/></c>";
  auto task = open_task("c/i");
  const auto whole = read_whole(task, text);
  BOOST_TEST(whole.rows == Rows({{"1", "x"}, {"4", ""}, {"5", ""}}));
  BOOST_REQUIRE(whole.rejects.size() == 2u);
  BOOST_TEST(whole.rejects[0].raw == "<i n='2'>&no;</i>");
  BOOST_TEST(whole.rejects[0].offset == 3u);
  BOOST_TEST(
      whole.rejects[0].reason ==
      "the entity '&no;' is not declared by the file's own document type, and no other file is "
      "read (at byte 9 of the record) (17 bytes after that place)");
  for (std::size_t size = 1; size <= text.size(); ++size) {
    BOOST_REQUIRE(feed(task, text, size) == text.size());
    BOOST_REQUIRE_EQUAL(seen(task), whole);
  }
}

BOOST_AUTO_TEST_CASE(an_end_tag_that_shows_a_parent_nobody_knew_of_is_told) {
  // After the fault the next record is taken for one of an outermost parent.
  auto task = open_task("c/i");
  const auto got = read_whole(task, "<c><c></x><i n='1'/></c><i n='2'/></c>");
  BOOST_TEST(got.rows == Rows({{"1", ""}}));
  BOOST_REQUIRE(got.rejects.size() == 2u);
  BOOST_TEST(got.rejects[0].reason == "got '</x>', expected '</c>'");
  BOOST_TEST(got.rejects[1].reason == "got '</c>', but none is open");
}

BOOST_DATA_TEST_CASE(what_is_too_long_for_a_step_is_broken_off_or_told, data::xrange(1u, 60u),
                     seed) {
  std::string text = "<d>";
  for (unsigned i = 0; i < 6; ++i) text += tree_of(seed * 10 + i, 400, 3000, true);
  text += "</d>";
  for (const char* record : kRecords) {
    if (!std::string(record).ends_with("i")) continue;
    auto task = open_task(record);
    const auto whole = read_whole(task, text);
    BOOST_REQUIRE(whole.rows == records_of(text, record) && whole.rejects.empty());
    for (std::size_t most = 300; most < text.size(); most += 1 + most / 2) {
      const bool ended = feed_full(task, text, most);
      const auto got = seen(task);
      BOOST_REQUIRE_MESSAGE(got.rejects.size() == (ended ? 1u : 0u),
                            record << ' ' << most << got);
      BOOST_REQUIRE(got.rows.size() <= whole.rows.size());
      BOOST_REQUIRE_MESSAGE(std::equal(got.rows.begin(), got.rows.end(), whole.rows.begin()),
                            record << ' ' << most << " of " << text << got << whole);
      BOOST_REQUIRE(ended || got.rows.size() == whole.rows.size());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
