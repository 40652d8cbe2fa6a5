// SPDX-License-Identifier: Apache-2.0
#include "planner/sniff.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "cli/catalog_session.hpp"
#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/settings.hpp"
#include "cli/terminal.hpp"

namespace dp::cli {

namespace {

/// The files that the words name, as the input of a pipeline has them.
Result<input::Items> items_of(const std::vector<std::string>& words) {
  if (words.size() > 1 && std::find(words.begin(), words.end(), "-") != words.end())
    return fail(Errc::invalid_argument,
                "dp sniff: - is standard input, which has no other files beside it");
  pipeline::Input input;
  input.whole = true;
  for (const auto& word : words) input.files.push_back({word, {}, {}});
  const pipeline::FileText none("dp sniff", "");
  pipeline::Diagnostics diagnostics(none);
  DP_TRY(auto items, input::find_items(input, diagnostics));
  // Hints are for who wrote the input into a file.
  if (diagnostics.has_errors())
    return fail(Errc::not_found, "dp sniff: " + diagnostics.list().front().message);
  if (items.list.empty() && !items.unreadable.empty())
    return fail(Errc::not_found, printable(items.unreadable.front().name) + ": " +
                                     items.unreadable.front().reason);
  return items;
}

/// A name as YAML. What of it is not UTF-8, which YAML cannot hold, becomes a glob's sign.
std::string file_text(std::string_view word) {
  std::string pattern;
  bool is_text = true;
  for (auto rest = word; !rest.empty();) {
    const auto size = utf8_size(rest);
    const bool is_special =
        std::string_view("*?[]{},\\").find(rest.front()) != std::string::npos;
    if (is_special) pattern += '\\';
    pattern += size == 0 ? "?" : rest.substr(0, size);
    is_text = is_text && size != 0;
    rest.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return planner::yaml_scalar(is_text ? word : pattern);
}

std::string files_text(const std::vector<std::string>& words) {
  if (words.size() == 1) return file_text(words.front());
  std::string list;
  for (const auto& word : words) list += (list.empty() ? "[" : ", ") + file_text(word);
  return list + "]";
}

std::string input_text(const std::vector<std::string>& words, const std::string& encoding) {
  const auto files = files_text(words);
  return encoding.empty() ? files : "{files: " + files + ", encoding: " + encoding + "}";
}

std::string heading(const planner::Sniffed& sniffed, std::size_t files) {
  std::string text = "# Written by dp sniff, by " +
                     std::string(sniffed.whole ? "all" : "the first 64 KiB") + " of " +
                     printable(sniffed.item);
  if (files > 1) text += ", one of " + std::to_string(files) + " files";
  text += ".\n";
  for (const auto& remark : sniffed.remarks) text += "# Note: " + printable(remark) + ".\n";
  return text;
}

bool takes_types(const data::TaskDescription& task) {
  return std::any_of(task.options.begin(), task.options.end(),
                     [](const auto& option) { return option.name == "types"; });
}

/// The columns as comments: as the option `types` where there is one.
std::string columns_text(const planner::Sniffed& sniffed, bool takes) {
  const bool has_options = !sniffed.options.empty();
  const std::string margin = has_options ? "      # " : "    # ";
  std::string text =
      margin + (takes ? "Inferred, and held against all of the data by each run. Given, a type "
                        "rejects what does not fit:\n"
                      : "Its columns:\n");
  std::string names = margin;
  if (takes) {
    if (!has_options) {
      text += margin + "with:\n";
      names += "  ";
    }
    text += names + "types:\n";
  }
  for (const auto& column : sniffed.columns)
    text += names + "  " + planner::yaml_scalar(column.name) + ": " +
            std::string(type_name(column.type)) + "\n";
  return text;
}

std::string pipeline_text(const planner::Sniffed& sniffed,
                          const std::vector<std::string>& words, std::size_t files,
                          bool takes) {
  auto text = heading(sniffed, files) + "dp: 1\ninput: " + input_text(words, sniffed.encoding) +
              "\nmap:\n  - use: " + sniffed.reader + "\n";
  if (!sniffed.options.empty()) text += "    with:\n";
  for (const auto& [name, value] : sniffed.options)
    text.append("      ").append(name).append(": ").append(value).append("\n");
  return text + columns_text(sniffed, takes) + "output: \"-\"\n";
}

Status sniff_files(CatalogSession& session, const std::vector<std::string>& words) {
  DP_TRY(const auto items, items_of(words));
  for (const auto& lost : items.unreadable)
    print_error("dp: warning: " + printable(lost.name) + ": " + printable(lost.reason) + "\n");
  DP_TRY(const auto sniffed, planner::sniff(session.pool, session.catalog, items));
  DP_TRY(const auto reader, session.catalog.find(DP_READER, sniffed.reader));
  return print(pipeline_text(sniffed, words, items.list.size(), takes_types(*reader.task)));
}

}  // namespace

const CommandSpec& sniff_spec() {
  static const CommandSpec kSpec = {
      "sniff",
      "FILE...",
      "say how files are to be read, as a pipeline file",
      "Look at the beginning of the FILEs, and print a pipeline file that reads them: the\n"
      "reader for their format, the options that they need (of CSV: delimiter, title,\n"
      "comments, escape, header, form of numbers, texts for nulls), and, as comments, their\n"
      "columns and types. It can be run as it is:\n\n"
      "  dp sniff orders.csv > orders.yaml\n"
      "  dp run orders.yaml\n\n"
      "FILEs are what input: takes: files, folders, globs, or - for standard input. All are\n"
      "taken to be of one kind. Nothing of it is more than a guess; what a run infers is held\n"
      "against all of the data.",
      {plugin_path_option()}};
  return kSpec;
}

int sniff_command(const Arguments& arguments) {
  const auto& words = arguments.operands();
  if (words.empty())
    return failed({Errc::invalid_argument, "dp sniff needs files: dp sniff FILE..."});
  const auto folders = plugin_path_from(arguments);
  if (!folders) return failed(folders.error());
  auto session = CatalogSession::open(*folders);
  if (!session) return failed(session.error());
  const auto status = sniff_files(**session, words);
  return status ? kOk : failed(status.error());
}

}  // namespace dp::cli
