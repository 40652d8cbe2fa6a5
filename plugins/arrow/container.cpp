// SPDX-License-Identifier: Apache-2.0
#include "arrow/container.hpp"

#include <string>

namespace dp::arrow {
namespace {

constexpr std::string_view kMagic = "ARROW1";
constexpr std::uint32_t kContinues = 0xffffffff;

std::string bytes_of(std::uint32_t number) {
  return {reinterpret_cast<const char*>(&number), sizeof number};
}

}  // namespace

Status Container::put(std::string_view bytes) {
  at_ += bytes.size();
  return out_->write(bytes);
}

Status Container::put_message(std::string_view metadata, std::string_view body) {
  const std::uint64_t begin = at_ + 8;
  const auto size = aligned(begin + metadata.size()) - begin;
  batches_.push_back({at_, 8 + size, body.size()});
  auto head = bytes_of(kContinues) + bytes_of(static_cast<std::uint32_t>(size));
  head += metadata;
  head.append(size - metadata.size(), '\0');
  DP_CHECK(put(head));
  return put(body);
}

Status Container::begin(const Form& form) {
  if (kind_ == FileKind::file) DP_CHECK(put(std::string(kMagic) + std::string(2, '\0')));
  DP_CHECK(put_message(schema_message(form), {}));
  batches_.clear();
  return {};
}

Status Container::batch(const BatchForm& batch, std::string_view body) {
  return put_message(batch_message(batch), body);
}

Status Container::end(const Form& form) {
  DP_CHECK(put(bytes_of(kContinues) + bytes_of(0)));
  if (kind_ == FileKind::stream) return {};
  const auto last = footer(form, batches_);
  DP_CHECK(put(last));
  return put(bytes_of(static_cast<std::uint32_t>(last.size())) + std::string(kMagic));
}

}  // namespace dp::arrow
