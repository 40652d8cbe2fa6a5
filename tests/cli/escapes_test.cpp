// SPDX-License-Identifier: Apache-2.0
// What names, records and plugins hold never reaches a terminal as it is.
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "base/fd.hpp"
#include "base/text.hpp"
#include "dp_process.hpp"

namespace escapes {
namespace {

using dp::test::TemporaryFolder;

/// Clears the screen, changes the title, goes left, is no UTF-8, is a control of one byte.
const std::string kEvil = "\x1b[2J\x1b]0;x\x07\xE2\x80\xAE\xFF\xC2\x9B\x7f\r";

/// What a terminal shows of `dp ARGUMENTS...`, which is told to change nothing of it.
std::string on_terminal(const TemporaryFolder& folder, std::vector<std::string> arguments) {
  const dp::Fd shown(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  BOOST_REQUIRE(::grantpt(shown.get()) == 0 && ::unlockpt(shown.get()) == 0);
  dp::Fd terminal(::open(::ptsname(shown.get()), O_RDWR | O_NOCTTY | O_CLOEXEC));
  termios modes{};
  ::tcgetattr(terminal.get(), &modes);
  ::cfmakeraw(&modes);
  ::tcsetattr(terminal.get(), TCSANOW, &modes);
  arguments.insert(arguments.begin(), DP_PROGRAM);
  std::vector<char*> words;
  for (auto& word : arguments) words.push_back(word.data());
  words.push_back(nullptr);
  const auto where = folder.path();
  const int pid = ::fork();
  if (pid == 0) {
    for (int stream = 0; stream < 3; ++stream) ::dup2(terminal.get(), stream);
    if (::chdir(where.c_str()) == 0) ::execv(words[0], words.data());
    ::_exit(127);
  }
  terminal.reset();
  std::string text(1 << 20, '\0');
  std::size_t size = 0;
  for (ssize_t got = 0;
       (got = ::read(shown.get(), text.data() + size, text.size() - size)) > 0;)
    size += static_cast<std::size_t>(got);
  int status = 0;
  ::waitpid(pid, &status, 0);
  text.resize(size);
  return text;
}

/// `text` without what dp itself may send to a terminal.
std::string without_own(std::string text) {
  for (const std::string own :
       {"\r\x1b[K", "\x1b[0m", "\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[36m"})
    for (auto at = text.find(own); at != std::string::npos; at = text.find(own, at))
      text.erase(at, own.size());
  return text;
}

bool is_safe(const std::string& text) { return dp::printable_records(text) == text; }

struct Fixture {
  /// Run dp with and without a terminal, and see that nothing it says can do harm.
  void see(const std::vector<std::string>& arguments, const std::string& part) {
    const auto plain = dp::test::dp(folder, arguments);
    BOOST_TEST(is_safe(plain.err), dp::printable_lines(plain.err));
    const auto shown = without_own(on_terminal(folder, arguments));
    BOOST_TEST(is_safe(shown), dp::printable_lines(shown));
    BOOST_TEST(shown.find(part) != std::string::npos, dp::printable_lines(shown));
  }
  TemporaryFolder folder;
  const std::string name = "f" + kEvil;
};

}  // namespace
}  // namespace escapes

BOOST_FIXTURE_TEST_SUITE(escapes, Fixture)

BOOST_AUTO_TEST_CASE(words_of_the_command_line) {
  const auto shown = dp::printable(name);
  see({name}, shown);
  see({"run", "--" + name}, "f\\x1B[2J");
  see({"run", name + ".yaml"}, shown);
  see({"validate", name + ".yaml"}, shown);
  see({"test", name + ".yaml"}, shown);
  see({"list", name}, shown);
  see({"help", name}, shown);
  see({"new", "plugin", name}, "f\\x1B[2J");
  see({"plugin", "check", name}, shown);
  see({"plugin", "check", name + ".so"}, "f\\x1B[2J");
  see({"list", "--plugin-path", name}, "f\\x1B[2J");
  folder.write("p.yaml", "dp: 1\ninput: {range: 1}\n");
  see({"run", "p.yaml", "--workers", name}, shown);
  see({"run", "p.yaml", "--set", name + "=1"}, shown);
}

BOOST_AUTO_TEST_CASE(names_of_files) {
  const auto shown = dp::printable(name);
  folder.write(name + ".yaml", "dp: 1\ninput: {range: 1}\n");
  see({"validate", name + ".yaml"}, shown + ".yaml: OK\n");
  see({"run", name + ".yaml"}, shown + ": 1 record");
  folder.write("in/" + name, "{}\n{\n");
  folder.write("q.yaml", "dp: 1\ninput: in\nmap: [{use: json}]\noutput: o.csv\n");
  see({"run", "q.yaml"}, shown + ":2: byte 3: ");
}

BOOST_AUTO_TEST_CASE(texts_of_pipeline_files) {
  folder.write("p.yaml",
               "dp: 1\nname: \"f\\e[2Jx\"\ninput: {range: 1}\noutput: \"o\\e.csv\"\n");
  see({"run", "p.yaml"}, "f\\x1B[2Jx: 1 record");
  folder.write("q.yaml", "dp: 1\ninput: {range: 1}\nmap: [{where: \"x == '\\e[2J\"}]\n");
  see({"validate", "q.yaml"}, "unterminated quote");
  folder.write("r.yaml", "dp: 1\ninput: {range: 1}\nmap: [{use: \"\\e[2J\\u202E\"}]\n");
  see({"validate", "r.yaml"}, "\\x1B[2J\\xE2\\x80\\xAE");
}

BOOST_AUTO_TEST_CASE(records_and_what_is_said_of_them) {
  folder.write("in.csv", "line,n\n" + kEvil.substr(0, 12) + ",x\n");
  folder.write("p.yaml", "dp: 1\ninput: in.csv\nmap: [{use: csv, with: {types: {n: int}}}]\n");
  see({"run", "p.yaml"}, "1 rejected");
  folder.write("in.txt", "a\t" + kEvil + "z\n");
  for (const std::string writer : {"ndjson", "csv", "table"}) {
    const bool is_table = writer == "table";
    folder.write(
        "q.yaml",
        "dp: 1\ninput: in.txt\nmap: [{use: lines}]\n" +
            std::string(is_table ? "reduce: {r: {with: {by: line, take: {n: count}}, to: "
                                 : "output: ") +
            "{use: " + writer + ", with: {path: \"-\"}}" + (is_table ? "}}\n" : "\n"));
    see({"run", "q.yaml"}, "2J");
  }
}

BOOST_AUTO_TEST_CASE(records_are_written_as_they_are_where_no_terminal_is) {
  folder.write("in.txt", "a\t\x1b[2J\xE2\x80\xAEz\n");
  folder.write("q.yaml",
               "dp: 1\ninput: in.txt\nmap: [{use: lines}]\n"
               "output: {use: csv.tsv, with: {path: \"-\"}}\n");
  BOOST_TEST(dp::test::dp(folder, {"run", "-q", "q.yaml"}).out ==
             "line\n\"a\t\x1b[2J\xE2\x80\xAEz\"\n");
}

BOOST_AUTO_TEST_CASE(what_workers_and_plugins_say) {
  folder.write("in.txt", "say " + kEvil + "\n" + "abort\nfail\n");
  folder.write("p.yaml", "dp: 1\nplugins: [\"" DP_TEST_PLUGINS
                         "\"]\ninput: in.txt\nmap: [{use: lines}, {use: trouble}]\n"
                         "output: o.ndjson\nerrors: {retries: 0}\n");
  see({"run", "p.yaml"}, "worker 1: \\x1B[2J");
  see({"run", "p.yaml", "--progress", "json"}, "\"output\":\"\\u001b[2J");
}

BOOST_AUTO_TEST_SUITE_END()
