// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xml/lexer.hpp"
#include "xml/unescape.hpp"

namespace dp::xml {

/// Where a column's values are in a record: "@id", "title", "a/b", "a/b/@c", or ".", the
/// record's own text.
struct Path {
  std::vector<std::string> elements;  ///< from the record's child on, without prefixes
  std::string attribute;              ///< empty: the element's text

  /// nullopt if `text` is no such path.
  static std::optional<Path> parse(std::string_view text);
};

/// The value of one column in one record.
class Value {
 public:
  void clear() noexcept {
    state_ = State::absent;
    copied_ = false;
    view_ = {};
  }
  /// Begin a text, of which parts are added; false if there was one before.
  bool begin() noexcept {
    if (state_ != State::absent) return false;
    state_ = State::open;
    return true;
  }
  void end() noexcept { state_ = State::done; }
  [[nodiscard]] bool is_open() const noexcept { return state_ == State::open; }
  [[nodiscard]] bool is_absent() const noexcept { return state_ == State::absent; }
  /// Add a part. `append`: turns a part that is not plain into what it stands for.
  void add(std::string_view part, bool plain, void (*append)(std::string&, std::string_view));
  [[nodiscard]] std::string_view view() const noexcept { return copied_ ? copy_ : view_; }
  /// Whether view() is into the record's text.
  [[nodiscard]] bool in_place() const noexcept { return !copied_; }

 private:
  enum class State : std::uint8_t { absent, open, done };
  State state_ = State::absent;
  bool copied_ = false;
  std::string_view view_;
  std::string copy_;
};

/// Take the values of columns out of a record, for RecordReader.
///
/// Law: of several elements of one path the first is taken, in the order of the document. The
///   text of an element is what stands right in it, in all its parts, and not in its children.
class Harvest {
 public:
  Harvest() : nodes_(1) {}
  /// Want a column's values as values()[column]. Columns are numbered from 0 on.
  void want(std::uint32_t column, const Path& path);

  void reset() noexcept {
    for (auto& value : values_) value.clear();
    at_.clear();
  }
  [[nodiscard]] const Value& value(std::uint32_t column) const { return values_[column]; }

  void open(std::string_view name, std::span<const Attribute> attributes) {
    const auto node = at_.empty() ? 0 : child_of(at_.back(), name);
    at_.push_back(node);
    if (node != kNone) [[unlikely]]
      enter(nodes_[node], attributes);
  }
  void text(std::string_view raw, bool plain) {
    if (gathers()) add(raw, plain, append_text);
  }
  void cdata(std::string_view raw, bool plain) {
    if (gathers()) add(raw, plain, append_cdata);
  }
  void close() noexcept {
    if (at_.back() != kNone)
      for (const auto column : nodes_[at_.back()].texts) values_[column].end();
    at_.pop_back();
  }

 private:
  static constexpr std::uint32_t kNone = 0xffffffff;
  struct Wanted {
    std::string attribute;
    std::uint32_t column;
  };
  struct Node {
    std::string name;
    std::vector<std::uint32_t> children;  ///< nodes
    std::vector<std::uint32_t> texts;     ///< columns
    std::vector<Wanted> attributes;
  };
  [[nodiscard]] std::uint32_t child_of(std::uint32_t node,
                                       std::string_view name) const noexcept;
  /// Whether the text of the innermost open element is wanted.
  [[nodiscard]] bool gathers() const noexcept {
    return at_.back() != kNone && !nodes_[at_.back()].texts.empty();
  }
  void add(std::string_view raw, bool plain, void (*append)(std::string&, std::string_view));
  std::uint32_t grow(std::uint32_t node, const std::string& name);
  void enter(const Node& node, std::span<const Attribute> attributes);

  std::vector<Node> nodes_;  ///< the record's is the first
  std::vector<Value> values_;
  std::vector<std::uint32_t> at_;  ///< the nodes of the open elements
};

}  // namespace dp::xml
