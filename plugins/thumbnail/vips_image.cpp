// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/vips_image.hpp"

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <string_view>

namespace dp::thumbnail {

namespace {

/// The first warning since begin(). libvips' own threads may give it.
class Warnings {
 public:
  void begin() {
    const std::lock_guard lock(mutex_);
    first_.clear();
  }
  void add(const char* message) {
    const std::lock_guard lock(mutex_);
    if (first_.empty()) first_ = message;
  }
  [[nodiscard]] std::string first() const {
    const std::lock_guard lock(mutex_);
    return first_;
  }

 private:
  mutable std::mutex mutex_;
  std::string first_;
};

Warnings& warnings() {
  static Warnings all;
  return all;
}

/// Not every warning is of pixels: private and odd tags (of maps, of cameras) and colour profiles are
/// common in files that are whole.
bool is_harmless(std::string_view message) noexcept {
  constexpr std::string_view kHarmless[] = {"Unknown field with tag",
                                            "iCCP",
                                            "profile",
                                            "does not end in null byte",
                                            "contains null byte in value",
                                            "Sum of Photometric type-related color channels",
                                            "tags are not sorted",
                                            "incorrect count for field",
                                            "Incorrect count for",
                                            "Wrong data type"};
  return std::any_of(std::begin(kHarmless), std::end(kHarmless), [&](std::string_view each) {
    return message.find(each) != std::string_view::npos;
  });
}

void take_warning(const gchar*, GLogLevelFlags level, const gchar* message, gpointer) {
  if ((level & G_LOG_LEVEL_WARNING) != 0 && !is_harmless(message)) warnings().add(message);
}

bool start_vips() {
  // Modules (PDF, slides, ImageMagick) are looked for below VIPSHOME. They take ten times as
  // long to load as all else, and read what dp does not mean to.
  ::setenv("VIPSHOME", "/nonexistent", 1);
  if (vips_init("dp") != 0) return false;
  vips_concurrency_set(1);
  vips_cache_set_max(0);
  vips_cache_set_max_mem(0);
  vips_cache_set_max_files(0);
  constexpr int kAll = G_LOG_LEVEL_MASK | G_LOG_FLAG_FATAL | G_LOG_FLAG_RECURSION;
  g_log_set_handler("VIPS", static_cast<GLogLevelFlags>(kAll), &take_warning, nullptr);
  return true;
}

/// libvips' account of what failed: its lines as one, each once, and what it warned of before.
std::string take_reason() {
  constexpr std::size_t kLongest = 300;
  std::string text(vips_error_buffer());
  vips_error_clear();
  text += warnings().first();
  std::string reason;
  for (std::size_t at = 0; at < text.size() && reason.size() < kLongest;) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = text.substr(at, end - at);
    at = end + 1;
    if (line.empty() || reason.find(line) != std::string::npos) continue;
    reason.append(reason.empty() ? "" : "; ").append(line);
  }
  return reason.empty() ? "no reason given" : reason;
}

}  // namespace

tl::unexpected<Error> vips_failed() { return fail(Errc::task_failed, take_reason()); }

Status start_call() {
  static const bool kStarted = start_vips();
  if (!kStarted) return fail(Errc::bug, "libvips does not start: " + take_reason());
  vips_error_clear();
  warnings().begin();
  return {};
}

std::string first_warning() { return warnings().first(); }

}  // namespace dp::thumbnail
