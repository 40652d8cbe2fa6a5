// SPDX-License-Identifier: Apache-2.0
// Tasks that each break one law, for dp plugin check to find. All reducers are over an int
// column `x`; each is right but for what its name says.
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <dp/partial.hpp>
#include <dp/plugin.hpp>
#include <vector>

namespace {

struct State {
  std::int64_t value = 0;
  std::int64_t count = 0;
};

/// A sum of x, modulo 2^64, of which Law may replace the calls.
template <class Law>
struct Sum {
  static constexpr dp::TaskInfo kInfo{Law::kName, "breaks a law", "Over `x`."};

  dp::Status open(const dp::Context& context, dp::Schema& output) {
    DP_TRY(column, context.column("x", dp::Type::int64));
    output = rows.columns("value");
    state = Law::start();
    return {};
  }
  dp::Status update(const dp::BatchView& batch) {
    const auto x = batch.ints(column);
    for (std::size_t row = 0; row < batch.rows(); ++row)
      if (!x.is_null(row)) Law::add(state, x[row] % 1000);
    return {};
  }
  dp::Status save(dp::Output& out) {
    std::string bytes;
    dp::PartialWriter partial(bytes);
    partial.put(state.value);
    partial.put(state.count);
    return out.partial(0, bytes);
  }
  dp::Status combine(std::uint32_t, std::string_view bytes) {
    return Law::combine(state, bytes);
  }
  dp::Status finalize(dp::Output& out) {
    DP_CHECK(rows.add(out, {}, Law::result(state)));
    return rows.flush(out);
  }
  std::uint64_t size() const { return sizeof state; }
  void reset() { Law::reset(state); }

  std::size_t column = 0;
  State state;
  dp::Rows<std::int64_t> rows;
};

struct Good {
  static constexpr auto kName = "bad.nothing";
  static State start() { return {}; }
  static void add(State& state, std::int64_t x) {
    state.value += x;
    ++state.count;
  }
  static void join(State& state, const State& other) {
    state.value += other.value;
    state.count += other.count;
  }
  static std::int64_t result(const State& state) { return state.value; }
  static void reset(State& state) { state = {}; }
  static dp::Result<State> read(std::string_view bytes) {
    dp::PartialReader partial(bytes);
    State other;
    other.value = partial.get<std::int64_t>();
    other.count = partial.get<std::int64_t>();
    DP_CHECK(partial.finish());
    return other;
  }
  static dp::Status combine(State& state, std::string_view bytes) {
    DP_TRY(const auto other, read(bytes));
    join(state, other);
    return {};
  }
};

struct MeanOfMeans : Good {
  static constexpr auto kName = "bad.mean";
  static dp::Status combine(State& state, std::string_view bytes) {
    DP_TRY(const auto other, read(bytes));
    if (other.count == 0) return {};
    state.value = state.count == 0 ? other.value : (state.value + other.value) / 2;
    state.count += other.count;
    return {};
  }
};

/// Every state begins at one, so each partial adds one more.
struct StartsAtOne : Good {
  static constexpr auto kName = "bad.one";
  static State start() { return {1, 0}; }
  static void reset(State& state) { state = {1, 0}; }
  static std::int64_t result(const State& state) { return state.count == 0 ? 0 : state.value; }
};

/// What an empty state saves counts as a row.
struct NoIdentity : Good {
  static constexpr auto kName = "bad.identity";
  static dp::Status combine(State& state, std::string_view bytes) {
    DP_TRY(auto other, read(bytes));
    if (other.count == 0) other.value = 1;
    join(state, other);
    return {};
  }
};

struct Last : Good {
  static constexpr auto kName = "bad.last";
  static void add(State& state, std::int64_t x) { state = {x, 1}; }
  static dp::Status combine(State& state, std::string_view bytes) {
    DP_TRY(const auto other, read(bytes));
    if (other.count != 0) state = other;
    return {};
  }
};

struct Forgetless : Good {
  static constexpr auto kName = "bad.reset";
  static void reset(State&) {}
};

struct Crash : Good {
  static constexpr auto kName = "bad.crash";
  static std::int64_t result(const State& state) {
    if (state.value > 100) ::raise(SIGSEGV);
    return state.value;
  }
};

struct Hang : Good {
  static constexpr auto kName = "bad.hang";
  static void add(State&, std::int64_t) {
    for (;;) ::pause();
  }
};

/// Trusts a partial to be as long as it was.
struct Trusting : Good {
  static constexpr auto kName = "bad.trusting";
  static dp::Status combine(State& state, std::string_view bytes) {
    if (bytes.size() != 16) std::abort();
    return Good::combine(state, bytes);
  }
};

/// A step that numbers the rows it has seen.
struct Numbering {
  static constexpr dp::TaskInfo kInfo{"bad.number", "breaks a law", "Over anything."};
  dp::Status open(const dp::Context&, dp::Schema& output) {
    output = rows.columns("number");
    return {};
  }
  dp::Status process(const dp::BatchView& batch, dp::Output& out) {
    for (std::size_t row = 0; row < batch.rows(); ++row)
      DP_CHECK(rows.add(out, batch.place(row), ++seen));
    return rows.flush(out);
  }
  std::int64_t seen = 0;
  dp::Rows<std::int64_t> rows;
};

/// A reader whose last line takes the byte after the text along.
struct Greedy {
  static constexpr dp::TaskInfo kInfo{
      .name = "bad.greedy", .summary = "breaks a law", .doc = "Text.", .traits = DP_CUT_WHOLE};
  dp::Status open(const dp::Context&, dp::Schema& output) {
    output = rows.columns("text");
    return {};
  }
  dp::Status read(const dp::Input& input, dp::Output& out, dp::ReadCount&) {
    const std::string_view more(input.data().data(), input.data().size() + 1);
    DP_CHECK(rows.add(out, input.place(0), more));
    return rows.flush(out);
  }
  dp::Rows<std::string_view> rows;
};

/// A reader of lines that says of each piece that its last record ends where the piece does.
struct Hasty {
  static constexpr dp::TaskInfo kInfo{
      .name = "bad.hasty", .summary = "breaks a law", .doc = "Text.", .traits = DP_CUT_RECORDS};
  dp::Status open(const dp::Context&, dp::Schema& output) {
    output = rows.columns("text");
    return {};
  }
  static std::size_t end_of_line(const dp::Input& input, std::size_t from) {
    const auto newline = input.data().find('\n', from);
    if (newline != std::string_view::npos) return newline + 1;
    return input.last() ? input.data().size() : 0;
  }
  std::size_t find(const dp::Input& input) const {
    const auto end = end_of_line(input, 0);
    return end == 0 ? input.data().size() : end;
  }
  dp::Result<std::uint64_t> skip(const dp::Input& input) const { return input.stop(); }
  dp::Status read(const dp::Input& input, dp::Output& out, dp::ReadCount& count) {
    while (count.consumed < input.stop()) {
      const auto begin = static_cast<std::size_t>(count.consumed);
      const auto end = end_of_line(input, begin);
      if (end == 0) break;
      DP_CHECK(rows.add(out, input.place(begin), input.data().substr(begin, end - begin)));
      count.consumed = end;
    }
    return rows.flush(out);
  }
  dp::Rows<std::string_view> rows;
};

struct Ranged : Good {
  static constexpr auto kName = "bad.range";
};
/// Saves all it has in two ranges.
struct SavesTwice : Sum<Ranged> {
  dp::Status bounds(std::uint32_t, dp::Output& out) { return out.write("bound"); }
  dp::Status save_ranges(std::string_view, dp::Output& out) {
    std::string bytes;
    dp::PartialWriter partial(bytes);
    partial.put(state.value);
    partial.put(state.count);
    DP_CHECK(out.partial(0, bytes));
    return out.partial(1, bytes);
  }
};

constexpr dp_option kWrongDefault[] = {{.name = "width",
                                        .type = DP_OPTION_INT,
                                        .flags = 0,
                                        .fallback = "wide",
                                        .doc = "Its width.",
                                        .allowed = nullptr,
                                        .minimum = 0,
                                        .maximum = 0}};
/// Says things of itself that are not so.
struct Braggart : Sum<Good> {
  static constexpr dp::TaskInfo kInfo{
      .name = "elsewhere", .summary = "", .doc = "", .options = kWrongDefault};
};

}  // namespace

DP_PLUGIN("bad", "1.0", "breaks laws", dp::reducer<Sum<Good>>(),
          dp::reducer<Sum<MeanOfMeans>>(), dp::reducer<Sum<StartsAtOne>>(),
          dp::reducer<Sum<NoIdentity>>(), dp::reducer<Sum<Last>>(),
          dp::reducer<Sum<Forgetless>>(), dp::reducer<Sum<Crash>>(), dp::reducer<Sum<Hang>>(),
          dp::reducer<Sum<Trusting>>(), dp::step<Numbering>(), dp::reader<Greedy>(),
          dp::reader<Hasty>(), dp::reducer<SavesTwice>(), dp::reducer<Braggart>());
