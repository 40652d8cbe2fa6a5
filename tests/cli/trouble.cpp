// SPDX-License-Identifier: Apache-2.0
// A step that hands records on, and does to its worker what a record's text tells it to.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <dp/plugin.hpp>
#include <iostream>
#include <string>
#include <vector>

namespace {

class Trouble {
 public:
  static constexpr dp::TaskInfo kInfo{.name = "trouble",
                                      .summary = "does what a record tells it to"};

  static dp::Result<std::unique_ptr<Trouble>> open(const dp::Context& context,
                                                   dp::Schema& output) {
    const auto column = dp::find_column(context.input(), "line");
    if (!column) return dp::fail(dp::Errc::invalid_pipeline, "needs a column 'line'");
    auto made = std::make_unique<Trouble>(*column);
    output = made->rows_.columns("line");
    return made;
  }

  explicit Trouble(std::size_t column) : column_(column) {}

  dp::Status process(const dp::BatchView& batch, dp::Output& out) {
    const auto lines = batch.strings(column_);
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      DP_CHECK(obey(lines[row]));
      DP_CHECK(rows_.add(out, batch.place(row), lines[row]));
    }
    return rows_.flush(out);
  }

 private:
  /// Do what the first line of a record says.
  static dp::Status obey(std::string_view record) {
    const auto word = record.substr(0, record.find('\n'));
    if (word == "segfault") ::raise(SIGSEGV);
    if (word == "die once") die_once();
    if (word == "close") close_all();
    if (word == "fork") leave_child();
    if (word == "sleep") ::usleep(2'500'000);
    if (word.starts_with("say ")) std::cout << word.substr(4) << std::endl;
    if (word == "abort") std::abort();
    if (word == "exit") ::_exit(7);
    if (word == "kill") ::kill(::getpid(), SIGKILL);
    if (word.starts_with("leak")) leak();
    if (word == "hang")
      for (;;) ::pause();
    if (word == "throw") throw std::runtime_error("told to throw");
    if (word == "fail") return dp::fail(dp::Errc::task_failed, "told to fail");
    if (word == "eat") {
      for (;;) {
        std::vector<char> memory(64 << 20, 'x');
        static std::vector<std::vector<char>> kept;
        kept.push_back(std::move(memory));
        ::usleep(10'000);
      }
    }
    return {};
  }

  /// Close all that is open, and have files of one's own take the numbers.
  static void close_all() {
    ::close_range(3, ~0U, 0);
    for (int i = 0; i < 16; ++i) (void)!::open("taken", O_CREAT | O_WRONLY, 0600);
  }

  /// Start a process that does not end, and note which.
  static void leave_child() {
    const pid_t child = ::fork();
    if (child == 0)
      for (;;) ::pause();
    const int file = ::open("child.new", O_CREAT | O_TRUNC | O_WRONLY, 0600);
    const auto text = std::to_string(child);
    (void)!::write(file, text.data(), text.size());
    ::close(file);
    ::rename("child.new", "child");
  }

  /// Take memory that is never given back.
  static void leak() {
    static std::vector<std::vector<char>> kept;
    kept.emplace_back(100'000, 'x');
  }

  /// Die unless a worker has died here before.
  static void die_once() {
    const int file = ::open("died", O_CREAT | O_EXCL | O_WRONLY, 0600);
    if (file < 0) return;
    std::cerr << "about to die" << std::endl;
    ::raise(SIGSEGV);
  }

  std::size_t column_;
  dp::Rows<std::string_view> rows_;
};

/// Joins all lines in the order of the input: associative, and not commutative.
class Join {
 public:
  static constexpr dp::TaskInfo kInfo{
      .name = "trouble.join", .summary = "joins lines", .traits = DP_ORDER_INPUT};

  dp::Status open(const dp::Context& context, dp::Schema& output) {
    const auto column = dp::find_column(context.input(), "line");
    if (!column) return dp::fail(dp::Errc::invalid_pipeline, "needs a column 'line'");
    column_ = *column;
    output = rows_.columns("text");
    return {};
  }
  dp::Status update(const dp::BatchView& batch) {
    const auto lines = batch.strings(column_);
    for (std::size_t row = 0; row < batch.rows(); ++row) text_.append(lines[row]).append(";");
    return {};
  }
  dp::Status save(dp::Output& out) {
    return text_.empty() ? dp::Status() : out.partial(7, text_);
  }
  dp::Status combine(std::uint32_t, std::string_view partial) {
    text_ += partial;
    return {};
  }
  dp::Status finalize(dp::Output& out) {
    DP_CHECK(rows_.add(out, {}, text_));
    return rows_.flush(out);
  }
  [[nodiscard]] std::uint64_t size() const noexcept { return text_.size(); }
  void reset() noexcept { text_.clear(); }

 private:
  std::size_t column_ = 0;
  std::string text_;
  dp::Rows<std::string_view> rows_;
};

/// Reads lines as records. Over the line "segfault" it dies, and cannot pass over it either.
class Records {
 public:
  static constexpr dp::TaskInfo kInfo{
      .name = "trouble.records", .summary = "reads lines", .traits = DP_CUT_RECORDS};

  dp::Status open(const dp::Context&, dp::Schema& output) {
    output = rows_.columns("line");
    return {};
  }
  std::size_t find(const dp::Input& input) const { return end_of_line(input, 0); }
  dp::Result<std::uint64_t> skip(const dp::Input& input) const {
    std::size_t at = 0;
    while (at < input.stop()) {
      if (input.data().substr(at).starts_with("segfault\n"))
        return dp::fail(dp::Errc::task_failed, "cannot pass over that");
      at = end_of_line(input, at);
    }
    return at;
  }
  dp::Status read(const dp::Input& input, dp::Output& out, dp::ReadCount& count) {
    while (count.consumed < input.stop()) {
      const auto begin = static_cast<std::size_t>(count.consumed);
      const auto end = end_of_line(input, begin);
      const auto line = input.data().substr(begin, end - begin - 1);
      if (line == "segfault") ::raise(SIGSEGV);
      DP_CHECK(rows_.add(out, input.place(begin), line));
      count.consumed = end;
    }
    return rows_.flush(out);
  }

 private:
  static std::size_t end_of_line(const dp::Input& input, std::size_t from) {
    return std::min(input.data().find('\n', from), input.data().size() - 1) + 1;
  }
  dp::Rows<std::string_view> rows_;
};

/// Hands files on, but ends its worker over one that is called "kill".
class Files {
 public:
  static constexpr dp::TaskInfo kInfo{.name = "trouble.files", .summary = "hands files on"};

  dp::Status open(const dp::Context& context, dp::Schema& output) {
    DP_TRY(path_, context.column("path", dp::Type::string));
    output = rows_.columns("path");
    return {};
  }
  dp::Status process(const dp::BatchView& batch, dp::Output& out) {
    const auto paths = batch.strings(path_);
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      if (paths[row].ends_with("/kill")) ::kill(::getpid(), SIGKILL);
      DP_CHECK(rows_.add(out, batch.place(row), paths[row]));
    }
    return rows_.flush(out);
  }

 private:
  std::size_t path_ = 0;
  dp::Rows<std::string_view> rows_;
};

/// Rejects the numbers that end in 500.
class Refuse {
 public:
  static constexpr dp::TaskInfo kInfo{.name = "trouble.refuse", .summary = "refuses numbers"};

  dp::Status open(const dp::Context&, dp::Schema& output) {
    output = rows_.columns("index");
    return {};
  }
  dp::Status process(const dp::BatchView& batch, dp::Output& out) {
    const auto numbers = batch.ints(0);
    for (std::size_t row = 0; row < batch.rows(); ++row)
      if (numbers[row] % 1000 == 500)
        DP_CHECK(out.reject(batch.offset(row), std::to_string(numbers[row]), "refused"));
      else
        DP_CHECK(rows_.add(out, batch.place(row), numbers[row]));
    return rows_.flush(out);
  }

 private:
  dp::Rows<std::int64_t> rows_;
};

}  // namespace

DP_PLUGIN("trouble", "1.0", "misbehaves when told to", dp::step<Trouble>(), dp::step<Refuse>(),
          dp::step<Files>(), dp::reader<Records>(), dp::reducer<Join>());
