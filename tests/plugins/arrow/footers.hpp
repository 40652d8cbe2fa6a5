// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arrow_format_generated.h>

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <string>
#include <vector>

namespace dp::test {

/// The footer of a file. Lifetime: as long as `room`, which is filled with it.
inline const arrow::wire::Footer& footer_of(const std::string& file,
                                            std::vector<std::uint64_t>& room) {
  std::uint32_t size = 0;
  BOOST_REQUIRE(file.size() > 10);
  std::memcpy(&size, file.data() + file.size() - 10, sizeof size);
  BOOST_REQUIRE(size + 10 < file.size());
  room.assign(size / 8 + 1, 0);
  std::memcpy(room.data(), file.data() + file.size() - 10 - size, size);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(room.data());
  flatbuffers::Verifier verifier(bytes, size);
  BOOST_REQUIRE(verifier.VerifyBuffer<arrow::wire::Footer>(nullptr));
  return *flatbuffers::GetRoot<arrow::wire::Footer>(bytes);
}

/// The body of the record batch at `place`.
inline std::string body_of(const std::string& file, std::uint32_t place) {
  std::vector<std::uint64_t> room;
  const auto& block = *footer_of(file, room).batches()->Get(place);
  return file.substr(static_cast<std::size_t>(block.offset() + block.metadata_size()),
                     static_cast<std::size_t>(block.body_size()));
}

}  // namespace dp::test
