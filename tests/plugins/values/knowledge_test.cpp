// SPDX-License-Identifier: Apache-2.0
#include "values/knowledge.hpp"

#include <boost/test/unit_test.hpp>
#include <optional>
#include <random>
#include <string>

#include "values/type_set.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(values_knowledge)

namespace {

using dp::test::why;
using dp::values::Knowledge;
using dp::values::Refuter;
using dp::values::TypeSet;

std::string bytes_of(const Knowledge& knowledge) {
  std::string bytes;
  knowledge.save(bytes);
  return bytes;
}

/// Knowledge of some of a few columns.
Knowledge draw(std::mt19937& random) {
  Knowledge knowledge;
  for (auto n = random() % 5; n > 0; --n) {
    std::optional<Refuter> refuter;
    if (random() % 2 == 0) refuter = {random() % 3, random() % 3, std::nullopt};
    if (refuter && random() % 2 == 0) refuter->value = std::string(random() % 2 + 1, 'x');
    knowledge.add("/" + std::to_string(random() % 4), static_cast<std::uint16_t>(random()),
                  refuter);
  }
  return knowledge;
}

Knowledge joined(const Knowledge& a, const Knowledge& b) {
  auto both = Knowledge::of(bytes_of(a)).value();
  BOOST_REQUIRE(both.combine(bytes_of(b)));
  return both;
}

}  // namespace

BOOST_AUTO_TEST_CASE(bits_are_joined_by_and_and_the_first_refuter_stays) {
  Knowledge knowledge;
  knowledge.add("/a", 0b111, Refuter{1, 5, "x"});
  knowledge.add("/a", 0b110, Refuter{0, 9, std::nullopt});
  knowledge.add("/a", 0b011, std::nullopt);
  const auto* column = knowledge.find("/a");
  BOOST_REQUIRE(column != nullptr);
  BOOST_TEST(column->bits == 0b010);
  BOOST_TEST((column->refuter() == Refuter{0, 9, std::nullopt}));
  BOOST_TEST(knowledge.find("/b") == nullptr);
}

BOOST_AUTO_TEST_CASE(the_refuter_that_made_the_type_what_it_is_is_told_of) {
  const auto bits_of = [](const char* value) {
    TypeSet set;
    set.see(value);
    return set.bits();
  };
  Knowledge knowledge;
  knowledge.add("/a", bits_of("1"), std::nullopt);
  knowledge.add("/a", bits_of("1.5"), Refuter{0, 10, "'1.5'"});
  BOOST_TEST((knowledge.find("/a")->refuter() == Refuter{0, 10, "'1.5'"}));
  knowledge.add("/a", bits_of("x"), Refuter{0, 30, "'x'"});
  knowledge.add("/a", bits_of("y"), Refuter{0, 20, "'y'"});
  knowledge.add("/a", bits_of("2.5"), Refuter{1, 0, "'2.5'"});
  BOOST_TEST((knowledge.find("/a")->refuter() == Refuter{0, 20, "'y'"}));
  // Without a number before it, a date's column is text by the first number.
  knowledge.add("/b", bits_of("2026-11-01"), std::nullopt);
  knowledge.add("/b", bits_of("x"), Refuter{0, 30, "'x'"});
  knowledge.add("/b", bits_of("7"), Refuter{0, 20, "'7'"});
  BOOST_TEST((knowledge.find("/b")->refuter() == Refuter{0, 20, "'7'"}));
}

BOOST_AUTO_TEST_CASE(it_is_associative_commutative_and_idempotent) {
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    const auto a = draw(random), b = draw(random), c = draw(random);
    BOOST_REQUIRE(bytes_of(joined(a, b)) == bytes_of(joined(b, a)));
    BOOST_REQUIRE(bytes_of(joined(joined(a, b), c)) == bytes_of(joined(a, joined(b, c))));
    BOOST_REQUIRE(bytes_of(joined(a, a)) == bytes_of(a));
    BOOST_REQUIRE(bytes_of(joined(a, Knowledge())) == bytes_of(a));
  }
}

BOOST_AUTO_TEST_CASE(damaged_bytes_are_refused_and_change_nothing) {
  Knowledge knowledge;
  knowledge.add("/a", 7, Refuter{1, 2, "x"});
  const auto whole = bytes_of(knowledge);
  for (std::size_t size = 1; size < whole.size(); ++size)
    BOOST_TEST(!knowledge.combine(whole.substr(0, size)), size);
  BOOST_TEST(!knowledge.combine(whole + "x"));
  BOOST_TEST(bytes_of(knowledge) == whole);
}

BOOST_AUTO_TEST_CASE(more_columns_than_any_table_has_are_refused_with_the_cure) {
  Knowledge knowledge;
  for (std::size_t i = 0; i < Knowledge::kMostColumns; ++i)
    knowledge.add("/" + std::to_string(i), 1, std::nullopt);
  BOOST_TEST(why(knowledge.check_size()) == "");
  knowledge.add("/more", 1, std::nullopt);
  BOOST_TEST(why(knowledge.check_size()) ==
             "has more than 65536 columns (are some of them values? say which there are: "
             "columns: {...})");
}

BOOST_AUTO_TEST_SUITE_END()
