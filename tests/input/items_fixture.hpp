// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <string>
#include <utility>
#include <vector>

#include "input/items.hpp"
#include "pipeline/diagnostic.hpp"
#include "temporary.hpp"

namespace dp::test {

using Names = std::vector<std::string>;

inline constexpr pipeline::Mark kPlace{3, 8, 5};

/// An input section, and what was found for it, with names from the folder on.
struct ItemsFixture {
  ItemsFixture& files(const Names& names) {
    for (const auto& name : names) input.files.push_back({folder.path(name), kPlace});
    return *this;
  }
  /// Name a file of paths, one per line.
  void list(const std::string& text) { input.list = {folder.write("list", text), kPlace}; }

  Names found() {
    auto items = dp::input::find_items(input, diagnostics);
    BOOST_REQUIRE(items.has_value());
    all = *std::move(items);
    Names names;
    for (const auto& item : all.list) names.push_back(short_name(item.name));
    return names;
  }
  std::string short_name(std::string name) const {
    return name.starts_with(folder.path() + "/") ? name.substr(folder.path().size() + 1) : name;
  }
  /// The mistakes, each as "message; hint".
  Names mistakes() const {
    Names made;
    for (const auto& each : diagnostics.list()) {
      BOOST_TEST((each.mark == kPlace));
      made.push_back(each.message + (each.hint.empty() ? "" : "; " + each.hint));
    }
    return made;
  }

  TemporaryFolder folder;
  pipeline::Input input;
  dp::input::Items all;
  pipeline::FileText source{"test.yaml", "1\n2\ninput: files\n"};
  pipeline::Diagnostics diagnostics{source};
};

/// Standard input comes from a file while this lives.
class StandardInput {
 public:
  explicit StandardInput(const std::string& path) : saved_(::dup(STDIN_FILENO)) {
    const auto file = open_file(path, O_RDONLY).value();
    ::dup2(file.get(), STDIN_FILENO);
  }
  StandardInput(const StandardInput&) = delete;
  StandardInput& operator=(const StandardInput&) = delete;
  ~StandardInput() {
    ::dup2(saved_, STDIN_FILENO);
    ::close(saved_);
  }

 private:
  int saved_;
};

}  // namespace dp::test
