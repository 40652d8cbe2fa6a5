// SPDX-License-Identifier: Apache-2.0
#include "planner/sniff.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "input/looks_like.hpp"
#include "planner/first_columns.hpp"
#include "planner/record_paths.hpp"
#include "planner/sniff_encoding.hpp"

namespace dp::planner {
namespace {

using input::Format;

/// What the name of a file says of its format, if its content says nothing in particular.
bool is_named_as_csv(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char byte) { return static_cast<char>(std::tolower(byte)); });
  for (const std::string_view packed : {".gz", ".zst", ".bz2", ".xz"})
    if (name.ends_with(packed)) name.resize(name.size() - packed.size());
  constexpr std::string_view kExtensions[] = {".csv", ".tsv", ".tab", ".psv"};
  return std::any_of(std::begin(kExtensions), std::end(kExtensions),
                     [&](std::string_view each) { return name.ends_with(each); });
}

/// A text of which lines end in CR alone, as if they ended in LF.
std::string with_newlines(std::string_view sample) {
  std::string text(sample);
  if (text.find('\n') == std::string::npos) std::replace(text.begin(), text.end(), '\r', '\n');
  return text;
}

Format format_of(std::string_view sample, const std::string& name) {
  const auto format = input::format_of(with_newlines(sample));
  return format == Format::text && is_named_as_csv(name) ? Format::csv : format;
}

/// JSON is lines or an array in either form.
Format kind_of(Format format) {
  return format == Format::json_document ? Format::json : format;
}

std::string description_of(std::string_view sample) {
  const auto text = with_newlines(sample);
  const auto kind = input::looks_like(text);
  return kind.empty() ? "text" : std::string(kind);
}

/// The reader with the first of these options that it takes the sample with.
Result<Sniffed> first_that_reads(Trials& trials, std::string reader,
                                 const std::vector<OptionTexts>& options) {
  DP_TRY(auto opened, trials.open(reader, options));
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (!opened[i].ok || opened[i].columns.empty()) continue;
    return Sniffed{
        std::move(reader), options[i], std::move(opened[i].columns), {}, {}, {}, 0, false};
  }
  const auto& why = opened.back().why;
  return fail(Errc::not_found,
              why.empty() ? reader + ": there are no records at its beginning" : why);
}

Result<Sniffed> sniff_json(Trials& trials, bool is_document) {
  std::vector<OptionTexts> options;
  if (is_document)
    if (const auto pointer = json_records_pointer(trials.sample()))
      options.push_back({{"at", yaml_scalar(*pointer)}});
  options.emplace_back();
  return first_that_reads(trials, "json", options);
}

Result<Sniffed> sniff_xml(Trials& trials) {
  const auto record = xml_record_path(trials.sample());
  if (!record) return fail(Errc::not_found, "xml: there is no element at its beginning");
  return first_that_reads(trials, "xml", {{{"record", yaml_scalar(*record)}}});
}

Result<Sniffed> sniff_as(Format format, Trials& trials) {
  switch (format) {
    case Format::csv:
      return sniff_csv(trials);
    case Format::json:
      return sniff_json(trials, false);
    case Format::json_document:
      return sniff_json(trials, true);
    case Format::xml:
      return sniff_xml(trials);
    case Format::access_log:
      return first_that_reads(trials, "weblog", {OptionTexts()});
    case Format::text:
      return first_that_reads(trials, "lines", {OptionTexts()});
    case Format::other:
      if (trials.sample().starts_with("SQLite format 3"))
        return first_that_reads(trials, "sqlite", {OptionTexts()});
      // A file, and a stream.
      if (trials.sample().starts_with("ARROW1") ||
          trials.sample().starts_with("\xff\xff\xff\xff"))
        return first_that_reads(trials, "arrow", {OptionTexts()});
      break;
  }
  const auto kind = description_of(trials.sample());
  const bool is_packed = kind.ends_with(" archive") || kind.starts_with("data of compress");
  return fail(
      Errc::not_found,
      "it looks like " + kind +
          (is_packed ? ", which is not read: unpack it"
                     : ", which no reader takes (dp list readers shows those there are)"));
}

/// Why nothing of an item can be read, or not all; empty: it can.
std::string fault_of(const input::Item& item) {
  if (item.stream != nullptr) return item.stream->ended() ? item.stream->damage() : "";
  const auto source = input::open_source(item.path, item.stamp, item.compression, 0);
  if (!source) return source.error().message;
  std::string bytes(DP_HEAD_BYTES, '\0');
  const auto got = (*source)->read(bytes.data(), bytes.size());
  return got ? (*source)->damage() : got.error().message;
}

/// The first item of which something can be read says why nothing of it can.
Error nothing_in(const input::Items& items) {
  for (std::size_t i = 0; i < std::min<std::size_t>(items.list.size(), kMostSampled); ++i)
    if (const auto fault = fault_of(items.list[i]); !fault.empty())
      return {Errc::not_found, printable(items.list[i].name) + ": " + fault};
  return {Errc::not_found, "there is nothing in the input but white space"};
}

/// How the item is encoded that a sample is of, which becomes UTF-8.
void find_encoding(const input::Item& item, std::string& sample, Sniffed& sniffed) {
  const auto& known = item.text_now();
  if (known.decodes()) {
    sniffed.remarks.push_back("it is in " + known.name + ", which dp sees by itself");
    return;
  }
  auto guessed = guess_encoding(sample);
  // Bytes of an image are no letters.
  const bool is_wide = guessed && guessed->name.starts_with("utf-16");
  if (!guessed || (!is_wide && input::format_of(sample) == Format::other)) return;
  sample = decoded(sample, guessed->name);
  sniffed.encoding = guessed->name;
  sniffed.remarks.push_back(std::move(guessed->remark));
}

/// The first item that is not blank, and its first bytes.
struct Looked {
  std::size_t index = 0;
  std::string sample;
};

Result<std::optional<Looked>> first_that_is_not_blank(const input::Items& items) {
  const auto most = std::min<std::size_t>(items.list.size(), kMostSampled);
  for (std::size_t i = 0; i < most; ++i) {
    DP_TRY(auto sample, sample_of(items.list[i]));
    if (!is_blank(sample)) return Looked{i, std::move(sample)};
  }
  return std::nullopt;
}

/// Say which of the others are of another format; of many the first.
Status compare_others(const input::Items& items, std::size_t first, Format format,
                      Sniffed& sniffed) {
  constexpr std::size_t kTold = 3;
  const auto most = std::min<std::size_t>(items.list.size(), kMostSampled);
  std::size_t unlike = 0;
  for (std::size_t i = first + 1; i < most; ++i) {
    const auto& item = items.list[i];
    DP_TRY(const auto sample, sample_of(item));
    if (is_blank(sample) || kind_of(format_of(sample, item.name)) == kind_of(format)) continue;
    if (++unlike > kTold) continue;
    sniffed.remarks.push_back(item.name + " looks like " + description_of(sample) +
                              ": sniff it by itself");
  }
  if (unlike > kTold)
    sniffed.remarks.push_back("so do " + std::to_string(unlike - kTold) + " more");
  return {};
}

/// Whether some names of columns are in both, and some in one alone.
bool are_others(const Schema& some, const Schema& more) {
  const auto shared = std::count_if(some.begin(), some.end(), [&](const Field& field) {
    return find_column(more, field.name).has_value();
  });
  const auto count = static_cast<std::size_t>(shared);
  return count != 0 && (count < some.size() || count < more.size());
}

/// Have the columns of all files read, if others have a header of other columns.
Status compare_columns(pool::Pool& pool, Catalog& catalog, const input::Items& items,
                       std::size_t first, Sniffed& sniffed) {
  const auto is_header = [](const auto& option) { return option.first == "header"; };
  if (!sniffed.reader.starts_with("csv") ||
      std::any_of(sniffed.options.begin(), sniffed.options.end(), is_header))
    return {};
  const auto most = std::min<std::size_t>(items.list.size(), kMostSampled);
  for (std::size_t i = first + 1; i < most; ++i) {
    DP_TRY(auto sample, sample_of(items.list[i]));
    if (is_blank(sample) || format_of(sample, items.list[i].name) != Format::csv) continue;
    Trials trials(pool, catalog, std::move(sample));
    DP_TRY(const auto opened, trials.open(sniffed.reader, sniffed.options));
    if (!opened.ok || !are_others(sniffed.columns, opened.columns)) continue;
    sniffed.options.emplace_back("columns", "union");
    sniffed.remarks.push_back(items.list[i].name +
                              " has other columns: union takes those of all files");
    return {};
  }
  return {};
}

}  // namespace

Result<Sniffed> sniff(pool::Pool& pool, Catalog& catalog, const input::Items& items) {
  DP_TRY(auto looked, first_that_is_not_blank(items));
  if (!looked) return fail(nothing_in(items));
  const auto& item = items.list[looked->index];
  const auto bytes = looked->sample.size();
  Sniffed found;
  find_encoding(item, looked->sample, found);
  if (auto fault = fault_of(item); !fault.empty()) found.remarks.push_back(std::move(fault));
  const auto format = format_of(looked->sample, item.name);
  Trials trials(pool, catalog, std::move(looked->sample));
  auto sniffed = sniff_as(format, trials);
  if (!sniffed) return fail(std::move(sniffed).error().within(printable(item.name)));
  sniffed->encoding = std::move(found.encoding);
  sniffed->remarks.insert(sniffed->remarks.begin(), found.remarks.begin(), found.remarks.end());
  sniffed->item = item.name;
  sniffed->bytes = bytes;
  sniffed->whole = bytes < DP_HEAD_BYTES;
  DP_CHECK(compare_others(items, looked->index, format, *sniffed));
  if (sniffed->encoding.empty())
    DP_CHECK(compare_columns(pool, catalog, items, looked->index, *sniffed));
  return sniffed;
}

}  // namespace dp::planner
