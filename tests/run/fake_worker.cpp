// SPDX-License-Identifier: Apache-2.0
#include "fake_worker.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <sstream>

#include "protocol/line_requests.hpp"
#include "protocol/reject.hpp"
#include "why.hpp"

namespace dp::test {

namespace {

using protocol::RequestKind;

template <class T>
Status put(std::string& reply, const T& value) {
  ByteWriter out(reply);
  encode(out, value);
  return {};
}

std::string sorted(const std::string& names) {
  std::istringstream in(names);
  std::vector<std::string> list;
  for (std::string name; in >> name;) list.push_back(name);
  std::sort(list.begin(), list.end());
  std::string made;
  for (const auto& name : list) made += (made.empty() ? "" : " ") + name;
  return made;
}

class FakeWorker final : public pool::Handler {
 public:
  explicit FakeWorker(FakeWork& work) : work_(&work) {}
  Status start(pool::Bytes) override { return {}; }

  Result<Outcome> run(const pool::Request& request, pool::WorkerContext& context,
                      std::string& reply) override {
    const std::string_view bytes(request.bytes.data(), request.bytes.size());
    const auto kind = static_cast<RequestKind>(bytes.front());
    if (kind != RequestKind::map) DP_CHECK(note(kind));
    switch (kind) {
      case RequestKind::map:
        return map(bytes, request.parts, context, reply);
      case RequestKind::keep_plan: {
        DP_TRY(const auto range, context.store({bytes.data() + 1, bytes.size() - 1}));
        DP_CHECK(put(reply, range));
        return Outcome::done;
      }
      case RequestKind::frame:
        DP_CHECK(put(reply, protocol::FrameReply{"head\n", "tail\n"}));
        return Outcome::done;
      case RequestKind::combine:
        DP_CHECK(combine(bytes, reply));
        return Outcome::done;
      case RequestKind::finish:
        DP_CHECK(finish(bytes, context, reply));
        return Outcome::done;
      case RequestKind::count_lines:
        DP_CHECK(count_lines(bytes, reply));
        return Outcome::done;
      default:
        return fail(Errc::bug, "not expected here");
    }
  }

  Status commit(pool::WorkerContext& context, std::string& reply) override {
    protocol::StateReply state;
    for (std::size_t i = 0; i < work_->plan.reductions.size(); ++i) {
      protocol::PartialPlace place;
      DP_TRY(place.range, context.store(names_));
      place.range.size = std::max(place.range.size, work_->least_partial);
      place.sizes[3] = place.range.size;
      state.partials.push_back(place);
    }
    names_.clear();
    return put(reply, state);
  }

 private:
  Status note(RequestKind kind) {
    const std::lock_guard lock(work_->mutex);
    work_->asked.push_back(kind);
    if (kind == work_->broken)
      return fail(Errc::task_failed, std::to_string(static_cast<int>(kind)) + " is broken");
    return {};
  }

  Result<Outcome> map(std::string_view bytes, std::uint8_t parts, pool::WorkerContext& context,
                      std::string& reply) {
    protocol::MapRequest request;
    DP_CHECK(protocol::decode_request(bytes, request));
    for (auto number = request.begin; number < request.end; ++number)
      request.slices.emplace_back().name = std::to_string(number);
    std::string text;
    std::string rejects;
    protocol::StreamReply made;
    DP_CHECK(do_items(request.slices, made.counts, text, rejects));
    made.rejects = rejects;
    made.streams.assign(work_->plan.streams.size(), text);
    if (work_->plan.reductions.empty()) {
      DP_CHECK(put(reply, made));
      return Outcome::done;
    }
    if ((parts & pool::kStream) != 0) {
      std::string stream;
      DP_CHECK(put(stream, made));
      DP_CHECK(context.commit_part(pool::kStream, stream));
    }
    return Outcome::held;
  }

  Status do_items(const std::vector<protocol::Slice>& items, protocol::Counts& counts,
                  std::string& text, std::string& rejects) {
    for (const auto& item : items) {
      if (item.name.starts_with("bad")) {
        names_.clear();  // the epoch is lost, and folded anew
        return fail(Errc::task_failed, item.name + " is no good");
      }
      counts.bytes += 10;
      counts.lines += 1;
      if (item.name.starts_with("odd")) {
        protocol::append_reject(rejects, {item.item, 5, "raw", "it is odd"});
        counts.rejects += 1;
        continue;
      }
      counts.records += 1;
      counts.mapped += 1;
      text += item.name + "\n";
      names_ += item.name + " ";
    }
    return {};
  }

  Status combine(std::string_view bytes, std::string& reply) {
    protocol::CombineRequest request;
    DP_CHECK(protocol::decode_request(bytes, request));
    protocol::CombineReply made;
    made.bounds = work_->bounds;
    made.place.range = {request.partials.front().store, 0, 9};
    for (std::size_t range = 0; range < 3; ++range) made.place.sizes[range] = 3;
    return put(reply, made);
  }

  Status finish(std::string_view bytes, pool::WorkerContext& context, std::string& reply) {
    protocol::FinishRequest request;
    DP_CHECK(protocol::decode_request(bytes, request));
    std::string names;
    for (const auto& ranges : request.partials)
      for (const auto& pieces : ranges)
        for (const auto& piece : pieces) {
          std::string partial;
          if (work_->least_partial != 0) continue;  // they were never written
          DP_CHECK(context.load(piece.range, partial));
          names += partial;
        }
    const auto text =
        std::string(request.head ? "(" : "") + sorted(names) + (request.tail ? ")" : "");
    DP_TRY(const auto range, context.store(text));
    const std::lock_guard lock(work_->mutex);
    work_->finishing.push_back(std::move(request));
    return put(reply, protocol::FinishReply{range, 1});
  }

  static Status count_lines(std::string_view bytes, std::string& reply) {
    protocol::CountLinesRequest request;
    DP_CHECK(protocol::decode_request(bytes, request));
    for (auto& offset : request.offsets) offset = 1;
    return put(reply, request.offsets);
  }

  FakeWork* work_;
  std::string names_;  ///< the state of all reductions
};

}  // namespace

pool::Pool fake_workers(unsigned workers, FakeWork& work) {
  pool::Options options;
  options.workers = workers;
  options.threads = [&work] { return std::make_unique<FakeWorker>(work); };
  auto made = pool::Pool::start(std::move(options));
  BOOST_REQUIRE_MESSAGE(made, why(made));
  return *std::move(made);
}

}  // namespace dp::test
