// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dp::xml {

/// The elements that an item's first bytes have, each as its path from the root on
/// ("/feed/entry"), in the order in which they are first met. Of very many the first.
std::vector<std::string> elements_of(std::string_view sample);

/// Paths for a message, those first whose last name is like that of `path`: "/feed/entry, /feed";
/// of many some.
std::string listed_by_likeness(std::vector<std::string> paths, std::string_view path);

/// Whether one of `paths` is most likely what was meant by `path`.
bool has_alike(const std::vector<std::string>& paths, std::string_view path);

}  // namespace dp::xml
