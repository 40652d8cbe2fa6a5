// SPDX-License-Identifier: Apache-2.0
#include "input/encoding.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "input/iconv_text.hpp"

namespace dp::input {
namespace {

using Kind = Encoding::Kind;
using namespace std::string_view_literals;

/// Those that are read without iconv(3).
constexpr std::pair<std::string_view, Kind> kOwn[] = {
    {"utf-8", Kind::utf8},        {"utf-16", Kind::utf16_le},  {"utf-16le", Kind::utf16_le},
    {"utf-16be", Kind::utf16_be}, {"utf-32", Kind::utf32_le},  {"utf-32le", Kind::utf32_le},
    {"utf-32be", Kind::utf32_be}, {"iso-8859-1", Kind::bytes}, {"us-ascii", Kind::bytes}};

/// Other names of them.
constexpr std::pair<std::string_view, std::string_view> kAliases[] = {
    {"utf8", "utf-8"},
    {"utf16", "utf-16"},
    {"ucs-2", "utf-16"},
    {"ucs2", "utf-16"},
    {"utf32", "utf-32"},
    {"ucs-4", "utf-32"},
    {"ucs4", "utf-32"},
    {"latin1", "iso-8859-1"},
    {"latin-1", "iso-8859-1"},
    {"l1", "iso-8859-1"},
    {"iso8859-1", "iso-8859-1"},
    {"iso_8859-1", "iso-8859-1"},
    {"iso88591", "iso-8859-1"},
    {"ascii", "us-ascii"},
    {"utf16le", "utf-16le"},
    {"utf16be", "utf-16be"},
    {"utf32le", "utf-32le"},
    {"utf32be", "utf-32be"},
    {"macroman", "macintosh"},
    {"mac-roman", "macintosh"},
    {"windows-31j", "cp932"},
    {"windows-949", "uhc"},
    {"ks_c_5601-1987", "uhc"},
    {"x-sjis", "cp932"},
    // Where iconv's own has a yen sign in place of the backslash, these files have a backslash.
    {"shift_jis", "cp932"},
    {"shift-jis", "cp932"},
    {"sjis", "cp932"},
    {"gb_2312-80", "gb2312"}};

/// Names that a misspelt one may be meant for.
constexpr std::string_view kUsual[] = {
    "utf-8",        "utf-16",       "utf-16le",     "utf-16be",     "utf-32",
    "us-ascii",     "latin-1",      "latin1",       "iso-8859-1",   "iso-8859-2",
    "iso-8859-5",   "iso-8859-7",   "iso-8859-8",   "iso-8859-9",   "iso-8859-15",
    "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254",
    "windows-1255", "windows-1256", "windows-1257", "windows-1258", "windows-874",
    "windows-31j",  "cp437",        "cp850",        "cp852",        "cp866",
    "cp932",        "cp1252",       "koi8-r",       "koi8-u",       "macintosh",
    "gb2312",       "gbk",          "gb18030",      "big5",         "big5-hkscs",
    "shift_jis",    "euc-jp",       "euc-kr",       "iso-2022-jp",  "tis-620"};

/// Names of iconv(3) that stand for what this system or its locale has.
constexpr std::string_view kOfTheSystem[] = {"char", "wchar_t", "internal"};

LineEnds line_ends_of(Kind kind) noexcept {
  switch (kind) {
    case Kind::utf16_le:
      return {2, 0};
    case Kind::utf16_be:
      return {2, 1};
    case Kind::utf32_le:
      return {4, 0};
    case Kind::utf32_be:
      return {4, 3};
    default:
      return {};
  }
}

std::string lower(std::string_view name) {
  std::string small(name);
  for (char& byte : small)
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte | 0x20);
  return small;
}

bool is_name(std::string_view name) noexcept {
  const auto fits = [](char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-' ||
           byte == '_' || byte == '.' || byte == ':';
  };
  const bool is_own = std::find(std::begin(kOfTheSystem), std::end(kOfTheSystem), name) ==
                      std::end(kOfTheSystem);
  return !name.empty() && name.size() <= 64 && is_own &&
         std::all_of(name.begin(), name.end(), fits);
}

/// The spellings to try.
std::vector<std::string> spellings(const std::string& name) {
  std::vector<std::string> list = {name};
  if (name.starts_with("windows-")) list.push_back("cp" + name.substr(8));
  auto other = name;
  std::replace(other.begin(), other.end(), '_', '-');
  list.push_back(other);
  std::erase(other, '-');
  list.push_back(other);
  return list;
}

/// What iconv makes of some bytes by themselves.
struct Converted {
  std::string text;
  Iconv::Stop stop = Iconv::Stop::none;

  [[nodiscard]] bool is_character() const noexcept {
    return stop == Iconv::Stop::none && !text.empty() && utf8_size(text) == text.size();
  }
};

Converted convert(Iconv& iconv, std::string_view raw) {
  std::array<char, 32> bytes{};
  char* out = bytes.data();
  std::size_t room = bytes.size();
  const auto stop = iconv.convert(raw, out, room);
  iconv.flush(out, room);
  return {{bytes.data(), bytes.size() - room}, stop};
}

/// How bytes become characters, as far as trying them shows.
Encoding tried(std::string name, Iconv iconv) {
  Encoding encoding{std::move(name), Kind::bytes, {}};
  std::optional<char> newline;
  for (int value = 0; value < 256; ++value) {
    const char bytes[] = {static_cast<char>(value), '\n'};
    const auto alone = convert(iconv, {bytes, 1});
    if (alone.text == "\n" && !newline) newline = bytes[0];
    if (alone.is_character()) continue;
    const bool is_none = alone.stop == Iconv::Stop::bad;
    const auto before_newline = convert(iconv, {bytes, 2});
    const bool takes_newline =
        before_newline.stop == Iconv::Stop::none && !before_newline.text.ends_with('\n');
    // An ASCII byte that is no character is an escape or a shift.
    if (value < 0x80 || takes_newline) encoding.kind = Kind::whole;
    if (!is_none && encoding.kind == Kind::bytes) encoding.kind = Kind::lines;
  }
  encoding.line_ends.byte = newline.value_or('\n');
  if (encoding.kind == Kind::lines && newline != '\n') encoding.kind = Kind::whole;
  return encoding;
}

/// The mark that a text begins with: its encoding and its size.
std::pair<std::string_view, std::size_t> mark_of(std::string_view head) noexcept {
  if (head.starts_with("\xff\xfe\0\0"sv)) return {"utf-32le", 4};
  if (head.starts_with("\0\0\xfe\xff"sv)) return {"utf-32be", 4};
  if (head.starts_with("\xff\xfe"sv)) return {"utf-16le", 2};
  if (head.starts_with("\xfe\xff"sv)) return {"utf-16be", 2};
  if (head.starts_with("\xef\xbb\xbf"sv)) return {"utf-8", 3};
  return {};
}

/// Where in an XML declaration that `text` begins with the encoding stands, with its name before
/// it; {0, 0}: nowhere.
std::pair<std::size_t, std::size_t> declared_encoding(std::string_view text) noexcept {
  if (!text.starts_with("<?xml")) return {};
  const auto declaration = text.substr(0, text.find("?>"));
  const auto begin = declaration.find("encoding");
  if (begin == std::string_view::npos) return {};
  const auto quote = declaration.find_first_of("\"'", begin);
  if (quote == std::string_view::npos) return {};
  const auto end = declaration.find(declaration[quote], quote + 1);
  if (end == std::string_view::npos) return {};
  return {begin, end + 1};
}

/// What an XML declaration names, unless every reader of XML takes it. It is written in ASCII.
std::string named_by_xml(std::string_view head) {
  constexpr std::string_view kKnown[] = {"utf-8", "us-ascii", "iso-8859-1"};
  const auto [begin, end] = declared_encoding(head);
  if (end == 0) return {};
  const auto quote = head.find_first_of("\"'", begin);
  const auto found = find_encoding(head.substr(quote + 1, end - quote - 2));
  if (!found || (found->kind != Kind::bytes && found->kind != Kind::lines)) return {};
  const bool is_known =
      std::find(std::begin(kKnown), std::end(kKnown), found->name) != std::end(kKnown);
  return is_known || found->line_ends.byte != '\n' ? std::string() : found->name;
}

}  // namespace

std::uint64_t LineEnds::count(std::string_view bytes) const noexcept {
  if (unit == 1)
    return static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), byte));
  std::uint64_t found = 0;
  for (std::size_t at = find(bytes); at < bytes.size();
       at += unit + find(bytes.substr(at + unit)))
    ++found;
  return found;
}

std::size_t LineEnds::find(std::string_view bytes) const noexcept {
  if (unit == 1) return std::min(bytes.find(byte), bytes.size());
  for (std::size_t at = 0; at + unit <= bytes.size(); at += unit)
    if (is_at(bytes.data() + at)) return at;
  return bytes.size();
}

std::size_t LineEnds::last(std::string_view bytes) const noexcept {
  if (unit == 1) return bytes.rfind(byte) + 1;
  for (std::size_t at = bytes.size() / unit * unit; at >= unit; at -= unit)
    if (is_at(bytes.data() + at - unit)) return at;
  return 0;
}

bool LineEnds::is_at(const char* bytes) const noexcept {
  for (std::size_t i = 0; i < unit; ++i)
    if (bytes[i] != (i == place ? byte : '\0')) return false;
  return true;
}

Result<Encoding> find_encoding(std::string_view name) {
  auto wanted = lower(name);
  for (const auto& [alias, own] : kAliases)
    if (wanted == alias) wanted = own;
  for (const auto& [own, kind] : kOwn)
    if (wanted == own) return Encoding{wanted, kind, line_ends_of(kind)};
  if (is_name(wanted))
    for (auto& spelling : spellings(wanted))
      if (auto iconv = Iconv::open(spelling)) return tried(spelling, *std::move(iconv));
  const std::vector<std::string> usual(std::begin(kUsual), std::end(kUsual));
  return fail(Errc::invalid_argument,
              "no encoding '" + printable(name) + "' is known" + did_you_mean(name, usual));
}

protocol::TextEncoding encoding_of(const protocol::TextEncoding& asked, std::string_view head) {
  auto found = asked;
  const auto [mark, size] = mark_of(head);
  if (size != 0)
    found.name = mark;
  else if (asked.name == "utf-16" || asked.name == "utf-32")
    found.name += "le";
  else if (asked.name.empty())
    found.name = named_by_xml(head.substr(0, kEncodingHead));
  // What readers make of bad bytes in UTF-8 is theirs.
  if (found.name.empty() && found.bad != protocol::BadBytes::reject) found.name = "utf-8";
  // Nor is UTF-8 made of UTF-8, unless it says of itself that it is something else.
  const bool is_plain = size != 0 || !head.starts_with("<?xml");
  if (found.name == "utf-8" && is_plain && found.bad == protocol::BadBytes::reject)
    found.name.clear();
  return found;
}

bool may_declare_encoding(std::string_view head) noexcept {
  constexpr std::string_view kBeginnings[] = {"\xff\xfe\0\0"sv, "\0\0\xfe\xff"sv, "\xfe\xff"sv,
                                              "\xef\xbb\xbf"sv};
  const auto fits = [&](std::string_view mark) {
    return head.size() < mark.size() && mark.starts_with(head);
  };
  constexpr std::string_view kXml = "<?xml";
  const bool may_be_xml =
      head.size() < kXml.size()
          ? kXml.starts_with(head)
          : head.starts_with(kXml) && head.find("?>") == std::string_view::npos;
  return may_be_xml || std::any_of(std::begin(kBeginnings), std::end(kBeginnings), fits);
}

LineEnds line_ends_of(const protocol::TextEncoding& text) {
  if (!text.decodes()) return {};
  const auto encoding = find_encoding(text.name);
  return encoding ? encoding->line_ends : LineEnds{};
}

void blank_declared_encoding(char* text, std::size_t size) noexcept {
  std::string_view shown(text, size);
  const std::size_t mark = shown.starts_with("\xef\xbb\xbf") ? 3 : 0;
  const auto [begin, end] = declared_encoding(shown.substr(mark, 2 * kEncodingHead));
  std::memset(text + mark + begin, ' ', end - begin);
}

}  // namespace dp::input
