// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "base/fields.hpp"

namespace dp::protocol {

/// How an item's bytes are compressed, detected by its first bytes.
enum class Compression : std::uint8_t {
  none,
  gzip,
  zstd,
  bzip2,
  xz,
  zip,  ///< known, not read
  lz4,  ///< known, not read
  tar,  ///< of files that may be anything: known, not read
};

/// What becomes of bytes that are no character of an item's encoding.
enum class BadBytes : std::uint8_t {
  reject,   ///< the record is rejected
  replace,  ///< U+FFFD stands for each of them
  keep,     ///< the character of its number does, as in Latin-1
};

/// How an item's text is encoded, if readers cannot take its bytes as they are.
struct TextEncoding {
  std::string
      name;  ///< see input::Encoding; empty: UTF-8, or whatever the reader makes of bytes
  BadBytes bad = BadBytes::reject;

  /// The bytes are made UTF-8 before a reader sees them.
  [[nodiscard]] bool decodes() const noexcept { return !name.empty(); }
  bool operator==(const TextEncoding&) const = default;

  static constexpr auto kFields = std::tuple(&TextEncoding::name, &TextEncoding::bad);
};

/// The identity of a file, taken when the run is planned and compared when it is read.
struct FileStamp {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;  ///< bytes; what follows them at reading time is left unread
  std::int64_t modified_ns = 0;

  bool operator==(const FileStamp&) const = default;

  static constexpr auto kFields = std::tuple(&FileStamp::device, &FileStamp::inode,
                                             &FileStamp::size, &FileStamp::modified_ns);
};

/// The end of a slice whose item's (uncompressed) size is not known.
inline constexpr std::uint64_t kWholeItem = ~std::uint64_t{0};

/// An item, and how its bytes are read.
struct ItemToRead {
  std::uint64_t item = 0;  ///< its place in the run's input
  std::string name;        ///< what users call it
  std::string path;        ///< what to open; empty: its name
  FileStamp stamp;
  Compression compression = Compression::none;
  TextEncoding text;  ///< of the unpacked bytes

  [[nodiscard]] const std::string& file() const noexcept { return path.empty() ? name : path; }
};

/// An item, or a part of one, for a worker to read.
struct Slice : ItemToRead {
  std::uint64_t begin = 0;
  std::uint64_t end = kWholeItem;  ///< of a plain file; kWholeItem: to the end
  // Of items that are cut by records:
  bool exact = true;  ///< a record begins at `begin`; false: the first after it is to be found
  std::uint64_t careful_end = kWholeItem;  ///< where careful reading ends
  bool past_first =
      false;  ///< the first record is passed over: it is of another slice, or rejected
  // Of items that come as streams:
  bool stream = false;  ///< how long the item is was not known when the run began
  bool more = false;    ///< the item goes on after stamp.size

  static constexpr auto kFields =
      std::tuple(&Slice::item, &Slice::name, &Slice::path, &Slice::stamp, &Slice::compression,
                 &Slice::text, &Slice::begin, &Slice::end, &Slice::exact, &Slice::careful_end,
                 &Slice::past_first, &Slice::stream, &Slice::more);
};

/// Where the records of a slice begin and end.
struct RecordBounds {
  bool found = false;       ///< a record begins in the slice
  std::uint64_t begin = 0;  ///< the first one, if found
  std::uint64_t end = 0;    ///< the first one after the slice, if found

  static constexpr auto kFields =
      std::tuple(&RecordBounds::found, &RecordBounds::begin, &RecordBounds::end);
};

}  // namespace dp::protocol

template <>
struct dp::EnumRange<dp::protocol::Compression> {
  static constexpr auto kFirst = protocol::Compression::none;
  static constexpr auto kLast = protocol::Compression::tar;
};
template <>
struct dp::EnumRange<dp::protocol::BadBytes> {
  static constexpr auto kFirst = protocol::BadBytes::reject;
  static constexpr auto kLast = protocol::BadBytes::keep;
};
