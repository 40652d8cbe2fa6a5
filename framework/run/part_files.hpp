// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/fd.hpp"
#include "base/file_identity.hpp"
#include "pool/pool.hpp"
#include "protocol/path_frame.hpp"
#include "run/progress.hpp"
#include "run/target.hpp"

namespace dp::run {

/// The files of an output whose path has columns: one for each that rows go to.
///
/// Law: they appear together, whole, or not at all; files of earlier runs that get no rows stay.
/// Cost: a descriptor or two a file until they have their names; kMostWaiting bytes of memory for all of them. What is to be
///   compressed lies in files without names first.
/// Lifetime: borrows the standard output of its Settings.
class PartFiles {
 public:
  struct Settings {
    std::string path;              ///< with its columns, as the pipeline has it
    std::string pattern;           ///< of glob(3), for all that it can come to
    std::uint64_t most_files = 0;  ///< more are refused
    CompressionSettings compression;
    const StandardOutput* standard_output = nullptr;
    /// What else the run has to do with a file: it is not overwritten then.
    std::function<std::optional<std::string>(const FileIdentity&)> use_of;
  };
  static constexpr std::size_t kMostWaiting = std::size_t{32} << 20;

  explicit PartFiles(Settings settings);

  /// What each file begins with. Before the first rows.
  void begin(std::string_view head) { head_ = head; }
  /// PathFrames, cut anywhere.
  /// Errors: corrupt; refused: too many files, or one that the run reads or writes too; those of Target.
  Status write(std::string_view bytes);
  /// Those that lie in a store.
  Status copy(const pool::Pool& pool, const pool::StoreRange& range);
  /// What each file ends with: all rows are there.
  Status end(std::string_view tail);

  Status sync();
  Status seal();
  Status publish();
  /// All files as one, under the path with its columns. Those of other runs are told, too.
  [[nodiscard]] Written written() const;

 private:
  struct Part {
    std::unique_ptr<Target> target;
    Fd plain;             ///< of a file that is to be compressed: its bytes
    std::string waiting;  ///< bytes that were not written yet
    std::uint64_t rows = 0;
  };
  [[nodiscard]] Status check_count() const;
  Status take_head();
  Status take_rows(std::string_view& bytes);
  Result<Part*> open(const std::string& path);
  Status put_waiting();
  static Status put(Part& part, std::string_view bytes);
  static Status complete(Part& part);

  Settings settings_;
  std::uint64_t descriptors_;  ///< that this process may have
  std::string head_;
  std::map<std::string, Part> parts_;  ///< by path
  std::size_t waiting_ = 0;            ///< bytes of all parts

  /// The frame that is read.
  struct Frame {
    std::string head;  ///< PathFrame and path, until they are whole
    Part* part = nullptr;
    std::uint64_t left = 0;  ///< bytes of its rows
  } frame_;
};

}  // namespace dp::run
