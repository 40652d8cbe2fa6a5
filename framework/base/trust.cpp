// SPDX-License-Identifier: Apache-2.0
#include "base/trust.hpp"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

#include "base/fd.hpp"
#include "base/links.hpp"

namespace dp {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostUserBytes = 1 << 16;

std::optional<uid_t> owner_of_program() {
  struct stat status {};
  if (::stat("/proc/self/exe", &status) != 0) return std::nullopt;
  return status.st_uid;
}

/// Who called sudo, if this is root by it.
std::optional<uid_t> caller_of_sudo() {
  const char* text = ::geteuid() == 0 ? std::getenv("SUDO_UID") : nullptr;
  if (text == nullptr) return std::nullopt;
  const std::string_view digits(text);
  uid_t user = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), user);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return user;
}

struct User {
  std::string name;
  gid_t group = 0;
};

std::optional<User> find_user(uid_t id) {
  std::string buffer(kMostUserBytes, '\0');
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwuid_r(id, &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr)
    return std::nullopt;
  return User{entry.pw_name, entry.pw_gid};
}

/// Whether a group is `owner` alone by the custom of a group for each user.
bool is_private_group(gid_t id, uid_t owner) {
  const auto user = find_user(owner);
  if (!user || user->group != id) return false;
  std::string buffer(kMostUserBytes, '\0');
  group entry{};
  group* found = nullptr;
  if (::getgrgid_r(id, &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr ||
      user->name != entry.gr_name)
    return false;
  for (char** member = entry.gr_mem; *member != nullptr; ++member)
    if (user->name != *member) return false;
  return true;
}

std::string name_of(uid_t id) {
  const auto user = find_user(id);
  return user ? user->name : "user " + std::to_string(id);
}

std::string mode_text(mode_t mode) {
  std::array<char, 8> digits{};
  const auto [end, error] =
      std::to_chars(digits.data(), digits.data() + digits.size(), mode & 07777u, 8);
  return error == std::errc{} ? std::string(digits.data(), end) : "";
}

/// `excuse`: of a folder in which only owners replace what is there.
Status check_one(const std::string& path, const struct stat& status, const TrustedUsers& users,
                 bool excuse) {
  if (!users.has(status.st_uid))
    return fail(Errc::refused,
                path + " belongs to " + name_of(status.st_uid) +
                    ", neither you nor root: take a copy of your own, or chown it");
  const bool is_sticky = excuse && (status.st_mode & S_ISVTX) != 0;
  const bool by_all = (status.st_mode & S_IWOTH) != 0;
  const bool by_group =
      (status.st_mode & S_IWGRP) != 0 && !is_private_group(status.st_gid, status.st_uid);
  if (is_sticky || (!by_all && !by_group)) return {};
  return fail(Errc::refused, std::string(by_all ? "all users" : "its group") + " can write " +
                                 path + " (mode " + mode_text(status.st_mode) +
                                 "): chmod go-w " + path);
}

/// Whether this dp lies below `folder`.
bool holds_this_program(const fs::path& folder) {
  std::error_code error;
  static const auto kProgram = fs::read_symlink("/proc/self/exe", error).string();
  const auto prefix = folder == "/" ? "/" : folder.string() + "/";
  return kProgram.starts_with(prefix);
}

bool is_planted(const std::string& folder, const struct stat& link) {
  struct stat shared {};
  if (::stat(folder.c_str(), &shared) != 0) return false;
  const bool all_may_write = (shared.st_mode & S_ISVTX) != 0 && (shared.st_mode & S_IWOTH) != 0;
  return all_may_write && link.st_uid != ::geteuid() && link.st_uid != shared.st_uid;
}

}  // namespace

const TrustedUsers& TrustedUsers::of_this_process() {
  static const TrustedUsers kUsers = [] {
    std::vector<uid_t> users{0, ::geteuid()};
    if (const auto owner = owner_of_program()) users.push_back(*owner);
    if (const auto caller = caller_of_sudo()) users.push_back(*caller);
    return TrustedUsers(std::move(users));
  }();
  return kUsers;
}

bool TrustedUsers::has(uid_t user) const noexcept {
  return std::find(users_.begin(), users_.end(), user) != users_.end();
}

Status check_trusted_file(const std::string& path, const TrustedUsers& users) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return fail_errno(path);
  return check_one(path, status, users, false);
}

Status check_trusted_code(const std::string& path, const TrustedUsers& users) {
  std::error_code error;
  const auto real = fs::canonical(path, error);
  if (error) return fail_errno(path, error.value());
  DP_CHECK(check_trusted_file(real.string(), users));
  for (auto folder = real.parent_path();; folder = folder.parent_path()) {
    if (holds_this_program(folder)) return {};
    struct stat status {};
    if (::stat(folder.c_str(), &status) != 0) return fail_errno(folder.string());
    DP_CHECK(check_one(folder.string(), status, users, folder != real.parent_path()));
    if (!folder.has_relative_path()) return {};
  }
}

Status check_planted_links(const std::string& path) {
  std::vector<std::string> names;  // still to go, the next one last
  const auto queue = [&](const fs::path& text) {
    std::vector<std::string> parts;
    for (const auto& part : text) parts.push_back(part.string());
    names.insert(names.end(), parts.rbegin(), parts.rend());
  };
  queue(path);
  fs::path at = ".";
  for (int links = 0; !names.empty();) {
    const auto name = std::move(names.back());
    names.pop_back();
    if (name.empty()) continue;
    const auto next = at / name;
    struct stat status {};
    if (::lstat(next.c_str(), &status) != 0) return {};
    if (!S_ISLNK(status.st_mode)) {
      at = next;
      continue;
    }
    if (is_planted(at.string(), status))
      return fail(Errc::refused, path + ": " + next.lexically_normal().string() +
                                     " is a link that " + name_of(status.st_uid) +
                                     " made in a folder where all may write; remove it, or "
                                     "name another file");
    std::error_code error;
    const auto target = fs::read_symlink(next, error);
    if (error || ++links > kMostLinks) return {};
    queue(target);
  }
  return {};
}

}  // namespace dp
