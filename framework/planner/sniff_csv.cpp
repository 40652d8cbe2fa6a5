// SPDX-License-Identifier: Apache-2.0
#include <dp/abi.h>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "input/looks_like.hpp"
#include "planner/csv_shape.hpp"
#include "planner/sniff.hpp"

namespace dp::planner {
namespace {

/// A title may have so many lines.
constexpr std::size_t kMostTitle = 10;

/// Texts that programs write where there is no value.
constexpr std::string_view kNulls[] = {"NA",        "N/A",   "n/a",   "\"NULL\"", "\"null\"",
                                       "\"\\\\N\"", "NaN",   "nan",   "None",     "none",
                                       "\"-\"",     "\"?\"", "\".\"", "\"#N/A\""};

/// How numbers may be written, from the likely to the odd.
constexpr std::pair<bool, std::string_view> kNumberForms[] = {
    {true, ""},      {false, "comma"},      {true, "point"},
    {true, "space"}, {false, "apostrophe"}, {false, "space"}};

/// The lines that a text begins with that begin with '#'.
struct MarkedLines {
  std::size_t count = 0;
  bool is_text =
      false;  ///< the last has a space or nothing after its sign: no name of a column

  explicit MarkedLines(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    while (text.starts_with('#')) {
      ++count;
      is_text = text.size() < 2 || text[1] == ' ' || text[1] == '\r' || text[1] == '\n';
      const auto newline = text.find('\n');
      if (newline == std::string_view::npos) return;
      text.remove_prefix(newline + 1);
    }
  }
};

/// As YAML, with the empty text before them.
std::string list_of(const std::vector<std::string_view>& texts) {
  std::string list = "[\"\"";
  for (const auto text : texts) list.append(", ").append(text);
  return list + "]";
}

/// A separator of several characters that the text looks to have; empty: none.
std::string long_separator(std::string_view text) {
  constexpr std::string_view kBefore = "CSV, separated by '";
  auto kind = input::looks_like(text);
  if (!kind.starts_with(kBefore)) return {};
  kind.remove_prefix(kBefore.size());
  const auto separator = kind.substr(0, kind.find('\''));
  return separator.size() > 1 ? std::string(separator) : std::string();
}

/// The columns that are numbers in `read` and not in `plain`, by name; empty: none.
std::string numbers_of_only(const Schema& read, const Schema& plain) {
  std::string names;
  for (std::size_t i = 0; i < std::min(read.size(), plain.size()); ++i)
    if (is_number(read[i].type) && !is_number(plain[i].type))
      names.append(names.empty() ? "" : ", ").append(printable(read[i].name));
  return names;
}

/// Tries one thing after the other, each with what was found before.
class CsvSniffer {
 public:
  explicit CsvSniffer(Trials& trials) : trials_(&trials) {}

  Result<Sniffed> run() {
    found_.reader = "csv";
    separator_ = long_separator(trials_->sample());
    found_.options = {{"delimiter", separator_.empty() ? "auto" : yaml_scalar(separator_)}};
    DP_CHECK(find_beginning());
    if (separator_.empty()) DP_CHECK(find_delimiter());
    find_dialect();
    DP_CHECK(find_values());
    return std::move(found_);
  }

 private:
  /// How values are read, with a header or without.
  struct Values {
    OptionTexts options;
    Trial trial;
    std::vector<std::string> remarks;

    /// How many columns are more than text.
    [[nodiscard]] std::size_t typed() const noexcept {
      return static_cast<std::size_t>(
          std::count_if(trial.columns.begin(), trial.columns.end(),
                        [](const Field& column) { return column.type != Type::string; }));
    }
  };

  [[nodiscard]] OptionTexts with(std::string name, std::string value) const {
    auto options = found_.options;
    options.emplace_back(std::move(name), std::move(value));
    return options;
  }
  void add(std::string name, std::string value) {
    found_.options.emplace_back(std::move(name), std::move(value));
  }
  Result<std::vector<Trial>> open(const std::vector<OptionTexts>& options) {
    return trials_->open(found_.reader, options);
  }

  Status find_beginning() {
    const MarkedLines marked(trials_->sample());
    if (marked.count > 0) return find_comments(marked);
    std::vector<OptionTexts> tries;
    for (std::size_t lines = 0; lines <= kMostTitle + 1; ++lines)
      tries.push_back(with("skip_lines", std::to_string(lines)));
    DP_TRY(const auto trials, open(tries));
    if (trials[0].columns.size() != 1) return {};
    for (std::size_t lines = 1; lines <= kMostTitle; ++lines) {
      const auto columns = trials[lines].columns.size();
      if (columns < 2 || trials[lines + 1].columns.size() != columns) continue;
      add("skip_lines", std::to_string(lines));
      return {};
    }
    return {};
  }

  /// The last of the marked lines may name the columns: it has as many fields as the next then.
  Status find_comments(const MarkedLines& marked) {
    DP_TRY(const auto trials, open({with("skip_lines", std::to_string(marked.count - 1)),
                                    with("skip_lines", std::to_string(marked.count))}));
    const bool is_header = !marked.is_text && trials[0].columns.size() > 1 &&
                           trials[0].columns.size() == trials[1].columns.size();
    if (!is_header)
      add("comment", "\"#\"");
    else if (marked.count > 1)
      add("skip_lines", std::to_string(marked.count - 1));
    return {};
  }

  /// The first that makes what `auto` makes.
  Status find_delimiter() {
    constexpr std::string_view kNames[] = {"comma", "tab", "semicolon", "pipe"};
    constexpr const char* kSigns[] = {",", "\t", ";", "|"};
    std::vector<OptionTexts> tries = {found_.options};
    for (const auto name : kNames) {
      tries.push_back(found_.options);
      tries.back().front().second = name;
    }
    DP_TRY(const auto trials, open(tries));
    for (std::size_t i = 0; i < std::size(kNames); ++i) {
      const auto& trial = trials[i + 1];
      if (!trial.ok || trial.columns != trials[0].columns) continue;
      separator_ = kSigns[i];
      found_.options.front().second = kNames[i];
      if (i <= 1) found_.options.erase(found_.options.begin());
      if (i == 1) found_.reader = "csv.tsv";
      return {};
    }
    return {};
  }

  /// The text after the lines to skip.
  [[nodiscard]] std::string_view table() const {
    std::string_view text = trials_->sample();
    std::size_t lines = 0;
    for (const auto& [name, value] : found_.options)
      if (name == "skip_lines") lines = static_cast<std::size_t>(std::stoul(value));
    for (; lines > 0 && !text.empty(); --lines)
      text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    return text;
  }

  /// A comment sign and an escape are taken if the records have as many fields with them, and have
  /// not without.
  void find_dialect() {
    CsvDialect dialect{separator_, '\0', '\0'};
    const bool has_comments =
        !found_.options.empty() && found_.options.back().first == "comment";
    if (has_comments) dialect.comment = '#';
    const bool whole = trials_->sample().size() < DP_HEAD_BYTES;
    const auto text = table();
    if (separator_.empty() || is_table(text, dialect, whole)) return;
    for (const auto& [comment, escape] :
         {std::pair{false, true}, {true, false}, {true, true}}) {
      if (comment && has_comments) continue;
      auto tried = dialect;
      if (comment) tried.comment = '#';
      if (escape) tried.escape = '\\';
      if (!is_table(text, tried, whole)) continue;
      if (comment) add("comment", "\"#\"");
      if (escape) add("escape", R"("\\")");
      return;
    }
  }

  /// A form is taken if it makes numbers of more columns, and no other would read them
  /// otherwise.
  Status find_numbers(Values& values) {
    const auto nulls = list_of({std::begin(kNulls), std::end(kNulls)});
    std::vector<OptionTexts> forms = {{}};
    for (const auto& [comma, thousands] : kNumberForms) {
      forms.emplace_back();
      if (comma) forms.back().emplace_back("decimal_comma", "true");
      if (!thousands.empty()) forms.back().emplace_back("thousands", thousands);
    }
    std::vector<OptionTexts> tries;
    for (const auto& form : forms) {
      tries.push_back(values.options);
      tries.back().insert(tries.back().end(), form.begin(), form.end());
      tries.back().emplace_back("null_text", nulls);
    }
    DP_TRY(const auto trials, open(tries));
    std::size_t best = 0;
    for (std::size_t i = 1; i < trials.size(); ++i)
      if (trials[i].numbers() > trials[best].numbers()) best = i;
    if (best == 1 && trials[2].numbers() == trials[1].numbers()) {
      values.remarks.emplace_back(
          "whether the commas in numbers are before decimals (decimal_comma: true) or between "
          "thousands (thousands: comma) cannot be told, so they are text");
      return {};
    }
    values.options.insert(values.options.end(), forms[best].begin(), forms[best].end());
    const auto changed = numbers_of_only(trials[best].columns, trials[0].columns);
    if (best != 0 && !changed.empty())
      values.remarks.push_back("the options below make numbers of " + changed +
                               "; types: {NAME: string} keeps the text of one that is none");
    return {};
  }

  /// Of the usual texts those without which a column would be no number.
  Status find_nulls(Values& values) {
    const auto with_nulls = [&](const std::vector<std::string_view>& texts) {
      auto options = values.options;
      options.emplace_back("null_text", list_of(texts));
      return options;
    };
    const std::vector<std::string_view> all(std::begin(kNulls), std::end(kNulls));
    std::vector<OptionTexts> tries = {values.options, with_nulls(all)};
    for (std::size_t i = 0; i < all.size(); ++i) {
      auto others = all;
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
      tries.push_back(with_nulls(others));
    }
    DP_TRY(const auto trials, open(tries));
    const auto most = trials[1].numbers();
    if (most <= trials[0].numbers()) return {};
    std::vector<std::string_view> needed;
    for (std::size_t i = 0; i < all.size(); ++i)
      if (trials[i + 2].numbers() < most) needed.push_back(all[i]);
    if (needed.empty()) return {};
    values.options = with_nulls(needed);
    values.remarks.push_back("the texts " + list_of(needed) +
                             " are nulls in all columns, also in those of text");
    return {};
  }

  Result<Values> values_of(OptionTexts options) {
    Values values;
    values.options = std::move(options);
    DP_CHECK(find_numbers(values));
    DP_CHECK(find_nulls(values));
    DP_TRY(values.trial, trials_->open(found_.reader, values.options));
    return values;
  }

  /// The first line is a record, if its values are of the types of the others; else it is a
  /// header.
  Status find_values() {
    DP_TRY(auto named, values_of(found_.options));
    if (!named.trial.ok) return fail(Errc::not_found, named.trial.why);
    DP_TRY(auto bare, values_of(with("header", "false")));
    const bool is_record = bare.typed() > 0 && bare.typed() >= named.typed();
    const bool is_text = bare.typed() == 0 && named.typed() == 0;
    auto& taken = is_record ? bare : named;
    found_.options = std::move(taken.options);
    found_.columns = std::move(taken.trial.columns);
    found_.remarks = std::move(taken.remarks);
    if (is_record)
      found_.remarks.emplace_back(
          "the first line is taken for a record, for its values are of the types of the others "
          "(else: header: true)");
    else if (is_text)
      found_.remarks.emplace_back(
          "all columns are text, so whether the first line names them cannot be told: it is "
          "taken to (else: header: false)");
    return {};
  }

  Trials* trials_;
  Sniffed found_;
  std::string separator_;  ///< between fields; empty: the first line names it
};

}  // namespace

Result<Sniffed> sniff_csv(Trials& trials) { return CsvSniffer(trials).run(); }

}  // namespace dp::planner
