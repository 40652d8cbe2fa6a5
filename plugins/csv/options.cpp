// SPDX-License-Identifier: Apache-2.0
#include "csv/options.hpp"

#include <utility>

#include "csv/auto_delimiter.hpp"

namespace dp::csv {
namespace {

/// `quote`. The separator "\0" is not known yet.
Result<Dialect> quoted_dialect(const Context& context, const std::string& separator) {
  const auto quote = context.options().text("quote");
  auto dialect = dialect_of(separator.front(), quote);
  if (dialect) dialect->tail = separator.substr(1);
  if (dialect && (!dialect->quoting || dialect->tail.find(dialect->quote) == std::string::npos))
    return *std::move(dialect);
  return context.bad_option(
      "quote", "cannot quote fields (got '" + std::string(quote) +
                   "', expected double, single, none, or one punctuation "
                   "character that is in no number or time and not the delimiter)");
}

Status set_comment(const Context& context, Dialect& dialect) {
  const auto sign = context.options().text("comment");
  if (sign.size() > 1 || (!sign.empty() && !is_comment_sign(sign.front(), dialect)))
    return context.bad_option(
        "comment", "cannot begin a comment (got '" + std::string(sign) +
                       "', expected one punctuation character that is in no number or time, "
                       "and neither delimiter nor quote)");
  if (!sign.empty()) dialect.comment = sign.front();
  return {};
}

Status set_escape(const Context& context, Dialect& dialect) {
  const auto sign = context.options().text("escape");
  // A quote that escapes itself is a doubled one, which is read in any case.
  if (sign.empty() || (sign.size() == 1 && dialect.opens(sign.front()))) return {};
  if (sign.size() > 1 || !is_escape_sign(sign.front(), dialect))
    return context.bad_option(
        "escape", "cannot escape (got '" + std::string(sign) +
                      "', expected one punctuation character that is in no number or time, "
                      "such as a backslash, and neither delimiter nor comment)");
  dialect.escape = sign.front();
  return {};
}

/// Whether a CR stands out of quotes, as far as these are told by their parity.
bool has_bare_cr(std::string_view text, const Dialect& dialect) {
  bool inside = false;
  for (const char byte : text) {
    if (dialect.opens(byte)) inside = !inside;
    if (byte == '\r' && !inside) return true;
  }
  return false;
}

/// Whether lines end in CR alone too: `line_end`, or what the first input tells: it has no other
/// line ends. An LF may yet follow the last byte of a sample; and if that is all in one line, a CR in
/// quotes tells nothing.
bool cr_ends(const Context& context, const Dialect& dialect) {
  const auto word = context.options().text("line_end");
  if (word != "auto") return word == "any";
  auto sample = context.sample();
  if (sample.find('\n') != std::string_view::npos) return false;
  if (!context.sample_is_whole() && sample.ends_with('\r')) sample.remove_suffix(1);
  return has_bare_cr(sample, dialect);
}

/// Take the delimiter that the sample has.
Status detect(const Context& context, std::uint64_t skip_lines, Dialect& dialect) {
  dialect.detected = true;
  dialect.delimiter =
      likely_delimiter(context.sample(), context.sample_is_whole(), dialect, skip_lines);
  const char found = dialect.delimiter;
  if (!dialect.opens(found) && !dialect.comments(found) && !dialect.escapes(found)) return {};
  return context.bad_option("delimiter",
                            "got auto, which finds '" + std::string(1, found) +
                                "', the quote, the escape or what begins a comment (expected "
                                "a delimiter: comma, tab, semicolon, ...)");
}

}  // namespace

Missing missing_option(const Options& options) {
  Missing missing;
  missing.trim = options.flag("trim");
  for (const auto& item : options.items("null_text"))
    missing.more.emplace_back(Options::view(item.string));
  if (missing.more.empty()) return missing;
  missing.null_text = std::move(missing.more.front());
  missing.more.erase(missing.more.begin());
  return missing;
}

Ragged ragged_option(const Options& options) noexcept {
  const auto word = options.text("ragged");
  if (word == "pad") return Ragged::pad;
  return word == "truncate" ? Ragged::truncate : Ragged::reject;
}

OtherColumns other_columns_option(const Options& options) {
  const auto items = options.items("columns");
  const auto word = items.size() == 1 ? Options::view(items[0].string) : std::string_view();
  if (word == "first") return OtherColumns::first;
  if (word == "union") return OtherColumns::all;
  return word == "strict" ? OtherColumns::strict : OtherColumns::reject;
}

std::vector<std::string> other_words() { return {"first", "union", "strict"}; }

Result<Dialect> dialect_option(const Context& context,
                               const std::optional<std::string>& separator,
                               std::uint64_t skip_lines) {
  DP_TRY(auto dialect, quoted_dialect(context, separator.value_or(std::string(1, '\0'))));
  DP_CHECK(set_comment(context, dialect));
  DP_CHECK(set_escape(context, dialect));
  dialect.cr_ends = cr_ends(context, dialect);
  if (!separator) DP_CHECK(detect(context, skip_lines, dialect));
  return dialect;
}

Result<NumberForm> numbers_option(const Context& context) {
  const auto word = context.options().text("thousands");
  const NumberForm form{context.options().flag("decimal_comma"),
                        thousands_of(word).value_or('\0')};
  if (form.thousands != (form.decimal_comma ? ',' : '.')) return form;
  return context.bad_option(
      "thousands", "got '" + std::string(word) + "', which decimals follow (expected " +
                       (form.decimal_comma ? "point" : "comma") +
                       ", or decimal_comma: " + (form.decimal_comma ? "false)" : "true)"));
}

}  // namespace dp::csv
