// SPDX-License-Identifier: Apache-2.0
// The pieces of C++ that docs/writing-a-plugin.md shows, as parts of tasks that compile.
#include <algorithm>
#include <dp/exact_sum.hpp>
#include <dp/partial.hpp>
#include <dp/plugin.hpp>

namespace {

// A step with options, rows of three columns, and a file for each item.
struct Snippets {
  static constexpr dp_option kOptions[] = {
      dp::option("least").integer().fallback("1").range(1, 1e9).doc(
          "Rarer words are left out."),
      dp::option("stop_words").text().list().doc("Words that are left out.")};
  static constexpr dp::TaskInfo kInfo{.name = "wordcount.count",
                                      .summary = "Counts words",
                                      .doc = "Of `word`.",
                                      .options = kOptions};

  dp::Status open(const dp::Context& context, dp::Schema& output) {
    least = context.options().integer("least");
    DP_TRY(line, context.column("line", dp::Type::string));
    output = rows.columns("word", "count", "day");
    return {};
  }
  dp::Status process(const dp::BatchView& batch, dp::Output& out) {
    const auto lines = batch.strings(line);
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      const auto word = lines[row];
      if (static_cast<std::int64_t>(word.size()) < least) {
        DP_CHECK(out.reject(batch.offset(row), lines[row], "size: got 'x', expected a number"));
        continue;
      }
      if (lines[row].ends_with('\r'))
        DP_CHECK(out.note(batch.offset(row), "a line ends in CR, which is kept"));
      DP_CHECK(rows.add(out, batch.place(row), word, 1, std::nullopt));
    }
    return rows.flush(out);
  }
  dp::Result<std::string> target(std::string_view item) const;

  std::int64_t least = 1;
  std::size_t line = 0;
  dp::Rows<std::string_view, std::int64_t, std::optional<dp::Date>> rows;
};

dp::Result<std::string> Snippets::target(std::string_view item) const {
  return std::string(item) + ".words";
}

// The reducer of the least and the greatest.
struct Extremes {
  static constexpr dp::TaskInfo kInfo{.name = "wordcount.extremes", .summary = "", .doc = ""};

  dp::Status open(const dp::Context& context, dp::Schema& output) {
    DP_TRY(number, context.column("number", dp::Type::int64));
    output = rows.columns("least", "most");
    return {};
  }
  dp::Status update(const dp::BatchView& batch) {
    const auto numbers = batch.ints(number);
    for (std::size_t row = 0; row < batch.rows(); ++row)
      if (!numbers.is_null(row)) add(numbers[row]);
    return {};
  }
  dp::Status save(dp::Output& out) {
    std::string bytes;
    dp::PartialWriter partial(bytes);
    if (seen) partial.put(least), partial.put(most);
    return out.partial(0, bytes);
  }
  dp::Status combine(std::uint32_t, std::string_view bytes) {
    if (bytes.empty()) return {};  // of a state that saw nothing
    dp::PartialReader partial(bytes);
    const auto low = partial.get<std::int64_t>();
    const auto high = partial.get<std::int64_t>();
    DP_CHECK(partial.finish());
    add(low), add(high);
    return {};
  }
  dp::Status finalize(dp::Output& out) {
    if (seen) DP_CHECK(rows.add(out, {}, least, most));
    return rows.flush(out);
  }
  std::uint64_t size() const { return sizeof *this; }
  void reset() { seen = false; }

  void add(std::int64_t value) {
    least = seen ? std::min(least, value) : value;
    most = seen ? std::max(most, value) : value;
    seen = true;
  }

  std::size_t number = 0;
  bool seen = false;
  std::int64_t least = 0;
  std::int64_t most = 0;
  dp::Rows<std::int64_t, std::int64_t> rows;
};

// The reducer of an exact sum.
struct Total {
  static constexpr dp::TaskInfo kInfo{.name = "wordcount.total", .summary = "", .doc = ""};

  dp::Status open(const dp::Context& context, dp::Schema& output) {
    DP_TRY(amount, context.column("amount", dp::Type::float64));
    output = rows.columns("total");
    return {};
  }
  dp::Status update(const dp::BatchView& batch) {
    const auto amounts = batch.floats(amount);
    for (std::size_t row = 0; row < batch.rows(); ++row)
      if (!amounts.is_null(row)) total.add(amounts[row]);
    return {};
  }
  dp::Status save(dp::Output& out) {
    std::string bytes;
    total.save(bytes);
    return out.partial(0, bytes);
  }
  dp::Status combine(std::uint32_t, std::string_view bytes) {
    DP_CHECK(total.combine_saved(bytes));  // takes the sum off the front of `bytes`
    return dp::PartialReader(bytes).finish();
  }
  dp::Status finalize(dp::Output& out) {
    DP_CHECK(rows.add(out, {}, total.value()));
    return rows.flush(out);
  }
  std::uint64_t size() const { return sizeof *this; }
  void reset() { total = {}; }

  std::size_t amount = 0;
  dp::ExactSum total;
  dp::Rows<double> rows;
};

// The function that is called once for each batch.
struct Size {
  static constexpr dp_parameter kParameters[] = {dp::parameter("text").text()};
  static constexpr dp::TaskInfo kInfo{.name = "wordcount.size",
                                      .summary = "The bytes of a text",
                                      .doc = "Of text.",
                                      .parameters = kParameters};

  dp::Status open(const dp::Context&, dp::Schema& output) {
    output = {{"size", dp::Type::int64, true}};
    return {};
  }
  dp::Status call(const dp::BatchView& arguments, dp::ColumnBuilder& result) {
    const auto texts = arguments.strings(0);
    for (std::size_t row = 0; row < arguments.rows(); ++row) {
      if (texts.is_null(row)) {
        result.set_null(row);
      } else {
        result.put(row, std::int64_t(texts[row].size()));
      }
    }
    return {};
  }
};

}  // namespace

DP_PLUGIN("wordcount", "0.1.0", "What the manual shows", dp::step<Snippets>(),
          dp::reducer<Extremes>(), dp::reducer<Total>(), dp::function<Size>());
