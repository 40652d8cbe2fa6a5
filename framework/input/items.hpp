// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <memory>
#include <string>
#include <vector>

#include "base/fd.hpp"
#include "input/source.hpp"
#include "input/stream.hpp"
#include "pipeline/model.hpp"

namespace dp::input {

/// One file of the input.
struct Item {
  std::string name;  ///< the path as users know it, or "-"
  std::string path;  ///< what to open
  protocol::FileStamp stamp;
  protocol::Compression compression = protocol::Compression::none;
  /// Of what is compressed, and of a stream that nothing has come of, only as far as it was said:
  /// its first bytes may tell better.
  protocol::TextEncoding text;
  bool one_piece = false;       ///< its encoding can only be read from the beginning on
  std::int64_t changed_ns = 0;  ///< when its inode was, as stat has it
  std::uint64_t ends = 0;       ///< hash_of_ends
  Stream* stream = nullptr;     ///< what has come of it so far, if it is one; owned by Items

  /// Its identity with the size that it has now.
  [[nodiscard]] protocol::FileStamp stamp_now() const noexcept {
    return stream == nullptr ? stamp : stream->stamp();
  }
  /// How its text is encoded, as far as is known by now.
  [[nodiscard]] const protocol::TextEncoding& text_now() const noexcept {
    return stream == nullptr ? text : stream->encoding();
  }
  /// All of it, to be read from its beginning.
  [[nodiscard]] protocol::Slice slice() const;
};

/// Named by the input, but not readable as a file, or a folder that cannot be listed.
struct Unreadable {
  std::string name;
  std::string reason;
  std::size_t before =
      0;  ///< the item of Items::list that it stands before in the input's order
};

/// The input of a run, in order.
struct Items {
  std::vector<Item> list;
  std::uint64_t range = 0;             ///< numbers instead of files, if not 0
  std::uint64_t bytes = 0;             ///< of all files
  bool unknown = false;                ///< they were not looked for
  std::vector<Unreadable> unreadable;  ///< in the input's order
  std::vector<std::unique_ptr<Stream>> streams;
  Fd text;  ///< holds an input that was given as text

  /// The stream that an item is, or nullptr.
  [[nodiscard]] Stream* stream_of(std::uint64_t item) const noexcept {
    return item < list.size() ? list[item].stream : nullptr;
  }
  [[nodiscard]] std::uint64_t count() const noexcept {
    return range != 0 ? range : list.size();
  }
};

/// Find the input's files: expand globs and folders, read lists, open streams ("-", and FIFOs
/// and descriptors that are named outright). A regular file that is standard input from its
/// beginning on is a file.
///
/// Law: each file once, under the first path that leads to it, whatever others do (see
///   FileIdentity: spellings, links, hard links); in the order that the input asks for.
/// Mistakes of the file (a path that is not there, nothing found at all) go to `diagnostics`.
/// Errors: io.
Result<Items> find_items(const pipeline::Input& input, pipeline::Diagnostics& diagnostics);

/// Wait for the end of all streams: they are read as files from then on. One that cannot be unpacked
/// becomes unreadable. Errors: as Stream.
Status wait_for_streams(Items& items);

/// An input of one item: these bytes, under `name`.
/// Errors: exhausted, io.
Result<Items> items_of_text(const std::string& name, std::string_view text);

}  // namespace dp::input
