// SPDX-License-Identifier: Apache-2.0
#include "check/trial.hpp"

#include "data/task.hpp"

namespace dp::check {

std::string_view call_name(Call call) noexcept {
  constexpr std::string_view kNames[] = {"its own threads",
                                         "open",
                                         "need",
                                         "read",
                                         "skip",
                                         "find",
                                         "process",
                                         "update",
                                         "save",
                                         "combine",
                                         "combine of a damaged partial",
                                         "trim",
                                         "bounds",
                                         "save_ranges",
                                         "finalize",
                                         "size",
                                         "reset",
                                         "begin",
                                         "section",
                                         "write",
                                         "end"};
  const auto place = static_cast<std::size_t>(call);
  return place < std::size(kNames) ? kNames[place] : kNames[0];
}

std::string ask_trial(const Trial& trial) {
  std::string bytes;
  ByteWriter out(bytes);
  const auto& subject = trial.subject;
  out.put(kAskTrial).put(subject.role).put(subject.traits);
  protocol::write(out, subject.use);
  data::write(out, subject.input);
  out.put(subject.sample);
  write(out, trial.rows);
  out.put(
      std::string_view(reinterpret_cast<const char*>(trial.parts.data()), trial.parts.size()));
  out.put(trial.seed);
  return bytes;
}

Result<Trial> read_trial(std::string_view bytes) {
  ByteReader in(bytes);
  (void)in.get<std::uint8_t>();
  Trial trial;
  trial.subject.role = in.get(DP_READER, DP_WRITER);
  trial.subject.traits = in.get<std::uint32_t>();
  DP_TRY(trial.subject.use, protocol::read_task_use(in));
  DP_TRY(trial.subject.input, data::read_schema(in));
  trial.subject.sample = in.text();
  trial.rows = read_rows(in);
  const auto parts = in.text();
  trial.parts.assign(parts.begin(), parts.end());
  trial.seed = in.get<std::uint64_t>();
  DP_CHECK(in.finish("trial"));
  if (trial.parts.size() != trial.rows.size()) return fail(Errc::corrupt, "trial: parts");
  return trial;
}

std::string write_verdict(const Verdict& verdict) {
  std::string bytes;
  ByteWriter out(bytes);
  out.put(verdict.refused).put(verdict.fault.has_value());
  if (verdict.fault)
    out.put(verdict.fault->law).put(verdict.fault->detail).put(verdict.fault->general);
  out.put(verdict.rows).put(verdict.rejects);
  return bytes;
}

Result<Verdict> read_verdict(std::string_view bytes) {
  ByteReader in(bytes);
  Verdict verdict;
  verdict.refused = in.text();
  if (in.get<std::uint8_t>() != 0) {
    verdict.fault.emplace();
    verdict.fault->law = in.text();
    verdict.fault->detail = in.text();
    verdict.fault->general = in.get<std::uint8_t>() != 0;
  }
  verdict.rows = in.get<std::uint64_t>();
  verdict.rejects = in.get<std::uint64_t>();
  DP_CHECK(in.finish("verdict"));
  return verdict;
}

}  // namespace dp::check
