// SPDX-License-Identifier: Apache-2.0
#include "check/trial.hpp"

#include <algorithm>
#include <iterator>

namespace dp::check {

std::string_view call_name(Call call) noexcept {
  constexpr std::string_view kNames[] = {"its own threads",
                                         "open",
                                         "need",
                                         "start",
                                         "read",
                                         "skip",
                                         "find",
                                         "process",
                                         "call",
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
  out.put(kAskTrial);
  encode(out, trial);
  return bytes;
}

Result<Trial> read_trial(std::string_view bytes) {
  return decode_all<Trial>(bytes.substr(std::min<std::size_t>(1, bytes.size())), "trial");
}

std::string write_verdict(const Verdict& verdict) {
  std::string bytes;
  ByteWriter out(bytes);
  encode(out, verdict);
  return bytes;
}

Result<Verdict> read_verdict(std::string_view bytes) {
  return decode_all<Verdict>(bytes, "verdict");
}

}  // namespace dp::check
