// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/sample_records.hpp"

#include <utility>

#include "scan/lines.hpp"

namespace dp::xml {

SampleRecords::SampleRecords(const ItemOutline& outline, std::string_view text, bool final)
    : outline_(outline),
      at_(text.data()),
      end_(text.data() + text.size()),
      final_(final),
      between_(outline.pattern, marks_),
      checker_(marks_) {
  checker_.use(outline.entities());
}

std::string_view SampleRecords::next() {
  while (at_ != end_) {
    if (in_head_ || !is_at_record()) {
      step();
    } else if (const auto record = take_record(); !record.empty()) {
      return record;
    }
  }
  return {};
}

bool SampleRecords::is_at_record() const noexcept {
  const auto name = name_at(at_, end_);
  return !name.empty() && outline_.pattern.names(name);
}

/// Pass the record at at_; empty if it is not well-formed.
std::string_view SampleRecords::take_record() {
  const char* begin = at_;
  const auto name = name_at(begin, end_);
  if (checker_.read(begin, end_, final_) == RecordChecker::Outcome::done) {
    const char* after = checker_.at();
    go_on(after, name);
    return {begin, static_cast<std::size_t>(after - begin)};
  }
  const auto extent = extents_.find(begin, end_, final_, final_, marks_);
  if (extent.how == Extent::How::closed) {
    go_on(extent.next, name);
  } else {
    nested_ = false;
    at_ = extent.how == Extent::How::cut ? end_ : extent.next;
  }
  return {};
}

/// Go on after a record called `closed`.
void SampleRecords::go_on(const char* from, std::string_view closed) {
  if (nested_)
    follow(between_.go_on(from, closed));
  else
    walk(from, Between::From::record, closed);
}

/// Go on from what is no record.
void SampleRecords::step() {
  if (std::exchange(in_head_, false))
    return walk(at_ + scan::size_of_bom({at_, end_}), Between::From::head);
  if (*at_ == '<') return walk(at_, Between::From::place);
  at_ = find_start(at_, end_, outline_.pattern.name);
}

void SampleRecords::walk(const char* from, Between::From how, std::string_view closed) {
  follow(between_.walk(from, end_, final_, how, outline_, closed));
}

void SampleRecords::follow(Between::Found found) {
  nested_ = found == Between::Found::nested;
  switch (found) {
    case Between::Found::place:
    case Between::Found::nested:
      at_ = between_.at();
      return;
    case Between::Found::wrong:
      at_ = after_fault(between_.at(), end_);
      return;
    case Between::Found::finish:
    case Between::Found::cut:
      at_ = end_;
  }
}

}  // namespace dp::xml
