// SPDX-License-Identifier: Apache-2.0
#pragma once

/// libjpeg without its longjmp: calls that return a Status, and a reader that gives rows.

#include <cstdint>
#include <dp/result.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "thumbnail/picture.hpp"

namespace dp::thumbnail {

/// What a JPEG's header tells, before anything of the picture is decoded.
struct JpegHeader {
  Size size;
  std::uint32_t bands = 3;  ///< 1 is grey, 3 colour, 4 CMYK
  int orientation = 1;
  std::uint64_t decode_bytes = 0;  ///< held at once to decode it; 0: a few rows
  std::string profile;             ///< ICC; empty if there is none
};

/// Decode a JPEG, as small as is of use.
///
/// Errors: task_failed, saying what is wrong with the file. Data that libjpeg would only warn of
///   because it must guess pixels from there on is wrong too, unless it is asked not to be strict. A file that lacks nothing but the
///   mark of its end is right.
/// Lifetime: borrows the file's bytes.
class JpegReader {
 public:
  /// Most of a progressive file's scans; more are an attack, since each costs a pass.
  static constexpr int kMostScans = 200;

  JpegReader();
  JpegReader(const JpegReader&) = delete;
  JpegReader& operator=(const JpegReader&) = delete;
  ~JpegReader();

  Result<JpegHeader> open(std::string_view file);
  /// Begin to decode, in the smallest of 1/1, 1/2, 1/4 and 1/8 that is twice as large as
  /// `wanted` (or larger). Returns the size of what rows() will give.
  /// `strict`: what is damaged is an error; otherwise as much is decoded as there is, and the
  /// rest is grey.
  Result<Size> start(Size wanted, bool strict = true);
  /// Call `take` with each row, from the top.
  Status rows(const std::function<void(const std::uint8_t*)>& take);
  /// What was wrong with the file, after rows() without `strict`; empty if nothing.
  [[nodiscard]] std::string_view damage() const noexcept;

 private:
  Status fill_up(unsigned from, const std::function<void(const std::uint8_t*)>& take);

  struct Session;
  std::unique_ptr<Session> session_;
};

/// Write a picture of 1 or 3 bands as a baseline JPEG, colour at half resolution.
/// Errors: task_failed, with libjpeg's reason.
Result<std::string> encode_jpeg(const Picture& picture, int quality);

}  // namespace dp::thumbnail
