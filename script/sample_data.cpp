// SPDX-License-Identifier: Apache-2.0
// Make sample data. See kUsage, and script/sample-data, which runs this.

#include <fcntl.h>

#include <charconv>
#include <cstdio>
#include <dp/result.hpp>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fd.hpp"
#include "sample_orders.hpp"
#include "sample_photos.hpp"
#include "sample_weblog.hpp"

namespace {

constexpr const char* kUsage =
    R"(usage: sample-data [--out DIR] [--seed N] [--megabytes N] [KIND...]

Makes sample data, the same for the same seed and size on every machine.

  --out DIR        where to write it, in one folder per kind (default: samples)
  --seed N         which of the possible samples (default: 1)
  --megabytes N    size of each kind, in 1,000,000 bytes (default: 16)
  KIND             weblog: access logs of four days
                   orders: those of a shop, the same as CSV, JSON and XML
                   photos: three dozen photos, whatever --megabytes says
                   (default: all kinds)
)";

struct Settings {
  std::filesystem::path out = "samples";
  std::uint64_t seed = 1;
  std::uint64_t megabytes = 16;
  std::vector<std::string> kinds;
  bool help = false;
};

struct Kind {
  std::string_view name;
  dp::Status (*make)(const Settings&, const std::filesystem::path& folder);
};

/// The whole file is written beside its place, then moved there, so that it is never half made.
dp::Status move_to(const std::string& part, const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::rename(part, path, error);
  if (error) return dp::fail(dp::Errc::io, path.string() + ": " + error.message());
  std::printf("%s\n", path.c_str());
  return {};
}

template <class Samples>
dp::Status write_file(const std::filesystem::path& path, Samples samples) {
  constexpr std::size_t kBlock = 1 << 20;
  const auto part = path.string() + ".part";
  DP_TRY(const auto file, dp::open_file(part, O_WRONLY | O_CREAT | O_TRUNC, 0666));
  std::string block;
  block.reserve(kBlock + (1 << 16));
  for (bool more = true; more;) {
    block.clear();
    more = samples.append(block, kBlock);
    DP_CHECK(dp::write_full(file.get(), block));
  }
  return move_to(part, path);
}

dp::Status make_weblog(const Settings& settings, const std::filesystem::path& folder) {
  constexpr std::uint32_t kDays = 4;
  for (std::uint32_t day = 0; day < kDays; ++day)
    DP_CHECK(write_file(
        folder / ("access-" + std::to_string(day + 1) + ".log"),
        dp::samples::WeblogDay(settings.seed, day, settings.megabytes * 1'000'000 / kDays)));
  return {};
}

dp::Status make_orders(const Settings& settings, const std::filesystem::path& folder) {
  using dp::samples::Orders;
  constexpr std::uint32_t kRegions = 4;
  constexpr std::uint64_t kOrderBytes = 180;  // about, of the three formats
  const auto count = settings.megabytes * 1'000'000 / (3 * kRegions * kOrderBytes);
  for (const auto& [suffix, format] :
       {std::pair{".csv", Orders::Format::csv}, std::pair{".json", Orders::Format::json},
        std::pair{".xml", Orders::Format::xml}})
    for (std::uint32_t region = 0; region < kRegions; ++region)
      DP_CHECK(write_file(folder / ("region-" + std::to_string(region + 1) + suffix),
                          Orders(settings.seed, region, format, count)));
  return {};
}

#ifdef DP_SAMPLE_PHOTOS
dp::Status make_photos(const Settings& settings, const std::filesystem::path& folder) {
  constexpr std::uint32_t kPhotos = 36;
  for (std::uint32_t number = 0; number < kPhotos; ++number) {
    const auto path = folder / ("photo-" + std::to_string(101 + number) + ".jpg");
    const auto part = path.string() + ".part";
    DP_TRY(const auto file, dp::open_file(part, O_WRONLY | O_CREAT | O_TRUNC, 0666));
    DP_CHECK(dp::write_full(file.get(), dp::samples::photo(settings.seed, number)));
    DP_CHECK(move_to(part, path));
  }
  return {};
}
#else
dp::Status make_photos(const Settings&, const std::filesystem::path&) {
  std::fputs("sample-data: no photos: built without the plugin thumbnail\n", stderr);
  return {};
}
#endif

constexpr Kind kKinds[] = {
    {"weblog", &make_weblog}, {"orders", &make_orders}, {"photos", &make_photos}};

dp::Result<std::uint64_t> number(std::string_view option, std::string_view text,
                                 std::uint64_t least, std::uint64_t most) {
  std::uint64_t value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && stop == text.data() + text.size() && value >= least &&
      value <= most)
    return value;
  return dp::fail(dp::Errc::invalid_argument,
                  std::string(option) + ": not a number in range (got '" + std::string(text) +
                      "', expected " + std::to_string(least) + " to " + std::to_string(most) +
                      ")");
}

dp::Status set_option(Settings& settings, std::string_view option, std::string_view value) {
  if (option == "--out") {
    settings.out = value;
  } else if (option == "--seed") {
    DP_TRY(settings.seed, number(option, value, 0, UINT64_MAX));
  } else if (option == "--megabytes") {
    DP_TRY(settings.megabytes, number(option, value, 1, 1'000'000));
  } else {
    return dp::fail(dp::Errc::invalid_argument,
                    "no option " + std::string(option) + " (see --help)");
  }
  return {};
}

dp::Result<Settings> parse(const std::vector<std::string>& arguments) {
  Settings settings;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto& argument = arguments[i];
    if (argument == "--help" || argument == "-h") {
      settings.help = true;
    } else if (!argument.starts_with('-')) {
      settings.kinds.push_back(argument);
    } else if (const auto equals = argument.find('='); equals != std::string::npos) {
      DP_CHECK(set_option(settings, argument.substr(0, equals), argument.substr(equals + 1)));
    } else if (i + 1 == arguments.size()) {
      return dp::fail(dp::Errc::invalid_argument, argument + ": needs a value (see --help)");
    } else {
      DP_CHECK(set_option(settings, argument, arguments[++i]));
    }
  }
  return settings;
}

dp::Status make(const Kind& kind, const Settings& settings) {
  const auto folder = settings.out / kind.name;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return dp::fail(dp::Errc::io, folder.string() + ": " + error.message());
  return kind.make(settings, folder);
}

dp::Status run(const std::vector<std::string>& arguments) {
  DP_TRY(auto settings, parse(arguments));
  if (settings.help) {
    std::fputs(kUsage, stdout);
    return {};
  }
  if (settings.kinds.empty())
    for (const auto& kind : kKinds) settings.kinds.emplace_back(kind.name);
  for (const auto& wanted : settings.kinds) {
    const Kind* found = nullptr;
    for (const auto& kind : kKinds)
      if (kind.name == wanted) found = &kind;
    if (found == nullptr)
      return dp::fail(dp::Errc::invalid_argument, "no kind '" + wanted + "' (see --help)");
    DP_CHECK(make(*found, settings));
  }
  return {};
}

}  // namespace

int main(int count, char** arguments) {
  const auto status = run({arguments + 1, arguments + count});
  if (status) return 0;
  std::fprintf(stderr, "sample-data: %s\n", status.error().message.c_str());
  return status.error().code == dp::Errc::invalid_argument ? 2 : 1;
}
