// SPDX-License-Identifier: Apache-2.0
#include "weblog/request.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(weblog_request)

namespace {
namespace wl = dp::weblog;
using Texts = std::vector<std::string>;

/// Method, target, path, query and protocol of a request; empty if it is of no usual form.
Texts split(const std::string& request) {
  // Positions are from the text's start, where a line has its host.
  const std::string text = "h " + request + std::string(64, ' ');
  const wl::Range whole{2, static_cast<std::uint32_t>(2 + request.size())};
  const auto first = static_cast<std::uint32_t>(text.find(' ', 2));
  wl::Range method, target;
  if (!wl::split_request(text.data(), whole, first, method, target)) return {};
  const auto of = [&](wl::Range range) { return text.substr(range.begin, range.size()); };
  return {of(method), of(target), of(wl::path_of(text.data(), target)),
          of(wl::query_of(text.data(), target)),
          of(wl::protocol_of(text.data(), whole, target))};
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_request_is_method_target_and_protocol) {
  BOOST_TEST(split("GET /search?q=dp?x HTTP/1.1") ==
                 (Texts{"GET", "/search?q=dp?x", "/search", "q=dp?x", "HTTP/1.1"}),
             boost::test_tools::per_element());
  BOOST_TEST(split("M-SEARCH * HTTP/2") == (Texts{"M-SEARCH", "*", "*", "", "HTTP/2"}),
             boost::test_tools::per_element());
  BOOST_TEST(split("GET /") == (Texts{"GET", "/", "/", "", ""}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_last_word_is_a_protocol_if_it_looks_like_one) {
  BOOST_TEST(split("GET /a b HTTP/1.0").back() == "HTTP/1.0");
  for (const char* protocol :
       {"HTTP/", "HTTP/1.", "HTTP/1.1.1", "http/1.1", "HTTP/V1.0", "ICAP/1.0"})
    BOOST_TEST(split(std::string("GET /a ") + protocol).back() == protocol);
  for (const char* other :
       {"GET /a x", "GET /a /1.1", "GET /a b/1.1", "GET /a ICAP/", "GET /a A/b"}) {
    BOOST_TEST(split(other).back() == "", other);
    BOOST_TEST(split(other)[1] == std::string(other).substr(4), other);
  }
}

BOOST_AUTO_TEST_CASE(a_target_is_all_between_method_and_protocol) {
  struct Sample {
    const char* request;
    const char* target;
    const char* protocol;
  };
  const Sample samples[] = {
      {"GET /my file.pdf HTTP/1.1", "/my file.pdf", "HTTP/1.1"},
      {"GET /?x=a b HTTP/2", "/?x=a b", "HTTP/2"},
      {"GET /a b", "/a b", ""},
      {"GET  /double HTTP/1.1", "/double", "HTTP/1.1"},
      {"GET /end  HTTP/1.1", "/end", "HTTP/1.1"},
      {"GET /end HTTP/1.1  ", "/end", "HTTP/1.1"},
      {"GET  /a  b  ", "/a  b", ""},
      {"GET / HTTP/V1.0", "/", "HTTP/V1.0"},
      {"OPTIONS sip:nm SIP/2.0", "sip:nm", "SIP/2.0"},
      {"OPTIONS / RTSP/1.0", "/", "RTSP/1.0"},
      {"GET a HTTP/1.1", "a", "HTTP/1.1"},
      {"GET /x HTTP/1.1 HTTP/1.1", "/x HTTP/1.1", "HTTP/1.1"},
      {"GET /x HTTP/11", "/x", "HTTP/11"},
  };
  for (const auto& sample : samples) {
    const auto parts = split(sample.request);
    BOOST_REQUIRE_MESSAGE(parts.size() == 5U, sample.request);
    BOOST_TEST(parts[1] == sample.target, sample.request);
    BOOST_TEST(parts[4] == sample.protocol, sample.request);
  }
}

BOOST_AUTO_TEST_CASE(what_has_no_method_or_no_target_is_no_request) {
  for (const char* other : {"GET", "", "G3T / HTTP/1.1", "\\x16\\x03 /", "GET  HTTP/1.1",
                            "GET HTTP/1.1", "GET ", "GET   "})
    BOOST_TEST(split(other).empty(), other);
}

BOOST_AUTO_TEST_CASE(long_methods_may_have_hyphens_and_underscores) {
  BOOST_TEST(split("VERSION-CONTROL /")[0] == "VERSION-CONTROL");
  BOOST_TEST(split("my_own_method /")[0] == "my_own_method");
  BOOST_TEST(split("VERSION.CONTROL /").empty());
}

BOOST_AUTO_TEST_SUITE_END()
