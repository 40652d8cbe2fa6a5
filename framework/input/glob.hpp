// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace dp::input {

/// What becomes of links to folders, where folders are searched all the way down.
///
/// Law: with `follow` each folder is searched once, so that circles end: through no link if it can
///   be, else through the first link that leads to it, in the order of paths.
enum class Links : std::uint8_t { skip, follow };

/// True if `path` holds one of * ? [ { without a backslash before it, which makes any of them, of
/// ] } , and of the backslash itself a character like others.
bool is_glob(std::string_view path) noexcept;

/// What a pattern that is_glob() says no of stands for: itself, without the backslashes of signs.
std::string plain_path(std::string_view pattern);

/// Errors: invalid_argument if the braces stand for more patterns than kMostPatterns, or are more
/// than kMostBraces; such a pattern matches nothing.
Status check_glob(std::string_view pattern);
inline constexpr std::size_t kMostPatterns = 10'000;
inline constexpr std::size_t kMostBraces = 100;

/// The paths that match: * and ? within a name, [a-z], {jpg,png}, and ** for any folders, and at the end
/// for all files below them.
///
/// Law: sorted by bytes, each once. Names that begin with a dot match only a pattern that does.
///   Links to folders are followed by names and *, and by ** if `links` says so.
/// Folders that would have to be listed, and cannot be, are added to `unlisted`.
std::vector<std::string> glob(std::string_view pattern, std::vector<std::string>& unlisted,
                              Links links = Links::skip);

/// The same without folders.
std::vector<std::string> glob_files(std::string_view pattern,
                                    std::vector<std::string>& unlisted, Links links);

/// True if `path` matches, without looking at the file system.
bool matches_glob(std::string_view path, std::string_view pattern);

/// The regular files below a folder, and what may be one but cannot be looked at; hidden ones left
/// out; sorted by bytes. Folders that cannot be listed are added to `unlisted`.
std::vector<std::string> files_below(const std::string& folder,
                                     std::vector<std::string>& unlisted,
                                     Links links = Links::skip);

/// Where the first sign of a glob is in a pattern; its size if there is none.
std::size_t first_wildcard(std::string_view pattern) noexcept;

}  // namespace dp::input
