// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>

#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/fd.hpp"
#include "expr/expression.hpp"
#include "input/source.hpp"
#include "pool/worker.hpp"
#include "protocol/plan.hpp"
#include "protocol/reject.hpp"
#include "protocol/slice.hpp"
#include "temporary.hpp"
#include "worker/libraries.hpp"
#include "worker/links.hpp"

namespace dp::test {

/// The plugin of kit.cpp.
inline const std::string kKit = DP_TEST_KIT;

/// One of its tasks, with the options that open needs.
inline protocol::TaskUse kit(std::string task, data::Value options = data::Value::map()) {
  return {kKit, std::move(task), std::move(options)};
}
inline protocol::TaskUse collect_by(const std::string& column, std::int64_t most = 0,
                                    const std::string& broken = "") {
  return kit("kit.collect", data::Value::map()
                                .add("by", data::Value::of(column))
                                .add("most", data::Value::of(most))
                                .add("broken", data::Value::of(broken)));
}
inline protocol::TaskUse text_writer(const std::string& broken = "") {
  return kit("kit.text", data::Value::map().add("broken", data::Value::of(broken)));
}
inline protocol::TaskUse tag(const std::string& text) {
  return kit("kit.tag", data::Value::map().add("tag", data::Value::of(text)));
}

/// What the readers of kit emit.
inline const Schema kTexts = {{"text", Type::string, false}, {"size", Type::int64, true}};

/// A stage whose output is used as a whole.
inline protocol::Stage stage(protocol::Stage::Kind kind, Schema output,
                             protocol::TaskUse use = {}) {
  protocol::Stage made;
  made.kind = kind;
  made.use = std::move(use);
  made.used.assign(output.size(), 1);
  made.output = std::move(output);
  return made;
}
inline protocol::Stage where(const char* condition, const Schema& columns) {
  auto made = stage(protocol::Stage::Kind::where, columns);
  made.condition = expr::Expression::parse(condition).value();
  return made;
}

/// A plan whose records are texts and sizes, by a reader of kit.
inline protocol::Plan plan_of(protocol::Intake intake, protocol::TaskUse reader) {
  protocol::Plan plan;
  plan.intake = intake;
  plan.stages = {stage(protocol::Stage::Kind::reader, kTexts, std::move(reader))};
  plan.record_columns = 2;
  return plan;
}
inline protocol::Plan plan_of_lines() {
  return plan_of(protocol::Intake::lines, kit("kit.lines"));
}
inline protocol::Plan plan_of_records(bool greedy = false) {
  return plan_of(protocol::Intake::records,
                 kit("kit.records", data::Value::map()
                                        .add("greedy", data::Value::of(greedy))
                                        .add("whole", data::Value::of(false))));
}

/// What a worker's pool offers, in memory.
class MemoryContext final : public pool::WorkerContext {
 public:
  using Place = std::tuple<std::uint64_t, std::uint64_t, bool>;  ///< item, place, precise

  void report_position(std::uint64_t item, std::uint64_t place,
                       bool precise) noexcept override {
    places.emplace_back(item, place, precise);
  }
  void report_call(std::string_view call, pool::Timing timing) noexcept override {
    calls.emplace_back(call);
    if (timing == pool::Timing::opening) opening.emplace_back(call);
  }
  void report_alive() noexcept override { ++signs_of_life; }
  Result<pool::StoreRange> store(pool::Bytes bytes) override {
    if (full) return fail(Errc::io, "the store is full");
    const pool::StoreRange range{3, stored.size(), bytes.size()};
    stored.append(bytes.data(), bytes.size());
    return range;
  }
  Status load(const pool::StoreRange& range, std::string& out) override {
    if (range.store != 3 || range.offset + range.size > stored.size())
      return fail(Errc::corrupt, "no such range");
    ++loads;
    out = stored.substr(range.offset, range.size);
    return {};
  }
  Status commit_part(pool::Part part, pool::Bytes reply) override {
    commits.emplace_back(part, std::string(reply.begin(), reply.end()));
    return {};
  }
  Status commit_prefix(pool::Bytes reply) override {
    prefixes.emplace_back(reply.begin(), reply.end());
    return {};
  }
  /// The bytes of a range.
  [[nodiscard]] std::string text(const pool::StoreRange& range) const {
    return stored.substr(range.offset, range.size);
  }

  std::string stored;
  bool full = false;
  int loads = 0;
  std::vector<Place> places;
  std::vector<std::string> calls;
  std::vector<std::string> opening;  ///< those that get things ready
  int signs_of_life = 0;
  std::vector<std::pair<pool::Part, std::string>> commits;
  std::vector<std::string> prefixes;
};

/// The rows of a batch of texts and sizes (or of any other columns of these types), as "a|1".
inline std::vector<std::string> rows_of(const dp_batch& batch) {
  std::vector<std::string> rows;
  const BatchView view(batch);
  for (std::size_t row = 0; row < view.rows(); ++row) {
    std::string line;
    for (std::int64_t i = 0; i < batch.array->n_children; ++i) {
      const auto& column = view.column(static_cast<std::size_t>(i));
      if (i != 0) line += '|';
      if (column.length == 0)
        line += "empty";
      else if (ColumnView(column).is_null(row))
        line += "null";
      else if (column.n_buffers > 2)  // views of text
        line += StringColumn(column)[row];
      else
        line += std::to_string(Int64Column(column)[row]);
    }
    rows.push_back(std::move(line));
  }
  return rows;
}

/// Keeps the rows that are pushed, and whatever else a batch says.
class Collector final : public worker::Link {
 public:
  Status push(const dp_batch& batch) override {
    if (refuses) return fail(Errc::io, "no more rows");
    ++batches;
    for (auto& row : rows_of(batch)) rows.push_back(std::move(row));
    for (std::int64_t i = 0; batch.offsets != nullptr && i < batch.array->length; ++i)
      offsets.push_back(batch.offsets[i]);
    source = batch.source;
    return {};
  }
  std::vector<std::string> take() { return std::exchange(rows, {}); }

  int batches = 0;
  bool refuses = false;
  std::vector<std::string> rows;
  std::vector<std::uint64_t> offsets;
  const dp_item* source = nullptr;
};

/// A batch of texts and their sizes; the offsets are 10, 11 ...
class TextBatch {
 public:
  explicit TextBatch(const std::vector<std::string>& texts, std::uint64_t item = 0)
      : builder_(kTexts, texts.size()) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      builder_.column(0).put_copy(i, texts[i]);
      builder_.column(1).put(i, static_cast<std::int64_t>(texts[i].size()));
      builder_.offsets()[i] = 10 + i;
    }
    batch_ = builder_.finish(texts.size(), item).value();
  }
  operator const dp_batch&() const noexcept { return batch_; }

 private:
  BatchBuilder builder_;
  dp_batch batch_{};
};

/// Rejects as "item:offset raw (reason)".
inline std::vector<std::string> rejects_of(std::string_view bytes) {
  std::vector<std::string> list;
  ByteReader in(bytes);
  while (in.ok() && !in.at_end()) {
    protocol::Reject reject;
    decode(in, reject);
    list.push_back(std::to_string(reject.item) + ":" + std::to_string(reject.offset) + " " +
                   std::string(reject.raw) + " (" + std::string(reject.reason) + ")");
  }
  return list;
}

/// Files, and slices of them.
class Files {
 public:
  /// The whole of a new file as a slice of item `item`.
  protocol::Slice slice(std::string_view bytes, std::uint64_t item = 0) {
    protocol::Slice made;
    made.item = item;
    made.name = folder_.write("file" + std::to_string(++count_), bytes);
    const auto file = open_file(made.name, O_RDONLY);
    made.stamp = input::stamp_of(file->get()).value();
    return made;
  }
  /// A part of that.
  protocol::Slice part(std::string_view bytes, std::uint64_t begin, std::uint64_t end) {
    auto made = slice(bytes);
    made.begin = begin;
    made.end = end;
    return made;
  }
  [[nodiscard]] const TemporaryFolder& folder() const noexcept { return folder_; }

 private:
  TemporaryFolder folder_;
  int count_ = 0;
};

using Texts = std::vector<std::string>;

}  // namespace dp::test
