// SPDX-License-Identifier: Apache-2.0
#include "shown.hpp"

#include <algorithm>
#include <vector>

#include "markdown.hpp"

namespace dp::test {

namespace {

constexpr std::string_view kAny = "...";

std::string_view trimmed(std::string_view line) {
  while (line.ends_with(' ')) line.remove_suffix(1);
  while (line.starts_with(' ')) line.remove_prefix(1);
  return line;
}

/// Whether `line` is `pattern`, in which `...` stands for any text.
bool fits(std::string_view pattern, std::string_view line) {
  const auto any = pattern.find(kAny);
  if (any == std::string_view::npos) return pattern == line;
  if (!line.starts_with(pattern.substr(0, any))) return false;
  line.remove_prefix(any);
  pattern.remove_prefix(any + kAny.size());
  for (std::size_t from = 0; from <= line.size(); ++from)
    if (fits(pattern, line.substr(from))) return true;
  return false;
}

/// Which prefixes of `came` the first lines of `shown` fit, one line more at each step.
class Prefixes {
 public:
  explicit Prefixes(const std::vector<std::string>& came)
      : came_(&came), fits_(came.size() + 1) {
    fits_[0] = true;
  }
  void step(std::string_view shown) {
    if (trimmed(shown) == kAny) {
      const auto first = std::find(fits_.begin(), fits_.end(), true);
      std::fill(first, fits_.end(), true);
      return;
    }
    for (auto count = fits_.size(); count-- > 1;)
      fits_[count] = fits_[count - 1] && fits(shown, (*came_)[count - 1]);
    fits_[0] = false;
  }
  [[nodiscard]] bool any() const {
    return std::find(fits_.begin(), fits_.end(), true) != fits_.end();
  }
  [[nodiscard]] bool all() const { return fits_.back(); }

 private:
  const std::vector<std::string>* came_;
  std::vector<bool> fits_;
};

}  // namespace

std::optional<std::string> difference_from_shown(std::string_view shown,
                                                 std::string_view came) {
  const auto lines = lines_of(came);
  Prefixes prefixes(lines);
  std::size_t number = 0;
  for (const auto& line : lines_of(shown)) {
    ++number;
    prefixes.step(line);
    if (!prefixes.any())
      return "line " + std::to_string(number) + " of what is shown does not come: " + line;
  }
  if (!prefixes.all()) return "more comes than is shown";
  return std::nullopt;
}

}  // namespace dp::test
