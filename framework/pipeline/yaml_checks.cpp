// SPDX-License-Identifier: Apache-2.0
#include "pipeline/yaml_checks.hpp"

#include <yaml-cpp/exceptions.h>

#include "base/text.hpp"

namespace dp::pipeline {

namespace {

struct Known {
  const char* library;
  YamlExplanation explanation;
};

}  // namespace

bool check_yaml_bytes(const FileText& source, Diagnostics& diagnostics) {
  const auto text = source.text();
  if (text.size() > FileText::kMaxBytes) {
    diagnostics.error(Mark{}, "larger than 1 MiB, the most that a pipeline file may have");
    return false;
  }
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const std::size_t size = utf8_size(text.substr(at));
    const bool line_end = byte == '\n' || (byte == '\r' && text.substr(at + 1, 1) == "\n");
    const bool bad_control = (byte < 0x20 && byte != '\t' && !line_end) || byte == 0x7f;
    if (size == 0 || bad_control) {
      diagnostics.error(source.mark(at), size == 0   ? "a byte that is not UTF-8 text"
                                         : byte == 0 ? "a NUL byte: is this a text file?"
                                                     : "a control character");
      return false;
    }
    at += size;
  }
  return true;
}

std::optional<YamlExplanation> explain_yaml_error(std::string_view message) {
  static const Known kKnown[] = {
      {YAML::ErrorMsg::MAP_VALUE,
       {"a ':' that cannot be here",
        "check the indentation; put a value that has ': ' in it in quotes"}},
      {YAML::ErrorMsg::END_OF_MAP,
       {"this does not go on with the map above",
        "check the indentation, and that each line is 'key: value'"}},
      {YAML::ErrorMsg::END_OF_SEQ,
       {"this does not go on with the list above",
        "check the indentation, and that each entry begins with '- '"}},
      {YAML::ErrorMsg::BLOCK_ENTRY, {"a '- ' that cannot be here", "check the indentation"}},
      {YAML::ErrorMsg::INVALID_ESCAPE,
       {"an escape that YAML does not have",
        "in double quotes a backslash begins an escape: write '\\\\' for one, or use single "
        "quotes"}},
      {YAML::ErrorMsg::UNKNOWN_TOKEN,
       {"a value cannot begin with this character", "put the value in quotes"}},
      {YAML::ErrorMsg::FLOW_END, {"a closing bracket without an opening one", ""}},
      {YAML::ErrorMsg::UNKNOWN_ANCHOR,
       {"an alias (*) to a name that nothing has", "put text that begins with * in quotes"}},
      {YAML::ErrorMsg::ALIAS_NOT_FOUND,
       {"a '*' without a name", "put text that begins with * in quotes"}},
      {YAML::ErrorMsg::ANCHOR_NOT_FOUND,
       {"a '&' without a name", "put text that begins with & in quotes"}},
  };
  for (const auto& known : kKnown)
    if (message.starts_with(known.library)) return known.explanation;
  return std::nullopt;
}

}  // namespace dp::pipeline
