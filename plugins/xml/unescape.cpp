// SPDX-License-Identifier: Apache-2.0
#include "xml/unescape.hpp"

namespace dp::xml {
namespace {

/// Append what the reference "name" of "&name;" stands for.
void append_reference(std::string& out, std::string_view name) {
  if (name.front() == '#') {
    const bool hex = name[1] == 'x';
    char32_t code = 0;
    for (const char byte : name.substr(hex ? 2 : 1)) {
      const auto digit = static_cast<unsigned>(byte) - '0';
      code = code * (hex ? 16 : 10) +
             (digit <= 9 ? digit : ((static_cast<unsigned>(byte) | 0x20u) - 'a' + 10));
    }
    return put_code(out, code);
  }
  out += name == "amp"    ? '&'
         : name == "lt"   ? '<'
         : name == "gt"   ? '>'
         : name == "quot" ? '"'
                          : '\'';
}

/// Append `raw`; `references` and `spaces`: with what they stand for.
void append_decoded(std::string& out, std::string_view raw, bool references, bool spaces) {
  for (std::size_t at = 0; at < raw.size(); ++at) {
    const char byte = raw[at];
    if (byte == '&' && references) {
      const auto end = raw.find(';', at);
      append_reference(out, raw.substr(at + 1, end - at - 1));
      at = end;
    } else if (byte == '\r') {
      if (at + 1 < raw.size() && raw[at + 1] == '\n') ++at;
      out += spaces ? ' ' : '\n';
    } else {
      out += spaces && (byte == '\n' || byte == '\t') ? ' ' : byte;
    }
  }
}

}  // namespace

void put_code(std::string& out, char32_t code) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xc0 | code >> 6);
    put(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    put(0xe0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3f));
    put(0x80 | (code & 0x3f));
  } else {
    put(0xf0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3f));
    put(0x80 | (code >> 6 & 0x3f));
    put(0x80 | (code & 0x3f));
  }
}

void append_text(std::string& out, std::string_view raw) {
  append_decoded(out, raw, true, false);
}
void append_cdata(std::string& out, std::string_view raw) {
  append_decoded(out, raw, false, false);
}
void append_value(std::string& out, std::string_view raw) {
  append_decoded(out, raw, true, true);
}

}  // namespace dp::xml
