// SPDX-License-Identifier: Apache-2.0
#include <dp/plugin.hpp>

#include "group/options.hpp"
#include "group/order.hpp"
#include "group/partial.hpp"
#include "group/plan.hpp"
#include "group/rows.hpp"
#include "group/state.hpp"

namespace dp::group {
namespace {

constexpr const char* kDoc = R"doc(Groups rows by keys and computes aggregates of each group.

    reduce:
      errors:
        use: group
        with:
          by: [path, status]
          take: {hits: count, bytes: sum(bytes), agents: "top(agent, 3)"}
          sort: -hits
          limit: 20
        to: out/errors.csv

The result has the columns of `by`, then those of `take`. Without `by` it is one row, even if there
were no input rows at all.

| function             | gives                                  | of no values |
|----------------------|----------------------------------------|--------------|
| `count`              | int                                    | 0            |
| `count_values(x)`    | int                                    | 0            |
| `sum(number)`        | as the numbers                         | null         |
| `mean(number)`       | float; of decimals a decimal           | null         |
| `min(x)`, `max(x)`   | as x                                   | null         |
| `distinct(x)`        | int                                    | 0            |
| `top(x, k)`          | JSON text: `{"GET": 12, "POST": 3}`    | `{}`         |
| `count_if(x == y)`   | int, how often it is true              | 0            |
| `mode(x)`            | as x, the most frequent                | null         |
| `median(number)`     | float; of decimals a decimal           | null         |
| `quantile(x, share)` | as x                                   | null         |

- Everything is exact, and the same for any number of workers: sums and means of floats are
  rounded once, at the end. A sum of ints beyond 64 bits, or of decimals that has more than 36
  digits, ends the run with an error. Means of decimals have up to 36 digits, halves to even.
- Nulls: all functions except `count` ignore them. As a key, null is a group of its own.
- Floats: -0 is 0. A sum or mean with a NaN, or with both infinities, is NaN; `min` and `max`
  ignore NaN unless there is nothing else; as a key or a value all NaN are equal.
- Decimals: equal numbers are one value, however they are written. A key and a sum have as many digits
  after the point as the value with the most: of 1.1 and 1.10 the group is 1.10. So have `min` and
  `max` of equal ones; `top`, `mode` and `quantile` show them without zeros at the end.
- Json: values are told apart, and ordered, by their text.
- Order: ascending by the keys unless `sort` says otherwise, and among equals. Null comes first, NaN
  last; descending (`-name`), numbers come first, then NaN, then null. Text is ordered by its bytes.
- `quantile(x, 0.95)` is the smallest value that 95 % of the values are not above, so one of them; the
  `median` of an even count is between both in the middle. NaN counts as the largest number there.
- `top` lists equal counts by value, and of equal counts `mode` is the smallest value. Text that is
  not UTF-8 is shown with U+FFFD in `top`.
- Memory: a group takes about 40 bytes plus its aggregates; `distinct`, `top`, `mode`, `median` and
  `quantile` keep each value of a group once, in 24 to 40 bytes plus its text if that is longer than
  15 bytes.
)doc";

/// The reducer: a Plan, the State of what was folded in, and the calls of the ABI.
class Group {
 public:
  static constexpr TaskInfo kInfo = {
      .name = "group",
      .summary =
          "Groups rows by keys and computes counts, sums, extremes and more of each group",
      .doc = kDoc,
      .options = kOptions,
      .aggregates = kFunctions,
  };

  static Result<std::unique_ptr<Group>> open(const Context& context, Schema& output) {
    DP_TRY(auto plan, Plan::make(context));
    output = plan.output();
    return std::make_unique<Group>(std::move(plan), context.hash_seed());
  }

  Group(Plan plan, std::uint64_t seed)
      : plan_(std::move(plan)), state_(plan_, seed), folder_(state_) {}

  Status update(const BatchView& batch) {
    folder_.fold(batch);
    return {};
  }
  Status save(Output& out) { return group::save(state_, out); }
  Status combine(std::uint32_t partition, std::string_view partial) {
    return group::combine(state_, partition, partial);
  }
  Status trim() {
    group::trim(state_);
    folder_.forget();
    return {};
  }
  Status bounds(std::uint32_t ranges, Output& out) { return save_bounds(state_, ranges, out); }
  Status save_ranges(std::string_view bounds, Output& out) {
    folder_.forget();
    return group::save_ranges(state_, bounds, out);
  }
  Status finalize(Output& out) {
    const auto order = result_order(state_);
    return emit_rows(state_, order, out);
  }
  [[nodiscard]] std::uint64_t size() const noexcept { return state_.bytes(); }
  void reset() {
    state_.clear();
    folder_.forget();
  }

 private:
  Plan plan_;
  State state_;
  Folder folder_;
};

}  // namespace
}  // namespace dp::group

DP_PLUGIN("group", "1.0.0", "Groups rows and takes figures of each group",
          dp::reducer<dp::group::Group>());
