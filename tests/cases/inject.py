#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Let system calls of a run fail, one kind and one place after the other, and see what is left.

    tests/cases/inject.py DP [--runs N] [--seed S]

Each run has its N-th call of one kind fail with one error, in the runner and in each worker
(strace does it). The law that is held: the run ends; with exit code 0 its outputs are whole and
right; otherwise it says why, each output is as it was before or whole and right, and what a run
with rejects (exit code 3) lacks is named in its rejects. Prints a line for each run that breaks it
and a total. Exit codes: 0 none did, 1 some did, 77 strace cannot be used here.
"""
import argparse
import collections
import gzip
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

CALLS = {
    "openat": ["EMFILE", "EACCES", "EIO"],
    "read": ["EIO", "EINTR"],
    "pread64": ["EIO", "EINTR"],
    "write": ["ENOSPC", "EIO", "EINTR"],
    "pwrite64": ["ENOSPC", "EIO"],
    "writev": ["ENOSPC"],
    "close": ["EIO"],
    "fstat,newfstatat,statx": ["EIO"],
    "ftruncate": ["ENOSPC", "EIO"],
    "fallocate": ["ENOSPC"],
    "fsync,fdatasync": ["EIO"],
    "rename,renameat,renameat2": ["EACCES", "EIO"],
    "unlink,unlinkat": ["EIO"],
    "linkat": ["EIO"],
    "copy_file_range,sendfile,splice": ["EIO"],
    "mmap": ["ENOMEM"],
    "madvise": ["ENOMEM"],
    "memfd_create": ["EMFILE"],
    "pipe2,socketpair,eventfd2": ["EMFILE"],
    "clone,clone3,vfork,fork": ["EAGAIN"],
    "poll,ppoll,epoll_wait": ["EINTR", "ENOMEM"],
    "getdents64": ["EIO"],
    "flock": ["ENOLCK"],
}
OLD = b"what stood here before\n"
RECORDS = 4000
SECONDS = 60


def make_inputs():
    rows = ["id,name,size"]
    for number in range(RECORDS):
        size = "x" if number % 1000 == 999 else number * 7 % 1013
        rows.append(f"{number},item {number},{size}")
    text = ("\n".join(rows) + "\n").encode()
    with open("in.csv", "wb") as file:
        file.write(text)
    with gzip.open("in.csv.gz", "wb") as file:
        file.write(text)
    tail = """\
map:
  - {use: csv, with: {types: {id: int, name: string, size: int}}}
  - {where: "size >= 10"}
output: {use: %s, with: {path: %s}}
reduce: {n: {with: {by: "size % 10", take: {n: count, s: sum(size)}}, to: n.csv}}
errors: {rejects: rej.ndjson, budget: 4}
pool: {workers: 2, chunksize: 8KiB}
"""
    for name, source, writer, path in (
        ("plain", "in.csv", "csv", "out"),
        ("packed", "in.csv.gz", "ndjson", "out"),
        ("stream", "'-'", "csv", "out"),
    ):
        with open(name + ".yaml", "w") as file:
            file.write(f"dp: 1\ninput: {source}\n" + tail.replace("%s", writer, 1).replace("%s", path, 1))


OUTPUTS = ["out", "n.csv", "rej.ndjson"]


def read_outputs():
    contents = {}
    for name in OUTPUTS:
        try:
            with open(name, "rb") as file:
                contents[name] = file.read()
        except FileNotFoundError:
            contents[name] = None
    return contents


def run(dp, job, before):
    """Exit code (or "no end"), stderr, outputs, of one run of `job` after the words `before`."""
    for name in OUTPUTS:
        with open(name, "wb") as file:
            file.write(OLD)
    command = before + [dp, "run", "-q", job + ".yaml"]
    with open("in.csv", "rb") as source:
        process = subprocess.Popen(
            ["setsid", "timeout", "-k", "1", str(SECONDS)] + command,
            stdin=source, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        out, err = process.communicate()
    code = "no end" if process.returncode in (124, 137) else process.returncode
    return code, err.decode(errors="replace"), read_outputs()


def counts(dp, job):
    """How often the runner and its workers make each kind of call, at most in one process."""
    most = collections.Counter()
    for calls in CALLS:
        run(dp, job, ["strace", "-f", "-qq", "-o", "trace", "-e", "trace=" + known(calls)])
        of = collections.Counter()
        with open("trace", errors="replace") as file:
            for line in file:
                pid = re.match(r"(\d+) +\w+\(", line)
                if pid:
                    of[pid.group(1)] += 1
        most[calls] = max(of.values(), default=0)
    return most


def loader_mmaps(dp):
    """How often the loader of the program maps memory before any of its code runs."""
    subprocess.run(["strace", "-qq", "-o", "trace", "-e", "trace=mmap,set_robust_list",
                    dp, "--version"], stdout=subprocess.DEVNULL, check=True)
    with open("trace", errors="replace") as file:
        calls = [line.split("(")[0] for line in file]
    return calls.index("set_robust_list")


def known(calls):
    """Names that a machine lacks are no mistake."""
    return ",".join("?" + call for call in calls.split(","))


def faults_of(result, right):
    """How `result` breaks the law; `right`: what the outputs are when nothing fails."""
    code, err, outputs = result
    if code == "no end":
        return ["it did not end"]
    faults = []
    if code < 0 or code >= 128:
        faults.append(f"died with exit code {code}")
    if code != 0 and not err.strip():
        faults.append(f"exit code {code} without a word")
    for name, content in outputs.items():
        if name == "rej.ndjson":
            # A record whose line cannot be counted has its offset; a run that fails keeps the
            # rejects so far, and says so.
            content = re.sub(rb'"line":\d+,', b"", content or b"")
            if content != OLD and code == 1 and "rejects so far" in err:
                continue
        if code == 0 and content != right[name]:
            faults.append(f"{name} differs, with exit code 0")
        if code not in (0, 3) and content not in (OLD, right[name]):
            faults.append(f"{name} is neither old nor whole, with exit code {code}")
    if code == 3:
        if outputs["rej.ndjson"] in (OLD, None) or not outputs["rej.ndjson"]:
            faults.append("exit code 3 without rejects")
        got, wanted = (outputs["out"] or b"").splitlines(), set(right["out"].splitlines())
        if outputs["out"] != OLD and not set(got) <= wanted:
            faults.append("out has rows that are not of the input")
    return faults


def plan(most, mapped, runs, chance):
    """(job, calls, error, number), spread over kinds of calls and over places."""
    kinds = [(job, calls, error) for job in most for calls in CALLS for error in CALLS[calls]
             if most[job][calls]]
    share = max(1, runs // len(kinds) + 1)
    places = []
    for job, calls, error in kinds:
        count = most[job][calls]
        # Of some of its own the loader of any program dies without a word, /bin/true's too.
        numbers = range(mapped + 1 if calls == "mmap" else 1, count + 1)
        if len(numbers) > share:
            numbers = sorted(chance.sample(numbers, share))
        places += [(job, calls, error, number) for number in numbers]
    chance.shuffle(places)
    return places[:runs]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("dp")
    arguments.add_argument("--runs", type=int, default=1500)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    dp = os.path.abspath(options.dp)
    if not shutil.which("strace") or subprocess.run(
            ["strace", "-qq", "-o", os.devnull, "true"], capture_output=True).returncode:
        print("skipped: strace cannot be used here")
        return 77
    folder = tempfile.mkdtemp()
    os.chdir(folder)
    os.environ["TMPDIR"] = folder
    try:
        return inject(dp, options)
    finally:
        os.chdir("/")
        shutil.rmtree(folder)


def inject(dp, options):
    make_inputs()
    right, most = {}, {}
    for job in ("plain", "packed", "stream"):
        code, err, right[job] = run(dp, job, [])
        if code != 0:
            sys.exit(f"{job}: exit code {code} without any fault: {err}")
        right[job]["rej.ndjson"] = re.sub(rb'"line":\d+,', b"", right[job]["rej.ndjson"])
        most[job] = counts(dp, job)
    broken, codes, left = 0, collections.Counter(), collections.Counter()
    places = plan(most, loader_mmaps(dp), options.runs, random.Random(options.seed))
    for job, calls, error, number in places:
        result = run(dp, job, ["strace", "-f", "-qq", "-o", os.devnull, "-e", "trace=" + known(calls),
                               "-e", f"inject={known(calls)}:error={error}:when={number}"])
        codes[result[0]] += 1
        faults = faults_of(result, right[job])
        extra = [name for name in os.listdir(".") if name not in OUTPUTS and ".dp" in name]
        for name in extra:
            left[re.sub(r"\w{6,}", "X", name)] += 1
            os.remove(name) if os.path.isfile(name) else shutil.rmtree(name)
        if faults:
            broken += 1
            print(f"{job} {calls}:error={error}:when={number}: {'; '.join(faults)}\n"
                  f"    {result[1].strip()[:300]}", flush=True)
    summary = ", ".join(f"{code}: {count}" for code, count in sorted(codes.items(), key=str))
    print(f"{len(places)} runs with faults, {broken} broke the law; exit codes {summary}"
          + (f"; files left: {dict(left)}" if left else ""))
    return 1 if broken or not places else 0


if __name__ == "__main__":
    sys.exit(main())
