# SPDX-License-Identifier: Apache-2.0
"""Random reductions, and what SQLite makes of them: it groups, orders, counts and compares; the
figures that it does not have (sums rounded once, most frequent values) are aggregates given to it.
"""

import json
import sqlite3
from collections import Counter
from fractions import Fraction

from language import COLUMNS

#: Keys that are expressions, which both languages have, and their types.
KEYS = {**COLUMNS, "i % 3": "int", "length(s)": "int", "f * 2": "float", "i > 0": "bool"}


class ExactSum:
    divide = False

    def __init__(self):
        self.total, self.count = Fraction(0), 0

    def step(self, value):
        if value is not None:
            self.total, self.count = self.total + Fraction(value), self.count + 1

    def finalize(self):
        if self.count == 0:
            return None
        return float(self.total / self.count if self.divide else self.total)


class ExactMean(ExactSum):
    divide = True


class Top:
    def __init__(self):
        self.counts, self.most = Counter(), 0

    def step(self, value, most):
        self.most = most
        if value is not None:
            self.counts[value] += 1

    def finalize(self):
        order = sorted(self.counts.items(), key=lambda each: (-each[1], each[0].encode()))
        return json.dumps(dict(order[:self.most]), ensure_ascii=False)


def database(rows):
    names = list(COLUMNS)
    base = sqlite3.connect(":memory:")
    base.create_aggregate("exact_sum", 1, ExactSum)
    base.create_aggregate("exact_mean", 1, ExactMean)
    base.create_aggregate("top", 2, Top)
    kinds = {"float": "real", "string": "text"}
    base.execute("create table data (" + ", ".join(
        f'"{name}" {kinds.get(COLUMNS[name], "integer")}' for name in names) + ")")
    base.executemany("insert into data values (" + ", ".join("?" * len(names)) + ")",
                     [[row[name] for name in names] for row in rows])
    return base


def figure(random):
    """What `take` says, the same in SQL, and the type of the result."""
    kind = random.choice(("count", "count_values", "sum", "mean", "min", "max", "distinct", "top"))
    if kind == "count":
        return "count", "count(*)", "int"
    kinds = {"sum": ("int", "float"), "mean": ("int", "float"), "top": ("string",),
             "min": ("int", "float", "string", "timestamp", "date"),
             "max": ("int", "float", "string", "timestamp", "date")}.get(kind)
    # Sums of the largest ints end a run, as they should: those of small ones are compared.
    name = random.choice([n for n, its in COLUMNS.items() if kinds is None or its in kinds])
    type_ = COLUMNS[name]
    if kind == "sum" and type_ == "int":
        return f"sum({name} % 1000)", f"sum({name} % 1000)", "int"
    if kind == "top":
        # SQLite asks no aggregate of its own about no rows.
        return f"top({name}, 3)", f"coalesce(top({name}, 3), '{{}}')", "string"
    sql = {"count_values": f"count({name})", "sum": f"exact_sum({name})",
           "mean": f"exact_mean({name})", "distinct": f"count(distinct {name})"}
    result = {"count_values": "int", "distinct": "int", "mean": "float"}
    return f"{kind}({name})", sql.get(kind, f"{kind}({name})"), result.get(kind, type_)


class Reduction:
    """One random reduction: its `with:` for dp, its query for SQLite, the types of its columns."""

    def __init__(self, random):
        self.keys = random.sample(list(KEYS), random.choice((0, 1, 1, 2, 3)))
        figures = {f"x{n}": figure(random) for n in range(random.choice((1, 2, 4)))}
        self.types = {key: KEYS[key] for key in self.keys}
        self.types.update({name: each[2] for name, each in figures.items()})
        self.take = {name: each[0] for name, each in figures.items()}
        self.sort = [random.choice(("", "-")) + name
                     for name in random.sample(list(self.types),
                                               min(len(self.types), random.choice((0, 0, 1, 2))))
                     if not self.take.get(name, "").startswith("top(")]
        self.limit = random.choice((0, 0, 1, 5)) if self.keys else 0
        self.columns = self.keys + [f"{each[1]} as {name}" for name, each in figures.items()]

    def options(self):
        options = {"take": self.take}
        if self.keys:
            options["by"] = self.keys
        if self.sort:
            options["sort"] = self.sort
        if self.limit:
            options["limit"] = self.limit
        return options

    def query(self):
        text = "select " + ", ".join(self.columns) + " from data"
        if self.keys:
            text += " group by " + ", ".join(self.keys)
        order = [name[1:] + " desc" if name[0] == "-" else name for name in self.sort] + self.keys
        if order:
            text += " order by " + ", ".join(order)
        return text + (f" limit {self.limit}" if self.limit else "")

    def of(self, base):
        return [{name: bool(value) if type_ == "bool" and value is not None else value
                 for (name, type_), value in zip(self.types.items(), row)}
                for row in base.execute(self.query())]
