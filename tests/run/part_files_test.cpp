// SPDX-License-Identifier: Apache-2.0
#include "run/part_files.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "temporary.hpp"
#include "unpacked.hpp"

namespace part_files {
namespace {

using dp::run::PartFiles;
using dp::test::TemporaryFolder;

struct Fixture {
  PartFiles::Settings settings(std::uint64_t most = 100) {
    return {folder.path("{a}.csv"), folder.path("*.csv*"), most, {}, &none, {}};
  }
  /// A row for one of the files.
  [[nodiscard]] std::string frame(const std::string& name, std::string_view bytes) const {
    std::string text;
    (void)dp::protocol::append_frame(text, folder.path(name), 1, [&] {
      text += bytes;
      return dp::Status();
    });
    return text;
  }
  static void finish(PartFiles& files, std::string_view tail = {}) {
    BOOST_REQUIRE(files.end(tail).has_value());
    BOOST_REQUIRE(files.sync().has_value());
    BOOST_REQUIRE(files.seal().has_value());
    BOOST_REQUIRE(files.publish().has_value());
  }
  [[nodiscard]] std::size_t count() const {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path("")))
      files += entry.is_regular_file() ? 1 : 0;
    return files;
  }

  TemporaryFolder folder;
  dp::run::StandardOutput none = [](std::string_view) { return dp::Status(); };
};

}  // namespace
}  // namespace part_files

BOOST_FIXTURE_TEST_SUITE(part_files, Fixture)

BOOST_AUTO_TEST_CASE(each_file_has_its_rows_between_head_and_tail) {
  PartFiles files(settings());
  files.begin("head\n");
  BOOST_REQUIRE(
      files.write(frame("x.csv", "1\n") + frame("y.csv", "2\n") + frame("x.csv", "3\n"))
          .has_value());
  finish(files, "tail\n");
  BOOST_TEST(folder.read("x.csv") == "head\n1\n3\ntail\n");
  BOOST_TEST(folder.read("y.csv") == "head\n2\ntail\n");
  const auto written = files.written();
  BOOST_TEST(written.path == folder.path("{a}.csv"));
  BOOST_TEST(written.files.value() == 2u);
  BOOST_TEST(written.rows == 3u);
  BOOST_TEST(written.bytes == 26u);
}

BOOST_AUTO_TEST_CASE(frames_may_be_cut_anywhere) {
  const auto text = frame("x.csv", "one\n") + frame("y.csv", "") + frame("y.csv", "two\n");
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    PartFiles files(settings());
    files.begin("");
    BOOST_REQUIRE(files.write(std::string_view(text).substr(0, cut)).has_value());
    BOOST_REQUIRE(files.write(std::string_view(text).substr(cut)).has_value());
    finish(files);
    BOOST_TEST(folder.read("x.csv") + folder.read("y.csv") == "one\ntwo\n");
  }
}

BOOST_AUTO_TEST_CASE(more_than_may_wait_is_written_in_order) {
  PartFiles files(settings());
  files.begin("");
  const std::string large(PartFiles::kMostWaiting / 2 + 1, 'a');
  for (const auto* end : {"1", "2", "3"})
    for (const auto* name : {"x.csv", "y.csv"})
      BOOST_REQUIRE(files.write(frame(name, large + end)).has_value());
  finish(files);
  for (const auto* name : {"x.csv", "y.csv"})
    BOOST_TEST((folder.read(name) == large + "1" + large + "2" + large + "3"), name);
}

BOOST_AUTO_TEST_CASE(nothing_appears_before_all_of_it_does) {
  {
    PartFiles files(settings());
    files.begin("");
    BOOST_REQUIRE(files.write(frame("x.csv", "1\n")).has_value());
    BOOST_REQUIRE(files.end("").has_value());
    BOOST_REQUIRE(files.sync().has_value());
    BOOST_TEST(count() == 0u);
    BOOST_REQUIRE(files.seal().has_value());
    BOOST_TEST(!std::filesystem::exists(folder.path("x.csv")));
  }
  BOOST_TEST(count() == 0u);
}

BOOST_AUTO_TEST_CASE(compressed_files_hold_the_same) {
  PartFiles files(settings());
  files.begin("head\n");
  BOOST_REQUIRE(files
                    .write(frame("x.csv.gz", "1\n") + frame("y.csv.zst", "2\n") +
                           frame("x.csv.gz", "3\n"))
                    .has_value());
  finish(files);
  BOOST_TEST(dp::test::unpacked(folder.read("x.csv.gz")) == "head\n1\n3\n");
  BOOST_TEST(dp::test::unpacked(folder.read("y.csv.zst")) == "head\n2\n");
}

BOOST_AUTO_TEST_CASE(more_files_than_asked_for_are_refused) {
  PartFiles files(settings(2));
  files.begin("");
  BOOST_REQUIRE(files.write(frame("a.csv", "1") + frame("b.csv", "1")).has_value());
  BOOST_REQUIRE(files.write(frame("a.csv", "2")).has_value());
  const auto refused = files.write(frame("c.csv", "1"));
  BOOST_REQUIRE(!refused.has_value());
  BOOST_TEST((refused.error().code == dp::Errc::refused));
  BOOST_TEST(refused.error().message.find("more than 2 files") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_the_run_reads_is_not_overwritten) {
  auto made = settings();
  made.use_of = [](const dp::FileIdentity&) { return std::optional<std::string>("is read"); };
  PartFiles files(std::move(made));
  files.begin("");
  const auto refused = files.write(frame("a.csv", "1"));
  BOOST_REQUIRE(!refused.has_value());
  BOOST_TEST(refused.error().message ==
             folder.path("a.csv") + " is read: it would be overwritten");
}

BOOST_AUTO_TEST_CASE(files_of_other_runs_stay_and_are_told) {
  folder.write("old.csv", "old");
  PartFiles files(settings());
  files.begin("");
  BOOST_REQUIRE(files.write(frame("new.csv", "new")).has_value());
  finish(files);
  BOOST_TEST(folder.read("old.csv") == "old");
  const auto written = files.written();
  BOOST_REQUIRE(written.without_rows.size() == 1u);
  BOOST_TEST(written.without_rows.front() == folder.path("old.csv"));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_frames_are_an_error) {
  PartFiles files(settings());
  files.begin("");
  BOOST_TEST(!files.write(std::string(sizeof(dp::protocol::PathFrame) + 1, '\0')).has_value());
  PartFiles half(settings());
  half.begin("");
  const auto text = frame("a.csv", "12");
  BOOST_REQUIRE(half.write(std::string_view(text).substr(0, text.size() - 1)).has_value());
  BOOST_TEST(!half.end("").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
