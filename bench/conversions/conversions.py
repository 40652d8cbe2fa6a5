#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The jobs J8 and J9 by dp, by its peers, and by a bare loop, in rounds:
    conversions.py j8|j9 [ROUNDS] [MEGABYTES] [THREADS]

WORK names a folder with what ../shared/peers/setup.sh set up (npm/ with DuckDB and polars) and
room for data; DP the program, DP_LIMITS the folder of limit_wide. A program that is missing is
left out, and says so. Each round runs every program once, in an order that is turned by one each
round, so read the ratios within a round. Every output is compared with that of DuckDB.

J8: a CSV file with 200 columns as one JSON object per line; no types are given to anybody.
J9: count and sum by a key of a file in ISO 8859-1 with decimal commas.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORK = pathlib.Path(os.environ.get("WORK", "/tmp"))
DP = os.environ.get("DP", str(ROOT / "build/release/bin/dp"))
LIMITS = pathlib.Path(os.environ.get("DP_LIMITS", ROOT / "build/bench/bin"))
INPUTS = {"j8": "wide.csv", "j9": "latin1.csv"}


def programs(job: str, data: pathlib.Path, out: pathlib.Path, threads: str) -> dict:
    duckdb = ["node", str(HERE / "duckdb.mjs"), job, threads, str(data), str(out)]
    dp = [DP, "run", str(ROOT / f"bench/jobs/{job}.yaml"), "--quiet", "--workers", threads,
          "--set", f"input={data}", "--set", f"output={out}"]
    made = {"duckdb": duckdb, "dp": dp}
    if job == "j8":
        made["polars"] = ["node", str(HERE / "polars.cjs"), str(data), str(out)]
        made["miller"] = ["mlr", "--icsv", "--ojsonl", "cat", str(data)]
        made["limit_wide"] = [str(LIMITS / "limit_wide"), threads, str(data), str(out)]
    return {name: line for name, line in made.items() if is_there(name, line)}


def is_there(name: str, line: list) -> bool:
    needed = {"duckdb": "npm/node_modules/@duckdb", "polars": "npm/node_modules/nodejs-polars"}
    there = shutil.which(line[0]) and (name not in needed or (WORK / needed[name]).exists())
    if not there:
        print(f"{name}: not there, left out")
    return bool(there)


def measure(name: str, line: list, out: pathlib.Path, threads: str) -> tuple:
    out.unlink(missing_ok=True)
    before = os.times()
    begin = time.perf_counter()
    threads_of = {"POLARS_MAX_THREADS": threads, "GOMAXPROCS": threads, "WORK": str(WORK)}
    with (out if name == "miller" else pathlib.Path(os.devnull)).open("wb") as stdout:
        subprocess.run(line, check=True, stdout=stdout, env={**os.environ, **threads_of})
    wall = time.perf_counter() - begin
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, cpu


def same(job: str, one: pathlib.Path, other: pathlib.Path) -> bool:
    if job == "j8":
        return subprocess.run(["cmp", "-s", str(one), str(other)]).returncode == 0
    def figures(path):
        rows = (line.rsplit(",", 2) for line in path.read_text().splitlines())
        return {key.strip('"'): (int(n), round(float(total), 4)) for key, n, total in rows}
    return figures(one) == figures(other)


def main() -> None:
    job = sys.argv[1]
    rounds, megabytes, threads = (sys.argv[2:] + ["3", "1000", "2"][len(sys.argv) - 2:])[:3]
    data = WORK / "data" / INPUTS[job]
    if not data.exists():
        subprocess.run([sys.executable, HERE / "make_data.py", data.parent, megabytes], check=True)
    out, reference = WORK / f"{job}.out", WORK / f"{job}.reference"
    todo = programs(job, data, out, threads)
    for turn in range(int(rounds)):
        names = list(todo)
        for name in names[turn % len(names):] + names[:turn % len(names)]:
            wall, cpu = measure(name, todo[name], out, threads)
            if name == "duckdb":
                shutil.copyfile(out, reference)
            told = "" if not reference.exists() else "equal" if same(job, out, reference) else "DIFFERS"
            print(f"{job} round {turn} {name:10} {wall:7.2f} s  CPU {cpu:6.2f} s  {told}", flush=True)
    for path in (out, reference):
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
