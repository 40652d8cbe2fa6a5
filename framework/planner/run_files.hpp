// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/file_identity.hpp"
#include "input/items.hpp"
#include "pipeline/diagnostic.hpp"
#include "pipeline/model.hpp"

namespace dp::planner {

/// The files that a run reads and writes, apart from those of its steps, by what they are.
///
/// Read are the pipeline file, the list of the input, the input and tables of joins; written are outputs, results
/// and rejects. Standard streams are no files.
/// Law: nothing is written that is read, and nothing is written twice, however it is spelled (see
///   FileIdentity); results may share a file if their writer can hold several, which is for the
///   compiler to say; what is written one after the other may share a stream, which records and
///   others are, but no two sets of records.
/// Lifetime: borrows model and items.
class RunFiles {
 public:
  /// `pipeline_file`: its path; what is not there has no identity.
  RunFiles(const pipeline::Model& model, const input::Items& items,
           const std::string& pipeline_file);

  /// What the run has to do with a file: "is an input too (a.csv)", "is the pipeline file", "is
  /// the output 'out.csv' too". Nullopt: nothing.
  [[nodiscard]] std::optional<std::string> use_of(const FileIdentity& identity) const;

  /// Report the files that break the law, and those that can never be written (a folder, a
  /// closed descriptor, a file in a folder that takes none), at the place of their paths.
  void check(pipeline::Diagnostics& diagnostics) const;

  /// Report the files that would overwrite a plugin of the run.
  void check_library(const std::string& path, pipeline::Diagnostics& diagnostics) const;

 private:
  enum class Kind : std::uint8_t { records, result, rejects };
  struct Written {
    const pipeline::Text* path;
    const char* what;
    Kind kind;
    bool is_stream;
    bool is_device;  ///< a terminal or the like: no bytes of it are lost or mixed up
    FileIdentity identity;
  };
  struct Input {
    std::uint64_t device;
    std::uint64_t inode;
    std::size_t item;
    auto operator<=>(const Input&) const = default;
  };

  void add(const pipeline::Text& path, const char* what, Kind kind);
  [[nodiscard]] std::optional<std::string> read_as(const FileIdentity& identity) const;
  /// What may be done about two that write the same file.
  static const char* hint_of(const Written& a, const Written& b) noexcept;
  static bool may_share(const Written& a, const Written& b) noexcept;
  [[nodiscard]] const Written* written_before(const Written& file) const;
  [[nodiscard]] const Written* folder_of(const Written& file) const;

  const input::Items* items_;
  std::map<FileIdentity, std::string> read_;  ///< apart from the input: what it is
  std::vector<Input> inputs_;                 ///< sorted
  std::vector<Written> written_;
};

}  // namespace dp::planner
