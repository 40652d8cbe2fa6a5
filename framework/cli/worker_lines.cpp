// SPDX-License-Identifier: Apache-2.0
#include "cli/worker_lines.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "base/units.hpp"

namespace dp::cli {

void WorkerLines::add(unsigned worker, std::string_view line) {
  if (++count_ > kMost) return;
  const auto number = std::to_string(worker + 1);
  if (form_ == Form::text) return print_("worker " + number + ": " + printable(line) + "\n");
  std::string text = "{\"worker\":" + number + ",\"output\":";
  append_json(text, line);
  print_(text + "}\n");
}

void WorkerLines::finish() {
  const auto more = count_ - std::min(count_, kMost);
  count_ = 0;
  if (more == 0) return;
  if (form_ == Form::json)
    return print_("{\"output_lines_not_shown\":" + std::to_string(more) + "}\n");
  print_("workers wrote " + format_count(more) + (more == 1 ? " more line" : " more lines") +
         ", not shown (dp run --debug shows all)\n");
}

}  // namespace dp::cli
