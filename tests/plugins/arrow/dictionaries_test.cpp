// SPDX-License-Identifier: Apache-2.0
#include "arrow/dictionaries.hpp"

#include <boost/test/unit_test.hpp>

#include "made.hpp"

BOOST_AUTO_TEST_SUITE(arrow_dictionaries)

namespace {

using namespace dp::arrow;

Shape texts(std::int64_t id) {
  Shape made;
  made.name = "x";
  made.kind = Shape::Kind::text;
  made.width = 4;
  made.dictionary = Shape::Encoding{id, 1, true};
  return made;
}

/// Adds the messages, and keeps what they refer to.
struct Added {
  explicit Added(const std::vector<Shape>& shapes) : set(DictionarySet::of(shapes).value()) {}
  dp::Status add(const std::string& message) {
    kept.push_back(message);
    DP_TRY(auto read, Message::at(kept.back(), 0));
    return set.add(*read.metadata->header_as_DictionaryBatch(), read.body);
  }
  [[nodiscard]] std::string at(std::int64_t id, std::uint64_t place) const {
    const auto value = set.all().at(id)->at(place);
    return std::string(value.array->text(value.row));
  }

  DictionarySet set;
  std::deque<std::string> kept;
};

std::string message(std::int64_t id, const std::vector<std::string>& values, bool is_delta) {
  const auto rows = static_cast<std::int64_t>(values.size());
  return dp::test::made_dictionary(id, {rows, {{rows, 0}}, dp::test::text_buffers(values)},
                                   is_delta);
}

}  // namespace

BOOST_AUTO_TEST_CASE(values_come_after_those_before_or_in_their_place) {
  Added added({texts(7)});
  BOOST_REQUIRE(added.add(message(7, {"a", "b"}, false)));
  BOOST_REQUIRE(added.add(message(7, {"c"}, true)));
  BOOST_TEST(added.set.all().at(7)->size() == 3U);
  BOOST_TEST(added.at(7, 1) == "b");
  BOOST_TEST(added.at(7, 2) == "c");
  const auto before = added.set.all().at(7);
  BOOST_REQUIRE(added.add(message(7, {"z"}, false)));
  BOOST_TEST(added.at(7, 0) == "z");
  BOOST_TEST(added.set.all().at(7)->size() == 1U);
  BOOST_TEST(before->size() == 3U);  // what refers to it has it as it was
}

BOOST_AUTO_TEST_CASE(one_that_nothing_refers_to_is_passed_over) {
  Added added({texts(7)});
  BOOST_REQUIRE(added.add(message(8, {"a"}, false)));
  BOOST_TEST(added.set.all().empty());
}

BOOST_AUTO_TEST_CASE(a_dictionary_has_one_type) {
  auto other = texts(7);
  other.name = "y";
  BOOST_TEST(!!DictionarySet::of({texts(7), other}));
  other.width = 8;
  BOOST_TEST(DictionarySet::of({texts(7), other}).error().message ==
             "it is damaged: dictionary 7 is of two types");
}

BOOST_AUTO_TEST_CASE(none_has_parts_that_refer_to_itself) {
  Shape list = texts(7);
  list.kind = Shape::Kind::list;
  list.children = {texts(7)};
  BOOST_TEST(DictionarySet::of({list}).error().message ==
             "it is damaged: dictionary 7 is of two types");
}

BOOST_AUTO_TEST_SUITE_END()
