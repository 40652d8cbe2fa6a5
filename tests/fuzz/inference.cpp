// SPDX-License-Identifier: Apache-2.0
// Random tables whose late rows refute what the first ones led a reader to believe, each as CSV,
// JSON and XML: no value is changed or lost, and types depend on the data alone.
//
//   fuzz_inference [TABLES [SEED]]
//
// Laws: what is read without a refutation is what is read with all that the data teaches; what was
// learned is not refuted; the texts that come out are those that the table was made of.

#include <cstdio>
#include <cstdlib>
#include <dp/format.hpp>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/harness.hpp"

namespace {

using namespace dp;
using test::Task;

/// A value: its text, and whether JSON has it in quotes. nullopt: there is none.
struct Given {
  std::string text;
  bool quoted = true;
};
using Values = std::vector<std::optional<Given>>;

struct Table {
  std::vector<std::string> names;
  std::vector<Values> rows;
};

/// Texts that are like each other; the first column of each list is what a guess may come from.
const std::vector<std::vector<Given>> kKinds = {
    {{"7", false}, {"90210", false}, {"-12", false}, {"0", false}},
    {{"9007199254740993", false}, {"9223372036854775807", false}},
    {{"0.5", false}, {"12.25", false}, {"-3.125", false}},
    {{"02139", true}, {"+15550001", true}, {"007", true}, {"-0", true}},
    {{"1.50", false}, {"2.00", false}, {"0.1000", false}},
    {{"1e5", false}, {"12E4", false}, {"1E-7", false}},
    {{"9223372036854775808", false}, {"123456789012345678901", false}},
    {{"0.1234567890123456789", false}, {"123456789.123456789", false}},
    {{".5", true}, {"5.", true}, {"1,5", true}, {"0x10", true}, {"1_000", true}},
    {{"true", false}, {"false", false}},
    {{"TRUE", true}, {"True", true}, {"yes", true}},
    {{"2026-11-01", true}, {"1999-12-31", true}},
    {{"2026-02-30", true}, {"2026-1-1", true}},
    {{"2026-11-01T10:00:00Z", true}, {"2026-11-01T10:00:00.25Z", true}},
    {{"2026-11-01T10:00:00+02:00", true}, {"2026-11-01 10:00", true}},
    {{"nan", true}, {"inf", true}, {"NA", true}},
    {{"x", true}, {"caf\xc3\xa9", true}, {"a b", true}},
    {{" 7", true}, {"7 ", true}, {" x ", true}},
};

class Maker {
 public:
  explicit Maker(unsigned long seed) : engine_(seed) {}
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_() % count); }
  bool one_in(std::size_t count) { return below(count) == 0; }

  Table table() {
    static const char* const kNames[] = {"a", "b", "zip", "at", "caf\xc3\xa9"};
    Table table;
    const auto columns = 1 + below(4);
    for (std::size_t i = 0; i < columns; ++i) table.names.emplace_back(kNames[i]);
    table.rows.assign(1 + below(12), Values(columns));
    for (std::size_t i = 0; i < columns; ++i) fill(table, i);
    return table;
  }

 private:
  /// Values of one kind, from some row on maybe of another one.
  void fill(Table& table, std::size_t column) {
    const auto first = below(kKinds.size());
    const auto later = one_in(2) ? first : below(kKinds.size());
    const auto from = below(table.rows.size() + 1);
    const auto begin = one_in(4) ? below(table.rows.size() + 1) : 0;
    for (std::size_t row = begin; row < table.rows.size(); ++row) {
      const auto& kind = kKinds[row < from ? first : later];
      if (!one_in(6)) table.rows[row][column] = kind[below(kind.size())];
    }
  }

  std::mt19937_64 engine_;
};

/// A table's text for a reader. Where a sample may end begins in `least`.
struct Text {
  std::string bytes;
  std::size_t least = 0;
};

Text as_csv(const Table& table, Maker& maker) {
  Text text;
  for (const auto& name : table.names) text.bytes += (text.bytes.empty() ? "" : ",") + name;
  text.bytes += '\n';
  text.least = text.bytes.size();
  for (const auto& row : table.rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) line += ',';
      const std::string value = row[i] ? row[i]->text : "";
      const bool quote = value.find(',') != std::string::npos || maker.one_in(8);
      line += quote ? '"' + value + '"' : value;
    }
    // A line of nothing is no record.
    text.bytes += (line.empty() ? "\"\"" : line) + '\n';
  }
  return text;
}

Text as_json(const Table& table, Maker& maker) {
  Text text;
  for (const auto& row : table.rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (!row[i] && maker.one_in(2)) continue;
      line += (line.empty() ? "\"" : ",\"") + table.names[i] + "\":";
      const bool quoted = row[i] && (row[i]->quoted || maker.one_in(16));
      line += !row[i] ? "null" : quoted ? '"' + row[i]->text + '"' : row[i]->text;
    }
    text.bytes += '{' + line + "}\n";
    if (text.least == 0) text.least = text.bytes.size();
  }
  return text;
}

Text as_xml(const Table& table, Maker& maker) {
  Text text{"<t>", 0};
  for (const auto& row : table.rows) {
    text.bytes += "<r>";
    for (std::size_t i = 0; i < row.size(); ++i)
      if (row[i])
        text.bytes += '<' + table.names[i] + '>' + row[i]->text + "</" + table.names[i] + '>';
      else if (maker.one_in(2))
        text.bytes += '<' + table.names[i] + "/>";
    text.bytes += "</r>";
    if (text.least == 0) text.least = text.bytes.size();
  }
  text.bytes += "</t>";
  return text;
}

/// How a reader meets a text: what it sees of it before, and where workers take over.
struct Meeting {
  const char* reader;
  data::Value options = data::Value::map();
  std::string text;
  std::size_t sample = 0;
  std::vector<std::size_t> stops = {};
  bool growing = true;  ///< columns that the sample lacks would be in the result
};

Result<Task> open_reader(const Meeting& meeting, bool learning, const std::string& knowledge) {
  test::Setting setting;
  setting.sample = meeting.text.substr(0, meeting.sample);
  setting.sample_cut = meeting.sample < meeting.text.size();
  setting.role = DP_READER;
  setting.refutes = true;
  setting.growing = meeting.growing;
  setting.learning = learning;
  setting.knowledge = knowledge;
  return Task::open(meeting.reader, meeting.reader, meeting.options, std::move(setting));
}

/// Read what begins in text[at, stop). Returns the end.
Result<std::size_t> feed(Task& task, const std::string& text, std::size_t at,
                         std::size_t stop) {
  const bool lines = task.cut() == DP_CUT_LINES;
  while (at < stop) {
    auto end = text.size();
    if (lines) end = std::min(end, text.find('\n', stop - 1)) + 1;
    test::Piece piece{.offset = at, .first = at == 0, .last = end >= text.size()};
    if (!lines) piece.stop = stop - at;
    if (!lines) piece.head = text;
    DP_CHECK(task.read(text.substr(at, end - at), piece));
    at = lines || task.consumed() == DP_REST ? end : at + task.consumed();
  }
  return at;
}

struct Read {
  Schema schema;
  test::Rows rows;
  std::size_t rejects = 0;
};

Result<Read> read(const Meeting& meeting, const std::string& knowledge) {
  Read read;
  std::size_t at = 0;
  for (const auto stop : meeting.stops) {
    DP_TRY(auto task, open_reader(meeting, false, knowledge));
    DP_TRY(at, feed(task, meeting.text, at, stop));
    read.schema = task.schema();
    read.rows.insert(read.rows.end(), task.rows().begin(), task.rows().end());
    read.rejects += task.rejects().size();
  }
  return read;
}

/// The rows that a reader learned as a batch of the reducer's.
test::Batch batch_of(const Schema& schema, const test::Rows& rows) {
  std::vector<std::vector<test::Cell>> cells;
  for (const auto& row : rows) {
    auto& made = cells.emplace_back();
    for (std::size_t i = 0; i < row.size(); ++i)
      if (row[i] == test::kNull)
        made.emplace_back(nullptr);
      else if (schema[i].type == Type::int64)
        made.emplace_back(std::int64_t{std::strtoll(row[i].c_str(), nullptr, 10)});
      else
        made.emplace_back(row[i]);
  }
  return {schema, cells};
}

/// What all of the text teaches: each worker's share, joined in some order.
Result<std::string> learn(const Meeting& meeting, Maker& maker) {
  std::vector<std::map<std::uint32_t, std::string>> partials;
  std::optional<Task> last;
  std::size_t at = 0;
  for (const auto stop : meeting.stops) {
    DP_TRY(auto task, open_reader(meeting, true, ""));
    DP_TRY(at, feed(task, meeting.text, at, stop));
    test::Setting setting;
    setting.input = task.schema();
    setting.role = DP_REDUCER;
    DP_TRY(auto reducer, Task::open(meeting.reader, std::string(meeting.reader) + ".knowledge",
                                    data::Value::map(), std::move(setting)));
    DP_CHECK(reducer.update(batch_of(task.schema(), task.rows())));
    DP_TRY(auto partial, reducer.save());
    partials.insert(
        partials.begin() + static_cast<std::ptrdiff_t>(maker.below(partials.size() + 1)),
        std::move(partial));
    reducer.reset();
    reducer.forget();
    last.emplace(std::move(reducer));
  }
  for (const auto& partial : partials) DP_CHECK(last->combine(partial));
  DP_TRY(auto joined, last->save());
  return joined[0];
}

/// A cell of rows() as a writer prints it.
std::string written(Type type, const std::string& shown) {
  char buffer[format::kValueRoom];
  if (shown == test::kNull) return "";
  const auto number = [&] { return std::strtoll(shown.c_str(), nullptr, 10); };
  char* end = buffer;
  if (type == Type::float64)
    end = format::put_float(buffer, std::strtod(shown.c_str(), nullptr));
  else if (type == Type::date)
    end = format::put_date(buffer, static_cast<std::int32_t>(number()));
  else if (type == Type::timestamp)
    end = format::put_timestamp(buffer, number());
  else
    return shown;
  return std::string(buffer, end);
}

/// What is wrong with what was read of a table; empty: nothing.
std::string fault_of(const Table& table, const Read& read, bool growing) {
  if (read.rejects != 0) return std::to_string(read.rejects) + " rejects";
  if (read.rows.size() != table.rows.size())
    return std::to_string(read.rows.size()) + " rows of " + std::to_string(table.rows.size());
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    for (std::size_t i = 0; i < table.names.size(); ++i) {
      const auto place = find_column(read.schema, table.names[i]);
      if (!place && !growing) continue;
      const auto& value = table.rows[row][i];
      const std::string expected = value ? value->text : "";
      std::string got;
      Type type = Type::string;
      if (place) {
        type = read.schema[*place].type;
        got = written(type, read.rows[row][*place]);
      }
      // As JSON, strings have quotes and numbers have none.
      const bool is_json = type == Type::json && got == '"' + expected + '"';
      if (got != expected && !is_json)
        return "row " + std::to_string(row) + ", column " + table.names[i] + " (" +
               std::string(type_name(type)) + "): got '" + got + "', expected '" + expected +
               "'";
    }
  return {};
}

bool same(const Read& a, const Read& b) {
  return a.schema == b.schema && a.rows == b.rows && a.rejects == b.rejects;
}

/// How often what was tried, and what it came to.
struct Tally {
  unsigned long texts = 0, refuted = 0;
};

std::string try_text(const Table& table, const Meeting& meeting, Maker& maker, Tally& tally) {
  ++tally.texts;
  auto first = read(meeting, "");
  if (!first && first.error().code != Errc::refuted) return first.error().message;
  const auto knowledge = learn(meeting, maker);
  if (!knowledge) return "learning: " + knowledge.error().message;
  const auto known = read(meeting, *knowledge);
  if (!known) return "with all knowledge: " + known.error().message;
  if (!first) ++tally.refuted;
  if (first && !same(*first, *known)) return "all knowledge makes a difference";
  return fault_of(table, *known, meeting.growing);
}

std::string try_table(const Table& table, Maker& maker, Tally& tally, std::string& shown) {
  auto record = data::Value::map();
  record.add("record", data::Value::of(std::string("r")));
  auto lines = data::Value::map();
  lines.add("layout", data::Value::of(std::string("lines")));
  const std::pair<Meeting, Text> made[] = {
      {{"csv", data::Value::map(), {}}, as_csv(table, maker)},
      {{"json", lines, {}}, as_json(table, maker)},
      {{"xml", record, {}}, as_xml(table, maker)}};
  for (auto [meeting, text] : made) {
    const auto size = text.bytes.size();
    meeting.sample = text.least + maker.below(size - text.least + 1);
    meeting.stops = {1 + maker.below(size), 1 + maker.below(size)};
    meeting.growing = !maker.one_in(3);
    if (meeting.stops[0] > meeting.stops[1]) std::swap(meeting.stops[0], meeting.stops[1]);
    meeting.stops.push_back(size);
    meeting.text = std::move(text.bytes);
    const auto fault = try_text(table, meeting, maker, tally);
    if (fault.empty()) continue;
    shown = std::string(meeting.reader) + ", sample of " + std::to_string(meeting.sample) +
            " bytes, workers at " + std::to_string(meeting.stops[0]) + " and " +
            std::to_string(meeting.stops[1]) + ", of\n" + meeting.text;
    return fault;
  }
  return {};
}

}  // namespace

int main(int count, char** arguments) {
  const auto tables = count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 500;
  const auto seed = count > 2 ? std::strtoul(arguments[2], nullptr, 10) : 1;
  Tally tally;
  for (unsigned long number = 0; number < tables; ++number) {
    Maker maker(seed * 1'000'003 + number);
    const auto table = maker.table();
    std::string shown;
    const auto fault = try_table(table, maker, tally, shown);
    if (fault.empty()) continue;
    std::fprintf(stderr, "table %lu, seed %lu: %s\n%s\n", number, seed, fault.c_str(),
                 shown.c_str());
    return 1;
  }
  std::printf("%lu tables, %lu texts, %lu refuted\n", tables, tally.texts, tally.refuted);
  // Tables that refute nothing would show nothing.
  return tally.refuted >= tally.texts / 20 ? 0 : 1;
}
