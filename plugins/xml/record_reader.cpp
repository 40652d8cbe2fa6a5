// SPDX-License-Identifier: Apache-2.0
#include "xml/record_reader.hpp"

#include "xml/columns/row_maker.hpp"
#include "xml/split/between.hpp"

namespace dp::xml {
namespace {

constexpr const char* kRowsNeedAll =
    ", and rows are made of all of it at once: name smaller elements by '..' or 'record', "
    "and what stands before the records by its path from the root on (/feed/title)";

}  // namespace

void RecordReader::forget() noexcept {
  extents_.forget();
  quick_.forget();
}

Extent RecordReader::find_end(const char* at, const Window& limits) {
  return extents_.find(at, limits.end, limits.whole, limits.final, marks_);
}

Extent RecordReader::read(const char* at, const Window& limits) {
  reason_.clear();
  // One that is open within another is not read: nearly always it is not closed either.
  Extent extent;
  const bool is_open = extents_.knows(at, limits.end);
  if (is_open) extent = find_end(at, limits);
  if (!is_open || extent.how == Extent::How::closed)
    if (read_well_formed(at, limits, extent)) [[likely]]
      return extent;
  if (!is_open) extent = find_end(at, limits);
  if (extent.how != Extent::How::cut) reason_ = reason_of(at, limits, extent);
  return extent;
}

/// Whether the record is well-formed, and ends in the window.
bool RecordReader::read_well_formed(const char* at, const Window& limits, Extent& extent) {
  const char* next = quick_.end_of(at, limits.end, marks_);
  is_picked_ = next != nullptr && quick_.is_picked() && !layout_.needs_trees() &&
               !layout_.has_defaults();
  if (next == nullptr) [[unlikely]] {
    if (checker_.read(at, limits.end, limits.final) != RecordChecker::Outcome::done)
      return false;
    next = checker_.at();
  }
  extent = {Extent::How::closed, next};
  return true;
}

/// Why a record is rejected. No more is looked at than is rejected: else it would depend on how
/// far the text goes, and all would be read for each of many that are open at once.
std::string RecordReader::reason_of(const char* at, const Window& limits,
                                    const Extent& extent) {
  const bool final =
      extent.how == Extent::How::closed || (limits.final && extent.next == limits.end);
  if (checker_.read(at, extent.next, final) == RecordChecker::Outcome::wrong)
    return wrong_at(checker_, at);
  const auto name = "'<" + std::string(name_at(at, limits.end).substr(0, 40)) + ">'";
  if (extent.how == Extent::How::deep)
    return name + " is more than " + std::to_string(kMostDepth) + " times in itself";
  if (limits.final) return name + " has no end tag";
  return name + " has no end tag within " + std::to_string(limits.end - at) + " bytes" +
         (layout_.pattern.inner.empty() ? "" : kRowsNeedAll);
}

}  // namespace dp::xml
