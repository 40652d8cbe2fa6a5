// SPDX-License-Identifier: Apache-2.0
#include "rows/spool.hpp"

#include <algorithm>
#include <utility>

namespace dp::rows {

Status Spool::append(std::string_view bytes) {
  if (memory_.size() + bytes.size() > most_) DP_CHECK(flush());
  memory_.append(bytes);
  return memory_.size() > most_ ? flush() : Status{};
}

Status Spool::flush() {
  if (!file_) {
    DP_TRY(auto made, temporary::UnnamedFile::make(""));
    file_.emplace(std::move(made));
  }
  DP_CHECK(file_->write(memory_, written_));
  written_ += memory_.size();
  memory_.clear();
  return {};
}

Status Spool::read(std::uint64_t at, std::size_t size, std::string& out) const {
  out.resize(size);
  std::size_t got = 0;
  while (got < size && at + got < written_) {
    const auto count = std::min<std::uint64_t>(size - got, written_ - at - got);
    DP_TRY(const auto done, file_->read(out.data() + got, count, at + got));
    if (done == 0)
      return fail(Errc::io, temporary::folder() + ": a temporary file lost its bytes");
    got += done;
  }
  if (got < size) memory_.copy(out.data() + got, size - got, at + got - written_);
  return {};
}

void Spool::clear() noexcept {
  file_.reset();
  written_ = 0;
  memory_.clear();
}

}  // namespace dp::rows
