// SPDX-License-Identifier: Apache-2.0
// Thumbnails of folders: pictures in, pictures and records out. The pictures are those that
// tests/plugins/thumbnail/pictures.hpp makes.
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <vector>

#include "dp_process.hpp"
#include "plugins/thumbnail/pictures.hpp"

namespace thumbnail {
namespace {

namespace fs = std::filesystem;

const std::string kPipeline =
    "dp: 1\ninput: photos\nmap:\n"
    "  - use: thumbnail\n    with: {size: 64, output: \"thumbs/{dir}/{stem}.{ext}\"}\n"
    "  - select: [path, output, width, height, orientation, bytes]\n"
    "output: records.csv\n"
    "reduce:\n  all: {with: {take: {n: count, bytes: sum(bytes)}}, to: all.csv}\n"
    "errors: {rejects: rejects.ndjson}\n";

struct Fixture {
  /// Photos of all orientations, and pictures of other formats.
  void write_photos(int count) const {
    for (int i = 0; i < count; ++i) {
      const auto side = 70 + static_cast<std::uint32_t>(i);
      folder.write("photos/" + std::to_string(i) + ".jpg",
                   dp::test::jpeg_of({side, 2 * side}, 1 + i % 8));
    }
    folder.write("photos/x/a.png", dp::test::png_of({200, 100}));
    folder.write("photos/x/b.webp", dp::test::webp_of({200, 100}));
  }
  /// All that a run wrote: records, rejects, and each thumbnail with its name.
  [[nodiscard]] std::string written() const {
    auto text =
        folder.read("records.csv") + folder.read("all.csv") + folder.read("rejects.ndjson");
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder.path("thumbs")))
      if (entry.is_regular_file())
        names.push_back(fs::relative(entry.path(), folder.path()).string());
    std::sort(names.begin(), names.end());
    for (const auto& name : names) text += name + "\n" + folder.read(name);
    return text;
  }
  [[nodiscard]] std::string run(const std::vector<std::string>& more, int expected) const {
    std::error_code ignored;
    fs::remove_all(folder.path("thumbs"), ignored);
    std::vector<std::string> words{"run", "p.yaml", "-q"};
    words.insert(words.end(), more.begin(), more.end());
    const auto outcome = dp::test::dp(folder, words);
    BOOST_TEST(outcome.exit_code == expected, outcome.err);
    return written();
  }
  /// What validate and run say of a step's options: the same, with exit code 2.
  [[nodiscard]] std::string complaint(const std::string& with) const {
    folder.write("p.yaml",
                 "dp: 1\ninput: photos\nmap:\n  - use: thumbnail\n    with: " + with + "\n");
    const auto checked = dp::test::dp(folder, {"validate", "p.yaml"});
    const auto ran = dp::test::dp(folder, {"run", "p.yaml"});
    BOOST_TEST(checked.exit_code == 2);
    BOOST_TEST(ran.exit_code == 2);
    BOOST_TEST(checked.err == ran.err);
    return checked.err;
  }
  dp::test::TemporaryFolder folder;
};

}  // namespace
}  // namespace thumbnail

BOOST_FIXTURE_TEST_SUITE(thumbnail, Fixture)

BOOST_AUTO_TEST_CASE(a_folder_gives_a_record_a_file_in_order_whoever_does_the_work) {
  write_photos(20);
  folder.write("p.yaml", kPipeline);
  const auto expected = run({"-j", "1", "--chunksize", "1"}, 0);
  BOOST_TEST(folder.read("records.csv")
                 .starts_with("path,output,width,height,orientation,bytes\n"
                              "photos/0.jpg,thumbs/photos/0.jpg,32,64,1,"),
             folder.read("records.csv"));
  BOOST_TEST(
      folder.read("records.csv").find("\nphotos/x/b.webp,thumbs/photos/x/b.webp,64,32,1,") !=
      std::string::npos);
  BOOST_TEST(folder.read("all.csv").starts_with("n,bytes\n22,"));
  for (const char* workers : {"1", "4"})
    for (const char* chunksize : {"3", "auto"})
      BOOST_TEST((run({"-j", workers, "--chunksize", chunksize}, 0) == expected),
                 workers << " workers, chunksize " << chunksize);
}

BOOST_AUTO_TEST_CASE(bad_pictures_are_set_aside_alone) {
  write_photos(6);
  folder.write("photos/2.jpg", "no picture");
  folder.write("photos/4.jpg", dp::test::jpeg_of({300, 200}).substr(0, 2000));
  folder.write("p.yaml", kPipeline);
  const auto expected = run({"-j", "1", "--chunksize", "1"}, 3);
  BOOST_TEST(folder.read("all.csv").starts_with("n,bytes\n6,"));
  const auto rejects = folder.read("rejects.ndjson");
  BOOST_TEST(rejects.find("photos/2.jpg") != std::string::npos, rejects);
  BOOST_TEST(rejects.find("not a picture that dp reads") != std::string::npos, rejects);
  BOOST_TEST(rejects.find("premature end of data segment") != std::string::npos, rejects);
  BOOST_TEST(run({"-j", "4", "--chunksize", "3"}, 3) == expected);
}

BOOST_AUTO_TEST_CASE(the_same_comes_out_while_workers_are_killed) {
  write_photos(60);
  folder.write("p.yaml", kPipeline);
  const auto expected = run({"-j", "1"}, 0);
  for (const char* existing : {"overwrite", "skip", "newer"}) {
    fs::remove_all(folder.path("thumbs"));
    auto pipeline = kPipeline;
    pipeline.replace(pipeline.find("size: 64"), 8,
                     "size: 64, existing: " + std::string(existing));
    folder.write("p.yaml", pipeline);
    dp::test::DpProcess process(folder, {"run", "p.yaml", "-q", "-j", "3", "--chunksize", "2"});
    for (std::size_t kills = 0; process.running() && kills < 12; ++kills) {
      ::usleep(9000);
      const auto workers = process.workers();
      if (!workers.empty()) ::kill(workers[kills % workers.size()], SIGKILL);
    }
    const auto outcome = process.wait();
    BOOST_TEST(outcome.exit_code == 0, outcome.err);
    BOOST_TEST((written() == expected), existing);
  }
}

BOOST_AUTO_TEST_CASE(two_pictures_with_one_thumbnail_are_found_before_the_run) {
  folder.write("photos/a.gif", dp::test::gif_of({9, 9}));
  folder.write("photos/a.png", dp::test::png_of({9, 9}));
  folder.write("photos/b.png", dp::test::png_of({9, 9}));
  BOOST_TEST(complaint("{size: 64}") ==
             "p.yaml:4:10: error: 'photos/a.gif' and 'photos/a.png' would both be written to "
             "'photos/a_thumbnail.png'\n"
             "    4 |   - use: thumbnail\n"
             "      |          ^~~~~~~~~\n"
             "      = name the files by more of what tells their items apart\n");
  BOOST_TEST(!fs::exists(folder.path("photos/b_thumbnail.png")));
}

BOOST_AUTO_TEST_CASE(two_records_with_one_thumbnail_are_found_after_a_reader_too) {
  std::string list = "path\n";
  for (int i = 0; i < 8; ++i) {
    const auto stem = "photos/" + std::to_string(i);
    folder.write(stem + ".jpg", dp::test::jpeg_of({320, 160}));
    folder.write(stem + ".png", dp::test::png_of({200, 100}));
    list += stem + ".jpg\n" + stem + ".png\n";
  }
  folder.write("list.csv", list);
  folder.write("p.yaml",
               "dp: 1\ninput: list.csv\nmap:\n  - use: csv\n  - use: thumbnail\n"
               "    with: {size: 64, output: \"thumbs/{stem}.jpg\"}\noutput: records.csv\n"
               "errors: {rejects: rejects.ndjson}\n");
  for (const char* existing : {"first", "again"}) {
    const auto outcome =
        dp::test::dp(folder, {"run", "p.yaml", "-q", "-j", "4", "--chunksize", "1"});
    if (outcome.exit_code == 0) return;  // a file system without attributes
    BOOST_TEST(outcome.exit_code == 3, existing << ": " << outcome.err);
    const auto records = folder.read("records.csv");
    const auto rejects = folder.read("rejects.ndjson");
    BOOST_TEST(std::count(records.begin(), records.end(), '\n') == 9, records);
    BOOST_TEST(std::count(rejects.begin(), rejects.end(), '\n') == 8, rejects);
    for (int i = 0; i < 8; ++i) {
      const auto stem = "photos/" + std::to_string(i);
      const auto says = [&](const char* first, const char* second) {
        return rejects.find("thumbs/" + std::to_string(i) + ".jpg: is the thumbnail of '" +
                            stem + first + "' in this run, and '" + stem + second +
                            "' would") != std::string::npos;
      };
      BOOST_TEST((says(".jpg", ".png") || says(".png", ".jpg")), rejects);
    }
  }
}

BOOST_AUTO_TEST_CASE(no_name_leads_out_of_the_folder_for_thumbnails) {
  folder.write("photos/...jpg", dp::test::jpeg_of({320, 160}));
  folder.write("q.yaml",
               "dp: 1\ninput: photos/...jpg\nmap:\n  - use: thumbnail\n"
               "    with: {output: \"thumbs/{stem}/small.jpg\"}\n");
  const auto refused = dp::test::dp(folder, {"validate", "q.yaml"});
  BOOST_TEST(refused.exit_code == 2);
  BOOST_TEST(refused.err.find("its name leads out of the folder") != std::string::npos,
             refused.err);
  folder.write("list.csv", "path\nphotos/...jpg\n");
  folder.write(
      "p.yaml",
      "dp: 1\ninput: list.csv\nmap:\n  - use: csv\n  - use: thumbnail\n"
      "    with: {size: 64, output: \"thumbs/{stem}/small.jpg\"}\noutput: records.csv\n");
  const auto outcome = dp::test::dp(folder, {"run", "p.yaml"});
  BOOST_TEST(outcome.exit_code == 3);
  BOOST_TEST(outcome.err.find("its name leads out of the folder") != std::string::npos,
             outcome.err);
  BOOST_TEST(!fs::exists(folder.path("small.jpg")));
}

BOOST_AUTO_TEST_CASE(thumbnails_that_are_inputs_are_found_before_the_run) {
  folder.write("photos/a.png", dp::test::png_of({9, 9}));
  folder.write("photos/a_thumbnail.png", dp::test::png_of({9, 9}));
  const auto text = complaint("{size: 64}");
  BOOST_TEST(
      text.find("'photos/a_thumbnail.png', to be written for 'photos/a.png', is an input "
                "too") != std::string::npos,
      text);
  // Under another name of its folder, too.
  fs::create_directory_symlink("photos", folder.path("link"));
  BOOST_TEST(complaint("{output: \"link/{name}\"}").find("is an input too") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(thumbnails_that_are_there_are_found_before_the_run_if_that_is_an_error) {
  folder.write("photos/a.png", dp::test::png_of({9, 9}));
  folder.write("thumbs/a.png", "mine");
  const auto text = complaint("{output: \"thumbs/{name}\", existing: error}");
  BOOST_TEST(text.find("'photos/a.png': thumbs/a.png is there already, and `existing` is "
                       "error") != std::string::npos,
             text);
  BOOST_TEST(folder.read("thumbs/a.png") == "mine");
}

BOOST_AUTO_TEST_CASE(a_folder_that_thumbnails_cannot_be_in_is_one_mistake_of_the_file) {
  for (int i = 0; i < 15; ++i) folder.write("photos/" + std::to_string(i) + ".png", "x");
  folder.write("thumbs", "no folder");
  const std::string said = "p.yaml:5:20: error: thumbnail: 'thumbs' is no folder\n";
  const auto text = complaint("{output: \"thumbs/{name}\"}");
  BOOST_TEST(text.starts_with(said), text);
  BOOST_TEST(text.find("error", said.size()) == std::string::npos, text);
  BOOST_TEST(folder.read("thumbs") == "no folder");
}

BOOST_AUTO_TEST_CASE(of_many_mistakes_some_are_told_and_all_are_counted) {
  for (int i = 0; i < 15; ++i) folder.write("photos/" + std::to_string(i) + ".png", "x");
  const auto text = complaint("{output: \"photos/{name}\"}");
  BOOST_TEST(text.find("and 5 more files like these") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(options_are_refused_at_their_place) {
  folder.write("photos/a.png", dp::test::png_of({9, 9}));
  BOOST_TEST(complaint("{output: \"{dri}/{stem}.jpg\"}")
                 .starts_with("p.yaml:5:20: error: thumbnail: no field {dri}, did you mean "
                              "{dir}?\n"));
}

BOOST_AUTO_TEST_CASE(the_step_keeps_the_laws_of_steps) {
  const auto outcome = dp::test::dp(folder, {"plugin", "check", "thumbnail"});
  BOOST_TEST(outcome.exit_code == 0, outcome.out);
}

BOOST_AUTO_TEST_SUITE_END()
