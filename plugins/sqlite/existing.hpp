// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <dp/schema.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "temporary/unnamed_file.hpp"

namespace dp::sqlite {

/// What a database that is there already is to become.
enum class Existing { replace, append, error };

/// The words of option `existing`, separated as dp_option has them.
inline constexpr const char* kExistingWords = "replace|append|error";

std::optional<Existing> existing_of(std::string_view word) noexcept;

/// The database that an output is to be written to, as it is before the run.
class Target {
 public:
  Target(std::string path, Existing existing) : path_(std::move(path)), existing_(existing) {}

  /// Whether it can become what it is to. Errors: invalid_pipeline: it exists and must not; it is to
  /// be appended to, and is no database or compressed; another program has it open for writing.
  [[nodiscard]] Status check() const;
  /// Whether rows of this form can be appended to the table, if there is one of that name.
  /// Errors: invalid_pipeline, with what SQLite says.
  [[nodiscard]] Status check_table(std::string_view name, const Schema& schema) const;
  /// Whether there is something that is to be kept.
  [[nodiscard]] bool is_kept() const;
  /// Copy what is to be kept into an empty file, as a database without a log. Returns whether it had
  /// one. Precondition: is_kept(). Errors: those of SQLite; io.
  [[nodiscard]] Result<bool> copy_into(temporary::UnnamedFile& file) const;

 private:
  [[nodiscard]] tl::unexpected<Error> refuse(const std::string& what) const;

  std::string path_;
  Existing existing_;
};

}  // namespace dp::sqlite
