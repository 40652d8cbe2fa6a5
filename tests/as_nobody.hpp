// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>

namespace dp::test {

/// While it lives, what root may do to files is done as a user who has no rights: file modes mean
/// something. Who is not root stays who it is.
class AsNobody {
 public:
  AsNobody() : is_root_(::geteuid() == 0) {
    if (is_root_) (void)!::seteuid(kNobody);
  }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;
  ~AsNobody() {
    if (is_root_) (void)!::seteuid(0);
  }

 private:
  static constexpr uid_t kNobody = 65534;
  bool is_root_;
};

}  // namespace dp::test
