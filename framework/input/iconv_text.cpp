// SPDX-License-Identifier: Apache-2.0
#include "input/iconv_text.hpp"

#include <cerrno>

namespace dp::input {

std::optional<Iconv> Iconv::open(const std::string& name) {
  const auto handle = ::iconv_open("UTF-8", name.c_str());
  if (handle == kNone) return std::nullopt;
  return Iconv(handle);
}

Iconv::~Iconv() {
  if (handle_ != kNone) ::iconv_close(handle_);
}

Iconv::Stop Iconv::convert(std::string_view& raw, char*& out, std::size_t& room) noexcept {
  char* in = const_cast<char*>(raw.data());
  std::size_t left = raw.size();
  const auto result = ::iconv(handle_, &in, &left, &out, &room);
  raw.remove_prefix(raw.size() - left);
  if (result != static_cast<std::size_t>(-1)) return Stop::none;
  if (errno == E2BIG) return Stop::full;
  return errno == EINVAL ? Stop::partial : Stop::bad;
}

void Iconv::flush(char*& out, std::size_t& room) noexcept {
  (void)::iconv(handle_, nullptr, nullptr, &out, &room);
}

}  // namespace dp::input
