// SPDX-License-Identifier: Apache-2.0
#include "worker/join_knowledge.hpp"

#include <dp/batch.hpp>

#include "worker/combine.hpp"
#include "worker/links.hpp"

namespace dp::worker {

namespace {

/// The rows of a knowledge reducer: see dp_reader.knowledge.
const Schema kWitnesses = {{"column", Type::string, false},
                           {"value", Type::string, true},
                           {"item", Type::int64, false},
                           {"offset", Type::int64, false}};

/// Takes witnesses out of the batches that a reducer finalizes.
class WitnessLink final : public Link {
 public:
  explicit WitnessLink(std::vector<protocol::Witness>& witnesses) : witnesses_(&witnesses) {}
  Status push(const dp_batch& batch) override {
    const BatchView rows(batch);
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      protocol::Witness witness;
      witness.column = rows.strings(0)[row];
      if (!rows.strings(1).is_null(row)) witness.value = rows.strings(1)[row];
      witness.item = static_cast<std::uint64_t>(rows.ints(2)[row]);
      witness.offset = static_cast<std::uint64_t>(rows.ints(3)[row]);
      witnesses_->push_back(std::move(witness));
    }
    return {};
  }

 private:
  std::vector<protocol::Witness>* witnesses_;
};

}  // namespace

Result<protocol::Knowledge> join_knowledge(const protocol::Plan& plan,
                                           const protocol::JoinRequest& request,
                                           Libraries& libraries, pool::WorkerContext& context) {
  auto& calls = libraries.calls();
  const CallTracker::Reporting reporting(calls, context);
  DP_TRY(auto reducer, open_reducer(plan, 0, libraries));
  if (reducer.output() != kWitnesses)
    return fail(Errc::invalid_plugin, plan.reductions[0].use.task +
                                          ": its columns are not column, value, item, offset");
  const auto name = " of the reducer " + plan.reductions[0].use.task;
  const TaskCall combine(calls, "combine" + name);
  const TaskCall save(calls, "save" + name);
  const TaskCall finalize(calls, "finalize" + name);
  std::string partial;
  for (const auto& range : request.partials) {
    DP_CHECK(context.load(range, partial));
    calls.alive();
    const auto inside = combine.enter();
    DP_CHECK(reducer.combine(0, partial));
  }
  protocol::Knowledge knowledge;
  WitnessLink witnesses(knowledge.witnesses);
  Outlet outlet;
  outlet.text = &knowledge.bytes;
  calls.alive();
  {
    const auto inside = save.enter();
    DP_CHECK(outlet.status_of(reducer.save(outlet.raw())));
  }
  outlet.text = nullptr;
  outlet.next = &witnesses;
  calls.alive();
  const auto inside = finalize.enter();
  DP_CHECK(outlet.status_of(reducer.finalize(outlet.raw())));
  return knowledge;
}

}  // namespace dp::worker
