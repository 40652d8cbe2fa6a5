// SPDX-License-Identifier: Apache-2.0
#include "protocol/map_requests.hpp"

#include "protocol/reject.hpp"
#include "round_trip.hpp"

BOOST_AUTO_TEST_SUITE(map_requests)

namespace {

using namespace dp::protocol;

Slice a_slice() {
  Slice slice;
  slice.item = 7;
  slice.name = "a.log";
  slice.stamp = {1, 2, 3, -4};
  slice.compression = Compression::gzip;
  slice.begin = 5;
  slice.exact = false;
  slice.careful_end = 6;
  slice.past_first = true;
  return slice;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_map_request_comes_back_as_it_went) {
  MapRequest request{{1, 2, 3}, true, true, 4, 5, {a_slice(), a_slice()}};
  request.slices[1].path = "/proc/1/fd/3";
  const auto back = dp::test::sent(request);
  BOOST_TEST(back.careful);
  BOOST_TEST(back.prefixes);
  BOOST_TEST(back.begin == 4u);
  BOOST_TEST(back.end == 5u);
  BOOST_REQUIRE(back.slices.size() == 2u);
  BOOST_TEST((back.slices[0].stamp == request.slices[0].stamp));
  BOOST_TEST(back.slices[0].file() == "a.log");
  BOOST_TEST(back.slices[1].file() == "/proc/1/fd/3");
  BOOST_TEST(back.slices[1].end == kWholeItem);
  BOOST_TEST(!back.slices[1].exact);
  BOOST_TEST(back.slices[1].past_first);
}

BOOST_AUTO_TEST_CASE(a_compression_that_does_not_exist_is_refused) {
  CutRequest request{{}, a_slice()};
  request.slice.compression = static_cast<Compression>(99);
  std::string bytes;
  encode_request(bytes, request);
  CutRequest back;
  const auto status = decode_request(bytes, back);
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message == "cut request: cut short or damaged");
}

BOOST_AUTO_TEST_CASE(a_request_read_again_forgets_the_slices_of_the_last) {
  std::string bytes;
  encode_request(bytes, MapRequest{{}, false, false, 0, 0, {a_slice()}});
  MapRequest request{{}, true, true, 0, 0, {a_slice(), a_slice(), a_slice()}};
  BOOST_REQUIRE(decode_request(bytes, request).has_value());
  BOOST_TEST(!request.careful);
  BOOST_TEST(request.slices.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_stream_reply_shows_the_rejects_and_streams_where_they_stand) {
  std::string rejects;
  append_reject(rejects, {3, 40, "raw", "a reason"});
  StreamReply reply{{true, 1, 2}, {10, 2, 1, 1, 1, 1, 0, 0, {}}, rejects, {"out", ""}};
  const auto bytes = dp::test::bytes_of(reply);
  const auto back = decode_reply<MapRequest>(bytes).value();
  BOOST_TEST((back.counts == reply.counts));
  BOOST_TEST(back.bounds.found);
  BOOST_TEST(back.streams.size() == 2u);
  BOOST_TEST(back.streams[0] == "out");
  Reject reject;
  dp::ByteReader in(back.rejects);
  decode(in, reject);
  BOOST_TEST(in.finish("reject").has_value());
  BOOST_TEST(reject.item == 3u);
  BOOST_TEST(reject.offset == 40u);
  BOOST_TEST(reject.raw == "raw");
  BOOST_TEST(reject.reason == "a reason");
}

BOOST_AUTO_TEST_CASE(no_more_of_a_rejected_record_is_kept_than_the_limit) {
  const std::string raw(kMaxRejectBytes + 1, 'x');
  std::string rejects;
  append_reject(rejects, {0, 0, raw, "long"});
  const auto reject = dp::decode_all<Reject>(rejects, "reject").value();
  BOOST_TEST(reject.raw.size() == kMaxRejectBytes);
}

BOOST_AUTO_TEST_CASE(partials_whose_sizes_do_not_fill_them_are_refused) {
  StateReply reply;
  reply.partials.emplace_back();
  reply.partials[0].range = {0, 0, 10};
  reply.partials[0].sizes[3] = 9;
  BOOST_TEST(!dp::decode_all<StateReply>(dp::test::bytes_of(reply), "reply"));
  reply.partials[0].sizes[4] = 1;
  BOOST_TEST(dp::decode_all<StateReply>(dp::test::bytes_of(reply), "reply").has_value());
  reply.partials[0].sizes[5] = ~std::uint64_t{0};
  BOOST_TEST(!dp::decode_all<StateReply>(dp::test::bytes_of(reply), "reply"));
}

BOOST_AUTO_TEST_SUITE_END()
