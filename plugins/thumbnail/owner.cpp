// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/owner.hpp"

#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace dp::thumbnail {

namespace {

constexpr const char* kAttribute = "user.dp.thumbnail";
constexpr std::size_t kMostBytes = 16 << 10;

std::string text_of(const Owner& owner) {
  return owner.run + "\n" + owner.step + "\n" + owner.picture;
}

/// The words after the name of a process in /proc/PID/stat, which may hold anything.
std::string_view after_name(std::string_view stat) {
  const auto name = stat.rfind(')');
  return name == std::string_view::npos ? std::string_view() : stat.substr(name + 1);
}

}  // namespace

std::string this_run() {
  constexpr int kStartTime = 20;  // the words of `stat` after the name, from 1
  const auto parent = std::to_string(::getppid());
  std::ifstream file("/proc/" + parent + "/stat");
  const std::string stat{std::istreambuf_iterator<char>(file), {}};
  auto rest = after_name(stat);
  std::string_view word;
  for (int i = 0; i < kStartTime && !rest.empty(); ++i) {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    const auto end = std::min(rest.find_first_of(" \n"), rest.size());
    word = rest.substr(0, end);
    rest.remove_prefix(end);
  }
  return parent + "." + std::string(word);
}

void set_owner(int file, const Owner& owner) noexcept {
  const auto text = text_of(owner);
  (void)!::fsetxattr(file, kAttribute, text.data(), text.size(), 0);
}

Status check_owner(int file, const std::string& path, const Owner& owner) {
  std::string text(kMostBytes, '\0');
  const auto size = ::fgetxattr(file, kAttribute, text.data(), text.size());
  if (size < 0) return {};
  text.resize(static_cast<std::size_t>(size));
  if (!text.starts_with(owner.run + "\n") || text == text_of(owner)) return {};
  const auto step = text.find('\n', owner.run.size() + 1);
  if (step == std::string::npos) return {};
  const auto other = text.substr(step + 1);
  if (other == owner.picture)
    return fail(Errc::refused,
                path + ": another step of this run writes it for '" + other + "'");
  return fail(Errc::refused, path + ": is the thumbnail of '" + other + "' in this run, and '" +
                                 owner.picture + "' would be written to it too");
}

}  // namespace dp::thumbnail
