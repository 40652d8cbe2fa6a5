// SPDX-License-Identifier: Apache-2.0
#include "worker/partitioner.hpp"

#include <algorithm>
#include <dp/hash.hpp>
#include <utility>

#include "base/text.hpp"
#include "protocol/path_frame.hpp"

namespace dp::worker {

namespace {

/// Of the 255 bytes of a file's name: the rest is for what stands around the values.
constexpr std::size_t kMostOfValues = 200;
constexpr std::string_view kDigits = "0123456789ABCDEF";

bool needs_escape(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f || c == '/' || c == '%';
}

void append_escaped(std::string& name, char c) {
  const auto byte = static_cast<unsigned char>(c);
  name += '%';
  name += kDigits[byte >> 4];
  name += kDigits[byte & 15];
}

std::string hash_of(std::string_view value) {
  auto hash = Hasher(0).bytes(value);
  std::string digits;
  for (int i = 0; i < 16; ++i, hash >>= 4) digits += kDigits[hash & 15];
  return digits;
}

}  // namespace

void append_name_part(std::string& name, std::string_view value, std::size_t most_bytes) {
  if (value.empty()) {
    name += "%empty";
    return;
  }
  const auto begin = name.size();
  for (std::size_t i = 0; i < value.size(); ++i)
    if (needs_escape(value[i]) || (i == 0 && value[i] == '.'))
      append_escaped(name, value[i]);
    else
      name += value[i];
  if (name.size() - begin <= most_bytes) return;
  const auto hash = "%h" + hash_of(value);
  const auto kept = most_bytes > hash.size() ? most_bytes - hash.size() : 0;
  name.resize(begin + whole_characters(std::string_view(name).substr(begin), kept).size());
  name += hash;
}

Partitioner::Partitioner(std::vector<Part> parts, const Schema& schema)
    : parts_(std::move(parts)), filter_(schema) {
  const auto columns = std::count_if(parts_.begin(), parts_.end(),
                                     [](const Part& part) { return part.value != nullptr; });
  most_bytes_ = kMostOfValues / static_cast<std::size_t>(std::max<std::ptrdiff_t>(columns, 1));
}

Result<std::unique_ptr<Partitioner>> Partitioner::make(
    const std::vector<protocol::PathPart>& parts, const Schema& schema) {
  std::vector<Part> made;
  for (const auto& part : parts) {
    made.push_back({part.text, nullptr});
    if (!part.is_column) continue;
    auto evaluator = expr::Evaluator::make(part.value, schema);
    if (!evaluator || evaluator->type() != Type::string)
      return fail(Errc::corrupt, "a path with a column that is not there: " + part.text);
    made.back().value = std::make_unique<expr::Evaluator>(std::move(*evaluator));
  }
  return std::unique_ptr<Partitioner>(new Partitioner(std::move(made), schema));
}

void Partitioner::add_value(const ArrowArray& values, std::uint32_t row) {
  const StringColumn texts(values);
  if (texts.is_null(row))
    path_ += "%null";
  else
    append_name_part(path_, texts[row], most_bytes_);
}

/// The rows of the batch, by the path that each goes to.
Status Partitioner::share_out(const BatchView& batch) {
  rows_.clear();
  std::vector<const ArrowArray*> values;
  for (const auto& part : parts_) {
    values.push_back(nullptr);
    if (!part.value) continue;
    DP_TRY(values.back(), part.value->evaluate(batch));
  }
  auto last = rows_.end();
  for (std::uint32_t row = 0; row < batch.rows(); ++row) {
    path_.clear();
    for (std::size_t i = 0; i < parts_.size(); ++i)
      if (values[i] != nullptr)
        add_value(*values[i], row);
      else
        path_ += parts_[i].text;
    // Rows of one file often follow each other.
    if (last == rows_.end() || last->first != path_) last = rows_.try_emplace(path_).first;
    last->second.push_back(row);
  }
  return {};
}

Status Partitioner::write(const dp_batch& batch, std::string& text, const Write& write) {
  DP_CHECK(share_out(BatchView(batch)));
  for (const auto& part : rows_)
    DP_CHECK(protocol::append_frame(text, part.first, part.second.size(),
                                    [&] { return write(filter_.keep(batch, part.second)); }));
  return {};
}

}  // namespace dp::worker
