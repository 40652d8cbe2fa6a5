// SPDX-License-Identifier: Apache-2.0
#include "worker/item_reader.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "gzip.hpp"

namespace item_reader {

using namespace dp;
using namespace dp::test;
using dp::protocol::Intake;
using dp::worker::EndLink;
using dp::worker::ItemReader;
using dp::worker::Outlet;

namespace {

/// A reader of kit in front of a collector, as a chain has it.
class Reading {
 public:
  explicit Reading(protocol::Plan plan) : plan_(std::move(plan)) {
    outlet_.next = &rows;
    end_.call_at_borders([this](const protocol::Mark& mark) {
      marks.push_back(mark);
      return Status{};
    });
    outlet_.reports.reject = [this](std::uint64_t offset, std::string_view raw,
                                    std::string_view why) {
      ++end_.output().counts.rejects;
      protocol::append_reject(end_.output().rejects, {0, offset, raw, why});
    };
  }
  Status run(const protocol::Slice& slice, bool careful = false) {
    DP_CHECK(reader.open());
    const auto item = worker::item_of(slice, {});
    outlet_.source = &item;
    return reader.run(slice, 4, careful, context);
  }
  [[nodiscard]] Texts rejects() { return rejects_of(end_.output().rejects); }
  [[nodiscard]] const protocol::Counts& counts() { return end_.output().counts; }
  [[nodiscard]] const std::optional<protocol::RecordBounds>& bounds() {
    return end_.output().bounds;
  }

 private:
  template <class Role>
  static Result<std::vector<Role>> nothing() {
    return std::vector<Role>();
  }

  protocol::Plan plan_;
  worker::Libraries libraries_;
  worker::CallTracker calls_;
  EndLink end_{&Reading::nothing<worker::ReducerTask>, &Reading::nothing<worker::WriterTask>,
               2};
  Outlet outlet_;

 public:
  MemoryContext context;
  Collector rows;
  int renewed = 0;
  std::vector<protocol::Mark> marks;
  ItemReader reader{plan_, libraries_, end_, outlet_, calls_, [this] {
                      ++renewed;
                      return reader.open();
                    }};
};

/// "found begin-end"
std::string text_of(const protocol::RecordBounds& bounds) {
  return std::string(bounds.found ? "found " : "none ") + std::to_string(bounds.begin) + "-" +
         std::to_string(bounds.end);
}

using Places = std::vector<MemoryContext::Place>;
using Offsets = std::vector<std::uint64_t>;

}  // namespace
}  // namespace item_reader

BOOST_FIXTURE_TEST_SUITE(item_reader, Files)

BOOST_AUTO_TEST_CASE(tasks_see_a_slices_item_by_name_place_and_size) {
  const auto made = slice("one\ntwo\n", 5);
  const auto item = worker::item_of(made, "head");
  BOOST_TEST(item.struct_size == sizeof(dp_item));
  BOOST_TEST(item.index == 5U);
  BOOST_TEST(item.size == 8U);
  BOOST_TEST(std::string(item.name.data, item.name.size) == made.name);
  BOOST_TEST(std::string(item.head.data, item.head.size) == "head");
}

BOOST_AUTO_TEST_CASE(lines_become_records_and_are_counted) {
  Reading reading(plan_of_lines());
  BOOST_REQUIRE(reading.run(slice("one\n\nreject\nthree")));
  BOOST_TEST((reading.rows.rows == Texts{"one|3", "three|5"}));
  BOOST_TEST((reading.rows.offsets == Offsets{0, 12}));
  BOOST_TEST((reading.rejects() == Texts{"0:5 reject (told to reject)"}));
  BOOST_TEST((reading.counts() == protocol::Counts{17, 4, 1, 0, 0, 1}));
  BOOST_TEST((reading.context.places == Places{{4, 0, false}, {4, 0, false}, {4, 12, false}}));
}

BOOST_AUTO_TEST_CASE(lines_between_those_that_are_no_text_are_read_as_blocks) {
  Reading reading(plan_of_lines());
  auto made = slice("\x81\na\nb\xe9\n\nx\x81y\n\x90\nc\nd\n\x8d");
  made.text.name = "windows-1252";
  BOOST_REQUIRE(reading.run(made));
  BOOST_TEST((reading.rows.rows == Texts{"a|1", "b\xc3\xa9|3", "c|1", "d|1"}));
  BOOST_TEST((reading.rows.offsets == Offsets{2, 4, 14, 16}));
  BOOST_TEST(reading.rows.batches == 2);
  BOOST_TEST((reading.rejects() ==
              Texts{"0:0 \x81 (got byte 0x81 at byte 0, expected windows-1252)",
                    "0:8 x\x81y (got byte 0x81 at byte 9, expected windows-1252)",
                    "0:12 \x90 (got byte 0x90 at byte 12, expected windows-1252)",
                    "0:18 \x8d (got byte 0x8d at byte 18, expected windows-1252)"}));
  BOOST_TEST((reading.counts() == protocol::Counts{19, 9, 1, 0, 0, 4}));
}

BOOST_AUTO_TEST_CASE(a_line_belongs_to_the_slice_that_holds_its_first_byte) {
  Reading reading(plan_of_lines());
  BOOST_REQUIRE(reading.run(part("one\ntwo\nthree\n", 2, 5)));
  BOOST_TEST((reading.rows.rows == Texts{"two|3"}));
  BOOST_TEST((reading.rows.offsets == Offsets{4}));
}

BOOST_AUTO_TEST_CASE(compressed_lines_are_read_as_what_they_hold) {
  auto made = slice(gzip("one\ntwo\n"));
  made.compression = protocol::Compression::gzip;
  Reading reading(plan_of_lines());
  BOOST_REQUIRE(reading.run(made));
  BOOST_TEST((reading.rows.rows == Texts{"one|3", "two|3"}));
  BOOST_TEST(reading.counts().bytes == 8U);
}

BOOST_AUTO_TEST_CASE(a_column_that_nobody_reads_is_not_asked_of_the_reader) {
  auto plan = plan_of_lines();
  plan.stages[0].used = {1, 0};
  Reading reading(std::move(plan));
  BOOST_REQUIRE(reading.run(slice("one\n")));
  BOOST_TEST((reading.rows.rows == Texts{"one|null"}));
}

BOOST_AUTO_TEST_CASE(a_line_that_is_too_long_is_rejected_alone) {
  constexpr auto kMost = input::LineSlicer::kMaxLine;
  Reading reading(plan_of_lines());
  BOOST_REQUIRE(reading.run(slice("one\n" + std::string(kMost + 1, 'x') + "\ntwo\n")));
  BOOST_TEST((reading.rows.rows == Texts{"one|3", "two|3"}));
  const auto rejects = reading.rejects();
  BOOST_REQUIRE(rejects.size() == 1U);
  BOOST_TEST(rejects[0].starts_with("0:4 xxx"));
  BOOST_TEST(rejects[0].ends_with("xxx (the line is longer than 16777216 bytes)"));
  BOOST_TEST(reading.counts().lines == 3U);
}

BOOST_AUTO_TEST_CASE(a_line_over_which_a_task_fails_fails_the_slice) {
  Reading reading(plan_of_lines());
  const auto status = reading.run(slice("one\nfail\ntwo\n"));
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == Errc::task_failed));
  BOOST_TEST(status.error().message == "told to fail");
  BOOST_TEST(reading.renewed == 0);
}

BOOST_AUTO_TEST_CASE(in_careful_mode_it_is_rejected_alone_and_each_line_is_reported) {
  Reading reading(plan_of_lines());
  BOOST_REQUIRE(reading.run(slice("one\nfail\ntwo\n"), true));
  // Each line passes twice: once in a dry run, which the collector takes no part in.
  BOOST_TEST((reading.rows.rows == Texts{"one|3", "one|3", "two|3", "two|3"}));
  BOOST_TEST((reading.rejects() == Texts{"0:4 fail (told to fail)"}));
  BOOST_TEST((reading.counts() == protocol::Counts{13, 3, 0, 0, 0, 1}));
  BOOST_TEST((reading.context.places ==
              Places{{4, 0, false}, {4, 0, false}, {4, 0, true}, {4, 4, true}, {4, 9, true}}));
  BOOST_TEST(reading.renewed == 1);
}

BOOST_AUTO_TEST_CASE(borders_are_told_between_blocks_and_in_careful_mode_between_records) {
  Reading lines(plan_of_lines());
  const std::string line(100 << 10, 'x');
  BOOST_REQUIRE(lines.run(slice(line + "\n" + line + "\n" + line + "\n")));
  BOOST_REQUIRE(lines.marks.size() == 1U);
  BOOST_TEST((lines.marks[0] == protocol::Mark{4, 2 * (line.size() + 1)}));
  Reading careful(plan_of_lines());
  BOOST_REQUIRE(careful.run(slice("one\ntwo\nthree\n"), true));
  BOOST_TEST((careful.marks == std::vector<protocol::Mark>{{4, 4}, {4, 8}}));
  Reading records(plan_of_records());
  BOOST_REQUIRE(records.run(part("a;b;c;", 0, 4), true));
  BOOST_TEST((records.marks == std::vector<protocol::Mark>{{4, 2}}));
}

BOOST_AUTO_TEST_CASE(an_item_that_cannot_be_cut_is_read_in_one_piece) {
  auto plan = plan_of_records();
  plan.intake = Intake::whole;
  plan.stages[0].use.options.items[1] = data::Value::of(true);
  Reading reading(plan);
  BOOST_REQUIRE(reading.run(slice("a;b;c")));
  BOOST_TEST((reading.rows.rows == Texts{"a|1", "b|1", "c|1"}));
  BOOST_TEST(reading.counts().bytes == 5U);
  BOOST_TEST((reading.context.places == Places{{4, 0, true}}));
  auto packed = slice(gzip(std::string(100'000, 'x') + ";y"));
  packed.compression = protocol::Compression::gzip;  // much larger than its file
  BOOST_REQUIRE(reading.run(packed));
  BOOST_TEST(reading.rows.rows.back() == "y|1");
  BOOST_TEST(reading.counts().bytes == 100'007U);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_the_planned_one_is_an_error) {
  for (const auto intake : {Intake::lines, Intake::records, Intake::whole}) {
    auto plan = intake == Intake::lines ? plan_of_lines() : plan_of_records();
    plan.intake = intake;
    Reading reading(plan);
    auto made = slice("one\n");
    made.stamp.inode += 1;
    const auto status = reading.run(made);
    BOOST_REQUIRE(!status);
    BOOST_TEST((status.error().code == Errc::corrupt));
    BOOST_TEST(status.error().message == "another file has taken its name since the run began");
  }
}

BOOST_AUTO_TEST_CASE(records_of_an_exact_slice_are_read_up_to_its_end) {
  Reading reading(plan_of_records());
  BOOST_REQUIRE(reading.run(part("a;bb;c\nc;dd;", 2, 6)));
  BOOST_TEST((reading.rows.rows == Texts{"bb|2", "c\nc|3"}));
  BOOST_TEST((reading.rows.offsets == Offsets{2, 5}));
  BOOST_TEST(!reading.bounds());
  BOOST_TEST((reading.counts() == protocol::Counts{7, 1, 0, 0, 0, 0}));
}

BOOST_AUTO_TEST_CASE(records_of_a_guessed_slice_begin_after_the_first_that_is_found) {
  Reading reading(plan_of_records());
  auto made = part("a;bb;cc;dd;", 3, 7);
  made.exact = false;
  BOOST_REQUIRE(reading.run(made));
  BOOST_TEST((reading.rows.rows == Texts{"cc|2"}));
  BOOST_REQUIRE(reading.bounds());
  BOOST_TEST(text_of(*reading.bounds()) == "found 5-8");
  made = part("a;bbbb;", 3, 5);
  made.exact = false;
  BOOST_REQUIRE(reading.run(made));
  BOOST_TEST(!reading.bounds()->found);
}

BOOST_AUTO_TEST_CASE(a_reader_that_goes_past_the_slice_is_named) {
  Reading reading(plan_of_records(true));
  const auto status = reading.run(part("a;b;c;d;", 0, 2));
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == Errc::bug));
  BOOST_TEST(status.error().message ==
             "kit.records: reads the record at byte 4, past stop() at byte 2: a mistake of the "
             "plugin, which dp plugin check finds");
}

BOOST_AUTO_TEST_CASE(in_careful_mode_a_record_over_which_a_task_fails_is_rejected_alone) {
  Reading reading(plan_of_records());
  BOOST_REQUIRE(reading.run(slice("a;fail;b;"), true));
  BOOST_TEST((reading.rejects() == Texts{"0:2 fail; (told to fail)"}));
  BOOST_TEST((reading.rows.rows == Texts{"a|1", "a|1", "b|1", "b|1"}));  // dry runs, too
  BOOST_TEST(reading.counts().bytes == 9U);
  BOOST_TEST(reading.renewed == 1);
  BOOST_TEST((reading.context.places ==
              Places{{4, 0, false}, {4, 0, true}, {4, 2, true}, {4, 7, true}}));
}

BOOST_AUTO_TEST_CASE(what_only_separates_a_rejected_record_from_others_is_not_kept) {
  Reading reading(plan_of_records());
  BOOST_REQUIRE(reading.run(slice("a;~~fail;b;"), true));
  BOOST_TEST((reading.rejects() == Texts{"0:4 fail; (told to fail)"}));
  BOOST_TEST(reading.counts().bytes == 11U);
  const auto record = reading.reader.show(part("a;~\n~c;", 2, 3), reading.context);
  BOOST_REQUIRE(record);
  BOOST_TEST(record->raw == "~c;");
  BOOST_TEST(record->before == 2U);
  BOOST_TEST(record->taken == 5U);
}

BOOST_AUTO_TEST_CASE(past_its_careful_end_a_slice_is_read_in_blocks) {
  Reading reading(plan_of_records());
  auto made = slice("a;b;c;d;");
  made.careful_end = 2;
  BOOST_REQUIRE(reading.run(made, true));
  BOOST_TEST((reading.context.places == Places{{4, 0, false}, {4, 0, true}, {4, 2, false}}));
  BOOST_TEST((reading.rows.rows == Texts{"a|1", "a|1", "b|1", "c|1", "d|1"}));
}

BOOST_AUTO_TEST_CASE(a_rejected_first_record_is_passed_over) {
  Reading reading(plan_of_records());
  auto made = part("a;fa\nil;b;", 2, 10);
  made.past_first = true;
  BOOST_REQUIRE(reading.run(made));
  BOOST_TEST((reading.rows.rows == Texts{"b|1"}));
  // What is passed over is counted with what is made of it elsewhere.
  BOOST_TEST((reading.counts() == protocol::Counts{2, 0, 0, 0, 0, 0}));
  BOOST_TEST((reading.context.places == Places{{4, 2, false}, {4, 2, true}, {4, 8, false}}));
}

BOOST_AUTO_TEST_CASE(what_the_reader_cannot_skip_is_passed_over_by_a_line) {
  Reading reading(plan_of_records());
  auto made = slice("!odd\nb;c;");
  made.past_first = true;
  BOOST_REQUIRE(reading.run(made));
  BOOST_TEST((reading.rows.rows == Texts{"b|1", "c|1"}));
}

BOOST_AUTO_TEST_CASE(show_tells_the_whole_of_the_record_that_a_slice_begins_with) {
  Reading reading(plan_of_records());
  BOOST_REQUIRE(reading.reader.open());
  const auto record = reading.reader.show(part("a;fa\nil;b;", 2, 3), reading.context);
  BOOST_REQUIRE(record);
  BOOST_TEST(record->raw == "fa\nil;");
  BOOST_TEST(record->size == 6U);
  BOOST_TEST(record->taken == 6U);
  BOOST_TEST(record->lines == 1U);
  BOOST_TEST(reading.rows.rows.empty());
  BOOST_TEST((reading.counts() == protocol::Counts{}));
  BOOST_TEST((reading.context.places == Places{{0, 2, true}}));
}

BOOST_AUTO_TEST_CASE(show_tells_a_line_where_the_reader_cannot_skip) {
  Reading reading(plan_of_records());
  BOOST_REQUIRE(reading.reader.open());
  const auto record = reading.reader.show(slice("!odd\nb;c;"), reading.context);
  BOOST_REQUIRE(record);
  BOOST_TEST(record->raw == "!odd");
  BOOST_TEST(record->taken == 5U);
}

BOOST_AUTO_TEST_CASE(show_tells_how_many_line_ends_stand_before_the_record) {
  Reading reading(plan_of_records());
  BOOST_REQUIRE(reading.reader.open());
  const auto record = reading.reader.show(part("a;\n\nb;c;", 2, 3), reading.context);
  BOOST_REQUIRE(record);
  BOOST_TEST(record->before == 2U);
  BOOST_TEST(record->raw == "b;");
  BOOST_TEST(record->taken == 4U);
}

BOOST_AUTO_TEST_CASE(show_tells_how_long_a_record_is_of_which_it_keeps_the_beginning) {
  Reading reading(plan_of_records());
  BOOST_REQUIRE(reading.reader.open());
  const std::string large(200'000, 'x');
  const auto record = reading.reader.show(slice(large + ";b;"), reading.context);
  BOOST_REQUIRE(record);
  BOOST_TEST(record->raw.size() == protocol::kMaxRejectBytes);
  BOOST_TEST(record->size == 200'001U);
}

BOOST_AUTO_TEST_CASE(cut_tells_where_the_records_of_a_slice_begin_and_end) {
  Reading reading(plan_of_records());
  BOOST_REQUIRE(reading.reader.open());
  auto made = part("a;bb;cc;dd;", 3, 7);
  made.exact = false;
  BOOST_TEST(text_of(reading.reader.cut(made, reading.context).value()) == "found 5-8");
  made.begin = 2;  // it follows the byte before
  BOOST_TEST(text_of(reading.reader.cut(made, reading.context).value()) == "found 2-8");
  made.begin = 9;
  made.end = 10;
  BOOST_TEST(!reading.reader.cut(made, reading.context).value().found);
  BOOST_TEST(reading.rows.rows.empty());
  BOOST_TEST((reading.counts() == protocol::Counts{}));
}

BOOST_AUTO_TEST_CASE(cut_fails_where_the_reader_cannot_skip) {
  Reading reading(plan_of_records());
  BOOST_REQUIRE(reading.reader.open());
  const auto bounds = reading.reader.cut(slice("a;!b;c;"), reading.context);
  BOOST_REQUIRE(!bounds);
  BOOST_TEST(bounds.error().message == "cannot skip this");
}

BOOST_AUTO_TEST_SUITE_END()
