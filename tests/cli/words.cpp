// SPDX-License-Identifier: Apache-2.0
// Functions for expressions, and some that break what functions promise.
#include <dp/plugin.hpp>
#include <stdexcept>
#include <string>

namespace {

/// The text as often as a constant says.
struct Repeat {
  static constexpr dp_parameter kParameters[] = {
      dp::parameter("text").text().doc("What is repeated."),
      dp::parameter("times").integer().constant().optional().doc("How often; 2 by default.")};
  static constexpr dp::TaskInfo kInfo{.name = "words.repeat",
                                      .summary = "Repeats a text",
                                      .doc = "`words.repeat(path, 3)`",
                                      .parameters = kParameters};
  dp::Status open(const dp::Context& context) {
    if (context.options().has("times")) times = context.options().integer("times");
    if (times < 0 || times > 9)
      return dp::fail(dp::Errc::invalid_pipeline,
                      "times: got " + std::to_string(times) + ", expected 0 to 9");
    return {};
  }
  std::string operator()(std::string_view text) const {
    std::string made;
    for (std::int64_t i = 0; i < times; ++i) made += text;
    return made;
  }
  std::int64_t times = 2;
};

/// A number times itself, as often as a constant says that must be given.
struct Power {
  static constexpr dp_parameter kParameters[] = {
      dp::parameter("number").real().doc("What is multiplied."),
      dp::parameter("exponent").integer().constant().doc("How often.")};
  static constexpr dp::TaskInfo kInfo{.name = "words.power",
                                      .summary = "A power of a number",
                                      .doc = "`words.power(size, 2)`",
                                      .parameters = kParameters};
  dp::Status open(const dp::Context& context) {
    exponent = context.options().integer("exponent");
    return {};
  }
  double operator()(double number) const {
    double made = 1;
    for (std::int64_t i = 0; i < exponent; ++i) made *= number;
    return made;
  }
  std::int64_t exponent = 0;
};

/// Fails for the text "bad", and ends its worker for "crash".
struct Fussy {
  static constexpr dp_parameter kParameters[] = {dp::parameter("text").text()};
  static constexpr dp::TaskInfo kInfo{.name = "fussy",
                                      .summary = "The length of a text, but not of any",
                                      .doc = "Of text.",
                                      .parameters = kParameters};
  std::int64_t operator()(std::string_view text) const {
    if (text == "bad") throw std::runtime_error("got 'bad', expected something better");
    if (text == "crash") __builtin_trap();
    return static_cast<std::int64_t>(text.size());
  }
};

/// Breaks the law of functions: gives the place of a row in its batch.
struct Place {
  static constexpr dp_parameter kParameters[] = {dp::parameter("text").text()};
  static constexpr dp::TaskInfo kInfo{.name = "words.place",
                                      .summary = "breaks a law",
                                      .doc = "Of text.",
                                      .parameters = kParameters};
  dp::Status open(const dp::Context&, dp::Schema& output) {
    output = {{"place", dp::Type::int64, true}};
    return {};
  }
  dp::Status call(const dp::BatchView& arguments, dp::ColumnBuilder& result) {
    for (std::size_t row = 0; row < arguments.rows(); ++row) result.put(row, row);
    return {};
  }
};

/// Breaks the law of functions: remembers what it saw.
struct Count {
  static constexpr dp_parameter kParameters[] = {dp::parameter("text").text()};
  static constexpr dp::TaskInfo kInfo{.name = "words.count",
                                      .summary = "breaks a law",
                                      .doc = "Of text.",
                                      .parameters = kParameters};
  std::int64_t operator()(std::string_view) { return seen++; }
  std::int64_t seen = 0;
};

/// Writes text into a column of ints.
struct Wrong {
  static constexpr dp_parameter kParameters[] = {dp::parameter("text").text()};
  static constexpr dp::TaskInfo kInfo{.name = "words.wrong",
                                      .summary = "writes what does not fit",
                                      .doc = "Of text.",
                                      .parameters = kParameters};
  dp::Status open(const dp::Context&, dp::Schema& output) {
    output = {{"wrong", dp::Type::int64, true}};
    return {};
  }
  dp::Status call(const dp::BatchView& arguments, dp::ColumnBuilder& result) {
    for (std::size_t row = 0; row < arguments.rows(); ++row) result.put_copy(row, "text");
    return {};
  }
};

}  // namespace

DP_PLUGIN("words", "1.0", "functions", dp::function<Repeat>(), dp::function<Power>(),
          dp::function<Fussy>(), dp::function<Place>(), dp::function<Count>(),
          dp::function<Wrong>());
