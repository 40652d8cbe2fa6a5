// SPDX-License-Identifier: Apache-2.0
#include "planner/record_paths.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace dp::planner {
namespace {

constexpr auto kNone = std::string_view::npos;
constexpr std::size_t kMostDepth = 16;

/// Goes through the tags of a text.
class XmlOutline {
 public:
  explicit XmlOutline(std::string_view text) : text_(text) {}

  std::optional<std::string> record() {
    for (auto at = text_.find('<'); at != kNone; at = text_.find('<', end_)) {
      if (!read_markup(at)) break;
    }
    const Element* best = nullptr;
    for (const auto& element : elements_)
      if (best == nullptr || is_better(element, *best)) best = &element;
    if (best == nullptr) return std::nullopt;
    return best->path;
  }

 private:
  struct Element {
    std::string path;
    std::size_t depth = 0;
    std::size_t count = 0;
  };

  /// Elements are in the order in which they first occur, the root first.
  static bool is_better(const Element& other, const Element& best) noexcept {
    if (other.count < 2) return false;
    if (best.count < 2 || other.depth < best.depth) return true;
    return other.depth == best.depth && other.count > best.count;
  }

  /// Take what text_[at] begins, and set end_ after it. False if it does not end.
  bool read_markup(std::size_t at) {
    const auto rest = text_.substr(at);
    if (rest.starts_with("<!--")) return skip_to("-->", at);
    if (rest.starts_with("<![CDATA[")) return skip_to("]]>", at);
    if (rest.starts_with("<?")) return skip_to("?>", at);
    if (rest.starts_with("<!")) {
      const auto subset = rest.find('[');
      return skip_to(subset < rest.find('>') ? "]>" : ">", at);
    }
    end_ = end_of_tag(at);
    if (end_ == kNone) return false;
    read_tag(text_.substr(at + 1, end_ - at - 2));
    return true;
  }

  bool skip_to(std::string_view mark, std::size_t from) {
    const auto found = text_.find(mark, from);
    end_ = found + mark.size();
    return found != kNone;
  }

  /// After the '>' that is in no value; kNone if there is none.
  [[nodiscard]] std::size_t end_of_tag(std::size_t at) const noexcept {
    char quote = '\0';
    for (; at < text_.size(); ++at) {
      const char byte = text_[at];
      if (quote != '\0') {
        if (byte == quote) quote = '\0';
      } else if (byte == '"' || byte == '\'') {
        quote = byte;
      } else if (byte == '>') {
        return at + 1;
      }
    }
    return kNone;
  }

  /// `tag`: what is between '<' and '>'.
  void read_tag(std::string_view tag) {
    if (tag.starts_with('/')) {
      if (!open_.empty()) open_.pop_back();
      return;
    }
    const auto name = tag.substr(0, tag.find_first_of(" \t\r\n/"));
    const auto path = (open_.empty() ? "" : open_.back()) + "/" + std::string(name);
    if (open_.size() < kMostDepth) count(path, open_.size());
    if (!tag.ends_with('/')) open_.push_back(path);
  }

  void count(const std::string& path, std::size_t depth) {
    auto found = std::find_if(elements_.begin(), elements_.end(),
                              [&](const Element& each) { return each.path == path; });
    if (found == elements_.end())
      found = elements_.insert(elements_.end(), Element{path, depth, 0});
    ++found->count;
  }

  std::string_view text_;
  std::size_t end_ = 0;
  std::vector<std::string> open_;  ///< paths of the elements that are not closed yet
  std::vector<Element> elements_;
};

/// Goes through the brackets of a text.
class JsonOutline {
 public:
  explicit JsonOutline(std::string_view text) : text_(text) {}

  std::optional<std::string> records() {
    for (std::size_t at = 0; at < text_.size(); ++at) {
      const char byte = text_[at];
      if (byte == '"')
        at = read_string(at);
      else if (byte == '{' || byte == '[')
        open(at);
      else if ((byte == '}' || byte == ']') && !levels_.empty())
        close(at);
    }
    while (!levels_.empty()) close(text_.size());
    if (longest_ * 2 < text_.size() || pointer_.empty()) return std::nullopt;
    return pointer_;
  }

 private:
  struct Level {
    std::size_t begin = 0;
    bool is_object = false;
    bool in_array = false;
    std::string pointer;
  };

  /// Where the string that begins at `at` ends; what may be a member's name is kept.
  std::size_t read_string(std::size_t at) {
    const auto begin = at + 1;
    for (++at; at < text_.size() && text_[at] != '"'; ++at)
      if (text_[at] == '\\') ++at;
    last_ = text_.substr(begin, std::min(at, text_.size()) - begin);
    return at;
  }

  void open(std::size_t at) {
    Level level{at, text_[at] == '{', false, {}};
    if (!levels_.empty()) {
      const auto& parent = levels_.back();
      level.in_array = parent.in_array || !parent.is_object;
      level.pointer = parent.pointer + "/" + escaped(last_);
    }
    levels_.push_back(std::move(level));
  }

  void close(std::size_t at) {
    const auto& level = levels_.back();
    const auto first = text_.find_first_not_of(" \t\r\n", level.begin + 1);
    const bool is_records =
        !level.is_object && !level.in_array && first != kNone && text_[first] == '{';
    if (is_records && at - level.begin > longest_) {
      longest_ = at - level.begin;
      pointer_ = level.pointer;
    }
    levels_.pop_back();
  }

  static std::string escaped(std::string_view name) {
    std::string text;
    for (const char byte : name) {
      if (byte == '~')
        text += "~0";
      else if (byte == '/')
        text += "~1";
      else
        text += byte;
    }
    return text;
  }

  std::string_view text_;
  std::string_view last_;  ///< the string that was read last
  std::vector<Level> levels_;
  std::size_t longest_ = 0;
  std::string pointer_;  ///< of the longest
};

}  // namespace

std::optional<std::string> xml_record_path(std::string_view text) {
  return XmlOutline(text).record();
}

std::optional<std::string> json_records_pointer(std::string_view text) {
  return JsonOutline(text).records();
}

}  // namespace dp::planner
