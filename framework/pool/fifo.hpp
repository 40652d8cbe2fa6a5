// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace dp::pool {

/// A queue of at most `capacity` values (a power of two) that makes no allocation after the
/// first.
template <class T>
class Fifo {
 public:
  explicit Fifo(std::size_t capacity) : at_(capacity) {}

  [[nodiscard]] bool empty() const noexcept { return first_ == end_; }
  [[nodiscard]] std::size_t size() const noexcept { return end_ - first_; }
  [[nodiscard]] T& front() noexcept { return (*this)[0]; }
  [[nodiscard]] T& operator[](std::size_t i) noexcept {
    return at_[(first_ + i) & (at_.size() - 1)];
  }
  void push(T value) { at_[end_++ & (at_.size() - 1)] = std::move(value); }
  T pop() { return std::move(at_[first_++ & (at_.size() - 1)]); }
  void clear() noexcept { first_ = end_; }

 private:
  std::vector<T> at_;
  std::size_t first_ = 0, end_ = 0;
};

}  // namespace dp::pool
