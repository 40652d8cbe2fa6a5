// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <dp/result.hpp>
#include <dp/task.hpp>
#include <functional>
#include <string>
#include <string_view>

namespace dp::temporary {

/// TMPDIR, or if that is empty or not set /tmp.
std::string folder();

/// A file without a name in folder(), which is gone with its process.
///
/// Errors of all calls: exhausted, for want of room; io. Both name the folder, after `who`.
class UnnamedFile {
 public:
  static Result<UnnamedFile> make(std::string_view who);
  /// For libraries that open files by name alone: the file has one until `open` returns.
  static Result<UnnamedFile> make(std::string_view who,
                                  const std::function<Status(const std::string&)>& open);

  UnnamedFile(UnnamedFile&& other) noexcept;
  UnnamedFile& operator=(UnnamedFile&& other) noexcept;
  ~UnnamedFile();

  /// What opens the file as long as it is there.
  [[nodiscard]] std::string path() const;
  /// Write all `bytes` at that place.
  Status write(std::string_view bytes, std::uint64_t at);
  /// Read up to `size` bytes at that place into `bytes`. Returns how many: none after its end.
  Result<std::size_t> read(char* bytes, std::size_t size, std::uint64_t at) const;
  /// Write all of it to an output. Errors also: the output's, as they are.
  Status copy_to(Output& out) const;

 private:
  UnnamedFile(std::string_view who, int descriptor) : who_(who), descriptor_(descriptor) {}

  std::string who_;
  int descriptor_;  ///< -1: moved from
};

}  // namespace dp::temporary
