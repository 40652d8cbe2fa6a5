// SPDX-License-Identifier: Apache-2.0
// What reading CSV costs on one core: records passed over, with no column used, and with some.
//
//   bench_csv FILE [COLUMN,COLUMN...]

#include <cstdio>

#include "reader/reader.hpp"

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: bench_csv FILE [COLUMN,COLUMN...]\n");
    return 2;
  }
  auto options = dp::data::Value::map();
  options.add("header", dp::data::Value::of(true));
  options.add("delimiter", dp::data::Value::of(","));
  options.add("quote", dp::data::Value::of("double"));
  const auto status =
      dp::bench::measure_records(argv[1], "csv", options, argc > 2 ? argv[2] : "");
  if (!status) std::fprintf(stderr, "bench_csv: %s\n", status.error().message.c_str());
  return status ? 0 : 1;
}
