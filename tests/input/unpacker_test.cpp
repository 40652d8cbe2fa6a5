// SPDX-License-Identifier: Apache-2.0
#include "input/unpacker.hpp"

#include <boost/test/unit_test.hpp>

#include "compressed.hpp"
#include "gzip.hpp"
#include "zstd.hpp"

BOOST_AUTO_TEST_SUITE(unpacker)

namespace {

using dp::input::Unpacker;

struct Unpacked {
  std::string bytes;
  std::string damage;
};

/// Put in pieces of `size` bytes, and take whenever something is ready.
Unpacked unpack(const std::string& bytes, std::size_t size) {
  Unpacker unpacker;
  Unpacked made;
  std::string some;
  const auto take = [&] {
    while (unpacker.ready()) {
      BOOST_REQUIRE(unpacker.take(some).has_value());
      made.bytes += some;
    }
  };
  for (std::size_t at = 0; at < bytes.size(); at += size) {
    unpacker.put(std::string_view(bytes).substr(at, size));
    take();
  }
  unpacker.close();
  take();
  BOOST_TEST(unpacker.done());
  made.damage = unpacker.damage();
  return made;
}

/// A text that compresses well, so that a few bytes make many.
std::string text_of(std::size_t lines) {
  std::string text;
  for (std::size_t i = 0; i < lines; ++i) text += "line " + std::to_string(i % 100) + "\n";
  return text;
}

std::vector<std::string> packed(const std::string& text) {
  return {dp::test::gzip(text), dp::test::zstd(text), dp::test::bzip2(text),
          dp::test::xz(text)};
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_pieces_that_bytes_come_in_do_not_matter) {
  const auto text = text_of(200'000);
  for (const auto& bytes : packed(text))
    for (const std::size_t size :
         {std::size_t{1}, std::size_t{7}, std::size_t{4096}, bytes.size()}) {
      const auto made = unpack(bytes, size);
      BOOST_TEST((made.bytes == text));
      BOOST_TEST(made.damage == "");
    }
}

BOOST_AUTO_TEST_CASE(what_is_not_compressed_is_handed_on) {
  for (const std::string text : {"", "a", "BZh", "P", "two\nlines\n"})
    for (const std::size_t size : {1u, 100u}) {
      const auto made = unpack(text, size);
      BOOST_TEST(made.bytes == text);
      BOOST_TEST(made.damage == "");
    }
}

BOOST_AUTO_TEST_CASE(nothing_of_what_comes_before_a_cut_depends_on_the_pieces) {
  const auto text = text_of(50'000);
  for (const auto& bytes : packed(text))
    for (const auto cut : {bytes.size() - 1, bytes.size() / 2, std::size_t{12}}) {
      const auto whole = unpack(bytes.substr(0, cut), cut);
      BOOST_TEST(text.starts_with(whole.bytes));
      BOOST_TEST(whole.damage == "the compressed data is cut short: at byte " +
                                     std::to_string(cut) + " of the file, after " +
                                     std::to_string(whole.bytes.size()) + " bytes of its data");
      const auto bytewise = unpack(bytes.substr(0, cut), 1);
      BOOST_TEST((bytewise.bytes == whole.bytes));
      BOOST_TEST(bytewise.damage == whole.damage);
    }
}

BOOST_AUTO_TEST_CASE(what_is_known_but_not_read_is_refused_by_name) {
  for (const std::size_t size : {1u, 100u}) {
    const auto made = unpack("PK\x03\x04 and more of it", size);
    BOOST_TEST(made.damage.starts_with("is a zip archive, which is not read"));
    BOOST_TEST(made.bytes == "");
  }
}

BOOST_AUTO_TEST_SUITE_END()
