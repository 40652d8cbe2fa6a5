// SPDX-License-Identifier: Apache-2.0
#include "arrow/layout.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

#include "made.hpp"

BOOST_AUTO_TEST_SUITE(arrow_layout)

namespace {

using namespace dp::arrow;

const std::string kSchema = dp::test::made_schema({dp::test::int_field("n")});
const std::string kBatch =
    dp::test::made_batch({1, {{1, 0}}, {"", dp::test::buffer_of<std::int64_t>({7})}});
const std::string kEnd("\xff\xff\xff\xff\0\0\0\0", 8);

/// A file whose footer says that its batches are at `places`.
std::string file_with(const std::vector<std::int64_t>& places) {
  flatbuffers::FlatBufferBuilder out;
  std::vector<wire::Block> blocks;
  for (const auto place : places) blocks.emplace_back(place, 0, 0);
  const auto list = out.CreateVectorOfStructs(blocks);
  out.Finish(wire::CreateFooter(out, wire::Version::v5, 0, 0, list));
  const std::string footer(reinterpret_cast<const char*>(out.GetBufferPointer()),
                           out.GetSize());
  return std::string("ARROW1\0\0", 8) + kSchema + kBatch + kBatch + kEnd + footer +
         dp::test::buffer_of<std::uint32_t>({static_cast<std::uint32_t>(footer.size())}) +
         "ARROW1";
}

using Places = std::vector<std::uint64_t>;

}  // namespace

BOOST_AUTO_TEST_CASE(files_and_streams_are_told_by_their_first_bytes) {
  BOOST_TEST((beginning_of(file_with({})) == Beginning::file));
  BOOST_TEST((beginning_of(kSchema) == Beginning::stream));
  BOOST_TEST((beginning_of("a,b\n") == Beginning::other));
  BOOST_TEST((beginning_of("") == Beginning::other));
  BOOST_TEST((beginning_of("\xff\xff\xff\xff\xff\xff\xff\xff") == Beginning::other));
}

BOOST_AUTO_TEST_CASE(the_schema_is_the_first_message) {
  BOOST_TEST(schema_of(kSchema).value().end == kSchema.size());
  BOOST_TEST(schema_of(file_with({})).value().end == kSchema.size() + 8);
  BOOST_TEST(schema_of(kBatch).error().message ==
             "it is damaged: its first message is no schema");
  BOOST_TEST(schema_of(dp::test::made_schema({}, wire::Endianness::big)).error().message ==
             "its numbers are big-endian, which is not read: write it on another machine");
  const auto cut = schema_of(kSchema.substr(0, 40));
  BOOST_TEST((cut.error().code == dp::Errc::sample_too_short));
}

BOOST_AUTO_TEST_CASE(a_file_may_have_its_schema_in_its_footer_alone) {
  flatbuffers::FlatBufferBuilder out;
  const auto field = dp::test::int_field("n").put(out);
  const auto fields = out.CreateVector(std::vector{field});
  const auto schema = wire::CreateSchema(out, wire::Endianness::little, fields);
  out.Finish(wire::CreateFooter(out, wire::Version::v5, schema));
  const std::string footer(reinterpret_cast<const char*>(out.GetBufferPointer()),
                           out.GetSize());
  for (const auto& batches : {kBatch, std::string()}) {
    const auto file =
        std::string("ARROW1\0\0", 8) + batches + kEnd + footer +
        dp::test::buffer_of<std::uint32_t>({static_cast<std::uint32_t>(footer.size())}) +
        "ARROW1";
    BOOST_TEST(schema_of(file).value()->fields()->size() == 1U);
    const auto cut = schema_of(file.substr(0, file.size() - 1));
    BOOST_TEST((cut.error().code == dp::Errc::sample_too_short));
    BOOST_TEST(cut.error().message ==
               "its schema is not at its beginning, and its end, where it may be, is too far "
               "away or missing: write it as a stream, which begins with its schema");
  }
  BOOST_TEST(schema_of(kBatch).error().message ==
             "it is damaged: its first message is no schema");
}

BOOST_AUTO_TEST_CASE(what_is_no_arrow_is_named) {
  BOOST_TEST(schema_of("PAR1....").error().message ==
             "it is Parquet, which is not read: write it as Arrow or CSV");
  BOOST_TEST(schema_of("FEA1....").error().message ==
             "it is Feather version 1, which is not read: write version 2, which is Arrow's "
             "format");
  BOOST_TEST(schema_of("a,b\n").error().message ==
             "it is no Arrow file or stream: it does not begin as one");
}

BOOST_AUTO_TEST_CASE(a_stream_has_its_messages_one_after_the_other) {
  const auto first = kSchema.size(), second = first + kBatch.size();
  for (const auto& end : {kEnd, std::string()})
    BOOST_TEST(messages_of(kSchema + kBatch + kBatch + end).value() == Places({first, second}),
               boost::test_tools::per_element());
  BOOST_TEST(messages_of(kSchema + kBatch.substr(0, 40)).error().message ==
             "it is cut short: the message at byte " + std::to_string(first) + " has no end");
}

BOOST_AUTO_TEST_CASE(a_file_has_them_where_its_footer_says) {
  BOOST_TEST(messages_of(file_with({500, 300})).value() == Places({500, 300}),
             boost::test_tools::per_element());
  BOOST_TEST(messages_of(file_with({-1})).error().message ==
             "it is damaged: its footer names what is not there");
}

BOOST_AUTO_TEST_CASE(a_file_without_its_end_is_refused) {
  const auto file = file_with({300});
  for (std::size_t size = 8; size < file.size(); ++size)
    BOOST_TEST(!messages_of(std::string_view(file).substr(0, size)), size);
  BOOST_TEST(messages_of(std::string_view(file).substr(0, 300)).error().message ==
             "it is cut short: its end is missing");
  auto wrong = file;
  wrong[wrong.size() - 7] = '\x7f';
  BOOST_TEST(messages_of(wrong).error().message == "it is damaged: its footer has no room");
}

BOOST_AUTO_TEST_SUITE_END()
