// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <dp/detail/callbacks.hpp>
#include <dp/plugin.hpp>
#include <stdexcept>
#include <string>

namespace detail_callbacks {
namespace {

/// A step whose calls end as `way` says.
struct Trouble {
  static constexpr dp_option kOptions[] = {dp::option("way").text().fallback("ok")};
  static constexpr dp::TaskInfo kInfo{
      .name = "trouble", .summary = "", .doc = "", .options = kOptions};
  dp::Status open(const dp::Context& context, dp::Schema& output) {
    way = context.options().text("way");
    if (way == "misread") (void)context.options().integer("way");
    if (way == "refused") return context.bad_option("way[1]", "no such way");
    output = {{"a", dp::Type::string, false}};
    return {};
  }
  void need(std::span<const std::uint8_t> used) {
    if (used.size() != 1) throw std::runtime_error("expected 1 column");
  }
  dp::Status process(const dp::BatchView&, dp::Output& out) {
    if (way == "throws") throw std::runtime_error("no way");
    if (way == "throws an int") throw 3;
    if (way == "is full") throw std::bad_alloc();
    if (way == "fails") return dp::fail(dp::Errc::io, "cannot read it");
    if (way == "rejects") return out.reject(7, "raw", "reason");
    return {};
  }
  std::string way;
};

struct Fixture {
  std::int32_t open(const std::string& way) {
    const dp_bytes key{"way", 3};
    dp_value value{};
    value.kind = DP_VALUE_STRING;
    value.string = {way.data(), way.size()};
    dp_value map{};
    map.kind = DP_VALUE_MAP;
    map.count = 1;
    map.keys = &key;
    map.items = &value;
    const dp_context context{sizeof context, &map,   nullptr, {}, 0, {}, 0, 0, 0, 0,
                             nullptr,        nullptr};
    error.struct_size = sizeof error;
    return task->open(&context, nullptr, &self, &error);
  }
  std::int32_t process() {
    const ArrowArray array{};
    const dp_batch batch{sizeof batch, &array, nullptr, 0, nullptr};
    const dp_out out{sizeof out,
                     nullptr,
                     nullptr,
                     nullptr,
                     [](void*, std::uint64_t, dp_bytes, dp_bytes) { return std::int32_t{14}; },
                     nullptr};
    return static_cast<const dp_step*>(task->calls)->process(self, &batch, &out, &error);
  }
  Fixture() = default;
  Fixture(const Fixture&) = delete;
  Fixture& operator=(const Fixture&) = delete;
  ~Fixture() {
    if (self != nullptr) task->close(self);
  }
  const dp_task* task = dp::step<Trouble>();
  void* self = nullptr;
  dp_error error{};
};

std::int32_t code(dp::Errc errc) { return static_cast<std::int32_t>(errc); }

}  // namespace
}  // namespace detail_callbacks

BOOST_FIXTURE_TEST_SUITE(detail_callbacks, Fixture)

BOOST_AUTO_TEST_CASE(what_a_call_returns_and_throws_becomes_a_code_and_a_message) {
  const auto outcome = [&](const std::string& way) {
    Fixture one;
    BOOST_REQUIRE(one.open(way) == 0);
    const auto returned = one.process();
    return std::to_string(returned) + " " + one.error.message;
  };
  BOOST_TEST(outcome("ok") == "0 ");
  BOOST_TEST(outcome("fails") == std::to_string(code(dp::Errc::io)) + " cannot read it");
  BOOST_TEST(outcome("throws") == std::to_string(code(dp::Errc::task_failed)) + " no way");
  BOOST_TEST(outcome("throws an int") == std::to_string(code(dp::Errc::task_failed)) +
                                             " threw something that is not a std::exception");
  BOOST_TEST(outcome("is full") ==
             std::to_string(code(dp::Errc::out_of_memory)) + " out of memory");
  // What the host refused goes back to it unchanged.
  BOOST_TEST(outcome("rejects") == "14 ");
}

BOOST_AUTO_TEST_CASE(open_names_the_option_that_it_refuses) {
  BOOST_TEST(open("refused") == code(dp::Errc::invalid_pipeline));
  BOOST_TEST(error.message == std::string("no such way"));
  BOOST_TEST(error.option == std::string("way[1]"));
  BOOST_TEST((self == nullptr));
}

BOOST_AUTO_TEST_CASE(open_fails_if_an_option_is_not_read_as_it_was_declared) {
  BOOST_TEST(open("misread") == code(dp::Errc::invalid_plugin));
  BOOST_TEST(error.message ==
             std::string("reads option 'way' with integer(), but declares it as text"));
}

BOOST_AUTO_TEST_CASE(calls_that_may_be_absent_are_null_and_others_are_guarded) {
  BOOST_TEST((task->start == nullptr));
  BOOST_TEST((static_cast<const dp_step*>(task->calls)->target == nullptr));
  BOOST_REQUIRE(open("ok") == 0);
  const std::uint8_t used[] = {1, 1};
  BOOST_TEST(task->need(self, used, 1, &error) == 0);
  BOOST_TEST(task->need(self, used, 2, &error) == code(dp::Errc::task_failed));
  BOOST_TEST(error.message == std::string("expected 1 column"));
}

BOOST_AUTO_TEST_CASE(codes_in_c_are_those_in_cpp) {
  BOOST_TEST(DP_ERRC_INVALID_ARGUMENT == code(dp::Errc::invalid_argument));
  BOOST_TEST(DP_ERRC_INVALID_PIPELINE == code(dp::Errc::invalid_pipeline));
  BOOST_TEST(DP_ERRC_INVALID_PLUGIN == code(dp::Errc::invalid_plugin));
  BOOST_TEST(DP_ERRC_NOT_FOUND == code(dp::Errc::not_found));
  BOOST_TEST(DP_ERRC_IO == code(dp::Errc::io));
  BOOST_TEST(DP_ERRC_TASK_FAILED == code(dp::Errc::task_failed));
  BOOST_TEST(DP_ERRC_OUT_OF_MEMORY == code(dp::Errc::out_of_memory));
  BOOST_TEST(DP_ERRC_CORRUPT == code(dp::Errc::corrupt));
  BOOST_TEST(DP_ERRC_REFUSED == code(dp::Errc::refused));
}

BOOST_AUTO_TEST_SUITE_END()
