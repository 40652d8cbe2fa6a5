// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "thumbnail/picture.hpp"

namespace dp::thumbnail {

/// What each pixel along one side of the result is made of.
struct Taps {
  struct Span {
    std::uint32_t first = 0;  ///< source pixel
    std::uint32_t count = 0;  ///< of source pixels
    std::size_t weights = 0;  ///< where they begin
  };
  std::vector<Span> spans;  ///< one a pixel of the result
  std::vector<float> weights;

  /// For the pixels [from, from + count) of a side of `source` pixels scaled to `scaled`.
  static Taps of(std::uint32_t source, std::uint32_t scaled, std::uint32_t from,
                 std::uint32_t count);
};

/// Scale a picture whose rows come one by one, from the top.
///
/// Shape: a cubic filter (Catmull and Rom's), as wide as what a pixel of the result covers.
/// Law: equal sizes give equal pixels.
/// Cost: memory for a few rows of the source and for the result.
class Resampler {
 public:
  Resampler(Size source, std::uint32_t bands, const Scaling& scaling);

  /// Take the next row: source.width * bands bytes.
  void add(const std::uint8_t* row);
  /// The result, once the last row was added.
  [[nodiscard]] Picture take() { return std::move(result_); }

 private:
  /// A row of the result that is being summed up, as wide as the source.
  struct Sum {
    std::uint32_t row = 0;
    std::vector<float> values;
  };

  void finish(Sum& sum);
  void finish_row(const float* values, std::uint8_t* out) const;

  Taps across_;
  Taps down_;
  std::size_t width_;  ///< of a source row, in bytes
  std::vector<float> source_row_;
  std::vector<Sum> sums_;       ///< those at work, from the first
  std::vector<Sum> spare_;      ///< those to be used again
  std::uint32_t next_row_ = 0;  ///< of the source
  std::uint32_t begun_ = 0;     ///< rows of the result
  Picture result_;
};

}  // namespace dp::thumbnail
