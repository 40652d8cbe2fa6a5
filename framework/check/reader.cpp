// SPDX-License-Identifier: Apache-2.0
#include "check/laws.hpp"

namespace dp::check {

namespace {

constexpr std::string_view kName = "check.txt";
/// Bytes behind the text that a reader might take for more of it.
constexpr char kPaddings[] = {'"', '\n', '0', ' '};

/// A trial's lines, read in one piece or in several.
class ReaderWays {
 public:
  explicit ReaderWays(Driver& driver) : driver_(&driver) {
    for (const auto& row : driver.rows()) {
      starts_.push_back(text_.size());
      text_ += row.front().text;
    }
    starts_.push_back(text_.size());
  }

  Outcome whole(char padding) {
    DP_TRY(auto reader, driver_->open());
    Seen seen;
    DP_CHECK(piece(reader, 0, lines(), padding, seen));
    return seen;
  }
  Outcome twice() {
    DP_TRY(auto reader, driver_->open());
    for (const bool last : {false, true}) {
      Seen seen;
      DP_CHECK(piece(reader, 0, lines(), kPaddings[0], seen));
      if (last) return seen;
    }
    return Seen{};
  }
  /// In pieces that end behind newlines, by one instance or by one each.
  Outcome in_pieces(bool one_instance) {
    auto random = driver_->random(one_instance ? 1 : 2);
    DP_TRY(auto reader, driver_->open());
    Seen seen;
    std::size_t from = 0;
    for (const auto size : random_pieces(lines(), random)) {
      if (one_instance) {
        DP_CHECK(piece(reader, from, from + size, kPaddings[0], seen));
      } else {
        DP_TRY(auto other, driver_->open());
        DP_CHECK(piece(other, from, from + size, kPaddings[0], seen));
      }
      from += size;
    }
    return seen;
  }
  Outcome with_columns(std::vector<std::uint8_t>& used) {
    auto random = driver_->random(3);
    DP_TRY(auto reader, driver_->open());
    used = random_projection(reader.output().size(), random);
    driver_->need(reader, used);
    Seen seen;
    DP_CHECK(piece(reader, 0, lines(), kPaddings[0], seen));
    return seen;
  }

 private:
  [[nodiscard]] std::size_t lines() const noexcept { return starts_.size() - 1; }

  Status piece(plugin::Instance& reader, std::size_t from, std::size_t to, char padding,
               Seen& seen) {
    const auto begin = starts_[from];
    const auto end = starts_[to];
    if (begin == end) return {};
    dp_input place{};
    place.item = {0, {kName.data(), kName.size()}, text_.size(), {}};
    place.offset = begin;
    place.first = begin == 0 ? 1 : 0;
    place.last = end == text_.size() ? 1 : 0;
    return driver_->read(reader, std::string_view(text_).substr(begin, end - begin), place,
                         padding, seen);
  }

  Driver* driver_;
  std::string text_;
  std::vector<std::size_t> starts_;  ///< where line i begins; the text's end behind them
};

}  // namespace

Verdict try_reader(Driver& driver) {
  constexpr std::string_view kWhole = "the whole text";
  ReaderWays ways(driver);
  const auto want = ways.whole(kPaddings[0]);
  auto verdict = judge_reference(want);
  if (verdict.fault || !verdict.refused.empty()) return verdict;
  const auto hold_to = [&](std::string_view law, std::string_view name, const Outcome& way) {
    if (!verdict.fault) verdict.fault = hold(law, kWhole, want, name, way);
  };
  for (const char padding : kPaddings)
    hold_to("reads past the end", "the same with other bytes behind it", ways.whole(padding));
  hold_to("remembers what it saw before", "the same once more", ways.twice());
  if ((driver.trial().subject.traits & DP_CUT_LINES) != 0) {
    hold_to("depends on cuts", "the same cut behind newlines", ways.in_pieces(true));
    hold_to("depends on cuts", "the same cut behind newlines, each piece by another worker",
            ways.in_pieces(false));
  }
  if (verdict.fault) return verdict;
  std::vector<std::uint8_t> used;
  const auto fewer = ways.with_columns(used);
  verdict.fault = hold("depends on which columns are read", "all columns",
                       projected(want, used), "with fewer needed", projected(fewer, used));
  return verdict;
}

}  // namespace dp::check
