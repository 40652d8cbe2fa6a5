// SPDX-License-Identifier: Apache-2.0
#include "run/reject_log.hpp"

#include <algorithm>
#include <tuple>

#include "base/unnamed_file.hpp"

namespace dp::run {

Result<RejectLog> RejectLog::create(const std::string& folder) {
  DP_TRY(auto file, create_unnamed_file(folder));
  return RejectLog(std::move(file));
}

Status RejectLog::add(std::string_view rejects) {
  // A chunk may hold several items: a block for each run of one item's rejects.
  ByteReader in(rejects);
  Block block{};
  bool begun = false;
  std::uint64_t at = 0;
  while (!in.at_end()) {
    protocol::Reject reject;
    decode(in, reject);
    if (!in.ok()) return fail(Errc::corrupt, "rejects are not well formed");
    if (begun && reject.item != block.item) {
      block.size = size_ + at - block.place;
      blocks_.push_back(block);
      begun = false;
    }
    if (!begun) block = {reject.item, reject.offset, size_ + at, 0};
    block.offset = std::min(block.offset, reject.offset);
    begun = true;
    at = rejects.size() - in.rest().size();
    ++count_;
  }
  if (!begun) return {};
  block.size = size_ + at - block.place;
  blocks_.push_back(block);
  if (auto status = pwrite_full(file_.get(), rejects, size_); !status)
    return fail_write(std::move(status).error(),
                      "cannot keep rejects in " + place_of_unnamed(file_.get()),
                      "let TMPDIR name another folder");
  size_ += rejects.size();
  return {};
}

Status RejectLog::add(const protocol::Reject& reject) {
  std::string bytes;
  protocol::append_reject(bytes, reject);
  return add(bytes);
}

Status RejectLog::for_each(const std::function<Status(const protocol::Reject&)>& visit) {
  std::sort(blocks_.begin(), blocks_.end(), [](const Block& a, const Block& b) {
    return std::tie(a.item, a.offset, a.place) < std::tie(b.item, b.offset, b.place);
  });
  std::string bytes;
  std::vector<protocol::Reject> rejects;
  for (const auto& block : blocks_) {
    bytes.resize(block.size);
    DP_TRY(const auto got, pread_full(file_.get(), bytes.data(), bytes.size(), block.place));
    if (got != bytes.size()) return fail(Errc::corrupt, "rejects were cut short");
    ByteReader in(bytes);
    rejects.clear();
    while (!in.at_end()) {
      decode(in, rejects.emplace_back());
      if (!in.ok()) return fail(Errc::corrupt, "rejects are not well formed");
    }
    // A step rejects records after the reader has, which is batches ahead.
    std::stable_sort(rejects.begin(), rejects.end(),
                     [](const protocol::Reject& a, const protocol::Reject& b) {
                       return a.offset < b.offset;
                     });
    for (const auto& reject : rejects) DP_CHECK(visit(reject));
  }
  return {};
}

}  // namespace dp::run
