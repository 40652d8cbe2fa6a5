// SPDX-License-Identifier: Apache-2.0
#include "dp/codec.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <memory>
#include <span>

BOOST_AUTO_TEST_SUITE(codec)

using dp::Codec;

namespace {

template <class T>
std::string bytes_of(const T& value) {
  std::string out;
  Codec<T>::put(out, value);
  return out;
}

/// `value`, put and got.
template <class T>
T round_trip(const T& value) {
  const std::string bytes = bytes_of(value);
  std::string_view in = bytes;
  T out{};
  BOOST_TEST(Codec<T>::get(in, out));
  BOOST_TEST(in.empty());
  return out;
}

/// No beginning of the bytes of `value` is a value.
template <class T>
void refuses_every_beginning(const T& value) {
  const std::string bytes = bytes_of(value);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    std::string_view in = std::string_view(bytes).substr(0, size);
    T out{};
    BOOST_TEST(!Codec<T>::get(in, out), "of " << bytes.size() << " bytes the first " << size);
  }
}

using Everything =
    std::tuple<int, std::string, std::optional<double>, std::map<std::string, std::vector<int>>,
               std::filesystem::path, std::pair<char, std::optional<std::string>>>;

Everything sample() {
  return {-7, "text", 2.5, {{"a", {1, 2}}, {"", {}}}, "/var/log/\xff.log", {'c', std::nullopt}};
}

struct Plain {
  int a;
  double b;
  std::array<char, 8> name;
};
struct HasPointer {
  int a;
  const char* name;
};
struct HasNested {
  HasPointer inner;
  int b;
};
struct HasSpan {
  std::span<const int> items;
};

}  // namespace

BOOST_AUTO_TEST_CASE(whatever_is_put_is_got) {
  BOOST_TEST((round_trip(sample()) == sample()));
  BOOST_TEST((round_trip(std::tuple<>()) == std::tuple<>()));
  const std::unordered_map<int, std::string> map{{1, "one"}, {2, ""}};
  BOOST_TEST((round_trip(map) == map));
  BOOST_TEST(round_trip(Plain{1, 2.0, {"x"}}).b == 2.0);
}

BOOST_AUTO_TEST_CASE(bytes_that_end_too_soon_are_refused) { refuses_every_beginning(sample()); }

BOOST_AUTO_TEST_CASE(an_optional_is_a_byte_and_its_value) {
  BOOST_TEST(bytes_of(std::optional<std::uint8_t>()) == std::string(1, '\0'));
  BOOST_TEST(bytes_of(std::optional<std::uint8_t>(5)) == std::string("\1\5"));
  std::string_view wrong("\2\5");
  std::optional<std::uint8_t> out;
  BOOST_TEST(!Codec<std::optional<std::uint8_t>>::get(wrong, out));
}

BOOST_AUTO_TEST_CASE(getting_a_map_forgets_what_was_in_it) {
  const std::string bytes = bytes_of(std::map<int, int>{{1, 2}});
  std::string_view in = bytes;
  std::map<int, int> out{{3, 4}};
  BOOST_TEST((Codec<std::map<int, int>>::get(in, out)));
  BOOST_TEST((out == std::map<int, int>{{1, 2}}));
}

BOOST_AUTO_TEST_CASE(types_that_refer_to_something_in_their_process_are_known) {
  using dp::detail::kRefersElsewhere;
  BOOST_TEST(kRefersElsewhere<int*>);
  BOOST_TEST(kRefersElsewhere<int Plain::*>);
  BOOST_TEST(kRefersElsewhere<HasPointer>);
  BOOST_TEST(kRefersElsewhere<HasNested>);
  BOOST_TEST((kRefersElsewhere<std::array<int*, 3>>));
  BOOST_TEST(kRefersElsewhere<std::span<const int>>);
  BOOST_TEST(kRefersElsewhere<std::unique_ptr<int>>);
  BOOST_TEST(kRefersElsewhere<std::shared_ptr<int>>);
  BOOST_TEST(kRefersElsewhere<std::reference_wrapper<int>>);
  BOOST_TEST(!kRefersElsewhere<int>);
  BOOST_TEST(!kRefersElsewhere<Plain>);
  BOOST_TEST((!kRefersElsewhere<std::array<char, 100>>));
}

BOOST_AUTO_TEST_CASE(views_are_known_however_deep_they_lie) {
  using dp::detail::kHoldsView;
  BOOST_TEST(kHoldsView<std::string_view>);
  BOOST_TEST((kHoldsView<std::vector<std::optional<std::string_view>>>));
  BOOST_TEST((kHoldsView<std::map<int, std::tuple<int, std::string_view>>>));
  BOOST_TEST((!kHoldsView<std::pair<int, std::string>>));
}

BOOST_AUTO_TEST_SUITE_END()
