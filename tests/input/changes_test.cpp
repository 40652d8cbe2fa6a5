// SPDX-License-Identifier: Apache-2.0
#include "input/changes.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "pipeline/diagnostic.hpp"
#include "temporary.hpp"

namespace changes {
namespace {

using dp::input::find_rewritten;
using dp::input::Items;
using dp::test::TemporaryFolder;

/// Items of "a" and "b", which hold 2,000 bytes each, as they are before a run.
struct Files {
  Files() {
    folder.write("a", std::string(2000, 'a'));
    folder.write("b", std::string(2000, 'b'));
    const dp::pipeline::FileText source("p.yaml", "");
    dp::pipeline::Diagnostics diagnostics(source);
    dp::pipeline::Input input;
    for (const char* name : {"a", "b"}) input.files.push_back({folder.path(name), {}});
    items = dp::input::find_items(input, diagnostics).value();
    BOOST_REQUIRE(items.list.size() == 2U);
  }
  /// Write `bytes` at `place` of "b".
  void write(std::uint64_t place, const std::string& bytes) const {
    const int file = ::open(folder.path("b").c_str(), O_WRONLY | O_CLOEXEC);
    BOOST_REQUIRE(::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(place)) ==
                  static_cast<ssize_t>(bytes.size()));
    ::close(file);
  }
  [[nodiscard]] bool b_was_rewritten() const {
    const auto* found = find_rewritten(items);
    BOOST_TEST((found == nullptr || found == &items.list[1]));
    return found != nullptr;
  }
  void set_times_back() const {
    const auto ns = items.list[1].stamp.modified_ns;
    const timespec time{ns / 1'000'000'000, ns % 1'000'000'000};
    const timespec both[] = {time, time};
    BOOST_REQUIRE(::utimensat(AT_FDCWD, folder.path("b").c_str(), both, 0) == 0);
  }
  static void wait_for_the_clock() { ::usleep(20'000); }

  TemporaryFolder folder;
  Items items;
};

}  // namespace
}  // namespace changes

BOOST_FIXTURE_TEST_SUITE(changes, Files)

BOOST_AUTO_TEST_CASE(files_that_nobody_wrote_to_are_as_they_were) {
  BOOST_TEST(!b_was_rewritten());
}

BOOST_AUTO_TEST_CASE(bytes_written_over_are_seen_by_the_time) {
  wait_for_the_clock();
  write(1000, "x");
  BOOST_TEST(b_was_rewritten());
}

BOOST_AUTO_TEST_CASE(a_shorter_file_is_seen_by_its_size) {
  std::filesystem::resize_file(folder.path("b"), 1999);
  set_times_back();
  BOOST_TEST(b_was_rewritten());
}

BOOST_AUTO_TEST_CASE(a_log_that_grew_is_what_it_was) {
  wait_for_the_clock();
  write(2000, "more");
  BOOST_TEST(!b_was_rewritten());
}

BOOST_AUTO_TEST_CASE(a_longer_file_with_another_beginning_or_old_end_was_rewritten) {
  for (const std::uint64_t place : {0U, 1999U}) {
    Files files;
    Files::wait_for_the_clock();
    files.write(place, "x");
    files.write(2000, "more");
    BOOST_TEST(files.b_was_rewritten());
  }
}

BOOST_AUTO_TEST_CASE(times_set_back_hide_nothing_at_the_ends) {
  wait_for_the_clock();
  write(0, "x");
  set_times_back();
  BOOST_TEST(b_was_rewritten());
}

BOOST_AUTO_TEST_CASE(another_mode_name_or_file_of_that_name_is_no_change_of_the_bytes) {
  wait_for_the_clock();
  ::chmod(folder.path("b").c_str(), 0600);
  BOOST_TEST(!b_was_rewritten());
  std::filesystem::create_hard_link(folder.path("b"), folder.path("c"));
  BOOST_TEST(!b_was_rewritten());
  folder.write("new", "another");
  std::filesystem::rename(folder.path("new"), folder.path("b"));
  BOOST_TEST(!b_was_rewritten());
  std::filesystem::remove(folder.path("b"));
  BOOST_TEST(!b_was_rewritten());
}

BOOST_AUTO_TEST_CASE(a_file_is_there_while_its_name_is_its_own) {
  const auto& item = items.list[1];
  BOOST_TEST(dp::input::is_there(item));
  write(2000, "more");
  BOOST_TEST(dp::input::is_there(item));
  folder.write("other", std::string(2000, 'b'));
  std::filesystem::rename(folder.path("other"), folder.path("b"));
  BOOST_TEST(!dp::input::is_there(item));
  std::filesystem::remove(folder.path("b"));
  BOOST_TEST(!dp::input::is_there(item));
}

BOOST_AUTO_TEST_CASE(a_given_text_is_never_rewritten) {
  const auto given = dp::input::items_of_text("text", "some bytes").value();
  BOOST_TEST(find_rewritten(given) == nullptr);
}

BOOST_AUTO_TEST_CASE(the_hash_is_of_the_first_and_the_last_bytes) {
  const auto hash = [&](const std::string& bytes, std::uint64_t size) {
    folder.write("h", bytes);
    const int file = ::open(folder.path("h").c_str(), O_RDONLY | O_CLOEXEC);
    const auto made = dp::input::hash_of_ends(file, size);
    ::close(file);
    return made;
  };
  const std::string text(3000, '-');
  const auto with = [&](std::size_t place) {
    auto changed = text;
    changed[place] = 'x';
    return hash(changed, 3000);
  };
  const auto plain = hash(text, 3000);
  BOOST_TEST(plain != 0U);
  BOOST_TEST(with(0) != plain);
  BOOST_TEST(with(511) != plain);
  BOOST_TEST(with(1500) == plain);
  BOOST_TEST(with(2488) != plain);
  BOOST_TEST(with(2999) != plain);
  BOOST_TEST(hash(text + "more", 3000) == plain);
  BOOST_TEST(hash("short", 3000) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
