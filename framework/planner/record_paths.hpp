// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dp::planner {

/// Where the records of a text probably are, told by its first bytes. For suggestions only:
/// nothing is checked, and nothing of the text but its outline is looked at.

/// XML: the path of the outermost element that is there more than once ("/feed/entry"), of
/// several the one that is there most; the root if none is. nullopt if there is no element.
std::optional<std::string> xml_record_path(std::string_view text);

/// A JSON document: the pointer of the longest array of objects ("/data/rows") that is at least
/// half of the text; nullopt if there is none, or the document is that array.
std::optional<std::string> json_records_pointer(std::string_view text);

}  // namespace dp::planner
