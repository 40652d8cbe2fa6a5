// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace dp::protocol {

/// Before the bytes of rows that go to a file of their own (WriterUse::parts): this, then the file's
/// path, then the bytes.
struct PathFrame {
  std::uint64_t path_bytes = 0;
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
};

/// Append to `text` a frame of the bytes that write() appends to it.
template <class Write>
auto append_frame(std::string& text, std::string_view path, std::uint64_t rows, Write write) {
  PathFrame frame{path.size(), rows, 0};
  const auto at = text.size();
  text.append(sizeof frame, '\0');
  text += path;
  const auto begin = text.size();
  auto status = write();
  frame.bytes = text.size() - begin;
  std::memcpy(text.data() + at, &frame, sizeof frame);
  return status;
}

}  // namespace dp::protocol
