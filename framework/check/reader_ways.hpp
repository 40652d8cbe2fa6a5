// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "check/laws.hpp"

namespace dp::check {

/// The ways in which dp may show a text to a reader: in one piece or in several, by one instance
/// or by more, with other bytes after it, with fewer columns needed.
///
/// Errors: of all ways, those of the reader; invalid_plugin for what breaks the ABI.
class ReaderWays {
 public:
  /// The text of the driver's trial.
  explicit ReaderWays(Driver& driver);
  ReaderWays(Driver& driver, std::string text) : driver_(&driver), text_(std::move(text)) {}

  [[nodiscard]] const std::string& text() const noexcept { return text_; }

  /// In one piece, with `padding` after it.
  Outcome whole(char padding);
  /// What a second reading by the same instance gives.
  Outcome twice();
  /// In pieces, by one instance or by one each. Precondition: can_be_cut().
  Outcome in_pieces(bool one_instance);
  /// As whole(); `used` becomes the columns that were needed.
  Outcome with_columns(std::vector<std::uint8_t>& used);

  /// What one piece gave, and what it gave when more of the text was shown after its stop().
  using Stop = std::pair<Seen, Seen>;
  /// Find a piece for which the two are not the same rows. (What is rejected may differ: at an
  /// item's end readers reject what is left open.)
  /// Precondition: cut() is DP_CUT_RECORDS.
  Result<std::optional<Stop>> passed_stop();

  /// How the reader says that its input may be cut. Precondition: whole() was called.
  [[nodiscard]] std::uint32_t cut() const noexcept { return cut_; }
  [[nodiscard]] bool can_be_cut() const noexcept { return cut_ != DP_CUT_WHOLE; }
  [[nodiscard]] std::string_view way_of_cutting() const noexcept;

 private:
  struct Piece {
    std::size_t begin;
    std::size_t end;  ///< DP_CUT_RECORDS: of where records may begin
    char padding;
    Random* windows = nullptr;  ///< DP_CUT_RECORDS: how much is shown at once; nullptr: all
  };
  /// What one call shows.
  struct Shown {
    std::size_t begin;
    std::size_t size;
    std::size_t stop;  ///< from `begin`
  };

  [[nodiscard]] std::size_t next_cut(std::size_t at, Random& random) const;
  [[nodiscard]] dp_input place(std::size_t begin, std::size_t end) noexcept;
  [[nodiscard]] std::size_t window(const Piece& piece) const;
  /// Returns where the piece ended.
  Result<std::size_t> read(plugin::ReaderInstance& reader, const Piece& piece, Seen& seen);
  Result<std::size_t> read_records(plugin::ReaderInstance& reader, const Piece& piece,
                                   Seen& seen);
  /// Read what is shown. Returns how much of it was consumed.
  Result<std::size_t> consume(plugin::ReaderInstance& reader, const Shown& shown, char padding,
                              Seen& seen);

  Driver* driver_;
  std::string text_;
  dp_item item_{};
  std::uint32_t cut_ = DP_CUT_WHOLE;
};

/// Bytes after the text that a reader might take for more of it.
inline constexpr char kPaddings[] = {'"', '\n', '0', ' '};

}  // namespace dp::check
