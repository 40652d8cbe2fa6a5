// SPDX-License-Identifier: Apache-2.0
#include "run/line_numbers.hpp"

namespace dp::run {

protocol::CountLinesRequest lines_of(const input::Item& item, std::uint64_t begin) {
  protocol::CountLinesRequest request;
  request.item = item.slice();
  request.item.begin = begin;
  return request;
}

}  // namespace dp::run
