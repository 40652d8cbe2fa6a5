// SPDX-License-Identifier: Apache-2.0
#include "data/task.hpp"

namespace dp::data {

std::string_view role_name(dp_role role) noexcept {
  switch (role) {
    case DP_READER:
      return "reader";
    case DP_STEP:
      return "step";
    case DP_REDUCER:
      return "reducer";
    case DP_WRITER:
      return "writer";
    case DP_FUNCTION:
      return "function";
  }
  return "task";
}

}  // namespace dp::data
