// SPDX-License-Identifier: Apache-2.0
#include "base/target_lock.hpp"

#include <fcntl.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <random>
#include <string_view>
#include <thread>

namespace dp {

namespace {

/// Two that begin at once may each see the other and give way; then both try again.
constexpr int kTries = 6;
constexpr int kMostWaitMs = 20;

struct flock at(short type, off_t offset) {
  struct flock lock {};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  lock.l_start = offset;
  lock.l_len = 1;
  return lock;
}

/// The first of a name's two bytes: an even offset.
off_t place_of(std::string_view name) {
  std::uint64_t hash = 14695981039346656037u;  // FNV-1a
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return static_cast<off_t>((hash >> 2) & ~std::uint64_t{1});
}

/// Lock for reading, as a folder cannot be opened for writing. Returns false if it takes no locks.
bool lock(int folder, off_t place) {
  auto shared = at(F_RDLCK, place);
  return ::fcntl(folder, F_OFD_SETLK, &shared) == 0;
}

void unlock(int folder, off_t place) {
  auto none = at(F_UNLCK, place);
  (void)::fcntl(folder, F_OFD_SETLK, &none);
}

/// Would a lock for writing be in another's way?
bool is_held(int folder, off_t place) {
  auto own = at(F_WRLCK, place);
  return ::fcntl(folder, F_OFD_GETLK, &own) == 0 && own.l_type != F_UNLCK;
}

void wait_a_little() {
  std::random_device random;
  std::this_thread::sleep_for(std::chrono::milliseconds(1 + random() % kMostWaitMs));
}

std::string holder(int folder, off_t place) {
  auto own = at(F_WRLCK, place + 1);
  const bool known =
      ::fcntl(folder, F_GETLK, &own) == 0 && own.l_type != F_UNLCK && own.l_pid > 0;
  return known ? " (process " + std::to_string(own.l_pid) + ")" : "";
}

}  // namespace

Result<TargetLock> TargetLock::take(const std::string& path) {
  const std::filesystem::path file(path);
  const auto folder_name = file.has_parent_path() ? file.parent_path().string() : ".";
  Fd folder(::open(folder_name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) return TargetLock({});
  const auto place = place_of(file.filename().native());
  for (int i = 0; i < kTries; ++i) {
    if (!lock(folder.get(), place)) return TargetLock({});
    if (!is_held(folder.get(), place)) {
      auto name = at(F_RDLCK, place + 1);
      (void)::fcntl(folder.get(), F_SETLK, &name);
      return TargetLock(std::move(folder));
    }
    unlock(folder.get(), place);
    wait_a_little();
  }
  return fail(Errc::refused, path + ": another run is writing it" +
                                 holder(folder.get(), place) +
                                 "; wait for it, or write to another file");
}

}  // namespace dp
