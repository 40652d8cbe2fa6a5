// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/output_name.hpp"

#include <boost/test/unit_test.hpp>

using dp::thumbnail::Format;
using dp::thumbnail::OutputName;

namespace {

std::string path_of(const std::string& output, const std::string& picture,
                    std::optional<Format> format = {}) {
  const auto name = OutputName::parse(output, format, "96x64");
  return name ? name->of(picture).path : name.error().message;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(thumbnail_output_name)

BOOST_AUTO_TEST_CASE(the_output_is_named_after_the_picture) {
  const std::string usual = "{dir}/{stem}_thumbnail.{ext}";
  BOOST_TEST(path_of(usual, "photos/a.JPG") == "photos/a_thumbnail.JPG");
  BOOST_TEST(path_of(usual, "a.jpeg") == "a_thumbnail.jpeg");
  BOOST_TEST(path_of(usual, "./a.jpeg") == "./a_thumbnail.jpeg");
  BOOST_TEST(path_of(usual, "/a.png") == "/a_thumbnail.png");
  BOOST_TEST(path_of(usual, "p/a.b.gif") == "p/a.b_thumbnail.png");
  BOOST_TEST(path_of(usual, "p/a.TIFF") == "p/a_thumbnail.jpg");
  BOOST_TEST(path_of(usual, "p/noname") == "p/noname_thumbnail.jpg");
  BOOST_TEST(path_of(usual, "p/.hidden") == "p/.hidden_thumbnail.jpg");
  BOOST_TEST(path_of(usual, "p/a.jpg", Format::webp) == "p/a_thumbnail.webp");
  BOOST_TEST(path_of("t/{size}/{name}", "p/a.gif") == "t/96x64/a.png");
  BOOST_TEST(path_of("t/{name}.webp", "p/a.gif") == "t/a.gif.webp");
  BOOST_TEST(path_of("{{{stem}}}", "p/a.gif") == "{a}");
}

BOOST_AUTO_TEST_CASE(folders_below_another_do_not_lead_out_of_it) {
  BOOST_TEST(path_of("t/{dir}/{name}", "../../p/./a.png") == "t/p/a.png");
  BOOST_TEST(path_of("t/{dir}/{name}", "/p/q/a.png") == "t/p/q/a.png");
  BOOST_TEST(path_of("t/{dir}/{name}", "a.png") == "t/./a.png");
}

BOOST_AUTO_TEST_CASE(an_extension_says_what_is_written) {
  const auto format_of = [](const char* output, const char* picture) {
    return OutputName::parse(output, {}, "").value().of(picture).format;
  };
  BOOST_TEST((format_of("{stem}.webp", "a.png") == Format::webp));
  BOOST_TEST((format_of("{stem}.{ext}", "a.png") == Format::png));
  BOOST_TEST((format_of("{stem}.{ext}", "a.bmp") == Format::jpeg));
  BOOST_TEST((format_of("{stem}.small", "a.webp") == Format::webp));
}

BOOST_AUTO_TEST_CASE(outputs_that_cannot_be_meant_are_refused) {
  BOOST_TEST(path_of("{steam}.jpg", "") == "no field {steam}, did you mean {stem}?");
  BOOST_TEST(path_of("{folder}.jpg", "") ==
             "no field {folder}; there are {dir}, {stem}, {ext}, {name} and {size}");
  BOOST_TEST(path_of("{stem", "").starts_with("a brace without its other half (got '{stem'"));
  BOOST_TEST(path_of("stem}", "").starts_with("a brace without its other half (got '}'"));
  BOOST_TEST(
      path_of("{dir}/x.{ext}", "") ==
      "all thumbnails would go to one file (got '{dir}/x.{ext}', expected {stem} or {name} "
      "in it)");
  BOOST_TEST(path_of("{stem}.gif", "") ==
             "ends in .gif, expected .jpg, .png or .webp, or {ext}");
  BOOST_TEST(path_of("{stem}.png", "", Format::jpeg) ==
             "ends in .png, expected .jpg, or {ext}");
}

BOOST_AUTO_TEST_SUITE_END()
