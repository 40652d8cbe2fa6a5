// SPDX-License-Identifier: Apache-2.0
// The example pipeline on the photos that the project makes.
#include <boost/test/unit_test.hpp>
#include <string>

#include "dp_process.hpp"
#include "sample_photos.hpp"

BOOST_AUTO_TEST_SUITE(thumbnail_sample)

BOOST_AUTO_TEST_CASE(the_example_makes_thumbnails_of_the_sample_photos) {
  const dp::test::TemporaryFolder folder;
  for (std::uint32_t number = 0; number < 8; ++number)
    folder.write("photos/" + std::to_string(number) + ".jpg", dp::samples::photo(1, number));
  folder.write("photos/old_thumbnail.jpg", "left out");
  const std::string example = DP_PIPELINES "/thumbnails.yaml";
  for (const char* time : {"first", "second"}) {
    const auto outcome = dp::test::dp(folder, {"run", example, "-q", "--set", "photos=photos"});
    BOOST_TEST(outcome.exit_code == 0, time << ": " << outcome.err);
    BOOST_TEST(outcome.out.find("orientation  photos\n") != std::string::npos, outcome.out);
    // Of eight photos, one each is held in these ways.
    for (const char* row : {"\n          2       1\n", "\n          3       1\n",
                            "\n          6       1\n", "\n          8       1\n"})
      BOOST_TEST(outcome.out.find(row) != std::string::npos, outcome.out);
    const auto list = folder.read("out/thumbnails.csv");
    BOOST_TEST(list.find("\nphotos/0.jpg,out/thumbs/0_thumbnail.jpg,") != std::string::npos,
               list);
    BOOST_TEST(folder.read("out/thumbs/7_thumbnail.jpg").starts_with("\xff\xd8\xff"));
    BOOST_TEST(folder.read("out/thumbnails-rejects.ndjson").empty());
  }
}

BOOST_AUTO_TEST_CASE(a_photo_depends_on_its_number_and_seed_alone) {
  BOOST_TEST((dp::samples::photo(1, 3) == dp::samples::photo(1, 3)));
  BOOST_TEST((dp::samples::photo(1, 3) != dp::samples::photo(1, 4)));
  BOOST_TEST((dp::samples::photo(2, 3) != dp::samples::photo(1, 3)));
}

BOOST_AUTO_TEST_SUITE_END()
