// SPDX-License-Identifier: Apache-2.0
// What reading XML costs on one core: records passed over, with no column used, and with some.
//
//   bench_xml FILE RECORD [COLUMN,COLUMN...]

#include <cstdio>

#include "reader/reader.hpp"

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: bench_xml FILE RECORD [COLUMN,COLUMN...]\n");
    return 2;
  }
  auto options = dp::data::Value::map();
  options.add("record", dp::data::Value::of(std::string(argv[2])));
  const auto status =
      dp::bench::measure_records(argv[1], "xml", options, argc > 3 ? argv[3] : "");
  if (!status) std::fprintf(stderr, "bench_xml: %s\n", status.error().message.c_str());
  return status ? 0 : 1;
}
