// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <cstring>
#include <dp/detail/bytes16.hpp>
#include <dp/format.hpp>
#include <dp/json_text.hpp>

#include "expr/kernel.hpp"

namespace dp::expr {

namespace {

bool is_there(const std::uint8_t* valid, std::size_t row) noexcept {
  return valid == nullptr || valid[row] != 0;
}

/// Values made by `make(row)` where every operand is there.
template <class T, class Make>
Vec values(const Call& call, Make make) {
  T* out = call.scratch->room<T>(call.size);
  const std::uint8_t* valid = merged_valid(call);
  each(call.rows,
       [&, out](std::size_t row) { out[row] = is_there(valid, row) ? make(row) : T{}; });
  return {out, valid};
}

/// A reference to a part of a row's text.
StringRef ref_within(const Vec& in, std::size_t row, std::string_view part) {
  if (part.size() <= StringRef::kInline) return make_ref(part, 0, 0);
  const StringRef& whole = in.as<StringRef>()[row];
  const auto skipped = static_cast<std::int32_t>(part.data() - in.data(whole));
  return make_ref(part, whole.where.buffer, whole.where.offset + skipped);
}

/// Texts that are parts of the first operand's: `cut(row)` gives a view into it.
template <class Cut>
Vec parts(const Call& call, Cut cut) {
  const Vec& in = call.in[0];
  Vec out =
      values<StringRef>(call, [&](std::size_t row) { return ref_within(in, row, cut(row)); });
  out.buffers = in.buffers;
  out.n_buffers = in.n_buffers;
  return out;
}

/// New texts: `append(heap, row)` appends the row's to the heap.
template <class Append>
Vec texts(const Call& call, Append append) {
  Scratch& scratch = *call.scratch;
  scratch.heap.clear();
  auto* out = scratch.room<StringRef>(call.size);
  std::uint8_t* valid = own_valid(call);
  each(call.rows, [&, out, valid](std::size_t row) {
    out[row] = StringRef{};
    if (valid[row] == 0) return;
    const std::size_t begin = scratch.heap.size();
    append(scratch.heap, row);
    const auto text = std::string_view(scratch.heap).substr(begin);
    if (scratch.heap.size() > INT32_MAX) {
      valid[row] = 0;  // a reference cannot reach it
      scratch.heap.resize(begin);
      return;
    }
    out[row] = make_ref(text, 0, static_cast<std::int32_t>(begin));
    if (text.size() <= StringRef::kInline) scratch.heap.resize(begin);
  });
  scratch.buffers.assign(1, scratch.heap.data());
  return {out, valid, scratch.buffers.data(), 1};
}

void append_in_case(std::string& out, std::string_view text, char first) {
  const std::size_t begin = out.size();
  out += text;
  char* letters = out.data() + begin;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_letter = static_cast<unsigned char>(letters[i] - first) < 26;
    letters[i] = static_cast<char>(letters[i] ^ (is_letter ? 0x20 : 0));
  }
}

/// Characters are counted by their first bytes, so text that is not UTF-8 has a length too.
bool begins_character(char c) noexcept { return (c & 0xc0) != 0x80; }

std::int64_t count_characters(std::string_view text) noexcept {
  return std::count_if(text.begin(), text.end(), begins_character);
}

/// The byte at which character `number` (from 0) begins; the text's size if it has fewer.
std::size_t byte_of_character(std::string_view text, std::int64_t number) noexcept {
  std::size_t at = 0;
  for (; at < text.size(); ++at)
    if (begins_character(text[at]) && number-- == 0) break;
  return at;
}

std::string_view substring(std::string_view text, std::int64_t start, std::int64_t count) {
  if (start < 0) start = std::max<std::int64_t>(0, count_characters(text) + start) + 1;
  text.remove_prefix(byte_of_character(text, std::max<std::int64_t>(1, start) - 1));
  return text.substr(0, byte_of_character(text, std::max<std::int64_t>(0, count)));
}

std::string_view split_part(std::string_view text, std::string_view separator,
                            std::int64_t number) {
  if (number < 1) return {};
  if (separator.empty()) return number == 1 ? text : std::string_view{};
  for (;; --number) {
    const std::size_t end = text.find(separator);
    if (number == 1) return text.substr(0, end);
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + separator.size());
  }
}

void append_value(std::string& out, Type type, const Vec& in, std::size_t row) {
  char text[format::kValueRoom];
  char* end = text;
  switch (type) {
    case Type::boolean:
      end = format::put_bool(text, in.as<std::uint8_t>()[row] != 0);
      break;
    case Type::int64:
      end = format::put_int(text, in.as<std::int64_t>()[row]);
      break;
    case Type::float64:
      end = format::put_float(text, in.as<double>()[row]);
      break;
    case Type::decimal:
      end = in.as<Decimal>()[row].put(text);
      break;
    case Type::json:
      return format::append_json_text(out, in.text(row));
    case Type::timestamp:
      end = format::put_timestamp(text, in.as<std::int64_t>()[row]);
      break;
    default:
      end = format::put_date(text, static_cast<std::int32_t>(in.as<std::int64_t>()[row]));
  }
  out.append(text, end);
}

Vec test_part(const Call& call, Function function) {
  const Vec& text = call.in[0];
  const Vec& part = call.in[1];
  switch (function) {
    case Function::contains:
      return values<std::uint8_t>(
          call, [&](std::size_t row) { return has_part(text.text(row), part.text(row)); });
    case Function::starts_with:
      return values<std::uint8_t>(
          call, [&](std::size_t row) { return text.text(row).starts_with(part.text(row)); });
    default:
      return values<std::uint8_t>(
          call, [&](std::size_t row) { return text.text(row).ends_with(part.text(row)); });
  }
}

}  // namespace

/// Look for the part's first and last byte at once, 16 places at a time; compare the whole
/// where both are. Source: the "generic SIMD" search that W. Mula describes.
bool has_part(std::string_view text, std::string_view part) noexcept {
  const std::size_t size = part.size();
  if (size == 0) return true;
  if (size > text.size()) return false;
  const std::size_t places = text.size() - size + 1;
  if (places < 16) return text.find(part) != std::string_view::npos;
  using detail::Bytes16;
  for (std::size_t at = 0;; at = std::min(at + 16, places - 16)) {
    const char* here = text.data() + at;
    const auto both = Bytes16::load(here).equal(part.front()) &
                      Bytes16::load(here + size - 1).equal(part.back());
    for (auto mask = both.bits(); mask != 0; mask &= mask - 1)
      if (std::memcmp(here + std::countr_zero(mask), part.data(), size) == 0) return true;
    if (at == places - 16) return false;
  }
}

Vec call_text(const Call& call, Function function) {
  const auto in = call.in;
  switch (function) {
    case Function::length:
      return values<std::int64_t>(
          call, [&](std::size_t row) { return count_characters(in[0].text(row)); });
    case Function::lower:
      return texts(call, [&](std::string& out, std::size_t row) {
        append_in_case(out, in[0].text(row), 'A');
      });
    case Function::upper:
      return texts(call, [&](std::string& out, std::size_t row) {
        append_in_case(out, in[0].text(row), 'a');
      });
    case Function::concat:
      return texts(call, [&](std::string& out, std::size_t row) {
        for (const auto& vec : in) out += vec.text(row);
      });
    case Function::to_string:
      return texts(call, [&](std::string& out, std::size_t row) {
        append_value(out, call.operand, in[0], row);
      });
    case Function::substring:
      return parts(call, [&](std::size_t row) {
        return substring(in[0].text(row), in[1].as<std::int64_t>()[row],
                         in.size() < 3 ? INT64_MAX : in[2].as<std::int64_t>()[row]);
      });
    case Function::split_part:
      return parts(call, [&](std::size_t row) {
        return split_part(in[0].text(row), in[1].text(row), in[2].as<std::int64_t>()[row]);
      });
    default:
      return test_part(call, function);
  }
}

Vec pick_member(const Call& call, const Member& member) {
  const Vec& in = call.in[0];
  auto* out = call.scratch->room<StringRef>(call.size);
  std::uint8_t* valid = own_valid(call);
  each(call.rows, [&, out, valid](std::size_t row) {
    out[row] = StringRef{};
    if (valid[row] == 0) return;
    const auto value = member_at(in.text(row), member.path);
    valid[row] = value && *value != "null";
    if (valid[row] != 0) out[row] = ref_within(in, row, *value);
  });
  return {out, valid, in.buffers, in.n_buffers};
}

Vec remove_members(const Call& call, const Without& without) {
  const Vec& in = call.in[0];
  auto made = texts(call, [&](std::string& out, std::size_t row) {
    append_without(out, in.text(row), without.paths);
  });
  // No value of JSON is an empty text.
  std::uint8_t* valid = call.scratch->valid.data();
  each(call.rows, [&](std::size_t row) {
    if (made.as<StringRef>()[row].size == 0) valid[row] = 0;
  });
  return made;
}

}  // namespace dp::expr
