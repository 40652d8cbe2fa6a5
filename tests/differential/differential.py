#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Run random pipelines through dp, and hold what comes out against a model in Python and SQLite.

    differential.py --dp build/dev/bin/dp --seeds 1-200

Each seed makes a table, a run that derives columns and keeps rows, and a run of reductions, with a
random number of workers and a random chunksize. A difference is printed with its seed, and what was
run is kept in the working directory's folder `differential-SEED`. Exit code 1 if there was any.
"""

import argparse
import json
import pathlib
import random as random_module
import shutil
import subprocess
import sys
import tempfile

import groups
import tables
from language import COLUMNS, TYPES, Expressions


class Difference(Exception):
    pass


class Seed:
    """All that one seed makes, in a folder of its own."""

    def __init__(self, dp, number, folder):
        self.dp, self.folder = dp, pathlib.Path(folder)
        self.random = random_module.Random(number)
        self.rows = tables.table(self.random, self.random.choice((0, 1, 17, 150, 400)))
        (self.folder / "data.csv").write_text(tables.csv_of(self.rows), encoding="utf-8")

    def run(self, rest):
        """Run dp over the table with these further keys."""
        types = {name: type_ for name, type_ in COLUMNS.items()}
        reader = {"use": "csv", "with": {"header": True, "types": types}}
        pipeline = {"dp": 1, "input": "data.csv", **rest}
        pipeline["map"] = [reader, *rest.get("map", [])]
        pipeline["pool"] = {"workers": self.random.randrange(1, 4),
                            "chunksize": self.random.choice(("auto", "1000B", "20KB"))}
        # JSON is YAML.
        (self.folder / "run.yaml").write_text(json.dumps(pipeline, ensure_ascii=False, indent=1))
        done = subprocess.run([self.dp, "run", "run.yaml", "-q"], cwd=self.folder,
                              capture_output=True, text=True, timeout=120, check=False)
        if done.returncode != 0:
            raise Difference(f"exit code {done.returncode}: {done.stderr}")

    def compare(self, file, types, rows, texts):
        found = tables.records((self.folder / file).read_text(encoding="utf-8"))
        if len(found) != len(rows):
            raise Difference(f"{file}: {len(found)} records, expected {len(rows)}")
        for number, (record, row) in enumerate(zip(found, rows)):
            for name, type_ in types.items():
                got = tables.read(record[name], type_)
                wanted = tables.expected(row[name], type_)
                if got != wanted or isinstance(got, bool) != isinstance(wanted, bool):
                    raise Difference(f"{file}, record {number}: {name}: {texts.get(name, '')}\n"
                                     f"  got {got!r}, expected {wanted!r}")
        return len(found) * len(types)

    def expressions(self):
        make = Expressions(self.random).make
        types = {f"x{n}": self.random.choice(TYPES) for n in range(12)}
        derived = {name: make(type_, 4) for name, type_ in types.items()}
        condition = make("bool", 4)
        self.run({"map": [{"derive": {name: text for name, (text, _) in derived.items()}},
                          {"where": condition[0]}], "output": "records.ndjson"})
        rows = [{name: function(row) for name, (_, function) in derived.items()}
                for row in self.rows if condition[1](row)]
        texts = {name: text for name, (text, _) in derived.items()}
        return self.compare("records.ndjson", types, rows, texts)

    def reductions(self):
        every = {f"r{n}": groups.Reduction(self.random) for n in range(3)}
        self.run({"reduce": {name: {"with": each.options(), "to": name + ".ndjson"}
                             for name, each in every.items()}})
        base = groups.database(self.rows)
        return sum(self.compare(name + ".ndjson", each.types, each.of(base), each.take)
                   for name, each in every.items())


def numbers(text):
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def attempt(dp, number):
    """How many values agreed; None if one did not."""
    folder = tempfile.mkdtemp(prefix=f"dp-differential-{number}-")
    try:
        seed = Seed(dp, number, folder)
        agreed = seed.expressions() + seed.reductions()
        shutil.rmtree(folder)
        return agreed
    except Difference as difference:
        print(f"seed {number} ({folder}): {difference}", file=sys.stderr)
        return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dp", required=True, help="the command")
    parser.add_argument("--seeds", default="1-40", type=numbers, help="such as 7 or 1-1000")
    given = parser.parse_args()
    results = [attempt(str(pathlib.Path(given.dp).resolve()), seed) for seed in given.seeds]
    failed = results.count(None)
    print(f"{sum(filter(None, results))} values agree in {len(results) - failed} seeds, "
          f"{failed} seeds differ")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
