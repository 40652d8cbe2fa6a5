// SPDX-License-Identifier: Apache-2.0
#include "input/changes.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <functional>
#include <string>

namespace dp::input {

namespace {

constexpr std::uint64_t kEndBytes = 512;

std::int64_t nanoseconds(const timespec& time) {
  return time.tv_sec * std::int64_t{1'000'000'000} + time.tv_nsec;
}

/// It holds what it held, as far as its ends tell.
bool has_old_ends(const Item& item) {
  const auto file = open_file(item.path, O_RDONLY | O_NONBLOCK);
  return !file || hash_of_ends(file->get(), item.stamp.size) == item.ends;
}

bool was_rewritten(const Item& item) {
  // Of a file of our own nothing was noted, and of an empty one nothing is read.
  if (item.changed_ns == 0 || item.stamp.size == 0) return false;
  struct stat now {};
  if (::stat(item.path.c_str(), &now) != 0) return false;
  const auto& stamp = item.stamp;
  if (stamp.device != now.st_dev || stamp.inode != now.st_ino) return false;
  const auto size = static_cast<std::uint64_t>(now.st_size);
  if (size < stamp.size) return true;
  const bool modified = stamp.modified_ns != nanoseconds(now.st_mtim);
  if (modified && size == stamp.size) return true;
  // Its mode or a link of it may be new, or its times were set back.
  const bool touched = modified || item.changed_ns != nanoseconds(now.st_ctim);
  return touched && !has_old_ends(item);
}

}  // namespace

std::uint64_t hash_of_ends(int descriptor, std::uint64_t size) {
  std::string bytes(std::min(size, 2 * kEndBytes), '\0');
  const auto head = std::min<std::uint64_t>(bytes.size(), kEndBytes);
  const auto tail = bytes.size() - head;
  const auto first = pread_full(descriptor, bytes.data(), head, 0);
  const auto last = pread_full(descriptor, bytes.data() + head, tail, size - tail);
  if (!first || !last || *first + *last != bytes.size()) return 0;
  return std::hash<std::string>()(bytes);
}

const Item* find_rewritten(const Items& items) {
  const auto found = std::find_if(items.list.begin(), items.list.end(), was_rewritten);
  return found == items.list.end() ? nullptr : &*found;
}

bool is_there(const Item& item) {
  if (item.stream != nullptr || item.changed_ns == 0) return true;
  struct stat now {};
  return ::stat(item.path.c_str(), &now) == 0 && item.stamp.device == now.st_dev &&
         item.stamp.inode == now.st_ino &&
         static_cast<std::uint64_t>(now.st_size) >= item.stamp.size;
}

}  // namespace dp::input
