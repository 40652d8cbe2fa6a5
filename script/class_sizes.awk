# SPDX-License-Identifier: Apache-2.0
# Count the methods and fields of each class, struct and union of C++ files that clang-format has
# laid out:
#
#   awk -f script/class_sizes.awk FILE...   ->   FILE:LINE: NAME METHODS FIELDS
#
# A method is each function that is declared in the class, constructors too, but for those that are
# deleted or defaulted. A field is a data member that is not static. Nested classes are counted by
# themselves. It reads text up to `;`, `{` or `}` as one statement, without comments, literals
# and preprocessor lines; it does not expand macros.

FNR == 1 { start() }
{ read_line($0) }

function start() {
  depth = 0
  statement = ""
  in_comment = in_macro = 0
  raw_end = ""
  kind[0] = "scope"
}

# Kinds of what a `{` opens: "scope" (namespace, function, enum, ...), "class", "body" (of a
# method) and "value" (of a field, after which its statement goes on).
function open_brace(  text, what) {
  text = plain(statement)
  what = "scope"
  if (is_class(text)) {
    open_class(class_name(text))
    return
  }
  if (kind[depth] == "class" && text !~ /^enum/)
    what = is_method(text) && statement !~ /[A-Za-z0-9_>]$/ ? "body" : "value"
  else if (kind[depth] == "body" || kind[depth] == "value")
    what = kind[depth]
  ++depth
  kind[depth] = what
  outer[depth] = statement
  statement = ""
}

function open_class(its_name) {
  ++depth
  kind[depth] = "class"
  name[depth] = its_name
  line[depth] = FNR
  methods[depth] = fields[depth] = 0
  statement = ""
}

function close_brace(  was) {
  if (depth == 0) return
  was = kind[depth]
  if (was == "class") print FILENAME ":" line[depth] ": " name[depth], methods[depth], fields[depth]
  --depth
  statement = ""
  if (kind[depth + 1] == "value") {
    statement = outer[depth + 1] "{}"
  } else if (was == "body" && kind[depth] == "class") {
    ++methods[depth]
  }
}

function end_statement(  text) {
  if (kind[depth] == "class") count_member(plain(statement))
  statement = ""
}

function count_member(text) {
  if (text == "" || text ~ /^(using|typedef|friend|static_assert|enum|class|struct|union)([^A-Za-z0-9_]|$)/)
    return
  if (text ~ /= *(delete|default)$/) return
  if (is_method(text))
    ++methods[depth]
  else if (text !~ /^(inline +|constexpr +)*static /)
    fields[depth] += declared(text)
}

# A statement without access specifiers, attributes, template heads and what stands in <>.
function plain(text) {
  gsub(/\[\[[^\]]*\]\]/, "", text)
  gsub(/alignas\([^()]*\)/, "", text)
  sub(/^[ \t]+/, "", text)
  while (sub(/^(public|private|protected) *:[ \t]*/, "", text)) {}
  if (text !~ /operator/) while (gsub(/<[^<>]*>/, "", text)) {}
  sub(/^(template|export) */, "", text)
  sub(/^requires .*\) */, "", text)
  gsub(/[ \t]+/, " ", text)
  sub(/ $/, "", text)
  return text
}

function is_class(text) {
  return text ~ /^(typedef )?(class|struct|union) [A-Za-z_]/ && text !~ /[()=]/
}

function class_name(text) {
  sub(/^(typedef )?(class|struct|union) /, "", text)
  sub(/[ :].*/, "", text)
  return text
}

# A pointer to a function is a field; what follows `=` or `{` is a value.
function is_method(text) {
  if (text ~ /operator/) return 1
  sub(/[={].*/, "", text)
  return text ~ /\(/ && text !~ /\( *\*/
}

# How many names one statement declares.
function declared(text,  count) {
  if (text ~ /\( *\*/) return 1
  gsub(/\{[^{}]*\}/, "", text)
  while (gsub(/\([^()]*\)/, "", text)) {}
  count = 1 + gsub(/,/, ",", text)
  return count
}

function read_line(text,  at, c) {
  if (in_macro || (text ~ /^[ \t]*#/ && !in_comment && raw_end == "")) {
    in_macro = text ~ /\\$/
    return
  }
  while (text != "") {
    if (in_comment) {
      at = index(text, "*/")
      if (!at) return
      text = substr(text, at + 2)
      in_comment = 0
      continue
    }
    if (raw_end != "") {
      at = index(text, raw_end)
      if (!at) return
      text = substr(text, at + length(raw_end))
      raw_end = ""
      continue
    }
    if (!match(text, /[{};"'\/]/)) {
      statement = statement text
      break
    }
    statement = statement substr(text, 1, RSTART - 1)
    c = substr(text, RSTART, 1)
    text = substr(text, RSTART + 1)
    if (c == "{") open_brace()
    else if (c == "}") close_brace()
    else if (c == ";") end_statement()
    else text = after_mark(c, text)
  }
  statement = statement " "
}

# What follows a literal or comment that begins with `c`; a lone slash is text.
function after_mark(c, text,  at) {
  if (c == "/") {
    if (text ~ /^\//) return ""
    if (text ~ /^\*/) in_comment = 1
    else statement = statement "/"
    return text
  }
  if (c == "'" && statement ~ /[0-9a-fA-F]$/ && text ~ /^[0-9a-fA-F]/) return text
  if (c == "\"" && statement ~ /R$/) {
    at = index(text, "(")
    raw_end = ")" substr(text, 1, at - 1) "\""
    return substr(text, at + 1)
  }
  while (text != "") {
    if (substr(text, 1, 1) == c) return substr(text, 2)
    text = substr(text, substr(text, 1, 1) == "\\" ? 3 : 2)
  }
  return ""
}
