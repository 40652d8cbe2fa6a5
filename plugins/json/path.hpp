// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace dp::json {

static_assert(std::endian::native == std::endian::little, "names are compared as words");

/// The names of members, and places in arrays, that lead from a value to one within it. Empty:
/// the value itself.
using Path = std::vector<std::string>;

/// In place of a name: a record that is neither an object nor an array, where no column is the
/// record itself. As kPlaceMark no name begins with it: names are UTF-8.
inline constexpr std::string_view kScalar = "\xff";
/// In place of a name: that of the record itself, where records are the members of an object.
inline constexpr std::string_view kKey = "\xfd";
/// What the place of an element is preceded by where elements of a record are told from its members.
inline constexpr char kPlaceMark = '\xfe';

/// Read a path: a JSON pointer ("/user/names/0", RFC 6901) if it begins with a slash, else names
/// with dots between them ("user.names.0"); "." is the value itself. nullopt if a name is empty
/// between dots, or '~' in a pointer is followed by neither 0 nor 1.
std::optional<Path> path_of(std::string_view text);

/// Whether `name` is a place in an array: digits without a leading zero.
std::optional<std::uint64_t> place_of(std::string_view name) noexcept;

/// Paths put together, so that one pass over a value finds all of them.
///
/// Threads: one instance belongs to one worker: looking up is remembered.
class Tree {
 public:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  /// The names of the records' members that are known, and one that is not.
  struct Names {
    std::unordered_set<std::string> known;
    std::string unknown;
    bool any_unknown = false;

    [[nodiscard]] bool knows(std::string_view name) const {
      return known.count(std::string(name)) != 0;
    }
    void note(std::string_view name) {
      if (!any_unknown) unknown = name;
      any_unknown = true;
    }
  };

  class Node {
   public:
    /// A member as an object had it: its name and the quote after it, and where paths lead.
    class Expected {
     public:
      Expected(std::string_view name, const Node* node);
      /// The name and the quote stand at `text`, between quotes as they are in JSON.
      /// Precondition: DP_PADDING bytes from `text` are readable.
      [[nodiscard]] bool stands_at(const char* text) const noexcept {
        const auto size = quoted_.size();
        std::uint64_t front;
        std::memcpy(&front, text, 8);
        if (size < 8) return ((front ^ head_) & mask_) == 0;
        if (size > 16) return std::memcmp(text, quoted_.data(), size) == 0;
        std::uint64_t back;
        std::memcpy(&back, text + size - 8, 8);
        return front == head_ && back == tail_;
      }
      [[nodiscard]] bool is(std::string_view name) const noexcept { return name == name_; }
      [[nodiscard]] const Node* node() const noexcept { return node_; }

     private:
      // As words: one call per name costs more than to compare most of them.
      std::string name_;
      std::string quoted_;
      const Node* node_;
      std::uint64_t head_ = 0;
      std::uint64_t tail_ = 0;
      std::uint64_t mask_ = 0;
    };

    /// What the `index`th member of the last object was; nullptr if there was none.
    [[nodiscard]] const Expected* expected(std::size_t index) const noexcept {
      return index < expected_.size() ? &expected_[index] : nullptr;
    }
    /// The node of the member `name`, the `index`th of its object; nullptr if no path leads
    /// there.
    [[nodiscard]] const Node* find(std::string_view name, std::size_t index) const {
      const auto* known = expected(index);
      return known != nullptr && known->is(name) ? known->node() : look_up(name, index);
    }
    [[nodiscard]] const Node* find(std::string_view name) const;
    [[nodiscard]] bool is_leaf() const noexcept { return names_.empty() && watch_ == nullptr; }
    /// Whether its elements, if it is an array, are found by kPlaceMark and their place.
    [[nodiscard]] bool marks_places() const noexcept { return marks_places_; }
    /// The slot of the path that ends here; kNone if none does.
    std::uint32_t slot = kNone;
    /// The slots of the paths that end here or later.
    std::uint32_t first = 0, last = 0;
    /// Its place among the nodes of its tree.
    std::uint32_t number = 0;

   private:
    friend class Tree;
    [[nodiscard]] const Node* look_up(std::string_view name, std::size_t index) const;

    std::vector<std::string> names_;  ///< in order
    std::vector<Node> nodes_;
    mutable std::vector<Expected> expected_;  ///< members as the last objects had them
    Names* watch_ = nullptr;                  ///< where a name is noted that is not known
    bool marks_places_ = false;
  };

  Tree() = default;
  explicit Tree(const std::vector<Path>& paths);
  Tree(Tree&&) noexcept = default;
  Tree& operator=(Tree&&) noexcept = default;

  [[nodiscard]] const Node& root() const noexcept { return root_; }
  /// How many different paths there are.
  [[nodiscard]] std::size_t slots() const noexcept { return root_.last; }
  [[nodiscard]] std::size_t nodes() const noexcept { return nodes_; }
  /// The slot of the path that is kKey; kNone if there is none.
  [[nodiscard]] std::uint32_t key_slot() const noexcept { return key_slot_; }
  /// From here on the elements of values that are arrays are found by kPlaceMark and their place.
  void mark_places() noexcept { root_.marks_places_ = true; }
  /// From here on the names of the values' members are watched: `known`, or noted.
  void watch(std::unordered_set<std::string> known);
  /// A name that was not known, in what was found since forget_unknown(); nullptr if there was none.
  [[nodiscard]] const std::string* unknown() const noexcept {
    return watched_ != nullptr && watched_->any_unknown ? &watched_->unknown : nullptr;
  }
  void forget_unknown() const noexcept {
    if (watched_ != nullptr) watched_->any_unknown = false;
  }
  /// The slot of each path that the tree was made of.
  [[nodiscard]] const std::vector<std::uint32_t>& slot_of() const noexcept { return slot_of_; }

 private:
  static Node& add(Node& root, const Path& path);
  void number(Node& node, std::uint32_t& next);
  static const Node& at(const Node& root, const Path& path);
  Node root_;
  std::uint32_t nodes_ = 1;
  std::uint32_t key_slot_ = kNone;
  std::vector<std::uint32_t> slot_of_;
  std::unique_ptr<Names> watched_;  ///< nullptr: names are not watched
};

}  // namespace dp::json
