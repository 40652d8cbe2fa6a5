// SPDX-License-Identifier: Apache-2.0
#include "run/publication.hpp"

#include <utility>

#include "base/signal_block.hpp"
#include "base/text.hpp"

namespace dp::run {

namespace {

/// For glob(3): any value in place of each column.
std::string pattern_of(const std::vector<protocol::PathPart>& parts) {
  std::string pattern;
  for (const auto& part : parts) {
    if (part.is_column) pattern += '*';
    for (const char c : part.is_column ? std::string_view() : std::string_view(part.text)) {
      if (std::string_view("*?[]\\").find(c) != std::string_view::npos) pattern += '\\';
      pattern += c;
    }
  }
  return pattern;
}

}  // namespace

Result<Publication> Publication::open(const protocol::Plan& plan,
                                      const std::optional<std::string>& rejects,
                                      const StandardOutput& standard_output, unsigned threads,
                                      const UseOf& use_of) {
  Publication made;
  const auto output_of = [&](const protocol::WriterUse& sink) -> Result<Output> {
    const CompressionSettings compression{sink.level, threads};
    if (!sink.parts.empty())
      return Output(PartFiles({sink.path, pattern_of(sink.parts), sink.most_files, compression,
                               &standard_output, use_of}));
    DP_TRY(auto target, Target::open(sink.path, standard_output, compression));
    return Output(std::move(target));
  };
  for (const auto& sink : plan.streams) {
    DP_TRY(auto output, output_of(sink));
    made.streams_.push_back(std::move(output));
  }
  for (const auto& sink : plan.results) {
    DP_TRY(auto output, output_of(sink));
    made.results_.push_back(std::move(output));
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
  std::vector<Output*> outputs;
  for (auto& output : streams_) outputs.push_back(&output);
  for (auto& output : results_) outputs.push_back(&output);
  for (auto* output : outputs) DP_CHECK(output->sync());
  if (rejects_) DP_CHECK(rejects_->sync());
  // No signal comes between the first name and the last.
  const SignalBlock block;
  for (auto* output : outputs) DP_CHECK(output->seal());
  if (rejects_) DP_CHECK(rejects_->seal());
  std::vector<Written> written;
  for (auto* output : outputs) {
    if (auto status = output->publish(); !status)
      return fail(with_written(std::move(status).error(), written));
    written.push_back(output->written());
  }
  if (!rejects_) return written;
  if (auto status = rejects_->publish(); !status)
    return fail(with_written(std::move(status).error(), written));
  return written;
}

Status Publication::publish_rejects() {
  if (!rejects_) return {};
  DP_CHECK(rejects_->seal());
  return rejects_->publish();
}

}  // namespace dp::run
