// SPDX-License-Identifier: Apache-2.0
// A plugin of small tasks, one or more for each role, whose results can be told by reading their
// input. Records that say "fail" or "reject" are obeyed.
#include <algorithm>
#include <dp/plugin.hpp>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>

#include "kit_results.hpp"

namespace kit {

/// Do what a record says: true if it was rejected.
dp::Result<bool> obey(std::string_view text, dp::RecordPlace place, dp::Output& out) {
  if (text == "fail") return dp::fail(dp::Errc::task_failed, "told to fail");
  if (text == "throw") throw std::runtime_error("told to throw");
  if (text != "reject") return false;
  DP_CHECK(out.reject(place.offset, text, "told to reject"));
  return true;
}

/// What the readers emit: a text and its size, which is null if nobody reads that column.
class TextRows {
 public:
  const dp::Schema& columns() { return rows_.columns("text", "size"); }
  void need(std::span<const std::uint8_t> used) { sizes_ = used[1] != 0; }
  dp::Status add(dp::Output& out, dp::RecordPlace place, std::string_view text) {
    DP_TRY(const bool rejected, obey(text, place, out));
    if (rejected) return {};
    const auto size = static_cast<std::int64_t>(text.size());
    return rows_.add(out, place, text, sizes_ ? std::optional(size) : std::nullopt);
  }
  dp::Status flush(dp::Output& out) { return rows_.flush(out); }

 private:
  bool sizes_ = true;
  dp::Rows<std::string_view, std::optional<std::int64_t>> rows_;
};

/// A record per line; blank lines are none.
struct Lines {
  static constexpr dp::TaskInfo kInfo{.name = "kit.lines",
                                      .summary = "reads lines",
                                      .doc = "Columns `text` and `size`.",
                                      .traits = DP_CUT_LINES};
  dp::Status open(const dp::Context& context, dp::Schema& output) {
    if (context.sample().starts_with("no sample"))
      return dp::fail(dp::Errc::invalid_pipeline, "got a sample that it cannot read");
    output = rows.columns();
    return {};
  }
  void need(std::span<const std::uint8_t> used) { rows.need(used); }
  dp::Status read(const dp::Input& input, dp::Output& out, dp::ReadCount& count) {
    const auto data = input.data();
    for (std::size_t at = 0; at < data.size();) {
      const auto end = std::min(data.find('\n', at), data.size());
      ++count.lines;
      if (end == at)
        ++count.blank;
      else
        DP_CHECK(rows.add(out, input.place(at), data.substr(at, end - at)));
      at = end + 1;
    }
    return rows.flush(out);
  }
  TextRows rows;
};

constexpr dp_option kRecordOptions[] = {
    dp::option("greedy").flag().fallback("false").doc("Read past the stop."),
    dp::option("whole").flag().fallback("false").doc("Take items in one piece.")};

/// A record ends with ';', and may hold newlines. One that begins with '!' cannot be skipped. What is
/// '~' before it is not of it.
struct Records {
  static constexpr dp::TaskInfo kInfo{.name = "kit.records",
                                      .summary = "reads records that end with ';'",
                                      .doc = "Columns `text` and `size`.",
                                      .options = kRecordOptions,
                                      .traits = DP_CUT_RECORDS};
  dp::Status open(const dp::Context& context, dp::Schema& output) {
    greedy = context.options().flag("greedy");
    whole = context.options().flag("whole");
    output = rows.columns();
    return {};
  }
  void need(std::span<const std::uint8_t> used) { rows.need(used); }
  [[nodiscard]] std::uint32_t cut() const noexcept {
    return whole ? DP_CUT_WHOLE : DP_CUT_RECORDS;
  }
  std::size_t find(const dp::Input& input) const {
    const auto end = input.data().find(';');
    return end == std::string_view::npos ? input.data().size() : end + 1;
  }
  dp::Result<std::uint64_t> skip(const dp::Input& input, dp::ReadCount& count) const {
    std::size_t at = 0;
    while (at < input.stop()) {
      const auto end = end_of(input, at);
      if (end == at) break;
      if (input.data()[at] == '!') return dp::fail(dp::Errc::task_failed, "cannot skip this");
      if (at == 0) count.record_begin = input.data().find_first_not_of('~');
      if (at == 0) count.record_end = end;
      at = end;
    }
    return at;
  }
  dp::Status read(const dp::Input& input, dp::Output& out, dp::ReadCount& count) {
    const auto data = input.data();
    const auto stop = greedy || whole ? data.size() : input.stop();
    std::size_t at = 0;
    while (at < stop) {
      const auto end = end_of(input, at);
      if (end == at) break;
      auto record = data.substr(at, end - at);
      record.remove_prefix(std::min(record.find_first_not_of('~'), record.size()));
      DP_CHECK(rows.add(out, input.place(at), record.substr(0, record.find(';'))));
      count.lines += static_cast<std::uint64_t>(std::count(record.begin(), record.end(), '\n'));
      at = end;
    }
    count.consumed = at;
    return rows.flush(out);
  }
  /// Where the record at `from` ends; `from`: not in these bytes.
  static std::size_t end_of(const dp::Input& input, std::size_t from) {
    const auto end = input.data().find(';', from);
    if (end != std::string_view::npos) return end + 1;
    return input.last() ? input.data().size() : from;
  }
  bool greedy = false;
  bool whole = false;
  TextRows rows;
};

constexpr dp_option kTagOptions[] = {
    dp::option("tag").text().fallback("'!'").doc("What is appended; no '?'.")};

/// Appends a tag to each text, and says which item it comes from.
struct Tag {
  static constexpr dp::TaskInfo kInfo{
      .name = "kit.tag", .summary = "tags texts", .doc = "Of `text`.", .options = kTagOptions};
  dp::Status open(const dp::Context& context, dp::Schema& output) {
    DP_TRY(text, context.column("text", dp::Type::string));
    tag = context.options().text("tag");
    if (tag == "?") return context.bad_option("tag", "got '?', expected another tag");
    output = rows.columns("text", "item");
    return {};
  }
  dp::Status process(const dp::BatchView& batch, dp::Output& out) {
    const auto texts = batch.strings(text);
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      DP_TRY(const bool rejected, obey(texts[row], batch.place(row), out));
      if (rejected) continue;
      const auto tagged = std::string(texts[row]) + tag;
      DP_CHECK(rows.add(out, batch.place(row), tagged, batch.item_name()));
    }
    return rows.flush(out);
  }
  std::size_t text = 0;
  std::string tag;
  dp::Rows<std::string_view, std::string_view> rows;
};

/// A price for each text, of "odd" one that is no decimal.
struct Price {
  static constexpr dp::TaskInfo kInfo{
      .name = "kit.price", .summary = "prices texts", .doc = "Of `text`."};
  dp::Status open(const dp::Context& context, dp::Schema& output) {
    DP_TRY(text, context.column("text", dp::Type::string));
    output = rows.columns("price");
    return {};
  }
  dp::Status process(const dp::BatchView& batch, dp::Output& out) {
    const auto texts = batch.strings(text);
    for (std::size_t row = 0; row < batch.rows(); ++row)
      DP_CHECK(rows.add(out, batch.place(row),
                        texts[row] == "odd" ? dp::Decimal::of_words(1, 0x7fULL << 56)
                                            : dp::Decimal(texts[row].size())));
    return rows.flush(out);
  }
  std::size_t text = 0;
  dp::Rows<dp::Decimal> rows;
};

constexpr dp_option kCopyOptions[] = {dp::option("to").text().required().doc(
    "The file that is written; '*' is the item's name.")};

/// Says which file it would write for each item. Of items "refused" and "none", it writes none.
struct Copy {
  static constexpr dp::TaskInfo kInfo{.name = "kit.copy",
                                      .summary = "would copy files",
                                      .doc = "Of the input's files.",
                                      .options = kCopyOptions};
  dp::Status open(const dp::Context& context, dp::Schema& output) {
    DP_TRY(path, context.column("path", dp::Type::string));
    to = context.options().text("to");
    output = rows.columns("to");
    return {};
  }
  dp::Result<std::string> target(std::string_view item) const {
    const auto name = item.substr(item.rfind('/') + 1);
    if (name == "refused") return dp::fail(dp::Errc::refused, "told to refuse");
    if (name == "none") return std::string();
    auto made = to;
    if (const auto star = made.find('*'); star != std::string::npos)
      made.replace(star, 1, item);
    return made;
  }
  dp::Status process(const dp::BatchView& batch, dp::Output& out) {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      DP_TRY(const auto made, target(batch.strings(path)[row]));
      DP_CHECK(rows.add(out, batch.place(row), made));
    }
    return rows.flush(out);
  }
  std::size_t path = 0;
  std::string to;
  dp::Rows<std::string_view> rows;
};

/// A function of the name that one of tests/cli/words.cpp has, too.
struct Fussy {
  static constexpr dp_parameter kParameters[] = {dp::parameter("text").text()};
  static constexpr dp::TaskInfo kInfo{.name = "fussy",
                                      .summary = "The length of a text",
                                      .doc = "Of text.",
                                      .parameters = kParameters};
  std::int64_t operator()(std::string_view text) const {
    return static_cast<std::int64_t>(text.size());
  }
};

/// A function of what is no decimal.
struct Odd {
  static constexpr dp_parameter kParameters[] = {dp::parameter("text").text()};
  static constexpr dp::TaskInfo kInfo{
      .name = "odd", .summary = "No decimal", .doc = "Of text.", .parameters = kParameters};
  dp::Decimal operator()(std::string_view) const {
    return dp::Decimal::of_words(0, 1ULL << 63);
  }
};

/// Columns are what the sample says: "columns a b" names them, "nothing" is none; "long ... end"
/// has the column "long", and is to be seen whole.
struct Tells {
  static constexpr dp_option kOptions[] = {
      dp::option("kind").text().fallback("any").doc("Is to blame.")};
  static constexpr dp::TaskInfo kInfo{.name = "kit.tells",
                                      .summary = "takes its columns from the sample",
                                      .doc = "All are text.",
                                      .options = kOptions,
                                      .traits = DP_CUT_WHOLE};
  dp::Status open(const dp::Context& context, dp::Schema& output) {
    const auto sample = context.sample();
    if (sample.empty()) output = {{"unseen"}};
    if (sample.starts_with("fail "))
      return dp::fail(dp::Errc::invalid_argument, std::string(sample.substr(5)));
    if (sample.starts_with("no records"))
      return context.bad_option("kind", "got no record", dp::Errc::not_found);
    if (sample.starts_with("bad option")) return context.bad_option("kind", "got another kind");
    if (sample.starts_with("long") && sample.find("end") == std::string_view::npos) {
      if (context.can_see_more())
        return dp::fail(dp::Errc::sample_too_short, "got no end of what is long");
      output = {{context.sample_is_whole() ? "whole" : "endless"}};
      return {};
    }
    if (sample.starts_with("long")) output = {{"long"}};
    if (!sample.starts_with("columns ")) return {};
    std::istringstream names{std::string(sample.substr(8))};
    for (std::string name; names >> name;) output.push_back({name});
    return {};
  }
  dp::Status read(const dp::Input& input, dp::Output&, dp::ReadCount& count) {
    count.consumed = input.data().size();
    return {};
  }
};

}  // namespace kit

DP_PLUGIN("kit", "1.0", "small tasks", dp::reader<kit::Lines>(), dp::reader<kit::Records>(),
          dp::reader<kit::Tells>(), dp::step<kit::Tag>(), dp::step<kit::Price>(),
          dp::step<kit::Copy>(), dp::reducer<kit::Collect>(), dp::reducer<kit::Count>(),
          dp::writer<kit::Text>(), dp::writer<kit::Page>(), dp::function<kit::Fussy>(),
          dp::function<kit::Odd>());
