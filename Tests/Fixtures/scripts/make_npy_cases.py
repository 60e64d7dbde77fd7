"""Writes the .npy golden files that the tests of the Tensors target read.

Every plain file holds numpy.arange(count) - 3 in its type (without the - 3 where the type has no
sign), in the shape that its case below gives. Run with NumPy 1.23 or later:

    python make_npy_cases.py ../Resources/npy
"""

import pathlib
import sys

import numpy

OUT = pathlib.Path(sys.argv[1])
OUT.mkdir(parents=True, exist_ok=True)


def values(dtype, shape):
    count = int(numpy.prod(shape))
    first = -3 if numpy.dtype(dtype).kind in "if" else 0
    return numpy.arange(first, first + count).astype(dtype).reshape(shape)


def write(name, array, version=(1, 0)):
    with open(OUT / f"{name}.npy", "wb") as file:
        numpy.lib.format.write_array(file, array, version=version)


for kind in ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]:
    write(f"little-{kind}", values("<" + kind, (2, 3, 4)))
for kind in ["i2", "u4", "i8", "f2", "f4", "f8"]:
    write(f"big-{kind}", values(">" + kind, (2, 3, 4)))
for kind in ["i1", "f2", "f4", "f8"]:
    write(f"fortran-{kind}", numpy.asfortranarray(values("<" + kind, (2, 3, 4))))
write("fortran-big-f4", numpy.asfortranarray(values(">f4", (2, 3, 4))))
write("bool", numpy.array([[True, False, True], [False, False, True]]))
write("version-2", values("<f4", (5, 1)), version=(2, 0))
write("version-3", values("<f4", (5, 1)), version=(3, 0))
write("scalar", numpy.array(numpy.float32(2.5)))
write("vector", values("<f4", (7,)))
write("no-rows", numpy.zeros((0, 3), "<f4"))
write("special", numpy.array([numpy.nan, numpy.inf, -numpy.inf, -0.0, 1e-45], "<f4"))

# What tensors have no type for.
write("complex", values("<c8", (2,)))
write("text", numpy.array(["a", "bc"]))
write("structure", numpy.array([(1, 2.0)], dtype=[("a", "<i4"), ("b", "<f4")]))
