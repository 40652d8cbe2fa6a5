// SPDX-License-Identifier: Apache-2.0
#include "xml/records.hpp"

namespace dp::xml {
namespace {

constexpr std::size_t kBatchBytes = 256 * 1024;
constexpr std::size_t kKeptOfLong = 64 * 1024;

}  // namespace

std::string wrong_at(const RecordReader& reader, const char* record) {
  return reader.reason() + " (at byte " + std::to_string(reader.wrong() - record) +
         " of the record)";
}

Records::Records(const Layout& layout, RecordReader& reader)
    : layout_(layout), reader_(reader), rows_(layout.columns) {
  const std::vector<std::uint8_t> all(layout.columns.size(), 1);
  need(all);
}

void Records::need(std::span<const std::uint8_t> used) {
  rows_.need(used);
  picker_ = Picker();
  for (std::uint32_t i = 0; i < layout_.paths.size(); ++i)
    if (used[i] != 0) picker_.want(i, layout_.paths[i]);
}

void Records::begin(std::uint64_t item) noexcept {
  rows_.begin(item);
  records_.clear();
  bytes_ = 0;
}

Status Records::add(const Record& record, Output& out) {
  if (records_.size() == Rows::kMost ||
      (!records_.empty() && bytes_ + record.text.size() > kBatchBytes))
    DP_CHECK(flush(out));
  records_.push_back(record);
  bytes_ += record.text.size();
  return {};
}

Status Records::set_aside(std::string_view raw, std::uint64_t offset, std::string_view reason,
                          Output& out) {
  DP_CHECK(flush(out));
  return out.reject(offset, raw.substr(0, kKeptOfLong), reason);
}

Status Records::flush(Output& out) {
  if (records_.empty()) return {};
  DP_CHECK(parse(records_) ? put(records_, out) : put_each(out));
  records_.clear();
  bytes_ = 0;
  return {};
}

bool Records::parse(std::span<const Record> records) {
  texts_.clear();
  for (const auto& record : records) texts_.push_back(record.text);
  return trees_.parse(texts_, spaces_);
}

/// Make rows of records that are parsed.
Status Records::put(std::span<const Record> records, Output& out) {
  rows_.begin_batch(trees_.text());
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto& record = records[i];
    if (!picker_.pick(trees_.roots()[i], spaces_ == Trees::Spaces::all)) {
      // From now on all spaces are kept: the next records are likely to be of the same kind.
      spaces_ = Trees::Spaces::all;
      DP_CHECK(rows_.flush(out));
      return parse(records.subspan(i)) ? put(records.subspan(i), out)
                                       : fail(Errc::bug, trees_.reason());
    }
    if (rows_.add(picker_, record.offset)) continue;
    DP_CHECK(rows_.flush(out));
    rows_.begin_batch(trees_.text());
    DP_CHECK(out.reject(record.offset, record.text.substr(0, kKeptOfLong), rows_.misfit()));
  }
  return rows_.flush(out);
}

/// Find out which of the records are refused.
Status Records::put_each(Output& out) {
  for (const auto& record : records_) {
    const auto reason = refusal(record);
    const auto raw = record.text.substr(0, kKeptOfLong);
    DP_CHECK(reason.empty() ? put({&record, 1}, out) : out.reject(record.offset, raw, reason));
  }
  return {};
}

std::string Records::refusal(const Record& record) {
  const char* begin = record.text.data();
  if (!record.checked &&
      reader_.read(begin, begin + record.text.size(), true) == RecordReader::Outcome::wrong)
    return wrong_at(reader_, begin);
  return parse({&record, 1}) ? "" : "pugixml: " + trees_.reason();
}

}  // namespace dp::xml
