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
#include "protocol/messages.hpp"

namespace dp::planner {

namespace {

/// Names in one request.
constexpr std::size_t kNames = 1024;
/// Mistakes that are told; the others are counted.
constexpr std::size_t kTold = 10;

std::string ask_targets(const protocol::TaskUse& use, const Schema& input,
                        const input::Items& items, std::size_t from, std::size_t to) {
  std::string bytes;
  ByteWriter out(bytes);
  out.put(protocol::Ask::targets);
  write(out, use);
  data::write(out, input);
  out.put(static_cast<std::uint64_t>(to - from));
  for (auto i = from; i < to; ++i) out.put(items.list[i].name);
  return bytes;
}

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

  void refused(std::size_t item, std::string_view why) {
    tell("'" + name(item) + "': " + std::string(why), "");
  }

  void add(std::size_t item, const std::string& path) {
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
      place->second =
          std::filesystem::weakly_canonical(std::filesystem::absolute(folder, error), error);
      if (error) place->second = folder.lexically_normal();
    }
    return place->second + "/" + file.filename().string();
  }

  const input::Items* items_;
  pipeline::Mark mark_;
  pipeline::Diagnostics* diagnostics_;
  std::size_t mistakes_ = 0;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::size_t> inputs_;
  std::unordered_map<std::string, std::size_t> owners_;
  std::unordered_map<std::string, std::string> folders_;
};

/// Take the answer for the items from `first` on, of which there are `count`.
Status take(std::string_view reply, std::size_t first, std::size_t count, Targets& targets) {
  ByteReader in(reply);
  for (std::size_t i = 0; i < count; ++i) {
    const bool ok = in.get<std::uint8_t>() != 0;
    const std::string text(in.text());
    if (!in.ok()) break;
    if (ok)
      targets.add(first + i, text);
    else
      targets.refused(first + i, text);
  }
  return in.finish("targets reply");
}

}  // namespace

Status check_targets(pool::Pool& pool, const protocol::TaskUse& use, const Schema& input,
                     const input::Items& items, pipeline::Mark mark,
                     pipeline::Diagnostics& diagnostics) {
  std::vector<std::string> requests;
  const auto count = items.list.size();
  for (std::size_t from = 0; from < count; from += kNames)
    requests.push_back(ask_targets(use, input, items, from, std::min(count, from + kNames)));
  DP_TRY(const auto answers, protocol::ask(pool, std::move(requests)));
  Targets targets(items, mark, diagnostics);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const auto first = i * kNames;
    if (!answers[i]) return fail(Error(answers[i].error()).within(use.task));
    DP_CHECK(take(*answers[i], first, std::min(kNames, count - first), targets));
  }
  return {};
}

}  // namespace dp::planner
