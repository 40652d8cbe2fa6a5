// SPDX-License-Identifier: Apache-2.0
#include "fake_functions.hpp"

#include <functional>

namespace dp::test {

namespace {

using Body = std::function<Status(const BatchView&, ColumnBuilder&)>;

/// A function that fills a column, row by row.
class Filled final : public expr::OpenFunction {
 public:
  Filled(FakeFunctions& all, Type type, Body body, std::size_t missing)
      : all_(&all), type_(type), body_(std::move(body)), missing_(missing) {}
  [[nodiscard]] Type type() const noexcept override { return type_; }
  Result<const ArrowArray*> call(const dp_batch& arguments) override {
    const BatchView view(arguments);
    all_->calls.push_back(view.rows());
    result_ = std::make_unique<ColumnBuilder>(type_, view.rows());
    DP_CHECK(body_(view, *result_));
    return result_->finish(view.rows() - missing_);
  }

 private:
  FakeFunctions* all_;
  Type type_;
  Body body_;
  std::size_t missing_;
  std::unique_ptr<ColumnBuilder> result_;
};

data::TaskDescription function(std::string name,
                               std::vector<data::ParameterDescription> parameters) {
  data::TaskDescription made;
  made.role = DP_FUNCTION;
  made.name = std::move(name);
  made.parameters = std::move(parameters);
  return made;
}

/// Call `f(row)` for the rows whose first argument is not null; the others become null.
template <class F>
void each_row(const BatchView& view, ColumnBuilder& out, F f) {
  const ColumnView first(view.column(0));
  for (std::size_t row = 0; row < view.rows(); ++row)
    first.is_null(row) ? out.set_null(row) : f(row);
}

Status twice(const BatchView& view, ColumnBuilder& out) {
  each_row(view, out, [&](std::size_t row) {
    out.type() == Type::int64 ? out.put(row, 2 * view.ints(0)[row])
                              : out.put(row, 2 * view.floats(0)[row]);
  });
  return {};
}

Body country(const std::string& lang) {
  return [lang](const BatchView& view, ColumnBuilder& out) -> Status {
    each_row(view, out, [&](std::size_t row) {
      out.put_copy(row, lang + ":" + std::string(view.strings(0)[row]));
    });
    return {};
  };
}

Body any(std::size_t arguments) {
  return [arguments](const BatchView& view, ColumnBuilder& out) -> Status {
    for (std::size_t row = 0; row < view.rows(); ++row) {
      bool one = false;
      for (std::size_t i = 0; i < arguments; ++i)
        one = one || (!view.bools(i).is_null(row) && view.bools(i)[row]);
      out.put(row, one);
    }
    return {};
  };
}

Status next_day(const BatchView& view, ColumnBuilder& out) {
  each_row(view, out, [&](std::size_t row) { out.put(row, Date{view.dates(0)[row] + 1}); });
  return {};
}

Status later(const BatchView& view, ColumnBuilder& out) {
  each_row(view, out, [&](std::size_t row) {
    out.put(row, Timestamp{view.timestamps(0)[row] +
                           static_cast<std::int64_t>(view.floats(1)[row] * 1e6)});
  });
  return {};
}

Status fails(const BatchView& view, ColumnBuilder& out) {
  for (std::size_t row = 0; row < view.rows(); ++row) {
    if (view.strings(0)[row] == "bad") return fail(Errc::task_failed, "got 'bad'");
    out.put_copy(row, view.strings(0)[row]);
  }
  return {};
}

}  // namespace

FakeFunctions::FakeFunctions() {
  known_ = {
      function("twice", {{"n", "", DP_TYPE_NUMBER, 0}}),
      function("country",
               {{"host", "", DP_TYPE_STRING, 0},
                {"lang", "", DP_TYPE_STRING, DP_PARAMETER_CONSTANT | DP_PARAMETER_OPTIONAL}}),
      function("any", {{"x", "", DP_TYPE_BOOL, DP_PARAMETER_REPEATED}}),
      function("next_day", {{"day", "", DP_TYPE_DATE, 0}}),
      function("later",
               {{"time", "", DP_TYPE_TIMESTAMP, 0}, {"seconds", "", DP_TYPE_FLOAT, 0}}),
      function("fails", {{"text", "", DP_TYPE_STRING, 0}}),
      function("lies", {{"n", "", DP_TYPE_INT, 0}}),
      function("picky", {{"n", "", DP_TYPE_INT | DP_TYPE_STRING, DP_PARAMETER_CONSTANT}}),
  };
}

Result<const data::TaskDescription*> FakeFunctions::find(std::string_view name) {
  if (name == "broken") return fail(Errc::invalid_plugin, "broken.so: not a plugin");
  for (const auto& each : known_)
    if (each.name == name) return &each;
  return fail(Errc::not_found, "");
}

std::vector<std::string> FakeFunctions::names() {
  std::vector<std::string> names;
  for (const auto& each : known_) names.push_back(each.name);
  return names;
}

Result<std::unique_ptr<expr::OpenFunction>> FakeFunctions::open(std::string_view name,
                                                                const Schema& input,
                                                                const data::Value& constants) {
  opened.clear();
  for (const auto& field : input)
    opened += field.name + ": " + std::string(type_name(field.type)) + "; ";
  for (std::size_t i = 0; i < constants.keys.size(); ++i)
    opened += constants.keys[i] + "=" +
              (constants.items[i].kind == DP_VALUE_STRING
                   ? constants.items[i].text
                   : std::to_string(constants.items[i].integer)) +
              "; ";
  const auto made = [&](Type type, Body body, std::size_t missing = 0) {
    return std::make_unique<Filled>(*this, type, std::move(body), missing);
  };
  if (name == "twice") return made(input[0].type, twice);
  if (name == "country") {
    const auto* lang = constants.find("lang");
    if (lang != nullptr && lang->text.size() != 2)
      return fail(Errc::invalid_pipeline,
                  "lang: got '" + lang->text + "', expected two letters");
    return made(Type::string, country(lang == nullptr ? "en" : lang->text));
  }
  if (name == "any") return made(Type::boolean, any(input.size()));
  if (name == "next_day") return made(Type::date, next_day);
  if (name == "later") return made(Type::timestamp, later);
  if (name == "fails") return made(Type::string, fails);
  if (name == "picky")
    return made(Type::int64, [](const BatchView& view, ColumnBuilder& out) -> Status {
      for (std::size_t row = 0; row < view.rows(); ++row) out.put(row, 1);
      return {};
    });
  return made(Type::int64, twice, 1);
}

}  // namespace dp::test
