// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <utility>

#include "base/fd.hpp"

namespace dp::cli {

namespace {

constexpr std::string_view kClearLine = "\r\x1b[K";

/// What goes to a terminal by this function is safe there: what came from outside has been through
/// one of the functions printable*.
Status write_output(std::string_view text) {
  auto status = write_full(STDOUT_FILENO, text);
  if (status) return {};
  const bool closed = errno == EPIPE;
  auto error = std::move(status).error().within("standard output");
  if (closed) error.code = Errc::interrupted;
  return fail(std::move(error));
}

void write_error(std::string_view text) {
  // There is nowhere left to say that standard error cannot be written.
  (void)!write_full(STDERR_FILENO, text);
}

std::string_view code_of(StyledText::Style style) noexcept {
  switch (style) {
    case StyledText::Style::bold:
      return "\x1b[1m";
    case StyledText::Style::error:
      return "\x1b[1;31m";
    case StyledText::Style::warning:
      return "\x1b[1;33m";
    case StyledText::Style::hint:
      return "\x1b[36m";
    default:
      return {};
  }
}

/// How much of `bytes` does not end within a character.
std::size_t whole_size(std::string_view bytes) noexcept {
  constexpr std::size_t kLongest = 4;
  for (std::size_t back = 1; back <= std::min(kLongest - 1, bytes.size()); ++back) {
    const auto at = bytes.size() - back;
    const auto lead = static_cast<unsigned char>(bytes[at]);
    if ((lead & 0xc0) == 0x80) continue;
    const std::size_t size = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    return size > back ? at : bytes.size();
  }
  return bytes.size();
}

}  // namespace

Status print(std::string_view text) { return write_output(printable_lines(text)); }

Status print_json(std::string_view json) { return write_output(printable_json(json)); }

RecordPrinter::RecordPrinter() : escapes_(is_terminal(STDOUT_FILENO)) {}

Status RecordPrinter::write(std::string_view bytes) {
  if (!escapes_) return write_output(bytes);
  held_.append(bytes);
  auto size = whole_size(held_);
  if (size > 0 && held_[size - 1] == '\r') --size;
  const auto text = printable_records(std::string_view(held_).substr(0, size));
  held_.erase(0, size);
  return write_output(text);
}

Status RecordPrinter::finish() {
  const auto rest = printable_records(std::exchange(held_, {}));
  return rest.empty() ? Status() : write_output(rest);
}

void print_error(std::string_view text) { write_error(printable_lines(text)); }

void print_error(std::span<const StyledText> parts) {
  const bool coloured = colours_errors();
  std::string text;
  for (const auto& part : parts) {
    const auto code = coloured && !part.text.empty() ? code_of(part.style) : "";
    text.append(code).append(printable_lines(part.text)).append(code.empty() ? "" : "\x1b[0m");
  }
  write_error(text);
}

void print_error_json(std::string_view json) { write_error(printable_json(json)); }

void print_over(std::string_view text) {
  write_error(std::string(kClearLine) + printable(text));
}

void print_failure(std::string_view text) {
  // Lines after the first are indented, so that no text from outside looks like one of dp's own.
  std::string line = "dp: error: ";
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_end = text[at] == '\n' && !text.substr(at + 1).starts_with("  ");
    line += is_end ? printable(text.substr(at, 1)) : std::string(1, text[at]);
  }
  print_error(line + "\n");
}

int failed(const Error& error) {
  print_failure(error.message);
  return exit_code_of(error.code);
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
