// SPDX-License-Identifier: Apache-2.0
#include "worker/links.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace dp::worker {

Outlet::Outlet() : raw_{sizeof(dp_out), this, &emit, &bytes, &reject_record, &note} {}

Status Outlet::status_of(Status status) {
  const auto kept = std::exchange(kept_, std::nullopt);
  if (!kept || status) return status;
  return fail(*kept);
}

std::int32_t Outlet::keep(Status status) noexcept {
  if (status) return 0;
  kept_ = std::move(status).error();
  return static_cast<std::int32_t>(kept_->code);
}

std::int32_t Outlet::emit(void* host, const dp_batch* batch) noexcept {
  auto& self = *static_cast<Outlet*>(host);
  if (self.next == nullptr)
    return self.keep(fail(Errc::invalid_plugin, "emits a batch where none is expected"));
  try {
    auto whole = plugin::complete(*batch);
    if (whole.array == nullptr)
      return self.keep(fail(Errc::invalid_plugin, "emits a batch without columns"));
    if (auto status = self.decimals.check(*whole.array); !status)
      return self.keep(std::move(status));
    whole.source = self.source;
    // Records come in order: those that are too far are the last ones.
    const auto rows = whole.offsets == nullptr ? 0 : whole.array->length;
    auto row = rows;
    while (row > 0 && whole.offsets[row - 1] >= self.stop_.at) --row;
    for (; row < rows; ++row)
      if (auto status = self.check_stop(whole.offsets[row]); !status)
        return self.keep(std::move(status));
    return self.keep(
        self.next->push(self.places.differ() ? self.places.batch_of(whole) : whole));
  } catch (const std::exception& exception) {
    return self.keep(fail(Errc::bug, exception.what()));
  }
}

std::int32_t Outlet::bytes(void* host, std::uint32_t partition, const void* data,
                           std::uint64_t size) noexcept {
  auto& self = *static_cast<Outlet*>(host);
  if (self.text == nullptr)
    return self.keep(fail(Errc::invalid_plugin, "gives bytes where none are expected"));
  if (partition >= DP_PARTITIONS)
    return self.keep(fail(Errc::invalid_plugin, "partition " + std::to_string(partition) +
                                                    " is not below " +
                                                    std::to_string(DP_PARTITIONS)));
  try {
    self.text->append(static_cast<const char*>(data), size);
    if (self.sizes != nullptr) {
      auto status = count(*self.sizes, partition, size);
      if (!status) return self.keep(std::move(status));
    }
    return self.filled ? self.keep(self.filled()) : 0;
  } catch (const std::exception&) {
    return self.keep(fail(Errc::out_of_memory, "no memory for the bytes it gives"));
  }
}

Status Outlet::check_stop(std::uint64_t offset) {
  if (offset < stop_.at) return {};
  // A record may make several rows.
  if (!stop_.past) stop_.past = offset;
  if (*stop_.past == offset) return {};
  return fail(Errc::bug, "reads the record at byte " + std::to_string(offset) +
                             ", past stop() at byte " + std::to_string(stop_.at) +
                             ": a mistake of the plugin, which dp plugin check finds");
}

Status Outlet::count(Sizes& sizes, std::uint32_t partition, std::uint64_t size) {
  for (std::size_t later = partition + 1; later < DP_PARTITIONS; ++later)
    if (sizes[later] != 0) return fail(Errc::invalid_plugin, "saves partitions out of order");
  sizes[partition] += size;
  return {};
}

std::int32_t Outlet::reject_record(void* host, std::uint64_t offset, dp_bytes raw,
                                   dp_bytes reason) noexcept {
  auto& self = *static_cast<Outlet*>(host);
  if (!self.reports.reject)
    return self.keep(fail(Errc::invalid_plugin, "rejects a record where it cannot"));
  try {
    if (auto status = self.check_stop(offset); !status) return self.keep(std::move(status));
    self.reject(offset, {raw.data, raw.size}, {reason.data, reason.size});
    return 0;
  } catch (const std::exception&) {
    return self.keep(fail(Errc::out_of_memory, "no memory for a rejected record"));
  }
}

void Outlet::reject(std::uint64_t offset, std::string_view raw, std::string_view reason) {
  rejected_at_ = places.offset_of(offset);
  if (!places.differ()) return reports.reject(offset, raw, reason);
  const auto own = places.bytes_of(raw);
  // A byte that does not decode is shown as 0xff.
  const bool may_be_unfit = raw.find('\xff') != std::string_view::npos;
  const auto fault = may_be_unfit ? places.fault_of(own, rejected_at_) : std::string();
  reports.reject(rejected_at_, own, fault.empty() ? reason : fault);
}

std::int32_t Outlet::note(void* host, const dp_note* note) noexcept {
  auto& self = *static_cast<Outlet*>(host);
  if (!self.reports.note)
    return self.keep(fail(Errc::invalid_plugin, "notes something of a record where it cannot"));
  try {
    auto said = plugin::complete(*note);
    said.offset = self.places.offset_of(said.offset);
    self.reports.note(said);
    return 0;
  } catch (const std::exception&) {
    return self.keep(fail(Errc::out_of_memory, "no memory for a note"));
  }
}

StepLink::StepLink(plugin::StepInstance step, const std::string& name, CallTracker& calls,
                   RecordReports reports, Link& next, std::span<const std::uint8_t> used)
    : step_(std::move(step)), call_(calls, "the step " + name) {
  outlet_.next = &next;
  outlet_.reports = std::move(reports);
  outlet_.decimals = DecimalGuard(step_.output(), name, used);
}

Status StepLink::push(const dp_batch& batch) {
  outlet_.source = batch.source;
  const auto inside = call_.enter();
  return outlet_.status_of(step_.process(batch, outlet_.raw()));
}

WhereLink::WhereLink(expr::Evaluator condition, const Schema& schema, std::size_t number,
                     protocol::Counts& counts, Link& next)
    : condition_(std::move(condition)),
      filter_(schema),
      bit_(number < 64 ? std::uint64_t{1} << number : 0),
      counts_(&counts),
      next_(&next) {}

Status WhereLink::push(const dp_batch& batch) {
  DP_TRY(const auto rows, condition_.select(BatchView(batch)));
  counts_->asked |= batch.array->length > 0 ? bit_ : 0;
  if (rows.empty()) return {};
  counts_->kept |= bit_;
  return next_->push(filter_.keep(batch, rows));
}

DeriveLink::DeriveLink(std::vector<expr::Evaluator> expressions, std::size_t columns,
                       std::vector<std::uint8_t> used, Link& next)
    : expressions_(std::move(expressions)),
      columns_(columns),
      used_(std::move(used)),
      next_(&next),
      children_(columns + expressions_.size()) {
  empty_.n_buffers = 5;
  empty_.buffers = no_buffers_;
}

Status DeriveLink::push(const dp_batch& batch) {
  ArrowArray array = *batch.array;
  for (std::size_t i = 0; i < columns_; ++i) children_[i] = array.children[i];
  array.children = children_.data();
  dp_batch wider = batch;
  wider.array = &array;
  for (std::size_t i = 0; i < expressions_.size(); ++i) {
    array.n_children = static_cast<std::int64_t>(columns_ + i);
    children_[columns_ + i] = &empty_;
    if (used_[columns_ + i] == 0) continue;
    DP_TRY(const auto* values, expressions_[i].evaluate(BatchView(wider)));
    children_[columns_ + i] = const_cast<ArrowArray*>(values);
  }
  array.n_children = static_cast<std::int64_t>(children_.size());
  return next_->push(wider);
}

namespace {

/// A value in quotes for a message, cut at 40 bytes.
std::string shown(std::string_view text) {
  constexpr std::size_t kMost = 40;
  const auto cut = whole_characters(text, kMost);
  return "'" + printable(cut) + (cut.size() < text.size() ? "...'" : "'");
}

}  // namespace

CheckLink::CheckLink(std::vector<CheckedValue> values, const Schema& schema,
                     RejectFunction reject, Link& next)
    : values_(std::move(values)), filter_(schema), reject_(std::move(reject)), next_(&next) {}

/// Say why rows that are not among the fitting are not. The first reason stays.
Status CheckLink::add_reasons(CheckedValue& value, const BatchView& batch,
                              std::span<const std::uint32_t> fitting) {
  DP_TRY(const auto* texts, value.shown.evaluate(batch));
  const StringColumn shown_values(*texts);
  auto next = fitting.begin();
  for (std::uint32_t row = 0; row < batch.rows(); ++row) {
    if (next != fitting.end() && *next == row)
      ++next;
    else
      reasons_.try_emplace(row, "column '" + value.name + "': got " + shown(shown_values[row]) +
                                    ", expected " + value.expected);
  }
  return {};
}

Status CheckLink::push(const dp_batch& batch) {
  const BatchView view(batch);
  reasons_.clear();
  for (auto& value : values_) {
    DP_TRY(const auto fitting, value.condition.select(view));
    if (fitting.size() != view.rows()) DP_CHECK(add_reasons(value, view, fitting));
  }
  if (reasons_.empty()) return next_->push(batch);
  for (const auto& [row, reason] : reasons_) reject_(view.offset(row), {}, reason);
  rows_.clear();
  for (std::uint32_t row = 0; row < view.rows(); ++row)
    if (!reasons_.contains(row)) rows_.push_back(row);
  return rows_.empty() ? Status{} : next_->push(filter_.keep(batch, rows_));
}

SplitLink::SplitLink(const Schema& schema, std::size_t column, std::string by, Link& next)
    : splitter_(schema, column, std::move(by)), next_(&next) {}

Status SplitLink::push(const dp_batch& batch) {
  splitter_.begin(batch);
  while (const auto* some = splitter_.next()) DP_CHECK(next_->push(*some));
  return {};
}

SelectLink::SelectLink(std::vector<std::uint32_t> kept, Link& next)
    : kept_(std::move(kept)), next_(&next), children_(kept_.size()) {}

Status SelectLink::push(const dp_batch& batch) {
  ArrowArray array = *batch.array;
  for (std::size_t i = 0; i < kept_.size(); ++i) children_[i] = array.children[kept_[i]];
  array.children = children_.data();
  array.n_children = static_cast<std::int64_t>(children_.size());
  dp_batch fewer = batch;
  fewer.array = &array;
  return next_->push(fewer);
}

EndLink::EndLink(Open<ReducerTask> open_reducers, Open<WriterTask> open_writers,
                 std::size_t record_columns)
    : open_reducers_(std::move(open_reducers)),
      open_writers_(std::move(open_writers)),
      record_columns_(record_columns) {}

Status EndLink::open() {
  reducers_.clear();
  DP_TRY(reducers_, open_reducers_());
  DP_CHECK(renew_stateless());
  output_.streams.resize(writers_.size());
  return {};
}

Status EndLink::renew_stateless() {
  stand_ins_.clear();
  writers_.clear();
  DP_TRY(writers_, open_writers_());
  return {};
}

void EndLink::want(bool output, bool state) noexcept {
  wanted_ = {output, state};
  stand_ins_.clear();
}

Status EndLink::begin_dry_run() {
  if (wanted_.state && stand_ins_.empty() && !reducers_.empty()) {
    DP_TRY(stand_ins_, open_reducers_());
  }
  dry_run_.counts = output_.counts;
  dry_run_.rejects = output_.rejects.size();
  dry_run_.on = true;
  return {};
}

void EndLink::end_dry_run() {
  dry_run_.on = false;
  output_.counts = dry_run_.counts;
  output_.rejects.resize(dry_run_.rejects);
}

Status EndLink::push(const dp_batch& batch) {
  output_.counts.mapped += static_cast<std::uint64_t>(batch.array->length);
  if (wanted_.state)
    for (auto& [reducer, call] : dry_run_.on ? stand_ins_ : reducers_) {
      const auto inside = call.enter();
      DP_CHECK(reducer_outlet_.status_of(reducer.update(batch, reducer_outlet_.raw())));
    }
  return wanted_.output && !writers_.empty() ? write(batch) : Status{};
}

Status EndLink::write(const dp_batch& batch) {
  ArrowArray array = *batch.array;
  array.n_children = static_cast<std::int64_t>(record_columns_);
  dp_batch records = batch;
  records.array = &array;
  for (std::size_t i = 0; i < writers_.size(); ++i) {
    dry_run_.bytes.clear();
    auto& text = dry_run_.on ? dry_run_.bytes : output_.streams[i];
    auto& writer = writers_[i];
    if (!writer.parts)
      DP_CHECK(write(writer, records, text));
    else
      DP_CHECK(writer.parts->write(
          records, text, [&](const dp_batch& rows) { return write(writer, rows, text); }));
  }
  return {};
}

Status EndLink::write(WriterTask& writer, const dp_batch& batch, std::string& text) {
  outlet_.text = &text;
  const auto inside = writer.call.enter();
  return outlet_.status_of(writer.instance.write(batch, outlet_.raw()));
}

}  // namespace dp::worker
