// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "xml/markup/namespaces.hpp"

namespace dp::xml {

/// Where a column's values are in a record: "@id", "title", "a/b", "a/b/@c", or ".", the
/// record's own text.
struct Path {
  std::vector<std::string>
      elements;  ///< from the record's child on, as they are written, or with namespaces
  std::string attribute;  ///< empty: the element's text
  /// Where it begins: at so many elements of Pattern::inner below the record.
  std::uint32_t level = 0;
  /// It is from the root on, and what it leads to stands before the records.
  static constexpr std::uint32_t kOfItem = ~std::uint32_t{0};

  /// nullopt if `text` is no such path.
  static std::optional<Path> parse(std::string_view text);
  /// As parse() takes it, without what leads to where it begins.
  [[nodiscard]] std::string text() const;
  bool operator==(const Path&) const = default;
};

/// What stands right in an element of a tree, and not in its children.
struct Content {
  bool elements = false;       ///< it has children
  std::string_view text = {};  ///< its first text that is not blank, without space around it
};
/// Lifetime: that of the tree.
Content content_of(pugi::xml_node element) noexcept;

/// The value of one column in one record.
struct Value {
  const char* at = nullptr;  ///< nullptr: it is absent
  std::size_t size = 0;
  bool in_place = false;  ///< it is in the item's own text
  bool repeated = false;  ///< it is the first of several

  [[nodiscard]] std::string_view view() const noexcept { return {at, size}; }
};

/// Where names are in a list, by name: for lists that are long.
class NameIndex {
 public:
  /// A list of no more is gone through as fast.
  static constexpr std::size_t kFew = 16;

  /// `name` is at `place`.
  void add(std::string_view name, std::uint32_t place);
  /// The places of `name`, in the order in which they were added.
  [[nodiscard]] std::span<const std::uint32_t> find(std::string_view name) const noexcept;

 private:
  std::map<std::string, std::vector<std::uint32_t>, std::less<>> places_;
};

/// The paths of the columns that are wanted, as a tree of elements.
class Wanted {
 public:
  static constexpr std::uint32_t kNoColumn = ~std::uint32_t{0};
  struct Attribute {
    std::string name;
    std::uint32_t column;   ///< kNoColumn: it is only known
    std::string part = {};  ///< with a namespace: that of the path, whatever the name is
  };
  struct Node {
    std::string name;       ///< as it is written; empty: in no way that is known
    std::string part = {};  ///< with a namespace: that of the path, whatever the name is
    std::vector<std::uint32_t> children = {};  ///< nodes
    std::vector<std::uint32_t> texts = {};     ///< columns
    std::vector<Attribute> attributes = {};
    NameIndex children_by_name = {};    ///< places in `children`
    NameIndex attributes_by_name = {};  ///< places in `attributes`
    bool has_text = false;              ///< its text is wanted, or known
    bool closed = false;                ///< whatever else it has is to be told
  };

  Wanted() : nodes_(1) {}
  /// What is declared where records are. Before anything is added.
  void declare(const Bindings& bindings) { declared_ = bindings; }
  [[nodiscard]] const Bindings& declared() const noexcept { return declared_; }
  /// All values of a column in a record are wanted, not the first alone.
  void join() noexcept { joins_ = true; }
  [[nodiscard]] bool joins() const noexcept { return joins_; }
  /// Whether a name has a namespace: then what records declare matters.
  [[nodiscard]] bool has_namespaces() const noexcept { return has_namespaces_; }
  /// Whether two nodes are written the same, one with a namespace and one as it is: then only a
  /// tree has all values.
  [[nodiscard]] bool has_twins() const noexcept { return has_twins_; }
  /// Columns are numbered from 0 on.
  void add(std::uint32_t column, const Path& path);
  /// What is there may be there, though no column takes it. `bare`: an element that never has
  /// text of its own, but children.
  void know(const Path& path, bool bare);
  /// Attributes, elements and texts that are neither wanted nor known are to be told from here on.
  void close();
  [[nodiscard]] bool is_closed() const noexcept { return nodes_.front().closed; }

  /// The record's own.
  [[nodiscard]] const Node& root() const noexcept { return nodes_.front(); }
  [[nodiscard]] const Node& node(std::uint32_t place) const noexcept { return nodes_[place]; }
  /// More than the largest number of a column.
  [[nodiscard]] std::size_t columns() const noexcept { return columns_; }
  /// How many columns there are.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  std::vector<std::string> names_of(const std::string& part, bool is_attribute);
  std::uint32_t grow(std::uint32_t node, const std::string& name, const std::string& part);
  std::vector<std::uint32_t> nodes_of(const Path& path);
  void add_attribute(const Path& path, std::uint32_t node, std::uint32_t column);

  Bindings declared_;
  bool joins_ = false;
  bool has_namespaces_ = false;
  bool has_twins_ = false;
  std::vector<Node> nodes_;
  std::size_t columns_ = 0;
  std::size_t size_ = 0;
};

/// Pick the values of columns out of the tree of a record.
///
/// Law: if several elements match a path, the first wins, in the order of the document, or all
///   are joined. The text of an element is what stands right in it, in all its parts, and not
///   in its children; beside children it is empty if it is blank.
/// Cost: a recursion as deep as the longest path.
class Picker {
 public:
  /// Join all values that a record has of a column, with `separator` between
  /// them. Before any is wanted.
  void join(std::string separator) {
    wanted_.join();
    separator_ = std::move(separator);
  }
  /// See Wanted::declare.
  void declare(const Bindings& bindings) { wanted_.declare(bindings); }
  /// Children of a record that fit this part of a pattern are known, whatever is in them.
  void pass_over(std::string part) { passed_over_ = std::move(part); }
  /// Want a column's values as value(column). Columns are numbered from 0 on.
  void want(std::uint32_t column, const Path& path);
  [[nodiscard]] const Wanted& wanted() const noexcept { return wanted_; }
  /// See Wanted::close.
  void close(std::span<const Path> known, std::span<const Path> bare);

  /// Pick the values of a record. False if the text of an element may lack spaces, unless the
  /// trees have `all_spaces`.
  [[nodiscard]] bool pick(pugi::xml_node record, bool all_spaces);
  /// Valid until the next pick(), and as long as the tree.
  [[nodiscard]] const Value& value(std::uint32_t column) const { return values_[column]; }
  [[nodiscard]] std::span<const Value> values() const noexcept { return values_; }
  /// Whether a value of the last record is the first of several.
  [[nodiscard]] bool repeated() const noexcept { return repeated_; }
  /// What is to be told of the last record: a name, or a text; empty if there is nothing. Valid as
  /// long as the tree.
  [[nodiscard]] std::string_view unknown() const noexcept { return unknown_; }

 private:
  [[nodiscard]] bool is_named(const std::string& name, const std::string& part,
                              pugi::xml_node element, std::string_view qualified,
                              bool is_attribute = false) const;
  void visit(const Wanted::Node& node, pugi::xml_node element);
  void visit_children(const Wanted::Node& node, pugi::xml_node element);
  bool visit_child(const Wanted::Node& node, pugi::xml_node child);
  void take_text(std::uint32_t column, pugi::xml_node element);
  void take(std::uint32_t column, std::string_view text);
  void take_attributes(const Wanted::Node& node, pugi::xml_node element);
  bool take_attribute(const Wanted::Node& node, pugi::xml_node element,
                      pugi::xml_attribute one);

  Wanted wanted_;
  std::vector<Value> values_;
  std::vector<std::string> copies_;  ///< of texts in parts, by column
  std::string separator_;
  std::string passed_over_;
  std::string text_;  ///< of an element in parts
  bool repeated_ = false;
  bool all_spaces_ = false;
  bool lacks_spaces_ = false;
  std::string_view unknown_;
};

}  // namespace dp::xml
