// SPDX-License-Identifier: Apache-2.0
#include "pipeline/file_text.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/fd.hpp"

namespace dp::pipeline {

namespace {

Result<std::string> read_standard_input(std::uint64_t limit) {
  std::string text;
  for (char block[16384];;) {
    const ssize_t got = ::read(STDIN_FILENO, block, sizeof block);
    if (got == 0) return text;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_errno("<stdin>");
    text.append(block, static_cast<std::size_t>(got));
    if (text.size() > limit) return fail(Errc::invalid_argument, "<stdin>");
  }
}

}  // namespace

FileText::FileText(std::string name, std::string text)
    : name_(std::move(name)), text_(std::move(text)) {
  if (text_.starts_with("\xEF\xBB\xBF")) text_.erase(0, 3);
  starts_.push_back(0);
  for (std::size_t i = 0; i < text_.size(); ++i)
    if (text_[i] == '\n') starts_.push_back(i + 1);
}

Result<FileText> FileText::read(const std::string& path) {
  const std::string name = path == "-" ? "<stdin>" : path;
  std::error_code none;
  if (std::filesystem::is_directory(path, none))
    return fail(Errc::invalid_pipeline, name + ": is a folder (expected a pipeline file)");
  auto text = path == "-" ? read_standard_input(kMaxBytes) : read_file(path, kMaxBytes);
  if (text) return FileText(name, *std::move(text));
  if (text.error().code != Errc::invalid_argument) return fail(std::move(text).error());
  return fail(Errc::invalid_pipeline,
              name + ": larger than 1 MiB, the most that a pipeline file may have");
}

std::size_t FileText::offset(std::uint32_t number) const noexcept {
  return number == 0 || number > starts_.size() ? text_.size() : starts_[number - 1];
}

std::string_view FileText::line(std::uint32_t number) const noexcept {
  const std::size_t begin = offset(number);
  auto line = text().substr(begin, offset(number + 1) - begin);
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

Mark FileText::mark(std::size_t offset, std::size_t length) const noexcept {
  const auto next = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const auto line = static_cast<std::uint32_t>(next - starts_.begin());
  return {line, static_cast<std::uint32_t>(offset - starts_[line - 1] + 1),
          static_cast<std::uint32_t>(length)};
}

std::string FileText::folder() const {
  std::error_code error;
  const auto path = name_ == "<stdin>" ? std::filesystem::path(".")
                                       : std::filesystem::path(name_).parent_path();
  auto folder = std::filesystem::absolute(path.empty() ? "." : path, error).lexically_normal();
  // "/a/." becomes "/a/": what is put after it begins with a slash.
  if (!folder.has_filename() && folder.has_relative_path()) folder = folder.parent_path();
  return error ? path.string() : folder.string();
}

}  // namespace dp::pipeline
