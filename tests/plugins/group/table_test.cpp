// SPDX-License-Identifier: Apache-2.0
#include "group/table.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <dp/hash.hpp>
#include <map>
#include <random>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(group_table)

namespace {

using dp::group::Cell;
using dp::group::Table;

const dp::Hasher kHasher(7);

std::uint32_t add(Table& table, const std::string& key, std::uint32_t scope = 0) {
  const auto cell = Cell::text(key);
  return table.find_or_add(cell, cell.hash(kHasher), scope);
}

/// Short and long keys, some of them the same.
std::vector<std::string> some_keys(std::size_t count) {
  std::mt19937 random(3);
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < count; ++i)
    keys.push_back((random() % 2 == 0 ? "k" : "a key of more than fifteen bytes ") +
                   std::to_string(random() % (count / 2)));
  return keys;
}

}  // namespace

BOOST_AUTO_TEST_CASE(keys_get_numbers_in_the_order_of_their_first_appearance) {
  Table table(false, std::string(8, '\0'));
  std::map<std::string, std::uint32_t> expected;
  for (const auto& key : some_keys(5000)) {
    const auto place = expected.emplace(key, static_cast<std::uint32_t>(expected.size()));
    BOOST_REQUIRE(add(table, key) == place.first->second);
  }
  BOOST_TEST(table.size() == expected.size());
  for (const auto& [key, entry] : expected) {
    BOOST_REQUIRE(table.text(entry) == key);
    BOOST_REQUIRE(table.key(entry).view() == key);
    BOOST_REQUIRE(table.holds(entry, Cell::text(key)));
  }
}

BOOST_AUTO_TEST_CASE(many_keys_at_once_are_found_as_one_by_one) {
  Table one(false, "");
  Table many(false, "");
  const auto keys = some_keys(20'000);
  std::vector<Cell> cells;
  std::vector<std::uint64_t> hashes;
  for (const auto& key : keys) {
    cells.push_back(Cell::text(key));
    hashes.push_back(cells.back().hash(kHasher));
  }
  std::vector<std::uint32_t> out(keys.size());
  many.find_or_add(cells, hashes, nullptr, out.data());
  for (std::size_t i = 0; i < keys.size(); ++i) BOOST_REQUIRE(out[i] == add(one, keys[i]));
}

BOOST_AUTO_TEST_CASE(a_new_entry_has_the_owners_bytes) {
  Table table(false, "8 bytes.");
  const auto entry = add(table, "x");
  BOOST_TEST(table.payload() == sizeof(Cell));
  BOOST_TEST(std::string(table.at(entry) + table.payload(), 8) == "8 bytes.");
  std::memcpy(table.at(entry) + table.payload(), "changed!", 8);
  for (int i = 0; i < 1000; ++i) add(table, std::to_string(i));
  BOOST_TEST(std::string(table.at(entry) + table.payload(), 8) == "changed!");
}

BOOST_AUTO_TEST_CASE(in_a_scoped_table_a_key_counts_once_a_scope) {
  Table table(true, "");
  BOOST_TEST(add(table, "x", 1) == 0u);
  BOOST_TEST(add(table, "x", 2) == 1u);
  BOOST_TEST(add(table, "x", 1) == 0u);
  BOOST_TEST(table.scope(1) == 2u);
}

BOOST_AUTO_TEST_CASE(the_order_depends_on_the_entries_alone) {
  auto keys = some_keys(3000);
  const auto texts = [&] {
    Table table(false, "");
    for (const auto& key : keys) add(table, key);
    const auto order = table.order();
    BOOST_TEST(order.starts.front() == 0u);
    BOOST_TEST(order.starts.back() == table.size());
    std::vector<std::string> out;
    for (const auto entry : order.entries) out.emplace_back(table.text(entry));
    return out;
  };
  const auto before = texts();
  std::shuffle(keys.begin(), keys.end(), std::mt19937(9));
  BOOST_TEST(texts() == before, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_kept_moves_down_and_is_found) {
  Table table(false, "");
  for (int i = 0; i < 1000; ++i) add(table, "key " + std::to_string(i));
  std::vector<std::uint32_t> kept;
  for (std::uint32_t i = 0; i < 1000; i += 3) kept.push_back(i);
  table.keep(kept, [&](std::uint32_t entry) { return table.key(entry).hash(kHasher); });
  BOOST_TEST(table.size() == 334u);
  BOOST_TEST(add(table, "key 3") == 1u);
  BOOST_TEST(add(table, "key 999") == 333u);
  BOOST_TEST(add(table, "key 1") == 334u);
  table.clear();
  BOOST_TEST(table.size() == 0u);
  BOOST_TEST(add(table, "key 3") == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
