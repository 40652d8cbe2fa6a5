// SPDX-License-Identifier: Apache-2.0
#include <dp/plugin.hpp>

#include "records/layout.hpp"
#include "records/state.hpp"

namespace dp::records {
namespace {

constexpr const char* kDoc =
    R"(Whole records: the distinct ones, sorted, the first or the last of them.

    map:
      - use: csv
      - distinct: [region, path]
      - sort: [-bytes, path]
      - head: 100
    output: largest.csv

The steps `distinct`, `sort`, `head` and `tail` of `map` are this reducer, with `output` as its result. In
`reduce` it stands beside others:

    reduce:
      largest: {use: records, with: {sort: [-bytes, path], head: 100}, to: largest.csv}

Of what is asked for first the distinct records are taken, then they are sorted, and then cut. Order: null
comes first, then numbers or text by its bytes, NaN last; descending (`-column`), numbers come first, then NaN,
then null. Records that are equal in it stay in the order of the input: by file, and by place in it.

Memory: what a worker holds is saved whenever it is much, and put together in 64 parts, each of which has to
fit into the memory of all workers; `head` and `tail` hold little.
)";

/// The reducer: a State and the calls of the ABI.
class Records {
 public:
  static constexpr TaskInfo kInfo = {
      .name = "records",
      .summary = "Keeps whole records: distinct ones, sorted, the first or the last",
      .doc = kDoc,
      .options = kOptions,
  };

  static Result<std::unique_ptr<Records>> open(const Context& context, Schema& output) {
    DP_TRY(auto layout, Layout::make(context));
    output = layout.schema;
    return std::make_unique<Records>(std::move(layout), context.hash_seed());
  }

  Records(Layout layout, std::uint64_t seed) : state_(std::move(layout), seed) {}

  Status update(const BatchView& batch) { return state_.update(batch); }
  Status save(Output& out) { return state_.save(out); }
  Status combine(std::uint32_t, std::string_view partial) { return state_.combine(partial); }
  Status trim() {
    state_.trim();
    return {};
  }
  Status bounds(std::uint32_t ranges, Output& out) { return state_.bounds(ranges, out); }
  Status save_ranges(std::string_view bounds, Output& out) {
    return state_.save_ranges(bounds, out);
  }
  Status finalize(Output& out) { return state_.finalize(out); }
  [[nodiscard]] std::uint64_t size() const noexcept { return state_.bytes(); }
  void reset() { state_.clear(); }

 private:
  State state_;
};

}  // namespace
}  // namespace dp::records

DP_PLUGIN("records", "1.0.0",
          "Keeps whole records: distinct ones, sorted, the first or the last",
          dp::reducer<dp::records::Records>());
