// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>

#include "base/fd.hpp"

namespace dp::cli {

Status print(std::string_view text) {
  auto status = write_full(STDOUT_FILENO, text);
  if (status) return {};
  const bool closed = errno == EPIPE;
  auto error = std::move(status).error().within("standard output");
  if (closed) error.code = Errc::interrupted;
  return fail(std::move(error));
}

void print_error(std::string_view text) {
  // There is nowhere left to say that standard error cannot be written.
  (void)!write_full(STDERR_FILENO, text);
}

void print_failure(std::string_view text) {
  std::string line = "dp: error: ";
  line.append(text).append("\n");
  print_error(line);
}

bool is_terminal(int descriptor) noexcept { return ::isatty(descriptor) == 1; }

bool colours_errors() noexcept {
  const char* none = std::getenv("NO_COLOR");
  return is_terminal(STDERR_FILENO) && (none == nullptr || *none == '\0');
}

std::size_t terminal_width() noexcept {
  constexpr std::size_t kUsual = 80;
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kUsual;
  return size.ws_col;
}

}  // namespace dp::cli
