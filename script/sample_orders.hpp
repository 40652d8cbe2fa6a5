// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sample_random.hpp"

namespace dp::samples {

/// The orders of a made-up shop, one region per file, as text in one of three formats: the same
/// orders in each.
///
/// Shape: an order has id, placed_at, country, customer, item, quantity, price and note. Names
///   and notes hold delimiters, quotes, line ends, markup and letters beyond ASCII. Of each
///   kOrdersPerBad orders, one has a price that is not a number.
/// Law: the bytes depend on seed, region, format and count alone, on any machine.
class Orders {
 public:
  static constexpr std::uint64_t kOrdersPerBad = 1000;
  enum class Format : std::uint8_t { csv, json, xml };

  Orders(std::uint64_t seed, std::uint32_t region, Format format, std::uint64_t count);

  /// Append orders to `out` until there are no more or `out` holds `limit` bytes or more.
  /// Returns false once there are no more.
  bool append(std::string& out, std::size_t limit);

 private:
  struct Order {
    std::uint64_t id;
    std::string placed_at;
    std::string_view country;
    std::string customer;
    std::string_view item;
    std::uint32_t quantity;
    std::string price;
    std::string note;
  };

  Order next();
  void begin(std::string& out) const;
  void end(std::string& out) const;
  void append_csv(std::string& out, const Order& order) const;
  void append_json(std::string& out, const Order& order) const;
  void append_xml(std::string& out, const Order& order) const;

  Random random_;
  std::uint32_t region_;
  Format format_;
  std::uint64_t count_;
  std::uint64_t done_ = 0;
};

}  // namespace dp::samples
