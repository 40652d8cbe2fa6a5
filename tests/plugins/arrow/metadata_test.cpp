// SPDX-License-Identifier: Apache-2.0
#include "arrow/metadata.hpp"

#include <arrow_format_generated.h>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(arrow_metadata)

namespace {

namespace wire = dp::arrow::wire;
using dp::Type;

template <class T>
const T* verified(const std::string& bytes) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  flatbuffers::Verifier verifier(data, bytes.size());
  BOOST_REQUIRE(verifier.VerifyBuffer<T>(nullptr));
  return flatbuffers::GetRoot<T>(data);
}

const wire::Field& field(const std::string& bytes, std::uint32_t place) {
  return *verified<wire::Message>(bytes)->header_as_Schema()->fields()->Get(place);
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_type_has_its_own_in_the_format) {
  dp::arrow::Form form;
  for (const auto type : dp::kAllTypes)
    form.push_back({{"c", type, type != Type::date}, true, 7});
  const auto bytes = dp::arrow::schema_message(form);
  const auto* message = verified<wire::Message>(bytes);
  BOOST_TEST((message->version() == wire::Version::v5));
  BOOST_TEST(message->body_size() == 0);
  BOOST_TEST(field(bytes, 0).type_as_Bool() != nullptr);
  BOOST_TEST(field(bytes, 1).type_as_Int()->bits() == 64);
  BOOST_TEST(field(bytes, 1).type_as_Int()->is_signed());
  BOOST_TEST(
      (field(bytes, 2).type_as_FloatingPoint()->precision() == wire::Precision::double_));
  BOOST_TEST(field(bytes, 3).type_as_Utf8() != nullptr);
  BOOST_TEST((field(bytes, 4).type_as_Timestamp()->unit() == wire::TimeUnit::microsecond));
  BOOST_TEST(field(bytes, 4).type_as_Timestamp()->zone()->str() == "UTC");
  BOOST_TEST((field(bytes, 5).type_as_Date()->unit() == wire::DateUnit::day));
  BOOST_TEST(field(bytes, 6).type_as_Decimal()->precision() == 38);
  BOOST_TEST(field(bytes, 6).type_as_Decimal()->scale() == 7);
  BOOST_TEST(field(bytes, 7).type_as_Utf8() != nullptr);
  BOOST_TEST(field(bytes, 7).metadata()->Get(0)->key()->str() == "dp.type");
  BOOST_TEST(field(bytes, 7).metadata()->Get(0)->value()->str() == "json");
  BOOST_TEST(field(bytes, 4).nullable());
  BOOST_TEST(!field(bytes, 5).nullable());
  BOOST_TEST(field(bytes, 0).children()->size() == 0U);
}

BOOST_AUTO_TEST_CASE(texts_that_are_not_utf8_are_binary) {
  const auto bytes = dp::arrow::schema_message(
      {{{"a", Type::string}, false, 0}, {{"b", Type::json}, false, 0}});
  BOOST_TEST(field(bytes, 0).type_as_Binary() != nullptr);
  BOOST_TEST(field(bytes, 1).type_as_Binary() != nullptr);
  BOOST_TEST(field(bytes, 1).metadata() == nullptr);
}

BOOST_AUTO_TEST_CASE(a_batch_says_where_its_buffers_are) {
  const auto bytes = dp::arrow::batch_message({3, {0, 2}, {{0, 0}, {0, 24}, {64, 1}}, 128});
  const auto* message = verified<wire::Message>(bytes);
  const auto* batch = message->header_as_RecordBatch();
  BOOST_TEST(message->body_size() == 128);
  BOOST_TEST(batch->rows() == 3);
  BOOST_TEST(batch->nodes()->Get(1)->length() == 3);
  BOOST_TEST(batch->nodes()->Get(1)->nulls() == 2);
  BOOST_TEST(batch->buffers()->Get(2)->offset() == 64);
  BOOST_TEST(batch->buffers()->Get(2)->size() == 1);
}

BOOST_AUTO_TEST_CASE(a_footer_says_where_the_batches_are) {
  const auto bytes = dp::arrow::footer({{{"a", Type::int64}, true, 0}}, {{64, 192, 128}});
  const auto* footer = verified<wire::Footer>(bytes);
  BOOST_TEST(footer->schema()->fields()->Get(0)->name()->str() == "a");
  BOOST_TEST(footer->dictionaries()->size() == 0U);
  BOOST_TEST(footer->batches()->Get(0)->offset() == 64);
  BOOST_TEST(footer->batches()->Get(0)->metadata_size() == 192);
  BOOST_TEST(footer->batches()->Get(0)->body_size() == 128);
}

BOOST_AUTO_TEST_SUITE_END()
