// SPDX-License-Identifier: Apache-2.0
// Tasks whose calls fail for some records, or break a rule of their role.
#include <algorithm>
#include <charconv>
#include <cstring>
#include <dp/partial.hpp>
#include <dp/plugin.hpp>
#include <stdexcept>

namespace {

/// The number that a line is, or -1.
std::int64_t number_of(std::string_view line) {
  std::int64_t number = -1;
  std::from_chars(line.data(), line.data() + line.size(), number);
  return number;
}

/// Adds numbers up. It fails over 1000 after it has taken what comes before in its batch.
struct Sum {
  static constexpr dp_option kOptions[] = {dp::option("way").text().fallback("throw").allowed(
      "throw|fail|reject|abort|none|abort in save|abort in combine|abort in finalize")};
  static constexpr dp::TaskInfo kInfo{
      .name = "unruly.sum", .summary = "", .doc = "", .options = kOptions};

  dp::Status open(const dp::Context& context, dp::Schema& output) {
    way = context.options().text("way");
    DP_TRY(line, context.column("line", dp::Type::string));
    output = rows.columns("sum");
    return {};
  }
  dp::Status update(const dp::BatchView& batch, dp::Output& out) {
    const auto lines = batch.strings(line);
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      const auto number = number_of(lines[row]);
      if (number == 1000) {
        if (way == "throw") throw std::runtime_error("update threw");
        if (way == "abort") std::abort();
        if (way == "fail") return dp::fail(dp::Errc::task_failed, "update failed");
        if (way == "reject") {
          DP_CHECK(out.reject(batch.offset(row), lines[row], "update will not have it"));
          continue;
        }
      }
      sum += number;
    }
    return {};
  }
  dp::Status save(dp::Output& out) {
    if (way == "abort in save") std::abort();
    std::string bytes;
    dp::PartialWriter(bytes).put(sum);
    return out.partial(0, bytes);
  }
  dp::Status combine(std::uint32_t, std::string_view bytes) {
    if (way == "abort in combine") std::abort();
    dp::PartialReader partial(bytes);
    const auto more = partial.get<std::int64_t>();
    DP_CHECK(partial.finish());
    sum += more;
    return {};
  }
  dp::Status finalize(dp::Output& out) {
    if (way == "abort in finalize") std::abort();
    DP_CHECK(rows.add(out, {}, sum));
    return rows.flush(out);
  }
  std::uint64_t size() const { return sizeof sum; }
  void reset() { sum = 0; }

  std::string way;
  std::size_t line = 0;
  std::int64_t sum = 0;
  dp::Rows<std::int64_t> rows;
};

/// Writes lines, and throws over 2000.
struct Lines {
  static constexpr dp::TaskInfo kInfo{
      .name = "unruly", .summary = "", .doc = "", .extensions = "unruly"};

  dp::Status open(const dp::Context&, dp::Schema&) { return {}; }
  dp::Status begin(dp::Output&) { return {}; }
  dp::Status section(std::string_view, const dp::Schema&, dp::Output&) { return {}; }
  dp::Status write(const dp::BatchView& batch, dp::Output& out) {
    const auto lines = batch.strings(0);
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      if (lines[row] == "2000") throw std::runtime_error("write threw");
      DP_CHECK(out.write(lines[row]));
      DP_CHECK(out.write("\n"));
    }
    return {};
  }
  dp::Status end(dp::Output&) { return {}; }
};

/// Hands each line on twice, in batches of their own, and fails over 3000 between the two.
struct Twice {
  static constexpr dp::TaskInfo kInfo{.name = "unruly", .summary = "", .doc = ""};

  dp::Status open(const dp::Context& context, dp::Schema& output) {
    DP_TRY(line, context.column("line", dp::Type::string));
    output = rows.columns("line");
    return {};
  }
  dp::Status process(const dp::BatchView& batch, dp::Output& out) {
    const auto lines = batch.strings(line);
    for (std::size_t row = 0; row < batch.rows(); ++row)
      for (int i = 0; i < 2; ++i) {
        if (i == 1 && lines[row] == "3000") throw std::runtime_error("process threw");
        DP_CHECK(rows.add(out, batch.place(row), lines[row]));
        DP_CHECK(rows.flush(out));
      }
    return {};
  }
  std::size_t line = 0;
  dp::Rows<std::string_view> rows;
};

/// Reads records of 8 bytes: numbers. It takes all that it is shown, past stop() too.
struct Numbers {
  static constexpr std::size_t kSize = 8;
  static constexpr dp::TaskInfo kInfo{
      .name = "unruly", .summary = "", .doc = "", .traits = DP_CUT_RECORDS};

  dp::Status open(const dp::Context&, dp::Schema& output) {
    output = rows.columns("number");
    return {};
  }
  dp::Status read(const dp::Input& input, dp::Output& out, dp::ReadCount& count) {
    const auto data = input.data();
    std::size_t at = 0;
    for (; at + kSize <= data.size(); at += kSize) {
      std::int64_t number;
      std::memcpy(&number, data.data() + at, kSize);
      DP_CHECK(rows.add(out, input.place(at), number));
    }
    count.consumed = at;
    return rows.flush(out);
  }
  std::size_t find(const dp::Input& input) {
    const auto at = (kSize - input.offset() % kSize) % kSize;
    return std::min<std::size_t>(at == 0 ? kSize : at, input.data().size());
  }
  dp::Rows<std::int64_t> rows;
};

}  // namespace

DP_PLUGIN("unruly", "1", "fails for some records", dp::reducer<Sum>(), dp::writer<Lines>(),
          dp::step<Twice>(), dp::reader<Numbers>());
