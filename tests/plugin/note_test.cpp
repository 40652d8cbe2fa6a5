// SPDX-License-Identifier: Apache-2.0
#include "plugin/note.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "temporary.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(note)

using dp::Errc;
using dp::plugin::check_note;
using dp::plugin::read_note;
using dp::test::TemporaryFolder;

namespace {

const std::string kPlugin = DP_TEST_PLUGIN_DIR "/lines.so";

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Where the body of the plugin's note is.
std::size_t note_at(const std::string& bytes) {
  const auto note = read_note(kPlugin).value();
  const std::string_view body(reinterpret_cast<const char*>(&note), sizeof note);
  const auto at = bytes.find(body);
  BOOST_REQUIRE(at != std::string::npos);
  return at;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_plugin_says_what_it_was_built_for) {
  const auto note = read_note(kPlugin);
  BOOST_REQUIRE_MESSAGE(note, dp::test::why(note));
  BOOST_TEST(note->abi_major == DP_ABI_MAJOR);
  BOOST_TEST(note->abi_minor == DP_ABI_MINOR);
  BOOST_TEST(static_cast<bool>(check_note(*note)));
}

BOOST_AUTO_TEST_CASE(the_major_version_decides_and_says_what_to_do) {
  const auto refusal = [](std::uint32_t major, std::uint32_t minor) {
    const auto status = check_note({DP_ABI_MAGIC, major, minor});
    return status ? std::string() : status.error().message;
  };
  BOOST_TEST(refusal(2, 0).empty());
  BOOST_TEST(refusal(2, 99).empty());
  BOOST_TEST(
      refusal(1, 400) ==
      "built for plugin ABI 1, this dp has ABI 2: build it again with this dp's headers");
  BOOST_TEST(refusal(3, 0) == "built for plugin ABI 3, this dp has ABI 2: use a newer dp");
  const auto damaged = check_note({1, 2, 0});
  BOOST_REQUIRE(!damaged);
  BOOST_TEST(damaged.error().message == "its dp note is damaged");
}

BOOST_AUTO_TEST_CASE(what_is_no_plugin_is_told_apart) {
  const TemporaryFolder folder;
  const auto refusal = [&](std::string_view bytes) {
    const auto note = read_note(folder.write("x.so", bytes));
    BOOST_REQUIRE(!note);
    BOOST_TEST((note.error().code == Errc::invalid_plugin));
    return note.error().message;
  };
  BOOST_TEST(refusal("") == "the file is cut short");
  BOOST_TEST(refusal(std::string(5000, 'x')) == "not a shared library");
  BOOST_TEST(refusal(bytes_of("/proc/self/exe").substr(0, 64)).size() > 0U);
  const auto missing = read_note(folder.path("missing.so"));
  BOOST_REQUIRE(!missing);
  BOOST_TEST((missing.error().code == Errc::not_found));
}

BOOST_AUTO_TEST_CASE(what_is_no_file_is_no_plugin_and_nothing_waits_for_it) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path("folder.so"));
  BOOST_REQUIRE(::mkfifo(folder.path("fifo.so").c_str(), 0600) == 0);
  std::filesystem::create_symlink("/dev/zero", folder.path("zero.so"));
  const auto refusal = [&](const char* name) {
    const auto note = read_note(folder.path(name));
    BOOST_REQUIRE(!note);
    BOOST_TEST((note.error().code == Errc::invalid_plugin));
    return note.error().message;
  };
  BOOST_TEST(refusal("folder.so") == "not a shared library, it is a folder");
  BOOST_TEST(refusal("fifo.so") == "not a shared library, it is a FIFO");
  BOOST_TEST(refusal("zero.so") == "not a shared library, it is no regular file");
}

BOOST_AUTO_TEST_CASE(another_abi_is_named_beside_ours) {
  const TemporaryFolder folder;
  auto bytes = bytes_of(kPlugin);
  dp_plugin_note note = read_note(kPlugin).value();
  const auto at = note_at(bytes);
  note.abi_major = 77;
  std::memcpy(&bytes[at], &note, sizeof note);
  const auto old = read_note(folder.write("old.so", bytes));
  BOOST_REQUIRE(old);
  const auto status = check_note(*old);
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message.find("built for plugin ABI 77, this dp has ABI " +
                                         std::to_string(DP_ABI_MAJOR)) != std::string::npos,
             status.error().message);
}

BOOST_AUTO_TEST_CASE(a_file_cut_anywhere_is_refused_or_read) {
  const TemporaryFolder folder;
  const auto bytes = bytes_of(kPlugin);
  const auto end = note_at(bytes) + sizeof(dp_plugin_note);
  for (std::size_t size = 0; size < end; size += size < 1200 ? 1 : 97)
    BOOST_TEST(!read_note(folder.write("cut.so", bytes.substr(0, size))));
}

BOOST_AUTO_TEST_CASE(damaged_headers_hurt_nobody) {
  const TemporaryFolder folder;
  auto whole = bytes_of(kPlugin).substr(0, 4096);
  std::mt19937 random(1);
  for (int i = 0; i < 3000; ++i) {
    auto bytes = whole;
    for (int edits = 0; edits < 8; ++edits)
      bytes[random() % (edits < 4 ? 64 : bytes.size())] = static_cast<char>(random());
    const auto note = read_note(folder.write("bad.so", bytes));
    if (!note) BOOST_TEST(!note.error().message.empty());
  }
}

BOOST_AUTO_TEST_SUITE_END()
