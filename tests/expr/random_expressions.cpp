// SPDX-License-Identifier: Apache-2.0
#include "random_expressions.hpp"

namespace dp::test {

std::string Random::leaf(Type type) {
  switch (type) {
    case Type::boolean:
      return of<const char*>({"b", "c", "true", "false"});
    case Type::int64:
      return of<const char*>({"i", "j", "0", "-1", "2", "9223372036854775807"});
    case Type::float64:
      return of<const char*>({"f", "g", "0.5", "-2.0"});
    case Type::string:
      return of<const char*>(
          {"s", "u", "'a'", "''", "'ab/ab'", "'a text of more than 12 bytes'"});
    case Type::timestamp:
      return of<const char*>({"t", "w"});
    case Type::date:
      return of<const char*>({"d", "e"});
    case Type::decimal:
    case Type::json:
      break;  // see kernels_decimal_test.cpp
  }
  return {};
}

std::string Random::boolean(int depth) {
  const Type type = of({Type::int64, Type::float64, Type::string, Type::timestamp, Type::date});
  const auto any = [&] { return expression(type, depth); };
  const std::string compare = of<const char*>({" == ", " != ", " < ", " <= ", " > ", " >= "});
  switch (below(10)) {
    case 0:
    case 1:
      return "(" + boolean(depth) + " and " + expression(Type::boolean, depth) + ")";
    case 2:
    case 3:
      return "(" + expression(Type::boolean, depth) + " or " +
             expression(Type::boolean, depth) + ")";
    case 4:
      return "(not " + expression(Type::boolean, depth) + ")";
    case 5:
      return "(" + any() + of<const char*>({" is null", " is not null"}) + ")";
    case 6:
      return of<const char*>({"contains(", "starts_with(", "ends_with("}) + string(depth) +
             ", " + string(depth) + ")";
    case 7:
      return of<std::string>(
          {"(" + expression(Type::int64, depth) + " in (1, -2, 3))",
           "(" + expression(Type::int64, depth) + " in (1, 2, 3, 4, 5, 6, 7, 8, 9, -1, -2))",
           "(" + expression(Type::float64, depth) + " in (0.5, 1))",
           "(" + string(depth) + " in ('a', 'ab', '', 'ab/ab'))",
           "(" + string(depth) + " in ('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'ab', ''))",
           "(b in (true))", "(t in ('2001-09-09', '2020-01-01 00:00:00'))"});
    case 8:
      if (type == Type::timestamp) return "(" + any() + compare + "'2001-09-09 01:46:40')";
      if (type == Type::date)
        return "(" + any() + compare + of<const char*>({"'1999-12-31')", "t)"});
      return "(" + expression(Type::int64, depth) + compare + expression(Type::float64, depth) +
             ")";
    default:
      return "(" + any() + compare + any() + ")";
  }
}

std::string Random::number(Type type, int depth) {
  const std::string a = expression(type, depth);
  const std::string b = expression(type, depth);
  if (type == Type::float64) switch (below(7)) {
      case 0:
        return "(" + a + of<const char*>({" + ", " - ", " * ", " / ", " % "}) + b + ")";
      case 1:
        return "(" + expression(Type::int64, depth) + " / " + expression(Type::int64, depth) +
               ")";
      case 2:
        return of<const char*>({"floor(", "ceil(", "round(", "abs("}) + a + ")";
      case 3:
        return "float(" + expression(of({Type::int64, Type::boolean}), depth) + ")";
      case 4:
        return "(t - " + time(Type::timestamp, depth) + ")";
      case 5:
        return "(-" + a + ")";
      default:
        return "(" + a + " + " + expression(Type::int64, depth) + ")";
    }
  switch (below(7)) {
    case 0:
    case 1:
      return "(" + a + of<const char*>({" + ", " - ", " * ", " % "}) + b + ")";
    case 2:
      return "length(" + string(depth) + ")";
    case 3:
      return of<const char*>({"year(", "month(", "day(", "hour(", "minute(", "second(",
                              "weekday(", "unix("}) +
             time(of({Type::timestamp, Type::date}), depth) + ")";
    case 4:
      return "int(" + expression(of({Type::float64, Type::boolean}), depth) + ")";
    case 5:
      return of<std::string>({"abs(" + a + ")", "(d - " + time(Type::date, depth) + ")"});
    default:
      return "(-" + a + ")";
  }
}

std::string Random::string(int depth) {
  if (depth <= 0) return leaf(Type::string);
  const std::string a = string(depth - 1);
  switch (below(7)) {
    case 0:
      return of<const char*>({"lower(", "upper("}) + a + ")";
    case 1:
      return "concat(" + a + ", " + string(depth - 1) + ")";
    case 2:
      return "substring(" + a + ", " + of<const char*>({"i", "2", "-3", "0"}) +
             of<const char*>({"", ", 2", ", 30", ", j"}) + ")";
    case 3:
      return "split_part(" + a + ", " + of<const char*>({"'/'", "'ab'", "u", "''"}) + ", " +
             of<const char*>({"1", "2", "i"}) + ")";
    case 4:
      return "string(" + expression(of({Type::int64, Type::boolean, Type::string}), depth - 1) +
             ")";
    case 5:
      return "strftime(" + time(of({Type::timestamp, Type::date}), depth - 1) + ", " +
             of<const char*>({"'%H'", "'%d/%b/%Y:%H'", "'%F %T'", "'%A %j'"}) + ")";
    default:
      return leaf(Type::string);
  }
}

std::string Random::time(Type type, int depth) {
  if (depth <= 0) return leaf(type);
  if (type == Type::date) return of<std::string>({leaf(type), "date(t)", "date('2026-11-01')"});
  return of<std::string>({leaf(type), "timestamp(d)",
                          "trunc(" + time(Type::timestamp, depth - 1) + ", " +
                              of<const char*>({"'second'", "'minute'", "'hour'", "'day'",
                                               "'week'", "'month'", "'year'"}) +
                              ")"});
}

std::string Random::expression(Type type, int depth) {
  if (depth <= 0) return leaf(type);
  if (one_in(6))
    return "if(" + boolean(depth - 1) + ", " + expression(type, depth - 1) + ", " +
           (one_in(4) ? "null" : expression(type, depth - 1)) + ")";
  if (one_in(6))
    return "coalesce(" + expression(type, depth - 1) + ", " + expression(type, depth - 1) + ")";
  if (type == Type::boolean) return boolean(depth - 1);
  if (type == Type::string) return string(depth);
  if (type == Type::timestamp || type == Type::date) return time(type, depth);
  return number(type, depth - 1);
}

}  // namespace dp::test
