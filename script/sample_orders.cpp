// SPDX-License-Identifier: Apache-2.0
#include "sample_orders.hpp"

#include <cstdio>

namespace dp::samples {

namespace {

constexpr std::string_view kCountries[] = {"NO", "DE", "FR", "PT", "JP", "BR", "IN", "KE"};
constexpr std::string_view kFirst[] = {"Ada",   "Bj\u00f8rn",  "Chlo\u00e9", "Dmitri",
                                       "Emeka", "F\u00e1tima", "Grace",      "Hiro"};
constexpr std::string_view kLast[] = {"O'Neill",    "Garc\u00eda", "Smith, Jr.", "\u0141ukasz",
                                      "de la Cruz", "M\u00fcller", "Tanaka"};
constexpr std::string_view kItems[] = {"lamp",          "desk",  "chair 2\"", "rug <blue>",
                                       "shelf & rails", "clock", "vase"};
constexpr std::string_view kNotes[] = {
    "leave at the door",          "call first:\n+00 000 0000", "she said \"hurry\"", "", "", "",
    "floor 3; ring twice, please"};

std::string two_digits(std::uint32_t number) {
  char text[12];
  std::snprintf(text, sizeof text, "%02u", number);
  return text;
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\n") == std::string_view::npos && !text.empty())
    return std::string(text);
  std::string quoted = "\"";
  for (const char byte : text) {
    if (byte == '"') quoted += '"';
    quoted += byte;
  }
  return quoted + '"';
}

std::string json_string(std::string_view text) {
  std::string quoted = "\"";
  for (const char byte : text) {
    if (byte == '"' || byte == '\\') quoted += '\\';
    if (byte == '\n')
      quoted += "\\n";
    else
      quoted += byte;
  }
  return quoted + '"';
}

std::string xml_text(std::string_view text) {
  std::string escaped;
  for (const char byte : text) {
    if (byte == '&')
      escaped += "&amp;";
    else if (byte == '<')
      escaped += "&lt;";
    else if (byte == '>')
      escaped += "&gt;";
    else
      escaped += byte;
  }
  return escaped;
}

}  // namespace

Orders::Orders(std::uint64_t seed, std::uint32_t region, Format format, std::uint64_t count)
    // The format must not change the orders.
    : random_(seed * 1000 + region), region_(region), format_(format), count_(count) {}

Orders::Order Orders::next() {
  Order order;
  order.id = region_ * 1'000'000u + done_ + 1;
  order.placed_at = "2026-" + two_digits(1 + random_.below(12)) + "-" +
                    two_digits(1 + random_.below(28)) + "T" + two_digits(random_.below(24)) +
                    ":" + two_digits(random_.below(60)) + ":00Z";
  order.country = random_.pick(kCountries);
  order.customer = std::string(random_.pick(kFirst)) + " " + std::string(random_.pick(kLast));
  order.item = random_.pick(kItems);
  order.quantity = 1 + random_.below(9);
  const auto cents = 99 + random_.below(50'000);
  order.price = std::to_string(cents / 100) + "." + two_digits(cents % 100);
  if (done_ % kOrdersPerBad == kOrdersPerBad / 2) order.price = "on request";
  order.note = random_.pick(kNotes);
  return order;
}

void Orders::begin(std::string& out) const {
  if (format_ == Format::csv)
    out += "id,placed_at,country,customer,item,quantity,price,note\n";
  else if (format_ == Format::json)
    out += "[\n";
  else
    out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<orders>\n";
}

void Orders::end(std::string& out) const {
  if (format_ == Format::json) out += "\n]\n";
  if (format_ == Format::xml) out += "</orders>\n";
}

void Orders::append_csv(std::string& out, const Order& order) const {
  out += std::to_string(order.id) + ',' + order.placed_at + ',' + std::string(order.country) +
         ',' + csv_field(order.customer) + ',' + csv_field(order.item) + ',' +
         std::to_string(order.quantity) + ',' + order.price + ',' + csv_field(order.note) +
         '\n';
}

void Orders::append_json(std::string& out, const Order& order) const {
  if (done_ != 0) out += ",\n";
  const bool is_number = order.price.front() <= '9';
  out += "{\"id\": " + std::to_string(order.id) + ", \"placed_at\": \"" + order.placed_at +
         "\", \"customer\": {\"name\": " + json_string(order.customer) +
         ", \"country\": " + json_string(order.country) +
         "}, \"item\": " + json_string(order.item) +
         ", \"quantity\": " + std::to_string(order.quantity) +
         ", \"price\": " + (is_number ? order.price : json_string(order.price)) +
         ", \"note\": " + json_string(order.note) + "}";
}

void Orders::append_xml(std::string& out, const Order& order) const {
  out += "  <order id=\"" + std::to_string(order.id) + "\" placed_at=\"" + order.placed_at +
         "\">\n    <customer country=\"" + std::string(order.country) + "\">" +
         xml_text(order.customer) + "</customer>\n    <item quantity=\"" +
         std::to_string(order.quantity) + "\">" + xml_text(order.item) +
         "</item>\n    <price>" + order.price + "</price>\n    <note>" + xml_text(order.note) +
         "</note>\n  </order>\n";
}

bool Orders::append(std::string& out, std::size_t limit) {
  if (done_ == 0) begin(out);
  for (; done_ < count_ && out.size() < limit; ++done_) {
    const auto order = next();
    if (format_ == Format::csv)
      append_csv(out, order);
    else if (format_ == Format::json)
      append_json(out, order);
    else
      append_xml(out, order);
  }
  if (done_ < count_) return true;
  end(out);
  return false;
}

}  // namespace dp::samples
