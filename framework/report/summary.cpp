// SPDX-License-Identifier: Apache-2.0
#include "report/summary.hpp"

#include <algorithm>
#include <cstdio>

#include "base/text.hpp"
#include "base/units.hpp"

namespace dp::report {

namespace {

std::string plural(std::uint64_t count, std::string_view word) {
  return format_count(count) + " " + std::string(word) + (count == 1 ? "" : "s");
}

std::string rate(std::uint64_t count, double seconds) {
  return format_count(
      static_cast<std::uint64_t>(static_cast<double>(count) / std::max(seconds, 1e-6)));
}

std::string headline(std::string_view name, const run::Progress& progress) {
  const double seconds = std::chrono::duration<double>(progress.elapsed).count();
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(progress.elapsed);
  std::string text = printable(name) + ": " + plural(progress.counts.records, "record");
  if (progress.has_files)
    text += " from " + plural(progress.items.done, "file") + " (" +
            format_size(static_cast<double>(progress.bytes.planned)) + ")";
  text += " in " + format_duration(took) + " by " + plural(progress.workers, "worker");
  if (progress.memory_bytes != 0)
    text += " of at most " + format_size(static_cast<double>(progress.memory_bytes));
  text += ": ";
  if (progress.has_files)
    text += format_size(static_cast<double>(progress.bytes.planned) / std::max(seconds, 1e-6)) +
            "/s, ";
  return text + rate(progress.counts.records, seconds) + " records/s\n";
}

/// What became of the lines: each is a record, rejected or blank, unless a line makes several records
/// or records are rejected after they were read.
std::string lines_line(const protocol::Counts& counts) {
  const auto lines = "  " + plural(counts.lines, "line");
  const auto records = plural(counts.records, "record");
  if (counts.lines == counts.records + counts.rejects + counts.blank)
    return lines + " = " + records + " + " + format_count(counts.rejects) + " rejected + " +
           format_count(counts.blank) + " blank\n";
  const auto blank =
      counts.blank == 0 ? "" : ", " + format_count(counts.blank) + " of them blank,";
  return lines + blank + " gave " + records + "\n";
}

/// What was read and what left the map, where that is not the same.
std::string totals(const run::Summary& summary) {
  const auto& counts = summary.progress.counts;
  std::string text;
  if (summary.has_lines && counts.lines != counts.records) text += lines_line(counts);
  if (counts.mapped != counts.records)
    text += "  " + plural(counts.records, "record") + " in, " + format_count(counts.mapped) +
            " out of the map\n";
  return text;
}

std::string output_line(const run::Written& output) {
  const auto what = plural(output.rows, "row") + ", " +
                    format_size(static_cast<double>(output.bytes)) + ")\n";
  if (output.path == "-") return "  wrote standard output (" + what;
  if (output.files)
    return "  wrote " + plural(*output.files, "file") + " " + printable(output.path) + " (" +
           what;
  return "  wrote " + printable(output.path) + " (" + what;
}

std::string sample_line(const run::RejectSample& sample) {
  std::string text = "    " + printable(sample.file);
  if (sample.line != 0) text += ":" + std::to_string(sample.line);
  text += ": " + printable(sample.reason);
  if (!sample.detail.empty()) text += ", " + printable(sample.detail);
  return text + "\n";
}

std::string death_line(const run::DeathSample& death) {
  return "    " + printable(death.file) + (death.precise ? ", at byte " : ", near byte ") +
         std::to_string(death.offset) + ": " + printable(death.cause) + "\n";
}

}  // namespace

std::string stopped_text(std::string_view name, const run::Progress& progress) {
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(progress.elapsed);
  std::string text = printable(name) + ": stopped after " + format_duration(took) + ": ";
  if (progress.has_files)
    text += format_size(static_cast<double>(progress.bytes.done)) +
            (progress.open_end
                 ? ", "
                 : " of " + format_size(static_cast<double>(progress.bytes.planned)) + ", ");
  text += plural(progress.counts.records, "record");
  const auto rejected = progress.counts.rejects + progress.items_failed;
  if (rejected != 0) text += ", " + format_count(rejected) + " rejected";
  return text + "; files are as they were before\n";
}

std::string summary_text(std::string_view name, const run::Summary& summary,
                         std::string_view rejects_path) {
  const auto& progress = summary.progress;
  std::string text = headline(name, progress) + totals(summary);
  if (progress.restarts != 0)
    text += "  " + plural(progress.restarts, "worker") + " died and " +
            (progress.restarts == 1 ? "was" : "were") + " replaced" +
            (summary.deaths.empty() ? "\n" : "; no record was lost to:\n");
  for (const auto& death : summary.deaths) text += death_line(death);
  if (progress.items_failed != 0)
    text += "  " + plural(progress.items_failed, "item") + " of " +
            format_count(progress.items.planned) + " failed\n";
  if (summary.reject_count != 0) {
    text += "  " + format_count(summary.reject_count) + " rejected";
    text += rejects_path.empty() ? " (errors: {rejects: FILE} keeps them)"
                                 : ", written to " + printable(rejects_path);
    text += ":\n";
    for (const auto& sample : summary.rejects) text += sample_line(sample);
    if (summary.reject_count > summary.rejects.size())
      text +=
          "    and " + format_count(summary.reject_count - summary.rejects.size()) + " more\n";
  }
  for (const auto& note : summary.notes) text += "  " + note + "\n";
  for (const auto& output : summary.written) text += output_line(output);
  return text;
}

}  // namespace dp::report
