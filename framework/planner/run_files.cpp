// SPDX-License-Identifier: Apache-2.0
#include "planner/run_files.hpp"

#include <algorithm>
#include <filesystem>

#include "base/atomic_file.hpp"
#include "base/stream_path.hpp"
#include "planner/tables.hpp"

namespace dp::planner {

namespace {

/// Standard input as a file, if it is one that keeps what was read of it.
constexpr const char* kStandardInput = "/dev/stdin";

/// A terminal, /dev/null: nothing that is read there was written there.
bool is_device(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_character_file(path, error);
}

}  // namespace

RunFiles::RunFiles(const pipeline::Model& model, const input::Items& items,
                   const std::string& pipeline_file)
    : items_(&items) {
  const auto reads = [&](const std::string& path, const char* what) {
    if (auto identity = identify(path); identity.exists()) read_.emplace(identity, what);
  };
  reads(pipeline_file == "<stdin>" ? kStandardInput : pipeline_file, "is the pipeline file");
  if (model.input.list)
    reads(model.input.list->text == "-" ? kStandardInput : model.input.list->text,
          "is the list of the input");
  for (const auto& file : model.input.files)
    if (file.text == "-") reads(kStandardInput, "is an input too (-)");
  for (std::size_t i = 0; i < items.list.size(); ++i)
    inputs_.push_back({items.list[i].stamp.device, items.list[i].stamp.inode, i});
  std::sort(inputs_.begin(), inputs_.end());
  for (const auto& step : model.map)
    if (step.kind == pipeline::Step::Kind::join)
      for (auto& identity : table_files(step.join))
        read_.emplace(std::move(identity), "is a table of a join");
  for (const auto& sink : model.output) add(sink.path, "output", Kind::records);
  for (const auto& reduction : model.reduce)
    for (const auto& sink : reduction.to) {
      // What has no name is records, as of output without steps over all of them.
      const bool is_output = reduction.name.text.empty();
      add(sink.path, is_output ? "output" : "result", is_output ? Kind::records : Kind::result);
    }
  if (model.errors.rejects) add(*model.errors.rejects, "file of rejects", Kind::rejects);
}

void RunFiles::add(const pipeline::Text& path, const char* what, Kind kind) {
  if (path.text.empty()) return;
  const std::string file = path.text == "-" ? "/dev/stdout" : path.text;
  written_.push_back({&path, what, kind, is_stream(file), is_device(file), identify(file)});
}

std::optional<std::string> RunFiles::read_as(const FileIdentity& identity) const {
  if (!identity.exists()) return std::nullopt;
  if (const auto known = read_.find(identity); known != read_.end()) return known->second;
  const auto found = std::lower_bound(inputs_.begin(), inputs_.end(),
                                      Input{identity.device, identity.inode, 0});
  if (found == inputs_.end() || found->device != identity.device ||
      found->inode != identity.inode)
    return std::nullopt;
  return "is an input too (" + items_->list[found->item].name + ")";
}

std::optional<std::string> RunFiles::use_of(const FileIdentity& identity) const {
  if (auto use = read_as(identity)) return use;
  for (const auto& file : written_)
    if (file.identity == identity)
      return std::string("is the ") + file.what + " '" + file.path->text + "' too";
  return std::nullopt;
}

/// Results and rejects come one after the other, when the records are through.
bool RunFiles::may_share(const Written& a, const Written& b) noexcept {
  if (a.kind == Kind::result && b.kind == Kind::result) return true;
  const bool both_records = a.kind == Kind::records && b.kind == Kind::records;
  return a.is_stream && b.is_stream && (!both_records || a.is_device);
}

/// Another file that is to be where this one has a folder.
const RunFiles::Written* RunFiles::folder_of(const Written& file) const {
  const auto is_folder = [&](const Written& other) {
    return !other.identity.exists() && other.identity.device == file.identity.device &&
           other.identity.inode == file.identity.inode &&
           file.identity.below.starts_with(other.identity.below + "/");
  };
  const auto found = std::find_if(written_.begin(), written_.end(), is_folder);
  return found == written_.end() ? nullptr : &*found;
}

const RunFiles::Written* RunFiles::written_before(const Written& file) const {
  for (const auto& other : written_) {
    if (&other == &file) return nullptr;
    if (other.identity == file.identity && !may_share(other, file)) return &other;
  }
  return nullptr;
}

const char* RunFiles::hint_of(const Written& a, const Written& b) noexcept {
  const bool is_result = a.kind == Kind::result || b.kind == Kind::result;
  const bool is_records = a.kind == Kind::records || b.kind == Kind::records;
  return is_result && is_records
             ? "give each a file of its own: results can share a .json file, records cannot"
             : "give each a file of its own";
}

void RunFiles::check(pipeline::Diagnostics& diagnostics) const {
  for (const auto& file : written_) {
    const auto& path = file.path->text;
    const auto mark = file.path->mark;
    const auto status = file.is_stream
                            ? check_stream(path == "-" ? "/dev/stdout" : path, Flow::out)
                            : AtomicFile::check(path);
    if (const auto use = read_as(file.identity); use && path != "-" && !file.is_device) {
      diagnostics.error(mark, "'" + path + "' " + *use + ": it would be overwritten");
    } else if (const auto* other = written_before(file)) {
      diagnostics.error(mark,
                        "'" + path + "' is the " + other->what + " '" + other->path->text +
                            (file.is_stream ? "' too: the two would be mixed"
                                            : "' too: one would overwrite the other"),
                        hint_of(*other, file));
    } else if (const auto* folder = folder_of(file)) {
      diagnostics.error(mark, "'" + path + "' is in a folder that is the " + folder->what +
                                  " '" + folder->path->text + "' too");
    } else if (!status) {
      diagnostics.error(mark, status.error().message);
    }
  }
}

void RunFiles::check_library(const std::string& path,
                             pipeline::Diagnostics& diagnostics) const {
  const auto identity = identify(path);
  for (const auto& file : written_)
    if (file.identity == identity)
      diagnostics.error(file.path->mark, "'" + file.path->text + "' is a plugin of this run (" +
                                             path + "): it would be overwritten");
}

}  // namespace dp::planner
