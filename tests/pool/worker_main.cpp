// SPDX-License-Identifier: Apache-2.0
// The program that the tests' pools start as their workers.
#include <cstdlib>
#include <string>

#include "evil.hpp"
#include "handlers.hpp"

namespace {

/// Chooses the handler by the first word of the setup.
class AnyHandler : public dp::pool::Handler {
 public:
  dp::Status start(dp::pool::Bytes setup) override {
    const std::string mode(setup.begin(), setup.end());
    if (mode.starts_with("sum:"))
      chosen_ = std::make_unique<dp::test::SumHandler>(mode);
    else
      chosen_ = std::make_unique<dp::test::WordsHandler>();
    return chosen_->start(setup);
  }
  dp::Result<Outcome> run(const dp::pool::Request& request, dp::pool::WorkerContext& context,
                          std::string& reply) override {
    return chosen_->run(request, context, reply);
  }
  bool wants_commit() override { return chosen_->wants_commit(); }
  dp::Status commit(dp::pool::WorkerContext& context, std::string& reply) override {
    return chosen_->commit(context, reply);
  }

 private:
  std::unique_ptr<dp::pool::Handler> chosen_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::string(argv[1]) == "evil") return dp::test::run_evil_worker(argv[2]);
  AnyHandler handler;
  return dp::pool::run_worker(handler);
}
