"""Seeded numbers that Python and Swift make alike: see `SeededGenerator` and `SeededNetwork`."""

import numpy as np


def seed(name):
    """FNV-1a of a name's UTF-8 bytes, 64 bits."""
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


def units(name, count):
    """Numbers from 0 up to 1, in steps of 2⁻²⁴, by SplitMix64 from the name's seed."""
    with np.errstate(over="ignore"):
        state = np.uint64(seed(name)) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(
            0x9E3779B97F4A7C15)
        state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        state ^= state >> np.uint64(31)
    return (state >> np.uint64(40)).astype(np.float64) / (1 << 24)


def values(name, shape, centre, spread):
    """Numbers within `spread` of `centre`."""
    numbers = units(name, int(np.prod(shape)))
    return (centre + spread * (2 * numbers - 1)).astype(np.float32).reshape(shape)


CELL = 8


def images(name, count, size, low, high):
    """Squares of 8 × 8 pixels of one colour, with some noise, each image with a tint of its own."""
    def grid(part, side):
        return units(name + part, count * side * side * 3).reshape(count, side, side, 3)

    colours = grid("/colours", -(-size // CELL)).repeat(CELL, 1).repeat(CELL, 2)
    pixels = (0.5 * grid("/tint", 1) + 0.25 * colours[:, :size, :size]
              + 0.25 * grid("/noise", size))
    return (low + (high - low) * pixels).astype(np.float32)
