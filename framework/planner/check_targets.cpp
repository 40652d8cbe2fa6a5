// SPDX-License-Identifier: Apache-2.0
#include "planner/check_targets.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>
#include <unordered_map>
#include <utility>
#include <vector>

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
  Targets(const input::Items& items, pipeline::Mark mark, pipeline::Diagnostics& diagnostics)
      : items_(&items), mark_(mark), diagnostics_(&diagnostics) {
    for (std::size_t i = 0; i < items.list.size(); ++i) {
      const auto& stamp = items.list[i].stamp;
      inputs_.emplace(std::pair(stamp.device, stamp.inode), i);
    }
  }
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
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0)
      if (const auto input = inputs_.find({status.st_dev, status.st_ino});
          input != inputs_.end())
        return tell("'" + path + "', to be written for '" + name(item) + "', is an input too",
                    "leave it out of the input with 'exclude', or write to another folder");
    const auto [place, is_new] = owners_.emplace(identity(path), item);
    if (!is_new)
      tell("'" + name(place->second) + "' and '" + name(item) + "' would both be written to '" +
               path + "'",
           "name the files by more of what tells their items apart");
  }

 private:
  [[nodiscard]] const std::string& name(std::size_t item) const {
    return items_->list[item].name;
  }

  void tell(std::string message, std::string hint) {
    if (++mistakes_ <= kTold) diagnostics_->error(mark_, std::move(message), std::move(hint));
  }

  /// The path by the folder that it leads to.
  std::string identity(const std::string& path) {
    const std::filesystem::path file(path);
    auto [place, is_new] = folders_.emplace(file.parent_path().string(), std::string());
    if (is_new) {
      std::error_code error;
      const auto folder = file.has_parent_path() ? file.parent_path() : ".";
      auto real =
          std::filesystem::weakly_canonical(std::filesystem::absolute(folder, error), error);
      if (error) real = folder.lexically_normal();
      // Of a folder that does not exist yet, "a/." ends in a slash and "a" does not.
      place->second = real / "";
    }
    return place->second + file.filename().string();
  }

  const input::Items* items_;
  pipeline::Mark mark_;
  pipeline::Diagnostics* diagnostics_;
  std::size_t mistakes_ = 0;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::size_t> inputs_;
  std::unordered_map<std::string, std::size_t> owners_;
  std::unordered_map<std::string, std::string> folders_;
};

}  // namespace

Status check_targets(pool::Pool& pool, const protocol::TaskUse& use, const Schema& input,
                     const input::Items& items, pipeline::Mark mark,
                     pipeline::Diagnostics& diagnostics) {
  std::vector<protocol::TargetsRequest> requests;
  const auto count = items.list.size();
  for (std::size_t from = 0; from < count; from += kNames) {
    auto& request = requests.emplace_back(protocol::TargetsRequest{use, input, {}});
    for (auto i = from; i < std::min(count, from + kNames); ++i)
      request.items.push_back(items.list[i].name);
  }
  DP_TRY(const auto replies, protocol::ask(pool, requests));
  Targets targets(items, mark, diagnostics);
  for (std::size_t i = 0; i < replies.size(); ++i) {
    if (!replies[i]) return fail(Error(replies[i].error()).within(use.task));
    if (replies[i]->size() != requests[i].items.size())
      return fail(Errc::corrupt, "a worker's targets do not match the items");
    for (std::size_t k = 0; k < replies[i]->size(); ++k)
      targets.add(i * kNames + k, (*replies[i])[k]);
  }
  return {};
}

}  // namespace dp::planner
