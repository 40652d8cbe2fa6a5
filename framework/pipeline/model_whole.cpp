// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "pipeline/model_parts.hpp"

namespace dp::pipeline {

namespace {

/// In the order in which they are done; those of one rank exclude each other.
int rank_of(std::string_view option) noexcept {
  if (option == "distinct") return 0;
  return option == "sort" ? 1 : 2;
}

bool is_whole_step(const Step& step) noexcept { return step.kind == Step::Kind::whole; }

bool is_pivot(const Step& step) noexcept { return step.all.option == "pivot"; }

/// Whether they come in their order, each once.
bool check_order(const std::vector<Step>& steps, Diagnostics& diagnostics) {
  for (std::size_t i = 1; i < steps.size(); ++i) {
    const auto& before = steps[i - 1].all.option;
    const auto& option = steps[i].all.option;
    const bool has_pivot = is_pivot(steps[i - 1]) || is_pivot(steps[i]);
    if (!has_pivot && rank_of(before) < rank_of(option)) continue;
    diagnostics.error(
        steps[i].mark,
        "map: '" + option + "' after '" + before +
            (has_pivot ? "': expected pivot to be the only step over all records"
                       : "': expected at most one of distinct, sort, and head or tail, in "
                         "this order"),
        "write the records to a file, and let another pipeline read that");
    return false;
  }
  return true;
}

/// Whether those that come last are all that there are.
bool check_last(const std::vector<Step>& map, Diagnostics& diagnostics) {
  const auto first = std::find_if(map.begin(), map.end(), is_whole_step);
  const auto other = std::find_if_not(first, map.end(), is_whole_step);
  if (other == map.end()) return true;
  diagnostics.error(first->mark,
                    "map: '" + first->all.option +
                        "' is about all records: only sort, distinct, head and tail can come "
                        "after it",
                    "what is done to each record goes before it");
  return false;
}

/// The reducer that does these steps. What its options are is checked with it.
Use use_of(std::vector<Step>& steps, Diagnostics& diagnostics) {
  Use use;
  use.mark = use.with.mark = steps.front().mark;
  if (is_pivot(steps.front())) {
    use.task = "pivot";
    read_with(&steps.front().all.value, use, "pivot", diagnostics);
    return use;
  }
  use.task = "records";
  use.with.kind = Node::Kind::map;
  for (auto& step : steps) {
    use.whole = use.whole && step.whole;
    use.with.entries.push_back(
        {std::move(step.all.option), step.mark, std::move(step.all.value)});
  }
  return use;
}

}  // namespace

void set_whole(Model& model, Diagnostics& diagnostics) {
  auto& map = model.map;
  const bool is_right = check_last(map, diagnostics);
  const auto first = std::stable_partition(
      map.begin(), map.end(), [](const Step& step) { return !is_whole_step(step); });
  std::vector<Step> steps(std::make_move_iterator(first), std::make_move_iterator(map.end()));
  map.erase(first, map.end());
  if (steps.empty() || !is_right || !check_order(steps, diagnostics)) return;
  const auto& option = steps.front().all.option;
  if (!model.reduce.empty())
    return diagnostics.error(
        steps.front().mark,
        "map: '" + option +
            "' is for what goes to output: reduce: would see the records before it",
        "give reduce: a reducer of its own: {use: " +
            (is_pivot(steps.front()) ? "pivot, with: {columns: ...}}"
                                     : "records, with: {" + option + ": ...}}"));
  Reduction reduction;
  reduction.name.mark = steps.front().mark;
  reduction.use = use_of(steps, diagnostics);
  reduction.to = std::move(model.output);
  model.output.clear();
  model.reduce.push_back(std::move(reduction));
}

}  // namespace dp::pipeline
