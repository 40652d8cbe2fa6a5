// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/resample.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace dp::thumbnail {

namespace {

constexpr double kSupport = 2;  // of the filter, in pixels of the larger side

/// Catmull and Rom's cubic. Source: Keys, "Cubic convolution interpolation", 1981 (a = -0.5).
double cubic(double x) noexcept {
  x = std::abs(x);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  if (x < 2) return ((-0.5 * x + 2.5) * x - 4) * x + 2;
  return 0;
}

std::uint8_t to_byte(float value) noexcept {
  return static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
}

}  // namespace

Taps Taps::of(std::uint32_t source, std::uint32_t scaled, std::uint32_t from,
              std::uint32_t count) {
  Taps taps;
  const double step = static_cast<double>(source) / scaled;
  const double stretch = std::max(step, 1.0);
  for (std::uint32_t i = from; i < from + count; ++i) {
    const double center = (i + 0.5) * step;
    const double reach = source == scaled ? 0.5 : kSupport * stretch;
    const auto first = static_cast<std::uint32_t>(std::max(0.0, std::floor(center - reach)));
    const auto last = std::min(source, static_cast<std::uint32_t>(std::ceil(center + reach)));
    const auto weight = [&](std::uint32_t at) { return cubic((at + 0.5 - center) / stretch); };
    double sum = 0;
    for (auto at = first; at < last; ++at) sum += weight(at);
    taps.spans.push_back({first, last - first, taps.weights.size()});
    for (auto at = first; at < last; ++at)
      taps.weights.push_back(static_cast<float>(weight(at) / sum));
  }
  return taps;
}

Resampler::Resampler(Size source, std::uint32_t bands, const Scaling& scaling)
    : across_(Taps::of(source.width, scaling.scaled.width, scaling.left, scaling.result.width)),
      down_(Taps::of(source.height, scaling.scaled.height, scaling.top, scaling.result.height)),
      width_(std::size_t{source.width} * bands),
      source_row_(width_) {
  result_.size = scaling.result;
  result_.bands = bands;
  result_.bytes.resize(result_.stride() * result_.size.height);
}

// Down first: this halves the work, since fewer rows are left for the filter across, and sums of
// whole rows are what compilers make the best of.
void Resampler::add(const std::uint8_t* row) {
  std::copy_n(row, width_, source_row_.data());
  while (begun_ < down_.spans.size() && down_.spans[begun_].first == next_row_) {
    if (spare_.empty()) spare_.emplace_back();
    sums_.push_back(std::move(spare_.back()));
    spare_.pop_back();
    sums_.back().row = begun_++;
    sums_.back().values.assign(width_, 0);
  }
  for (auto& sum : sums_) {
    const auto& span = down_.spans[sum.row];
    const float weight = down_.weights[span.weights + next_row_ - span.first];
    const float* from = source_row_.data();
    float* to = sum.values.data();
    for (std::size_t i = 0; i < width_; ++i) to[i] += weight * from[i];
  }
  ++next_row_;
  while (!sums_.empty() &&
         down_.spans[sums_.front().row].first + down_.spans[sums_.front().row].count ==
             next_row_) {
    finish(sums_.front());
    spare_.push_back(std::move(sums_.front()));
    sums_.erase(sums_.begin());
  }
}

void Resampler::finish(Sum& sum) {
  finish_row(sum.values.data(), result_.bytes.data() + sum.row * result_.stride());
}

void Resampler::finish_row(const float* values, std::uint8_t* out) const {
  const auto bands = result_.bands;
  for (const auto& span : across_.spans) {
    const float* weights = across_.weights.data() + span.weights;
    const float* from = values + std::size_t{span.first} * bands;
    float sums[4] = {};
    for (std::uint32_t i = 0; i < span.count; ++i)
      for (std::uint32_t band = 0; band < bands; ++band)
        sums[band] += weights[i] * from[i * bands + band];
    for (std::uint32_t band = 0; band < bands; ++band) *out++ = to_byte(sums[band]);
  }
}

}  // namespace dp::thumbnail
