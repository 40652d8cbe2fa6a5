#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What decimals come to, by Python's own: decimal_model.py SEED COUNT prints COUNT lines
"OPERATION A B RESULT", of which decimal_test.cpp checks the results of <dp/decimal.hpp>.

Operations: + - * / %, c(ompare), r0 to r4 (round A to B places; see decimal::Rounding), f(loat).
A RESULT of none: the number has no room in 36 digits, or there is none.
"""
import decimal
import random
import sys
from decimal import Decimal
from fractions import Fraction

DIGITS = 36
WIDE = decimal.Context(prec=500)
ROUNDINGS = (decimal.ROUND_HALF_EVEN, decimal.ROUND_HALF_UP, decimal.ROUND_FLOOR,
             decimal.ROUND_CEILING, decimal.ROUND_DOWN)


def scale_of(number):
    return -number.as_tuple().exponent


def fits(number):
    return len(number.as_tuple().digits) <= DIGITS and scale_of(number) <= DIGITS


def text_of(number):
    """The number in 36 digits, without those zeros at the end of its fraction that have no room."""
    while scale_of(number) > 0 and not fits(number):
        sign, digits, exponent = number.as_tuple()
        if digits[-1] != 0:
            return "none"
        number = Decimal((sign, digits[:-1] or (0,), exponent + 1))
    if scale_of(number) < 0:
        number = number.quantize(Decimal(1), context=WIDE)
    if not fits(number):
        return "none"
    return format(number if number else abs(number), "f")


def quotient(a, b):
    if b == 0:
        return "none"
    exact = Fraction(a) / Fraction(b)
    for places in range(DIGITS, -1, -1):
        if abs(exact) * 10**places < 10**DIGITS:
            number = Decimal(round(exact * 10**places)).scaleb(-places, context=WIDE)
            while scale_of(number) > 0 and number.as_tuple().digits[-1] == 0:
                number = number.quantize(Decimal(1).scaleb(1 - scale_of(number)), context=WIDE)
            return text_of(number)
    return "none"


def rounded(a, places, how):
    if places >= scale_of(a):
        return text_of(a)
    unit = Decimal(1).scaleb(-places)
    return text_of(a.quantize(unit, rounding=how, context=WIDE))


def result_of(operation, a, b):
    if operation == "+":
        return text_of(WIDE.add(a, b))
    if operation == "-":
        return text_of(WIDE.subtract(a, b))
    if operation == "*":
        return text_of(WIDE.multiply(a, b))
    if operation == "/":
        return quotient(a, b)
    if operation == "%":
        return "none" if b == 0 else text_of(WIDE.remainder(a, b))
    if operation == "c":
        return str((a > b) - (a < b))
    if operation == "f":
        return repr(float(a)) if a else "0.0"
    return rounded(a, int(b), ROUNDINGS[int(operation[1])])


def number(source):
    size = source.choice((1, 2, 3, 5, 9, 18, 19, 20, 30, 35, 36))
    value = source.choice((source.randrange(10**size), source.randrange(10**size), 10**size - 1,
                           10**(size - 1), 5 * 10**(size - 1), 0))
    scale = source.choice((0, 0, 1, 2, 2, 4, 9, 18, size, 36, source.randrange(37)))
    sign = 1 if value and source.random() < 0.4 else 0
    return Decimal((sign, tuple(map(int, str(value))), -scale))


def main():
    source = random.Random(int(sys.argv[1]))
    for _ in range(int(sys.argv[2])):
        operation = source.choice(("+", "-", "*", "/", "/", "%", "c", "f",
                                   "r0", "r1", "r2", "r3", "r4"))
        a, b = number(source), number(source)
        if operation[0] == "r":
            b = source.choice((0, 1, 2, 5, 10, 35, 36, 37, -1, -2, -10, -35, -36, -37, -100))
        elif source.random() < 0.1:
            b = a
        shown = format(b, "f") if isinstance(b, Decimal) else b
        print(operation, format(a, "f"), shown, result_of(operation, a, b))


if __name__ == "__main__":
    main()
