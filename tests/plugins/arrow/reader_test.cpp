// SPDX-License-Identifier: Apache-2.0
#include "arrow/reader.hpp"

#include <boost/test/unit_test.hpp>

#include "arrow/writer.hpp"
#include "made.hpp"
#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(arrow_reader)

namespace {

using dp::Type;
using dp::arrow::FileKind;
using dp::test::buffer_of;
using dp::test::Rows;
using dp::test::Task;

dp::Result<Task> open(const std::string& sample, bool is_cut = false, bool has_more = false) {
  dp::test::Setting setting;
  setting.role = DP_READER;
  setting.sample = sample;
  setting.refutes = true;
  setting.sample_cut = is_cut;
  setting.sample_more = has_more;
  return Task::open("arrow", "arrow", dp::data::Value::map(), setting);
}

const dp::Schema kAll = {{"b", Type::boolean}, {"i", Type::int64},     {"f", Type::float64},
                         {"s", Type::string},  {"t", Type::timestamp}, {"d", Type::date},
                         {"n", Type::decimal}, {"j", Type::json}};

/// What the writer makes of rows of kAll.
std::string written(FileKind kind, dp::arrow::BatchLimits limits = {}) {
  const dp::test::Batch batch(
      kAll, {{true, 1, 1.5, "a", 1'714'557'600'123'456, 19'782, "1.10", "{\"a\":[1]}"},
             {nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr},
             {false, -7, -0.0, "caf\xc3\xa9, and a text that is not inline", -1, -3, "-2.345",
              "\"x\""}});
  dp::test::Task::Kept kept;
  const auto raw = dp::test::keep_in(kept);
  dp::Output out(raw);
  dp::arrow::Writer writer(kind, limits);
  BOOST_REQUIRE(writer.start());
  BOOST_REQUIRE(writer.begin(out));
  BOOST_REQUIRE(writer.section("", kAll, out));
  BOOST_REQUIRE(writer.write(dp::BatchView(batch.view()), out));
  BOOST_REQUIRE(writer.end(out));
  return kept.bytes[0];
}

const std::vector<std::string> kNone(8, "<null>");

/// A stream with a column of each kind of buffers, and a dictionary.
std::string made_stream() {
  auto word = dp::test::text_field("word");
  word.dictionary = 3;
  const auto view = dp::test::MadeField{"view", dp::test::wire::Type::Utf8View, [](auto& out) {
                                          return dp::test::wire::CreateUtf8View(out).Union();
                                        }};
  const std::vector<dp::test::MadeField> fields = {
      dp::test::int_field("i", 16), dp::test::list_field("l", dp::test::text_field("item")),
      word, view};
  const auto texts = dp::test::text_buffers({"p", "q", "r"});
  const std::string views = buffer_of<std::uint32_t>({3}) + "abc" + std::string(9, '\0') +
                            buffer_of<std::uint32_t>({20, 0, 0, 0});
  return dp::test::made_schema(fields) +
         dp::test::made_dictionary(3, {2, {{2, 0}}, dp::test::text_buffers({"low", "high"})}) +
         dp::test::made_batch(
             {2,
              {{2, 1}, {2, 0}, {3, 0}, {2, 0}, {2, 0}},
              {"\x02", buffer_of<std::int16_t>({0, 9}), "", buffer_of<std::int32_t>({0, 2, 3}),
               texts[0], texts[1], texts[2], "", std::string("\1\0", 2), "", views,
               "a text of twenty byt"},
              {1}});
}

/// What becomes of each file that differs in one byte from `whole`: nothing but an end.
void read_with_every_byte_changed(const std::string& whole) {
  std::size_t opened = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const int change : {0x01, 0x80}) {
      auto bytes = whole;
      bytes[at] = static_cast<char>(bytes[at] ^ change);
      auto task = open(bytes);
      if (!task) continue;
      ++opened;
      const auto status = task->read(bytes);
      if (!status) BOOST_TEST(status.error().message.starts_with("arrow: "));
    }
  }
  BOOST_TEST(opened > whole.size() / 2);
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_written_is_read_as_it_was) {
  for (const auto kind : {FileKind::file, FileKind::stream}) {
    for (const std::uint64_t rows : {1U, 2U, 100U}) {
      const auto bytes = written(kind, {rows, 1 << 20});
      auto task = open(bytes).value();
      BOOST_TEST((task.schema() == kAll));
      BOOST_REQUIRE(task.read(bytes));
      BOOST_TEST(
          task.rows() ==
          Rows({{"true", "1", "1.5", "a", "1714557600123456", "19782", "1.100", "{\"a\":[1]}"},
                kNone,
                {"false", "-7", "-0", "caf\xc3\xa9, and a text that is not inline", "-1", "-3",
                 "-2.345", "\"x\""}}));
      BOOST_TEST(task.rejects().empty());
      BOOST_TEST(task.offsets() == std::vector<std::uint64_t>({0, 1, 2}),
                 boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_stream_of_others_is_read) {
  const auto bytes = made_stream();
  auto task = open(bytes).value();
  BOOST_TEST((task.schema() == dp::Schema{{"i", Type::int64},
                                          {"l", Type::json},
                                          {"word", Type::string},
                                          {"view", Type::string}}));
  BOOST_REQUIRE(task.read(bytes));
  BOOST_TEST(task.rows() == Rows({{"<null>", "[\"p\",\"q\"]", "high", "abc"},
                                  {"9", "[\"r\"]", "low", "a text of twenty byt"}}));
}

BOOST_AUTO_TEST_CASE(columns_that_nobody_reads_stay_empty) {
  const auto bytes = made_stream();
  auto task = open(bytes).value();
  task.need({"word"});
  BOOST_REQUIRE(task.read(bytes));
  BOOST_TEST(task.column("word") == dp::test::Row({"high", "low"}));
  BOOST_TEST(task.rows()[0][0] == dp::test::kEmpty);
}

BOOST_AUTO_TEST_CASE(columns_are_known_from_the_beginning) {
  const auto bytes = written(FileKind::file);
  const auto schema_end = bytes.find("ARROW1", 1) == std::string::npos ? 0 : bytes.size() / 2;
  BOOST_TEST(schema_end != 0U);
  BOOST_TEST((open(bytes.substr(0, schema_end), true).value().schema() == kAll));
  const auto more = open(bytes.substr(0, 40), true, true);
  BOOST_TEST((more.error().code == dp::Errc::sample_too_short));
  BOOST_TEST(open(bytes.substr(0, 40), true).error().message ==
             "arrow: it is cut short: the message at byte 8 has no end");
  BOOST_TEST(open("").value().schema().empty());
  BOOST_TEST(open("a,b\n").error().message ==
             "arrow: it is no Arrow file or stream: it does not begin as one");
}

BOOST_AUTO_TEST_CASE(another_file_needs_the_same_columns) {
  auto task = open(dp::test::made_schema({dp::test::int_field("n")})).value();
  BOOST_REQUIRE(task.read(dp::test::made_schema({dp::test::int_field("n", 8)})));
  const auto other = task.read(dp::test::made_schema({dp::test::text_field("n")}));
  BOOST_REQUIRE(!other);
  BOOST_TEST(other.error().message ==
             "arrow: has other columns (got n: string, expected n: int)");
  const auto text = task.read("a,b\n");
  BOOST_REQUIRE(!text);
  BOOST_TEST(text.error().message ==
             "arrow: it is no Arrow file or stream: it does not begin as one");
  BOOST_TEST((text.error().code == dp::Errc::task_failed));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_cut_short_is_an_error) {
  const auto bytes = written(FileKind::file);
  auto task = open(bytes).value();
  for (const std::size_t less : {1U, 100U})
    BOOST_TEST(task.read(bytes.substr(0, bytes.size() - less)).error().message ==
               "arrow: it is cut short: its end is missing");
  const auto stream = made_stream();
  auto of_stream = open(stream).value();
  BOOST_TEST(of_stream.read(stream.substr(0, stream.size() - 1))
                 .error()
                 .message.starts_with("arrow: it is cut short: the message at byte "));
}

BOOST_AUTO_TEST_CASE(a_damaged_file_is_an_error_or_other_rows) {
  read_with_every_byte_changed(written(FileKind::file, {2, 1 << 20}));
}

BOOST_AUTO_TEST_CASE(a_damaged_stream_is_an_error_or_other_rows) {
  read_with_every_byte_changed(made_stream());
}

BOOST_AUTO_TEST_SUITE_END()
