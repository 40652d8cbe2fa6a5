// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "fake_worker.hpp"
#include "run/run.hpp"
#include "temporary.hpp"
#include "why.hpp"

namespace dp::test {

using Texts = std::vector<std::string>;
using protocol::RequestKind;
using run::Progress;
using run::Summary;

/// Keeps what it is told.
class Watcher final : public dp::run::Observer {
 public:
  void progress(const Progress& progress) override {
    if (phases.empty() || phases.back() != progress.phase) phases.push_back(progress.phase);
    last = progress;
    if (on_progress) on_progress();
  }
  std::vector<Progress::Phase> phases;
  Progress last;
  std::function<void()> on_progress;
};

/// A prepared run over items a, b and c, one in a chunk.
struct RunFixture {
  RunFixture() {
    set_items({"a", "b", "c"});
    prepared.model.pool.chunksize = {dp::pipeline::Chunksize::Unit::items, 1};
  }
  void set_items(const Texts& names) {
    prepared.items.list.clear();
    for (const auto& name : names) {
      prepared.items.list.emplace_back();
      prepared.items.list.back().name = prepared.items.list.back().path = name;
      prepared.items.list.back().stamp.size = 10;
    }
    prepared.items.bytes = 10 * names.size();
  }
  /// Records go to these paths.
  void set_streams(const Texts& paths) {
    for (const auto& path : paths) prepared.plan.streams.push_back(sink(path, {}));
  }
  /// The results of `reductions` go to this path.
  void add_result(const std::string& path, const std::vector<std::uint32_t>& reductions = {0}) {
    prepared.plan.results.push_back(sink(path, reductions));
  }
  dp::protocol::WriterUse sink(const std::string& path,
                               const std::vector<std::uint32_t>& reductions) const {
    dp::protocol::WriterUse made;
    made.path = path == "-" ? path : folder.path(path);
    made.writer.task = "writer";
    made.reductions = reductions;
    return made;
  }
  void set_rejects(const std::string& name) {
    prepared.model.errors.rejects = dp::pipeline::Text{folder.path(name), {}};
  }

  dp::Result<Summary> execute() {
    if (!prepared.pool) prepared.pool.emplace(dp::test::fake_workers(2, work));
    work.plan = prepared.plan;
    return dp::run::execute(
        prepared,
        [this](std::string_view bytes) {
          standard_output += bytes;
          return dp::Status();
        },
        &watcher);
  }
  Summary summary() {
    auto made = execute();
    BOOST_REQUIRE_MESSAGE(made, dp::test::why(made));
    return *std::move(made);
  }
  /// Why a run fails that has the outputs out.txt and rejects, which were there before: the first
  /// stays, and the other if it does not fail for its rejects.
  dp::Error failure(const std::string& rejects = "old, too") {
    set_streams({"out.txt"});
    set_rejects("rejects");
    folder.write("out.txt", "old");
    folder.write("rejects", "old, too");
    const auto made = execute();
    BOOST_REQUIRE(!made);
    BOOST_TEST(folder.read("out.txt") == "old");
    BOOST_TEST(folder.read("rejects") == rejects);
    BOOST_TEST(files() == (Texts{"out.txt", "rejects"}), boost::test_tools::per_element());
    return made.error();
  }
  Texts files() const {
    Texts names;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
      names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }
  std::size_t asked(RequestKind kind) const {
    return static_cast<std::size_t>(std::count(work.asked.begin(), work.asked.end(), kind));
  }

  dp::test::TemporaryFolder folder;
  dp::test::FakeWork work;
  dp::planner::Prepared prepared;
  std::string standard_output;
  Watcher watcher;
};

inline const std::string kOdd =
    R"({"file":"odd","line":1,"offset":5,"reason":"it is odd","raw":"raw"})"
    "\n";
inline const std::string kOddToo =
    R"({"file":"odd too","line":1,"offset":5,"reason":"it is odd","raw":"raw"})"
    "\n";

}  // namespace dp::test
