// SPDX-License-Identifier: Apache-2.0
#include "expr/evaluator.hpp"

#include <algorithm>
#include <utility>

#include "expr/kernel.hpp"
#include "expr/plugin_call.hpp"

namespace dp::expr {

namespace {

// Choosing rows costs about this much; a side of and/or that costs less is computed for all.
constexpr int kWorthChoosing = 2;

void unpack_bits(const std::uint8_t* bits, std::uint8_t* bytes, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) bytes[i] = bits[i >> 3] >> (i & 7) & 1;
}

void pack_bits(const std::uint8_t* bytes, std::uint8_t* bits, std::size_t count) {
  std::fill_n(bits, (count + 7) / 8, std::uint8_t{0});
  for (std::size_t i = 0; i < count; ++i)
    bits[i >> 3] = static_cast<std::uint8_t>(bits[i >> 3] | (bytes[i] & 1) << (i & 7));
}

template <class T>
void repeat(Scratch& scratch, T value, std::size_t count) {
  std::fill_n(scratch.room<T>(count), count, value);
}

}  // namespace

class Evaluator::Impl {
 public:
  explicit Impl(TypedExpression typed)
      : nodes_(std::move(typed.nodes)), scratch_(nodes_.size()), vecs_(nodes_.size()) {
    for (const auto& node : nodes_) {
      if (node.kind == TypedNode::Kind::column) reads_.push_back(node.column);
      if (node.kind == TypedNode::Kind::plugin_call)
        plugin_calls_.emplace_back(types_of(node.children),
                                   std::move(typed.functions[node.plugin]));
    }
    std::sort(reads_.begin(), reads_.end());
    reads_.erase(std::unique(reads_.begin(), reads_.end()), reads_.end());
  }

  [[nodiscard]] const TypedNode& root() const noexcept { return nodes_.back(); }
  [[nodiscard]] const std::vector<std::size_t>& reads() const noexcept { return reads_; }

  Result<std::span<const std::uint32_t>> select(const BatchView& batch) {
    begin(batch);
    const RowSet rows = filter(root_place(), {nullptr, size_});
    DP_CHECK(std::exchange(failed_, Status{}));
    if (rows.index != nullptr || rows.count == 0) return std::span(rows.index, rows.count);
    return std::span(all_rows(), size_);
  }

  Result<const ArrowArray*> evaluate(const BatchView& batch) {
    if (root().kind == TypedNode::Kind::column) return &batch.column(root().column);
    begin(batch);
    const Vec& vec = compute(root_place(), {nullptr, size_});
    DP_CHECK(std::exchange(failed_, Status{}));
    return &export_vec(vec);
  }

 private:
  using Place = std::uint32_t;

  [[nodiscard]] Place root_place() const { return static_cast<Place>(nodes_.size() - 1); }

  void begin(const BatchView& batch) {
    batch_ = &batch;
    size_ = batch.rows();
    if (size_ <= capacity_) return;
    capacity_ = std::max<std::size_t>(size_, 64);
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      if (nodes_[i].kind == TypedNode::Kind::constant) fill_constant(nodes_[i], i);
  }

  const std::uint32_t* all_rows() {
    for (std::size_t i = all_.size(); i < size_; ++i)
      all_.push_back(static_cast<std::uint32_t>(i));
    return all_.data();
  }

  void fill_constant(const TypedNode& node, std::size_t place);
  const Vec& compute(Place place, RowSet rows);
  Vec load(const TypedNode& node, Scratch& scratch);
  Vec operate(const Call& call);
  Vec call_function(const Call& call);
  Vec call_plugin(const Call& call);
  [[nodiscard]] std::vector<Type> types_of(const std::vector<std::uint32_t>& places) const {
    std::vector<Type> types;
    for (const auto place : places) types.push_back(nodes_[place].type);
    return types;
  }
  void compute_right(Place place, RowSet rows);
  RowSet filter(Place place, RowSet rows);
  RowSet choose_rows(const Vec& flags, RowSet rows, std::uint8_t wanted, bool nulls,
                     Scratch& scratch);
  const ArrowArray& export_vec(const Vec& vec);
  const void* export_values(const Vec& vec);

  std::vector<TypedNode> nodes_;
  std::vector<Scratch> scratch_;
  std::vector<Vec> vecs_;
  std::vector<std::size_t> reads_;
  std::vector<PluginCall> plugin_calls_;  ///< in the order of TypedNode::plugin
  Status failed_;  ///< of the first call of a plugin that failed in this batch
  std::vector<std::uint32_t> all_;
  const BatchView* batch_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;

  std::vector<std::uint8_t> valid_bits_;
  std::vector<std::uint64_t> out_values_;
  std::vector<const void*> out_buffers_;
  std::vector<std::int64_t> out_sizes_;
  ArrowArray out_{};
};

void Evaluator::Impl::fill_constant(const TypedNode& node, std::size_t place) {
  Scratch& scratch = scratch_[place];
  if (node.type == Type::boolean) {
    repeat(scratch, static_cast<std::uint8_t>(node.integer), capacity_);
  } else if (node.type == Type::float64) {
    repeat(scratch, node.number, capacity_);
  } else if (node.type == Type::string) {
    repeat(scratch, make_ref(node.text, 0, 0), capacity_);
    scratch.buffers.assign(1, node.text.data());
  } else {
    repeat(scratch, node.integer, capacity_);
  }
  if (node.is_null) scratch.valid.assign(capacity_, 0);
  vecs_[place] = {scratch.values.data(), node.is_null ? scratch.valid.data() : nullptr,
                  scratch.buffers.data(), scratch.buffers.size()};
}

/// A column as the kernels have it: flags and null bits as bytes, days as 64-bit numbers.
Vec Evaluator::Impl::load(const TypedNode& node, Scratch& scratch) {
  const ArrowArray& array = batch_->column(node.column);
  Vec vec{array.buffers[1]};
  if (array.buffers[0] != nullptr) {
    if (scratch.valid.size() < size_) scratch.valid.resize(capacity_);
    unpack_bits(static_cast<const std::uint8_t*>(array.buffers[0]), scratch.valid.data(),
                size_);
    vec.valid = scratch.valid.data();
  }
  if (node.type == Type::string) {
    vec.buffers = array.buffers + 2;
    vec.n_buffers = static_cast<std::size_t>(std::max<std::int64_t>(0, array.n_buffers - 3));
  } else if (node.type == Type::boolean) {
    auto* out = scratch.room<std::uint8_t>(size_);
    unpack_bits(static_cast<const std::uint8_t*>(array.buffers[1]), out, size_);
    vec.values = out;
  } else if (node.type == Type::date) {
    auto* out = scratch.room<std::int64_t>(size_);
    std::copy_n(static_cast<const std::int32_t*>(array.buffers[1]), size_, out);
    vec.values = out;
  }
  return vec;
}

/// The rows of `rows` whose flag is `wanted`, or null if `nulls`.
RowSet Evaluator::Impl::choose_rows(const Vec& flags, RowSet rows, std::uint8_t wanted,
                                    bool nulls, Scratch& scratch) {
  auto& chosen = scratch.chosen;
  if (chosen.size() < rows.count) chosen.resize(std::max(capacity_, rows.count));
  const auto* values = flags.as<std::uint8_t>();
  std::uint32_t* out = chosen.data();
  std::size_t count = 0;
  if (flags.valid == nullptr) {
    each(rows, [&](std::size_t row) {
      out[count] = static_cast<std::uint32_t>(row);
      count += values[row] == wanted;
    });
  } else {
    each(rows, [&](std::size_t row) {
      out[count] = static_cast<std::uint32_t>(row);
      count += flags.valid[row] != 0 ? values[row] == wanted : nulls;
    });
  }
  if (count == rows.count) return rows;
  return {out, count};
}

/// Compute the right side of an and/or for those rows that the left side leaves open. The
/// others get the value that changes nothing.
void Evaluator::Impl::compute_right(Place place, RowSet rows) {
  const TypedNode& node = nodes_[place];
  const Place right = node.children[1];
  if (nodes_[right].cost < kWorthChoosing) {
    compute(right, rows);
    return;
  }
  const std::uint8_t open = node.op == Op::logical_and ? 1 : 0;
  const RowSet some = choose_rows(vecs_[node.children[0]], rows, open, true, scratch_[place]);
  compute(right, some);
  if (some.count == rows.count) return;
  // What was not computed is overruled by the left side, but must not be uninitialised bytes.
  Scratch& scratch = scratch_[place];
  auto& filled = scratch.right;
  filled.assign(2 * size_, open);
  std::uint8_t* values = filled.data();
  std::uint8_t* valid = values + size_;
  std::fill_n(valid, size_, std::uint8_t{1});
  const Vec from = vecs_[right];
  each(some, [&](std::size_t row) {
    values[row] = from.as<std::uint8_t>()[row];
    if (from.valid != nullptr) valid[row] = from.valid[row];
  });
  vecs_[right] = {values, from.valid == nullptr ? nullptr : valid};
}

Vec Evaluator::Impl::operate(const Call& call) {
  switch (call.node->op) {
    case Op::logical_and:
    case Op::logical_or:
      return connect(call);
    case Op::logical_not:
      return logical_not(call);
    case Op::is_null:
    case Op::is_not_null:
      return null_test(call);
    case Op::in:
      return is_in(call);
    case Op::negate:
      return negate(call);
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::modulo:
      return call.node->operand == Type::timestamp || call.node->operand == Type::date
                 ? difference_of_times(call)
                 : arithmetic(call);
    default:
      return compare(call);
  }
}

Vec Evaluator::Impl::call_function(const Call& call) {
  switch (call.node->function) {
    case Function::choose:
      return choose(call);
    case Function::coalesce:
      return coalesce(call);
    case Function::abs:
    case Function::ceil:
    case Function::floor:
    case Function::round:
    case Function::to_int:
    case Function::to_float:
      return call_number(call);
    case Function::lower:
    case Function::upper:
    case Function::concat:
    case Function::length:
    case Function::contains:
    case Function::starts_with:
    case Function::ends_with:
    case Function::substring:
    case Function::split_part:
    case Function::to_string:
      return call_text(call);
    default:
      return call_time(call);
  }
}

/// A call that fails gives zeros, which nobody sees: the batch fails.
Vec Evaluator::Impl::call_plugin(const Call& call) {
  if (failed_) {
    auto result = plugin_calls_[call.node->plugin].run(call.in, call.rows, size_);
    if (result) return *result;
    failed_ = fail(std::move(result).error().within(call.node->text));
  }
  std::fill_n(call.scratch->room<StringRef>(size_), size_, StringRef{});
  return Vec{call.scratch->values.data()};
}

const Vec& Evaluator::Impl::compute(Place place, RowSet rows) {
  const TypedNode& node = nodes_[place];
  Scratch& scratch = scratch_[place];
  if (node.kind == TypedNode::Kind::constant) return vecs_[place];
  if (node.kind == TypedNode::Kind::column) return vecs_[place] = load(node, scratch);
  const bool lazy = node.kind == TypedNode::Kind::operation &&
                    (node.op == Op::logical_and || node.op == Op::logical_or);
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    if (lazy && i == 1)
      compute_right(place, rows);
    else
      compute(node.children[i], rows);
  }
  scratch.operands.clear();
  for (const Place child : node.children) scratch.operands.push_back(vecs_[child]);
  const Call call{&node, scratch.operands, rows, size_, &scratch};
  switch (node.kind) {
    case TypedNode::Kind::int_to_float:
      return vecs_[place] = int_to_float(call);
    case TypedNode::Kind::date_to_timestamp:
      return vecs_[place] = date_to_timestamp(call);
    case TypedNode::Kind::operation:
      return vecs_[place] = operate(call);
    case TypedNode::Kind::plugin_call:
      return vecs_[place] = call_plugin(call);
    default:
      return vecs_[place] = call_function(call);
  }
}

/// The rows of `rows` for which a condition is true. A chain of `and` narrows them step by
/// step.
RowSet Evaluator::Impl::filter(Place place, RowSet rows) {
  const TypedNode& node = nodes_[place];
  if (rows.count == 0) return rows;
  if (node.kind == TypedNode::Kind::operation && node.op == Op::logical_and)
    return filter(node.children[1], filter(node.children[0], rows));
  return choose_rows(compute(place, rows), rows, 1, false, scratch_[place]);
}

const void* Evaluator::Impl::export_values(const Vec& vec) {
  const Type type = root().type;
  if (type != Type::boolean && type != Type::date) return vec.values;
  out_values_.resize(size_ / 2 + 1);
  if (type == Type::boolean)
    pack_bits(vec.as<std::uint8_t>(), reinterpret_cast<std::uint8_t*>(out_values_.data()),
              size_);
  else
    std::transform(vec.as<std::int64_t>(), vec.as<std::int64_t>() + size_,
                   reinterpret_cast<std::int32_t*>(out_values_.data()),
                   [](std::int64_t days) { return static_cast<std::int32_t>(days); });
  return out_values_.data();
}

const ArrowArray& Evaluator::Impl::export_vec(const Vec& vec) {
  out_ = ArrowArray{};
  out_.length = static_cast<std::int64_t>(size_);
  out_buffers_ = {nullptr, export_values(vec)};
  if (vec.valid != nullptr) {
    out_.null_count = std::count(vec.valid, vec.valid + size_, 0);
    valid_bits_.resize(size_ / 8 + 1);
    pack_bits(vec.valid, valid_bits_.data(), size_);
    if (out_.null_count != 0) out_buffers_[0] = valid_bits_.data();
  }
  if (root().type == Type::string) {
    out_buffers_.insert(out_buffers_.end(), vec.buffers, vec.buffers + vec.n_buffers);
    out_sizes_.assign(vec.n_buffers, INT32_MAX);
    out_buffers_.push_back(out_sizes_.data());
  }
  out_.n_buffers = static_cast<std::int64_t>(out_buffers_.size());
  out_.buffers = out_buffers_.data();
  return out_;
}

Evaluator::Evaluator(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Evaluator::Evaluator(Evaluator&&) noexcept = default;
Evaluator& Evaluator::operator=(Evaluator&&) noexcept = default;
Evaluator::~Evaluator() = default;

ExpressionResult<Evaluator> Evaluator::make(const Expression& expression, const Schema& schema,
                                            FunctionSource* functions) {
  auto typed = type_expression(expression, schema, functions);
  if (!typed) return tl::unexpected(std::move(typed).error());
  return Evaluator(std::make_unique<Impl>(*std::move(typed)));
}

Type Evaluator::type() const noexcept { return impl_->root().type; }

const std::vector<std::size_t>& Evaluator::reads() const noexcept { return impl_->reads(); }

Result<std::span<const std::uint32_t>> Evaluator::select(const BatchView& batch) {
  return impl_->select(batch);
}

Result<const ArrowArray*> Evaluator::evaluate(const BatchView& batch) {
  return impl_->evaluate(batch);
}

}  // namespace dp::expr
