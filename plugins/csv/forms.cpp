// SPDX-License-Identifier: Apache-2.0
#include "csv/forms.hpp"

#include <algorithm>
#include <dp/civil.hpp>

#include "values/parse.hpp"
#include "values/text.hpp"

namespace dp::csv {
namespace {

bool holds(const std::vector<std::string>& texts, std::string_view text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

std::vector<std::string> texts_of(const Context& context, const char* option) {
  std::vector<std::string> texts;
  for (const auto& item : context.options().items(option))
    texts.emplace_back(Options::view(item.string));
  return texts;
}

/// The type that `types` gives a column; nullopt: none.
std::optional<Type> given_type(const Context& context, std::string_view column) {
  const auto names = context.options().keys("types");
  const auto words = context.options().items("types");
  for (std::size_t i = 0; i < names.size(); ++i)
    if (Options::view(names[i]) == column)
      return values::type_of_word(Options::view(words[i].string));
  return std::nullopt;
}

std::string_view past_spaces(std::string_view text) noexcept {
  while (true) {
    if (text.starts_with(' '))
      text.remove_prefix(1);
    else if (text.starts_with("\xc2\xa0"))
      text.remove_prefix(2);
    else if (text.starts_with("\xe2\x80\xaf"))
      text.remove_prefix(3);
    else
      return text;
  }
}

std::string_view before_spaces(std::string_view text) noexcept {
  while (true) {
    if (text.ends_with(' '))
      text.remove_suffix(1);
    else if (text.ends_with("\xc2\xa0"))
      text.remove_suffix(2);
    else if (text.ends_with("\xe2\x80\xaf"))
      text.remove_suffix(3);
    else
      return text;
  }
}

}  // namespace

Result<Forms> Forms::of(const Context& context, Schema& columns) {
  Forms forms;
  forms.currencies_ = texts_of(context, "currency");
  for (std::size_t i = 0; i < forms.currencies_.size(); ++i)
    if (forms.currencies_[i].find_first_of("0123456789+-.,") != std::string::npos ||
        before_spaces(past_spaces(forms.currencies_[i])).empty())
      return context.bad_option("currency[" + std::to_string(i) + "]",
                                "cannot be told from a number (got '" + forms.currencies_[i] +
                                    "', expected a sign or word such as $ or EUR)");
  DP_CHECK(forms.set_words(context));
  DP_CHECK(forms.set_patterns(context, "date_format", Type::date, columns));
  DP_CHECK(forms.set_patterns(context, "timestamp_format", Type::timestamp, columns));
  forms.set_formed(context, columns);
  return forms;
}

Status Forms::set_words(const Context& context) {
  true_texts_ = texts_of(context, "true_text");
  false_texts_ = texts_of(context, "false_text");
  if (true_texts_.empty() != false_texts_.empty())
    return context.bad_option(
        true_texts_.empty() ? "false_text" : "true_text",
        "says one half (expected true_text and false_text, for all else is neither)");
  for (std::size_t i = 0; i < false_texts_.size(); ++i)
    if (holds(true_texts_, false_texts_[i]))
      return context.bad_option("false_text[" + std::to_string(i) + "]",
                                "got " + values::shown(false_texts_[i]) +
                                    ", which true_text has (expected texts of its own)");
  return {};
}

Status Forms::set_patterns(const Context& context, const char* option, Type type,
                           Schema& columns) {
  const auto names = context.options().keys(option);
  const auto texts = context.options().items(option);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name(Options::view(names[i]));
    const auto path = std::string(option) + "." + name;
    auto pattern = TimePattern::of(Options::view(texts[i].string), type == Type::date);
    if (!pattern) return context.bad_option(path, pattern.error().message);
    if (columns.empty()) continue;
    const auto place = find_column(columns, name);
    if (!place) {
      std::vector<std::string> known;
      for (const auto& column : columns) known.push_back(column.name);
      return context.bad_option(path, "no such column (got '" + name + "', expected one of " +
                                          values::listed(known) + ")");
    }
    const auto given = given_type(context, name).value_or(type);
    if (given != type || patterns_.count(*place) != 0)
      return context.bad_option(
          path, given == type ? "has a date_format too (expected one of the two)"
                              : "is for a " + std::string(type_name(type)) + " (got types: {" +
                                    name + ": " + std::string(type_name(given)) + "})");
    columns[*place].type = type;
    columns[*place].guessed = false;
    patterns_.emplace(*place, *std::move(pattern));
  }
  return {};
}

/// Mark the columns whose values have a form of their own.
void Forms::set_formed(const Context& context, const Schema& columns) {
  if (true_texts_.empty() && currencies_.empty() && patterns_.empty()) return;
  formed_.assign(columns.size(), false);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto given = given_type(context, columns[i].name);
    const bool has_words = given == Type::boolean && !true_texts_.empty();
    const bool has_currency = given && is_number(*given) && !currencies_.empty();
    formed_[i] = has_words || has_currency || patterns_.count(i) != 0;
  }
}

std::string_view Forms::without_currency(std::string_view text, std::string& buffer) const {
  const bool sign = text.starts_with('-') || text.starts_with('+');
  const auto number = text.substr(sign ? 1 : 0);
  for (const auto& currency : currencies_) {
    std::string_view rest;
    if (number.starts_with(currency))
      rest = past_spaces(number.substr(currency.size()));
    else if (number.ends_with(currency))
      rest = before_spaces(number.substr(0, number.size() - currency.size()));
    else
      continue;
    if (!sign) return rest;
    // Of two signs there is no number.
    buffer.assign(text.substr(0, 1)).append(rest);
    return buffer;
  }
  return text;
}

bool Forms::put(std::size_t column, ColumnBuilder& builder, std::size_t row,
                std::string_view text) const {
  if (builder.type() == Type::boolean) {
    const bool yes = holds(true_texts_, text);
    if (!yes && !holds(false_texts_, text)) return false;
    builder.put(row, yes);
    return true;
  }
  const auto pattern = patterns_.find(column);
  if (pattern == patterns_.end()) return false;
  const auto value = pattern->second.read(text);
  if (!value) return false;
  if (builder.type() == Type::date)
    builder.put(row, static_cast<std::int32_t>(civil::floor_divide(*value, civil::kDay)));
  else
    builder.put(row, *value);
  return true;
}

std::string Forms::expected(std::size_t column, Type type) const {
  if (!has(column)) return {};
  const std::string name(type_name(type));
  if (const auto pattern = patterns_.find(column); pattern != patterns_.end())
    return name + " as '" + pattern->second.text() + "'";
  if (type != Type::boolean) return {};
  return name + ": " + values::listed(true_texts_) + ", or " + values::listed(false_texts_);
}

}  // namespace dp::csv
