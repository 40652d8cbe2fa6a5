// SPDX-License-Identifier: Apache-2.0
#include "json/member_table.hpp"

#include <charconv>

namespace dp::json {
namespace {

/// The names of later values are looked up each time.
constexpr std::size_t kMostInOrder = 1024;

}  // namespace

std::size_t MemberTable::add(std::string_view name) {
  if (const auto known = numbers_.find(name); known != numbers_.end()) return known->second;
  const auto number = names_.size();
  numbers_.emplace(name, number);
  names_.emplace_back(name);
  last_.emplace_back();
  return number;
}

bool MemberTable::read(std::string_view record) {
  found_.clear();
  ++record_;
  return walker_.open(record) && read_value(record);
}

bool MemberTable::read_member(std::string_view record) {
  found_.clear();
  ++record_;
  Value name;
  if (!walker_.open(record) || !walker_.read_name(name)) return false;
  if (const auto key = numbers_.find(kKey); key != numbers_.end()) note(key->second, name);
  return read_value(record);
}

/// Read the value that the record ends with.
bool MemberTable::read_value(std::string_view record) {
  const char first = walker_.byte();
  if (first == '{' || first == '[') return read_container(record, first == '{');
  Value value;
  if (!walker_.read_value(value) || !walker_.ended()) return false;
  note(add(kScalar), value);
  return true;
}

bool MemberTable::read_container(std::string_view record, bool object) {
  const char end = object ? '}' : ']';
  walker_.advance();
  bool more = walker_.byte() != end;
  for (std::size_t index = 0; more; ++index) {
    if (!read_one(record, object, index)) return false;
    more = walker_.byte() == ',';
    if (more)
      walker_.advance();
    else if (walker_.byte() != end)
      return false;
  }
  walker_.advance();
  return walker_.ended();
}

bool MemberTable::read_one(std::string_view record, bool object, std::size_t index) {
  char digits[21] = {kPlaceMark};
  std::string_view called;
  if (object) {
    Value name;
    if (!walker_.read_name(name)) return false;
    called = name.raw(record.data());
    if (name.escaped) {
      unescaped_.clear();
      append_unescaped(unescaped_, called);
      called = unescaped_;
    }
  } else {
    const char* const end = std::to_chars(digits + 1, digits + sizeof digits, index).ptr;
    called = {digits, static_cast<std::size_t>(end - digits)};
  }
  const auto member = number_of(called, index);
  Value value;
  if (!walker_.read_value(value)) return false;
  note(member, value);
  return true;
}

/// The number of the name of a record's `index`th value: most likely that of the record before.
std::size_t MemberTable::number_of(std::string_view name, std::size_t index) {
  if (index < order_.size() && names_[order_[index]] == name) return order_[index];
  const auto number = add(name);
  if (index < order_.size())
    order_[index] = number;
  else if (index == order_.size() && index < kMostInOrder)
    order_.push_back(number);
  return number;
}

void MemberTable::note(std::size_t member, const Value& value) {
  auto& last = last_[member];
  if (last.record == record_) {
    if (!first_counts_) found_[last.place].value = value;
    return;
  }
  last = {record_, found_.size()};
  found_.push_back({member, value});
}

}  // namespace dp::json
