// SPDX-License-Identifier: Apache-2.0
#include "engine/chain.hpp"

#include <algorithm>
#include <numeric>

#include "engine/chain_parts.hpp"
#include "engine/record_slicer.hpp"
#include "engine/rejects.hpp"

namespace dp::engine {

namespace {

constexpr std::size_t kItemRows = 1024;

/// The whole of a slice's item, in memory. Errors: as Source::read; out_of_memory by the
/// worker's limit.
Status read_whole(const Slice& slice, std::vector<char>& out, std::size_t& size) {
  DP_TRY(const auto source, open_source(slice.path, slice.stamp, slice.packing, 0));
  size = 0;
  out.resize(std::max<std::size_t>(out.size(), slice.stamp.size + 1 + DP_PADDING));
  while (true) {
    const auto wanted = out.size() - DP_PADDING - size;
    DP_TRY(const auto got, source->read(out.data() + size, wanted));
    size += got;
    if (got < wanted) break;
    out.resize(2 * out.size());
  }
  std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(size), DP_PADDING, '\0');
  return {};
}

}  // namespace

void ChunkOutput::clear() {
  counts = {};
  rejects.clear();
  for (auto& stream : streams) stream.clear();
}

/// The head of the chain: turns slices into batches for the first link.
class Chain::Impl {
 public:
  Impl(const Plan& plan, Libraries& libraries);
  static Result<std::unique_ptr<Impl>> open(const Plan& plan, Libraries& libraries);

  Status run(const Slice& slice, std::uint64_t item_in_chunk, bool careful, pool::Desk& desk);
  Status run_range(std::uint64_t begin, std::uint64_t end, bool careful, pool::Desk& desk);
  Result<Cutter::Answer> cut(const Slice& slice);
  EndLink& end() noexcept { return *end_; }
  /// Open reader and steps, anew if they are open: a call that failed may have spoiled them.
  Status open_tasks();

 private:
  /// Counts the rows that a reader emits.
  class Gate final : public Link {
   public:
    explicit Gate(Impl& impl) : impl_(&impl) {}
    Status push(const dp_batch& batch) override {
      impl_->end_->output().counts.records += static_cast<std::uint64_t>(batch.array->length);
      return impl_->first_->push(batch);
    }

   private:
    Impl* impl_;
  };

  Status read(const Slice& slice, const LineSlicer::Block& block);
  Status read_lines(const Slice& slice, std::uint64_t item_in_chunk, bool careful,
                    pool::Desk& desk);
  Status read_line_by_line(const Slice& slice, const LineSlicer::Block& block,
                           std::uint64_t item_in_chunk, pool::Desk& desk);
  Status read_one(const Slice& slice, const LineSlicer::Block& line);
  Status read_records(const Slice& slice, std::uint64_t item_in_chunk, bool careful,
                      pool::Desk& desk);
  Result<std::uint64_t> read_block(const Slice& slice, const RecordSlicer::Block& block);
  Result<std::uint64_t> read_record(const Slice& slice, const RecordSlicer::Block& block);
  [[nodiscard]] dp_input input_of(const Slice& slice, const RecordSlicer::Block& block) const;
  Result<std::uint64_t> skip(const dp_input& input);
  [[nodiscard]] std::uint64_t size_of_record(const dp_input& input);
  Status push_file(const Slice& slice);
  void set_aside(std::uint64_t offset, std::string_view raw, std::string_view reason);

  const Plan* plan_;
  Libraries* libraries_;
  Intake intake_;
  std::vector<std::unique_ptr<Link>> links_;
  std::unique_ptr<EndLink> end_;
  Link* first_ = nullptr;
  Gate gate_;
  std::optional<plugin::Instance> reader_;
  Outlet outlet_;
  LineSlicer slicer_;
  RecordSlicer records_;
  std::optional<plugin::Instance> scout_;  ///< a reader that is asked only where records begin
  std::vector<char> whole_;
  BatchBuilder items_;
  std::uint64_t item_ = 0;
};

Chain::Impl::Impl(const Plan& plan, Libraries& libraries)
    : plan_(&plan),
      libraries_(&libraries),
      intake_(plan.intake),
      gate_(*this),
      items_(item_schema(plan.intake), kItemRows) {
  outlet_.next = &gate_;
  outlet_.reject = [this](std::uint64_t offset, std::string_view raw, std::string_view reason) {
    set_aside(offset, raw, reason);
  };
}

Result<std::unique_ptr<Chain::Impl>> Chain::Impl::open(const Plan& plan, Libraries& libraries) {
  auto impl = std::make_unique<Impl>(plan, libraries);
  DP_TRY(impl->end_, make_end(plan, libraries));
  DP_CHECK(impl->open_tasks());
  return impl;
}

Status Chain::Impl::open_tasks() {
  first_ = end_.get();
  links_.clear();
  reader_.reset();
  const auto& stages = plan_->stages;
  const LinkContext context{libraries_, plan_->hash_seed, outlet_.reject};
  const bool has_reader = intake_ != Intake::files && intake_ != Intake::range;
  for (std::size_t i = stages.size(); i-- > (has_reader ? 1u : 0u);) {
    const Schema& input = i == 0 ? item_schema(intake_) : stages[i - 1].output;
    DP_TRY(auto link, make_link(stages[i], input, context, *first_));
    first_ = link.get();
    links_.push_back(std::move(link));
  }
  if (!has_reader) return {};
  const auto& stage = stages.at(0);
  DP_TRY(auto reader,
         libraries_->open(DP_READER, stage.use, nullptr, plan_->hash_seed, stage.sample));
  reader.need(stage.used);
  reader_.emplace(std::move(reader));
  scout_.reset();
  return {};
}

void Chain::Impl::set_aside(std::uint64_t offset, std::string_view raw,
                            std::string_view reason) {
  auto& output = end_->output();
  ++output.counts.rejects;
  ByteWriter out(output.rejects);
  write(out, Reject{item_, offset, raw, reason});
}

Status Chain::Impl::run(const Slice& slice, std::uint64_t item_in_chunk, bool careful,
                        pool::Desk& desk) {
  item_ = slice.item;
  const bool has_records = intake_ == Intake::lines || intake_ == Intake::records;
  desk.at(item_in_chunk, slice.begin, !has_records);
  switch (intake_) {
    case Intake::lines:
      return read_lines(slice, item_in_chunk, careful, desk);
    case Intake::records:
      return read_records(slice, item_in_chunk, careful, desk);
    case Intake::whole: {
      LineSlicer::Block block;
      std::size_t size = 0;
      DP_CHECK(read_whole(slice, whole_, size));
      block.data = {whole_.data(), size};
      block.first = block.last = true;
      return read(slice, block);
    }
    default:
      return push_file(slice);
  }
}

Status Chain::Impl::read_lines(const Slice& slice, std::uint64_t item_in_chunk, bool careful,
                               pool::Desk& desk) {
  DP_CHECK(slicer_.open(slice));
  while (true) {
    DP_TRY(const auto block, slicer_.next());
    if (!block) return {};
    desk.at(item_in_chunk, block->offset, false);
    if (block->cut) {
      auto& counts = end_->output().counts;
      ++counts.lines;
      counts.bytes += block->data.size();
      set_aside(block->offset, block->data,
                "the line is longer than " + std::to_string(LineSlicer::kMaxLine) + " bytes");
    } else if (careful) {
      DP_CHECK(read_line_by_line(slice, *block, item_in_chunk, desk));
    } else {
      DP_CHECK(read(slice, *block));
    }
  }
}

Status Chain::Impl::read_line_by_line(const Slice& slice, const LineSlicer::Block& block,
                                      std::uint64_t item_in_chunk, pool::Desk& desk) {
  // A line is handed over in a buffer of its own, so that a reader that runs over its end meets
  // the same padding as ever and not the next record.
  std::string line;
  for (std::size_t at = 0; at < block.data.size();) {
    const auto newline = block.data.find('\n', at);
    const auto end = newline == std::string_view::npos ? block.data.size() : newline + 1;
    line.assign(block.data.substr(at, end - at)).append(DP_PADDING, '\0');
    LineSlicer::Block one;
    one.data = std::string_view(line).substr(0, end - at);
    one.offset = block.offset + at;
    one.first = block.first && at == 0;
    one.last = block.last && end == block.data.size();
    desk.at(item_in_chunk, one.offset, true);
    DP_CHECK(read_one(slice, one));
    at = end;
  }
  return {};
}

/// Read a line by itself. If a task fails over it before any reducer or writer has seen it, the
/// line alone is set aside.
Status Chain::Impl::read_one(const Slice& slice, const LineSlicer::Block& line) {
  auto& counts = end_->output().counts;
  const auto before = counts;
  const auto pushes = end_->pushes();
  auto status = read(slice, line);
  if (status || end_->pushes() != pushes) return status;
  counts = before;
  counts.bytes += line.data.size();
  ++counts.lines;
  auto raw = line.data;
  if (raw.ends_with('\n')) raw.remove_suffix(1);
  set_aside(line.offset, raw, status.error().message);
  return open_tasks();
}

Status Chain::Impl::read(const Slice& slice, const LineSlicer::Block& block) {
  dp_input input{};
  input.item = {slice.item, {slice.name.data(), slice.name.size()}, slice.stamp.size, {}};
  input.data = {block.data.data(), block.data.size()};
  input.offset = block.offset;
  input.first = block.first ? 1 : 0;
  input.last = block.last ? 1 : 0;
  dp_read done{};
  auto& counts = end_->output().counts;
  counts.bytes += block.data.size();
  DP_CHECK(outlet_.status_of(reader_->read(input, outlet_.raw(), done)));
  counts.lines += done.lines;
  counts.blank += done.blank;
  return {};
}

dp_input Chain::Impl::input_of(const Slice& slice, const RecordSlicer::Block& block) const {
  const auto head = records_.head();
  dp_input input{};
  input.item = {slice.item,
                {slice.name.data(), slice.name.size()},
                slice.stamp.size,
                {head.data(), head.size()}};
  input.data = {block.data.data(), block.data.size()};
  input.offset = block.offset;
  input.stop = block.stop;
  input.first = block.first ? 1 : 0;
  input.last = block.last ? 1 : 0;
  input.full = block.full ? 1 : 0;
  return input;
}

Status Chain::Impl::read_records(const Slice& slice, std::uint64_t item_in_chunk, bool careful,
                                 pool::Desk& desk) {
  DP_CHECK(records_.open(slice, [&](const RecordSlicer::Block& block) {
    return reader_->find(input_of(slice, block));
  }));
  while (true) {
    DP_TRY(auto block, records_.next());
    if (!block) return {};
    const bool one = careful && block->offset < slice.careful_end;
    desk.at(item_in_chunk, block->offset, one);
    if (one) block->stop = std::min<std::size_t>(block->stop, 1);
    DP_TRY(const auto size, one ? read_record(slice, *block) : read_block(slice, *block));
    DP_CHECK(records_.consume(size));
  }
}

Result<std::uint64_t> Chain::Impl::read_block(const Slice& slice,
                                              const RecordSlicer::Block& block) {
  dp_read done{};
  auto& counts = end_->output().counts;
  DP_CHECK(outlet_.status_of(reader_->read(input_of(slice, block), outlet_.raw(), done)));
  counts.bytes += done.consumed;
  counts.lines += done.lines;
  counts.blank += done.blank;
  return done.consumed;
}

/// Read a record by itself. If a task fails over it before any reducer or writer has seen it,
/// the record alone is set aside.
Result<std::uint64_t> Chain::Impl::read_record(const Slice& slice,
                                               const RecordSlicer::Block& block) {
  auto& counts = end_->output().counts;
  const auto before = counts;
  const auto pushes = end_->pushes();
  auto size = read_block(slice, block);
  if (size || end_->pushes() != pushes) return size;
  DP_CHECK(open_tasks());
  const auto record = size_of_record(input_of(slice, block));
  const auto raw = block.data.substr(0, static_cast<std::size_t>(record));
  counts = before;
  counts.bytes += raw.size();
  counts.lines += static_cast<std::uint64_t>(std::count(raw.begin(), raw.end(), '\n'));
  set_aside(block.offset, raw.substr(0, raw.ends_with('\n') ? raw.size() - 1 : raw.size()),
            size.error().message);
  return record;
}

/// Read without any use for the records. Returns what was consumed.
Result<std::uint64_t> Chain::Impl::skip(const dp_input& input) {
  if (!scout_) {
    const auto& stage = plan_->stages.at(0);
    DP_TRY(auto scout,
           libraries_->open(DP_READER, stage.use, nullptr, plan_->hash_seed, stage.sample));
    scout.need(std::vector<std::uint8_t>(stage.output.size(), 0));
    scout_.emplace(std::move(scout));
  }
  const dp_out nowhere{nullptr, [](void*, const dp_batch*) { return 0; },
                       [](void*, std::uint32_t, const void*, std::uint64_t) { return 0; },
                       [](void*, std::uint64_t, dp_bytes, dp_bytes) { return 0; }};
  dp_read done{};
  DP_CHECK(scout_->read(input, nowhere, done));
  return done.consumed;
}

Result<Cutter::Answer> Chain::Impl::cut(const Slice& slice) {
  Cutter::Answer answer;
  DP_CHECK(records_.open(slice, [&](const RecordSlicer::Block& block) {
    return reader_->find(input_of(slice, block));
  }));
  for (auto begin = records_.offset();;) {
    DP_TRY(const auto block, records_.next());
    if (!block) break;
    if (!std::exchange(answer.found, true)) answer.begin = begin;
    DP_TRY(const auto size, skip(input_of(slice, *block)));
    DP_CHECK(records_.consume(size));
  }
  answer.end = records_.offset();
  return answer;
}

/// How long the reader says that its first record is; if it cannot say, a line.
std::uint64_t Chain::Impl::size_of_record(const dp_input& input) {
  const auto told = skip(input);
  if (told && *told > 0 && *told <= input.data.size) return *told;
  const std::string_view data(input.data.data, input.data.size);
  const auto newline = data.find('\n');
  return newline == std::string_view::npos ? data.size() : newline + 1;
}

Status Chain::Impl::push_file(const Slice& slice) {
  items_.clear();
  items_.column(0).put_copy(0, slice.name);
  items_.column(1).put(0, static_cast<std::int64_t>(slice.stamp.size));
  items_.column(2).put(0, static_cast<std::int64_t>(slice.item));
  items_.offsets()[0] = 0;
  end_->output().counts.bytes += slice.stamp.size;
  return gate_.push(items_.finish(1, slice.item));
}

Status Chain::Impl::run_range(std::uint64_t begin, std::uint64_t end, bool careful,
                              pool::Desk& desk) {
  const std::uint64_t rows_at_once = careful ? 1 : kItemRows;
  for (std::uint64_t at = begin; at < end;) {
    const auto rows = std::min(rows_at_once, end - at);
    desk.at(at - begin, 0, rows == 1);
    auto* values = items_.column(0).data<std::int64_t>();
    std::iota(values, values + rows, static_cast<std::int64_t>(at));
    std::fill_n(items_.offsets(), rows, 0);
    item_ = at;
    DP_CHECK(gate_.push(items_.finish(rows, at)));
    at += rows;
  }
  return {};
}

Chain::Chain(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Chain::~Chain() = default;

Result<std::unique_ptr<Chain>> Chain::open(const Plan& plan, Libraries& libraries) {
  DP_TRY(auto impl, Impl::open(plan, libraries));
  return std::unique_ptr<Chain>(new Chain(std::move(impl)));
}

void Chain::want(bool output, bool state) noexcept { impl_->end().want(output, state); }

Status Chain::run(const Slice& slice, std::uint64_t item_in_chunk, bool careful,
                  pool::Desk& desk) {
  return impl_->run(slice, item_in_chunk, careful, desk);
}

Result<Cutter::Answer> Chain::cut(const Slice& slice) { return impl_->cut(slice); }

Status Chain::run_range(std::uint64_t begin, std::uint64_t end, bool careful,
                        pool::Desk& desk) {
  return impl_->run_range(begin, end, careful, desk);
}

ChunkOutput& Chain::output() noexcept { return impl_->end().output(); }

std::uint64_t Chain::state_bytes() {
  std::uint64_t bytes = 0;
  for (auto& reducer : impl_->end().reducers()) bytes += reducer.size();
  return bytes;
}

Status Chain::save(std::size_t reduction, SavedPartial& out) {
  out.bytes.clear();
  out.sizes.fill(0);
  Outlet outlet;
  outlet.text = &out.bytes;
  outlet.sizes = &out.sizes;
  return outlet.status_of(impl_->end().reducers().at(reduction).save(outlet.raw()));
}

Status Chain::renew() {
  reset();
  return impl_->open_tasks();
}

void Chain::reset() {
  for (auto& reducer : impl_->end().reducers()) reducer.reset();
}

}  // namespace dp::engine
