// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/elements.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <unordered_set>

#include "scan/lines.hpp"
#include "values/nearest.hpp"
#include "values/text.hpp"
#include "xml/markup/chars.hpp"
#include "xml/markup/encoding.hpp"
#include "xml/markup/lexer.hpp"

namespace dp::xml {
namespace {

/// No message shows more than a few.
constexpr std::size_t kMostElements = 1000;
constexpr std::size_t kMostListed = 10;

/// Goes through the tags of a text.
class Walk {
 public:
  void read(const char* at, const char* end) {
    EndMarks marks;
    Lexer lexer(marks);
    lexer.begin(at, end, false);
    while (paths_.size() < kMostElements) {
      const auto token = lexer.next();
      if (token == Token::cut || token == Token::finish) return;
      if (token == Token::wrong)
        lexer.begin(std::find(lexer.token() + 1, end, '<'), end, false);
      else
        take(token, lexer.name());
    }
  }
  [[nodiscard]] std::vector<std::string> take_paths() { return std::move(paths_); }

 private:
  void take(Token token, std::string_view name) {
    if (token == Token::close) open_.resize(std::min(open_.size(), open_.rfind('/')));
    if (token != Token::start && token != Token::empty) return;
    const auto size = open_.size();
    open_.append("/").append(name);
    if (known_.insert(open_).second) paths_.push_back(open_);
    if (token == Token::empty) open_.resize(size);
  }

  std::string open_;  ///< the path of the innermost open element
  std::unordered_set<std::string> known_;
  std::vector<std::string> paths_;
};

std::string_view last_name(std::string_view path) noexcept {
  const auto name = local(path.substr(path.rfind('/') + 1));
  return name.substr(name.starts_with('@') ? 1 : 0);
}

std::size_t unlikeness(std::string_view a, std::string_view b) {
  return values::edits(last_name(a), last_name(b));
}

}  // namespace

std::vector<std::string> elements_of(std::string_view sample) {
  const auto encoding = encoding_of(sample);
  if (!encoding) return {};
  const auto padded = std::string(sample) + std::string(DP_PADDING, '\0');
  Utf8Text text;
  text.set(*encoding, std::string_view(padded).substr(0, sample.size()), false);
  const auto view = text.view();
  Walk walk;
  walk.read(view.data() + scan::size_of_bom(view), view.data() + view.size());
  return walk.take_paths();
}

std::string listed_by_likeness(std::vector<std::string> paths, std::string_view path) {
  std::stable_sort(paths.begin(), paths.end(), [&](const auto& a, const auto& b) {
    return unlikeness(path, a) < unlikeness(path, b);
  });
  const bool more = paths.size() > kMostListed;
  paths.resize(std::min(paths.size(), kMostListed));
  return values::listed(paths) + (more ? ", ..." : "");
}

bool has_alike(const std::vector<std::string>& paths, std::string_view path) {
  const auto size = last_name(path).size();
  const auto most = size < 4 ? 1 : std::max<std::size_t>(2, size / 3);
  return std::any_of(paths.begin(), paths.end(),
                     [&](const std::string& other) { return unlikeness(path, other) <= most; });
}

}  // namespace dp::xml
