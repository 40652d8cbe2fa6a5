// SPDX-License-Identifier: Apache-2.0
#include "trees.hpp"

namespace dp::test {

using pipeline::Diagnostics;
using pipeline::FileText;
using pipeline::Node;

std::string outline(const Node& node) {
  if (node.is_null()) return "null";
  if (node.is_scalar()) return node.quoted ? "'" + node.text + "'" : node.text;
  std::string out = node.is_list() ? "[" : "{";
  for (const auto& item : node.items) out += (out.size() == 1 ? "" : ", ") + outline(item);
  for (const auto& entry : node.entries)
    out += (out.size() == 1 ? "" : ", ") + entry.key + ": " + outline(entry.value);
  return out + (node.is_list() ? "]" : "}");
}

std::string tree(std::string text) {
  const FileText source("f.yaml", std::move(text));
  Diagnostics diagnostics(source);
  const auto root = parse_yaml(source, diagnostics);
  return root && !diagnostics.has_errors() ? outline(*root) : diagnostics.render();
}

std::string mistake(std::string text) {
  const FileText source("f.yaml", std::move(text));
  Diagnostics diagnostics(source);
  (void)parse_yaml(source, diagnostics);
  if (diagnostics.list().empty()) return "none";
  const auto& first = diagnostics.list().front();
  return std::to_string(first.mark.line) + ":" + std::to_string(first.mark.column) + ": " +
         first.message;
}

}  // namespace dp::test
