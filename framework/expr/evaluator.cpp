// SPDX-License-Identifier: Apache-2.0
#include "expr/evaluator.hpp"

#include <algorithm>
#include <utility>

#include "expr/arrow_columns.hpp"
#include "expr/kernel.hpp"
#include "expr/plugin_call.hpp"

namespace dp::expr {

namespace {

// Choosing rows costs about this much; a side of and/or that costs less is computed for all.
constexpr int kWorthChoosing = 2;

bool is_and_or(const TypedNode& node) noexcept {
  return node.is(Op::logical_and) || node.is(Op::logical_or);
}

/// The values of an and's or an or's right side that was computed for `some` rows, with `open`
/// for the others: the left side overrules them, but they must not be uninitialised bytes.
Vec fill_others(const Vec& right, RowSet some, std::uint8_t open, std::size_t size,
                std::vector<std::uint8_t>& filled) {
  filled.assign(2 * size, open);
  std::uint8_t* values = filled.data();
  std::uint8_t* valid = values + size;
  std::fill_n(valid, size, std::uint8_t{1});
  each(some, [&](std::size_t row) {
    values[row] = right.as<std::uint8_t>()[row];
    if (right.valid != nullptr) valid[row] = right.valid[row];
  });
  return {values, right.valid == nullptr ? nullptr : valid};
}

}  // namespace

/// Walks the nodes of an expression for each batch: operands first, each for the rows that need
/// it. What is computed of them is up to the kernels.
class Evaluator::Impl {
 public:
  explicit Impl(TypedExpression typed)
      : nodes_(std::move(typed.nodes)), scratch_(nodes_.size()), vecs_(nodes_.size()) {
    for (const auto& node : nodes_) {
      if (const auto* column = std::get_if<ColumnPlace>(&node.what))
        reads_.push_back(column->column);
      if (const auto* plugin = std::get_if<PluginOperation>(&node.what))
        plugin_calls_.emplace_back(types_of(node.children),
                                   std::move(typed.functions[plugin->place]));
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
    if (const auto* plain = std::get_if<ColumnPlace>(&root().what))
      return &batch.column(plain->column);
    begin(batch);
    const Vec& vec = compute(root_place(), {nullptr, size_});
    DP_CHECK(std::exchange(failed_, Status{}));
    return &out_.make(vec, root().type, size_);
  }

 private:
  using Place = std::uint32_t;

  [[nodiscard]] Place root_place() const { return static_cast<Place>(nodes_.size() - 1); }

  /// Constants are repeated for the largest batch so far.
  void begin(const BatchView& batch) {
    batch_ = &batch;
    size_ = batch.rows();
    if (size_ <= capacity_) return;
    capacity_ = std::max<std::size_t>(size_, 64);
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      if (const auto* constant = nodes_[i].constant())
        vecs_[i] = repeat_constant(*constant, nodes_[i].type, capacity_, scratch_[i]);
  }

  const std::uint32_t* all_rows() {
    for (std::size_t i = all_.size(); i < size_; ++i)
      all_.push_back(static_cast<std::uint32_t>(i));
    return all_.data();
  }

  [[nodiscard]] std::vector<Type> types_of(const std::vector<Place>& places) const {
    std::vector<Type> types;
    for (const auto place : places) types.push_back(nodes_[place].type);
    return types;
  }

  const Vec& compute(Place place, RowSet rows);
  void compute_right(Place place, RowSet rows);
  RowSet filter(Place place, RowSet rows);
  Vec call_plugin(const PluginOperation& function, const Call& call);

  std::vector<TypedNode> nodes_;
  std::vector<Scratch> scratch_;
  std::vector<Vec> vecs_;
  std::vector<std::size_t> reads_;
  std::vector<PluginCall> plugin_calls_;  ///< in the order of PluginOperation::place
  Status failed_;  ///< of the first call of a plugin that failed in this batch
  std::vector<std::uint32_t> all_;
  const BatchView* batch_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  ArrowColumn out_;
};

/// Compute the right side of an and/or for those rows that the left side leaves open. The
/// others get the value that changes nothing.
void Evaluator::Impl::compute_right(Place place, RowSet rows) {
  const TypedNode& node = nodes_[place];
  const Place right = node.children[1];
  if (nodes_[right].cost < kWorthChoosing) {
    compute(right, rows);
    return;
  }
  Scratch& scratch = scratch_[place];
  const bool open = node.is(Op::logical_and);
  const RowSet some = choose_rows(vecs_[node.children[0]], rows, open, true, scratch);
  compute(right, some);
  if (some.count == rows.count) return;
  vecs_[right] = fill_others(vecs_[right], some, open ? 1 : 0, size_, scratch.right);
}

/// A call that fails gives zeros, which nobody sees: the batch fails.
Vec Evaluator::Impl::call_plugin(const PluginOperation& function, const Call& call) {
  if (failed_) {
    auto result = plugin_calls_[function.place].run(call.in, call.rows, size_);
    if (result) return *result;
    failed_ = fail(std::move(result).error().within(function.name));
  }
  std::fill_n(call.scratch->room<StringRef>(size_), size_, StringRef{});
  return Vec{call.scratch->values.data()};
}

const Vec& Evaluator::Impl::compute(Place place, RowSet rows) {
  const TypedNode& node = nodes_[place];
  Scratch& scratch = scratch_[place];
  if (node.constant() != nullptr) return vecs_[place];
  if (const auto* of = std::get_if<ColumnPlace>(&node.what))
    return vecs_[place] = load_column(batch_->column(of->column), node.type, size_, scratch);
  const bool lazy = is_and_or(node);
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    if (lazy && i == 1)
      compute_right(place, rows);
    else
      compute(node.children[i], rows);
  }
  scratch.operands.clear();
  for (const Place child : node.children) scratch.operands.push_back(vecs_[child]);
  const Call call{node.type, node.operand, scratch.operands, rows, size_, &scratch, batch_};
  if (const auto* function = std::get_if<PluginOperation>(&node.what))
    return vecs_[place] = call_plugin(*function, call);
  return vecs_[place] = run_kernel(std::get<Operation>(node.what), call);
}

/// The rows of `rows` for which a condition is true. A chain of `and` narrows them step by
/// step.
RowSet Evaluator::Impl::filter(Place place, RowSet rows) {
  const TypedNode& node = nodes_[place];
  if (rows.count == 0) return rows;
  if (node.is(Op::logical_and)) return filter(node.children[1], filter(node.children[0], rows));
  return choose_rows(compute(place, rows), rows, true, false, scratch_[place]);
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
