// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <dp/result.hpp>
#include <string>
#include <vector>

namespace dp {

/// The users whose files may tell this process what to do: who runs it, root, the owner of this
/// dp (who could change it anyway), and, under sudo, who called that.
class TrustedUsers {
 public:
  explicit TrustedUsers(std::vector<uid_t> users) : users_(std::move(users)) {}
  static const TrustedUsers& of_this_process();

  [[nodiscard]] bool has(uid_t user) const noexcept;

 private:
  std::vector<uid_t> users_;
};

/// Whether none but trusted users can change a file.
///
/// Law: its owner is one of `users`, and nobody else can write it; its group may if that is the
///   owner's private group: their primary one, of their name, without other members, which is what
///   a umask of 002 is for.
/// Errors: refused, with who can and what to do; io.
Status check_trusted_file(const std::string& path,
                          const TrustedUsers& users = TrustedUsers::of_this_process());

/// Whether none but trusted users can change what is loaded from a path, now or later.
///
/// Law: check_trusted_file() holds for the file that it leads to and for the folder of that; and
///   nobody else can put another folder in the place of one before it. Folders that this dp lies in
///   are not looked at: who can write there can replace dp.
/// Errors: as check_trusted_file.
Status check_trusted_code(const std::string& path,
                          const TrustedUsers& users = TrustedUsers::of_this_process());

/// Whether no link that somebody else planted leads `path` elsewhere: one in a folder where all may
/// make files (its sticky bit is set, as that of /tmp), by neither this user nor the folder's owner.
/// What is missing is fine. The system may be set to the same (fs.protected_symlinks), or not.
/// Errors: refused, naming the link.
Status check_planted_links(const std::string& path);

}  // namespace dp
