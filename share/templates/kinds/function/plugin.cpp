// SPDX-License-Identifier: Apache-2.0
#include <dp/plugin.hpp>
#include <fstream>
#include <functional>
#include <map>

namespace {

// A function for expressions: a row's values in, a value out. This one looks networks up.
struct Country {
  static constexpr dp_parameter kParameters[] = {
      dp::parameter("host").text().doc("An IPv4 address."),
      dp::parameter("table").text().constant().doc(
          "A file: one network and country per line.")};
  static constexpr dp::TaskInfo kInfo{.name = "@NAME@",
                                      .summary = "The country of a host",
                                      .doc = "Null if its network, /24, is not in the table.",
                                      .parameters = kParameters};

  // Constants are known before the first row.
  dp::Status open(const dp::Context& context) {
    table = context.options().text("table");
    return {};
  }
  // Once for each worker, before the first row, and never for `dp validate`.
  dp::Status start() {
    std::ifstream in(table);
    for (std::string network, country; in >> network >> country;) countries[network] = country;
    if (!countries.empty()) return {};
    return dp::fail(dp::Errc::io, table + ": got no networks, expected '192.0.2 DE' per line");
  }
  // One row. A host that is null gives null without a call.
  std::optional<std::string_view> operator()(std::string_view host) const {
    const auto found = countries.find(host.substr(0, host.rfind('.')));
    if (found == countries.end()) return std::nullopt;
    return found->second;
  }

  std::string table;
  std::map<std::string, std::string, std::less<>> countries;
};

}  // namespace

DP_PLUGIN("@NAME@", "0.1.0", "Countries of hosts", dp::function<Country>());
