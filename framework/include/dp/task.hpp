// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What a task of a plugin sees of dp: its options and columns, its input, and where results
/// go. Plugins include <dp/plugin.hpp>.

#include <dp/abi.h>

#include <cstdio>
#include <dp/batch.hpp>
#include <dp/option.hpp>
#include <dp/options.hpp>
#include <dp/result.hpp>
#include <span>
#include <string>
#include <string_view>

namespace dp {

/// What dp tells users about a task, and how it may drive it. All pointers are to literals.
struct TaskInfo {
  const char* name = "";     ///< what `use:` says
  const char* summary = "";  ///< one line
  const char* doc = "";      ///< Markdown: columns, an example
  std::span<const dp_option> options = {};
  std::span<const dp_aggregate> aggregates = {};  ///< reducer
  std::uint32_t traits = 0;                       ///< DP_CUT_..., DP_ORDER_..., DP_WRITER_...
  const char* extensions = nullptr;               ///< writer: "csv|tsv"
  std::span<const dp_parameter> parameters = {};  ///< function
  const char* knowledge = nullptr;                ///< reader: see dp_reader.knowledge
};

/// What an instance is opened from.
class Context {
 public:
  Context(const dp_context& raw, dp_error* error, std::span<const dp_option> declared = {})
      : raw_(&raw), error_(error), declared_(declared) {
    if (auto schema = import_schema(raw.input)) input_ = std::move(*schema);
  }

  /// Only in open: the values go when it returns.
  [[nodiscard]] Options options() const noexcept {
    return Options(raw_->options, declared_, &mistake_);
  }
  /// What options() was asked for that the task does not declare so; its message is empty if
  /// nothing.
  [[nodiscard]] const Options::Mistake& mistake() const noexcept { return mistake_; }
  /// The columns of the batches that will come; empty for a reader or a writer.
  [[nodiscard]] const Schema& input() const noexcept { return input_; }
  /// Reader: the first bytes of an input, maybe empty. It is the first input in which open finds
  /// columns: open fails with not_found, or sets none, to be shown the next.
  [[nodiscard]] std::string_view sample() const noexcept { return Options::view(raw_->sample); }
  /// Whether that is all of the input.
  [[nodiscard]] bool sample_is_whole() const noexcept {
    return DP_HAS(raw_, sample_cut) ? raw_->sample_cut == 0 : raw_->sample.size < DP_HEAD_BYTES;
  }
  /// Whether open is shown more of the input if it fails with sample_too_short.
  [[nodiscard]] bool can_see_more() const noexcept {
    return DP_HAS(raw_, sample_more) && raw_->sample_more != 0;
  }
  // Of readers that learn (see dp_reader.knowledge):
  /// Whether the host looks through the input, if what the reader guessed is refuted.
  [[nodiscard]] bool can_refute() const noexcept { return DP_HAS(raw_, learning); }
  /// What was learned of all of the input; empty: it was not looked through.
  [[nodiscard]] std::string_view knowledge() const noexcept {
    return DP_HAS(raw_, knowledge) ? Options::view(raw_->knowledge) : std::string_view();
  }
  /// Columns that are not known yet would be in the result.
  [[nodiscard]] bool growing() const noexcept {
    return DP_HAS(raw_, growing) && raw_->growing != 0;
  }
  /// Emit what is learned of the records, not the records.
  [[nodiscard]] bool learning() const noexcept {
    return DP_HAS(raw_, learning) && raw_->learning != 0;
  }
  /// Seed for hashing keys from data: the same in all workers of a run.
  [[nodiscard]] std::uint64_t hash_seed() const noexcept { return raw_->hash_seed; }

  /// The place of the input's column `name`, which must be of `type`.
  /// Errors: invalid_pipeline, with the columns that there are.
  [[nodiscard]] Result<std::size_t> column(std::string_view name, Type type) const {
    const auto place = find_column(input_, name);
    if (place && input_[*place].type == type) return *place;
    std::string message = "expects a column '" + std::string(name) + "' of type " +
                          std::string(type_name(type)) + " (got ";
    for (const auto& field : input_)
      message += field.name + ": " + std::string(type_name(field.type)) +
                 (&field == &input_.back() ? "" : ", ");
    return fail(Errc::invalid_pipeline, message + (input_.empty() ? "no columns)" : ")"));
  }

  /// Refuse option `path` ("sort[1]", "take.hits"): the user sees its place in the file.
  /// `code`: not_found, if a reader finds no records in the sample and others may have some.
  [[nodiscard]] tl::unexpected<Error> bad_option(std::string_view path, std::string message,
                                                 Errc code = Errc::invalid_pipeline) const {
    std::snprintf(error_->option, sizeof error_->option, "%.*s", static_cast<int>(path.size()),
                  path.data());
    return fail(code, std::move(message));
  }
  /// Say that option `path` is most likely a mistake, though it can be meant: the user sees a warning
  /// at its place in the file. Only in open. Hosts before 2.1 say nothing.
  void warn(std::string_view path, std::string_view message) const {
    if (!DP_HAS(raw_, warn) || raw_->warn == nullptr) return;
    raw_->warn(raw_->host, {path.data(), path.size()}, {message.data(), message.size()});
  }

 private:
  const dp_context* raw_;
  dp_error* error_;
  std::span<const dp_option> declared_;
  mutable Options::Mistake mistake_;
  Schema input_;
};

/// A piece of an item. See dp_input.
class Input {
 public:
  explicit Input(const dp_input& raw) noexcept : raw_(&raw) {}
  /// The bytes; DP_PADDING more are readable after them.
  [[nodiscard]] std::string_view data() const noexcept { return Options::view(raw_->data); }
  /// Where data() begins in the item.
  [[nodiscard]] std::uint64_t offset() const noexcept { return raw_->offset; }
  [[nodiscard]] std::uint64_t item() const noexcept { return raw_->item->index; }
  /// Where the record that begins at data()[at] stands.
  [[nodiscard]] RecordPlace place(std::size_t at) const noexcept {
    return {item(), offset() + at};
  }
  [[nodiscard]] std::string_view item_name() const noexcept {
    return Options::view(raw_->item->name);
  }
  [[nodiscard]] bool first() const noexcept { return raw_->first != 0; }
  [[nodiscard]] bool last() const noexcept { return raw_->last != 0; }
  // For readers with DP_CUT_RECORDS:
  /// The item's first bytes.
  [[nodiscard]] std::string_view head() const noexcept {
    return Options::view(raw_->item->head);
  }
  /// Records that begin at data()[stop()] or later are not to be read.
  [[nodiscard]] std::size_t stop() const noexcept {
    return static_cast<std::size_t>(raw_->stop);
  }
  /// A record that does not end in data() is to be rejected: no more bytes can come.
  [[nodiscard]] bool full() const noexcept { return raw_->full != 0; }

 private:
  const dp_input* raw_;
};

/// Where a task's results go during a call.
class Output {
 public:
  explicit Output(const dp_out& raw) noexcept : raw_(&raw), call_(next_call()) {}

  /// Hand on a batch. The batch is free to be reused when this returns.
  [[nodiscard]] Status emit(const dp_batch& batch) {
    return done(raw_->emit(raw_->host, &batch));
  }
  /// The same of what BatchBuilder::finish returned, or its error.
  [[nodiscard]] Status emit(const Result<dp_batch>& batch) {
    if (!batch) return fail(batch.error());
    return emit(*batch);
  }
  /// Tells the calls that this thread's tasks got apart: no two have the same number.
  [[nodiscard]] std::uint64_t call() const noexcept { return call_; }
  /// Rows wait to be emitted before the call ends, or do no longer. What dp::Rows calls.
  void hold(std::size_t rows) noexcept { held_ += rows; }
  void release(std::size_t rows) noexcept { held_ -= rows; }
  /// Rows that wait.
  [[nodiscard]] std::size_t held() const noexcept { return held_; }
  /// Writer: append output bytes.
  [[nodiscard]] Status write(std::string_view bytes) { return partial(0, bytes); }
  /// Reducer: append bytes to the partial of hash partition `partition` (< DP_PARTITIONS).
  [[nodiscard]] Status partial(std::uint32_t partition, std::string_view bytes) {
    return done(raw_->bytes(raw_->host, partition, bytes.data(), bytes.size()));
  }
  /// Reject the record at `offset` of the item. Of readers, steps, and a reducer's update.
  [[nodiscard]] Status reject(std::uint64_t offset, std::string_view raw,
                              std::string_view reason) {
    return done(raw_->reject(raw_->host, offset, {raw.data(), raw.size()},
                             {reason.data(), reason.size()}));
  }
  /// Have the run's summary tell what is so of `count` records, the first of which is at `offset`
  /// of the item, and no output shows. Notes of the same text add up. `only_some`: it is told only
  /// if it is not so of all records of the run. Hosts before 2.1 tell nothing. Of whom reject() is.
  [[nodiscard]] Status note(std::uint64_t offset, std::string_view text,
                            std::uint64_t count = 1, bool only_some = false) {
    if (!DP_HAS(raw_, note)) return {};
    const dp_note said{sizeof said, {text.data(), text.size()}, offset, count, only_some, 0};
    return done(raw_->note(raw_->host, &said));
  }
  /// Reject a record of which what the reader guessed does not hold. The call is to return this: it
  /// fails. Of readers for which Context::can_refute().
  [[nodiscard]] Status refute(std::uint64_t offset, std::string_view raw,
                              std::string_view reason) {
    if (auto status = reject(offset, raw, reason); !status) return status;
    return fail(Errc::refuted, std::string(reason));
  }

 private:
  static Status done(std::int32_t code) {
    if (code == 0) return {};
    return fail(static_cast<Errc>(code), {});
  }
  static std::uint64_t next_call() noexcept {
    thread_local std::uint64_t calls = 0;
    return ++calls;
  }
  const dp_out* raw_;
  std::uint64_t call_;
  std::size_t held_ = 0;
};

/// What a reader's call went through.
struct ReadCount {
  std::uint64_t lines = 0;     ///< physical lines, blank ones included
  std::uint64_t blank = 0;     ///< of these, the blank ones: neither records nor rejects
  std::uint64_t consumed = 0;  ///< DP_CUT_RECORDS: where in the data the first record begins
                               ///< that was not read; 0: the call comes again with more bytes
  /// skip: where in the data the first record lies, without what only separates it from others. An end
  /// of 0: all that is consumed.
  std::uint64_t record_begin = 0, record_end = 0;
};

}  // namespace dp
