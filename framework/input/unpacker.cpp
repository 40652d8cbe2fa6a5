// SPDX-License-Identifier: Apache-2.0
#include "input/unpacker.hpp"

#include <utility>

namespace dp::input {
namespace {

constexpr std::size_t kMostUnpacked = 256 << 10;

}  // namespace

bool Unpacker::ready() const noexcept {
  if (done_) return false;
  return closed_ || (!raw_.empty() && (detected_ || !may_be_compressed(raw_)));
}

void Unpacker::break_off(std::string_view what) {
  damage_ = place_of_damage(what, taken_, made_);
  done_ = true;
}

void Unpacker::detect() {
  detected_ = true;
  auto decoder = make_decoder(compression_of(std::string_view(raw_).substr(0, kTarBytes)));
  if (decoder) {
    decoder_ = std::move(*decoder);
  } else {
    damage_ = decoder.error().message;
    done_ = true;
  }
}

Status Unpacker::take(std::string& out) {
  out.clear();
  if (!detected_) detect();
  if (done_) return {};
  if (decoder_ != nullptr) {
    DP_CHECK(decode(out));
  } else {
    out.swap(raw_);
  }
  // A full block may not be all.
  if (done_ || !closed_ || !raw_.empty() || out.size() == kMostUnpacked) return {};
  done_ = true;
  if (decoder_ != nullptr && decoder_->inside()) break_off(kCutShort);
  return {};
}

Status Unpacker::decode(std::string& out) {
  out.resize(kMostUnpacked);
  std::size_t at = 0;
  std::size_t size = 0;
  Status status;
  while (status && size < out.size() && (at < raw_.size() || (closed_ && decoder_->inside()))) {
    const auto rest = std::string_view(raw_).substr(at);
    auto step = decoder_->decode(rest, out.data() + size, out.size() - size);
    if (rest.empty() && step.made == 0) break;
    at += step.consumed;
    size += step.made;
    status = std::move(step.status);
  }
  out.resize(size);
  raw_.erase(0, at);
  taken_ += at;
  made_ += size;
  if (status || status.error().code != Errc::corrupt) return status;
  break_off(status.error().message);
  return {};
}

}  // namespace dp::input
