// SPDX-License-Identifier: Apache-2.0
#include "answering_handler.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "protocol/line_requests.hpp"
#include "protocol/plan_requests.hpp"

namespace dp::test {

namespace {

Status answer_to_struct(std::string_view request, std::string& reply) {
  if (static_cast<protocol::RequestKind>(request.front()) !=
      protocol::RequestKind::count_lines) {
    reply = "no reply";
    return {};
  }
  protocol::CountLinesRequest lines;
  DP_CHECK(protocol::decode_request(request, lines));
  if (lines.item.name == "refused") return fail(Errc::io, "cannot read it");
  ByteWriter out(reply);
  encode(out, lines.offsets);
  return {};
}

Result<std::string> answer_to_word(std::string_view word) {
  if (word.starts_with("say ")) return std::string(word.substr(4));
  if (word.starts_with("fail ")) return fail(Errc::not_found, std::string(word.substr(5)));
  if (word == "abort") std::abort();
  if (word == "hang")
    for (;;) ::pause();
  if (word.starts_with("abort once ")) {
    const std::string file(word.substr(11));
    if (std::filesystem::exists(file)) return std::string("survived");
    std::ofstream(file).put('x');
    std::abort();
  }
  return fail(Errc::invalid_argument, "got '" + std::string(word) + "', expected say or fail");
}

}  // namespace

Status AnsweringHandler::start(pool::Bytes) { return {}; }

Result<pool::Handler::Outcome> AnsweringHandler::run(const pool::Request& request,
                                                     pool::WorkerContext&, std::string& reply) {
  const std::string_view bytes(request.bytes.data(), request.bytes.size());
  if (bytes.empty() || bytes.front() < 'a') {
    if (!bytes.empty()) DP_CHECK(answer_to_struct(bytes, reply));
  } else {
    DP_TRY(reply, answer_to_word(bytes));
  }
  return Outcome::done;
}

}  // namespace dp::test
