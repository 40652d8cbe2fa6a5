// SPDX-License-Identifier: Apache-2.0
#include "worker/record_bytes.hpp"

#include <algorithm>

#include "protocol/reject.hpp"

namespace dp::worker {

namespace {

/// A record as it is kept: without line ends before it, and without the one that ends it.
std::string_view without_line_ends(std::string_view record) noexcept {
  if (record.ends_with('\n')) record.remove_suffix(1);
  record.remove_prefix(std::min(record.find_first_not_of("\r\n"), record.size()));
  return record;
}

}  // namespace

std::uint64_t RecordBytes::lines() const noexcept {
  return static_cast<std::uint64_t>(std::count(all.begin(), all.end(), '\n'));
}

protocol::RecordText text_of(const RecordBytes& record, const input::ItemBuffer& buffer) {
  const auto own = [&](std::string_view part) {
    return part.empty() ? part : buffer.own_bytes(buffer.place_of(part), part.size());
  };
  protocol::RecordText text;
  text.taken = own(record.all).size();
  text.lines = record.lines();
  text.before = own(record.all.substr(0, record.before())).size();
  text.size = own(record.kept).size();
  text.raw = protocol::kept_of(own(record.kept));
  return text;
}

RecordBytes record_in(std::string_view data, const plugin::Skipped& record) noexcept {
  return {data.substr(0, static_cast<std::size_t>(record.consumed)),
          without_line_ends(data.substr(record.begin, record.end - record.begin))};
}

plugin::Skipped line_in(std::string_view data) noexcept {
  const auto newline = data.find('\n');
  const auto size = newline == std::string_view::npos ? data.size() : newline + 1;
  return {size, 0, size};
}

}  // namespace dp::worker
