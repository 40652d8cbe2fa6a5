// SPDX-License-Identifier: Apache-2.0
#include "run/target.hpp"

namespace dp::run {

Result<Target> Target::open(const std::string& path, const StandardOutput& standard_output) {
  Target target(standard_output);
  if (path == "-") return target;
  DP_TRY(auto file, AtomicFile::create(path));
  DP_TRY(auto lock, TargetLock::take(file.path()));
  target.file_.emplace(std::move(file));
  target.lock_.emplace(std::move(lock));
  return target;
}

Status Target::write(std::string_view bytes) {
  return file_ ? file_->write(bytes) : (*out_)(bytes);
}

Status Target::copy(const pool::Pool& pool, const pool::StoreRange& range) {
  DP_CHECK(pool.check(range));
  if (file_) return file_->copy(pool.store_descriptor(range.store), range.offset, range.size);
  std::string bytes;
  DP_CHECK(pool.load(range, bytes));
  return (*out_)(bytes);
}

Status Target::sync() { return file_ ? file_->sync() : Status{}; }

Status Target::seal() { return file_ ? file_->seal() : Status{}; }

Status Target::publish() { return file_ ? file_->publish() : Status{}; }

std::optional<Written> Target::written() const {
  if (!file_) return std::nullopt;
  return Written{file_->path(), file_->size()};
}

}  // namespace dp::run
