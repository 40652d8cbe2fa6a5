// SPDX-License-Identifier: Apache-2.0
#include "csv/guess.hpp"

#include <algorithm>

#include "csv/record.hpp"

namespace dp::csv {
namespace {

constexpr std::size_t kRecordsGuessedFrom = 32;

/// A place where a record may begin, and how those after it look.
struct Guess {
  std::size_t at = 0;
  std::size_t records = 0;
  std::size_t faults = 0;
};

/// Whether a bare field holds a quote, which a program that writes CSV would have put in quotes.
bool is_odd(const Record& record, const char* text, char quote) {
  const auto kept = std::min(record.count, record.kept);
  return std::any_of(record.fields.begin(), record.fields.begin() + static_cast<long>(kept),
                     [&](const Field& field) {
                       return !field.quoted && !field.doubled &&
                              field.text(text).find(quote) != std::string_view::npos;
                     });
}

/// Look at the records from guess.at on.
void look(std::string_view text, const Dialect& dialect, std::size_t fields, Guess& guess) {
  Record record;
  record.kept = fields;
  for (std::size_t at = guess.at; at < text.size() && guess.records < kRecordsGuessedFrom;
       at = record.next) {
    const auto outcome = read_record(text.data(), at, text.size(), false, dialect, record);
    if (outcome == Outcome::cut) return;
    if (outcome == Outcome::blank) continue;
    ++guess.records;
    if (outcome == Outcome::malformed || record.count != fields ||
        (dialect.quoting && is_odd(record, text.data(), dialect.quote)))
      ++guess.faults;
  }
}

/// The record begins after the one whose rest is text[from, ...), read as if it began there.
Guess after_rest(std::string_view text, const Dialect& dialect, std::size_t from) {
  Record rest;
  const auto outcome = read_record(text.data(), from, text.size(), false, dialect, rest);
  Guess guess{outcome == Outcome::cut ? text.size() : rest.next, 1, 0};
  if (outcome == Outcome::malformed) guess.faults = 1;
  return guess;
}

/// text[1] is in no quotes.
Guess outside(std::string_view text, const Dialect& dialect) {
  if (text[0] == '\n') return {1, 0, 0};
  if (dialect.cr_ends && text[0] == '\r' && text[1] != '\n') return {1, 0, 0};
  if (text[0] == dialect.delimiter || !dialect.opens(text[1]))
    return after_rest(text, dialect, 1);
  // A quote that is not at a field's beginning is text.
  const auto next = text.find_first_of(std::string{dialect.delimiter, '\n'}, 1);
  if (next == std::string_view::npos) return {text.size(), 1, 0};
  return text[next] == '\n' ? Guess{next + 1, 1, 0} : after_rest(text, dialect, next + 1);
}

/// text[from] is in quotes.
Guess inside(std::string_view text, const Dialect& dialect, std::size_t from) {
  for (auto at = from;; ++at) {
    at = text.find(dialect.quote, at);
    if (at == std::string_view::npos) return {text.size(), 1, 0};
    if (dialect.escapes(text[at - 1])) continue;
    if (at + 1 < text.size() && text[at + 1] == dialect.quote) {
      ++at;
      continue;
    }
    do ++at;
    while (at < text.size() && dialect.is_space(text[at]));
    if (at >= text.size()) return {text.size(), 1, 0};
    const char after = text[at];
    const bool more = text.substr(at).starts_with(dialect.separator());
    auto guess = after_rest(text, dialect, more ? at + 1 + dialect.tail.size() : at);
    if (!more && after != '\n' && after != '\r') ++guess.faults;
    return guess;
  }
}

/// Whether `other`, which is somewhere, has fewer faults a record than `best`.
bool is_better(const Guess& other, const Guess& best, std::size_t size) {
  if (best.at == size) return other.faults == 0;
  return other.faults * std::max<std::size_t>(best.records, 1) <
         best.faults * std::max<std::size_t>(other.records, 1);
}

}  // namespace

std::size_t guess_start(std::string_view text, const Dialect& dialect, std::size_t fields) {
  if (text.size() < 2) return text.size();
  auto best = outside(text, dialect);
  look(text, dialect, fields, best);
  if (!dialect.quoting || (best.faults == 0 && best.records >= 4)) return best.at;
  // Two quotes may be a doubled one, which is cut in half.
  const bool halved = dialect.opens(text[0]) && dialect.opens(text[1]);
  for (std::size_t from = 1; from <= 2; ++from) {
    if (from == 2 && !halved) break;
    auto other = inside(text, dialect, from);
    if (other.at == text.size()) continue;
    look(text, dialect, fields, other);
    if (is_better(other, best, text.size())) best = other;
  }
  return best.at;
}

}  // namespace dp::csv
