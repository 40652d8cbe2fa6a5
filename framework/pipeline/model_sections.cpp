// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <utility>

#include "base/text.hpp"
#include "base/units.hpp"
#include "pipeline/fields.hpp"
#include "pipeline/model_parts.hpp"

namespace dp::pipeline {

namespace {

constexpr std::uint64_t kLeastMemory = 16 << 20;  // below it a worker cannot even start

void check_standard_input(const Input& input, Diagnostics& diagnostics) {
  if (input.files.size() < 2) return;
  for (const auto& file : input.files)
    if (file.text == "-")
      diagnostics.error(file.mark, "input: '-' (standard input) can only stand alone");
}

void check_one_origin(const Node& node, const Input& input, Diagnostics& diagnostics) {
  const int origins = (node.find("files") != nullptr) + (node.find("list") != nullptr) +
                      (node.find("range") != nullptr);
  if (origins != 1)
    diagnostics.error(node.mark, "input: expected one of files, list and range (got " +
                                     std::to_string(origins) + " of them)");
  if (!input.exclude.empty() && node.find("files") == nullptr)
    diagnostics.error(input.exclude.front().mark, "input: 'exclude' needs 'files'");
  if (const auto* links = node.find("links"); links != nullptr && node.find("files") == nullptr)
    diagnostics.error(links->mark, "input: 'links' needs 'files'");
  for (const auto* key : {"encoding", "bad_bytes"})
    if (const auto* value = node.find(key); value != nullptr && input.range)
      diagnostics.error(value->mark, std::string("input: '") + key + "' needs files");
}

void read_input_map(const Node& node, Input& input, Diagnostics& diagnostics) {
  Fields fields(node, "input", diagnostics);
  if (const auto* files = fields.take("files"))
    input.files = read_texts(*files, "input.files", diagnostics);
  if (const auto* exclude = fields.take("exclude"))
    input.exclude = read_texts(*exclude, "input.exclude", diagnostics);
  if (const auto* order = fields.take("order"))
    if (const auto choice =
            read_choice(*order, "input.order", {"name", "size", "given"}, diagnostics))
      input.order = static_cast<Input::Order>(*choice);
  if (const auto* links = fields.take("links"))
    if (const auto choice = read_choice(*links, "input.links", {"skip", "follow"}, diagnostics))
      input.follow = *choice == 1;
  if (const auto* encoding = fields.take("encoding"))
    input.encoding = read_text(*encoding, "input.encoding", diagnostics);
  if (const auto* bad = fields.take("bad_bytes"))
    if (const auto choice =
            read_choice(*bad, "input.bad_bytes", {"reject", "replace", "keep"}, diagnostics))
      input.bad_bytes = static_cast<Input::BadBytes>(*choice);
  if (const auto* list = fields.take("list"))
    input.list = read_text(*list, "input.list", diagnostics);
  if (const auto* range = fields.take("range"))
    input.range = read_count(*range, "input.range", 1, kNoLimit, diagnostics);
  if (fields.finish()) check_one_origin(node, input, diagnostics);
}

std::optional<Chunksize> read_chunksize(const Node& node, Diagnostics& diagnostics) {
  using Unit = Chunksize::Unit;
  if (node.is_scalar() && node.text == "auto") return Chunksize{Unit::automatic, 0};
  if (node.integer()) {
    const auto count = read_count(node, "pool.chunksize", 1, kNoLimit, diagnostics);
    return count ? std::optional(Chunksize{Unit::items, *count}) : std::nullopt;
  }
  const auto size =
      node.is_scalar() ? parse_size_with_unit(node.text) : fail(Errc::invalid_argument, "");
  if (size && *size > 0) return Chunksize{Unit::bytes, *size};
  diagnostics.error(
      node.mark,
      "pool.chunksize: expected auto, a number of items, or a size as in 4MiB (got " +
          node.describe() + ")");
  return std::nullopt;
}

void read_budget(const Node& node, ErrorSettings& errors, Diagnostics& diagnostics) {
  if (const auto count = node.integer(); count && *count >= 0) {
    errors.budget_count = static_cast<std::uint64_t>(*count);
    return;
  }
  const auto ratio =
      node.is_scalar() ? parse_ratio(node.text) : fail(Errc::invalid_argument, "");
  if (ratio)
    errors.budget_ratio = *ratio;
  else
    diagnostics.error(node.mark,
                      "errors.budget: expected a count as in 1000, or a share as in 1% (got " +
                          node.describe() + ")");
}

/// `key`: "tests.expect", or "tests.results.NAME".
std::vector<Node> read_rows(const Node& node, const std::string& key,
                            Diagnostics& diagnostics) {
  std::vector<Node> rows;
  if (node.is_map()) {
    rows.push_back(node);
  } else if (!node.is_list()) {
    diagnostics.error(node.mark,
                      key +
                          ": expected a map of columns to values, or a list of such maps, "
                          "one a record (got " +
                          node.describe() + ")");
  }
  for (const auto& item : node.items) {
    if (!item.is_map())
      diagnostics.error(item.mark, key + ": expected a map of columns to values (got " +
                                       item.describe() + ")");
    else
      rows.push_back(item);
  }
  for (const auto& record : rows)
    for (const auto& entry : record.entries)
      if (!entry.value.is_scalar() && !entry.value.is_null())
        diagnostics.error(entry.value.mark, key + "." + entry.key + ": expected a value (got " +
                                                entry.value.describe() + ")");
  return rows;
}

void read_results(const Node& node, TestCase& test, Diagnostics& diagnostics) {
  if (!node.is_map())
    diagnostics.error(node.mark,
                      "tests.results: expected a map of the names in reduce: to rows "
                      "(got " +
                          node.describe() + ")");
  else if (node.entries.empty())
    diagnostics.error(node.mark, "tests.results: names no reduction of reduce:");
  for (const auto& entry : node.entries)
    test.expect.push_back({{entry.key, entry.key_mark},
                           read_rows(entry.value, "tests.results." + entry.key, diagnostics)});
}

void read_given(const Node& node, TestCase& test, Diagnostics& diagnostics) {
  const Node* text = &node;
  std::optional<Fields> fields;
  if (node.is_map()) {
    fields.emplace(node, "tests.given", diagnostics);
    text = fields->take("file");
    test.file = true;
    if (text == nullptr)
      diagnostics.error(node.mark, "tests.given: expected text, or {file: PATH}");
  }
  if (text != nullptr)
    if (auto read =
            read_text(*text, test.file ? "tests.given.file" : "tests.given", diagnostics))
      test.given = std::move(*read);
  if (fields) fields->finish();
}

TestCase read_test(const Node& node, std::size_t number, Diagnostics& diagnostics) {
  TestCase test;
  test.name = {"test " + std::to_string(number), node.mark};
  Fields fields(node, "a test", diagnostics);
  if (const auto* name = fields.take("name"))
    if (auto text = read_text(*name, "tests.name", diagnostics)) test.name = std::move(*text);
  const auto* given = fields.take("given");
  const auto* expect = fields.take("expect");
  const auto* results = fields.take("results");
  if (given != nullptr) read_given(*given, test, diagnostics);
  if (expect != nullptr)
    test.expect.push_back({{}, read_rows(*expect, "tests.expect", diagnostics)});
  if (results != nullptr) read_results(*results, test, diagnostics);
  if (node.is_null()) diagnostics.error(node.mark, "this test is empty");
  if (node.is_map() && given == nullptr)
    diagnostics.error(node.mark, "a test needs 'given': the text to read");
  if (node.is_map() && expect == nullptr && results == nullptr)
    diagnostics.error(node.mark,
                      "a test needs 'expect': the records that come out ([] for none), or "
                      "'results': the rows of a reduction");
  fields.finish();
  return test;
}

}  // namespace

Input read_input(const Node& node, Diagnostics& diagnostics) {
  Input input;
  input.mark = node.mark;
  if (node.is_map())
    read_input_map(node, input, diagnostics);
  else
    input.files = read_texts(node, "input", diagnostics);
  check_standard_input(input, diagnostics);
  for (const auto& file : input.files) check_path(file, "input", diagnostics);
  if (input.list) check_path(*input.list, "input.list", diagnostics);
  return input;
}

PoolSettings read_pool(const Node& node, Diagnostics& diagnostics) {
  PoolSettings pool;
  Fields fields(node, "pool", diagnostics);
  if (const auto* workers = fields.take("workers"); workers && workers->text != "auto")
    if (const auto count = read_count(*workers, "pool.workers (or auto)", 1, 1024, diagnostics))
      pool.workers = static_cast<unsigned>(*count);
  if (const auto* chunksize = fields.take("chunksize"))
    if (const auto value = read_chunksize(*chunksize, diagnostics)) pool.chunksize = *value;
  if (const auto* memory = fields.take("memory")) {
    pool.memory_bytes = read_size(*memory, "pool.memory", diagnostics).value_or(kLeastMemory);
    if (pool.memory_bytes < kLeastMemory)
      diagnostics.error(memory->mark, "pool.memory: expected at least 16MiB (got " +
                                          memory->describe() + ")");
  }
  if (const auto* timeout = fields.take("timeout")) {
    const auto value = read_duration(*timeout, "pool.timeout", diagnostics);
    if (value && value->count() == 0)
      diagnostics.error(timeout->mark, "pool.timeout: expected more than 0",
                        "leave it out for no limit");
    pool.timeout = value.value_or(std::chrono::microseconds(0));
  }
  if (const auto* recycle = fields.take("recycle"))
    pool.recycle_records =
        read_count(*recycle, "pool.recycle", 1, kNoLimit, diagnostics).value_or(0);
  fields.finish();
  return pool;
}

ErrorSettings read_errors(const Node& node, Diagnostics& diagnostics) {
  ErrorSettings errors;
  Fields fields(node, "errors", diagnostics);
  if (const auto* policy = fields.take("policy"))
    if (const auto choice =
            read_choice(*policy, "errors.policy", {"collect", "stop", "ignore"}, diagnostics))
      errors.policy = static_cast<ErrorSettings::Policy>(*choice);
  if (const auto* rejects = fields.take("rejects"))
    if ((errors.rejects = read_text(*rejects, "errors.rejects", diagnostics)))
      check_path(*errors.rejects, "errors.rejects", diagnostics);
  if (const auto* budget = fields.take("budget")) read_budget(*budget, errors, diagnostics);
  if (const auto* damaged = fields.take("damaged"))
    errors.rejects_damaged =
        read_choice(*damaged, "errors.damaged", {"keep", "reject"}, diagnostics) == 1;
  if (const auto* retries = fields.take("retries"))
    errors.retries = static_cast<unsigned>(
        read_count(*retries, "errors.retries", 0, 100, diagnostics).value_or(0));
  fields.finish();
  return errors;
}

std::vector<TestCase> read_tests(const Node& node, Diagnostics& diagnostics) {
  std::vector<TestCase> tests;
  if (!node.is_list())
    diagnostics.error(node.mark, "tests: expected a list (got " + node.describe() + ")",
                      "begin each test with '- '");
  for (const auto& item : node.items)
    tests.push_back(read_test(item, tests.size() + 1, diagnostics));
  return tests;
}

}  // namespace dp::pipeline
