// SPDX-License-Identifier: Apache-2.0
#include "pipeline/file_text.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "temporary.hpp"

BOOST_AUTO_TEST_SUITE(file_text)

using namespace dp::pipeline;
using dp::test::TemporaryFolder;

BOOST_AUTO_TEST_CASE(lines_have_numbers_from_1_and_no_ends) {
  const FileText source("f.yaml", "one\ntwo\r\n\nfour");
  BOOST_TEST(source.line(1) == "one");
  BOOST_TEST(source.line(2) == "two");
  BOOST_TEST(source.line(3) == "");
  BOOST_TEST(source.line(4) == "four");
  BOOST_TEST(source.line(5) == "");
  BOOST_TEST(source.line(0) == "");
  BOOST_TEST(source.offset(2) == 4U);
  BOOST_TEST(source.offset(4) == 10U);
  BOOST_TEST(source.offset(5) == 14U);
}

BOOST_AUTO_TEST_CASE(a_byte_has_a_line_and_a_column) {
  const FileText source("f.yaml", "ab\ncd\n");
  BOOST_TEST((source.mark(0) == Mark{1, 1, 1}));
  BOOST_TEST((source.mark(2) == Mark{1, 3, 1}));
  BOOST_TEST((source.mark(3, 2) == Mark{2, 1, 2}));
  BOOST_TEST((source.mark(6) == Mark{3, 1, 1}));
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_dropped) {
  const FileText source("f.yaml",
                        "\xEF\xBB\xBF"
                        "a: 1\n");
  BOOST_TEST(source.text() == "a: 1\n");
  BOOST_TEST(source.line(1) == "a: 1");
}

BOOST_AUTO_TEST_CASE(a_file_is_read_under_the_name_that_it_was_given) {
  const TemporaryFolder folder;
  folder.write("p.yaml", "dp: 1\n");
  const auto path = folder.path() + "/p.yaml";
  const auto source = FileText::read(path);
  BOOST_REQUIRE(source);
  BOOST_TEST(source->name() == path);
  BOOST_TEST(source->text() == "dp: 1\n");
  BOOST_TEST(source->folder() ==
             std::filesystem::path(folder.path()).lexically_normal().string());
}

BOOST_AUTO_TEST_CASE(what_is_no_pipeline_file_is_refused) {
  const TemporaryFolder folder;
  const auto message = [](const std::string& path) {
    const auto source = FileText::read(path);
    return source ? std::string("none") : source.error().message;
  };
  BOOST_TEST(message(folder.path()).starts_with(folder.path() + ": is a folder ("));
  const auto missing = FileText::read(folder.path() + "/none.yaml");
  BOOST_REQUIRE(!missing);
  BOOST_TEST((missing.error().code == dp::Errc::not_found));
  folder.write("big.yaml", std::string(FileText::kMaxBytes + 1, '#'));
  BOOST_TEST(message(folder.path() + "/big.yaml") ==
             folder.path() +
                 "/big.yaml: larger than 1 MiB, the most that a pipeline file may have");
}

BOOST_AUTO_TEST_CASE(the_folder_of_standard_input_is_the_working_directory) {
  BOOST_TEST(std::filesystem::equivalent(FileText("<stdin>", "").folder(),
                                         std::filesystem::current_path()));
  BOOST_TEST(FileText("f.yaml", "").folder() == std::filesystem::current_path().string());
  BOOST_TEST(FileText("/a/b/../c/f.yaml", "").folder() == "/a/c");
  BOOST_TEST(FileText("/f.yaml", "").folder() == "/");
}

BOOST_AUTO_TEST_SUITE_END()
