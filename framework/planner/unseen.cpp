// SPDX-License-Identifier: Apache-2.0
#include "planner/unseen.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "planner/casts.hpp"

namespace dp::planner {

namespace {

using protocol::Stage;

/// What a column without values can be, from the likely to the odd.
constexpr Type kTypes[] = {Type::string, Type::int64,   Type::timestamp, Type::boolean,
                           Type::date,   Type::float64, Type::decimal};

/// An expression rarely has so many columns without values.
constexpr std::size_t kMostTried = 4;

/// Where a column of a stage's output is in its input; nullopt: it begins there.
std::optional<std::size_t> place_before(const Stage& stage, const Schema& input,
                                        std::size_t place) {
  switch (stage.kind) {
    case Stage::Kind::reader:
    case Stage::Kind::step:
      return std::nullopt;
    case Stage::Kind::select:
      return stage.kept[place];
    case Stage::Kind::unpivot:
      if (place < stage.unpivot.others.size()) return stage.unpivot.others[place];
      return std::nullopt;
    case Stage::Kind::derive:
      if (place < input.size()) return place;
      // A column of which nulls are filled.
      return find_column(input,
                         stage.derived[place - input.size()].expression.columns().front());
    default:
      break;
  }
  return place < input.size() ? std::optional(place) : std::nullopt;
}

/// A name that no column of the schema has.
std::string new_name(std::string name, const Schema& schema) {
  while (find_column(schema, name)) name += '\'';
  return name;
}

}  // namespace

bool reads_text(std::string_view reader) noexcept {
  constexpr std::string_view kReaders[] = {"csv", "csv.tsv", "xml"};
  return std::find(std::begin(kReaders), std::end(kReaders), reader) != std::end(kReaders);
}

std::size_t joins_in(const protocol::Plan& plan) noexcept {
  return static_cast<std::size_t>(
      std::count_if(plan.stages.begin(), plan.stages.end(),
                    [](const Stage& stage) { return stage.kind == Stage::Kind::join; }));
}

std::optional<Origin> unseen_origin(const protocol::Plan& plan, const std::vector<Names>& taken,
                                    std::size_t place) {
  if (plan.stages.empty() || !is_unseen(plan.mapped()[place])) return std::nullopt;
  auto joins = joins_in(plan);
  for (auto i = plan.stages.size(); i-- > 0;) {
    const auto& stage = plan.stages[i];
    const auto& name = stage.output[place].name;
    if (stage.kind == Stage::Kind::reader)
      return reads_text(stage.use.task) ? std::optional(Origin{0, name}) : std::nullopt;
    const auto& input = i == 0 ? protocol::item_schema(plan.intake) : plan.stages[i - 1].output;
    const auto before = place_before(stage, input, place);
    if (stage.kind == Stage::Kind::join) {
      if (!before) return Origin{joins, taken.at(joins - 1).at(place - input.size())};
      --joins;
    }
    if (!before) return std::nullopt;
    place = *before;
  }
  return std::nullopt;
}

std::optional<Schema> suited(Schema schema, const std::vector<std::size_t>& places,
                             const std::function<bool(const Schema&)>& suits) {
  if (places.empty() || places.size() > kMostTried) return std::nullopt;
  std::vector<std::size_t> tried(places.size(), 0);
  for (std::size_t i = 0; i < places.size();) {
    if (suits(schema)) return schema;
    // Count on, the first column fastest.
    for (i = 0; i < places.size(); ++i) {
      tried[i] = (tried[i] + 1) % std::size(kTypes);
      schema[places[i]].type = kTypes[tried[i]];
      if (tried[i] != 0) break;
    }
  }
  return std::nullopt;
}

std::vector<Stage> assumed_stages(const Schema& have, const AssumedTypes& assumed) {
  Stage derive;
  derive.kind = Stage::Kind::derive;
  derive.output = have;
  Stage select;
  select.kind = Stage::Kind::select;
  select.keeps_rest = true;
  for (std::uint32_t i = 0; i < have.size(); ++i) {
    auto field = have[i];
    select.kept.push_back(i);
    const auto found = assumed.find({0, field.name});
    if (found != assumed.end() && is_unseen(field)) {
      const auto name = new_name(field.name, derive.output);
      auto cast = cast_of(field, name, found->second);
      if (cast) {
        field = {field.name, found->second, true};
        select.kept.back() = static_cast<std::uint32_t>(derive.output.size());
        derive.derived.push_back({name, std::move(cast->value)});
        derive.output.push_back({name, field.type, true});
      }
    }
    select.output.push_back(std::move(field));
  }
  if (derive.derived.empty()) return {};
  std::vector<Stage> stages;
  stages.push_back(std::move(derive));
  stages.push_back(std::move(select));
  return stages;
}

void assume_in_table(const AssumedTypes& assumed, std::size_t number, data::Value& options) {
  auto types = data::Value::map();
  if (const auto* given = options.find("types")) types = *given;
  const auto before = types.keys.size();
  for (const auto& [origin, type] : assumed)
    if (origin.reader == number && types.find(origin.name) == nullptr)
      types.add(origin.name, data::Value::of(std::string(type_name(type))));
  if (types.keys.size() == before) return;
  const auto key = std::find(options.keys.begin(), options.keys.end(), "types");
  if (key == options.keys.end())
    options.add("types", std::move(types));
  else
    options.items[static_cast<std::size_t>(key - options.keys.begin())] = std::move(types);
}

}  // namespace dp::planner
