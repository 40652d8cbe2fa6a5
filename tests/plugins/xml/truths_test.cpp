// SPDX-License-Identifier: Apache-2.0
#include "plugins/truths.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(xml_truths)

// Real files, against the verdicts of expat and xmllint. They are not part of the repository:
// they are looked for beside it, and without them these cases say that they were skipped.

namespace {
namespace fs = std::filesystem;

const fs::path& kData = dp::test::kRealData;

/// What is wrong in a document type alone is not seen.
const std::set<std::string> kWrongDeclarations = {"xml/libxml2/errors/content1.xml",
                                                  "xml/libxml2/errors/issue868.xml"};

/// dp reads fragments, of several root elements.
bool is_fragment(simdjson::dom::element facts) {
  return std::string_view(facts["expat"]).starts_with("error: junk after document element");
}

/// Whether dp may refuse a document that is well-formed: entities of other files and of parameter
/// entities are unknown, and some encodings are not read.
bool may_refuse(const std::string& reason, simdjson::dom::element facts) {
  return (bool{facts["doctype"]} && reason.starts_with("the entity '&")) ||
         reason.starts_with("encoding: got 'ISO-8859-5'") ||
         reason.starts_with("encoding: got 'Windows-1251'");
}

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

/// Why a file is refused whose records are `record`; empty if it is not.
std::string refusal(const std::string& text, const std::string& record) {
  auto task = dp::test::open_xml("", record, {{"text", "."}});
  const auto status = task.read(text, {.head = text.substr(0, DP_HEAD_BYTES)});
  if (!status) return status.error().message;
  return task.rejects().empty() ? "" : task.rejects().front().reason;
}

void check_verdict(const std::string& name, simdjson::dom::element facts) {
  const bool expat = std::string_view(facts["expat"]) == "well-formed";
  const bool xmllint = std::int64_t{facts["xmllint_exit"]} == 0;
  const auto text = contents(kData / name);
  // Where the two differ, each has its reasons; an empty file is one without records.
  if (expat != xmllint || text.empty() || kWrongDeclarations.contains(name) ||
      is_fragment(facts))
    return;
  const auto reason = refusal(text, "/*");
  BOOST_TEST((reason.empty() == expat || (expat && may_refuse(reason, facts))),
             name << ", " << std::string_view(facts["expat"]) << ": " << reason);
}

void check_cuts(const std::string& name, simdjson::dom::element) {
  const auto text = contents(kData / name);
  if (text.size() > 1500) return;
  for (const char* record : {"/*", "/*/*", "item"}) {
    auto task = dp::test::open_xml("", record, {{"text", "."}});
    if (!task.read(text, {.head = text})) continue;
    const auto whole = dp::test::read_whole(task, text);
    for (std::size_t size = 1; size <= text.size(); size += 1 + size / 40) {
      const auto end = dp::test::feed(task, text, size);
      BOOST_REQUIRE_MESSAGE(end == text.size(), name << " in pieces of " << size);
      const bool same = dp::test::seen(task) == whole;
      BOOST_REQUIRE_MESSAGE(same, name << " in pieces of " << size);
    }
  }
}

/// Call `check` with each plain XML file of the truths.
template <class Check>
void for_each_file(Check check) {
  dp::test::for_each_truth("xml/", 300, [&](const std::string& name, auto facts) {
    if (std::string_view(facts["how"]) != "plain") return false;
    check(name, facts);
    return true;
  });
}
}  // namespace

BOOST_AUTO_TEST_CASE(real_files_get_the_verdict_that_expat_and_xmllint_share) {
  for_each_file(check_verdict);
}

BOOST_AUTO_TEST_CASE(small_files_read_the_same_however_they_are_cut) {
  for_each_file(check_cuts);
}

BOOST_AUTO_TEST_SUITE_END()
