// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <dp/result.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "temporary/unnamed_file.hpp"

namespace dp::rows {

/// Bytes one after the other: in memory as long as they are few, then in a file without a name in
/// TMPDIR (or /tmp), which is gone with its process.
///
/// Errors of all calls: exhausted, for want of room; io, naming the folder.
class Spool {
 public:
  static constexpr std::size_t kInMemory = 32 << 20;

  /// `in_memory`: the most bytes that are kept there.
  explicit Spool(std::size_t in_memory = kInMemory) noexcept : most_(in_memory) {}
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;
  ~Spool() = default;

  Status append(std::string_view bytes);
  [[nodiscard]] std::uint64_t size() const noexcept { return written_ + memory_.size(); }
  /// Bytes [at, at + size) in place of what `out` held. Precondition: there are so many.
  Status read(std::uint64_t at, std::size_t size, std::string& out) const;
  /// Forget all bytes.
  void clear() noexcept;

 private:
  Status flush();

  std::size_t most_;
  std::optional<temporary::UnnamedFile> file_;
  std::uint64_t written_ = 0;  ///< to the file
  std::string memory_;         ///< what comes after that
};

}  // namespace dp::rows
