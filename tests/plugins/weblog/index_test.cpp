// SPDX-License-Identifier: Apache-2.0
#include "weblog/index.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <random>
#include <string>
#include <vector>

#include "padded.hpp"

BOOST_AUTO_TEST_SUITE(weblog_index)

namespace {
namespace data = boost::unit_test::data;
namespace wl = dp::weblog;
using dp::test::padded;
using Marks = std::vector<std::uint32_t>;

Marks marks_by_eye(const std::string& text, std::size_t size) {
  Marks out;
  for (std::uint32_t i = 0; i < size; ++i)
    if (text[i] == '"' || text[i] == '\n') out.push_back(i);
  return out;
}

/// Hold an index of text[0, size) against a look at every byte.
void check_index(wl::FindMarks find, const std::string& text, std::size_t size) {
  wl::Index index(size, find);
  index.build(text.data(), size);
  const auto expected = marks_by_eye(text, size);
  BOOST_TEST((Marks(index.marks().begin(), index.marks().end()) == expected));
  for (std::size_t at = 0; at <= size; ++at) {
    const auto space = index.first_space(static_cast<std::uint32_t>(at));
    const auto found = text.find(' ', at);
    if (found < size)
      BOOST_REQUIRE(space == found);
    else
      BOOST_REQUIRE(space >= size);
  }
}
}  // namespace

BOOST_DATA_TEST_CASE(marks_are_found_in_texts_of_any_size, data::xrange(0u, 200u), size) {
  std::mt19937 random(size);
  for (const unsigned kinds : {2u, 4u, 64u, 256u}) {
    std::string text(size, ' ');
    for (auto& byte : text) {
      const auto draw = random() % kinds;
      byte = draw == 0   ? '"'
             : draw == 1 ? '\n'
             : draw == 2 ? ' '
                         : static_cast<char>(random() % 256);
    }
    text = padded(text);
    check_index(&wl::find_marks_portable, text, size);
    check_index(wl::best_find_marks(), text, size);
  }
}

BOOST_AUTO_TEST_CASE(texts_of_only_one_byte_are_indexed) {
  for (const char byte : {'"', '\n', ' ', 'x'}) {
    const auto text = padded(std::string(1000, byte));
    check_index(&wl::find_marks_portable, text, 1000);
    check_index(wl::best_find_marks(), text, 1000);
  }
}

BOOST_AUTO_TEST_SUITE_END()
