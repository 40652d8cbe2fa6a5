// SPDX-License-Identifier: Apache-2.0
#include "input/lines.hpp"

#include <algorithm>

#include "input/encoding.hpp"
#include "protocol/reject.hpp"

namespace dp::input {

namespace {

/// Counts the lines of a source up to rising offsets.
class LineCounter {
 public:
  /// `begin`: the offset of what the source gives first.
  LineCounter(Source& source, const LineEnds& ends, std::uint64_t begin,
              const std::function<void()>& alive)
      : source_(&source), ends_(ends), alive_(&alive), block_(1 << 20), at_(begin) {}

  /// The line that `offset` lies in; 1 is that of `begin`. Of an offset that falls, the line of the
  /// one before: a line too late is better than no worker.
  Result<std::uint64_t> line_of(std::uint64_t offset) {
    while (offset >= at_ + have_) {
      count_to(have_);
      at_ += have_;
      counted_ = 0;
      (*alive_)();
      DP_TRY(have_, source_->read(block_.data(), block_.size()));
      if (have_ == 0) break;
    }
    if (have_ != 0 && offset >= at_ + counted_)
      count_to(static_cast<std::size_t>(offset - at_));
    return line_;
  }

 private:
  void count_to(std::size_t end) {
    line_ += ends_.count({block_.data() + counted_, end - counted_});
    counted_ = end;
  }

  Source* source_;
  LineEnds ends_;
  const std::function<void()>* alive_;
  std::vector<char> block_;
  std::uint64_t line_ = 1;
  std::uint64_t at_;         ///< offset of block_[0]
  std::size_t have_ = 0;     ///< bytes in the block
  std::size_t counted_ = 0;  ///< newlines are counted up to block_[counted_]
};

}  // namespace

Result<std::vector<std::uint64_t>> count_lines(const protocol::CountLinesRequest& request,
                                               const std::function<void()>& alive) {
  const auto& item = request.item;
  const bool is_plain = item.compression == protocol::Compression::none;
  const auto first = is_plain ? item.begin : 0;
  DP_TRY(auto source, open_source(item.file(), item.stamp, item.compression, first));
  auto encoding = item.text;
  if (!is_plain) {
    DP_TRY(encoding, look_into(source, encoding));
  }
  LineCounter counter(*source, line_ends_of(encoding), first, alive);
  std::uint64_t before = 0;  // lines of a compressed item that end before item.begin
  if (!is_plain && item.begin != 0) {
    DP_TRY(before, counter.line_of(item.begin));
    --before;
  }
  std::vector<std::uint64_t> lines;
  for (const auto offset : request.offsets) {
    DP_TRY(const auto line, counter.line_of(offset));
    lines.push_back(line - before);
  }
  return lines;
}

std::string line_at(const Item& item, std::uint64_t offset) {
  if (item.compression != protocol::Compression::none) return {};
  const auto source = open_source(item.path, item.stamp_now(), item.compression, offset);
  if (!source) return {};
  std::string line(protocol::kMaxRejectBytes, '\0');
  const auto got = (*source)->read(line.data(), line.size());
  line.resize(got ? *got : 0);
  line.resize(line_ends_of(item.text_now()).find(line));
  return line;
}

}  // namespace dp::input
