// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <string>

#include "base/fd.hpp"
#include "pool/process.hpp"
#include "why.hpp"

namespace dp::test {

/// Start a shell script as a pool would start a worker. It is none, so it uses nothing of a pool.
inline void start_script(pool::Process& process, const std::string& script) {
  const Fd anything(::open("/dev/null", O_RDWR | O_CLOEXEC));
  const auto started =
      process.start({"/bin/sh", "-c", script},
                    {0, ::getpid(), anything.get(), anything.get(), anything.get(), {}}, {});
  BOOST_REQUIRE_MESSAGE(started, why(started));
}

}  // namespace dp::test
