// SPDX-License-Identifier: Apache-2.0
#include "planner/check_targets.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "base/file_identity.hpp"
#include "base/trust.hpp"
#include "protocol/ask.hpp"
#include "protocol/task_requests.hpp"

namespace dp::planner {

namespace {

/// Names in one request.
constexpr std::size_t kNames = 1024;
/// Mistakes that are told; the others are counted.
constexpr std::size_t kTold = 10;

/// Looks for mistakes among the targets, which it is given in the order of the items.
class Targets {
 public:
  Targets(const input::Items& items, const RunFiles& files, pipeline::Mark mark,
          pipeline::Diagnostics& diagnostics)
      : items_(&items), files_(&files), mark_(mark), diagnostics_(&diagnostics) {}
  ~Targets() {
    if (mistakes_ > kTold)
      diagnostics_->error(
          mark_, "and " + std::to_string(mistakes_ - kTold) + " more files like these");
  }
  Targets(const Targets&) = delete;
  Targets& operator=(const Targets&) = delete;

  void add(std::size_t item, const protocol::TargetReply& target) {
    const auto& path = target.text;
    if (!target.ok) return tell("'" + name(item) + "': " + path, "");
    if (path.empty()) return;
    if (const auto status = check_folder(path); !status)
      return tell(status.error().message, "");
    const auto identity = identify(path);
    if (const auto use = files_->use_of(identity))
      return tell("'" + path + "', to be written for '" + name(item) + "', " + *use,
                  "write to another folder, or leave it out of the input with 'exclude'");
    const auto [place, is_new] = owners_.emplace(identity, item);
    if (!is_new)
      tell("'" + name(place->second) + "' and '" + name(item) + "' would both be written to '" +
               path + "'",
           "name the files by more of what tells their items apart");
  }

 private:
  [[nodiscard]] const std::string& name(std::size_t item) const {
    return items_->list[item].name;
  }

  /// Nobody else leads the file's folder elsewhere.
  Status check_folder(const std::string& path) {
    auto folder = path.substr(0, path.find_last_of('/') + 1);
    const auto found = folders_.find(folder);
    if (found != folders_.end()) return {};
    DP_CHECK(check_planted_links(folder));
    folders_.insert(std::move(folder));
    return {};
  }

  void tell(std::string message, std::string hint) {
    if (++mistakes_ <= kTold) diagnostics_->error(mark_, std::move(message), std::move(hint));
  }

  const input::Items* items_;
  const RunFiles* files_;
  pipeline::Mark mark_;
  pipeline::Diagnostics* diagnostics_;
  std::size_t mistakes_ = 0;
  std::map<FileIdentity, std::size_t> owners_;
  std::set<std::string> folders_;  ///< those that are right
};

}  // namespace

Status check_targets(pool::Pool& pool, const protocol::TaskUse& use, const Schema& input,
                     const input::Items& items, const RunFiles& files, pipeline::Mark mark,
                     pipeline::Diagnostics& diagnostics) {
  std::vector<protocol::TargetsRequest> requests;
  const auto count = items.list.size();
  for (std::size_t from = 0; from < count; from += kNames) {
    auto& request = requests.emplace_back(protocol::TargetsRequest{use, input, {}});
    for (auto i = from; i < std::min(count, from + kNames); ++i)
      request.items.push_back(items.list[i].name);
  }
  DP_TRY(const auto replies, protocol::ask(pool, requests));
  Targets targets(items, files, mark, diagnostics);
  for (std::size_t i = 0; i < replies.size(); ++i) {
    if (!replies[i]) {
      auto error = Error(replies[i].error()).within(use.task);
      if (error.code != Errc::timed_out && error.code != Errc::worker_died)
        return fail(std::move(error));
      diagnostics.error(mark, error.message);
      return {};
    }
    if (replies[i]->size() != requests[i].items.size())
      return fail(Errc::corrupt, "a worker's targets do not match the items");
    for (std::size_t k = 0; k < replies[i]->size(); ++k)
      targets.add(i * kNames + k, (*replies[i])[k]);
  }
  return {};
}

}  // namespace dp::planner
