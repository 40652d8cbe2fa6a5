// SPDX-License-Identifier: Apache-2.0
// A test program whose pools' workers are itself.
#include <boost/test/unit_test.hpp>

#include "answering_handler.hpp"
#include "pool/worker.hpp"

namespace {

bool nothing_to_set_up() { return true; }

}  // namespace

int main(int argc, char** argv) {
  if (dp::pool::is_worker()) {
    dp::test::AnsweringHandler handler;
    return dp::pool::run_worker(handler);
  }
  return boost::unit_test::unit_test_main(&nothing_to_set_up, argc, argv);
}
