// SPDX-License-Identifier: Apache-2.0
#include "samples.hpp"

namespace dp::test {

Loaded::Loaded(std::string text, pipeline::VariableSettings settings, std::string name)
    : source(std::move(name), std::move(text)),
      diagnostics(source),
      model(pipeline::load(source, settings, diagnostics)) {}

std::string minimal(std::string_view more) {
  return "dp: 1\ninput: a.log\nmap:\n  - use: lines\n" + std::string(more);
}

const char* const kWeb = R"(dp: 1
name: web-stats
description: who comes
vars: {logs: "${LOG_DIR:-/var/log/nginx}"}
plugins: [build/plugins]
input:
  files: ["${logs}/access.log*"]
  exclude: "*.tmp"
  order: size
map:
  - use: weblog
    with: {format: auto}
    where: bytes > 0
    timeout: 30s
  - where: status >= 400 and not bot
  - derive:
      day: trunc(time, 'day')
      slow: seconds > 1
  - select: [day, slow, path]
reduce:
  errors:
    use: group
    with: {by: [path, status], sort: -hits}
    to: ["-", out/errors.csv, {use: json, with: {path: out/errors.json, pretty: true}}]
  all:
output: out/records.ndjson
pool: {workers: 4, chunksize: 4MiB, memory: 1GiB, timeout: 60s, recycle: 5000}
errors: {policy: stop, rejects: out/rejects.ndjson, budget: 1%, retries: 2}
tests:
  - name: a line
    given: 'x'
    expect: {path: /a, status: 404}
  - given: y
    expect: [{path: /b}, {path: ~}]
)";

std::string first_line(const Loaded& loaded) {
  const std::string shown = loaded.shown();
  return shown.substr(0, shown.find('\n'));
}

}  // namespace dp::test
