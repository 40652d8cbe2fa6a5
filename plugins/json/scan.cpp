// SPDX-License-Identifier: Apache-2.0
#include "json/scan.hpp"

#include "json/walker.hpp"

namespace dp::json {
namespace {

/// Steps from a document's root to an array.
class Opener {
 public:
  Opener(std::string_view text, bool final) : walker_(tree_, marks_), text_(text) {
    marks_.start(text.data(), size_of_bom(text), text.size());
    walker_.set_limit(text.size(), final);
  }

  Opening find(const Path& path) {
    if (!walker_.next(at_)) return refuse();
    for (const auto& name : path)
      if (!step(name)) return refuse();
    if (byte() != '[') {
      why_ = "got " + what() + " at the array's place, want an array";
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
    return byte() == '"' ? "a string" : "a number or word";
  }

  /// Go from the container at at_ to its value `name`.
  bool step(const std::string& name) {
    const bool object = byte() == '{';
    const auto place = place_of(name);
    if (!object && (byte() != '[' || !place)) {
      why_ = "got " + what() + ", want an object that has '" + name + "'";
      return false;
    }
    opening_.objects.push_back(object);
    for (std::uint64_t index = 0;; ++index) {
      bool here = !object && index == *place;
      if (!enter(object, name, here)) return false;
      if (here) return true;
      Value passed;
      if (!walker_.pass(at_, passed) || !walker_.next(at_)) return false;
      if (byte() == ',') continue;
      why_ = byte() == (object ? '}' : ']') ? "no '" + name + "' there"
                                            : "got '" + std::string(1, byte()) + "', want ','";
      return false;
    }
  }

  /// Go to the next value of a container. `here`: it is the one that is looked for.
  bool enter(bool object, const std::string& name, bool& here) {
    if (!walker_.next(at_)) return false;
    if (!object) return true;
    if (byte() == '}') {
      why_ = "no '" + name + "' there";
      return false;
    }
    Value key;
    if (!walker_.read_name(at_, key) || !walker_.next(at_)) return false;
    std::string text;
    append_unescaped(text, key.raw(text_.data()));
    here = text == name;
    return true;
  }

  Opening refuse() {
    if (why_.empty() && walker_.fault().ended) {
      opening_.state = Opening::State::cut;
    } else {
      opening_.state = Opening::State::wrong;
      opening_.why = why_.empty() ? walker_.explain(0) : why_;
    }
    return std::move(opening_);
  }

  Tree tree_;
  Marks marks_;
  Walker walker_;
  std::string_view text_;
  std::uint32_t at_ = 0;
  Opening opening_;
  std::string why_;
};

}  // namespace

std::size_t size_of_bom(std::string_view text) noexcept {
  return text.starts_with("\xef\xbb\xbf") ? 3 : 0;
}

Extent scan_element(const char* text, std::size_t at, std::size_t end) noexcept {
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
      if (depth == 0 && byte == ']') return {End::bracket, at};
      depth -= depth == 0 ? 0 : 1;
    } else if (byte == ',' && depth == 0) {
      return {End::comma, at};
    }
  }
  return {End::none, end};
}

Extent scan_element(Marks& marks, std::size_t at) noexcept {
  const char* const text = marks.text();
  std::uint32_t mark = 0;
  for (std::size_t depth = 0; marks.next(mark);) {
    const char byte = text[mark];
    if (byte == '{' || byte == '[') {
      ++depth;
    } else if (byte == '}' || byte == ']') {
      if (depth == 0 && byte == ']') return {End::bracket, mark};
      depth -= depth == 0 ? 0 : 1;
    } else if (byte == ',' && depth == 0) {
      return {End::comma, mark};
    }
  }
  if (!marks.broken()) return {End::none, marks.end()};
  return scan_element(text, at, marks.end());
}

Opening find_array(std::string_view text, bool final, const Path& path) {
  return Opener(text, final).find(path);
}

}  // namespace dp::json
