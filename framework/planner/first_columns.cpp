// SPDX-License-Identifier: Apache-2.0
#include "planner/first_columns.hpp"

#include <dp/abi.h>

#include <optional>
#include <string_view>
#include <utility>

#include "protocol/ask.hpp"

namespace dp::planner {
namespace {

constexpr int kMostInputs = 64;

/// The first bytes of an item; none if it cannot be read.
Result<std::string> sample_of(const input::Item& item) {
  if (item.stream != nullptr) {
    DP_CHECK(item.stream->wait_for(DP_HEAD_BYTES));
    return item.stream->bytes_at(0, DP_HEAD_BYTES);
  }
  std::string bytes(DP_HEAD_BYTES, '\0');
  auto source = input::open_source(item.path, item.stamp, item.compression, 0);
  if (!source) return std::string();
  const auto got = (*source)->read(bytes.data(), bytes.size());
  bytes.resize(got ? *got : 0);
  return bytes;
}

/// Whether there is nothing in `text` but white space, after a byte order mark.
bool is_blank(std::string_view text) noexcept {
  constexpr std::string_view kMark = "\xef\xbb\xbf";
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Whether what a reader says of an input leaves it to others to say which columns there are.
bool is_passed_over(const Result<protocol::OpenReply>& opened) noexcept {
  if (!opened) return false;
  if (opened->ok) return opened->output.empty();
  return opened->option.empty() || opened->error.code == Errc::not_found;
}

}  // namespace

Result<FirstColumns> first_columns(pool::Pool& pool, const input::Items& items,
                                   protocol::OpenRequest request) {
  std::optional<FirstColumns> first;
  int looked_at = 0;
  for (const auto& item : items.list) {
    if (item.stream == nullptr && item.stamp.size == 0) continue;
    if (looked_at++ == kMostInputs) break;
    DP_TRY(request.reader.sample, sample_of(item));
    if (is_blank(request.reader.sample)) continue;
    DP_TRY(auto opened, protocol::ask(pool, request));
    const bool passed_over = is_passed_over(opened);
    if (!first || !passed_over) first = FirstColumns{request.reader.sample, std::move(opened)};
    if (!passed_over) return *std::move(first);
  }
  if (first) return *std::move(first);
  request.reader.sample.clear();
  DP_TRY(auto opened, protocol::ask(pool, request));
  return FirstColumns{{}, std::move(opened)};
}

}  // namespace dp::planner
