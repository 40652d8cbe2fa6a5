// SPDX-License-Identifier: Apache-2.0
#include "planner/run_files.hpp"

#include <algorithm>
#include <filesystem>

#include "base/atomic_file.hpp"
#include "base/stream_path.hpp"

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
  for (const auto& sink : model.output) add(sink.path, "output");
  for (const auto& reduction : model.reduce)
    for (const auto& sink : reduction.to) add(sink.path, "result", true);
  if (model.errors.rejects) add(*model.errors.rejects, "file of rejects");
}

void RunFiles::add(const pipeline::Text& path, const char* what, bool is_result) {
  if (path.text.empty() || path.text == "-") return;
  written_.push_back({&path, what, is_result, is_stream(path.text), identify(path.text)});
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

const RunFiles::Written* RunFiles::written_before(const Written& file) const {
  for (const auto& other : written_) {
    if (&other == &file) return nullptr;
    const bool may_share =
        (other.is_result && file.is_result) || (other.is_stream && file.is_stream);
    if (other.identity == file.identity && !may_share) return &other;
  }
  return nullptr;
}

void RunFiles::check(pipeline::Diagnostics& diagnostics) const {
  for (const auto& file : written_) {
    const auto& path = file.path->text;
    const auto mark = file.path->mark;
    const auto status =
        file.is_stream ? check_stream(path, Flow::out) : AtomicFile::check(path);
    if (const auto use = read_as(file.identity); use && !is_device(path)) {
      diagnostics.error(mark, "'" + path + "' " + *use + ": it would be overwritten");
    } else if (const auto* other = written_before(file)) {
      diagnostics.error(mark,
                        "'" + path + "' is the " + other->what + " '" + other->path->text +
                            "' too: one would overwrite the other",
                        "give each a file of its own");
    } else if (!status) {
      diagnostics.error(mark, status.error().message);
    }
  }
}

}  // namespace dp::planner
