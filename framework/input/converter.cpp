// SPDX-License-Identifier: Apache-2.0
#include "input/converter.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <dp/detail/bytes16.hpp>
#include <dp/escape.hpp>
#include <string>
#include <utility>

#include "input/iconv_text.hpp"

namespace dp::input {
namespace {

using Kind = Encoding::Kind;
using protocol::BadBytes;
using Step = Converter::Step;

/// A character, or what stands for bytes that are none.
struct Made {
  std::size_t raw = 0;  ///< bytes of it; 0: it is not whole
  std::size_t size = 0;
  std::array<char, 8> text{};
};

std::size_t put_utf8(char* out, char32_t code) noexcept {
  const auto put = [&](std::size_t i, char32_t byte) { out[i] = static_cast<char>(byte); };
  const std::size_t size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  put(0, size == 1 ? code : ((0xf00u >> size & 0xffu) | code >> 6 * (size - 1)));
  for (std::size_t i = 1; i < size; ++i) put(i, 0x80 | (code >> 6 * (size - 1 - i) & 0x3f));
  return size;
}

Made made_of(char32_t code, std::size_t raw) noexcept {
  Made made;
  made.raw = raw;
  made.size = put_utf8(made.text.data(), code);
  return made;
}

/// Precondition: at most 4 bytes.
Made made_of_bad(std::string_view raw, BadBytes bad) noexcept {
  Made made;
  made.raw = raw.size();
  if (bad == BadBytes::reject) {
    made.text[made.size++] = '\xff';
    return made;
  }
  if (bad == BadBytes::replace) return made_of(0xfffd, raw.size());
  for (const char byte : raw)
    made.size += put_utf8(made.text.data() + made.size, static_cast<unsigned char>(byte));
  return made;
}

/// As many of a text's first bytes as are ASCII.
std::size_t ascii_size(std::string_view text) noexcept {
  std::size_t size = 0;
  while (size + 16 <= text.size() &&
         detail::Bytes16::load(text.data() + size).high().bits() == 0)
    size += 16;
  while (size < text.size() && static_cast<unsigned char>(text[size]) < 0x80) ++size;
  return size;
}

/// Copy the ASCII that `raw` goes on with from `step` on.
void copy_ascii(std::string_view raw, char* out, std::size_t room, Step& step) noexcept {
  const auto size = ascii_size(raw.substr(step.raw, room - step.made));
  std::memcpy(out + step.made, raw.data() + step.raw, size);
  step.raw += size;
  step.made += size;
}

/// False: there is no room for it.
bool put(const Made& made, char* out, std::size_t room, Step& step) noexcept {
  if (made.size > room - step.made) return false;
  std::memcpy(out + step.made, made.text.data(), made.size);
  step.raw += made.raw;
  step.made += made.size;
  return true;
}

class Utf8Converter final : public Converter {
 public:
  explicit Utf8Converter(BadBytes bad) : bad_(bad) {}

  Step convert(std::string_view raw, bool last, char* out, std::size_t room) override {
    Step step;
    while (true) {
      copy_ascii(raw, out, room, step);
      if (step.raw == raw.size()) return step;
      const auto made = next(raw.substr(step.raw), last);
      if (made.raw == 0 || !put(made, out, room, step)) return step;
    }
  }

 private:
  [[nodiscard]] Made next(std::string_view raw, bool last) const noexcept {
    const auto read = format::decode_utf8(raw.data(), raw.data() + raw.size());
    if (read.valid) return made_of(read.code, read.size);
    const auto first = static_cast<unsigned char>(raw.front());
    const std::size_t size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    const bool begins = first >= 0xc2 && first <= 0xf4 && read.size == raw.size();
    if (!last && begins && raw.size() < size) return {};
    return made_of_bad(raw.substr(0, 1), bad_);
  }

  BadBytes bad_;
};

/// UTF-16 and UTF-32: units of `kUnit` bytes.
template <std::size_t kUnit, bool kBig>
class UnitConverter final : public Converter {
 public:
  explicit UnitConverter(BadBytes bad) : bad_(bad) {}

  Step convert(std::string_view raw, bool last, char* out, std::size_t room) override {
    Step step;
    while (step.raw < raw.size()) {
      copy_ascii_units(raw, out, room, step);
      if (step.raw == raw.size()) break;
      const auto made = next(raw.substr(step.raw), last);
      if (made.raw == 0 || !put(made, out, room, step)) break;
    }
    return step;
  }

 private:
  static char32_t unit(const char* at) noexcept {
    char32_t value = 0;
    for (std::size_t i = 0; i < kUnit; ++i)
      value |= static_cast<char32_t>(static_cast<unsigned char>(at[i]))
               << 8 * (kBig ? kUnit - 1 - i : i);
    return value;
  }
  static void copy_ascii_units(std::string_view raw, char* out, std::size_t room,
                               Step& step) noexcept {
    while (step.raw + kUnit <= raw.size() && step.made < room) {
      const auto code = unit(raw.data() + step.raw);
      if (code >= 0x80) return;
      out[step.made++] = static_cast<char>(code);
      step.raw += kUnit;
    }
  }
  [[nodiscard]] Made next(std::string_view raw, bool last) const noexcept {
    if (raw.size() < kUnit) return last ? made_of_bad(raw, bad_) : Made{};
    const auto code = unit(raw.data());
    const bool is_half = code >= 0xd800 && code < 0xe000;
    if (!is_half && code < 0x110000) return made_of(code, kUnit);
    if (kUnit == 2 && code < 0xdc00) {
      if (raw.size() < 2 * kUnit && !last) return {};
      const auto low = raw.size() < 2 * kUnit ? 0 : unit(raw.data() + kUnit);
      if (low >= 0xdc00 && low < 0xe000)
        return made_of(0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00), 2 * kUnit);
    }
    return made_of_bad(raw.substr(0, kUnit), bad_);
  }

  BadBytes bad_;
};

/// An encoding in which each byte is a character, or none.
class ByteConverter final : public Converter {
 public:
  explicit ByteConverter(const std::array<Made, 256>& table) {
    for (std::size_t i = 0; i < table.size(); ++i) {
      std::memcpy(table_[i].text, table[i].text.data(), sizeof table_[i].text);
      table_[i].size = static_cast<std::uint8_t>(table[i].size);
      is_ascii_ =
          is_ascii_ &&
          (i >= 0x80 || (table[i].size == 1 && table[i].text[0] == static_cast<char>(i)));
    }
  }

  Step convert(std::string_view raw, bool, char* out, std::size_t room) override {
    Step step;
    while (is_ascii_ && step.raw + 16 <= raw.size() && step.made + 16 * kText <= room) {
      const auto bytes = detail::Bytes16::load(raw.data() + step.raw);
      if (bytes.high().bits() == 0) {
        bytes.store(out + step.made);
        step.made += 16;
      } else {
        step.made = put_all(raw.substr(step.raw, 16), out, step.made);
      }
      step.raw += 16;
    }
    for (; step.raw < raw.size(); ++step.raw) {
      const auto& entry = of(raw[step.raw]);
      if (entry.size > room - step.made) break;
      std::memcpy(out + step.made, entry.text, entry.size);
      step.made += entry.size;
    }
    return step;
  }

  Step measure(std::string_view raw, bool, std::size_t room) override {
    Step step;
    while (is_ascii_ && step.raw + 16 <= raw.size() && step.made + 16 <= room &&
           detail::Bytes16::load(raw.data() + step.raw).high().bits() == 0) {
      step.raw += 16;
      step.made += 16;
    }
    for (; step.raw < raw.size(); ++step.raw) {
      const auto size = of(raw[step.raw]).size;
      if (size > room - step.made) break;
      step.made += size;
    }
    return step;
  }

 private:
  static constexpr std::size_t kText = 4;
  struct Entry {
    char text[kText];
    std::uint8_t size;
  };
  [[nodiscard]] const Entry& of(char byte) const noexcept {
    return table_[static_cast<unsigned char>(byte)];
  }
  /// Precondition: there is room for kText bytes for each.
  std::size_t put_all(std::string_view raw, char* out, std::size_t at) const noexcept {
    for (const char byte : raw) {
      const auto& entry = of(byte);
      std::memcpy(out + at, entry.text, kText);
      at += entry.size;
    }
    return at;
  }

  std::array<Entry, 256> table_{};
  bool is_ascii_ = true;
};

/// What iconv(3) converts.
class IconvConverter final : public Converter {
 public:
  IconvConverter(Iconv iconv, bool is_ascii, BadBytes bad)
      : iconv_(std::move(iconv)), is_ascii_(is_ascii), bad_(bad) {}

  void begin() override {
    char* none = nullptr;
    std::size_t room = 0;
    iconv_.flush(none, room);
  }

  Step convert(std::string_view raw, bool last, char* out, std::size_t room) override {
    Step step;
    while (true) {
      if (is_ascii_) copy_ascii(raw, out, room, step);
      if (step.raw == raw.size()) break;
      const auto stop = convert_some(raw, out, room, step);
      if (stop == Iconv::Stop::none) continue;
      if (stop == Iconv::Stop::full || (stop == Iconv::Stop::partial && !last)) return step;
      if (!put(made_of_bad(raw.substr(step.raw, 1), bad_), out, room, step)) return step;
    }
    if (last) finish(out, room, step);
    return step;
  }

 private:
  /// A line at most, if more than ASCII can be told then.
  Iconv::Stop convert_some(std::string_view raw, char* out, std::size_t room, Step& step) {
    auto rest = raw.substr(step.raw);
    const auto all = is_ascii_ ? std::min(rest.find('\n'), rest.size() - 1) + 1 : rest.size();
    rest = rest.substr(0, all);
    char* at = out + step.made;
    std::size_t left = room - step.made;
    const auto stop = iconv_.convert(rest, at, left);
    step.raw += all - rest.size();
    step.made = room - left;
    return stop;
  }
  /// A character that could have been the first part of another one.
  void finish(char* out, std::size_t room, Step& step) {
    char* at = out + step.made;
    std::size_t left = room - step.made;
    iconv_.flush(at, left);
    step.made = room - left;
  }

  Iconv iconv_;
  bool is_ascii_;
  BadBytes bad_;
};

/// The characters of an encoding of bytes.
std::array<Made, 256> table_of(const Encoding& encoding, Iconv* iconv, BadBytes bad) {
  std::array<Made, 256> table{};
  const bool is_latin1 = encoding.name == "iso-8859-1";
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto byte = static_cast<char>(i);
    std::string_view raw(&byte, 1);
    table[i] = made_of_bad(raw, bad);
    if (iconv == nullptr) {
      if (i < 0x80 || is_latin1) table[i] = made_of(static_cast<char32_t>(i), 1);
      continue;
    }
    Made made{1, 0, {}};
    char* out = made.text.data();
    std::size_t room = made.text.size();
    const auto stop = iconv->convert(raw, out, room);
    iconv->flush(out, room);
    made.size = made.text.size() - room;
    if (stop == Iconv::Stop::none && made.size != 0) table[i] = made;
  }
  return table;
}

/// Whether the bytes below 0x80 are ASCII, and by themselves.
bool has_ascii(Iconv& iconv) {
  for (int value = 0; value < 0x80; ++value) {
    const auto byte = static_cast<char>(value);
    std::string_view raw(&byte, 1);
    std::array<char, 8> text{};
    char* out = text.data();
    std::size_t room = text.size();
    const auto stop = iconv.convert(raw, out, room);
    iconv.flush(out, room);
    if (stop != Iconv::Stop::none || room != text.size() - 1 || text[0] != byte) return false;
  }
  return true;
}

}  // namespace

Step Converter::measure(std::string_view raw, bool last, std::size_t room) {
  std::array<char, 4096> text{};
  Step all;
  while (true) {
    const auto some = std::min(text.size(), room - all.made);
    const bool is_all = some == room - all.made;
    const auto step = convert(raw.substr(all.raw), last, text.data(), some);
    all.raw += step.raw;
    all.made += step.made;
    if (is_all || step.raw == 0 || all.raw == raw.size()) return all;
  }
}

Result<std::unique_ptr<Converter>> make_converter(const Encoding& encoding, BadBytes bad) {
  switch (encoding.kind) {
    case Kind::utf8:
      return std::make_unique<Utf8Converter>(bad);
    case Kind::utf16_le:
      return std::make_unique<UnitConverter<2, false>>(bad);
    case Kind::utf16_be:
      return std::make_unique<UnitConverter<2, true>>(bad);
    case Kind::utf32_le:
      return std::make_unique<UnitConverter<4, false>>(bad);
    case Kind::utf32_be:
      return std::make_unique<UnitConverter<4, true>>(bad);
    case Kind::bytes:
    case Kind::lines:
    case Kind::whole:
      break;
  }
  if (encoding.name == "iso-8859-1" || encoding.name == "us-ascii")
    return std::make_unique<ByteConverter>(table_of(encoding, nullptr, bad));
  auto iconv = Iconv::open(encoding.name);
  if (!iconv)
    return fail(Errc::invalid_argument, "no encoding '" + encoding.name + "' is known here");
  if (encoding.kind == Kind::bytes)
    return std::make_unique<ByteConverter>(table_of(encoding, &*iconv, bad));
  const bool is_ascii = encoding.kind == Kind::lines && has_ascii(*iconv);
  return std::make_unique<IconvConverter>(std::move(*iconv), is_ascii, bad);
}

}  // namespace dp::input
