// SPDX-License-Identifier: Apache-2.0
#include "run/reject_file.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "protocol/ask.hpp"
#include "run/line_numbers.hpp"

namespace dp::run {

namespace {

constexpr std::size_t kSamples = 5;
// Of one item, so that what waits for its line numbers takes a bounded space.
constexpr std::size_t kOffsetsAtOnce = 100'000;
constexpr std::size_t kRawBytesAtOnce = 64 << 20;

void append_base64(std::string& out, std::string_view bytes) {
  static constexpr char kDigits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t triple = 0;
    const auto count = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t k = 0; k < 3; ++k)
      triple = triple << 8 | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k)
      out += k <= count ? kDigits[triple >> (18 - 6 * k) & 63] : '=';
  }
}

bool is_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    const auto size = utf8_size(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

/// Bytes as a field of this name, or of NAME_base64 if they are no text. Of none (a step knows no
/// bytes of what it rejects) there is no field.
void append_bytes(std::string& out, std::string_view name, std::string_view bytes) {
  if (bytes.empty()) return;
  const bool is_text = is_utf8(bytes);
  out.append(",\"").append(name).append(is_text ? "\":" : "_base64\":\"");
  if (is_text) return append_json(out, bytes);
  append_base64(out, bytes);
  out += '"';
}

/// Writes rejects as they come, in order: those of one item together get their line numbers.
class Writer {
 public:
  Writer(const DeathLog& deaths, const input::Items& items, bool with_lines, pool::Pool& pool,
         Target* file)
      : deaths_(&deaths), items_(&items), with_lines_(with_lines), pool_(&pool), file_(file) {}

  Status add(const protocol::Reject& reject) {
    const bool other = !pending_.empty() && pending_.back().item != reject.item;
    if (other) DP_CHECK(flush());
    DP_CHECK(add_unreadable(reject.item + 1));
    if (pending_.size() == kOffsetsAtOnce || raw_bytes_ >= kRawBytesAtOnce) DP_CHECK(flush());
    raw_bytes_ += reject.raw.size();
    pending_.push_back({reject.item, reject.offset, std::string(reject.raw),
                        std::string(reject.reason),
                        reject.size > reject.raw.size() ? reject.size : 0, reject.line});
    return {};
  }
  /// All was added.
  Status finish() {
    DP_CHECK(flush());
    return add_unreadable(items_->list.size() + 1);
  }
  std::vector<RejectSample> take_samples() { return std::move(samples_); }

 private:
  struct Pending {
    std::uint64_t item;
    std::uint64_t offset;
    std::string raw;
    std::string reason;
    std::uint64_t cut_from;  ///< bytes of the record, if raw is but its beginning; else 0
    std::uint64_t line;      ///< of a stream
  };
  /// A line that is known, from which the next ones of its item are counted.
  struct Known {
    std::uint64_t item;
    std::uint64_t offset;
    std::uint64_t line;
  };
  Status flush();
  /// What the input names before item `end`, and cannot be read.
  Status add_unreadable(std::uint64_t end);
  Result<std::vector<std::uint64_t>> line_numbers();
  Status write(const RejectSample& sample, std::string_view raw, std::uint64_t cut_from);
  Status write(const Pending& reject, std::uint64_t line);

  const DeathLog* deaths_;
  const input::Items* items_;
  bool with_lines_;
  pool::Pool* pool_;
  Target* file_;
  std::vector<Pending> pending_;
  std::size_t raw_bytes_ = 0;  ///< in pending_
  std::optional<Known> known_;
  std::size_t unreadable_ = 0;  ///< of items_->unreadable, written
  std::vector<RejectSample> samples_;
};

Result<std::vector<std::uint64_t>> Writer::line_numbers() {
  if (!with_lines_ || (file_ == nullptr && samples_.size() >= kSamples))
    return std::vector<std::uint64_t>(pending_.size(), 0);
  const auto number = pending_.front().item;
  const auto& item = items_->list[number];
  if (item.stream != nullptr) {
    std::vector<std::uint64_t> known;
    for (const auto& reject : pending_) known.push_back(reject.line);
    return known;
  }
  const auto known = known_ && known_->item == number ? *known_ : Known{number, 0, 1};
  auto request = lines_of(item, known.offset);
  for (const auto& reject : pending_) request.offsets.push_back(reject.offset);
  DP_TRY(const auto reply, protocol::ask(*pool_, request));
  // An item that cannot be read (any more) has no line numbers; its rejects are kept all the
  // same.
  known_.reset();
  if (!reply || reply->size() != pending_.size())
    return std::vector<std::uint64_t>(pending_.size(), 0);
  auto numbers = *reply;
  for (auto& line : numbers) line += known.line - 1;
  // Of offsets that fall the last one need not be the one that was counted to.
  const auto last = std::max_element(request.offsets.begin(), request.offsets.end());
  known_ = {number, *last, numbers.back()};
  return numbers;
}

Status Writer::flush() {
  if (pending_.empty()) return {};
  DP_TRY(const auto lines, line_numbers());
  for (std::size_t i = 0; i < pending_.size(); ++i) DP_CHECK(write(pending_[i], lines[i]));
  pending_.clear();
  raw_bytes_ = 0;
  return {};
}

Status Writer::add_unreadable(std::uint64_t end) {
  const auto& all = items_->unreadable;
  for (; unreadable_ < all.size() && all[unreadable_].before < end; ++unreadable_)
    DP_CHECK(write({all[unreadable_].name, 0, 0, all[unreadable_].reason, {}}, {}, 0));
  return {};
}

Status Writer::write(const Pending& reject, std::uint64_t line) {
  const bool range = items_->range != 0;
  const auto name =
      range ? "item " + std::to_string(reject.item) : items_->list[reject.item].name;
  return write(
      {name, line, reject.offset, reject.reason, deaths_->detail(reject.item, reject.offset)},
      reject.raw, reject.cut_from);
}

Status Writer::write(const RejectSample& sample, std::string_view raw, std::uint64_t cut_from) {
  if (samples_.size() < kSamples) samples_.push_back(sample);
  if (file_ == nullptr) return {};
  std::string text = "{\"file\":";
  append_json(text, sample.file);
  if (!is_utf8(sample.file)) append_bytes(text, "file", sample.file);
  if (sample.line != 0) text += ",\"line\":" + std::to_string(sample.line);
  text += ",\"offset\":" + std::to_string(sample.offset) + ",\"reason\":";
  append_json(text, sample.reason);
  append_bytes(text, "raw", raw);
  if (cut_from != 0) text += ",\"raw_bytes\":" + std::to_string(cut_from);
  text += "}\n";
  return file_->write(text);
}

}  // namespace

Result<std::vector<RejectSample>> write_rejects(RejectLog& rejects, const DeathLog& deaths,
                                                const input::Items& items, bool with_lines,
                                                pool::Pool& pool, Target* file) {
  Writer writer(deaths, items, with_lines, pool, file);
  DP_CHECK(
      rejects.for_each([&](const protocol::Reject& reject) { return writer.add(reject); }));
  DP_CHECK(writer.finish());
  return writer.take_samples();
}

}  // namespace dp::run
