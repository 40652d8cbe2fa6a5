// SPDX-License-Identifier: Apache-2.0
#include "engine/chain.hpp"

#include <algorithm>
#include <numeric>

#include "engine/links.hpp"
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

Result<pipeline::Evaluator> make_evaluator(const std::string& text, const Schema& schema) {
  auto expression = pipeline::Expression::parse(text);
  if (!expression) return fail(Errc::bug, text + ": " + expression.error().message);
  auto evaluator = pipeline::Evaluator::make(*expression, schema);
  if (!evaluator) return fail(Errc::bug, text + ": " + evaluator.error().message);
  return std::move(*evaluator);
}

Result<std::unique_ptr<Link>> make_derive(const Stage& stage, const Schema& input, Link& next) {
  Schema seen = input;
  std::vector<pipeline::Evaluator> expressions;
  for (const auto& derived : stage.derived) {
    DP_TRY(auto evaluator, make_evaluator(derived.expression, seen));
    seen.push_back({derived.name, evaluator.type(), true});
    expressions.push_back(std::move(evaluator));
  }
  return std::make_unique<DeriveLink>(std::move(expressions), input.size(), stage.used, next);
}

/// What every link of a chain is made with.
struct LinkContext {
  Libraries* libraries;
  std::uint64_t hash_seed;
  RejectFunction reject;
};

/// Make the link of a stage, in front of `next`.
Result<std::unique_ptr<Link>> make_link(const Stage& stage, const Schema& input,
                                        const LinkContext& context, Link& next) {
  switch (stage.kind) {
    case Stage::Kind::where: {
      DP_TRY(auto condition, make_evaluator(stage.condition, input));
      return std::make_unique<WhereLink>(std::move(condition), input, next);
    }
    case Stage::Kind::derive:
      return make_derive(stage, input, next);
    case Stage::Kind::select:
      return std::make_unique<SelectLink>(stage.kept, next);
    case Stage::Kind::step: {
      DP_TRY(auto step, context.libraries->open(DP_STEP, stage.use, &input, context.hash_seed));
      step.need(stage.used);
      return std::make_unique<StepLink>(std::move(step), context.reject, next);
    }
    case Stage::Kind::reader:
      break;
  }
  return fail(Errc::bug, "a reader can only be the first stage");
}

Result<std::unique_ptr<EndLink>> make_end(const Plan& plan, Libraries& libraries) {
  std::vector<plugin::Instance> reducers;
  std::vector<plugin::Instance> writers;
  for (const auto& reduction : plan.reductions) {
    DP_TRY(auto reducer,
           libraries.open(DP_REDUCER, reduction.use, &plan.mapped(), plan.hash_seed));
    reducers.push_back(std::move(reducer));
  }
  const auto records = plan.records();
  for (const auto& stream : plan.streams) {
    DP_TRY(auto writer, libraries.open(DP_WRITER, stream.writer, nullptr, plan.hash_seed));
    std::string unused;
    Outlet outlet;
    outlet.text = &unused;
    DP_CHECK(outlet.status_of(writer.begin(outlet.raw())));
    DP_CHECK(outlet.status_of(writer.section("", records, outlet.raw())));
    writers.push_back(std::move(writer));
  }
  return std::make_unique<EndLink>(std::move(reducers), std::move(writers),
                                   plan.record_columns);
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
  const bool has_reader = intake_ == Intake::lines || intake_ == Intake::whole;
  for (std::size_t i = stages.size(); i-- > (has_reader ? 1u : 0u);) {
    const Schema& input = i == 0 ? item_schema(intake_) : stages[i - 1].output;
    DP_TRY(auto link, make_link(stages[i], input, context, *first_));
    first_ = link.get();
    links_.push_back(std::move(link));
  }
  if (!has_reader) return {};
  DP_TRY(auto reader, libraries_->open(DP_READER, stages.at(0).use, nullptr, plan_->hash_seed));
  reader.need(stages.at(0).used);
  reader_.emplace(std::move(reader));
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
  desk.at(item_in_chunk, slice.begin, intake_ != Intake::lines);
  switch (intake_) {
    case Intake::lines:
      return read_lines(slice, item_in_chunk, careful, desk);
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
