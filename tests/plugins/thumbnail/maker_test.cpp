// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/maker.hpp"

#include <boost/test/unit_test.hpp>

#include "pictures.hpp"
#include "temporary.hpp"
#include "why.hpp"

namespace thumbnail_maker {
namespace {
namespace thumbnail = dp::thumbnail;
using dp::test::why;
using thumbnail::Size;

struct Fixture {
  thumbnail::Maker maker(thumbnail::Existing existing = thumbnail::Existing::overwrite) const {
    thumbnail::Settings settings;
    settings.box = {64, 64};
    settings.output =
        thumbnail::OutputName::parse("{dir}/{stem}_small.{ext}", {}, "64").value();
    settings.existing = existing;
    return thumbnail::Maker(std::move(settings));
  }
  dp::test::TemporaryFolder folder;
};
}  // namespace
}  // namespace thumbnail_maker

BOOST_FIXTURE_TEST_SUITE(thumbnail_maker, Fixture)

BOOST_AUTO_TEST_CASE(a_thumbnail_is_upright_and_within_the_box) {
  const auto path = folder.write("a.jpg", dp::test::jpeg_of({320, 160}, 6));
  auto made = maker().make(path).value();
  BOOST_TEST(made.output == folder.path("a_small.jpg"));
  BOOST_TEST(made.size == (Size{64, 32}));
  BOOST_TEST(made.orientation == 6);
  const auto file = folder.read("a_small.jpg");
  BOOST_TEST(file.size() == made.bytes);
  BOOST_TEST(dp::test::quarters_of(file).value() == "RG/BW");
}

BOOST_AUTO_TEST_CASE(it_is_the_same_whatever_was_made_before) {
  const auto one = folder.write("a.jpg", dp::test::jpeg_of({320, 160}));
  const auto two = folder.write("b.png", dp::test::png_of({100, 300}, 4));
  auto both = maker();
  BOOST_REQUIRE(both.make(two));
  BOOST_REQUIRE(both.make(one));
  const auto after = folder.read("a_small.jpg");
  BOOST_REQUIRE(maker().make(one));
  BOOST_TEST((folder.read("a_small.jpg") == after));
}

BOOST_AUTO_TEST_CASE(what_is_there_is_kept_or_replaced_as_was_asked) {
  const auto path = folder.write("a.jpg", dp::test::jpeg_of({320, 160}));
  folder.write("a_small.jpg", dp::test::jpeg_of({9, 9}));
  BOOST_TEST(maker(thumbnail::Existing::skip).make(path).value().size == (Size{9, 9}));
  const auto refused = maker(thumbnail::Existing::error).make(path);
  BOOST_REQUIRE(!refused);
  BOOST_TEST((refused.error().code == dp::Errc::refused));
  BOOST_TEST(maker().make(path).value().size == (Size{64, 32}));
}

BOOST_AUTO_TEST_CASE(files_that_are_no_pictures_say_so) {
  BOOST_TEST(why(maker().make(folder.write("a.jpg", "no picture"))).find("not a picture") !=
             std::string::npos);
  const auto none = maker().make(folder.path("none.jpg"));
  BOOST_REQUIRE(!none);
  BOOST_TEST((none.error().code == dp::Errc::not_found || none.error().code == dp::Errc::io));
  BOOST_TEST(folder.read("a_small.jpg") == "");
}

BOOST_AUTO_TEST_CASE(the_output_depends_on_the_path_alone) {
  BOOST_TEST(maker().target("p/x.gif").value().path == "p/x_small.png");
}

BOOST_AUTO_TEST_SUITE_END()
