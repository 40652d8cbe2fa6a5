// SPDX-License-Identifier: Apache-2.0
#include "arrow/message.hpp"

#include <boost/test/unit_test.hpp>

#include "made.hpp"

BOOST_AUTO_TEST_SUITE(arrow_message)

namespace {

using dp::arrow::Message;

const std::string kSchema = dp::test::made_schema({dp::test::int_field("n")});
const std::string kBatch =
    dp::test::made_batch({2, {{2, 0}}, {"", dp::test::buffer_of<std::int64_t>({1, 2})}});

}  // namespace

BOOST_AUTO_TEST_CASE(messages_follow_each_other) {
  const auto bytes = kSchema + kBatch;
  const auto first = Message::at(bytes, 0).value();
  BOOST_TEST(first.metadata->header_as_Schema()->fields()->size() == 1U);
  BOOST_TEST(first.body.empty());
  BOOST_TEST(first.end == kSchema.size());
  const auto second = Message::at(bytes, first.end).value();
  BOOST_TEST(second.metadata->header_as_RecordBatch()->rows() == 2);
  BOOST_TEST(second.body.size() == 16U);
  BOOST_TEST(second.end == bytes.size());
}

BOOST_AUTO_TEST_CASE(the_old_form_begins_with_the_size) {
  const auto old = kBatch.substr(4);
  const auto message = Message::at(old, 0).value();
  BOOST_TEST(message.body.size() == 16U);
  BOOST_TEST(message.end == old.size());
}

BOOST_AUTO_TEST_CASE(what_goes_on_after_the_bytes_is_cut_short) {
  for (std::size_t size = 0; size < kBatch.size(); ++size) {
    const auto cut = Message::at(std::string_view(kBatch).substr(0, size), 0);
    BOOST_REQUIRE(!cut);
    BOOST_TEST((cut.error().code == dp::Errc::sample_too_short), size);
  }
  BOOST_TEST(Message::at(kBatch, kBatch.size() + 1).error().message ==
             "it is cut short: the message at byte " + std::to_string(kBatch.size() + 1) +
                 " has no end");
}

BOOST_AUTO_TEST_CASE(metadata_that_refer_to_what_is_not_there_are_damaged) {
  auto bytes = kBatch;
  bytes[8] = '\x7f';
  BOOST_TEST(Message::at(bytes, 0).error().message == "it is damaged: at byte 0 is no message");
  bytes = kBatch;
  bytes[7] = '\x80';
  BOOST_TEST(Message::at(bytes, 0).error().message == "it is damaged: at byte 0 is no message");
}

BOOST_AUTO_TEST_CASE(a_stream_ends_with_its_bytes_or_with_a_size_of_0) {
  const std::string mark("\xff\xff\xff\xff\0\0\0\0", 8);
  BOOST_TEST(dp::arrow::is_end(mark, 0));
  BOOST_TEST(dp::arrow::is_end(mark, 4));
  BOOST_TEST(dp::arrow::is_end(mark, 8));
  BOOST_TEST(!dp::arrow::is_end(kBatch, 0));
  BOOST_TEST(!dp::arrow::is_end(mark, 6));
}

BOOST_AUTO_TEST_SUITE_END()
