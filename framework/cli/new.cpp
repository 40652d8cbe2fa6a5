// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "base/fd.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/plugin_template.hpp"
#include "cli/terminal.hpp"
#include "plugin/search.hpp"

namespace dp::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestName = 40;

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

/// What `dp plugin check` of a new plugin is given: random text says little to its tasks.
std::string given_for(const std::string& kind) {
  const std::string sample = "\n  --sample ${PROJECT_SOURCE_DIR}/test/input.txt";
  if (kind == "function") return sample + " --with table=${PROJECT_SOURCE_DIR}/test/table.txt";
  return kind == "reader" || kind == "records" ? sample : "";
}

/// What is written for `name` in place of a template's text or path. `kind` may be empty.
std::string filled_in(const char* text, const std::string& name, const std::string& kind) {
  auto made = replaced(text, "@DP_VERSION@", DP_VERSION);
  if (kind.empty()) return replaced(std::move(made), kTemplateName, name);
  made = replaced(std::move(made), "@GIVEN@", given_for(kind));
  made = replaced(std::move(made), "@RESULT@", kind == "writer" ? name : "csv");
  return replaced(replaced(std::move(made), "@KIND@", kind), "@NAME@", name);
}

Status check_kind(const std::string& kind) {
  std::vector<std::string> kinds(std::begin(kTemplateKinds), std::end(kTemplateKinds));
  if (kind.empty() || std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) return {};
  std::string list;
  for (const auto& each : kinds) list += (list.empty() ? "" : ", ") + each;
  return fail(Errc::invalid_argument, "dp new plugin: got --kind '" + printable(kind) +
                                          "', expected one of " + list +
                                          did_you_mean(kind, kinds));
}

Status check_name(const std::string& name) {
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  if (name.empty() || name.size() > kLongestName || name.front() < 'a' || name.front() > 'z' ||
      !std::all_of(name.begin(), name.end(), good))
    return fail(Errc::invalid_argument,
                "dp new plugin: got the name '" + printable(name) +
                    "', expected 1 to 40 of a-z, 0-9 and _, a letter first");
  const auto other = plugin::find_library(plugin::SearchPath::of({}, {}), name);
  if (!other.empty())
    return fail(Errc::invalid_argument,
                "dp new plugin: there is a plugin '" + name + "' already, " + printable(other) +
                    ": dp would find only one of them, so take another name");
  return {};
}

/// A folder under a name that nobody looks for, until it is put in place; else it goes away.
class HiddenFolder {
 public:
  static Result<HiddenFolder> make(const std::string& name) {
    std::string pattern = "." + name + ".XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) return fail_errno("cannot make a folder here");
    return HiddenFolder(std::move(pattern));
  }
  HiddenFolder(HiddenFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  HiddenFolder& operator=(HiddenFolder&&) = delete;
  ~HiddenFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }

  [[nodiscard]] Status write(const std::string& file, std::string_view text) const {
    const auto path = fs::path(path_) / file;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (error) return fail(Errc::io, path.parent_path().string() + ": " + error.message());
    DP_TRY(const Fd out, open_file(path.string(), O_WRONLY | O_CREAT | O_EXCL, 0666));
    return write_full(out.get(), text);
  }
  /// Law: what has the name already is never replaced.
  Status put_in_place(const std::string& name) {
    const auto mask = ::umask(0);
    ::umask(mask);
    if (::chmod(path_.c_str(), 0777 & ~mask) != 0 ||
        ::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, name.c_str(), RENAME_NOREPLACE) != 0)
      return fail_errno(name);
    path_.clear();
    return {};
  }

 private:
  explicit HiddenFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

bool is_of(const TemplateFile& file, const std::string& kind) {
  if (kind.empty() || file.kind == nullptr) return kind.empty() && file.kind == nullptr;
  return *file.kind == '\0' || file.kind == kind;
}

Status write_plugin(const std::string& name, const std::string& kind) {
  DP_TRY(auto folder, HiddenFolder::make(name));
  for (const auto& file : plugin_template())
    if (is_of(file, kind))
      DP_CHECK(
          folder.write(filled_in(file.path, name, kind), filled_in(file.text, name, kind)));
  return folder.put_in_place(name);
}

/// The folder that dp was installed into, if it was; it ends with this program's bin/dp.
std::string prefix() {
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error);
  const auto folder = program.parent_path().parent_path();
  for (const char* lib : {DP_INSTALL_LIBDIR, "lib"})
    if (fs::exists(folder / lib / "cmake/dp/dp-config.cmake", error)) return folder.string();
  return {};
}

std::string next_commands(const std::string& name) {
  const auto found = prefix();
  const bool usual = found == "/usr" || found == "/usr/local";
  std::string text = "wrote " + name + "/. Next:\n\n";
  if (found.empty())
    text += "  cmake --install DP_BUILD --prefix DIR   # this dp is not installed yet\n";
  text += "  cd " + name + "\n  cmake -S . -B build" +
          (usual ? "" : " -DCMAKE_PREFIX_PATH=" + (found.empty() ? "DIR" : found)) +
          "\n  cmake --build build\n  ctest --test-dir build\n  dp run " + name + ".yaml\n";
  return text;
}

}  // namespace

const CommandSpec& new_spec() {
  static const CommandSpec kSpec = {
      "new",
      "plugin NAME",
      "write a new plugin to begin with",
      "Write the folder NAME with a plugin that counts words: the C++ of a step and a\n"
      "reducer, a pipeline that uses them, a CMakeLists.txt that builds them against the\n"
      "installed dp, and tests. docs/writing-a-plugin.md goes through it. A NAME that is\n"
      "taken is refused.\n\n"
      "With --kind the folder has one small task of that kind instead: step (records in,\n"
      "records out), reader (of lines), records (a reader of records that are more than\n"
      "lines), files (a step over files), reducer, writer, function (for expressions).",
      {{"kind", "KIND", "step, reader, records, files, reducer, writer or function"}}};
  return kSpec;
}

int new_command(const Arguments& arguments) {
  const auto& words = arguments.operands();
  if (words.size() != 2 || words.front() != "plugin")
    return failed(
        {Errc::invalid_argument, "dp new needs what to make and a name: dp new plugin NAME"});
  const auto& name = words.back();
  const auto kind = arguments.value("kind").value_or("");
  if (auto status = check_name(name); !status) return failed(status.error());
  if (auto status = check_kind(kind); !status) return failed(status.error());
  std::error_code error;
  if (fs::exists(fs::symlink_status(name, error)))
    return failed(
        {Errc::refused, "'" + name +
                            "' is there already, and would not be replaced: remove it, "
                            "or take another name"});
  if (auto status = write_plugin(name, kind); !status)
    return failed(std::move(status).error().within("dp new plugin"));
  const auto status = print(next_commands(name));
  return status ? kOk : failed(status.error());
}

}  // namespace dp::cli
