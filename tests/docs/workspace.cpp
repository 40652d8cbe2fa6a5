// SPDX-License-Identifier: Apache-2.0
#include "workspace.hpp"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "gzip.hpp"

namespace dp::test {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kLogs = "/var/log/nginx";
constexpr const char* kScript = "#!/bin/sh\nexec '" DP_PROGRAM "' \"$@\"\n";

void make_executable(const std::string& path) {
  fs::permissions(path, fs::perms::owner_exec, fs::perm_options::add);
}

}  // namespace

Workspace::Workspace() {
  copy_sources();
  make_samples();
  make_inputs();
}

void Workspace::copy_sources() const {
  fs::copy(DP_SOURCE_DIR "/pipelines", folder_.path("pipelines"));
  fs::copy(DP_DOCS_INPUTS, folder_.path(), fs::copy_options::recursive);
  make_executable(folder_.write("script/dp", kScript));
}

void Workspace::make_samples() const {
  const auto command =
      "'" DP_SAMPLE_DATA "' --out '" + folder_.path("samples") + "' > /dev/null";
  if (std::system(command.c_str()) != 0) throw std::runtime_error(command);
}

/// The inputs that documents name, made of the samples.
void Workspace::make_inputs() const {
  auto log = folder_.read("samples/weblog/access-1.log").substr(0, 1 << 16);
  log.erase(log.rfind('\n') + 1);
  folder_.write("log/access.log", log);
  folder_.write("log/access.log.1.gz", gzip(log));
  folder_.write("a.csv", "line\n1\n");
  folder_.write("data/2026-01.csv.gz", gzip("line\n1\n"));
  folder_.write("orders/region-1.json.gz", gzip(folder_.read("samples/orders/region-1.json")));
  fs::create_directory_symlink(folder_.path("samples/photos"), folder_.path("photos"));
}

std::string Workspace::localized(std::string text) const {
  const auto logs = folder_.path("log");
  for (auto at = text.find(kLogs); at != std::string::npos; at = text.find(kLogs, at))
    text.replace(at, kLogs.size(), logs);
  return text;
}

Outcome Workspace::dp(const std::vector<std::string>& arguments) const {
  return test::dp(folder_, arguments, folder_.read("log/access.log"));
}

}  // namespace dp::test
