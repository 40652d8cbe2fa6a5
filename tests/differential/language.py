# SPDX-License-Identifier: Apache-2.0
"""A model of dp's expression language: random expressions, and what each gives for a row.

Written from docs/pipeline-reference.md, not from dp's code. An expression is a pair of its text and
a function from a row (a dict) to its value: None, bool, int, float, str, Micros or Days.
"""

import datetime
import math

INT_MIN, INT_MAX = -(2**63), 2**63 - 1
EPOCH = datetime.datetime(1970, 1, 1)
DAY = 86_400_000_000  # in microseconds

TYPES = ("int", "float", "string", "bool", "timestamp", "date")

#: Two columns of each type.
COLUMNS = {
    "i": "int", "j": "int", "f": "float", "g": "float", "s": "string", "u": "string",
    "b": "bool", "c": "bool", "t": "timestamp", "w": "timestamp", "d": "date", "e": "date",
}


def whole(value):
    """An int of 64 bits, or null."""
    return value if INT_MIN <= value <= INT_MAX else None


def strict(function):
    """The function, null if an argument is."""
    return lambda *values: None if None in values else function(*values)


def clock(micros):
    return EPOCH + datetime.timedelta(microseconds=micros)


def micros_of(when):
    return (when - EPOCH) // datetime.timedelta(microseconds=1)


# Arithmetic


def real(operator):
    def compute(a, b):
        a, b = float(a), float(b)
        if operator in "/%" and b == 0:
            return None
        try:
            return {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b,
                    "/": lambda: a / b, "%": lambda: math.fmod(a, b)}[operator]()
        except ValueError:  # fmod of an infinity
            return math.nan
        except OverflowError:
            return math.copysign(math.inf, a) * math.copysign(1, b)
    return strict(compute)


def integer(operator):
    def compute(a, b):
        if operator == "%":
            return None if b == 0 else whole(int(math.copysign(1, a)) * (abs(a) % abs(b)))
        return whole({"+": a + b, "-": a - b, "*": a * b}[operator])
    return strict(compute)


def cut(value):
    """A float without its fraction, as an int; null if it is not one of 64 bits."""
    return whole(math.trunc(value)) if math.isfinite(value) else None


def rounded(value):
    """The nearest whole number; halves go away from zero."""
    if not math.isfinite(value):
        return value
    low = math.floor(abs(value))
    return math.copysign(float(low + (abs(value) - low >= 0.5)), value)


def kept(function):
    """Of a whole number of floats: infinities and NaN stay."""
    return lambda value: value if not math.isfinite(value) else math.copysign(
        float(function(value)), value)


# Text


def substring(text, start, count=INT_MAX):
    if start < 0:
        start = max(len(text) + start, 0) + 1
    start = max(start, 1)
    return text[start - 1:start - 1 + max(count, 0)]


def split_part(text, separator, n):
    parts = text.split(separator) if separator else [text]
    return parts[n - 1] if 1 <= n <= len(parts) else ""


def ascii_case(text, upper):
    return "".join((c.upper() if upper else c.lower()) if c.isascii() else c for c in text)


# Times


def truncated(micros, unit):
    when = clock(micros)
    if unit == "week":
        when -= datetime.timedelta(days=when.weekday())
    zeros = {"microsecond": 0}
    for name, units in (("second", "minute hour day week month year"),
                        ("minute", "hour day week month year"), ("hour", "day week month year")):
        if unit in units.split():
            zeros[name] = 0
    if unit in ("month", "year"):
        zeros["day"] = 1
    if unit == "year":
        zeros["month"] = 1
    return micros_of(when.replace(**zeros))


PARTS = {
    "year": lambda w: w.year, "month": lambda w: w.month, "day": lambda w: w.day,
    "hour": lambda w: w.hour, "minute": lambda w: w.minute, "second": lambda w: w.second,
    "weekday": lambda w: w.isoweekday(),
}
FORMATS = ("%Y-%m-%d", "%H:%M:%S", "%y/%j %u", "%d %b %B", "%a %A", "%I %p", "%f %%")


#: Texts that are times, in microseconds.
TIMES = (
    ("2001-09-09T01:46:40Z", 10**15), ("2001-09-09 03:46:40+02:00", 10**15), ("1970-01-01", 0),
    ("1969-12-31T23:59:59.75Z", -250_000), ("2004-02-29 00:00", 1_078_012_800 * 10**6),
)


# Comparing

COMPARE = {
    "==": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}


def compared(operator):
    def compute(a, b):
        if isinstance(a, str):
            a, b = a.encode(), b.encode()
        elif isinstance(a, float) or isinstance(b, float):
            a, b = float(a), float(b)
        return COMPARE[operator](a, b)
    return strict(compute)


def conjunction(decides):
    def compute(a, b):
        if decides in (a, b):
            return decides
        return None if None in (a, b) else not decides
    return compute


def text_of(value):
    return ("false", "true")[value] if isinstance(value, bool) else str(value)


class Expressions:
    """Random expressions of any type, from one generator of random numbers."""

    def __init__(self, random):
        self.random = random

    def make(self, type_, depth):
        """An expression of this type: (text, function of a row)."""
        if depth <= 0:
            return self.leaf(type_)
        if self.random.random() < 0.2:
            return self.choice(type_, depth - 1)
        return getattr(self, "make_" + type_)(depth - 1)

    def of(self, *values):
        return self.random.choice(values)

    def call(self, form, function, *arguments):
        """The text `form` with the arguments' texts in it, and the function of their values."""
        text = form.format(*(argument[0] for argument in arguments))
        inner = [argument[1] for argument in arguments]
        return text, lambda row: function(*(each(row) for each in inner))

    def leaf(self, type_):
        names = [name for name, its in COLUMNS.items() if its == type_]
        if type_ in ("timestamp", "date") or self.random.random() < 0.7:
            name = self.of(*names)
            return name, lambda row: row[name]
        value = {
            "int": lambda: self.of(0, 1, -1, 7, INT_MAX),
            "float": lambda: self.of(0.5, -2.0, 1e300, 0.1),
            "string": lambda: self.of("", "a", "it's", "Grüße", "a/b/c", "more than 12 bytes"),
            "bool": lambda: self.of(True, False),
        }[type_]()
        text = "'" + value.replace("'", "''") + "'" if type_ == "string" else text_of(value)
        return text, lambda row: value

    def choice(self, type_, depth):
        a, b = self.make(type_, depth), self.make(type_, depth)
        if self.of(True, False):
            return self.call("coalesce({}, {})", lambda x, y: y if x is None else x, a, b)
        condition = self.make("bool", depth)
        if self.random.random() < 0.2:
            return self.call("if({}, {}, null)", lambda c, x: x if c else None, condition, a)
        return self.call("if({}, {}, {})", lambda c, x, y: x if c else y, condition, a, b)

    def make_bool(self, depth):
        kind = self.random.randrange(7)
        if kind == 0:
            word, decides = self.of(("and", False), ("or", True))
            return self.call("({} " + word + " {})", conjunction(decides),
                             self.make("bool", depth), self.make("bool", depth))
        if kind == 1:
            return self.call("(not {})", strict(lambda x: not x), self.make("bool", depth))
        if kind == 2:
            word, absent = self.of(("is null", True), ("is not null", False))
            return self.call("({} " + word + ")", lambda x: (x is None) == absent,
                             self.make(self.of(*TYPES), depth))
        if kind == 3:
            name, function = self.of(("contains", lambda x, y: y in x),
                                     ("starts_with", str.startswith), ("ends_with", str.endswith))
            return self.call(name + "({}, {})", strict(function), self.make("string", depth),
                             self.make("string", depth))
        if kind == 4:
            return self.membership(depth)
        type_ = self.of("int", "float", "string", "timestamp", "date", "mixed", "bool")
        operator = self.of("==", "!=") if type_ == "bool" else self.of(*COMPARE)
        if type_ in ("timestamp", "date") and self.of(True, False):
            text, micros = self.of(*TIMES)
            value = micros if type_ == "timestamp" else micros // DAY
            return self.call("({} " + operator + " '" + (text if type_ == "timestamp" else text[:10])
                             + "')", strict(lambda x: COMPARE[operator](x, value)),
                             self.make(type_, depth))
        left, right = ("int", "float") if type_ == "mixed" else (type_, type_)
        return self.call("({} " + operator + " {})", compared(operator),
                         self.make(left, depth), self.make(right, depth))

    def membership(self, depth):
        type_ = self.of("int", "float", "string")
        pool = {"int": [-3, -1, 0, 1, 2, 5, 8, 13, 21, 34, INT_MAX],
                "float": [-2.0, 0.0, 0.5, 1.5, 2.5, 3.25, 1e300, 0.1, 7.0, 8.5, 9.5],
                "string": ["", "a", "ab", "b", "x y", "Grüße", "1", "c", "d", "e", "f"]}[type_]
        values = self.random.sample(pool, self.of(1, 2, 3, 9, 11))
        shown = ["'" + v + "'" if type_ == "string" else text_of(v) for v in values]
        word, inside = self.of(("in", True), ("not in", False))
        return self.call("({} " + word + " (" + ", ".join(shown) + "))",
                         strict(lambda x: (x in values) == inside), self.make(type_, depth))

    def make_int(self, depth):
        kind = self.random.randrange(6)
        if kind <= 1:
            operator = self.of("+", "-", "*", "%")
            return self.call("({} " + operator + " {})", integer(operator),
                             self.make("int", depth), self.make("int", depth))
        if kind == 2:
            return self.call(*self.of(("(-{})", strict(lambda x: whole(-x))),
                                      ("abs({})", strict(lambda x: whole(abs(x))))),
                             self.make("int", depth))
        if kind == 3:
            name = self.of(*PARTS)
            return self.call(name + "({})", strict(lambda t: PARTS[name](clock(t))),
                             self.make("timestamp", depth))
        if kind == 4:
            return self.call(*self.of(("unix({})", strict(lambda t: t // 1_000_000)),),
                             self.make("timestamp", depth))
        return self.of(
            lambda: self.call("length({})", strict(len), self.make("string", depth)),
            lambda: self.call("int({})", strict(cut), self.make("float", depth)),
            lambda: self.call("int({})", strict(int), self.make("bool", depth)),
            lambda: self.call("({} - {})", strict(lambda x, y: x - y), self.make("date", depth),
                              self.make("date", depth)))()

    def make_float(self, depth):
        kind = self.random.randrange(5)
        if kind <= 1:
            operator = self.of("+", "-", "*", "/", "%")
            types = self.of(("float", "float"), ("int", "float"), ("float", "int"))
            return self.call("({} " + operator + " {})", real(operator),
                             self.make(types[0], depth), self.make(types[1], depth))
        if kind == 2:
            return self.call("({} / {})", real("/"), self.make("int", depth),
                             self.make("int", depth))
        if kind == 3:
            return self.call("float({})", strict(float), self.make(self.of("int", "bool"), depth))
        name, function = self.of(("floor", kept(math.floor)), ("ceil", kept(math.ceil)),
                                 ("round", rounded), ("abs", abs), ("-", lambda x: -x))
        form = "(-{})" if name == "-" else name + "({})"
        return self.call(form, strict(function), self.make("float", depth))

    def make_string(self, depth):
        text = self.make("string", depth)
        kind = self.random.randrange(6)
        if kind == 0:
            name = self.of("lower", "upper")
            return self.call(name + "({})", strict(lambda x: ascii_case(x, name == "upper")), text)
        if kind == 1:
            return self.call("concat({}, {})", strict(lambda x, y: x + y), text,
                             self.make("string", depth))
        if kind == 2:
            return self.call("substring({}, {}, {})", strict(substring), text,
                             self.make("int", depth - 1), self.make("int", depth - 1))
        if kind == 3:
            return self.call("split_part({}, {}, {})", strict(split_part), text,
                             self.of(("'/'", lambda row: "/"), ("''", lambda row: ""),
                                     self.leaf("string")), self.leaf("int"))
        if kind == 4:
            return self.call("string({})", strict(text_of), self.make(self.of("int", "bool"), depth))
        pattern = self.of(*FORMATS)
        return self.call("strftime({}, '" + pattern + "')",
                         strict(lambda t: clock(t).strftime(pattern)),
                         self.make("timestamp", depth))

    def make_timestamp(self, depth):
        if self.of(True, False):
            return self.call("timestamp({})", strict(lambda d: d * DAY), self.make("date", depth))
        unit = self.of("second", "minute", "hour", "day", "week", "month", "year")
        return self.call("trunc({}, '" + unit + "')", strict(lambda t: truncated(t, unit)),
                         self.make("timestamp", depth))

    def make_date(self, depth):
        return self.call("date({})", strict(lambda t: t // DAY), self.make("timestamp", depth))
