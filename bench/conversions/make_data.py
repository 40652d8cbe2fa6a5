#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write the inputs of the jobs J8 and J9: make_data.py FOLDER [MEGABYTES]

wide.csv: 200 columns (whole numbers, fractions, words, quoted texts, dates, empty fields), UTF-8.
latin1.csv: `;` between fields, decimal commas, names with accents in ISO 8859-1.
The bytes depend on the size alone. A block of rows made by chance is repeated with a number of its
own in front of each row, for what these jobs cost does not depend on how often a text comes again.
"""
import pathlib
import random
import sys

ROWS_IN_BLOCK = 2000
WORDS = ["alpha", "beta gamma", "delta", "epsilon zeta eta", "theta", "iota", "kappa lambda", "mu"]
CITIES = ["Zürich", "Málaga", "Århus", "Besançon", "Köln", "Porto", "Évora", "Göteborg", "Gävle"]


def wide_field(chance: random.Random, column: int) -> str:
    kind = column % 8
    if kind in (0, 1, 2):
        return str(chance.randrange(10 ** (1 + column % 7)))
    if kind == 3:
        return f"{chance.randrange(1, 10**5)}.{chance.randrange(1, 9)}"
    if kind == 4:
        return "" if chance.random() < 0.3 else chance.choice(WORDS)
    if kind == 5:
        return f'"{chance.choice(WORDS)}, ""{chance.randrange(100)}"""'
    if kind == 6:
        return f"20{chance.randrange(10, 30)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    return chance.choice(WORDS)


def wide_row(chance: random.Random) -> str:
    return ",".join(wide_field(chance, column) for column in range(1, 200))


def latin1_row(chance: random.Random) -> str:
    amount = f"{chance.randrange(100000)},{chance.randrange(1, 9)}"
    rest = ";".join(f"{chance.randrange(1000)},{chance.randrange(1, 9)}" for _ in range(6))
    return f"{chance.choice(CITIES)} {chance.randrange(400)};{amount};{rest};{chance.choice(WORDS)}"


def write(path: pathlib.Path, header: str, row, separator: str, encoding: str, size: int) -> None:
    chance = random.Random(path.name)
    block = [(separator + row(chance) + "\n").encode(encoding) for _ in range(ROWS_IN_BLOCK)]
    with path.open("wb") as out:
        written = out.write((header + "\n").encode(encoding))
        number = 0
        while written < size:
            text = b"".join(b"%d%s" % (number + i, line) for i, line in enumerate(block))
            written += out.write(text)
            number += len(block)


def main() -> None:
    folder, size = pathlib.Path(sys.argv[1]), int(sys.argv[2] if sys.argv[2:] else 1000) * 10**6
    wide_header = ",".join(["id"] + [f"column_{i}" for i in range(1, 200)])
    write(folder / "wide.csv", wide_header, wide_row, ",", "utf-8", size)
    latin1_header = "id;città;amount;" + ";".join(f"m{i}" for i in range(6)) + ";word"
    write(folder / "latin1.csv", latin1_header, latin1_row, ";", "iso-8859-1", size)


if __name__ == "__main__":
    main()
