// SPDX-License-Identifier: Apache-2.0
#include "check/reader_ways.hpp"

#include <algorithm>

namespace dp::check {

namespace {

constexpr std::string_view kName = "check.txt";
/// Most bytes that are shown at once of a text that is cut.
constexpr std::size_t kWindow = 300;

}  // namespace

ReaderWays::ReaderWays(Driver& driver) : driver_(&driver) {
  for (const auto& row : driver.rows()) text_ += row.front().text;
}

Outcome ReaderWays::whole(char padding) {
  DP_TRY(auto reader, driver_->open<plugin::ReaderInstance>());
  cut_ = reader.cut();
  Seen seen;
  DP_CHECK(read(reader, {0, text_.size(), padding}, seen));
  return seen;
}

Outcome ReaderWays::twice() {
  DP_TRY(auto reader, driver_->open<plugin::ReaderInstance>());
  Seen first;
  DP_CHECK(read(reader, {0, text_.size(), kPaddings[0]}, first));
  Seen second;
  DP_CHECK(read(reader, {0, text_.size(), kPaddings[0]}, second));
  return second;
}

Outcome ReaderWays::in_pieces(bool one_instance) {
  auto random = driver_->random(one_instance ? 1 : 2);
  DP_TRY(auto reader, driver_->open<plugin::ReaderInstance>());
  Seen seen;
  for (std::size_t at = 0; at < text_.size();) {
    const Piece piece{at, next_cut(at, random), kPaddings[0], &random};
    if (one_instance) {
      DP_TRY(at, read(reader, piece, seen));
    } else {
      DP_TRY(auto other, driver_->open<plugin::ReaderInstance>());
      DP_TRY(at, read(other, piece, seen));
    }
  }
  return seen;
}

Outcome ReaderWays::with_columns(std::vector<std::uint8_t>& used) {
  auto random = driver_->random(3);
  DP_TRY(auto reader, driver_->open<plugin::ReaderInstance>([&](const Schema& output) {
    return used = random_projection(output.size(), random);
  }));
  Seen seen;
  DP_CHECK(read(reader, {0, text_.size(), kPaddings[0]}, seen));
  return seen;
}

Result<std::optional<ReaderWays::Stop>> ReaderWays::passed_stop() {
  auto random = driver_->random(4);
  DP_TRY(auto reader, driver_->open<plugin::ReaderInstance>());
  DP_TRY(auto other, driver_->open<plugin::ReaderInstance>());
  std::size_t size = 1 + random.below(kWindow);
  for (std::size_t at = 0; at < text_.size();) {
    size = std::min(size, text_.size() - at);
    const std::size_t stop = 1 + random.below(size);
    Stop seen;
    DP_TRY(const auto consumed, consume(reader, {at, size, stop}, kPaddings[0], seen.first));
    // All that begins before stop() has been read: what is shown after it, and that the next
    // record begins right at stop(), must not matter.
    if (consumed >= stop) {
      const auto more = std::min(size + 1 + random.below(kWindow), text_.size() - at);
      DP_CHECK(consume(other, {at, more, consumed}, kPaddings[0], seen.second));
      if (seen.first.rows != seen.second.rows) return seen;
    }
    at += consumed;
    size = consumed == 0 ? 2 * size : 1 + random.below(kWindow);
  }
  return std::nullopt;
}

std::string_view ReaderWays::way_of_cutting() const noexcept {
  return cut_ == DP_CUT_LINES ? "the same cut after newlines" : "the same cut before records";
}

std::size_t ReaderWays::next_cut(std::size_t at, Random& random) const {
  const auto cut = at + 1 + random.below(random.one_in(3) ? 20 : 400);
  if (cut >= text_.size()) return text_.size();
  if (cut_ == DP_CUT_RECORDS) return cut;
  const auto newline = text_.find('\n', cut - 1);
  return newline == std::string::npos ? text_.size() : newline + 1;
}

dp_input ReaderWays::place(std::size_t begin, std::size_t end) noexcept {
  dp_input place{};
  place.struct_size = sizeof place;
  const auto head = std::min<std::size_t>(text_.size(), DP_HEAD_BYTES);
  item_ = {sizeof item_, 0, {kName.data(), kName.size()}, text_.size(), {text_.data(), head}};
  place.item = &item_;
  place.offset = begin;
  place.first = begin == 0 ? 1 : 0;
  place.last = end == text_.size() ? 1 : 0;
  return place;
}

Result<std::size_t> ReaderWays::read(plugin::ReaderInstance& reader, const Piece& piece,
                                     Seen& seen) {
  if (piece.begin == piece.end) return piece.end;
  if (cut_ == DP_CUT_RECORDS) return read_records(reader, piece, seen);
  const auto data = std::string_view(text_).substr(piece.begin, piece.end - piece.begin);
  DP_CHECK(driver_->read(reader, data, place(piece.begin, piece.end), piece.padding, seen));
  return piece.end;
}

std::size_t ReaderWays::window(const Piece& piece) const {
  return piece.windows == nullptr ? text_.size() : 1 + piece.windows->below(kWindow);
}

Result<std::size_t> ReaderWays::read_records(plugin::ReaderInstance& reader, const Piece& piece,
                                             Seen& seen) {
  auto at = piece.begin;
  for (auto size = window(piece); at < piece.end;) {
    const auto shown = std::min(size, text_.size() - at);
    const auto stop = std::min(piece.end - at, shown);
    DP_TRY(const auto consumed, consume(reader, {at, shown, stop}, piece.padding, seen));
    at += consumed;
    size = consumed == 0 ? 2 * size : window(piece);
  }
  return at;
}

Result<std::size_t> ReaderWays::consume(plugin::ReaderInstance& reader, const Shown& shown,
                                        char padding, Seen& seen) {
  const auto data = std::string_view(text_).substr(shown.begin, shown.size);
  auto input = place(shown.begin, shown.begin + shown.size);
  input.stop = shown.stop;
  DP_TRY(const auto guess, driver_->find(reader, data, input, padding));
  if (guess == 0) return fail(Errc::invalid_plugin, "find gave 0, expected 1 or more");
  DP_TRY(const auto skipped, driver_->skip(reader, data, input, padding));
  DP_TRY(const auto size, driver_->read(reader, data, input, padding, seen));
  if (size > data.size())
    return fail(Errc::invalid_plugin, "read sets count.consumed past its data (got " +
                                          std::to_string(size) + ", expected at most " +
                                          std::to_string(data.size()) + ")");
  if (size == 0 && input.last != 0)
    return fail(Errc::invalid_plugin,
                "read sets count.consumed to 0 where no more bytes can come: of " +
                    std::to_string(data.size()) +
                    " bytes it must take some, if only as a reject");
  if (skipped != size)
    return fail(Errc::invalid_plugin, "skip gave " + std::to_string(skipped) +
                                          ", where read consumed " + std::to_string(size));
  return size;
}

}  // namespace dp::check
