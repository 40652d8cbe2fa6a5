// SPDX-License-Identifier: Apache-2.0
#include "json/scan.hpp"

#include <algorithm>
#include <optional>

#include "json/values_in.hpp"
#include "json/walker.hpp"
#include "scan/lines.hpp"

namespace dp::json {
namespace {

/// Steps from a document's root to an array, by marks: what follows may be wrong, or cut.
class Opener {
 public:
  Opener(std::string_view text, bool final)
      : text_(text), root_(scan::size_of_bom(text)), final_(final) {
    marks_.start(text.data(), root_, text.size());
  }

  Opening find(const Path& path, char open) {
    if (!go_to_value(root_)) return refuse();
    for (const auto& name : path)
      if (!step(name)) return refuse();
    if (byte() != open) {
      why_ = open == '[' ? "got " + what() + " at the array's place, expected an array"
                         : "got " + what() + " at the object's place, expected an object";
      if (open == '[' && byte() == '{') why_ += " (layout: object reads its members)";
      if (open == '{' && byte() == '[') why_ += " (layout: array reads its elements)";
      return refuse();
    }
    if (Walker walker(tree_); !walker.read_open(text_.substr(root_, at_ + 1 - root_))) {
      explain(walker);
      return refuse();
    }
    opening_.state = Opening::State::found;
    opening_.begin = at_ + 1;
    return std::move(opening_);
  }

 private:
  [[nodiscard]] char byte() const { return text_[at_]; }
  [[nodiscard]] std::string what() const {
    if (byte() == '{') return "an object";
    if (byte() == '[') return "an array";
    if (byte() == '/') return "a comment";
    return byte() == '"' ? "a string" : "a number or word";
  }

  /// Go to the value after text_[from].
  bool go_to_value(std::size_t from) {
    at_ = text_.find_first_not_of(" \t\r\n", from);
    return at_ != std::string_view::npos || end();
  }
  bool next(std::uint32_t& mark) { return marks_.next(mark) || end(); }
  bool end() {
    ended_ = !final_ && !marks_.broken();
    return false;
  }

  /// Go from the container at at_ to its value `name`.
  bool step(const std::string& name) {
    const bool object = byte() == '{';
    const auto place = place_of(name);
    if (!object && (byte() != '[' || !place)) {
      why_ = "got " + what() + ", expected an object that has '" + name + "'";
      return false;
    }
    opening_.objects.push_back(object);
    std::uint32_t mark = 0;
    if (!next(mark)) return false;
    for (std::uint64_t index = 0;; ++index) {
      bool here = !object && index == *place;
      if (object ? !read_name(name, here) : !go_to_value(mark + 1)) return false;
      if (here && byte() != ']') return true;
      if (!go_past_value(mark)) return false;
      if (text_[mark] == ',') continue;
      why_ = "no '" + name + "' there";
      return false;
    }
  }

  /// Go from before a member to its value. `here`: it is called `name`.
  bool read_name(const std::string& name, bool& here) {
    std::uint32_t open = 0;
    std::uint32_t close = 0;
    std::uint32_t colon = 0;
    if (!next(open)) return false;
    if (text_[open] == '}') why_ = "no '" + name + "' there";
    if (text_[open] != '"' || !next(close) || !next(colon) || text_[colon] != ':') return false;
    const auto raw = text_.substr(open + 1, close - open - 1);
    if (bad_escape(raw) != raw.size()) return false;
    std::string text;
    append_unescaped(text, raw);
    here = text == name;
    return go_to_value(colon + 1);
  }

  /// Go to the comma or bracket after the value at at_.
  bool go_past_value(std::uint32_t& mark) {
    for (std::size_t depth = 0;;) {
      if (!next(mark)) return false;
      const char byte = text_[mark];
      if (byte == '{' || byte == '[') ++depth;
      if (depth == 0 && (byte == ',' || byte == '}' || byte == ']')) return true;
      if (byte == '}' || byte == ']') --depth;
    }
  }

  void explain(const Walker& walker) {
    why_ = walker.explain(root_);
    fault_ = root_ + walker.fault_at();
  }

  Opening refuse() {
    if (why_.empty() && ended_) {
      opening_.state = Opening::State::cut;
      return std::move(opening_);
    }
    opening_.state = Opening::State::wrong;
    Walker walker(tree_);
    Value value;
    if (why_.empty() && !walker.read(text_.substr(root_), value)) explain(walker);
    opening_.why = why_;
    opening_.wrong_at = fault_.value_or(std::min(at_, text_.size()));
    return std::move(opening_);
  }

  Tree tree_;
  Marks marks_;
  std::string_view text_;
  std::size_t root_;
  bool final_;
  bool ended_ = false;
  std::size_t at_ = 0;
  Opening opening_;
  std::string why_;
  std::optional<std::size_t> fault_;  ///< where that is; nullopt: at at_
};

}  // namespace

Extent scan_element(const char* text, std::size_t at, std::size_t end, char close) noexcept {
  bool string = false;
  for (std::size_t depth = 0; at < end; ++at) {
    const char byte = text[at];
    if (byte == '\\') {
      const char next = at + 1 < end ? text[at + 1] : '\0';
      if (string || next == '"' || next == '\\') ++at;
    } else if (byte == '"') {
      string = !string;
    } else if (string) {
      if (byte == '\n') return {End::newline, at};
    } else if (byte == '{' || byte == '[') {
      ++depth;
    } else if (byte == '}' || byte == ']') {
      if (depth == 0 && byte == close) return {End::bracket, at};
      depth -= depth == 0 ? 0 : 1;
    } else if (byte == ',' && depth == 0) {
      return {End::comma, at};
    }
  }
  return {End::none, end};
}

Extent scan_element(Marks& marks, std::size_t at, char close) noexcept {
  const char* const text = marks.text();
  std::uint32_t mark = 0;
  for (std::size_t depth = 0; marks.next(mark);) {
    const char byte = text[mark];
    if (byte == '{' || byte == '[') {
      ++depth;
    } else if (byte == '}' || byte == ']') {
      if (depth == 0 && byte == close) return {End::bracket, mark};
      depth -= depth == 0 ? 0 : 1;
    } else if (byte == ',' && depth == 0) {
      return {End::comma, mark};
    }
  }
  if (!marks.broken()) return {End::none, marks.end()};
  return scan_element(text, at, marks.end(), close);
}

std::vector<Piece> series_of(std::string_view line) {
  std::vector<Piece> pieces;
  bool marked = false;
  bool any_mark = false;
  for (std::size_t at = 0; at < line.size();) {
    const char byte = line[at];
    if (is_blank(byte) || byte == kRecordMark) {
      marked = marked || byte == kRecordMark;
      any_mark = any_mark || marked;
      ++at;
      continue;
    }
    if (!marked && byte != '{' && byte != '[') return {};
    const auto end = end_of_value(line, at);
    if (end == std::string_view::npos) return {};
    pieces.push_back({at, end});
    at = end;
    marked = false;
  }
  if (pieces.size() < 2 && !any_mark) pieces.clear();
  return pieces;
}

std::string closed(std::string_view text) {
  std::string ends;       // of the containers that are open, the innermost last
  std::size_t whole = 0;  // up to here
  bool named = false;     // where the value of a member is due
  for (std::size_t at = 0; at < text.size();) {
    const char byte = text[at];
    if (byte == '"') {
      at = end_of_value(text, at);
      continue;
    }
    ++at;
    if (byte == '{' || byte == '[') ends += byte == '{' ? '}' : ']';
    const bool closes = byte == '}' || byte == ']';
    if (closes && !ends.empty()) ends.pop_back();
    if (byte != ',' && byte != ':' && byte != '{' && byte != '[' && !closes) continue;
    whole = byte == ',' ? at - 1 : at;
    named = byte == ':';
  }
  std::string made(text.substr(0, whole));
  if (named) made += "null";
  return made.append(ends.rbegin(), ends.rend());
}

Opening find_array(std::string_view text, bool final, const Path& path) {
  return Opener(text, final).find(path, '[');
}

Opening find_object(std::string_view text, bool final, const Path& path) {
  return Opener(text, final).find(path, '{');
}

}  // namespace dp::json
