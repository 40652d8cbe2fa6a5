// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace dp::xml {

/// Append `code` as UTF-8. Precondition: it is a character.
void put_code(std::string& out, char32_t code);

/// Append what a text, CDATA, or an attribute's value stands for: references, line ends as one
/// LF, and in values spaces for all of tab, CR and LF.
/// Precondition: the lexer found `raw` to be right.
void append_text(std::string& out, std::string_view raw);
void append_cdata(std::string& out, std::string_view raw);
void append_value(std::string& out, std::string_view raw);

}  // namespace dp::xml
