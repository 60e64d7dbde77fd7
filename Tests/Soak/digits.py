"""The digits a soak asks about, the requests that ask, and what must come back."""

import ast
import json
import pathlib
import random
import struct

FIXTURES = pathlib.Path(__file__).parent.parent / "Fixtures" / "Resources" / "digits"
PIXELS, CLASSES = 64, 10
# How far a probability may be from TensorFlow's.
TOLERANCE = 1e-5


def read_npy(path):
    """A float32 file of NumPy as a list of rows, each a tuple."""
    data = path.read_bytes()
    length = struct.unpack_from("<H", data, 8)[0]
    header = ast.literal_eval(data[10:10 + length].decode())
    assert header["descr"] == "<f4" and not header["fortran_order"], header
    count = header["shape"][0]
    values = struct.unpack_from(f"<{(len(data) - 10 - length) // 4}f", data, 10 + length)
    width = len(values) // count
    return [values[index * width:(index + 1) * width] for index in range(count)]


IMAGES = read_npy(FIXTURES / "images.npy")
PROBABILITIES = read_npy(FIXTURES / "probabilities.npy")


def nested(pixels):
    return [[[value] for value in pixels[row * 8:row * 8 + 8]] for row in range(8)]


def npy(rows):
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({len(rows)}, 8, 8, 1), }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + elements(rows)


def elements(rows):
    return b"".join(struct.pack(f"<{PIXELS}f", *row) for row in rows)


class Question:
    """Some digits in one of the forms; knows whether an answer is right."""

    # The bits of each digit's answer, which are the same in every batch and on every connection.
    bits = {}

    def __init__(self):
        self.digits = [random.randrange(len(IMAGES)) for _ in range(random.choice([1, 1, 1, 2, 5]))]
        rows = [IMAGES[digit] for digit in self.digits]
        self.form = random.choice(["rows", "columns", "inference", "npy", "elements"])
        self.type = "application/json"
        if self.form == "rows":
            self.body = json.dumps({"instances": [nested(row) for row in rows]}).encode()
        elif self.form == "columns":
            self.body = json.dumps({"inputs": [nested(row) for row in rows]}).encode()
        elif self.form == "inference":
            tensor = {"name": "images", "shape": [len(rows), 8, 8, 1], "datatype": "FP32",
                      "data": [value for row in rows for value in row]}
            self.body = json.dumps({"inputs": [tensor]}).encode()
        elif self.form == "npy":
            self.type, self.body = "application/x-npy", npy(rows)
        else:
            self.type, self.body = "application/octet-stream", elements(rows)

    def values(self, body):
        count = len(self.digits) * CLASSES
        if self.form in ("npy", "elements"):
            return struct.unpack(f"<{count}f", body[-4 * count:])
        answer = json.loads(body)
        if self.form == "inference":
            return answer["outputs"][0]["data"]
        lists = answer["predictions" if self.form == "rows" else "outputs"]
        return [value for row in lists for value in row]

    def fault(self, body):
        """What is wrong with an answer of status 200; None if nothing is."""
        try:
            values = self.values(body)
        except (ValueError, KeyError, IndexError, TypeError, struct.error) as error:
            return f"unreadable: {error!r}"
        if len(values) != len(self.digits) * CLASSES:
            return f"{len(values)} numbers for {len(self.digits)} digits"
        for place, digit in enumerate(self.digits):
            row = values[place * CLASSES:(place + 1) * CLASSES]
            worst = max(abs(a - b) for a, b in zip(row, PROBABILITIES[digit]))
            if worst > TOLERANCE:
                return f"digit {digit} is off by {worst}"
            bits = struct.pack(f"<{CLASSES}f", *row)
            if self.bits.setdefault(digit, bits) != bits:
                return f"digit {digit} has other bits than before"
        return None
