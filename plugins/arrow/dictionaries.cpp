// SPDX-License-Identifier: Apache-2.0
#include "arrow/dictionaries.hpp"

#include <memory>
#include <string>
#include <utility>

namespace dp::arrow {

Status DictionarySet::expect(const Shape& shape) {
  for (const auto& part : shape.children) DP_CHECK(expect(part));
  if (!shape.dictionary) return {};
  auto values = shape;
  values.dictionary.reset();
  values.name.clear();
  const auto id = shape.dictionary->id;
  auto& known = shapes_[id];
  // So none has parts that refer to itself.
  if (known.empty())
    known.push_back(std::move(values));
  else if (known[0] != values)
    return fail(Errc::invalid_argument,
                "it is damaged: dictionary " + std::to_string(id) + " is of two types");
  return {};
}

Result<DictionarySet> DictionarySet::of(const std::vector<Shape>& shapes) {
  DictionarySet set;
  for (const auto& shape : shapes) DP_CHECK(set.expect(shape));
  return set;
}

Status DictionarySet::add(const wire::DictionaryBatch& message, std::string_view body) {
  const auto found = shapes_.find(message.id());
  if (found == shapes_.end()) return {};
  if (message.values() == nullptr)
    return fail(Errc::invalid_argument, "it is damaged: a dictionary has no values");
  DP_TRY(auto values, Batch::of(*message.values(), body, found->second, {1}, all_));
  auto& now = all_[message.id()];
  auto next = now != nullptr && message.is_delta() ? std::make_shared<Dictionary>(*now)
                                                   : std::make_shared<Dictionary>();
  next->add(std::make_shared<const Batch>(std::move(values)));
  now = std::move(next);
  return {};
}

}  // namespace dp::arrow
