// SPDX-License-Identifier: Apache-2.0
#include "parallel/item_retry.hpp"

#include <algorithm>
#include <string>

#include "pool/death.hpp"

namespace dp::parallel {
namespace {

void add(std::vector<Span>& out, std::uint64_t first, std::uint64_t end) {
  if (first < end) out.push_back({first, end - first});
}

}  // namespace

ItemRetry::Verdict ItemRetry::died(Span span, const pool::Death& death) {
  Verdict verdict;
  const std::uint64_t end = span.first + span.count;
  const std::uint64_t item = span.first + std::min(death.item, span.count - 1);
  if (death.external && span.count > 1) {
    const std::uint64_t middle = item > span.first ? item : span.first + span.count / 2;
    add(verdict.again, span.first, middle);
    add(verdict.again, middle, end);
    return verdict;
  }
  pool::FaultCount& count = faults_[item];
  if (!count.add(death.external)) {
    verdict.again.push_back(span);
    return verdict;
  }
  if (count.faults() >= pool::kMostFaults && span.count == 1) {
    verdict.lost = item;
    verdict.error = pool::error_of(death).within("item " + std::to_string(item));
    faults_.erase(item);
    return verdict;
  }
  add(verdict.again, span.first, item);
  add(verdict.again, item, item + 1);
  add(verdict.again, item + 1, end);
  return verdict;
}

}  // namespace dp::parallel
