// SPDX-License-Identifier: Apache-2.0
// A test program whose pools' workers are itself.
#include <boost/test/unit_test.hpp>
#include <dp/pool.hpp>

namespace {

bool nothing_to_set_up() { return true; }

}  // namespace

int main(int argc, char** argv) {
  dp::Pool::worker_entry();
  return boost::unit_test::unit_test_main(&nothing_to_set_up, argc, argv);
}
