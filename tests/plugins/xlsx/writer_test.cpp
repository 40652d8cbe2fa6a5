// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>

#include "plugins/harness.hpp"
#include "temporary.hpp"

BOOST_AUTO_TEST_SUITE(xlsx_writer)

namespace {

using dp::Type;
using dp::data::Value;
using dp::test::Batch;
using dp::test::Task;

const dp::Schema kRow = {{"path", Type::string},
                         {"hits", Type::int64},
                         {"day", Type::date},
                         {"paid", Type::boolean}};

Task open(Value options = Value::map()) {
  auto task = Task::open("xlsx", "xlsx", std::move(options)).value();
  BOOST_REQUIRE(task.start());
  BOOST_REQUIRE(task.begin());
  return task;
}

/// A part of the workbook, which is a zip file of XML.
std::string part(const std::string& book, const std::string& name) {
  const dp::test::TemporaryFolder folder;
  folder.write("a.xlsx", book);
  const auto command = "cd '" + folder.path() + "' && python3 -c \"import zipfile; print(" +
                       "zipfile.ZipFile('a.xlsx').read('" + name +
                       "').decode(), end='')\" > part";
  BOOST_REQUIRE(std::system(command.c_str()) == 0);
  return folder.read("part");
}

bool has(const std::string& text, const std::string& what) {
  return text.find(what) != std::string::npos;
}

std::string written(const std::string& name, const std::vector<Batch>& batches) {
  auto task = open();
  BOOST_REQUIRE(task.section(name, kRow));
  for (const auto& batch : batches) BOOST_REQUIRE(task.write(batch));
  BOOST_REQUIRE(task.end());
  return task.bytes();
}

}  // namespace

BOOST_AUTO_TEST_CASE(values_have_their_types) {
  std::vector<Batch> rows;
  rows.emplace_back(kRow,
                    std::vector<std::vector<dp::test::Cell>>{
                        {"=1+1", 12, 0, true}, {nullptr, 1'000'000'000'000'000, 1, nullptr}});
  const auto sheet = part(written("top", rows), "xl/worksheets/sheet1.xml");
  BOOST_TEST(has(sheet, ">path</t>"), sheet);
  BOOST_TEST(has(sheet, "<c r=\"A2\" t=\"inlineStr\"><is><t>=1+1</t></is></c>"), sheet);
  BOOST_TEST(has(sheet, "<c r=\"B2\"><v>12</v></c>"), sheet);
  BOOST_TEST(has(sheet, "><v>25569</v></c>"), sheet);
  BOOST_TEST(has(sheet, "<c r=\"D2\" t=\"b\"><v>1</v></c>"), sheet);
  BOOST_TEST(!has(sheet, "r=\"A3\""), sheet);
  BOOST_TEST(has(sheet, "<t>1000000000000000</t>"), sheet);
  BOOST_TEST(!has(sheet, "<f>"), sheet);
}

BOOST_AUTO_TEST_CASE(each_result_is_a_sheet) {
  auto task = open();
  BOOST_REQUIRE(task.section("by path", kRow));
  BOOST_REQUIRE(task.section("", {{"n", Type::int64}}));
  BOOST_REQUIRE(task.end());
  const auto book = part(task.bytes(), "xl/workbook.xml");
  BOOST_TEST(has(book, "<sheet name=\"by path\""), book);
  BOOST_TEST(has(book, "<sheet name=\"records\""), book);
  auto options = Value::map();
  options.add("sheet", Value::of("only"));
  auto named = open(options);
  BOOST_REQUIRE(named.section("top", kRow));
  BOOST_REQUIRE(named.end());
  BOOST_TEST(has(part(named.bytes(), "xl/workbook.xml"), "<sheet name=\"only\""));
}

BOOST_AUTO_TEST_CASE(the_bytes_depend_on_the_rows_alone) {
  std::vector<Batch> one, two;
  one.emplace_back(
      kRow, std::vector<std::vector<dp::test::Cell>>{{"a", 1, 0, true}, {"b", 2, 1, false}});
  two.emplace_back(kRow, std::vector<std::vector<dp::test::Cell>>{{"a", 1, 0, true}});
  two.emplace_back(kRow, std::vector<std::vector<dp::test::Cell>>{{"b", 2, 1, false}});
  const auto first = written("top", one);
  ::sleep(2);  // a zip file's times have a resolution of two seconds
  BOOST_TEST((written("top", two) == first));
}

BOOST_AUTO_TEST_CASE(nothing_is_left_and_a_check_makes_no_workbook) {
  const dp::test::TemporaryFolder temporary;
  ::setenv("TMPDIR", temporary.path().c_str(), 1);
  auto checked = Task::open("xlsx", "xlsx").value();
  BOOST_REQUIRE(checked.begin());
  BOOST_REQUIRE(checked.section("top", kRow));
  BOOST_REQUIRE(checked.end());
  BOOST_TEST(checked.bytes().empty());
  {
    auto task = open();
    BOOST_REQUIRE(task.section("top", kRow));
    BOOST_TEST(std::filesystem::is_empty(temporary.path()));
  }
  ::unsetenv("TMPDIR");
  BOOST_TEST(std::filesystem::is_empty(temporary.path()));
}

BOOST_AUTO_TEST_CASE(what_no_sheet_can_hold_is_told_with_its_place) {
  auto task = open();
  BOOST_REQUIRE(task.section("top", kRow));
  BOOST_TEST(task.section("TOP", kRow).error().message ==
             "xlsx: a sheet cannot be named 'TOP': there is a sheet 'top' already");
  const auto status =
      task.write(Batch(kRow, {{"a", 1, 0, true}, {std::string(40'000, 'x'), 1, 0, true}}));
  BOOST_REQUIRE(!status);
  BOOST_TEST(
      status.error().message ==
      "xlsx: sheet 'top', row 3, column 'path': a text is too long for a cell (got 40000 "
      "characters, expected at most 32767)");
}

BOOST_AUTO_TEST_CASE(texts_are_read_back_as_they_were) {
  const std::vector<std::string> texts = {"_x0041_",        "_x0041_x0042_", "a\r\nb\tc",
                                          " at the ends\n", "<&>\"'",        "=1+1",
                                          "caf\xc3\xa9"};
  const dp::Schema schema = {{"_x0041_", Type::string}};
  auto task = open();
  BOOST_REQUIRE(task.section("top", schema));
  for (const auto& text : texts) BOOST_REQUIRE(task.write(Batch(schema, {{text}})));
  BOOST_REQUIRE(task.end());
  const dp::test::TemporaryFolder folder;
  folder.write("a.xlsx", task.bytes());
  folder.write("read.py", R"(import re, sys, xml.etree.ElementTree as xml, zipfile
sheet = xml.fromstring(zipfile.ZipFile('a.xlsx').read('xl/worksheets/sheet1.xml'))
for cell in sheet.iter('{http://schemas.openxmlformats.org/spreadsheetml/2006/main}t'):
    text = re.sub('_x([0-9a-fA-F]{4})_', lambda found: chr(int(found[1], 16)), cell.text)
    sys.stdout.buffer.write(text.encode() + b'\0')
)");
  const auto command = "cd '" + folder.path() + "' && python3 read.py > texts";
  BOOST_REQUIRE(std::system(command.c_str()) == 0);
  std::string expected = "_x0041_" + std::string(1, '\0');
  for (const auto& text : texts) expected += text + '\0';
  BOOST_TEST(folder.read("texts") == expected);
}

BOOST_AUTO_TEST_CASE(times_are_exact_or_text) {
  const dp::Schema schema = {{"at", Type::timestamp}};
  auto task = open();
  BOOST_REQUIRE(task.section("top", schema));
  BOOST_REQUIRE(task.write(Batch(
      schema, {{std::int64_t{1'700'006'399'999'000}}, {std::int64_t{1'700'006'399'999'999}}})));
  BOOST_REQUIRE(task.end());
  const auto sheet = part(task.bytes(), "xl/worksheets/sheet1.xml");
  BOOST_TEST(has(sheet, "<v>45244.99999998842</v>"), sheet);
  BOOST_TEST(has(sheet, "<t>2023-11-14T23:59:59.999999Z</t>"), sheet);
}

BOOST_AUTO_TEST_CASE(a_sheet_that_is_full_is_an_error) {
  const dp::Schema schema = {{"n", Type::int64}};
  auto task = open();
  BOOST_REQUIRE(task.section("top", schema));
  const Batch rows(schema, std::vector<std::vector<dp::test::Cell>>(65'535, {1}));
  for (int i = 0; i < 16; ++i) BOOST_REQUIRE(task.write(rows));
  BOOST_REQUIRE(task.write(Batch(schema, std::vector<std::vector<dp::test::Cell>>(15, {1}))));
  const auto status = task.write(Batch(schema, {{1}}));
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message ==
             "xlsx: sheet 'top' holds no more rows (got more than 1048575): write csv or "
             "sqlite, or limit the rows");
  BOOST_TEST(
      open().section("top", dp::Schema(16'385, {"n", Type::int64})).error().message ==
      "xlsx: sheet 'top' has too many columns (got 16385, expected at most 16384): select "
      "some of them");
}

BOOST_AUTO_TEST_SUITE_END()
