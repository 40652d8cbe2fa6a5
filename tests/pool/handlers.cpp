// SPDX-License-Identifier: Apache-2.0
#include "handlers.hpp"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "base/bytes.hpp"

namespace dp::test {
namespace {

using std::chrono::milliseconds;

struct Word {
  std::string name;
  std::uint64_t number = 0;
};

/// "big:100" is {"big", 100}; "17" is {"", 17}.
Word parse(const std::string& text) {
  const auto colon = text.find(':');
  const std::string digits = colon == std::string::npos ? text : text.substr(colon + 1);
  Word word{colon == std::string::npos ? "" : text.substr(0, colon), 0};
  if (!digits.empty() && digits.find_first_not_of("0123456789") == std::string::npos)
    word.number = std::stoull(digits);
  else
    word.name = text;
  return word;
}

void hang() {
  for (;;) ::pause();
}

/// Ends in time even if the file never comes, so that a test fails rather than hangs.
void wait_for_file(const std::string& path) {
  for (int tries = 0; tries < 6000 && ::access(path.c_str(), F_OK) != 0; ++tries)
    std::this_thread::sleep_for(milliseconds(10));
}

void fault(const std::string& name) {
  if (name == "segv") ::raise(SIGSEGV);
  if (name == "abort") std::abort();
  if (name == "leave") ::_exit(3);
  if (name == "kill") ::kill(::getpid(), SIGKILL);
  if (name == "hang") hang();
  if (name == "hang-on") {
    ::signal(SIGTERM, SIG_IGN);
    hang();
  }
}

}  // namespace

Status WordsHandler::start(pool::Bytes setup) {
  const std::string mode(setup.begin(), setup.end());
  if (mode == "words:refuse") return fail(Errc::invalid_plugin, "no such task");
  if (mode == "words:die") std::abort();
  if (mode == "words:full") {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_FSIZE, &none);
  }
  return {};
}

Result<std::string> WordsHandler::act(const std::string& text, pool::WorkerContext& context) {
  const Word word = parse(text);
  fault(word.name);
  if (word.name.empty()) return std::to_string(word.number * word.number);
  if (word.name == "big") return std::string(word.number, 'x');
  if (word.name == "fail") return fail(Errc::task_failed, "as told");
  if (word.name == "pid") return std::to_string(::getpid());
  if (text.starts_with("until ")) wait_for_file(text.substr(6));
  if (word.name == "sleep") std::this_thread::sleep_for(milliseconds(word.number));
  if (word.name == "eat") leak_.assign(word.number, 'e');
  if (word.name == "say-and-die") {
    std::cerr << "the end is near" << std::endl;
    std::abort();
  }
  if (word.name == "say") std::cerr << std::string(word.number, 's') << std::endl;
  if (word.name == "store") {
    const std::string bytes(word.number, 'b');
    DP_TRY(const pool::StoreRange range, context.store(bytes));
    std::string out;
    ByteWriter(out).put(range.store).put(range.offset).put(range.size);
    return out;
  }
  if (text.starts_with("load ")) {
    ByteReader in(std::string_view(text).substr(5));
    pool::StoreRange range;
    range.store = in.get<std::uint32_t>();
    range.offset = in.get<std::uint64_t>();
    range.size = in.get<std::uint64_t>();
    std::string out;
    DP_CHECK(context.load(range, out));
    return out;
  }
  return text;
}

Result<pool::Handler::Outcome> WordsHandler::run(const pool::Request& request,
                                                 pool::WorkerContext& context,
                                                 std::string& reply) {
  ::signal(kBegun, SIG_IGN);
  ByteReader in({request.bytes.data(), request.bytes.size()});
  const auto count = in.count(8);
  ByteWriter out(reply);
  for (std::uint64_t i = 0; i < count; ++i) {
    context.report_position(i, 100 * i, true);
    DP_TRY(const std::string result, act(std::string(in.text()), context));
    out.put(result);
  }
  DP_CHECK(in.finish("request"));
  return Outcome::done;
}

SumHandler::SumHandler(const std::string& mode) {
  const auto colon = mode.find(':', 4);
  limit_ = std::stoull(mode.substr(4));
  refuses_ = colon != std::string::npos;
  if (refuses_) refused_ = std::stoull(mode.substr(colon + 1));
}

Result<pool::Handler::Outcome> SumHandler::run(const pool::Request& request,
                                               pool::WorkerContext& context, std::string&) {
  if (request.parts == pool::kStream) {  // a question, which takes its time
    std::this_thread::sleep_for(milliseconds(5));
    return Outcome::done;
  }
  ByteReader in({request.bytes.data(), request.bytes.size()});
  const auto first = in.get<std::uint64_t>();
  const auto end = in.get<std::uint64_t>();
  DP_CHECK(in.finish("request"));
  if (request.chunk % 2 == 0 && (request.parts & pool::kStream) != 0)
    DP_CHECK(context.commit_part(pool::kStream, {}));
  if (refuses_ && request.chunk == refused_) {
    refuses_ = false;
    chunks_ = sum_ = count_ = 0;
    return fail(Errc::task_failed, "once");
  }
  for (std::uint64_t n = first; n < end; ++n) {
    context.report_position(n - first, 0, true);
    sum_ += n;
    ++count_;
  }
  ++chunks_;
  return Outcome::held;
}

Status SumHandler::commit(pool::WorkerContext&, std::string& reply) {
  ByteWriter(reply).put(sum_).put(count_);
  chunks_ = sum_ = count_ = 0;
  return {};
}

}  // namespace dp::test
