// SPDX-License-Identifier: Apache-2.0
#include "json/warnings.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "json/levels.hpp"
#include "json/members.hpp"
#include "values/nearest.hpp"
#include "values/text.hpp"

namespace dp::json {
namespace {

/// Holds paths against what the records of a sample have.
class Speller {
 public:
  explicit Speller(const Sample& sample) : sample_(sample) {}

  /// The path itself if a record has it, else what it was most likely to be; empty: nothing is like it.
  [[nodiscard]] Path meant(const Path& path) const {
    Path made;
    for (const auto& name : path) {
      const auto around = made;
      made.push_back(name);
      if (sample_.seen_at_path(made, arrays_).any) continue;
      made.back() = values::nearest(name, sample_.members_at(around, arrays_));
      if (made.back().empty()) return {};
    }
    return made;
  }
  /// From here on elements of the array at `path` are looked into.
  void explode(Path path) { arrays_.push_back(std::move(path)); }
  /// How a path goes on into the elements of an array that it leads to; empty: it leads to none.
  [[nodiscard]] std::string into_array(const Path& path) const {
    for (auto size = path.size() - 1; size != 0; --size) {
      const auto end = path.begin() + static_cast<std::ptrdiff_t>(size);
      const Path array(path.begin(), end);
      if (!sample_.seen_at_path(array, arrays_).any_array) continue;
      auto first = array;
      first.emplace_back("0");
      first.insert(first.end(), end, path.end());
      return values::shown(text_of(array)) + " is an array: " + values::shown(text_of(first)) +
             " is of its first element" + exploded(array);
    }
    return {};
  }

 private:
  /// What `explode` would have to be for rows of this array too, if it can.
  [[nodiscard]] std::string exploded(const Path& array) const {
    if (arrays_on(array, arrays_).size() != arrays_.size()) return {};
    std::string all;
    for (const auto& path : arrays_) all += text_of(path) + ", ";
    all += text_of(array);
    return "; rows of each: explode: " + (arrays_.empty() ? all : "[" + all + "]");
  }

  const Sample& sample_;
  std::vector<Path> arrays_;
};

void warn(const Context& context, const std::string& option, const Path& path,
          const std::string& advice) {
  context.warn(option,
               "no record at the beginning has " + values::shown(text_of(path)) + advice);
}

std::string did_you_mean(const Path& meant) {
  return meant.empty() ? "" : ", did you mean " + values::shown(text_of(meant)) + "?";
}

}  // namespace

void warn_of_missing(const Context& context, const Sample& sample, const Layout& layout,
                     const std::vector<Sample::Seen>& seen) {
  if (!sample.has_records()) return;
  Speller speller(sample);
  for (std::size_t i = 0; i < layout.chosen.explode.size(); ++i) {
    const auto& path = layout.chosen.explode[i];
    auto meant = speller.meant(path);
    if (meant != path)
      warn(context, "explode[" + std::to_string(i) + "]", path, did_you_mean(meant));
    if (meant.empty()) break;
    speller.explode(std::move(meant));
  }
  for (std::size_t i = 0; i < layout.paths.size(); ++i) {
    const auto& path = layout.paths[i];
    if (seen[i].any || path.empty() || path[0] == kKey) continue;
    const auto meant = speller.meant(path);
    if (meant == path) continue;  // it is in an array whose path was told
    auto advice = did_you_mean(meant);
    const auto into = meant.empty() ? speller.into_array(path) : "";
    if (!into.empty()) advice = " (" + into + ")";
    warn(context, "columns." + layout.columns[i].name, path, advice);
  }
}

}  // namespace dp::json
