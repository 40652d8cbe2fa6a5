// SPDX-License-Identifier: Apache-2.0
// A plugin of ABI 2.0 with a task of each role. Its library, kept.so, was built once and
// must load in every later 2.x; see rebuild.sh.
#include <charconv>
#include <dp/partial.hpp>
#include <dp/plugin.hpp>
#include <dp/rows.hpp>

namespace {

using dp::Type;

/// Lines such as "apples 3".
struct Reader {
  static constexpr dp_option kOptions[] = {
      dp::option("separator").text().fallback("' '").doc("What is between name and number.")};
  static constexpr dp::TaskInfo kInfo{.name = "kept",
                                      .summary = "Reads names and numbers",
                                      .doc = "Columns: `name`, `number`.",
                                      .options = kOptions,
                                      .traits = DP_CUT_LINES};

  dp::Status open(const dp::Context& context, dp::Schema& output) {
    separator = context.options().text("separator");
    output = rows.columns("name", "number");
    return {};
  }
  dp::Status read(const dp::Input& input, dp::Output& out, dp::ReadCount& count) {
    for (std::size_t at = 0; at < input.data().size();) {
      auto line = input.data().substr(at);
      line = line.substr(0, line.find('\n'));
      ++count.lines;
      if (line.empty()) ++count.blank;
      if (!line.empty()) DP_CHECK(take(line, input.place(at), out));
      at += line.size() + 1;
    }
    return rows.flush(out);
  }
  dp::Status take(std::string_view line, dp::RecordPlace place, dp::Output& out) {
    const auto cut = line.find(separator);
    const auto text = cut == line.npos ? line : line.substr(cut + separator.size());
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (cut == line.npos || error != std::errc() || end != text.data() + text.size())
      return out.reject(place.offset, line, "expected a name and a number");
    return rows.add(out, place, line.substr(0, cut), number);
  }
  std::string separator;
  dp::Rows<std::string_view, std::int64_t> rows;
};

/// Numbers times two, and where they come from.
struct Twice {
  static constexpr dp::TaskInfo kInfo{
      .name = "kept.twice", .summary = "Doubles `number`", .doc = "Of `name`, `number`."};

  dp::Status open(const dp::Context& context, dp::Schema& output) {
    DP_TRY(name, context.column("name", Type::string));
    DP_TRY(number, context.column("number", Type::int64));
    output = rows.columns({{"name", Type::string, false},
                           {"number", Type::int64, false},
                           {"source", Type::string, false}});
    return {};
  }
  dp::Status start() {
    factor = 2;
    return {};
  }
  dp::Status process(const dp::BatchView& batch, dp::Output& out) {
    const auto names = batch.strings(name);
    const auto numbers = batch.ints(number);
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      auto source = batch.item_name();
      source.remove_prefix(source.rfind('/') + 1);
      DP_CHECK(rows.add(out, batch.place(row), names[row], numbers[row] * factor, source));
    }
    return rows.flush(out);
  }
  std::size_t name = 0;
  std::size_t number = 0;
  std::int64_t factor = 0;
  dp::RowEmitter rows;
};

/// The sum of `number`. It rejects numbers above 1000.
struct Sum {
  static constexpr dp::TaskInfo kInfo{
      .name = "kept.sum", .summary = "Adds `number` up", .doc = "Of `number`."};

  dp::Status open(const dp::Context& context, dp::Schema& output) {
    DP_TRY(number, context.column("number", Type::int64));
    output = rows.columns({{"sum", Type::int64, false}});
    return {};
  }
  dp::Status update(const dp::BatchView& batch, dp::Output& out) {
    const auto numbers = batch.ints(number);
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      if (numbers[row] > 1000)
        DP_CHECK(out.reject(batch.offset(row), std::to_string(numbers[row]), "above 1000"));
      else
        sum += numbers[row];
    }
    return {};
  }
  dp::Status save(dp::Output& out) {
    std::string bytes;
    dp::PartialWriter(bytes).put(sum);
    return out.partial(0, bytes);
  }
  dp::Status combine(std::uint32_t, std::string_view bytes) {
    dp::PartialReader partial(bytes);
    const auto more = partial.get<std::int64_t>();
    DP_CHECK(partial.finish());
    sum += more;
    return {};
  }
  dp::Status finalize(dp::Output& out) {
    DP_CHECK(rows.add(out, {}, sum));
    return rows.flush(out);
  }
  std::uint64_t size() const { return sizeof sum; }
  void reset() { sum = 0; }
  std::size_t number = 0;
  std::int64_t sum = 0;
  dp::RowEmitter rows;
};

/// The first column as lines: "<name>".
struct Writer {
  static constexpr dp::TaskInfo kInfo{.name = "kept",
                                      .summary = "Writes the first column",
                                      .doc = "As lines.",
                                      .extensions = "kept"};

  dp::Status open(const dp::Context&, dp::Schema&) { return {}; }
  dp::Status begin(dp::Output& out) { return out.write("begin\n"); }
  dp::Status section(std::string_view, const dp::Schema& columns, dp::Output&) {
    text = columns.front().type == Type::string;
    return {};
  }
  dp::Status write(const dp::BatchView& batch, dp::Output& out) {
    std::string lines;
    for (std::size_t row = 0; row < batch.rows(); ++row)
      lines +=
          '<' +
          (text ? std::string(batch.strings(0)[row]) : std::to_string(batch.ints(0)[row])) +
          ">\n";
    return out.write(lines);
  }
  dp::Status end(dp::Output& out) { return out.write("end\n"); }
  bool text = false;
};

struct Initial {
  static constexpr dp_parameter kParameters[] = {dp::parameter("text").text()};
  static constexpr dp::TaskInfo kInfo{.name = "kept_initial",
                                      .summary = "The first letter of a text",
                                      .doc = "Null for empty text.",
                                      .parameters = kParameters};
  std::optional<std::string> operator()(std::string_view text) const {
    if (text.empty()) return std::nullopt;
    return std::string(text.substr(0, 1));
  }
};

}  // namespace

DP_PLUGIN("kept", "1.0", "A task of each role", dp::reader<Reader>(), dp::step<Twice>(),
          dp::reducer<Sum>(), dp::writer<Writer>(), dp::function<Initial>());
