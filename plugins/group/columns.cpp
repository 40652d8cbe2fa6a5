// SPDX-License-Identifier: Apache-2.0
#include "group/columns.hpp"

#include "scan/words.hpp"

namespace dp::group {
namespace {

/// A string's cell. Up to 15 bytes are fetched without a branch on where they are: half of all
/// IPv4 addresses are longer than Arrow's 12 inline bytes, at random.
Cell string_cell(const StringColumn& column, const StringRef& ref) noexcept {
  const std::uint32_t size = ref.size;
  if (size > Cell::kInline) [[unlikely]]
    return Cell::text({column.data(ref), size});
  const bool inline_ref = size <= StringRef::kInline;
  const char* head = reinterpret_cast<const char*>(&ref) + 4;
  const char* text = inline_ref ? head : column.data(ref);
  // The last of the bytes end an 8-byte load; shifting drops those before the ninth.
  const char* back = inline_ref ? head + 4 : text + size - 8;
  const unsigned shift = inline_ref ? 32 : 8 * (16 - size);
  return {scan::load8(text), scan::load8(back) >> shift | static_cast<std::uint64_t>(size)
                                                              << 56};
}

template <class Column, class Make>
void fill(const Column& column, const Block& block, Cell* out, Make make) {
  for (std::size_t i = 0; i < block.rows; ++i) out[i] = make(column, block.first + i);
  if (!column.has_nulls()) return;
  for (std::size_t i = 0; i < block.rows; ++i)
    if (column.is_null(block.first + i)) out[i] = Cell::null();
}

Cell signed_cell(std::int64_t value) noexcept {
  return Cell::word(static_cast<std::uint64_t>(value));
}

Cell decimal_at(const DecimalColumn& column, std::size_t row, std::size_t first,
                DecimalRoom& room) noexcept {
  return column.is_null(row) ? Cell::null() : decimal_cell(column[row], room[row - first]);
}

/// Whether a cell of a type holds bytes of any number; others hold a word.
constexpr bool is_bytes(Type type) noexcept { return is_text(type) || type == Type::decimal; }

std::uint64_t zigzag(std::uint64_t value) noexcept {
  return value << 1 ^ (value >> 63 != 0 ? ~std::uint64_t{0} : 0);
}
std::uint64_t unzigzag(std::uint64_t value) noexcept {
  return value >> 1 ^ ((value & 1) != 0 ? ~std::uint64_t{0} : 0);
}

std::uint64_t packed(std::uint64_t word, Type type) noexcept {
  return type == Type::float64 ? __builtin_bswap64(word) : zigzag(word);
}
std::uint64_t unpacked(std::uint64_t word, Type type) noexcept {
  return type == Type::float64 ? __builtin_bswap64(word) : unzigzag(word);
}

/// Where a float is in the order of the floats.
std::int64_t place_of(double x) noexcept {
  return float_order(static_cast<std::int64_t>(float_key(x)));
}

constexpr unsigned char kNullByte = 0x40;
constexpr unsigned char kLongByte = 0x80;
/// The most that put_part() scribbles on, a long text aside.
constexpr std::size_t kPartRoom = 24;

char* put_part(char* out, const Cell& cell, Type type) noexcept {
  if (cell.is_null()) {
    *out = static_cast<char>(kNullByte);
    return out + 1;
  }
  if (!is_bytes(type)) {
    const std::uint64_t word = packed(cell.low, type);
    const auto size = static_cast<std::size_t>((std::bit_width(word) + 7) / 8);
    *out = static_cast<char>(size);
    std::memcpy(out + 1, &word, 8);
    return out + 1 + size;
  }
  const std::uint32_t size = cell.size();
  if (!cell.is_long()) {
    *out = static_cast<char>(size);
    std::memcpy(out + 1, &cell, sizeof cell);
    return out + 1 + size;
  }
  *out = static_cast<char>(kLongByte);
  std::memcpy(out + 1, &size, sizeof size);
  std::memcpy(out + 5, cell.view().data(), size);
  return out + 5 + size;
}

/// Take the first part off a joined key; `bytes` is where its value stands.
std::optional<Cell> take_part(std::string_view& key, Type type,
                              std::string_view& bytes) noexcept {
  bytes = {};
  if (key.empty()) return std::nullopt;
  const auto kind = static_cast<unsigned char>(key[0]);
  key.remove_prefix(1);
  if (kind == kNullByte) return Cell::null();
  std::uint32_t size = kind;
  if (kind == kLongByte && is_bytes(type)) {
    if (key.size() < sizeof size) return std::nullopt;
    std::memcpy(&size, key.data(), sizeof size);
    key.remove_prefix(sizeof size);
    if (size <= Cell::kInline) return std::nullopt;
  } else if (kind > (is_bytes(type) ? Cell::kInline : 8)) {
    return std::nullopt;
  }
  if (key.size() < size) return std::nullopt;
  bytes = key.substr(0, size);
  key.remove_prefix(size);
  if (is_bytes(type)) return Cell::text(bytes);
  if (size != 0 && bytes.back() == '\0') return std::nullopt;
  std::uint64_t word = 0;
  std::memcpy(&word, bytes.data(), size);
  return Cell::word(unpacked(word, type));
}

}  // namespace

void read_cells(const ArrowArray& array, Type type, const Block& block, DecimalRoom& room,
                Cell* out) {
  switch (type) {
    case Type::string:
    case Type::json:
      return fill(StringColumn(array), block, out, [](const auto& column, std::size_t row) {
        return string_cell(column, column.ref(row));
      });
    case Type::float64:
      return fill(Float64Column(array), block, out, [](const auto& column, std::size_t row) {
        return Cell::word(float_key(column[row]));
      });
    case Type::decimal:
      if (room.size() < kBlock) room.resize(kBlock);
      return fill(DecimalColumn(array), block, out, [&](const auto& column, std::size_t row) {
        return decimal_at(column, row, block.first, room);
      });
    case Type::boolean:
      return fill(BoolColumn(array), block, out, [](const auto& column, std::size_t row) {
        return signed_cell(column[row] ? 1 : 0);
      });
    case Type::date:
      return fill(DateColumn(array), block, out,
                  [](const auto& column, std::size_t row) { return signed_cell(column[row]); });
    case Type::int64:
    case Type::timestamp:
      return fill(Int64Column(array), block, out,
                  [](const auto& column, std::size_t row) { return signed_cell(column[row]); });
  }
}

bool is_value(const Cell& cell, Type type) noexcept {
  if (cell.is_null()) return false;
  if (is_text(type)) return true;
  if (type == Type::decimal) return decimal_of(cell).has_value();
  if (cell.is_long() || cell.size() != 8) return false;
  const auto value = static_cast<std::int64_t>(cell.low);
  switch (type) {
    case Type::boolean:
      return cell.low <= 1;
    case Type::date:
      return value == static_cast<std::int32_t>(value);
    case Type::float64:
      return float_key(std::bit_cast<double>(cell.low)) == cell.low;
    default:
      return true;
  }
}

Datum datum_of(const Cell& cell, Type type) noexcept {
  Datum datum;
  datum.null = cell.is_null();
  if (datum.null) return datum;
  if (is_text(type))
    datum.text = cell.view();
  else if (type == Type::decimal)
    datum.decimal = decimal_in(cell);
  else if (type == Type::float64)
    datum.number = std::bit_cast<double>(cell.low);
  else
    datum.integer = static_cast<std::int64_t>(cell.low);
  return datum;
}

std::strong_ordering order_of(std::weak_ordering order) noexcept {
  return order < 0   ? std::strong_ordering::less
         : order > 0 ? std::strong_ordering::greater
                     : std::strong_ordering::equal;
}

std::strong_ordering compare(const Datum& a, const Datum& b, Type type) noexcept {
  if (a.null || b.null) return b.null <=> a.null;
  if (is_text(type)) return a.text <=> b.text;
  if (type == Type::decimal) return order_of(a.decimal <=> b.decimal);
  if (type != Type::float64) return a.integer <=> b.integer;
  return place_of(a.number) <=> place_of(b.number);
}

std::uint64_t order_word(const Cell& cell, Type type) noexcept {
  const auto value = datum_of(cell, type);
  if (is_text(type)) return text_word(value.text, 0);
  if (type == Type::decimal) return ordered(place_of(value.decimal.to_double()));
  return ordered(type == Type::float64 ? place_of(value.number) : value.integer);
}

void KeyJoiner::join(std::span<const Key> keys, const Block& block, Cell* out) {
  cells_.resize(keys.size() * kBlock);
  rooms_.resize(keys.size());
  std::size_t room = keys.size() * block.rows * kPartRoom + kPartRoom;
  for (std::size_t c = 0; c < keys.size(); ++c) {
    Cell* const column = cells_.data() + c * kBlock;
    const auto type = keys[c].field.type;
    read_cells(block.batch->column(keys[c].column), type, block, rooms_[c], column);
    if (!is_text(type)) continue;
    for (std::size_t i = 0; i < block.rows; ++i)
      if (column[i].is_long()) room += column[i].size();
  }
  if (bytes_.size() < room) bytes_.resize(room);
  char* at = bytes_.data();
  for (std::size_t i = 0; i < block.rows; ++i) {
    char* const first = at;
    for (std::size_t c = 0; c < keys.size(); ++c)
      at = put_part(at, cells_[c * kBlock + i], keys[c].field.type);
    out[i] = Cell::text({first, static_cast<std::size_t>(at - first)});
  }
}

std::optional<Cell> KeyJoiner::part(std::string_view key, std::span<const Key> keys,
                                    std::size_t index) noexcept {
  std::optional<Cell> found;
  std::string_view bytes;
  for (std::size_t c = 0; c <= index; ++c) {
    found = take_part(key, keys[c].field.type, bytes);
    if (!found) return std::nullopt;
  }
  return found;
}

std::string_view KeyJoiner::text(std::string_view key, std::span<const Key> keys,
                                 std::size_t index) noexcept {
  std::string_view bytes;
  for (std::size_t c = 0; c <= index; ++c)
    if (!take_part(key, keys[c].field.type, bytes)) return {};
  return bytes;
}

bool KeyJoiner::is_key(std::string_view bytes, std::span<const Key> keys) noexcept {
  std::string_view part;
  for (const auto& key : keys) {
    const auto cell = take_part(bytes, key.field.type, part);
    if (!cell || (!cell->is_null() && !is_value(*cell, key.field.type))) return false;
  }
  return bytes.empty();
}

}  // namespace dp::group
