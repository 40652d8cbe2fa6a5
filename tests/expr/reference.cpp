// SPDX-License-Identifier: Apache-2.0
#include "reference.hpp"

#include <cctype>
#include <cmath>
#include <ctime>
#include <stdexcept>

namespace dp::test {

namespace {

using expr::ExpressionNode;
using expr::Op;

constexpr std::int64_t kMicros = 1'000'000;
__extension__ using Wide = __int128;

bool is_null(const Typed& value) { return std::holds_alternative<std::monostate>(value.cell); }
std::int64_t whole(const Typed& value) { return std::get<std::int64_t>(value.cell); }
const std::string& text(const Typed& value) { return std::get<std::string>(value.cell); }
bool flag(const Typed& value) { return std::get<bool>(value.cell); }
double number(const Typed& value) {
  if (const auto* exact = std::get_if<double>(&value.cell)) return *exact;
  return static_cast<double>(whole(value));
}
Typed boolean(bool value) { return {Type::boolean, value}; }
Typed integer(std::int64_t value) { return {Type::int64, value}; }
Typed real(double value) { return {Type::float64, value}; }
Typed string(std::string value) { return {Type::string, std::move(value)}; }
Typed null_of(Type type) { return {type, Cell{}}; }

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(std::floor(static_cast<long double>(a) / b));
}

std::tm calendar(std::int64_t micros) {
  const auto seconds = static_cast<std::time_t>(floor_div(micros, kMicros));
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return parts;
}

std::int64_t micros_of(std::tm parts) {
  return static_cast<std::int64_t>(timegm(&parts)) * kMicros;
}

/// Times as microseconds, whether they are dates, timestamps or text.
std::int64_t micros(const Typed& value) {
  if (*value.type == Type::date) return whole(value) * 86'400 * kMicros;
  if (*value.type == Type::timestamp) return whole(value);
  std::tm parts{};
  const char* end = strptime(text(value).c_str(), "%Y-%m-%d", &parts);
  if (end != nullptr && *end != 0) end = strptime(end, " %H:%M:%S", &parts);
  if (end == nullptr) throw std::runtime_error("not a time: " + text(value));
  return micros_of(parts);
}

int order(double a, double b) { return a < b ? -1 : a > b ? 1 : 0; }

/// -1, 0, 1.
int compare(const Typed& a, const Typed& b) {
  const auto is_time = [](const Typed& v) {
    return *v.type == Type::timestamp || *v.type == Type::date;
  };
  if (is_time(a) || is_time(b)) {
    const auto x = micros(a);
    const auto y = micros(b);
    return x < y ? -1 : x > y ? 1 : 0;
  }
  if (*a.type == Type::string) return text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0;
  if (*a.type == Type::boolean) return static_cast<int>(flag(a)) - static_cast<int>(flag(b));
  if (*a.type == Type::int64 && *b.type == Type::int64)
    return whole(a) < whole(b) ? -1 : whole(a) > whole(b) ? 1 : 0;
  return order(number(a), number(b));
}

bool holds(Op op, int order) {
  switch (op) {
    case Op::equal:
      return order == 0;
    case Op::not_equal:
      return order != 0;
    case Op::less:
      return order < 0;
    case Op::less_equal:
      return order <= 0;
    case Op::greater:
      return order > 0;
    default:
      return order >= 0;
  }
}

Typed small(Wide value) {
  if (value < INT64_MIN || value > INT64_MAX) return null_of(Type::int64);
  return integer(static_cast<std::int64_t>(value));
}

Typed arithmetic(Op op, const Typed& a, const Typed& b) {
  const bool times = *a.type == Type::timestamp || *a.type == Type::date;
  const bool ints = *a.type == Type::int64 && *b.type == Type::int64 && op != Op::divide;
  const bool dates = *a.type == Type::date && *b.type == Type::date;
  const Type type = (times && dates) || ints ? Type::int64 : Type::float64;
  if (is_null(a) || is_null(b)) return null_of(type);
  if (dates) return integer(whole(a) - whole(b));
  if (times) return real(static_cast<double>(micros(a) - micros(b)) / 1e6);
  if (ints) {
    const Wide x = whole(a);
    const Wide y = whole(b);
    if (op == Op::add) return small(x + y);
    if (op == Op::subtract) return small(x - y);
    if (op == Op::multiply) return small(x * y);
    return y == 0 ? null_of(type) : small(x % y);
  }
  const double x = number(a);
  const double y = number(b);
  if (op == Op::add) return real(x + y);
  if (op == Op::subtract) return real(x - y);
  if (op == Op::multiply) return real(x * y);
  if (y == 0) return null_of(type);
  return real(op == Op::divide ? x / y : std::fmod(x, y));
}

std::vector<std::string> characters(const std::string& bytes) {
  std::vector<std::string> out;
  for (const char c : bytes) {
    if (out.empty() || (c & 0xc0) != 0x80) out.emplace_back();
    out.back() += c;
  }
  return out;
}

std::string substring(const std::string& bytes, std::int64_t start, std::int64_t count) {
  const auto all = characters(bytes);
  const auto size = static_cast<std::int64_t>(all.size());
  if (start < 0) start = std::max<std::int64_t>(size + start, 0) + 1;
  if (start == 0) start = 1;
  std::string out;
  for (std::int64_t i = start - 1; i < size && count > 0; ++i, --count)
    out += all[static_cast<std::size_t>(i)];
  return out;
}

std::string split_part(const std::string& bytes, const std::string& separator,
                       std::int64_t wanted) {
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < bytes.size();) {
    if (!separator.empty() && bytes.compare(i, separator.size(), separator) == 0) {
      parts.emplace_back();
      i += separator.size();
    } else {
      parts.back() += bytes[i++];
    }
  }
  return wanted < 1 || wanted > static_cast<std::int64_t>(parts.size())
             ? ""
             : parts[static_cast<std::size_t>(wanted - 1)];
}

Typed truncated(std::int64_t time, const std::string& unit) {
  std::tm parts = calendar(time);
  if (unit == "week") parts.tm_mday -= (parts.tm_wday + 6) % 7;
  if (unit == "year") parts.tm_mon = 0;
  if (unit == "year" || unit == "month") parts.tm_mday = 1;
  if (unit != "second" && unit != "minute" && unit != "hour") parts.tm_hour = 0;
  if (unit != "second" && unit != "minute") parts.tm_min = 0;
  if (unit != "second") parts.tm_sec = 0;
  return {Type::timestamp, micros_of(parts)};
}

class Interpreter {
 public:
  Interpreter(const expr::Expression& expression, const Schema& schema, const Row& row)
      : expression_(&expression), schema_(&schema), row_(&row) {}

  Typed eval(const ExpressionNode& node);

 private:
  Typed child(const ExpressionNode& node, std::size_t i) {
    return eval(expression_->nodes()[node.children.at(i)]);
  }
  Typed logic(const ExpressionNode& node);
  Typed call(const ExpressionNode& node);
  Typed choice(const ExpressionNode& node);
  static Typed time_call(const std::string& name, const std::vector<Typed>& in);
  static Typed text_call(const std::string& name, const std::vector<Typed>& in);

  const expr::Expression* expression_;
  const Schema* schema_;
  const Row* row_;
};

Typed Interpreter::logic(const ExpressionNode& node) {
  const Typed a = child(node, 0);
  if (node.op == Op::logical_not) return is_null(a) ? a : boolean(!flag(a));
  const Typed b = child(node, 1);
  const bool decides = node.op == Op::logical_or;
  if ((!is_null(a) && flag(a) == decides) || (!is_null(b) && flag(b) == decides))
    return boolean(decides);
  return is_null(a) || is_null(b) ? null_of(Type::boolean) : boolean(!decides);
}

Typed Interpreter::choice(const ExpressionNode& node) {
  if (node.text == "if") {
    const Typed condition = child(node, 0);
    return child(node, !is_null(condition) && flag(condition) ? 1 : 2);
  }
  for (std::size_t i = 0; i < node.children.size(); ++i)
    if (const Typed value = child(node, i); !is_null(value)) return value;
  return {};
}

Typed Interpreter::time_call(const std::string& name, const std::vector<Typed>& in) {
  const std::int64_t time = micros(in[0]);
  const std::tm parts = calendar(time);
  if (name == "trunc") return truncated(time, text(in[1]));
  if (name == "date") return {Type::date, floor_div(time, 86'400 * kMicros)};
  if (name == "timestamp") return {Type::timestamp, time};
  if (name == "unix") return integer(floor_div(time, kMicros));
  if (name == "year") return integer(parts.tm_year + 1900);
  if (name == "month") return integer(parts.tm_mon + 1);
  if (name == "day") return integer(parts.tm_mday);
  if (name == "hour") return integer(parts.tm_hour);
  if (name == "minute") return integer(parts.tm_min);
  if (name == "second") return integer(parts.tm_sec);
  if (name == "weekday") return integer(parts.tm_wday == 0 ? 7 : parts.tm_wday);
  char buffer[128];
  return string({buffer, std::strftime(buffer, sizeof buffer, text(in[1]).c_str(), &parts)});
}

Typed Interpreter::text_call(const std::string& name, const std::vector<Typed>& in) {
  std::string out = text(in[0]);
  if (name == "lower")
    for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (name == "upper")
    for (char& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (name == "length") return integer(static_cast<std::int64_t>(characters(out).size()));
  if (name == "contains") return boolean(out.find(text(in[1])) != std::string::npos);
  if (name == "starts_with") return boolean(out.substr(0, text(in[1]).size()) == text(in[1]));
  if (name == "ends_with")
    return boolean(out.size() >= text(in[1]).size() &&
                   out.substr(out.size() - text(in[1]).size()) == text(in[1]));
  if (name == "concat")
    for (std::size_t i = 1; i < in.size(); ++i) out += text(in[i]);
  if (name == "substring")
    return string(substring(out, whole(in[1]), in.size() > 2 ? whole(in[2]) : INT64_MAX));
  if (name == "split_part") return string(split_part(out, text(in[1]), whole(in[2])));
  return string(out);
}

Typed Interpreter::call(const ExpressionNode& node) {
  const std::string& name = node.text;
  if (name == "if" || name == "coalesce") return choice(node);
  std::vector<Typed> in;
  for (std::size_t i = 0; i < node.children.size(); ++i) in.push_back(child(node, i));
  for (const auto& value : in)
    if (is_null(value)) return {};
  const Typed& first = in[0];
  if (name == "int" && *first.type == Type::float64) {
    const double value = std::trunc(number(first));
    return value >= -0x1p63 && value < 0x1p63 ? integer(static_cast<std::int64_t>(value))
                                              : Typed{};
  }
  if (name == "int" && *first.type == Type::boolean) return integer(flag(first) ? 1 : 0);
  if (name == "int") return first;
  if (name == "float" && *first.type == Type::boolean) return real(flag(first) ? 1 : 0);
  if (name == "float") return real(number(first));
  if (name == "string")
    return *first.type == Type::boolean ? string(flag(first) ? "true" : "false")
           : *first.type == Type::int64 ? string(std::to_string(whole(first)))
                                        : first;
  const bool is_whole = *first.type == Type::int64;
  if (name == "abs" && is_whole)
    return small(whole(first) < 0 ? -static_cast<Wide>(whole(first)) : whole(first));
  if (name == "abs") return real(std::fabs(number(first)));
  if (name == "floor" || name == "ceil" || name == "round") {
    if (is_whole) return first;
    const double value = number(first);
    return real(name == "floor"  ? std::floor(value)
                : name == "ceil" ? std::ceil(value)
                                 : std::round(value));
  }
  if (*first.type == Type::string && name != "date" && name != "timestamp")
    return text_call(name, in);
  return time_call(name, in);
}

Typed Interpreter::eval(const ExpressionNode& node) {
  switch (node.op) {
    case Op::null:
      return {};
    case Op::boolean:
      return boolean(node.integer != 0);
    case Op::integer:
      return integer(node.integer);
    case Op::number:
      return real(node.number);
    case Op::string:
      return string(node.text);
    case Op::column: {
      const std::size_t column = find_column(*schema_, node.text).value();
      return {(*schema_)[column].type, (*row_)[column]};
    }
    case Op::call:
      return call(node);
    case Op::logical_and:
    case Op::logical_or:
    case Op::logical_not:
      return logic(node);
    case Op::is_null:
    case Op::is_not_null:
      return boolean(is_null(child(node, 0)) == (node.op == Op::is_null));
    case Op::in: {
      const Typed value = child(node, 0);
      if (is_null(value)) return null_of(Type::boolean);
      bool found = false;
      for (std::size_t i = 1; i < node.children.size(); ++i)
        found = found || compare(value, child(node, i)) == 0;
      return boolean(found);
    }
    case Op::negate: {
      const Typed value = child(node, 0);
      if (is_null(value)) return value;
      return *value.type == Type::int64 ? small(-static_cast<Wide>(whole(value)))
                                        : real(-number(value));
    }
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::modulo: {
      const Typed a = child(node, 0);
      const Typed b = child(node, 1);
      if (!a.type || !b.type) return {};
      return arithmetic(node.op, a, b);
    }
    default: {
      const Typed a = child(node, 0);
      const Typed b = child(node, 1);
      if (is_null(a) || is_null(b)) return null_of(Type::boolean);
      return boolean(holds(node.op, compare(a, b)));
    }
  }
}

}  // namespace

Typed interpret(const expr::Expression& expression, const Schema& schema, const Row& row) {
  return Interpreter(expression, schema, row).eval(expression.root());
}

}  // namespace dp::test
