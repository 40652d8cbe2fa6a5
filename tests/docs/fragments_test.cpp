// SPDX-License-Identifier: Apache-2.0
#include "fragments.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "temporary.hpp"

namespace fragments {

using namespace dp::test;

namespace {

struct Fixture {
  [[nodiscard]] std::vector<std::string> pipelines(const std::string& text,
                                                   const std::string& frame = {}) const {
    Block block{"a.md", 7, "yaml", {}, text};
    if (!frame.empty()) block.attributes["frame"] = frame;
    return pipelines_of(block, frames.path(), "json");
  }
  TemporaryFolder frames;
};

}  // namespace
}  // namespace fragments

BOOST_FIXTURE_TEST_SUITE(fragments, Fixture)

BOOST_AUTO_TEST_CASE(a_whole_file_stays_as_it_is) {
  const std::string file = "# Words.\ndp: 1\ninput: a\n";
  BOOST_TEST(pipelines(file) == std::vector{file}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_file_that_lacks_only_its_version_gets_it) {
  BOOST_TEST(pipelines("input: a\nmap: [{use: lines}]\n").front() ==
             "dp: 1\ninput: a\nmap: [{use: lines}]\n");
}

BOOST_AUTO_TEST_CASE(a_fragment_goes_into_the_frame_of_its_key_with_the_indent_of_its_place) {
  frames.write("output.yaml", "dp: 1\n{{fragment}}\n");
  frames.write("use.yaml", "output:\n  {{fragment}}\n");
  BOOST_TEST(pipelines("output: a.csv\n").front() == "dp: 1\noutput: a.csv\n");
  BOOST_TEST(pipelines("use: csv\nwith:\n  path: a\n").front() ==
             "output:\n  use: csv\n  with:\n    path: a\n");
}

BOOST_AUTO_TEST_CASE(the_frame_of_a_task_comes_before_that_of_the_key) {
  frames.write("map.yaml", "any\n{{fragment}}\n");
  frames.write("map-xml.yaml", "xml\n{{fragment}}\n");
  frames.write("columns-json.yaml", "json\n{{fragment}}\n");
  BOOST_TEST(pipelines("map: [{use: xml}]\n").front() == "xml\nmap: [{use: xml}]\n");
  BOOST_TEST(pipelines("map: [{use: lines}]\n").front() == "any\nmap: [{use: lines}]\n");
  BOOST_TEST(pipelines("columns: {a: b}\n").front() == "json\ncolumns: {a: b}\n");
}

BOOST_AUTO_TEST_CASE(a_key_given_again_is_another_way_to_write_it) {
  frames.write("input.yaml", "{{fragment}}\n");
  BOOST_TEST(pipelines("input: a\ninput:\n  list: b\n") ==
                 (std::vector<std::string>{"input: a\n", "input:\n  list: b\n"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_block_may_name_its_frame_and_a_missing_one_is_refused) {
  frames.write("mine.yaml", "mine\n{{fragment}}\n");
  BOOST_TEST(pipelines("map: []\n", "mine").front() == "mine\nmap: []\n");
  BOOST_CHECK_THROW((void)pipelines("map: []\n", "other"), std::runtime_error);
  BOOST_CHECK_THROW((void)pipelines("map: []\n"), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(pipeline_text_is_known_by_its_first_key) {
  BOOST_TEST(is_pipeline_text("map: [{use: lines}]\n"));
  BOOST_TEST(!is_pipeline_text("host ident user [time] \"request\"\n"));
  BOOST_TEST(!is_pipeline_text("{\"path\":\"/a\"}\n"));
}

BOOST_AUTO_TEST_SUITE_END()
