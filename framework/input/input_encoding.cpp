// SPDX-License-Identifier: Apache-2.0
#include "input/input_encoding.hpp"

#include <algorithm>

#include "input/encoding.hpp"
#include "input/item_buffer.hpp"

namespace dp::input {
namespace {

constexpr std::size_t kReadAtOnce = 64 << 10;

/// The beginning of text that has to be decoded, as far as there is.
std::string decoded(const Item& item, std::size_t most) {
  auto slice = item.slice();
  slice.more = item.stream != nullptr && !item.stream->ended();
  ItemBuffer buffer(kReadAtOnce, most);
  if (!buffer.open(slice, 0)) return {};
  while (buffer.held().size() < most && !buffer.at_end())
    if (!buffer.fill(protocol::kWholeItem)) break;
  return std::string(buffer.held().substr(0, most));
}

Result<std::string> beginning_of_stream(Stream& stream, const Item& item, std::size_t most) {
  for (auto wanted = most;; wanted += most) {
    DP_CHECK(stream.wait_for(wanted));
    if (!stream.encoding().decodes()) return stream.bytes_at(0, most);
    auto text = decoded(item, most);
    if (text.size() == most || stream.ended()) return text;
  }
}

}  // namespace

void check_encoding(const pipeline::Input& input, pipeline::Diagnostics& diagnostics) {
  if (!input.encoding) return;
  const auto known = find_encoding(input.encoding->text);
  if (!known)
    return diagnostics.error(input.encoding->mark, "input.encoding: " + known.error().message,
                             "iconv -l lists those there are");
  if (known->can_cut()) return;
  diagnostics.error(input.encoding->mark,
                    "input.encoding: what a byte means in '" + known->name +
                        "' depends on all before it, which dp does not read",
                    "make it UTF-8 first: iconv -f " + known->name + " -t UTF-8");
}

protocol::TextEncoding encoding_asked(const pipeline::Input& input) {
  protocol::TextEncoding asked;
  asked.bad = static_cast<protocol::BadBytes>(input.bad_bytes);
  if (!input.encoding) return asked;
  const auto known = find_encoding(input.encoding->text);
  if (known) asked.name = known->name;
  return asked;
}

Status keep_whole(const protocol::TextEncoding& asked, Items& items) {
  if (!asked.decodes()) return {};
  const auto known = find_encoding(asked.name);
  if (!known || known->can_cut()) return {};
  for (auto& item : items.list) item.one_piece = item.text_now().name == asked.name;
  return items.streams.empty() ? Status() : wait_for_streams(items);
}

Result<std::string> beginning_of(const Item& item, std::size_t most) {
  if (item.stream != nullptr) return beginning_of_stream(*item.stream, item, most);
  const bool is_plain = item.compression == protocol::Compression::none;
  if (item.text.decodes() || !is_plain) return decoded(item, most);
  std::string bytes(most, '\0');
  auto source = open_source(item.path, item.stamp, item.compression, 0);
  const auto got = source ? (*source)->read(bytes.data(), most) : Result<std::size_t>(0);
  bytes.resize(got.value_or(0));
  return bytes;
}

}  // namespace dp::input
