// SPDX-License-Identifier: Apache-2.0
// What reading JSON lines costs on one core: dp's reader, which checks every byte, beside loops
// over simdjson, each over the same lines in memory.
//
//   bench_json FILE ['COLUMN=/path/to/member TYPE'...]

#include <fcntl.h>
#include <simdjson.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/fd.hpp"
#include "reader/reader.hpp"

namespace {

using namespace dp::bench;

constexpr std::size_t kMost = 256 * 1024 * 1024;
constexpr std::size_t kPiece = 256 * 1024;
constexpr int kRounds = 5;

using Work = std::function<void(std::string_view, Totals&)>;

/// Print the best of some rounds over the text in pieces of whole lines.
void measure(const char* name, std::string_view text, const Work& work) {
  const auto measured = best_of(kRounds, [&]() -> dp::Result<Totals> {
    Totals totals;
    for (std::size_t at = 0; at < text.size();) {
      const auto newline = text.find('\n', std::min(at + kPiece, text.size()) - 1);
      const auto end = newline == std::string_view::npos ? text.size() : newline + 1;
      work(text.substr(at, end - at), totals);
      at = end;
    }
    totals.bytes = text.size();
    return totals;
  });
  print(name, *measured, measured->totals.rows, "row");
}

/// Call `parse` with each line of a piece, and count what it says.
template <class Parse>
Work by_line(Parse parse) {
  return [parse](std::string_view text, Totals& totals) {
    for (std::size_t at = 0; at < text.size();) {
      const auto* newline =
          static_cast<const char*>(std::memchr(text.data() + at, '\n', text.size() - at));
      const auto end =
          newline == nullptr ? text.size() : static_cast<std::size_t>(newline - text.data());
      ++(parse(text.substr(at, end - at)) ? totals.rows : totals.rejects);
      at = end + 1;
    }
  };
}

namespace ondemand = simdjson::ondemand;

/// Look at all of a value.
bool visit(ondemand::value value) {
  switch (value.type()) {
    case ondemand::json_type::object:
      for (auto field : value.get_object())
        if (field.unescaped_key().error() != simdjson::SUCCESS || !visit(field.value()))
          return false;
      return true;
    case ondemand::json_type::array:
      for (auto element : value.get_array())
        if (!visit(element.value())) return false;
      return true;
    case ondemand::json_type::string:
      return value.get_string().error() == simdjson::SUCCESS;
    case ondemand::json_type::number:
      return value.get_double().error() == simdjson::SUCCESS;
    case ondemand::json_type::boolean:
      return value.get_bool().error() == simdjson::SUCCESS;
    default:
      return true;
  }
}

void measure_simdjson(std::string_view text, const std::vector<std::string>& paths) {
  ondemand::parser parser;
  const auto capacity = [](std::string_view line) {
    return line.size() + simdjson::SIMDJSON_PADDING;
  };
  measure("simdjson On-Demand, these paths", text, by_line([&](std::string_view line) {
            auto document = parser.iterate(line.data(), line.size(), capacity(line));
            std::uint64_t size = 0;
            for (const auto& path : paths) {
              std::string_view raw;
              if (document.at_pointer(path).raw_json_token().get(raw) == simdjson::SUCCESS)
                size += raw.size();
            }
            return size != 0;
          }));
  measure("simdjson On-Demand, all visited", text, by_line([&](std::string_view line) {
            ondemand::document document;
            ondemand::object object;
            if (parser.iterate(line.data(), line.size(), capacity(line)).get(document) !=
                    simdjson::SUCCESS ||
                document.get_object().get(object) != simdjson::SUCCESS)
              return false;
            for (auto field : object)
              if (field.unescaped_key().error() != simdjson::SUCCESS || !visit(field.value()))
                return false;
            return true;
          }));
  simdjson::dom::parser dom;
  measure("simdjson DOM", text, by_line([&](std::string_view line) {
            return dom.parse(line.data(), line.size(), false).error() == simdjson::SUCCESS;
          }));
}

dp::Status run(const char* path, const std::vector<std::string>& given) {
  DP_TRY(const auto file, dp::open_file(path, O_RDONLY));
  std::string text(kMost, '\0');
  DP_TRY(const auto size, dp::pread_full(file.get(), text.data(), text.size(), 0));
  text.resize(size);
  text.append(DP_PADDING, '\0');
  const auto lines = std::string_view(text).substr(0, size);
  auto columns = dp::data::Value::map();
  auto types = dp::data::Value::map();
  std::vector<std::string> paths;
  for (const auto& word : given) {
    const auto equals = word.find('=');
    const auto space = word.find(' ');
    const auto name = word.substr(0, equals);
    paths.push_back(word.substr(equals + 1, space - equals - 1));
    columns.add(name, dp::data::Value::of(paths.back()));
    types.add(name, dp::data::Value::of(space == std::string::npos ? "auto"
                                                                   : word.substr(space + 1)));
  }
  if (paths.empty()) columns.add("record", dp::data::Value::of("."));
  auto options = dp::data::Value::map();
  options.add("layout", dp::data::Value::of("lines"));
  options.add("columns", std::move(columns));
  options.add("types", std::move(types));
  DP_TRY(const auto none, Reader::open("json", options, "", ""));
  measure("dp, no column", lines, [&](auto piece, auto& totals) {
    none.read({piece, 0, false, {}}, totals);
  });
  DP_TRY(const auto some, Reader::open("json", options, "", "*"));
  measure("dp, these columns", lines, [&](auto piece, auto& totals) {
    some.read({piece, 0, false, {}}, totals);
  });
  measure_simdjson(lines, paths);
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: bench_json FILE ['COLUMN=/path TYPE'...]\n");
    return 2;
  }
  const auto status = run(argv[1], {argv + 2, argv + argc});
  if (!status) std::fprintf(stderr, "bench_json: %s\n", status.error().message.c_str());
  return status ? 0 : 1;
}
