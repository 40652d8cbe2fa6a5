// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <deque>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "input_of_records.hpp"
#include "protocol/reject.hpp"
#include "run/map/map_job.hpp"

namespace dp::test {

using namespace dp::protocol;
using namespace dp::run;

/// Added to the place of what a worker makes of bytes that are no record: it must never be counted.
inline constexpr std::uint64_t kRubbish = std::uint64_t{1} << 40;
/// A few chunks' worth, so that the window is often full.
inline constexpr std::uint64_t kWindowBytes = 100;

struct Shape {
  bool reduces;
  bool streams;
  bool in_order;
  unsigned wrong_percent;    ///< of guesses
  unsigned trouble_percent;  ///< chunks over which a worker dies or fails
  unsigned prefix_percent;   ///< of chunks that may, those that give a prefix
  unsigned garbled_percent;  ///< replies before which comes one that is none
};

inline std::ostream& operator<<(std::ostream& out, const Shape& shape) {
  return out << "reduces " << shape.reduces << " streams " << shape.streams << " in order "
             << shape.in_order << " wrong " << shape.wrong_percent << " trouble "
             << shape.trouble_percent << " prefix " << shape.prefix_percent << " garbled "
             << shape.garbled_percent;
}

/// Workers that guess badly, fail and die, over a MapJob.
class World {
 public:
  World(const Shape& shape, unsigned seed) : shape_(shape), random_(seed), input_(random_) {
    plan_.intake = Intake::records;
    plan_.stages.resize(1);
    plan_.stages[0].kind = Stage::Kind::reader;
    if (shape.reduces) plan_.reductions.resize(1);
    if (shape.in_order) plan_.reductions[0].traits = DP_ORDER_INPUT;
    if (shape.streams) plan_.streams.resize(1);
    MapJob::Setup setup;
    setup.chunksize = {dp::pipeline::Chunksize::Unit::bytes, 100};
    setup.workers = 3;
    setup.into = {&plan_, &input_.items, &progress_, &rejects_,
                  shape.streams ? &window_ : nullptr};
    setup.check_range = [](unsigned, const pool::StoreRange&) { return dp::Status{}; };
    job_.emplace(std::move(setup));
  }

  void run() {
    while (lease() || !idle()) {
      auto& worker = workers_[random_() % workers_.size()];
      // Often enough that an epoch ends before the next death.
      if (!worker.held.empty() && random_() % 4 == 0)
        commit_epoch(worker);
      else if (!worker.running.empty())
        work(worker);
    }
  }

  /// Every record counted, written and rejected as if nothing had happened.
  void check() {
    BOOST_TEST(job_->settled());
    BOOST_TEST(window_.empty());
    const auto all = input_.all();
    if (shape_.reduces) check_folded(all);
    if (shape_.streams) BOOST_TEST((text_ == text_of(all)));
    BOOST_TEST(progress_.counts.records == all.size());
    BOOST_TEST(progress_.bytes.done == input_.items.bytes);
    BOOST_TEST(progress_.bytes.held == 0U);
    std::vector<Record> rejected;
    BOOST_REQUIRE(rejects_.for_each([&](const Reject& reject) {
      rejected.emplace_back(reject.item, reject.offset);
      return dp::Status{};
    }));
    std::vector<Record> expected;
    std::copy_if(all.begin(), all.end(), std::back_inserter(expected), is_bad);
    BOOST_TEST((rejected == expected));
  }

 private:
  struct Worker {
    std::deque<pool::Lease> running;
    std::vector<pool::Lease> held;
    std::vector<Record> state;
    std::uint64_t count = 0;  ///< records of chunks without a stream reply
  };
  struct Made {
    std::vector<Record> records;
    std::size_t given = 0;  ///< of these, in prefixes
    dp::protocol::RecordBounds told;
    bool guessed = false;
  };

  static bool is_bad(const Record& record) { return record.second % 7 == 3; }
  static std::string text_of(const std::vector<Record>& records) {
    std::string text;
    for (const auto& [item, place] : records)
      text += std::to_string(item) + ":" + std::to_string(place) + "\n";
    return text;
  }

  [[nodiscard]] bool idle() const {
    return std::all_of(workers_.begin(), workers_.end(), [](const Worker& worker) {
      return worker.running.empty() && worker.held.empty();
    });
  }
  /// True if anything was leased.
  bool lease() {
    bool leased = false;
    for (auto& worker : workers_) {
      if (worker.running.size() >= 2) continue;
      if (!again_.empty()) {
        worker.running.push_back(std::move(again_.front()));
        again_.pop_front();
      } else if (auto next = job_->next()) {
        worker.running.push_back(std::move(*next));
      } else {
        break;
      }
      leased = true;
    }
    return leased;
  }

  dp::protocol::RecordBounds answer(const Slice& slice) {
    dp::protocol::RecordBounds answer;
    answer.begin = slice.exact ? slice.begin : input_.first_from(slice.item, slice.begin);
    if (!slice.exact && slice.begin != 0 && random_() % 100 < shape_.wrong_percent)
      answer.begin = slice.begin + 1 + random_() % (slice.end - slice.begin);
    answer.found = answer.begin < slice.end;
    answer.end = std::max(answer.begin, input_.first_from(slice.item, slice.end));
    if (answer.found && !input_.is_record(slice.item, answer.begin) && random_() % 3 == 0)
      answer.end = std::min(answer.end + 1, input_.items.list[slice.item].stamp.size);
    return answer;
  }
  Made map(const std::string& request) {
    MapRequest asked;
    BOOST_REQUIRE(decode_request(request, asked));
    const auto& slice = asked.slices.at(0);
    if (slice.exact && slice.begin != slice.end)
      BOOST_REQUIRE(input_.is_record(slice.item, slice.begin));
    Made made;
    for (const auto& each : asked.slices) {
      auto whole = each;
      whole.end = std::min(whole.end, input_.items.list[each.item].stamp.size);
      const auto told = answer(whole);
      if (!slice.exact) made.told = told;
      if (!told.found) continue;
      const bool right = input_.is_record(each.item, told.begin);
      for (auto at = told.begin; at < whole.end; at = input_.first_from(each.item, at + 1))
        made.records.emplace_back(each.item, right ? at : at + kRubbish);
    }
    made.guessed = !slice.exact;
    return made;
  }
  /// What the worker says of some of the records.
  StreamReply reply_of(const Made& made, std::size_t from, std::size_t to) {
    const std::vector<Record> some(made.records.begin() + static_cast<std::ptrdiff_t>(from),
                                   made.records.begin() + static_cast<std::ptrdiff_t>(to));
    text_of_reply_ = text_of(some);
    rejects_of_reply_.clear();
    for (const auto& record : some)
      if (is_bad(record))
        append_reject(rejects_of_reply_, {record.first, record.second, "raw", "bad"});
    StreamReply reply;
    reply.bounds = made.told;
    reply.counts.records = some.size();
    reply.rejects = rejects_of_reply_;
    if (shape_.streams) reply.streams.push_back(text_of_reply_);
    return reply;
  }
  std::string rest_of(const Made& made) {
    std::string bytes;
    dp::ByteWriter out(bytes);
    encode(out, reply_of(made, made.given, made.records.size()));
    return bytes;
  }
  bool speaks(const Made& made) const {
    return shape_.streams || made.guessed || made.given > 0 ||
           std::any_of(made.records.begin(), made.records.end(), is_bad);
  }
  /// Commit some of the records, and go on.
  void give_prefixes(const pool::Lease& lease, Made& made) {
    const bool may = lease.prefixes && (lease.parts & pool::kStream) != 0;
    while (may && made.given + 1 < made.records.size() &&
           random_() % 100 < shape_.prefix_percent) {
      const auto to = made.given + 1 + random_() % (made.records.size() - made.given - 1);
      const auto& [item, place] = made.records[to];
      MapRequest asked;
      BOOST_REQUIRE(decode_request(lease.request, asked));
      const auto& slice = asked.slices.at(0);
      const auto items = item - slice.item;
      PrefixReply prefix{{items, items > 0 && place == 0 ? 0 : place},
                         reply_of(made, made.given, to)};
      std::string bytes;
      dp::ByteWriter out(bytes);
      encode(out, prefix);
      commit({lease.chunk}, pool::kStream, bytes, true);
      made.given = to;
    }
  }

  void commit(const std::vector<std::uint64_t>& chunks, std::uint8_t part,
              const std::string& bytes, bool more = false) {
    garble(chunks, part, bytes, more);
    BOOST_REQUIRE(job_->commit({chunks, part, 0, {bytes.data(), bytes.size()}, more}));
  }
  /// Commit what is no reply: too short, or too long. It must be refused, and change nothing.
  void garble(const std::vector<std::uint64_t>& chunks, std::uint8_t part, std::string bytes,
              bool more) {
    if (bytes.empty() || random_() % 100 >= shape_.garbled_percent) return;
    if (random_() % 4 == 0)
      bytes += 'x';
    else
      bytes.resize(1 + random_() % bytes.size() - 1);
    if (bytes.empty()) return;
    const auto status = job_->commit({chunks, part, 0, {bytes.data(), bytes.size()}, more});
    BOOST_REQUIRE(!status);
    BOOST_TEST((status.error().code == Errc::corrupt), status.error().message);
  }

  void work(Worker& worker) {
    auto& front = worker.running.front();
    if (static_cast<RequestKind>(front.request[0]) == RequestKind::cut)
      return answer_question(worker);
    auto made = map(front.request);
    if (!shape_.reduces) {
      give_prefixes(front, made);
      if (random_() % 100 < shape_.trouble_percent) return trouble(worker);
      commit({front.chunk}, pool::kAll, rest_of(made));
      worker.running.pop_front();
      return;
    }
    // Where its records begin was told, perhaps by another worker: none guesses once more.
    if (made.guessed && (front.parts & pool::kStream) == 0) {
      commit({front.chunk}, pool::kState, {});
      worker.running.pop_front();
      return;
    }
    give_prefixes(front, made);
    const bool early = random_() % 2 == 0;
    if (early && random_() % 100 < shape_.trouble_percent) return trouble(worker);
    if ((front.parts & pool::kStream) != 0 && speaks(made)) {
      commit({front.chunk}, pool::kStream, rest_of(made));
      front.parts = pool::kState;
    } else if ((front.parts & pool::kStream) != 0) {
      worker.count += made.records.size();
    }
    if (!early && random_() % 100 < shape_.trouble_percent) return trouble(worker);
    worker.state.insert(worker.state.end(), made.records.begin(), made.records.end());
    worker.held.push_back(std::move(front));
    worker.running.pop_front();
    job_->held(worker.held.back().chunk);
    if (shape_.in_order) commit_epoch(worker);
  }

  void answer_question(Worker& worker) {
    if (random_() % 1000 < shape_.trouble_percent) return trouble(worker);
    const auto lease = std::move(worker.running.front());
    worker.running.pop_front();
    CutRequest asked;
    BOOST_REQUIRE(decode_request(lease.request, asked));
    std::string reply;
    dp::ByteWriter out(reply);
    encode(out, answer(asked.slice));
    commit({lease.chunk}, pool::kStream, reply);
  }

  void commit_epoch(Worker& worker) {
    std::vector<std::uint64_t> all, silent;
    for (const auto& lease : worker.held) {
      all.push_back(lease.chunk);
      if ((lease.parts & pool::kStream) != 0) silent.push_back(lease.chunk);
    }
    worker.held.clear();
    StateReply state;
    state.counts.records = worker.count;
    PartialPlace place;
    place.range = {0, states_.size(), 1};
    place.sizes[0] = 1;
    state.partials.push_back(place);
    states_.push_back(std::move(worker.state));
    std::string reply;
    dp::ByteWriter out(reply);
    encode(out, state);
    worker.state.clear();
    worker.count = 0;
    commit(all, pool::kState, reply);
    if (!silent.empty()) commit(silent, pool::kStream, {});
  }

  /// The worker dies over its first chunk, or the task refuses it: what it held is lost.
  void trouble(Worker& worker) {
    auto lease = std::move(worker.running.front());
    worker.running.pop_front();
    for (auto& held : worker.held) again_.push_back(std::move(held));
    worker.held.clear();
    worker.state.clear();
    worker.count = 0;
    pool::Death death;
    death.external = is_careful(lease) || random_() % 2 == 0;
    death.is_fault = !death.external;
    death.signal = 9;
    const bool fails = !death.external && random_() % 2 == 0;
    auto instead = fails ? job_->failed(lease.chunk, {dp::Errc::task_failed, "no"})
                         : job_->died(std::move(lease), death);
    BOOST_REQUIRE(instead);
    for (auto& each : *instead) again_.push_back(std::move(each));
  }
  /// Another death or failure would set records aside, as it should.
  static bool is_careful(const pool::Lease& lease) {
    MapRequest request;
    return static_cast<RequestKind>(lease.request[0]) == RequestKind::map &&
           decode_request(lease.request, request) && request.careful;
  }

  void check_folded(const std::vector<Record>& all) {
    std::vector<Record> folded;
    for (const auto& partial : job_->results().partials().at(0)) {
      const auto& state = states_.at(partial.range.offset);
      if (shape_.in_order && !state.empty()) BOOST_TEST((partial.origin == state.front()));
      folded.insert(folded.end(), state.begin(), state.end());
    }
    std::sort(folded.begin(), folded.end());
    BOOST_TEST((folded == all));
  }

  Shape shape_;
  std::mt19937 random_;
  Input input_;
  Plan plan_;
  Progress progress_;
  RejectLog rejects_ = *RejectLog::create("");
  std::string text_, text_of_reply_, rejects_of_reply_;
  StreamWindow window_{[this](std::size_t, std::string_view bytes) {
                         text_ += bytes;
                         return dp::Status{};
                       },
                       kWindowBytes};
  std::optional<MapJob> job_;
  std::array<Worker, 3> workers_;
  std::deque<pool::Lease> again_;
  std::vector<std::vector<Record>> states_;
};

}  // namespace dp::test
