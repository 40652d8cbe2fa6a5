// SPDX-License-Identifier: Apache-2.0
#include "planner/first_columns.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "input/input_encoding.hpp"
#include "protocol/ask.hpp"

namespace dp::planner {
namespace {

/// Whether what a reader says of an input leaves it to others to say which columns there are.
bool is_passed_over(const Result<protocol::OpenReply>& opened) noexcept {
  if (!opened) return false;
  if (opened->ok) return opened->output.empty();
  return opened->option.empty() || opened->error.code == Errc::not_found;
}

/// What is wrong with the compressed data that an item begins with; empty: nothing.
std::string damage_of(const input::Item& item) {
  if (item.stream != nullptr) return item.stream->ended() ? item.stream->damage() : "";
  if (item.compression == protocol::Compression::none) return {};
  std::string bytes(DP_HEAD_BYTES, '\0');
  const auto source = input::open_source(item.path, item.stamp, item.compression, 0);
  if (!source || !(*source)->read(bytes.data(), bytes.size())) return {};
  return (*source)->damage();
}

/// Put the first `most` bytes of an item into `reader`, and whether it has more.
Status show(const input::Item& item, std::size_t most, protocol::ReaderContext& reader) {
  DP_TRY(reader.sample, input::beginning_of(item, most + 1));
  reader.sample_cut = reader.sample.size() > most;
  reader.sample_more = reader.sample_cut && most < kMostSample;
  if (reader.sample_cut) reader.sample.pop_back();
  return {};
}

/// What a reader says of an item's first bytes, of as many as it asks for; nullopt: they are blank.
Result<std::optional<Result<protocol::OpenReply>>> open_with(pool::Pool& pool,
                                                             const input::Item& item,
                                                             protocol::OpenRequest& request) {
  for (std::size_t most = DP_HEAD_BYTES;; most = std::min(16 * most, kMostSample)) {
    DP_CHECK(show(item, most, request.reader));
    if (is_blank(request.reader.sample)) {
      if (request.reader.sample_more) continue;
      return std::nullopt;
    }
    DP_TRY(auto opened, protocol::ask(pool, request));
    const bool asks_for_more = opened && !opened->ok && request.reader.sample_more &&
                               opened->error.code == Errc::sample_too_short;
    request.reader.sample_more = false;
    if (!asks_for_more) return std::optional(std::move(opened));
  }
}

}  // namespace

Result<std::string> sample_of(const input::Item& item) {
  return input::beginning_of(item, DP_HEAD_BYTES);
}

bool is_blank(std::string_view text) noexcept {
  constexpr std::string_view kMark = "\xef\xbb\xbf";
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

Result<FirstColumns> first_columns(pool::Pool& pool, const input::Items& items,
                                   protocol::OpenRequest request) {
  std::optional<FirstColumns> first;
  std::string damage;
  int looked_at = 0;
  for (const auto& item : items.list) {
    if (item.stream == nullptr && item.stamp.size == 0) continue;
    if (looked_at++ == kMostSampled) break;
    DP_TRY(auto opened, open_with(pool, item, request));
    if (!opened) {
      auto found = damage.empty() ? damage_of(item) : "";
      if (!found.empty()) damage = item.name + ": " + std::move(found);
      continue;
    }
    const bool passed_over = is_passed_over(*opened);
    if (!first || !passed_over)
      first = FirstColumns{
          request.reader.sample, request.reader.sample_cut, *std::move(opened), {}};
    if (!passed_over) {
      // A reader is shown as much of each item's beginning.
      for (const auto& other : items.list)
        if (other.stream != nullptr) other.stream->keep_text(first->sample.size());
      return *std::move(first);
    }
  }
  if (first) return *std::move(first);
  request.reader.sample.clear();
  request.reader.sample_cut = false;
  DP_TRY(auto opened, protocol::ask(pool, request));
  return FirstColumns{{}, false, std::move(opened), std::move(damage)};
}

}  // namespace dp::planner
