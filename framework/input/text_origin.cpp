// SPDX-License-Identifier: Apache-2.0
#include "input/text_origin.hpp"

#include <algorithm>
#include <utility>

namespace dp::input {
namespace {

/// So many bytes are made text between two marks.
constexpr std::size_t kMarked = 8 << 10;
/// The most bytes of text that one character, or what stands for it, takes.
constexpr std::size_t kMostOfOne = 16;

/// What bytes mean is known at the beginning of a line, and not everywhere else.
bool is_by_lines(const Encoding& encoding) noexcept {
  return encoding.kind == Encoding::Kind::lines || encoding.kind == Encoding::Kind::whole;
}

std::string hex(char byte) {
  constexpr char kDigits[] = "0123456789abcdef";
  const auto value = static_cast<unsigned char>(byte);
  return {'0', 'x', kDigits[value >> 4], kDigits[value & 15]};
}

}  // namespace

Result<std::unique_ptr<TextOrigin>> TextOrigin::open(const protocol::TextEncoding& encoding) {
  DP_TRY(auto kind, find_encoding(encoding.name));
  DP_TRY(auto converter, make_converter(kind, encoding.bad));
  DP_TRY(auto walker, make_converter(kind, encoding.bad));
  return std::unique_ptr<TextOrigin>(
      new TextOrigin(encoding, std::move(kind), std::move(converter), std::move(walker)));
}

TextOrigin::TextOrigin(protocol::TextEncoding encoding, Encoding kind,
                       std::unique_ptr<Converter> converter, std::unique_ptr<Converter> walker)
    : encoding_(std::move(encoding)),
      kind_(std::move(kind)),
      converter_(std::move(converter)),
      walker_(std::move(walker)),
      marks_(1) {}

std::uint64_t TextOrigin::begin(std::uint64_t offset, bool inside) {
  if (inside) offset -= offset % kind_.line_ends.unit;
  skipping_ = inside && offset != 0 && is_by_lines(kind_);
  size_ = 0;
  marks_.assign(1, {});
  walked_ = {};
  ended_ = false;
  offset_ = offset;
  converter_->begin();
  walker_->begin();
  return offset;
}

char* TextOrigin::room(std::size_t size) {
  if (raw_.size() < size_ + size) raw_.resize(size_ + size);
  return raw_.data() + size_;
}

void TextOrigin::add(std::size_t size) {
  size_ += size;
  if (skipping_) skip_to_line();
}

/// Precondition: nothing was made.
void TextOrigin::skip_to_line() {
  const auto newline = std::min(raw().find('\n'), size_);
  skipping_ = newline == size_;
  raw_.erase(0, newline);
  size_ -= newline;
  offset_ += newline;
}

std::size_t TextOrigin::convert(char* out, std::size_t room, bool last) {
  std::size_t made = 0;
  while (waiting() > 0) {
    const auto mark = marks_.back();
    auto some = raw().substr(mark.raw, kMarked);
    // A line by itself is read alike whatever came before it.
    const auto newline = some.rfind('\n');
    if (is_by_lines(kind_) && newline != std::string_view::npos)
      some = some.substr(0, newline + 1);
    const bool is_end = last && mark.raw + some.size() == size_;
    const auto step = converter_->convert(some, is_end, out + made, room - made);
    made += step.made;
    if (step.raw == 0) break;
    marks_.push_back({mark.raw + step.raw, mark.made + step.made});
  }
  ended_ = last;
  return made;
}

std::size_t TextOrigin::drop(std::size_t place) {
  const auto first = mark_of(place);
  const auto kept = std::find_if(marks_.begin(), marks_.end(),
                                 [&](const Mark& mark) { return mark.made > first.made; });
  marks_.erase(marks_.begin(), kept);
  marks_.insert(marks_.begin(), first);
  for (auto& mark : marks_) mark = {mark.raw - first.raw, mark.made - first.made};
  walked_ = {};
  walker_->begin();
  raw_.erase(0, first.raw);
  size_ -= first.raw;
  offset_ += first.raw;
  return first.made;
}

/// The last mark before `place` or at it, or where the walker is, if that is nearer.
TextOrigin::Mark TextOrigin::before(std::size_t place) const noexcept {
  const auto after =
      std::upper_bound(marks_.begin(), marks_.end(), place,
                       [](std::size_t wanted, const Mark& mark) { return wanted < mark.made; });
  const auto mark = after == marks_.begin() ? Mark{} : *std::prev(after);
  return walked_.made <= place && walked_.made > mark.made ? walked_ : mark;
}

TextOrigin::Mark TextOrigin::mark_of(std::size_t place) {
  const auto from = before(place);
  if (from.made == place) return from;
  if (from.raw != walked_.raw) walker_->begin();
  const auto rest = raw().substr(from.raw);
  const auto step = walker_->measure(rest, ended_, place - from.made);
  walked_ = {from.raw + step.raw, from.made + step.made};
  return walked_;
}

std::size_t TextOrigin::place_of(std::uint64_t offset) {
  if (offset <= offset_) return 0;
  const auto wanted = offset - offset_;
  const auto end = marks_.back();
  if (wanted >= end.raw) return end.made;
  const auto after =
      std::upper_bound(marks_.begin(), marks_.end(), wanted,
                       [](std::uint64_t raw, const Mark& mark) { return raw < mark.raw; });
  const auto from = *std::prev(after);
  walker_->begin();
  const auto rest = raw().substr(from.raw);
  // The characters that end there or before, and the one that goes on past it.
  auto step = walker_->measure(rest.substr(0, wanted - from.raw), false, end.made - from.made);
  walked_ = {from.raw + step.raw, from.made + step.made};
  for (std::size_t room = 1; walked_.raw < wanted && room <= kMostOfOne; ++room) {
    step = walker_->measure(rest.substr(walked_.raw - from.raw), ended_, room);
    walked_ = {walked_.raw + step.raw, walked_.made + step.made};
  }
  return walked_.made;
}

std::string_view TextOrigin::bytes(std::size_t begin, std::size_t end) {
  const auto first = mark_of(begin).raw;
  return raw().substr(first, mark_of(end).raw - first);
}

std::string TextOrigin::fault_of(std::string_view bytes, std::uint64_t offset) const {
  auto checker = make_converter(kind_, protocol::BadBytes::reject);
  if (!checker) return {};
  std::string text(kMostMade * bytes.size() + kMostMade, '\0');
  (*checker)->convert(bytes, true, text.data(), text.size());
  const auto bad = text.find('\xff');
  if (bad == std::string::npos) return {};
  (*checker)->begin();
  const auto place = (*checker)->measure(bytes, true, bad).raw;
  return "got byte " + hex(bytes[place]) + " at byte " + std::to_string(offset + place) +
         ", expected " + encoding_.name;
}

}  // namespace dp::input
