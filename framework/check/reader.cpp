// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <utility>

#include "check/laws.hpp"

namespace dp::check {

namespace {

constexpr std::string_view kName = "check.txt";
/// Bytes after the text that a reader might take for more of it.
constexpr char kPaddings[] = {'"', '\n', '0', ' '};

/// A trial's text, read in one piece or in several.
class ReaderWays {
 public:
  explicit ReaderWays(Driver& driver) : driver_(&driver) {
    for (const auto& row : driver.rows()) text_ += row.front().text;
  }

  Outcome whole(char padding) {
    DP_TRY(auto reader, driver_->open());
    cut_ = reader.cut();
    Seen seen;
    DP_CHECK(read(reader, {0, text_.size(), padding}, seen));
    return seen;
  }
  Outcome twice() {
    DP_TRY(auto reader, driver_->open());
    for (const bool last : {false, true}) {
      Seen seen;
      DP_CHECK(read(reader, {0, text_.size()}, seen));
      if (last) return seen;
    }
    return Seen{};
  }
  /// In pieces, by one instance or by one each. Precondition: can_be_cut().
  Outcome in_pieces(bool one_instance) {
    auto random = driver_->random(one_instance ? 1 : 2);
    DP_TRY(auto reader, driver_->open());
    Seen seen;
    for (std::size_t at = 0; at < text_.size();) {
      const Piece piece{at, next_cut(at, random), kPaddings[0], &random};
      if (one_instance) {
        DP_TRY(at, read(reader, piece, seen));
      } else {
        DP_TRY(auto other, driver_->open());
        DP_TRY(at, read(other, piece, seen));
      }
    }
    return seen;
  }
  Outcome with_columns(std::vector<std::uint8_t>& used) {
    auto random = driver_->random(3);
    DP_TRY(auto reader, driver_->open());
    used = random_projection(reader.output().size(), random);
    driver_->need(reader, used);
    Seen seen;
    DP_CHECK(read(reader, {0, text_.size()}, seen));
    return seen;
  }
  /// Precondition: whole() was called.
  [[nodiscard]] bool can_be_cut() const noexcept { return cut_ != DP_CUT_WHOLE; }
  [[nodiscard]] std::string_view way_of_cutting() const noexcept {
    return cut_ == DP_CUT_LINES ? "the same cut after newlines" : "the same cut before records";
  }

 private:
  struct Piece {
    std::size_t begin;
    std::size_t end;  ///< DP_CUT_RECORDS: of where records may begin
    char padding = kPaddings[0];
    Random* windows = nullptr;  ///< DP_CUT_RECORDS: how much is shown at once; nullptr: all
  };

  [[nodiscard]] std::size_t next_cut(std::size_t at, Random& random) const {
    const auto cut = at + 1 + random.below(random.one_in(3) ? 20 : 400);
    if (cut >= text_.size()) return text_.size();
    if (cut_ == DP_CUT_RECORDS) return cut;
    const auto newline = text_.find('\n', cut - 1);
    return newline == std::string::npos ? text_.size() : newline + 1;
  }

  [[nodiscard]] dp_input place(std::size_t begin, std::size_t end) const noexcept {
    dp_input place{};
    const auto head = std::min<std::size_t>(text_.size(), DP_HEAD_BYTES);
    place.item = {0, {kName.data(), kName.size()}, text_.size(), {text_.data(), head}};
    place.offset = begin;
    place.first = begin == 0 ? 1 : 0;
    place.last = end == text_.size() ? 1 : 0;
    return place;
  }

  /// Returns where the piece ended.
  Result<std::size_t> read(plugin::Instance& reader, const Piece& piece, Seen& seen) {
    if (piece.begin == piece.end) return piece.end;
    if (cut_ == DP_CUT_RECORDS) return read_records(reader, piece, seen);
    const auto data = std::string_view(text_).substr(piece.begin, piece.end - piece.begin);
    DP_CHECK(driver_->read(reader, data, place(piece.begin, piece.end), piece.padding, seen));
    return piece.end;
  }

  /// How much of a text to show at once.
  [[nodiscard]] std::size_t window(const Piece& piece) const {
    return piece.windows == nullptr ? text_.size() : 1 + piece.windows->below(300);
  }

  Result<std::size_t> read_records(plugin::Instance& reader, const Piece& piece, Seen& seen) {
    auto at = piece.begin;
    for (auto shown = window(piece); at < piece.end;) {
      const auto data = std::string_view(text_).substr(at, shown);
      auto input = place(at, at + data.size());
      input.stop = std::min(piece.end - at, data.size());
      DP_TRY(const auto size, consume(reader, data, input, piece.padding, seen));
      at += size;
      shown = size == 0 ? 2 * shown : window(piece);
    }
    return at;
  }

  /// Read what is shown. Returns how much of it was consumed.
  Result<std::uint64_t> consume(plugin::Instance& reader, std::string_view data,
                                const dp_input& input, char padding, Seen& seen) {
    DP_TRY(const auto guess, driver_->find(reader, data, input, padding));
    if (guess == 0) return fail(Errc::invalid_plugin, "find gave 0, expected 1 or more");
    DP_TRY(const auto skipped, driver_->skip(reader, data, input, padding));
    DP_TRY(const auto size, driver_->read(reader, data, input, padding, seen));
    if (size > data.size() || (size == 0 && input.last != 0))
      return fail(Errc::invalid_plugin, "it consumed " + std::to_string(size) + " of the " +
                                            (input.last != 0 ? "last " : "") +
                                            std::to_string(data.size()) + " bytes");
    if (skipped != size)
      return fail(Errc::invalid_plugin, "skip gave " + std::to_string(skipped) +
                                            ", where read consumed " + std::to_string(size));
    return size;
  }

  Driver* driver_;
  std::string text_;
  std::uint32_t cut_ = DP_CUT_WHOLE;
};

/// "at 17" of a reject.
std::string place_of(const std::string& reject) { return reject.substr(0, reject.find(" '")); }

/// A value that does not fit is only seen in columns that are read. So leave out what was
/// rejected of all columns but is a row of the `fewer`, there and here; and why the others were.
void forgive_misfits(Seen& all, Seen& fewer) {
  std::set<std::string> forgiven;
  for (const auto& reject : all.rejects) forgiven.insert(place_of(reject));
  for (const auto& reject : fewer.rejects) forgiven.erase(place_of(reject));
  std::erase_if(all.rejects,
                [&](const std::string& reject) { return forgiven.contains(place_of(reject)); });
  std::erase_if(fewer.rows,
                [&](const auto& row) { return !row.empty() && forgiven.contains(row.back()); });
  for (auto* seen : {&all, &fewer})
    for (auto& reject : seen->rejects) reject = place_of(reject);
}

std::optional<Fault> hold_projection(Outcome all, Outcome fewer,
                                     const std::vector<std::uint8_t>& used) {
  if (all && fewer) forgive_misfits(*all, *fewer);
  return hold("depends on which columns are read", "all columns",
              projected(std::move(all), used), "with fewer needed",
              projected(std::move(fewer), used));
}

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
    hold_to("reads past the end", "the same with other bytes after it", ways.whole(padding));
  hold_to("remembers what it saw before", "the same once more", ways.twice());
  if (ways.can_be_cut()) {
    const std::string way(ways.way_of_cutting());
    hold_to("depends on cuts", way, ways.in_pieces(true));
    hold_to("depends on cuts", way + ", each piece by another worker", ways.in_pieces(false));
  }
  if (verdict.fault) return verdict;
  std::vector<std::uint8_t> used;
  auto fewer = ways.with_columns(used);
  verdict.fault = hold_projection(want, std::move(fewer), used);
  return verdict;
}

}  // namespace dp::check
