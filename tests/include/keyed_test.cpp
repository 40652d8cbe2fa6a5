// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <dp/keyed.hpp>
#include <limits>
#include <map>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(keyed)

namespace {

using dp::Errc;
using Parts = std::map<std::uint32_t, std::string>;
using Lines = std::vector<std::string>;

/// A reducer as a plugin writes it, but that a case adds to it directly.
template <class Value>
struct Count : dp::KeyedReducer<Value> {
  Count() { schema = this->columns("word", "count"); }
  using dp::KeyedReducer<Value>::add;
  dp::Schema schema;
};
using Counts = Count<std::int64_t>;

/// A host that keeps partials, and rows as "key: value".
struct Host {
  Host() : raw{sizeof(dp_out), this, &emit, &bytes, nullptr, nullptr} {}
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  static std::int32_t emit(void* host, const dp_batch* batch) {
    const dp::BatchView view(*batch);
    for (std::size_t row = 0; row < view.rows(); ++row)
      static_cast<Host*>(host)->rows.push_back(std::string(view.strings(0)[row]) + ": " +
                                               std::to_string(view.ints(1)[row]));
    return 0;
  }
  static std::int32_t bytes(void* host, std::uint32_t partition, const void* data,
                            std::uint64_t size) {
    auto& self = *static_cast<Host*>(host);
    if (self.code == 0) self.parts[partition].append(static_cast<const char*>(data), size);
    return self.code;
  }

  dp_out raw;
  Parts parts;
  Lines rows;
  std::int32_t code = 0;
};

template <class Value>
Parts saved(Count<Value>& reducer) {
  Host host;
  dp::Output out(host.raw);
  BOOST_REQUIRE(reducer.save(out).has_value());
  return host.parts;
}

template <class Value>
Lines rows_of(Count<Value>& reducer) {
  Host host;
  dp::Output out(host.raw);
  BOOST_REQUIRE(reducer.finalize(out).has_value());
  return host.rows;
}

template <class Value>
void combine(Count<Value>& into, const Parts& parts) {
  for (const auto& [partition, partial] : parts)
    BOOST_REQUIRE(into.combine(partition, partial).has_value());
}

std::uint32_t partition_of(std::string_view key) {
  return static_cast<std::uint32_t>(dp::Hasher(0).bytes(key) % DP_PARTITIONS);
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_result_has_the_two_columns_that_were_named) {
  const Counts counts;
  BOOST_TEST((counts.schema == dp::Schema{{"word", dp::Type::string, false},
                                          {"count", dp::Type::int64, false}}));
}

BOOST_AUTO_TEST_CASE(numbers_of_equal_keys_add_up_and_rows_rise_by_the_keys_bytes) {
  Counts counts;
  counts.add("b", 2);
  counts.add("a", 1);
  counts.add("", 7);
  counts.add("\xc3\xa9", 4);
  counts.add("b", 3);
  counts.add("B", -1);
  counts.add("ab", 0);
  const Lines expected{": 7", "B: -1", "a: 1", "ab: 0", "b: 5", "\xc3\xa9: 4"};
  BOOST_TEST(rows_of(counts) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_state_of_nothing_saves_nothing_and_has_no_rows) {
  Counts counts;
  BOOST_TEST(counts.size() == 0U);
  BOOST_TEST(saved(counts).empty());
  BOOST_TEST(rows_of(counts).empty());
}

BOOST_AUTO_TEST_CASE(a_partial_is_text_and_value_in_its_own_width_in_the_keys_partition) {
  Counts wide;
  wide.add("ab", 5);
  BOOST_TEST(
      (saved(wide) == Parts{{partition_of("ab"), std::string("\2ab\5\0\0\0\0\0\0\0", 11)}}));
  Count<std::int16_t> narrow;
  narrow.add("ab", -2);
  BOOST_TEST((saved(narrow) == Parts{{partition_of("ab"), "\2ab\xfe\xff"}}));
}

BOOST_AUTO_TEST_CASE(keys_of_one_partition_are_saved_rising) {
  Count<std::int8_t> counts;
  std::map<std::uint32_t, std::string> expected;
  std::map<std::string, bool> names;
  for (int i = 300; i-- > 0;) {
    counts.add("key " + std::to_string(i), 1);
    names["key " + std::to_string(i)] = true;
  }
  for (const auto& [name, there] : names)
    expected[partition_of(name)] +=
        std::string(1, static_cast<char>(name.size())) + name + '\1';
  BOOST_TEST((saved(counts) == expected));
  BOOST_TEST(expected.size() > 50U);
}

BOOST_AUTO_TEST_CASE(no_split_and_no_order_of_the_input_changes_the_bytes) {
  const auto add = [](Counts& counts, int i) {
    counts.add("key " + std::to_string(i * i % 97), i - 250);
  };
  Counts whole;
  for (int i = 0; i < 500; ++i) add(whole, i);
  for (const int chunksize : {1, 7, 64, 499}) {
    Counts total;
    for (int begin = 500 - 1; begin >= 0; begin -= chunksize) {
      Counts chunk;
      for (int i = begin; i > begin - chunksize && i >= 0; --i) add(chunk, i);
      combine(total, saved(chunk));
    }
    BOOST_TEST((saved(total) == saved(whole)), "chunks of " << chunksize);
    BOOST_TEST(rows_of(total) == rows_of(whole), boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(integers_wrap) {
  Counts counts;
  counts.add("most", std::numeric_limits<std::int64_t>::max());
  counts.add("most", 1);
  BOOST_TEST(rows_of(counts) == (Lines{"most: -9223372036854775808"}),
             boost::test_tools::per_element());
  Count<std::uint8_t> small;
  small.add("n", 200);
  small.add("n", 100);
  BOOST_TEST(rows_of(small) == (Lines{"n: 44"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_number_past_the_result_columns_range_fails_the_result) {
  Count<std::uint64_t> counts;
  counts.add("n", std::numeric_limits<std::uint64_t>::max());
  Host host;
  dp::Output out(host.raw);
  const auto status = counts.finalize(out);
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == Errc::invalid_plugin));
  BOOST_TEST(status.error().message.find("column 'count'") == 0U, status.error().message);
  BOOST_TEST(host.rows.empty());
}

BOOST_AUTO_TEST_CASE(a_damaged_partial_is_refused_and_changes_nothing) {
  Counts source;
  source.add("first", 1);
  source.add("first", 1);
  auto partial = saved(source).begin()->second;
  partial += partial;  // the same key twice is no damage
  Counts counts;
  counts.add("own", 3);
  const auto before = saved(counts);
  for (std::size_t size = 1; size < partial.size(); ++size) {
    if (size == partial.size() / 2) continue;
    const auto cut = partial.substr(0, size);
    const auto status = counts.combine(0, cut);
    BOOST_REQUIRE(!status);
    BOOST_TEST((status.error().code == Errc::corrupt));
    BOOST_TEST((saved(counts) == before));
  }
  BOOST_TEST(counts.combine(0, "").has_value());
  BOOST_TEST(counts.combine(0, partial).has_value());
  BOOST_TEST(rows_of(counts) == (Lines{"first: 4", "own: 3"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_size_grows_with_new_keys_alone_and_is_zero_after_reset) {
  Counts counts;
  counts.add("key", 1);
  const auto one = counts.size();
  BOOST_TEST(one > 3U);
  counts.add("key", 1);
  BOOST_TEST(counts.size() == one);
  counts.add("longer key", 1);
  BOOST_TEST(counts.size() == 2 * one + 7);
  counts.reset();
  BOOST_TEST(counts.size() == 0U);
  BOOST_TEST(rows_of(counts).empty());
  counts.add("key", 5);
  BOOST_TEST(rows_of(counts) == (Lines{"key: 5"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_the_host_does_not_take_fails_the_save) {
  Counts counts;
  counts.add("key", 1);
  Host host;
  host.code = DP_ERRC_IO;
  dp::Output out(host.raw);
  const auto status = counts.save(out);
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == Errc::io));
}

BOOST_AUTO_TEST_SUITE_END()
