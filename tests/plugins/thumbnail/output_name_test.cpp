// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/output_name.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(thumbnail_output_name)

using dp::thumbnail::Format;
using dp::thumbnail::OutputName;

namespace {

std::string path_of(const std::string& output, const std::string& picture,
                    std::optional<Format> format = {}) {
  const auto name = OutputName::parse(output, format, "96x64");
  if (!name) return name.error().message;
  const auto made = name->of(picture);
  return made ? made->path : made.error().message;
}

}  // namespace

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

BOOST_AUTO_TEST_CASE(no_name_leads_out_of_the_folder_that_the_template_names) {
  const auto refused = [](const std::string& output, const std::string& picture,
                          const std::string& path) {
    BOOST_TEST(path_of(output, picture) == "'" + picture + "' would be written to '" + path +
                                               "': its name leads out of the folder");
  };
  refused("t/{stem}/x.jpg", "p/...jpg", "t/../x.jpg");
  refused("t/{stem}/{stem}.{ext}", "...jpg", "t/../...jpg");
  refused("t/{name}/x.jpg", "p/..", "t/../x.jpg");
  refused("{stem}/x.jpg", "...jpg", "../x.jpg");
  refused("t/{stem}./x.jpg", "p/..jpg", "t/../x.jpg");
  refused("t/.{stem}/x.jpg", "p/..jpg", "t/../x.jpg");
  refused("{dir}/{stem}/x.jpg", "p/...jpg", "p/../x.jpg");
  BOOST_TEST(path_of("t/{stem}.{ext}", "p/...jpg") == "t/...jpg");
  BOOST_TEST(path_of("t/{name}", "p/...jpg") == "t/...jpg");
  BOOST_TEST(path_of("../t/{stem}/x.jpg", "p/a.jpg") == "../t/a/x.jpg");
  BOOST_TEST(path_of("{dir}/{stem}.t.{ext}", "../p/a.jpg") == "../p/a.t.jpg");
  BOOST_TEST(path_of("t/{stem}.jpg", std::string("a\0/../b.jpg", 10)) ==
             "a NUL cannot be in the name of a file");
  BOOST_TEST(path_of(std::string("t/a\0b/{stem}.jpg", 16), "a.jpg") ==
             "a NUL cannot be in the name of a file");
}

BOOST_AUTO_TEST_CASE(the_folder_that_a_thumbnail_stays_in_is_known) {
  const auto fixed = [](const std::string& output, const std::string& picture) {
    const auto made = OutputName::parse(output, {}, "96").value().of(picture).value();
    return made.path.substr(0, made.fixed);
  };
  BOOST_TEST(fixed("{dir}/{stem}_thumbnail.{ext}", "photos/b/a.jpg") == "photos/b/");
  BOOST_TEST(fixed("{dir}/{stem}_thumbnail.{ext}", "a.jpg") == "");
  BOOST_TEST(fixed("{dir}/small/{stem}.{ext}", "p/a.jpg") == "p/small/");
  BOOST_TEST(fixed("t/{size}/{dir}/{name}", "p/q/a.jpg") == "t/96/");
  BOOST_TEST(fixed("t/x{dir}/{name}", "p/q/a.jpg") == "t/");
  BOOST_TEST(fixed("/t/{name}", "p/a.jpg") == "/t/");
  BOOST_TEST(fixed("/{name}", "p/a.jpg") == "/");
  BOOST_TEST(fixed("{stem}.jpg", "p/a.jpg") == "");
}

BOOST_AUTO_TEST_CASE(
    the_folder_of_all_thumbnails_is_what_the_template_says_before_its_first_field) {
  const auto folder = [](const std::string& output) {
    return OutputName::parse(output, {}, "96x64")->folder().value_or("near its picture");
  };
  BOOST_TEST(folder("t/u/{dir}/{name}") == "t/u");
  BOOST_TEST(folder("/t/x-{name}") == "/t");
  BOOST_TEST(folder("/{name}") == "/");
  BOOST_TEST(folder("t/{size}/{name}") == "t/96x64");
  BOOST_TEST(folder("{name}") == ".");
  BOOST_TEST(folder("x-{dir}/{name}") == ".");
  BOOST_TEST(folder("{dir}/t/{name}") == "near its picture");
}

BOOST_AUTO_TEST_CASE(an_extension_says_what_is_written) {
  const auto format_of = [](const char* output, const char* picture) {
    return OutputName::parse(output, {}, "").value().of(picture).value().format;
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
