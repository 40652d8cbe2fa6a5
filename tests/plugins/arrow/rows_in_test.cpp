// SPDX-License-Identifier: Apache-2.0
#include "arrow/rows_in.hpp"

#include <boost/test/unit_test.hpp>

#include "made.hpp"
#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(arrow_rows_in)

namespace {

using namespace dp::arrow;
using dp::test::buffer_of;
using Kind = Shape::Kind;

/// Record batches of a text and a time in nanoseconds.
struct Rows {
  explicit Rows(const std::vector<std::string>& texts)
      : buffers(dp::test::text_buffers(texts)) {
    std::vector<std::int64_t> nanos;
    for (std::size_t i = 0; i < texts.size(); ++i)
      nanos.push_back(static_cast<std::int64_t>(i) * 500);
    times = buffer_of(nanos);
    text.kind = Kind::text;
    text.width = 4;
    time.kind = Kind::timestamp;
    time.width = 8;
    time.per_second = 1'000'000'000;
    batch.rows = texts.size();
    batch.columns.resize(2);
    batch.columns[0] = {&text, texts.size(), {}, buffers[1], {buffers[2]}, {}, {}};
    batch.columns[1] = {&time, texts.size(), {}, times, {}, {}, {}};
  }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  std::vector<std::string> buffers;
  std::string times;
  Shape text, time;
  Batch batch;
};

/// What comes out of record batches.
struct Got {
  explicit Got(const std::vector<const Batch*>& batches, std::size_t capacity = 8,
               std::uint64_t batch_bytes = 1 << 20) {
    kept.schema = {{"s", dp::Type::string}, {"t", dp::Type::timestamp}};
    dp::BatchBuilder builder(kept.schema, capacity);
    const auto raw = dp::test::keep_in(kept);
    dp::Output out(raw);
    RowsIn rows(builder, batch_bytes, 0, out);
    for (const auto* batch : batches) BOOST_REQUIRE(rows.add(*batch));
    BOOST_REQUIRE(rows.note());
  }
  dp::test::Task::Kept kept;
};

}  // namespace

BOOST_AUTO_TEST_CASE(rows_have_their_numbers_through_all_batches) {
  const Rows first({"a", "b"}), second({"c"});
  const Got got({&first.batch, &second.batch});
  BOOST_TEST(got.kept.rows == dp::test::Rows({{"a", "0"}, {"b", "0"}, {"c", "0"}}));
  BOOST_TEST(got.kept.offsets == std::vector<std::uint64_t>({0, 1, 2}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(batches_are_bounded_by_rows_and_bytes) {
  const Rows rows({"0123456789", "0123456789", "0123456789", "0123456789", "0123456789"});
  BOOST_TEST(Got({&rows.batch}, 2).kept.batches == std::vector<std::size_t>({2, 2, 1}),
             boost::test_tools::per_element());
  BOOST_TEST(Got({&rows.batch}, 8, 15).kept.batches == std::vector<std::size_t>({2, 2, 1}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_row_that_is_none_is_rejected_alone) {
  const Rows rows({"\xff", "b", "c", "caf\xe9", "e"});
  const Got got({&rows.batch, &rows.batch});
  BOOST_TEST(
      got.kept.rows ==
      dp::test::Rows({{"b", "0"}, {"c", "1"}, {"e", "2"}, {"b", "0"}, {"c", "1"}, {"e", "2"}}));
  BOOST_TEST(got.kept.offsets == std::vector<std::uint64_t>({1, 2, 4, 6, 7, 9}),
             boost::test_tools::per_element());
  BOOST_REQUIRE(got.kept.rejects.size() == 4U);
  BOOST_TEST(got.kept.rejects[1].offset == 3U);
  BOOST_TEST(got.kept.rejects[1].reason == "row 4: column 's': got 'caf\\xe9', expected UTF-8");
  BOOST_TEST(got.kept.rejects[3].offset == 8U);
}

BOOST_AUTO_TEST_CASE(what_is_cut_off_is_told_once_with_its_count) {
  const Rows rows({"a", "b", "\xff", "d"});
  BOOST_TEST(Got({&rows.batch}).kept.notes ==
                 std::vector<std::string>({"1: column 't': nanoseconds are cut off, since "
                                           "timestamps have microseconds (2)"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
