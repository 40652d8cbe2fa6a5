// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/diagnostic.hpp"

namespace dp::pipeline {

struct Entry;

/// A YAML value: our own tree, free of the YAML library.
///
/// Law: types follow YAML 1.2 core: `no`, `on` and `off` are strings; a quoted scalar is always
///   a string.
struct Node {
  enum class Kind : std::uint8_t { null, scalar, list, map };

  /// Text that came from one place: from `at` on, it is the original scalar's text from `from`
  /// on; or, if `variable`, the value of the variable that is named there in `length` bytes.
  struct Piece {
    std::size_t at = 0;
    std::size_t from = 0;
    std::size_t length = 0;
    bool variable = false;
    bool quoted = false;  ///< variable: its value is text, whatever it looks like
  };

  Kind kind = Kind::null;
  bool quoted = false;         ///< scalar: in quotes, or a block
  Mark mark;                   ///< scalar: as written, with its quotes
  std::string text;            ///< scalar: its value, variables put in
  std::vector<Node> items;     ///< list
  std::vector<Entry> entries;  ///< map, in file order

  /// A variable in the scalar could not be put in, which was reported: its text says nothing.
  bool failed = false;
  std::optional<std::string> original;  ///< the scalar's text before variables were put in
  std::vector<Piece> pieces;            ///< with `original`: where the text came from
  std::string pattern;  ///< with `original`: the text as a glob, see Text::pattern

  /// Map: the value of `key`, or nullptr (also if this is no map).
  [[nodiscard]] const Node* find(std::string_view key) const noexcept;
  [[nodiscard]] bool is_null() const noexcept { return kind == Kind::null; }
  [[nodiscard]] bool is_scalar() const noexcept { return kind == Kind::scalar; }
  [[nodiscard]] bool is_list() const noexcept { return kind == Kind::list; }
  [[nodiscard]] bool is_map() const noexcept { return kind == Kind::map; }

  /// The scalar as an unquoted true or false, an integer (14, 0xe, 0o16), or a number.
  [[nodiscard]] std::optional<bool> boolean() const noexcept;
  [[nodiscard]] std::optional<std::int64_t> integer() const noexcept;
  [[nodiscard]] std::optional<double> number() const noexcept;

  /// What it is, for messages: "'abc'", "a list", "a map", "nothing".
  [[nodiscard]] std::string describe() const;
};

/// One entry of a map.
struct Entry {
  std::string key;
  Mark key_mark;
  Node value;
};

/// Read a source as one YAML document. Its mistakes go to `diagnostics`; nullopt if they leave
/// no tree that is worth checking further.
///
/// Refused, besides what is no YAML: duplicate keys, keys that are not text, merge keys (`<<`),
/// several documents, tags, NUL and other control characters, bytes that are not UTF-8, more
/// than 1 MiB, nesting deeper than kMaxDepth, more than kMaxNodes nodes (an alias counts as all
/// that it stands for), an alias inside what it names, a quote that never ends.
std::optional<Node> parse_yaml(const FileText& source, Diagnostics& diagnostics);

inline constexpr std::size_t kMaxDepth = 64;
inline constexpr std::size_t kMaxNodes = 100'000;

/// No scalar in `node` has failed.
bool is_whole(const Node& node) noexcept;

/// Where `length` bytes at `offset` of a scalar's text are in the file: exact where the text
/// can be followed, else the whole scalar.
Mark place_within(const FileText& source, const Node& scalar, std::size_t offset,
                  std::size_t length);

}  // namespace dp::pipeline
