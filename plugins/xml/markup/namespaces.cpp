// SPDX-License-Identifier: Apache-2.0
#include "xml/markup/namespaces.hpp"

#include "xml/markup/chars.hpp"

namespace dp::xml {
namespace {

constexpr std::string_view kXml = "http://www.w3.org/XML/1998/namespace";

}  // namespace

Bindings bindings_of(std::string_view tag) {
  Bindings bindings;
  for (auto quote = tag.find_first_of("\"'"); quote != std::string_view::npos;
       quote = tag.find_first_of("\"'")) {
    const auto end = tag.find(tag[quote], quote + 1);
    if (end == std::string_view::npos) break;
    auto name = tag.substr(0, quote);
    name = trimmed(name.substr(0, name.rfind('=')));
    name.remove_prefix(name.find_last_of(" \t\r\n") + 1);
    if (is_declaration(name))
      bindings.emplace_back(name.substr(name.size() == 5 ? 5 : 6),
                            tag.substr(quote + 1, end - quote - 1));
    tag.remove_prefix(end + 1);
  }
  return bindings;
}

std::string_view namespace_of(const Bindings& bindings, std::string_view prefix) noexcept {
  for (const auto& [bound, name] : bindings)
    if (bound == prefix) return name;
  return prefix == "xml" ? kXml : std::string_view();
}

std::string_view prefix_of(std::string_view name) noexcept {
  const auto colon = name.rfind(':');
  return colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
}

std::string with_namespace(std::string_view part, const Bindings& bindings) {
  const auto prefix = prefix_of(part);
  const auto name = prefix.empty() ? std::string_view() : namespace_of(bindings, prefix);
  if (name.empty() || prefix == "xml") return std::string(part);
  return '{' + std::string(name) + '}' + std::string(local(part));
}

std::string_view namespace_in(std::string_view part) noexcept {
  return part.substr(1, part.rfind('}') - 1);
}

std::string_view local_in(std::string_view part) noexcept {
  return has_namespace(part) ? part.substr(part.rfind('}') + 1) : local(part);
}

std::vector<std::string> written(std::string_view part, const Bindings& bindings,
                                 bool is_attribute) {
  std::vector<std::string> names;
  for (const auto& [prefix, name] : bindings)
    if (name == namespace_in(part) && !(prefix.empty() && is_attribute))
      names.push_back((prefix.empty() ? "" : prefix + ':') + std::string(local_in(part)));
  return names;
}

}  // namespace dp::xml
