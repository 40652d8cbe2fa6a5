// SPDX-License-Identifier: Apache-2.0
#include "run/publication.hpp"

#include <utility>

#include "base/signal_block.hpp"
#include "base/text.hpp"

namespace dp::run {

Result<Publication> Publication::open(const protocol::Plan& plan,
                                      const std::optional<std::string>& rejects,
                                      const StandardOutput& standard_output, unsigned threads) {
  Publication made;
  for (const auto& sink : plan.streams) {
    DP_TRY(auto target, Target::open(sink.path, standard_output, {sink.level, threads}));
    made.streams_.push_back(std::move(target));
  }
  for (const auto& sink : plan.results) {
    DP_TRY(auto target, Target::open(sink.path, standard_output, {sink.level, threads}));
    made.results_.push_back(std::move(target));
  }
  if (rejects) {
    DP_TRY(auto target, Target::open(*rejects, standard_output, {0, threads}));
    made.rejects_.emplace(std::move(target));
  }
  return made;
}

namespace {

/// What has its name already keeps it: whoever reads the error must know.
Error with_written(Error error, const std::vector<Written>& written) {
  std::string names;
  for (const auto& each : written)
    if (each.path != "-") names += (names.empty() ? "" : ", ") + printable(each.path);
  if (!names.empty()) error.message += "; written already, and new: " + names;
  return error;
}

}  // namespace

Result<std::vector<Written>> Publication::publish() {
  std::vector<Target*> targets;
  for (auto& target : streams_) targets.push_back(&target);
  for (auto& target : results_) targets.push_back(&target);
  if (rejects_) targets.push_back(&*rejects_);
  for (auto* target : targets) DP_CHECK(target->sync());
  // No signal comes between the first name and the last.
  const SignalBlock block;
  for (auto* target : targets) DP_CHECK(target->seal());
  std::vector<Written> written;
  for (auto* target : targets) {
    if (auto status = target->publish(); !status)
      return fail(with_written(std::move(status).error(), written));
    if (target != rejects()) written.push_back(target->written());
  }
  return written;
}

Status Publication::publish_rejects() {
  if (!rejects_) return {};
  DP_CHECK(rejects_->seal());
  return rejects_->publish();
}

}  // namespace dp::run
