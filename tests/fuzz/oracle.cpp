// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <sstream>

#include "fuzz/target.hpp"
#include "plugins/cutting.hpp"

namespace dp::fuzz {

namespace {

using test::Task;

/// Takes choices from the front of an input.
class Choices {
 public:
  explicit Choices(std::string_view input) : rest_(input) {}
  std::size_t below(std::size_t count) {
    if (rest_.empty()) return 0;
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return count == 0 ? 0 : byte % count;
  }
  [[nodiscard]] std::string_view rest() const noexcept { return rest_; }

 private:
  std::string_view rest_;
};

/// How a text is shown to a reader.
struct Cuts {
  std::size_t window = 0;  ///< bytes at once
  std::size_t first = 0;   ///< where the first of three workers stops
  std::size_t second = 0;
};

/// Read text[at, stop) as lines, in pieces of about `window`. Returns the end; npos on failure.
std::size_t feed_lines(Task& task, const std::string& text, std::size_t window, std::size_t at,
                       std::size_t stop) {
  const auto line_end = [&](std::size_t from) {
    const auto newline = text.find('\n', from);
    return newline == std::string::npos ? text.size() : newline + 1;
  };
  if (stop < text.size() && stop > 0) stop = line_end(stop - 1);
  while (at < stop) {
    const auto end = std::min(stop, line_end(std::min(text.size(), at + window) - 1));
    const test::Piece piece{.offset = at, .first = at == 0, .last = end == text.size()};
    if (!task.read(text.substr(at, end - at), piece)) return std::string::npos;
    at = end;
  }
  return at;
}

std::size_t feed_any(Task& task, const std::string& text, std::size_t window, std::size_t at,
                     std::size_t stop) {
  if (at == std::string::npos || at >= stop) return at;
  if (task.cut() == DP_CUT_LINES) return feed_lines(task, text, window, at, stop);
  if (task.cut() == DP_CUT_RECORDS) return test::feed(task, text, window, at, stop);
  return task.read(text, {}) ? text.size() : std::string::npos;
}

std::string as_text(const test::Seen& seen, bool whole) {
  std::ostringstream out;
  if (whole)
    out << seen;
  else
    out << "failed";
  return out.str();
}

/// Read the text as three workers would, one after the other.
std::string read(Task& task, const std::string& text, const Cuts& cuts) {
  task.forget();
  std::size_t at = 0;
  for (const auto stop : {cuts.first, cuts.second, text.size()})
    at = feed_any(task, text, cuts.window, at, stop);
  const bool whole = at == text.size();
  return as_text(test::seen(task), whole);
}

}  // namespace

Tried try_input(const Target& target, std::string_view input) {
  Choices choices(input);
  const auto& options = target.options[choices.below(target.options.size())];
  const std::size_t window = 1 + choices.below(256);
  const auto first = choices.below(256);
  const auto second = first + choices.below(256);
  const std::string text(choices.rest());
  test::Setting setting;
  setting.sample = text.substr(0, DP_HEAD_BYTES);
  setting.role = DP_READER;
  auto task = Task::open(target.plugin, target.plugin, options, std::move(setting));
  if (!task) return {};
  const auto size = text.size();
  const auto expected = read(*task, text, {std::max<std::size_t>(size, 1), size, size});
  if (task->cut() == DP_CUT_WHOLE) return {true, {}};
  const auto got = read(*task, text, {window, std::min(first, size), std::min(second, size)});
  if (got == expected) return {true, {}};
  return {true, "in one piece it gave\n" + expected + "\nin pieces of " +
                    std::to_string(window) + ", cut at " + std::to_string(first) + " and " +
                    std::to_string(second) + ",\n" + got};
}

}  // namespace dp::fuzz
