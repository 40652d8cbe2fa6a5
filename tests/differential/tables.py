# SPDX-License-Identifier: Apache-2.0
"""Random tables of the columns of language.COLUMNS; how they are written for dp and read from it."""

import datetime
import json
import math

from language import COLUMNS, DAY, EPOCH, INT_MAX, INT_MIN, clock, micros_of


def cell(random, type_):
    if random.random() < 0.15:
        return None
    return {
        "int": lambda: random.choice((INT_MIN, INT_MAX, INT_MAX - 1)) if random.random() < 0.1
        else random.randrange(-4, 9),
        "float": lambda: random.choice((1e300, -1e300, 9.3e18, 0.1, 5e-324))
        if random.random() < 0.2 else random.randrange(-8, 12) / 2,
        "string": lambda: "".join(random.choice(("a", "b", "A", "B", "/", ".", "é", '"', ",", "\n",
                                                 " ", "日"))
                                  for _ in range(random.choice((0, 1, 2, 3, 5, 20)))),
        "bool": lambda: random.random() < 0.5,
        "timestamp": lambda: random.randrange(-2_000_000_000, 4_000_000_000) * 1_000_000
        + random.choice((0, 0, 250_000, 1, 999_999)),
        "date": lambda: random.randrange(-10_000, 40_000),
    }[type_]()


def table(random, count):
    return [{name: cell(random, type_) for name, type_ in COLUMNS.items()} for _ in range(count)]


def shown(value, type_):
    """A cell as text, the way CSV has it; None is no text at all."""
    if value is None:
        return ""
    if type_ == "string":
        return '"' + value.replace('"', '""') + '"'
    if type_ == "bool":
        return "true" if value else "false"
    if type_ == "timestamp":
        return clock(value).isoformat() + "Z"
    if type_ == "date":
        return clock(value * DAY).date().isoformat()
    return repr(value)


def csv_of(rows):
    lines = [",".join(COLUMNS)]
    lines += [",".join(shown(row[name], type_) for name, type_ in COLUMNS.items()) for row in rows]
    return "\n".join(lines) + "\n"


def read(value, type_):
    """A value of dp's NDJSON as the model has it."""
    if value is None or type_ in ("int", "string", "bool"):
        return value
    if type_ == "float":
        return float(value)
    if type_ == "timestamp":
        return micros_of(datetime.datetime.fromisoformat(value.removesuffix("Z")))
    return (datetime.date.fromisoformat(value) - EPOCH.date()).days


def expected(value, type_):
    """A value of the model as NDJSON can hold it: no infinities, and one zero."""
    if type_ == "float" and value is not None:
        value = float(value)
        return value + 0.0 if math.isfinite(value) else None
    return value


def records(text):
    return [json.loads(line) for line in text.splitlines()]
