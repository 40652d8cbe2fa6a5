// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What independent tools say of real files. These are not part of the repository: they are looked
/// for beside it, and a case that needs them says that it was skipped where they are not.

#include <simdjson.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <string>
#include <string_view>

namespace dp::test {

inline const std::filesystem::path kRealData =
    std::filesystem::path(DP_TEST_SOURCE_DIR) / "../shared/data";

/// Call `check(name, facts)` for each file of a folder ("csv/"), which returns whether it was of use.
/// More than `least` files must have been.
template <class Check>
void for_each_truth(std::string_view folder, std::size_t least, Check check) {
  const auto file = kRealData / "truths.json";
  if (!std::filesystem::exists(file)) {
    BOOST_TEST_MESSAGE("skipped: no " << file << " on this machine");
    return;
  }
  // On demand, since some entries hold halves of surrogate pairs, which simdjson refuses.
  const simdjson::padded_string text = simdjson::padded_string::load(file.string());
  simdjson::ondemand::parser parser;
  auto document = parser.iterate(text);
  std::size_t files = 0;
  for (auto field : document.get_object()) {
    const std::string name(std::string_view{field.unescaped_key()});
    if (!name.starts_with(folder)) continue;
    simdjson::ondemand::object object = field.value();
    const std::string_view raw = object.raw_json();
    simdjson::dom::parser entry;
    const simdjson::dom::element facts = entry.parse(simdjson::padded_string(raw));
    BOOST_TEST_CONTEXT(name) { files += check(name, facts) ? 1 : 0; }
  }
  BOOST_TEST(files > least);
}

}  // namespace dp::test
