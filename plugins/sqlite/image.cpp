// SPDX-License-Identifier: Apache-2.0
#include "sqlite/image.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

#include "sqlite/header.hpp"

namespace dp::sqlite {
namespace {

// Source: the SQLite database file format, "The Database Header".
constexpr std::string_view kMagic("SQLite format 3\0", 16);
constexpr std::size_t kHeader = 100;
constexpr std::size_t kPageSizeAt = 16;
constexpr std::size_t kPagesAt = 28;
constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 44;

std::uint64_t big_endian(std::string_view bytes) noexcept {
  std::uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

/// What the header says of its size, and at least what there is.
std::uint64_t size_of(std::string_view bytes) noexcept {
  const auto page = big_endian(bytes.substr(kPageSizeAt, 2));
  const auto page_bytes = page == 1 ? 65'536 : page;
  return std::max<std::uint64_t>(bytes.size(),
                                 page_bytes * big_endian(bytes.substr(kPagesAt, 4)));
}

}  // namespace

bool is_database(std::string_view bytes) noexcept {
  return bytes.size() >= kHeader && bytes.starts_with(kMagic);
}

void Image::Unmap::operator()(unsigned char* bytes) const noexcept { ::munmap(bytes, size); }

Result<Image> Image::of(std::string_view bytes) {
  if (!is_database(bytes))
    return fail(Errc::invalid_argument,
                "it is no database of SQLite: it does not begin as one");
  const auto size = std::min(size_of(bytes), kMostBytes);
  // Pages that nobody wrote take no memory.
  void* made = ::mmap(nullptr, size, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (made == MAP_FAILED) return fail(Errc::out_of_memory, "no memory for the database");
  std::unique_ptr<unsigned char, Unmap> image(static_cast<unsigned char*>(made), Unmap{size});
  std::memcpy(image.get(), bytes.data(), bytes.size());
  // In memory there is no log; whoever has the file must look for one.
  image.get()[kWriteVersionAt] = image.get()[kReadVersionAt] = kHasNone;
  return Image(std::move(image));
}

Result<Database> Image::open() {
  DP_TRY(auto database, Database::open(":memory:", Database::Access::read));
  const auto size = static_cast<sqlite3_int64>(bytes_.get_deleter().size);
  const int code = ::sqlite3_deserialize(database.raw(), "main", bytes_.get(), size, size,
                                         SQLITE_DESERIALIZE_READONLY);
  if (code != SQLITE_OK) return fail(Errc::task_failed, ::sqlite3_errstr(code));
  return database;
}

}  // namespace dp::sqlite
