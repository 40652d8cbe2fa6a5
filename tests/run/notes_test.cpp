// SPDX-License-Identifier: Apache-2.0
#include "run/notes.hpp"

#include <fcntl.h>

#include <boost/test/unit_test.hpp>

#include "protocol/reject.hpp"
#include "temporary.hpp"

namespace notes {
namespace {

using dp::pipeline::Formula;
using dp::protocol::Stage;
using Notes = std::vector<std::string>;

struct Fixture {
  Fixture() {
    prepared.source = std::make_unique<dp::pipeline::FileText>("p.yaml", "dp: 1\n");
    stage(Stage::Kind::reader).use.task = "json";
  }
  Stage& stage(Stage::Kind kind) {
    prepared.plan.stages.emplace_back().kind = kind;
    return prepared.plan.stages.back();
  }
  void where(const std::string& text, std::uint32_t line) {
    stage(Stage::Kind::where);
    Formula formula;
    formula.node.text = text;
    formula.node.mark = {line, 10, 1};
    prepared.model.map.emplace_back().where = formula;
  }
  /// Of the item nothing could be read but one record, or not even that.
  void unread_file(const std::string& name, const std::string& text, std::uint64_t records) {
    auto& item = prepared.items.list.emplace_back();
    item.name = name;
    item.path = folder.write(name, text);
    item.stamp = dp::input::stamp_of(dp::open_file(item.path, O_RDONLY).value().get()).value();
    dp::run::Chunk chunk;
    chunk.first = prepared.items.list.size() - 1;
    chunk.end = text.size();
    dp::protocol::Counts read;
    read.records = records;
    std::string rejects;
    for (int i = 0; i < 30; ++i)
      dp::protocol::append_reject(rejects, {chunk.first, 0, "raw", "why"});
    unread.add(chunk, read, rejects);
  }
  Notes notes() { return dp::run::notes_on(prepared, counts, unread); }

  dp::test::TemporaryFolder folder;
  dp::planner::Prepared prepared;
  dp::protocol::Counts counts;
  dp::run::UnreadItems unread;
};

}  // namespace
}  // namespace notes

BOOST_FIXTURE_TEST_SUITE(notes, Fixture)

BOOST_AUTO_TEST_CASE(a_run_that_is_right_has_none) {
  where("a > 1", 4);
  counts.asked = counts.kept = 2;
  BOOST_TEST(notes().empty());
}

BOOST_AUTO_TEST_CASE(what_could_not_be_read_is_named_with_what_it_looks_like) {
  unread_file("a.json", "id,name\n1,a\n2,b\n", 0);
  unread_file("b", "no idea\n", 1);
  BOOST_TEST((notes() == Notes{"nothing in a.json could be read as json; it looks like CSV",
                               "next to nothing in b could be read as json"}));
  prepared.plan.stages[0].use.task = "csv";
  BOOST_TEST(notes().front() == "nothing in a.json could be read as csv");
}

BOOST_AUTO_TEST_CASE(of_text_in_utf16_it_is_told_how_to_say_so) {
  using namespace std::string_literals;
  unread_file("a.json",
              "{\0\"\0a\0\"\0:\0"
              "1\0}\0\n\0"s,
              0);
  BOOST_TEST(
      (notes() == Notes{"nothing in a.json could be read as json; it looks like utf-16le "
                        "without a byte order mark: say so with input: {files: ..., "
                        "encoding: utf-16le}"}));
}

BOOST_AUTO_TEST_CASE(of_many_files_the_first_are_named) {
  for (int i = 0; i < 5; ++i) unread_file("f" + std::to_string(i), "text\n", 0);
  const auto made = notes();
  BOOST_REQUIRE(made.size() == 4U);
  BOOST_TEST(made.back() == "and 2 more files like these");
}

BOOST_AUTO_TEST_CASE(a_condition_that_no_record_fulfils_is_named_with_its_place) {
  where("a > 1", 4);
  where("b\x1b < 1", 5);
  where("c", 6);
  counts.asked = 2 | 4;  // nothing came to the third
  counts.kept = 2;
  BOOST_TEST((notes() == Notes{"p.yaml:5:10: 'where' kept no record: b\\x1B < 1"}));
}

BOOST_AUTO_TEST_CASE(a_declared_column_without_any_value_is_told_with_its_place) {
  auto& reader = prepared.plan.stages[0];
  reader.output = {
      {"id", dp::Type::int64}, {"user", dp::Type::string}, {"x", dp::Type::string}};
  reader.used = {1, 1, 0};
  reader.declared = {0, 1, 2};
  auto columns = dp::data::Value::map();
  for (const char* name : {"id", "user", "x"})
    columns.add(name, dp::data::Value::of(std::string(name) + ".path"));
  reader.use.options = dp::data::Value::map();
  reader.use.options.add("columns", columns);
  prepared.model.map.emplace_back().use.mark = {3, 5, 4};
  BOOST_TEST(notes().empty());  // of no record
  counts.records = 2;
  counts.filled.add(0);
  BOOST_TEST(
      (notes() == Notes{"p.yaml:3:5: column 'user' has no value in any record: nothing is "
                        "at 'user.path'"}));
  counts.filled.add(1);
  BOOST_TEST(notes().empty());
}

BOOST_AUTO_TEST_CASE(a_join_that_found_nothing_is_told_with_its_place) {
  stage(Stage::Kind::join);
  auto& step = prepared.model.map.emplace_back();
  step.kind = dp::pipeline::Step::Kind::join;
  step.mark = {6, 5, 1};
  counts.asked = 2;
  BOOST_TEST((notes() == Notes{"p.yaml:6:5: 'join' found no record's key in its table"}));
  counts.kept = 2;
  BOOST_TEST(notes().empty());
}

BOOST_AUTO_TEST_SUITE_END()
