// SPDX-License-Identifier: Apache-2.0
#include "base/atomic_file.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/given_file.hpp"
#include "cli/settings.hpp"
#include "cli/terminal.hpp"
#include "run/expectation.hpp"
#include "run/expectation_update.hpp"
#include "run/run.hpp"

namespace dp::cli {

namespace {

/// Print each line of a text after `lead`.
void print_lines(std::string_view lead, std::string_view text) {
  for (;;) {
    const auto size = std::min(text.find('\n'), text.size());
    print_error(std::string(lead) + printable(text.substr(0, size)) + "\n");
    if (size == text.size()) return;
    text.remove_prefix(size + 1);
  }
}

/// What no test expects: records that ended their worker, or passed a limit.
std::vector<std::string> ended_workers(const run::Summary& summary) {
  std::vector<std::string> told;
  for (const auto& reject : summary.rejects)
    if (!reject.detail.empty())
      told.push_back("a record was rejected for what it did to its worker: " +
                     printable(reject.reason));
  if (told.empty() && !summary.deaths.empty())
    told.push_back("a worker died: " + printable(summary.deaths.front().cause));
  return told;
}

/// The tests of one pipeline file.
class FileTests {
 public:
  /// `updates`: let the tests expect what comes.
  FileTests(std::string path, planner::Settings settings, bool updates)
      : path_(std::move(path)), settings_(std::move(settings)), updates_(updates) {}

  /// Run them all, and print what comes of each. Returns the exit code.
  int run();

 private:
  Status run_test(const pipeline::TestCase& test, std::size_t number);
  Result<bool> check(const pipeline::TestCase& test, std::size_t number,
                     const pipeline::TestCase::Rows& expected);
  Status update();
  void print_failed(const pipeline::TestCase& test, const pipeline::Mark& mark,
                    const std::string& text) const;

  std::string path_;
  planner::Settings settings_;
  bool updates_;
  std::optional<pipeline::FileText> source_;  ///< read once: standard input comes only once
  std::size_t failed_ = 0;
  std::vector<run::Unexpected> unexpected_;
};

void FileTests::print_failed(const pipeline::TestCase& test, const pipeline::Mark& mark,
                             const std::string& text) const {
  print_error(printable(source_->name()) + ":" + std::to_string(mark.line) + ":" +
              std::to_string(mark.column) + ": failed: " + printable(test.name.text) + ": " +
              text + "\n");
}

int FileTests::run() {
  auto read = pipeline::FileText::read(path_);
  if (!read) {
    print_failure(read.error().message);
    return exit_code_of(read.error().code);
  }
  source_.emplace(*std::move(read));
  pipeline::Diagnostics diagnostics(*source_);
  const auto model = pipeline::load(*source_, settings_.pipeline, diagnostics);
  if (model) check_given_files(*model, diagnostics);
  print_diagnostics(diagnostics);
  if (!model || diagnostics.has_errors()) return kWrong;
  if (model->tests.empty()) {
    print_failure(source_->name() +
                  ": has no tests (the key tests: holds them, see the reference)");
    return kWrong;
  }
  Status status;
  for (std::size_t i = 0; status && i < model->tests.size(); ++i)
    status = run_test(model->tests[i], i);
  if (status && !unexpected_.empty()) status = update();
  if (!status) {
    print_failure(status.error().message);
    return exit_code_of(status.error().code);
  }
  print_error(printable(source_->name()) + ": " +
              std::to_string(model->tests.size() - failed_) + " of " +
              std::to_string(model->tests.size()) + " tests passed\n");
  return failed_ == 0 ? kOk : kFailed;
}

/// Write the file with what came in place of what was expected. Errors: nothing was written.
Status FileTests::update() {
  if (path_ == "-")
    return fail(Errc::invalid_argument, "dp test --update needs a file, not standard input");
  DP_TRY(const auto update, run::update_expectations(*source_, unexpected_));
  DP_TRY(const auto now, pipeline::FileText::read(path_));
  if (now.text() != source_->text())
    return fail(Errc::refused, path_ + ": was changed while its tests ran; nothing is written");
  DP_TRY(auto file, AtomicFile::create(path_));
  DP_CHECK(file.write(update.text));
  DP_CHECK(file.commit());
  for (const auto& change : update.changes) {
    print_error(printable(source_->name()) + ":" + std::to_string(change.line) + ": updated\n");
    print_lines("- ", change.before);
    print_lines("+ ", change.after);
  }
  return {};
}

/// Errors: the tests cannot go on.
Status FileTests::run_test(const pipeline::TestCase& test, std::size_t number) {
  DP_TRY(auto text, given_text(test));
  const planner::TestRun given{test.name.text, std::move(text), test.file, {}};
  bool passed = true;
  for (const auto& expected : test.expect) {
    settings_.test = given;
    settings_.test->reduction = expected.reduction.text;
    DP_TRY(const bool right, check(test, number, expected));
    passed = passed && right;
  }
  if (!passed) ++failed_;
  return {};
}

/// Errors: the run failed, or the file is wrong (which is printed).
Result<bool> FileTests::check(const pipeline::TestCase& test, std::size_t number,
                              const pipeline::TestCase::Rows& expected) {
  DP_TRY(auto prepared, planner::prepare(*source_, path_, settings_));
  print_diagnostics(*prepared.diagnostics);
  if (!prepared.ok())
    return fail(Errc::invalid_pipeline,
                source_->name() + ": the test '" + test.name.text + "' cannot run");
  const auto& mark = expected.rows.empty() ? test.name.mark : expected.rows.front().mark;
  if (!expected.reduction.text.empty() && prepared.plan.results.empty()) {
    print_failed(test, expected.reduction.mark,
                 "no reduction '" + printable(expected.reduction.text) + "' in reduce:");
    return false;
  }
  std::string rows;
  const auto keep = [&rows](std::string_view bytes) {
    rows += bytes;
    return Status();
  };
  DP_TRY(const auto summary, run::execute(prepared, keep, nullptr));
  auto differences = run::compare_rows(expected.rows, rows, mark);
  for (const auto& death : ended_workers(summary)) differences.push_back({mark, death});
  if (updates_ && !differences.empty())
    unexpected_.push_back({number, expected.reduction.text, std::move(rows)});
  for (const auto& difference : differences)
    if (!updates_) print_failed(test, difference.mark, difference.text);
  if (!differences.empty())
    for (const auto& reject : summary.rejects)
      print_error("  rejected: " + printable(reject.reason) + "\n");
  return updates_ || differences.empty();
}

}  // namespace

const CommandSpec& test_spec() {
  static const CommandSpec kSpec = {
      "test",
      "FILE...",
      "run the tests that pipeline files carry",
      "Run each test under `tests:` of the pipeline FILEs: its text goes through the file's\n"
      "map (and a reduction), and what comes out is compared with what is expected. Inputs\n"
      "and outputs of the file are not touched. Exit codes: 0 all passed; 1 some failed;\n"
      "2 a file is wrong, or has no tests.",
      {set_option(),
       plugin_path_option(),
       allow_plugins_option(),
       {"update", nullptr,
        "write what came in place of what was expected, and show the lines that\n"
        "changed. Comments and all else stay; it is the whole file or nothing"}}};
  return kSpec;
}

int test_command(const Arguments& arguments) {
  const bool updates = arguments.has("update");
  return for_each_file(arguments, test_spec(),
                       [updates](const std::string& path, const planner::Settings& settings) {
                         return FileTests(path, settings, updates).run();
                       });
}

}  // namespace dp::cli
