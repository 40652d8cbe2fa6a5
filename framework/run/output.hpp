// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string_view>
#include <utility>
#include <variant>

#include "run/part_files.hpp"
#include "run/target.hpp"

namespace dp::run {

/// Where the bytes of one of the plan's writers go: a target, or files that rows are shared out among.
class Output {
 public:
  explicit Output(Target target) : to_(std::move(target)) {}
  explicit Output(PartFiles files) : to_(std::move(files)) {}

  /// Whether what stands before and after its rows is for begin() and end(), and not among its bytes.
  [[nodiscard]] bool has_parts() const noexcept {
    return std::holds_alternative<PartFiles>(to_);
  }
  /// What its file, or each of them, begins with.
  Status begin(std::string_view head) {
    if (auto* target = std::get_if<Target>(&to_)) return target->write(head);
    std::get<PartFiles>(to_).begin(head);
    return {};
  }
  /// What it ends with.
  Status end(std::string_view tail) {
    if (auto* target = std::get_if<Target>(&to_)) return target->write(tail);
    return std::get<PartFiles>(to_).end(tail);
  }
  Status write(std::string_view bytes) {
    return std::visit([&](auto& to) { return to.write(bytes); }, to_);
  }
  /// Append bytes that lie in a store.
  Status copy(const pool::Pool& pool, const pool::StoreRange& range) {
    return std::visit([&](auto& to) { return to.copy(pool, range); }, to_);
  }
  /// What was written holds so many rows more; parts say it themselves.
  void add_rows(std::uint64_t rows) noexcept {
    if (auto* target = std::get_if<Target>(&to_)) target->add_rows(rows);
  }

  Status sync() {
    return std::visit([](auto& to) { return to.sync(); }, to_);
  }
  Status seal() {
    return std::visit([](auto& to) { return to.seal(); }, to_);
  }
  Status publish() {
    return std::visit([](auto& to) { return to.publish(); }, to_);
  }
  [[nodiscard]] Written written() const {
    return std::visit([](const auto& to) -> Written { return to.written(); }, to_);
  }

 private:
  std::variant<Target, PartFiles> to_;
};

}  // namespace dp::run
