// SPDX-License-Identifier: Apache-2.0
#include "sample_weblog.hpp"

#include <array>
#include <cstdio>
#include <iterator>
#include <string_view>
#include <vector>

#include "sample_random.hpp"

namespace dp::samples {
namespace {

constexpr const char* kTopics[] = {"bread",   "cycling", "gardens", "harbours", "ink",
                                   "kettles", "lenses",  "maps",    "night",    "orchards",
                                   "paper",   "quarry",  "rivers",  "salt",     "timber",
                                   "uplands", "violins", "weather", "yarn",     "zinc"};
constexpr const char* kThings[] = {"guide", "notes",  "review",     "history",
                                   "atlas", "tools",  "care",       "repair",
                                   "names", "winter", "first-steps"};
constexpr const char* kProbes[] = {"/.env",        "/admin/config.php",
                                   "/backup.zip",  "/cgi-bin/test",
                                   "/phpinfo.php", "/old/setup.php?step=1"};
constexpr const char* kUsers[] = {"ana", "bo", "chidi", "devi"};
constexpr const char* kBrowsers[] = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/133.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/133.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/18.3 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.3 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:135.0) Gecko/20100101 Firefox/135.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:135.0) Gecko/20100101 Firefox/135.0",
};
constexpr const char* kCrawlers[] = {
    "Mozilla/5.0 (compatible; SampleCrawler/3.1; +https://crawler.example.org/about)",
    "ExampleBot/1.0 (+https://bot.example.net/)",
    "FeedCollector/0.9 (https://feeds.example.org/; 12 readers)",
};
constexpr const char* kScripts[] = {"curl/8.5.0", "python-requests/2.32.3", "-"};

enum class Kind : std::uint8_t { page, asset, feed, search, api, login, admin };

struct Page {
  std::string path;
  Kind kind;
  std::uint32_t bytes;
};

enum class Role : std::uint8_t { person, crawler, script };

struct Visitor {
  std::string host;
  const char* agent;
  Role role;
};

std::vector<Page> make_pages(Random& random) {
  std::vector<Page> pages = {{"/", Kind::page, 9'400},
                             {"/static/site.css", Kind::asset, 18'200},
                             {"/static/app.js", Kind::asset, 64'900},
                             {"/favicon.ico", Kind::asset, 4'286},
                             {"/images/logo.svg", Kind::asset, 2'310},
                             {"/feed.xml", Kind::feed, 31'000},
                             {"/search", Kind::search, 7'200},
                             {"/api/v1/orders", Kind::api, 640},
                             {"/login", Kind::login, 3'100},
                             {"/robots.txt", Kind::asset, 112},
                             {"/admin/stock", Kind::admin, 12'500}};
  for (int i = 0; i < 1200; ++i) {
    const std::string topic = random.pick(kTopics);
    const std::string thing = random.pick(kThings);
    const auto number = std::to_string(random.below(4000));
    const auto size = 2'000 + random.below(60'000);
    switch (random.below(4)) {
      case 0:
        pages.push_back({"/blog/" + topic + "/" + thing + "-" + number, Kind::page, size});
        break;
      case 1:
        pages.push_back({"/shop/" + topic + "/" + number, Kind::page, size});
        break;
      case 2:
        pages.push_back(
            {"/images/" + topic + "/" + number + "-640.webp", Kind::asset, size * 4});
        break;
      default:
        pages.push_back({"/api/v1/items/" + number, Kind::api, 200 + size / 40});
    }
  }
  return pages;
}

// One draw a statement, here and below: the order of draws within one is the compiler's choice.
std::string make_host(Random& random) {
  constexpr const char* kRanges[] = {"192.0.2.", "198.51.100.", "203.0.113."};
  if (random.chance(3, 4)) {
    const std::string range = random.pick(kRanges);
    return range + std::to_string(1 + random.below(254));
  }
  const auto site = random.below(64);
  const auto net = random.below(0x10000);
  const auto host = 1 + random.below(0xffff);
  char text[48];
  std::snprintf(text, sizeof text, "2001:db8:%x:%x::%x", site, net, host);
  return text;
}

std::vector<Visitor> make_visitors(Random& random) {
  std::vector<Visitor> visitors;
  for (int i = 0; i < 4000; ++i) {
    const auto draw = random.below(100);
    const auto role = draw < 90 ? Role::person : draw < 96 ? Role::crawler : Role::script;
    const char* agent = role == Role::person    ? random.pick(kBrowsers)
                        : role == Role::crawler ? random.pick(kCrawlers)
                                                : random.pick(kScripts);
    visitors.push_back({make_host(random), agent, role});
  }
  return visitors;
}

/// How busy each hour is.
constexpr std::array<std::uint32_t, 24> kBusy = {
    22, 14, 9, 7, 6, 8, 15, 29, 46, 58, 63, 66, 71, 67, 64, 62, 63, 68, 77, 88, 95, 90, 66, 40};

}  // namespace

/// The site on one day.
class WeblogDay::Site {
 public:
  Site(std::uint64_t seed, std::uint32_t day, std::uint64_t bytes)
      : day_(day),
        bytes_(bytes),
        random_(seed),
        pages_(make_pages(random_)),
        visitors_(make_visitors(random_)),
        page_by_use_(static_cast<std::uint32_t>(pages_.size())),
        visitor_by_use_(static_cast<std::uint32_t>(visitors_.size())) {
    for (const auto busy : kBusy) busy_sum_ += busy;
    random_ = Random(random_.next() + day);  // the same site and visitors, another day
  }

  bool append(std::string& out, std::size_t limit) {
    while (written_ < bytes_ && out.size() < limit) {
      const auto before = out.size();
      if (++lines_ % kLinesPerBad == kLinesPerBad / 2)
        append_bad(out);
      else
        append_line(out);
      written_ += out.size() - before;
    }
    return written_ < bytes_;
  }

 private:
  /// What one request is about.
  struct Request {
    const Visitor* visitor;
    const char* method = "GET";
    std::string target;
    std::uint32_t status = 200;
    std::uint32_t bytes = 0;
    bool no_body = false;
    Kind kind = Kind::page;
  };

  /// The second of the day at which the next line is written: as much of the day's business is
  /// over as of its bytes.
  [[nodiscard]] std::uint32_t second() const noexcept {
    std::uint64_t done = written_ * busy_sum_;  // in parts of bytes_
    std::uint32_t hour = 0;
    while (done >= kBusy[hour] * bytes_) done -= kBusy[hour++] * bytes_;
    return hour * 3600 + static_cast<std::uint32_t>(done * 3600 / (kBusy[hour] * bytes_));
  }

  [[nodiscard]] bool incident(std::uint32_t now) const noexcept {
    constexpr std::uint32_t kStart = 14 * 3600 + 20 * 60;
    return day_ == 2 && now >= kStart && now < kStart + 15 * 60;
  }

  Request draw_request(std::uint32_t now) {
    Request request;
    request.visitor = &visitors_[visitor_by_use_.draw(random_)];
    if (request.visitor->role == Role::script && random_.chance(1, 3)) {
      request.target = random_.pick(kProbes);
      request.status = random_.chance(1, 5) ? 403 : 404;
      request.bytes = 312;
      return request;
    }
    const Page& page = pages_[page_by_use_.draw(random_)];
    request.target = page.path;
    request.kind = page.kind;
    request.bytes = page.bytes - page.bytes / 8 + random_.below(page.bytes / 4 + 1);
    if (page.kind == Kind::asset) request.bytes = page.bytes;
    add_query(page, request);
    draw_status(page, now, request);
    return request;
  }

  void add_query(const Page& page, Request& request) {
    if (page.kind == Kind::search) {
      request.target.append("?q=").append(random_.pick(kTopics));
      if (random_.chance(1, 3)) request.target += "%20" + std::string(random_.pick(kThings));
      if (random_.chance(1, 4))
        request.target += "&page=" + std::to_string(random_.below(9) + 2);
    } else if (page.kind == Kind::page && random_.chance(1, 25)) {
      request.target += "?utm_source=news&utm_id=" + std::to_string(random_.below(40'000));
    }
  }

  void draw_status(const Page& page, std::uint32_t now, Request& request) {
    const auto draw = random_.below(1000);
    if (page.kind == Kind::api || page.kind == Kind::login)
      if (random_.chance(1, 2)) request.method = "POST";
    if (page.kind == Kind::api && incident(now) && random_.chance(7, 10))
      return fail(request, random_.chance(2, 3) ? 503 : 500);
    if (page.kind == Kind::login && random_.chance(1, 6)) return fail(request, 401);
    if (page.kind == Kind::asset && request.visitor->role == Role::person && draw < 240) {
      request.status = 304;
      request.no_body = true;
    } else if (request.visitor->role == Role::crawler && draw < 60) {
      request.method = "HEAD";
      request.no_body = true;
    } else if (draw < 985) {
      request.status = page.kind == Kind::login && request.method[0] == 'P' ? 302 : 200;
    } else if (draw < 997) {
      fail(request, draw < 994 ? 404 : 301);
    } else {
      fail(request, draw == 999 ? 500 : 400);
    }
  }

  static void fail(Request& request, std::uint32_t status) {
    request.status = status;
    request.bytes = 150 + status / 4;
  }

  /// A page of the site that a person may have come from.
  const std::string& page_path() {
    for (;;) {
      const auto& page = pages_[page_by_use_.draw(random_)];
      if (page.kind == Kind::page) return page.path;
    }
  }

  void append_referrer(std::string& out, const Request& request) {
    if (request.visitor->role != Role::person) {
      out += '-';
    } else if (request.kind == Kind::asset || request.kind == Kind::api) {
      out.append("https://www.example.com").append(page_path());
    } else if (random_.chance(2, 5)) {
      out += '-';
    } else if (random_.chance(1, 2)) {
      out.append("https://search.example.net/?q=").append(random_.pick(kTopics));
    } else {
      out.append("https://news.example.org/item/").append(std::to_string(random_.below(300)));
    }
  }

  void append_line(std::string& out) {
    const auto now = second();
    const auto request = draw_request(now);
    const char* user = request.kind == Kind::admin ? random_.pick(kUsers) : "-";
    out.append(request.visitor->host).append(" - ").append(user);
    append_stamp(out, now);
    out.append("\"").append(request.method).append(" ").append(request.target);
    out.append(request.visitor->role == Role::script ? " HTTP/1.1\" " : " HTTP/2.0\" ");
    out.append(std::to_string(request.status)).append(" ");
    out.append(request.no_body ? "-" : std::to_string(request.bytes)).append(" \"");
    append_referrer(out, request);
    out.append("\" \"").append(request.visitor->agent).append("\"\n");
  }

  void append_stamp(std::string& out, std::uint32_t now) const {
    char text[40];
    std::snprintf(text, sizeof text, " [%02u/Mar/2026:%02u:%02u:%02u +0000] ", 2 + day_,
                  now / 3600, now / 60 % 60, now % 60);
    out += text;
  }

  /// A line that something went wrong with on its way to the disk.
  void append_bad(std::string& out) {
    const auto begin = out.size();
    append_line(out);
    const auto line = out.substr(begin, out.size() - begin - 1);
    out.resize(begin);
    const auto stamp = line.find('[');
    const auto request = line.find('"');
    switch (random_.below(5)) {
      case 0:  // the disk was full
        out.append(line, 0, request + random_.below(5));
        break;
      case 1:  // two writers at once
        out.append(line, 0, stamp + 9).append(line);
        break;
      case 2:  // a message of another program
        out.append("worker 7: upstream timed out after 30 s, retrying");
        break;
      case 3:  // a clock that went mad
        out.append(line, 0, stamp + 1).append("31/Feb").append(line, stamp + 7);
        break;
      default:  // a field that a filter took out
        out.append(line, 0, request).append(line, line.find("\" ") + 2);
    }
    out += '\n';
  }

  std::uint32_t day_;
  std::uint64_t bytes_;
  Random random_;
  std::vector<Page> pages_;
  std::vector<Visitor> visitors_;
  Zipf page_by_use_;
  Zipf visitor_by_use_;
  std::uint64_t busy_sum_ = 0;
  std::uint64_t written_ = 0;
  std::uint64_t lines_ = 0;
};

WeblogDay::WeblogDay(std::uint64_t seed, std::uint32_t day, std::uint64_t bytes)
    : site_(std::make_unique<Site>(seed, day, bytes)) {}

WeblogDay::~WeblogDay() = default;

bool WeblogDay::append(std::string& out, std::size_t limit) {
  return site_->append(out, limit);
}

}  // namespace dp::samples
