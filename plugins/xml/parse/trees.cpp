// SPDX-License-Identifier: Apache-2.0
#include "xml/parse/trees.hpp"

#include <dp/abi.h>

namespace dp::xml {

bool is_large_tree(std::string_view record) noexcept {
  // None is shorter than "<a/>".
  if (record.size() <= 4 * kMostOfTree) return false;
  std::size_t count = 0;
  for (std::size_t i = 0; i + 1 < record.size(); ++i) {
    const char next = record[i + 1];
    count += record[i] == '<' ? next != '/' : record[i] == '=' && (next == '"' || next == '\'');
  }
  return count > kMostOfTree;
}

bool Trees::parse(std::span<const std::string_view> records, Spaces spaces) {
  // Comments and instructions are kept as marks of where a text is in parts.
  constexpr unsigned kFlags = pugi::parse_fragment | pugi::parse_cdata | pugi::parse_escapes |
                              pugi::parse_eol | pugi::parse_wconv_attribute |
                              pugi::parse_comments | pugi::parse_pi | pugi::parse_embed_pcdata;
  buffer_.clear();
  for (const auto record : records) buffer_ += record;
  const auto size = buffer_.size();
  buffer_.append(DP_PADDING, '\0');
  const auto flags =
      kFlags | (spaces == Spaces::all ? pugi::parse_ws_pcdata : pugi::parse_ws_pcdata_single);
  const auto parsed =
      document_.load_buffer_inplace(buffer_.data(), size, flags, pugi::encoding_utf8);
  roots_.clear();
  reason_ = parsed.description();
  if (!parsed) return false;
  reason_ = "more or less than one element";
  const char* at = buffer_.data();
  for (const auto node : document_) {
    const auto place = roots_.size();
    if (place == records.size() || node.name() != at + 1) return false;
    at += records[place].size();
    roots_.push_back(node);
  }
  return roots_.size() == records.size();
}

}  // namespace dp::xml
