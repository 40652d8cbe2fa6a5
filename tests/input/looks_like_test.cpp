// SPDX-License-Identifier: Apache-2.0
#include "input/looks_like.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <utility>

#include "gzip.hpp"

BOOST_AUTO_TEST_SUITE(looks_like)

BOOST_AUTO_TEST_CASE(what_a_text_is_shows_in_its_first_bytes) {
  using namespace std::string_literals;
  const std::pair<std::string, std::string> kCases[] = {
      {"\x89PNG\r\n\x1a\n....", "a PNG image"},
      {"\xff\xd8\xff\xe0....", "a JPEG image"},
      {"II*\0...."s, "a TIFF image"},
      {"RIFF....WEBPVP8 ", "a WebP image"},
      {"%PDF-1.7\n", "a PDF document"},
      {dp::test::gzip("a,b\n1,2\n"), "gzip data within compressed data"},
      {"PK\x03\x04....", "a zip archive"},
      {"7z\xbc\xaf\x27\x1c....", "a 7z archive"},
      {"Rar!\x1a\x07....", "a RAR archive"},
      {"\x1f\x9d\x90....", "data of compress (.Z)"},
      {"\xff\xfe"
       "a\0"s,
       "text in UTF-16"},
      {"a\0b\0c\1\2"s, "binary data"},
      {"{\"a\":1}\n{\"a\":2}\n", "JSON, one record per line"},
      {"{\"a\":1}", "JSON, one record per line"},
      {"\xef\xbb\xbf{\"a\":1}\n{\"a\":2}\n{\"a\"", "JSON, one record per line"},
      {"[{\"a\":1},\n {\"a\":2}]\n", "a JSON array"},
      {"[1, 2, 3]", "a JSON array"},
      {"{\n  \"a\": [1, 2],\n  \"b\": {}\n}\n", "a JSON document"},
      {"<?xml version=\"1.0\"?>\n<a/>", "XML"},
      {"<rows><row>1</row></rows>", "XML"},
      {"<!DOCTYPE html>\n<html><body></body></html>", "HTML"},
      {"192.0.2.7 - - [01/Nov/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 200 1\n"
       "192.0.2.8 - - [01/Nov/2026:10:00:01 +0000] \"GET /a,b HTTP/1.1\" 200 1\n",
       "a web server's access log"},
      {"id,name\n1,a\n2,\"b,c\"\n", "CSV"},
      {"id;name\n1;a,b\n2;b\n", "CSV, separated by ';'"},
      {"id|name\n1|a\n", "CSV, separated by '|'"},
      {"id||name||at\n1||a||\n", "CSV, separated by '||'"},
      {"id|name|at\n1||2\n2||3\n", "CSV, separated by '|'"},
      {"1::1193::5\n1::661::3\n", "CSV, separated by '::'"},
      {"id\tname, given\n1\ta\n", "text separated by tabs (csv.tsv)"},
      {"2026-11-01 10:00:00 started\n2026-11-01 10:00:01 went on, and on\n", "a log"},
      {"Nov  1 10:00:00 host sshd: hello\nNov  1 10:00:01 host cron: bye\n", "a log"},
  };
  for (const auto& [head, expected] : kCases)
    BOOST_TEST(dp::input::looks_like(head) == expected,
               head << ": " << dp::input::looks_like(head));
}

BOOST_AUTO_TEST_CASE(of_a_text_like_others_nothing_is_said) {
  for (const char* head :
       {"", "\n\n", "a", "one\ntwo\nthree\n", "Dear all,\nthis is a letter.\n",
        "[section]\nkey = value\n", "{not json}\n", "a < b\n"})
    BOOST_TEST(dp::input::looks_like(head) == "", head);
}

BOOST_AUTO_TEST_CASE(the_format_is_that_of_a_reader) {
  using dp::input::Format;
  using dp::input::format_of;
  BOOST_TEST((format_of("") == Format::text));
  BOOST_TEST((format_of("some words\nand more\n") == Format::text));
  BOOST_TEST((format_of("2026-11-01 10:00:00 a\n2026-11-01 10:00:01 b\n") == Format::text));
  BOOST_TEST((format_of("a,b\n1,2\n") == Format::csv));
  BOOST_TEST((format_of("a\tb\n1\t2\n") == Format::csv));
  BOOST_TEST((format_of("a|b\n1|2\n") == Format::csv));
  BOOST_TEST((format_of("{\"a\": 1}\n{\"a\": 2}\n") == Format::json));
  BOOST_TEST((format_of("[{\"a\": 1}]") == Format::json));
  BOOST_TEST((format_of("{\n\"a\": 1\n}\n") == Format::json_document));
  BOOST_TEST((format_of("<?xml version=\"1.0\"?><a/>") == Format::xml));
  BOOST_TEST((format_of("h - - [01/Nov/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 200 5\n") ==
              Format::access_log));
  BOOST_TEST((format_of("<html><body></body></html>") == Format::other));
  BOOST_TEST((format_of("\x89PNG\r\n\x1a\n") == Format::other));
}

BOOST_AUTO_TEST_SUITE_END()
