# SPDX-License-Identifier: Apache-2.0
"""Print a pixel of a PNG of 8-bit samples: pixel.py FILE X Y. Grey comes as three equal numbers."""
import struct
import sys
import zlib


def chunks(data):
    at = 8
    while at < len(data):
        (size,) = struct.unpack(">I", data[at:at + 4])
        yield data[at + 4:at + 8], data[at + 8:at + 8 + size]
        at += size + 12


def predicted(kind, left, above, corner):
    if kind < 4:
        return (0, left, above, (left + above) // 2)[kind]
    guess = left + above - corner
    return min((left, above, corner), key=lambda each: abs(guess - each))


def row(data, width, samples, y):
    """Row y, with the filters of the rows up to it undone."""
    above = bytes(width * samples)
    for each in range(y + 1):
        at = each * (width * samples + 1)
        kind, line = data[at], bytearray(data[at + 1:at + 1 + width * samples])
        for i in range(len(line)):
            left, corner = (line[i - samples], above[i - samples]) if i >= samples else (0, 0)
            line[i] = (line[i] + predicted(kind, left, above[i], corner)) % 256
        above = line
    return above


def main(path, x, y):
    with open(path, "rb") as file:
        parts = list(chunks(file.read()))
    width, _, depth, colour = struct.unpack(">IIBB", parts[0][1][:10])
    samples = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    assert depth == 8, depth
    data = zlib.decompress(b"".join(body for name, body in parts if name == b"IDAT"))
    pixel = row(data, width, samples, y)[x * samples:(x + 1) * samples]
    print(*(pixel[:3] if samples > 2 else pixel[:1] * 3))


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
