// SPDX-License-Identifier: Apache-2.0
#include "xml/markup/encoding.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <dp/escape.hpp>

#include "values/text.hpp"
#include "xml/markup/chars.hpp"

namespace dp::xml {
namespace {

/// The encoding that an XML declaration at the beginning of `head` names; empty if none does.
std::string_view declared(std::string_view head) {
  if (!head.starts_with("<?xml")) return {};
  head = head.substr(0, head.find("?>"));
  auto at = head.find("encoding");
  if (at == std::string_view::npos) return {};
  head.remove_prefix(at + 8);
  at = head.find_first_of("\"'");
  if (at == std::string_view::npos) return {};
  const auto end = head.find(head[at], at + 1);
  return end == std::string_view::npos ? std::string_view{} : head.substr(at + 1, end - at - 1);
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> known) {
  std::string small(name);
  for (char& byte : small)
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte | 0x20);
  return std::find(known.begin(), known.end(), small) != known.end();
}

tl::unexpected<Error> refused(std::string_view name) {
  return fail(Errc::invalid_argument, "encoding: got " + values::shown(name) +
                                          ", expected UTF-8, UTF-16, ISO-8859-1 or US-ASCII "
                                          "(iconv -t UTF-8 makes it so)");
}

}  // namespace

Result<Encoding> encoding_of(std::string_view head) {
  using namespace std::string_view_literals;
  if (head.starts_with("\xff\xfe\0\0"sv) || head.starts_with("\0\0\xfe\xff"sv) ||
      head.starts_with("<\0\0\0"sv) || head.starts_with("\0\0\0<"sv))
    return refused("UTF-32");
  if (head.starts_with("\xff\xfe") || head.starts_with("<\0"sv)) return Encoding::utf16_le;
  if (head.starts_with("\xfe\xff") || head.starts_with("\0<"sv)) return Encoding::utf16_be;
  if (head.starts_with("\xef\xbb\xbf")) return Encoding::utf8;
  if (head.starts_with("\x4c\x6f\xa7\x94")) return refused("EBCDIC");
  const auto name = declared(head);
  if (name.empty() || is_one_of(name, {"utf-8", "utf8", "us-ascii", "ascii"}))
    return Encoding::utf8;
  if (is_one_of(name, {"iso-8859-1", "iso_8859-1", "latin1", "latin-1", "l1"}))
    return Encoding::latin1;
  return refused(name);
}

bool goes_on_as(std::string_view declaration, Encoding encoding) {
  if (encoding == Encoding::utf16_le || encoding == Encoding::utf16_be)
    return is_one_of(declared(declaration), {"", "utf-16", "utf-16le", "utf-16be", "utf16"});
  const auto declared = encoding_of(declaration);
  return declared && *declared == encoding;
}

void Utf8Text::set(Encoding encoding, std::string_view raw, bool last) {
  encoding_ = encoding;
  at_ = raw_ = 0;
  raw_size_ = raw.size();
  view_ = raw;
  if (encoding == Encoding::utf8) return;
  decoded_.clear();
  if (encoding == Encoding::latin1)
    decode_latin1(raw);
  else
    decode_utf16(raw, last, encoding == Encoding::utf16_le ? 0 : 1);
  const auto size = decoded_.size();
  decoded_.append(DP_PADDING, '\0');
  view_ = std::string_view(decoded_).substr(0, size);
}

void Utf8Text::decode_latin1(std::string_view raw) {
  decoded_.reserve(2 * raw.size() + DP_PADDING);
  for (const char byte : raw) format::append_utf8(decoded_, static_cast<unsigned char>(byte));
}

/// `low`: which byte of a unit is the lower one.
void Utf8Text::decode_utf16(std::string_view raw, bool last, unsigned low) {
  decoded_.reserve(3 * raw.size() / 2 + DP_PADDING);
  const auto unit = [&](std::size_t at) {
    return static_cast<char32_t>(static_cast<unsigned char>(raw[at + low]) |
                                 static_cast<unsigned char>(raw[at + 1 - low]) << 8);
  };
  std::size_t at = 0;
  for (; at + 2 <= raw.size(); at += 2) {
    const char32_t code = unit(at);
    if (code < 0xd800 || code > 0xdfff) {
      format::append_utf8(decoded_, code);
      continue;
    }
    const bool high = code < 0xdc00;
    if (high && at + 4 > raw.size() && !last) return;
    const char32_t next = high && at + 4 <= raw.size() ? unit(at + 2) : 0;
    if (next < 0xdc00 || next > 0xdfff) {
      decoded_ += '\xff';
      continue;
    }
    format::append_utf8(decoded_, 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00));
    at += 2;
  }
  if (last && at < raw.size()) decoded_ += '\xff';
}

/// Go on by a character.
void Utf8Text::step() {
  const auto byte = static_cast<unsigned char>(view_[at_]);
  const std::size_t size = byte < 0x80 || byte == 0xff ? 1
                           : byte < 0xe0               ? 2
                           : byte < 0xf0               ? 3
                                                       : 4;
  at_ += size;
  raw_ += encoding_ == Encoding::latin1 ? 1 : size == 4 ? 4 : 2;
}

std::size_t Utf8Text::raw_of(std::size_t at) {
  if (encoding_ == Encoding::utf8) return at;
  if (at < at_) at_ = raw_ = 0;
  while (at_ < at) step();
  return std::min(raw_, raw_size_);  // half a unit may end it
}

std::size_t Utf8Text::at_of(std::size_t raw) {
  if (encoding_ == Encoding::utf8) return raw;
  at_ = raw_ = 0;
  while (raw_ < raw && at_ < view_.size()) step();
  return at_;
}

}  // namespace dp::xml
