// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace dp::xml {

/// An entity that a document type declares.
struct Entity {
  std::string text;           ///< what it stands for, with the characters that it refers to
  std::string in_text = {};   ///< why it cannot stand in a text; empty: it can
  std::string in_value = {};  ///< why it cannot stand in an attribute's value
  std::size_t size = 0;       ///< what it becomes has so many bytes
  std::size_t depth = 1;      ///< entities in each other
  bool has_elements = false;
};

/// The entities of a document type, by name.
class Entities {
 public:
  /// Deeper in each other they cannot stand anywhere.
  static constexpr std::size_t kMostDepth = 16;

  /// Of several of one name the first counts.
  void add(std::string_view name, Entity entity);
  /// Say of each entity where it can stand. After all are there.
  ///
  /// Law: what is said of one does not depend on the order of the others.
  void resolve();

  [[nodiscard]] bool empty() const noexcept { return by_name_.empty(); }
  /// nullptr: it is not declared.
  [[nodiscard]] const Entity* find(std::string_view name) const noexcept;
  /// Whether all names stand for the same.
  [[nodiscard]] bool same_as(const Entities& other) const;

  /// What is wrong with `text` as the value of an attribute; empty: nothing.
  [[nodiscard]] std::string wrong_in_value(std::string_view text) const;
  /// Append the text of an entity, or a default, as it may stand in a value in quotes: with the entities in it, and for
  /// each white space a space.
  /// Precondition: nothing is wrong with it there.
  void append_in_value(std::string& out, std::string_view text) const;

 private:
  class Order;
  void resolve(Entity& entity);

  std::map<std::string, Entity, std::less<>> by_name_;
};

/// Call `take` with the name of each entity that `text` refers to, but the five of XML.
void for_each_entity(std::string_view text, const std::function<void(std::string_view)>& take);

/// Whether `name` is one of the five entities of XML.
bool is_of_xml(std::string_view name) noexcept;

}  // namespace dp::xml
