// SPDX-License-Identifier: Apache-2.0
#include "planner/tables.hpp"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

#include "base/stream_path.hpp"
#include "base/text.hpp"
#include "protocol/ask.hpp"
#include "protocol/line_requests.hpp"

namespace dp::planner {

namespace {

/// A reader for files of an extension; empty: none is known.
std::string_view reader_of(std::string_view extension) noexcept {
  if (extension == ".csv" || extension == ".tsv") return "csv";
  if (extension == ".json" || extension == ".ndjson" || extension == ".jsonl") return "json";
  return extension == ".xml" ? "xml" : "";
}

/// A request and its files as they are now: what changed in place has its time of change at least.
std::string key_of(const input::Items& items, const protocol::TableRequest& request) {
  std::string key;
  ByteWriter out(key);
  encode(out, request);
  for (const auto& item : items.list) out.put(item.changed_ns).put(item.ends);
  return key;
}

bool joins_with(const protocol::Plan& plan, const pool::StoreRange& table) {
  return std::any_of(plan.stages.begin(), plan.stages.end(), [&](const auto& stage) {
    const auto& range = stage.join.table;
    return stage.kind == protocol::Stage::Kind::join && range.store == table.store &&
           range.offset == table.offset;
  });
}

bool is_compressed(std::string_view extension) noexcept {
  return extension == ".gz" || extension == ".zst" || extension == ".bz2" || extension == ".xz";
}

}  // namespace

Result<input::Items> table_items(const pipeline::Join& join,
                                 pipeline::Diagnostics& diagnostics) {
  pipeline::Input input;
  for (const auto& file : join.files) {
    if (!is_stream(file.text))
      input.files.push_back(file);
    else
      diagnostics.error(
          file.mark, "join.with: a table is read from files ('" + file.text + "' is a stream)");
  }
  if (input.files.empty()) return input::Items();
  DP_TRY(auto items, input::find_items(input, diagnostics));
  const auto mark = join.files.front().mark;
  for (const auto& bad : items.unreadable)
    diagnostics.error(mark, "join.with: " + printable(bad.name) + " " + bad.reason);
  for (const auto& item : items.list)
    if (item.stream != nullptr)
      diagnostics.error(mark, "join.with: a table is read from files (" + printable(item.name) +
                                  " is a stream)");
  return items;
}

std::vector<FileIdentity> table_files(const pipeline::Join& join) {
  const pipeline::FileText nothing("", "");
  pipeline::Diagnostics unheard(nothing);
  std::vector<FileIdentity> files;
  const auto items = table_items(join, unheard);
  if (!items) return files;
  for (const auto& item : items->list)
    if (auto identity = identify(item.path); identity.exists())
      files.push_back(std::move(identity));
  return files;
}

pipeline::Use table_reader(const pipeline::Join& join) {
  auto use = join.use;
  if (!use.task.empty()) return use;
  std::filesystem::path path(join.files.front().text);
  if (is_compressed(path.extension().string())) path.replace_extension();
  use.task = reader_of(path.extension().string());
  use.mark = join.files.front().mark;
  return use;
}

protocol::Slice slice_of(const input::Item& item, std::uint64_t number) {
  auto slice = item.slice();
  slice.item = number;
  return slice;
}

Result<Result<protocol::TableReply>> Tables::read(pool::Pool& pool, const input::Items& items,
                                                  const protocol::TableRequest& request) {
  auto key = key_of(items, request);
  if (const auto known = known_.find(key); known != known_.end()) return known->second;
  DP_TRY(auto table, protocol::ask(pool, request));
  if (table) known_.emplace(std::move(key), *table);
  return table;
}

void Tables::keep_those_of(const protocol::Plan& plan, pool::Pool& pool) {
  std::erase_if(known_, [&](const auto& entry) {
    const auto& table = entry.second.table;
    const bool is_joined = joins_with(plan, table);
    if (!is_joined && table.size != 0) pool.free(table);
    return !is_joined;
  });
}

Result<std::string> table_place(pool::Pool& pool, const input::Items& items,
                                const protocol::TablePlace& place) {
  if (place.file >= items.list.size())
    return fail(Errc::corrupt, "a table's file is not there");
  const auto& item = items.list[place.file];
  protocol::CountLinesRequest request;
  request.item = slice_of(item, place.file);
  request.offsets = {place.offset};
  DP_TRY(const auto lines, protocol::ask(pool, request));
  const auto name = printable(item.name);
  if (lines && lines->size() == 1) return name + ":" + std::to_string(lines->front());
  return name + " at byte " + std::to_string(place.offset);
}

}  // namespace dp::planner
