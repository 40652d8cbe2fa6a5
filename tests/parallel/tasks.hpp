// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/detail/tasks.hpp>

namespace dp::test {

/// Tasks that task_registry_test.cpp and task_handler_test.cpp register.
std::uint64_t twice(std::uint64_t n);
std::uint64_t sum(std::uint64_t so_far, std::uint64_t n);
dp::Status prepare(std::string_view what);

}  // namespace dp::test
