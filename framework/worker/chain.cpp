// SPDX-License-Identifier: Apache-2.0
#include "worker/chain.hpp"

#include <algorithm>
#include <numeric>

#include "input/source.hpp"
#include "protocol/map_requests.hpp"
#include "protocol/reject.hpp"
#include "worker/chain_parts.hpp"
#include "worker/item_reader.hpp"
#include "worker/plugin_functions.hpp"
#include "worker/store_text.hpp"

namespace dp::worker {

std::size_t ChunkOutput::bytes() const noexcept {
  std::size_t bytes = rejects.size();
  for (const auto& stream : streams) bytes += stream.size();
  return bytes;
}

void ChunkOutput::clear() {
  counts = {};
  bounds.reset();
  rejects.clear();
  for (auto& stream : streams) stream.clear();
}

namespace {

/// Whether a column of a batch has any value. One that nobody reads is empty.
bool has_values(const ArrowArray& column) noexcept {
  if (column.length == 0 || column.null_count >= 0) return column.null_count < column.length;
  const ColumnView values(column);
  for (std::size_t row = 0; row < values.size(); ++row)
    if (!values.is_null(row)) return true;
  return false;
}

}  // namespace

/// The head of the chain: turns slices into batches for the first link.
class Chain::Impl {
 public:
  Impl(const protocol::Plan& plan, Libraries& libraries);
  static Result<std::unique_ptr<Impl>> open(const protocol::Plan& plan, Libraries& libraries);

  Status run(const protocol::Slice& slice, std::uint64_t item_in_chunk, bool careful,
             pool::WorkerContext& context);
  Status run_range(std::uint64_t begin, std::uint64_t end, bool careful,
                   pool::WorkerContext& context);
  Result<protocol::RecordBounds> cut(const protocol::Slice& slice,
                                     pool::WorkerContext& context) {
    const CallTracker::Reporting reporting(calls_, context);
    return reader_->cut(slice, context);
  }
  Result<protocol::RecordText> show(const protocol::Slice& slice,
                                    pool::WorkerContext& context) {
    if (!reader_) return fail(Errc::bug, "there is no reader to show a record");
    const CallTracker::Reporting reporting(calls_, context);
    return reader_->show(slice, context);
  }
  Result<protocol::PartialPlace> save(std::size_t reduction, pool::WorkerContext& context);
  [[nodiscard]] std::uint64_t state_bytes();
  Status reset();
  Status renew();
  EndLink& end() noexcept { return *end_; }
  /// Open reader and steps, anew if they are open: a call that failed may have spoiled them.
  Status open_tasks();

 private:
  /// Counts the rows that a reader emits, and sees which declared columns have values.
  class Gate final : public Link {
   public:
    explicit Gate(Impl& impl) : impl_(&impl) {}
    Status push(const dp_batch& batch) override {
      auto& counts = impl_->end_->output().counts;
      counts.records += static_cast<std::uint64_t>(batch.array->length);
      if (impl_->reader_) see_values(*batch.array, counts.filled);
      return impl_->first_->push(batch);
    }

   private:
    void see_values(const ArrowArray& array, protocol::ColumnSet& filled) const {
      const auto& declared = impl_->plan_->stages.front().declared;
      for (std::size_t i = 0; i < declared.size(); ++i)
        if (!filled.has(i) && has_values(*array.children[declared[i]])) filled.add(i);
    }

    Impl* impl_;
  };

  Status check_whole(const protocol::Slice& slice, std::uint64_t item_in_chunk,
                     pool::WorkerContext& context);
  Status push_file(const protocol::Slice& slice);
  void reject(std::uint64_t offset, std::string_view raw, std::string_view reason);
  void note(const dp_note& said);

  const protocol::Plan* plan_;
  Libraries* libraries_;
  CallTracker& calls_;
  std::vector<std::unique_ptr<Link>> links_;
  std::unique_ptr<EndLink> end_;
  Link* first_ = nullptr;
  Gate gate_;
  Outlet outlet_;
  std::optional<ItemReader> reader_;
  BatchBuilder items_;
  std::uint64_t item_ = 0;
  dp_item source_{};
};

Chain::Impl::Impl(const protocol::Plan& plan, Libraries& libraries)
    : plan_(&plan),
      libraries_(&libraries),
      calls_(libraries.calls()),
      gate_(*this),
      items_(protocol::item_schema(plan.intake), protocol::kNumbersAtOnce) {
  outlet_.next = &gate_;
  outlet_.reports.reject = [this](std::uint64_t offset, std::string_view raw,
                                  std::string_view reason) { reject(offset, raw, reason); };
  outlet_.reports.note = [this](const dp_note& said) { note(said); };
}

Result<std::unique_ptr<Chain::Impl>> Chain::Impl::open(const protocol::Plan& plan,
                                                       Libraries& libraries) {
  auto impl = std::make_unique<Impl>(plan, libraries);
  impl->end_ = make_end(plan, libraries, impl->calls_);
  DP_CHECK(impl->end_->open());
  impl->end_->report_to(impl->outlet_.reports);
  if (plan.intake != protocol::Intake::files && plan.intake != protocol::Intake::range)
    impl->reader_.emplace(plan, libraries, *impl->end_, impl->outlet_, impl->calls_,
                          [chain = impl.get()]() -> Status {
                            const OpeningCall closing(chain->calls_, "close of a task");
                            DP_CHECK(chain->end_->renew_stateless());
                            return chain->open_tasks();
                          });
  DP_CHECK(impl->open_tasks());
  return impl;
}

Status Chain::Impl::open_tasks() {
  const OpeningCall closing(calls_, "close of a task");
  first_ = end_.get();
  links_.clear();
  const auto& stages = plan_->stages;
  PluginFunctions functions(*plan_, *libraries_, calls_);
  LinkContext context{libraries_,
                      &functions,
                      plan_->hash_seed,
                      outlet_.reports,
                      &calls_,
                      &end_->output().counts,
                      0};
  for (std::size_t i = stages.size(); i-- > (reader_ ? 1u : 0u);) {
    const Schema& input = i == 0 ? protocol::item_schema(plan_->intake) : stages[i - 1].output;
    context.number = i;
    DP_TRY(auto link, make_link(stages[i], input, context, *first_));
    first_ = link.get();
    links_.push_back(std::move(link));
  }
  return reader_ ? reader_->open() : Status{};
}

Status Chain::Impl::renew() {
  {
    const OpeningCall closing(calls_, "close of a task");
    DP_CHECK(end_->open());
  }
  return open_tasks();
}

std::uint64_t Chain::Impl::state_bytes() {
  std::uint64_t bytes = 0;
  for (auto& reducer : end_->reducers()) bytes += reducer.instance.size();
  return bytes;
}

Status Chain::Impl::reset() {
  for (std::size_t i = 0; i < end_->reducers().size(); ++i) {
    const OpeningCall call(calls_, "reset of the reducer " + plan_->reductions.at(i).title());
    DP_CHECK(end_->reducers()[i].instance.reset());
  }
  return {};
}

/// Errors: corrupt, if compressed data is damaged anywhere.
Status Chain::Impl::check_whole(const protocol::Slice& slice, std::uint64_t item_in_chunk,
                                pool::WorkerContext& context) {
  if (slice.compression == protocol::Compression::none) return {};
  context.report_position(item_in_chunk, slice.begin, false);
  return input::check_undamaged(slice.file(), slice.stamp, slice.compression,
                                [&context] { context.report_alive(); });
}

Status Chain::Impl::run(const protocol::Slice& slice, std::uint64_t item_in_chunk, bool careful,
                        pool::WorkerContext& context) {
  const CallTracker::Reporting reporting(calls_, context);
  item_ = slice.item;
  source_ = item_of(slice, {});
  outlet_.source = &source_;
  if (reader_) {
    if (plan_->rejects_damaged) DP_CHECK(check_whole(slice, item_in_chunk, context));
    return reader_->run(slice, item_in_chunk, careful, context);
  }
  context.report_position(item_in_chunk, slice.begin, true);
  return push_file(slice);
}

void Chain::Impl::reject(std::uint64_t offset, std::string_view raw, std::string_view reason) {
  auto& output = end_->output();
  ++output.counts.rejects;
  // Where the records are numbers, their offsets are places in the batch.
  if (plan_->intake == protocol::Intake::range)
    protocol::append_reject(output.rejects, {item_ + offset, 0, raw, reason});
  else
    protocol::append_reject(output.rejects, {item_, offset, raw, reason});
}

void Chain::Impl::note(const dp_note& said) {
  protocol::Note note;
  note.text = whole_characters({said.text.data, said.text.size}, protocol::kMostNoteBytes);
  note.only_some = said.only_some != 0;
  note.count = std::max<std::uint64_t>(said.count, 1);
  const bool is_range = plan_->intake == protocol::Intake::range;
  note.item = is_range ? item_ + said.offset : item_;
  note.offset = is_range ? 0 : said.offset;
  end_->output().counts.notes.add(note);
}

Status Chain::Impl::push_file(const protocol::Slice& slice) {
  items_.clear();
  items_.column(0).put_copy(0, slice.name);
  items_.column(1).put(0, static_cast<std::int64_t>(slice.stamp.size));
  items_.column(2).put(0, static_cast<std::int64_t>(slice.item));
  items_.offsets()[0] = 0;
  end_->output().counts.bytes += slice.stamp.size;
  DP_TRY(auto batch, items_.finish(1, slice.item));
  batch.source = &source_;
  return gate_.push(batch);
}

Status Chain::Impl::run_range(std::uint64_t begin, std::uint64_t end, bool careful,
                              pool::WorkerContext& context) {
  const CallTracker::Reporting reporting(calls_, context);
  const std::uint64_t rows_at_once = careful ? 1 : protocol::kNumbersAtOnce;
  for (std::uint64_t at = begin; at < end;) {
    const auto rows = std::min(rows_at_once, end - at);
    context.report_position(at - begin, 0, rows == 1);
    auto* values = items_.column(0).data<std::int64_t>();
    std::iota(values, values + rows, static_cast<std::int64_t>(at));
    std::iota(items_.offsets(), items_.offsets() + rows, std::uint64_t{0});
    item_ = at;
    DP_TRY(const auto batch, items_.finish(rows, at));
    DP_CHECK(gate_.push(batch));
    at += rows;
    if (at < end) DP_CHECK(end_->at_border({at - begin, 0}));
  }
  return {};
}

Chain::Chain(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Chain::~Chain() = default;

Result<std::unique_ptr<Chain>> Chain::open(const protocol::Plan& plan, Libraries& libraries) {
  DP_TRY(auto impl, Impl::open(plan, libraries));
  return std::unique_ptr<Chain>(new Chain(std::move(impl)));
}

void Chain::want(bool output, bool state) noexcept { impl_->end().want(output, state); }

void Chain::call_at_borders(AtBorder at_border) {
  impl_->end().call_at_borders(std::move(at_border));
}

Status Chain::run(const protocol::Slice& slice, std::uint64_t item_in_chunk, bool careful,
                  pool::WorkerContext& context) {
  return impl_->run(slice, item_in_chunk, careful, context);
}

Result<protocol::RecordBounds> Chain::cut(const protocol::Slice& slice,
                                          pool::WorkerContext& context) {
  return impl_->cut(slice, context);
}

Result<protocol::RecordText> Chain::show(const protocol::Slice& slice,
                                         pool::WorkerContext& context) {
  return impl_->show(slice, context);
}

Status Chain::run_range(std::uint64_t begin, std::uint64_t end, bool careful,
                        pool::WorkerContext& context) {
  return impl_->run_range(begin, end, careful, context);
}

ChunkOutput& Chain::output() noexcept { return impl_->end().output(); }

std::uint64_t Chain::state_bytes() { return impl_->state_bytes(); }

Result<protocol::PartialPlace> Chain::save(std::size_t reduction,
                                           pool::WorkerContext& context) {
  return impl_->save(reduction, context);
}

Result<protocol::PartialPlace> Chain::Impl::save(std::size_t reduction,
                                                 pool::WorkerContext& context) {
  const CallTracker::Reporting reporting(calls_, context);
  const TaskCall call(calls_, "save of the reducer " + plan_->reductions.at(reduction).title());
  const auto inside = call.enter();
  StoreText text(context);
  protocol::PartialPlace place;
  Outlet outlet;
  outlet.text = &text.text;
  outlet.filled = [&text] { return text.flush_if_large(); };
  outlet.sizes = &place.sizes;
  DP_CHECK(outlet.status_of(end_->reducers().at(reduction).instance.save(outlet.raw())));
  DP_CHECK(text.flush());
  place.range = text.whole();
  return place;
}

Status Chain::renew() { return impl_->renew(); }

Status Chain::reset() { return impl_->reset(); }

}  // namespace dp::worker
