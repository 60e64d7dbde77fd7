"""Channels first, and the same computation with channels last.

A network that keeps its channels first is written once, over a `Layout`. With `NATIVE` its
operators get NCHW; with `TWIN` each is run with channels last between two transpositions, so that
the values between operators, and the variables, are the same in both.
"""

import dataclasses

import tensorflow.compat.v1 as tf


@dataclasses.dataclass(frozen=True)
class Layout:
    """How the operators of a network that keeps its channels first are run."""

    native: bool

    def through(self, function, *values):
        """`function` of the values and of the axis that holds their channels: 1, or -1."""
        if self.native:
            return function(*values, 1)
        rank = values[0].shape.rank
        values = [tf.transpose(value, [0, *range(2, rank), 1]) for value in values]
        result = function(*values, -1)
        rank = result.shape.rank
        return tf.transpose(result, [0, rank - 1, *range(1, rank - 1)])


NATIVE, TWIN = Layout(True), Layout(False)


def data_format(axis):
    """What layers call the place of the channels."""
    return "channels_first" if axis == 1 else "channels_last"


def letters(axis):
    """What operators on images call the place of the channels."""
    return "NCHW" if axis == 1 else "NHWC"


def window(axis, size):
    """Strides or sizes for a 4-D operator."""
    return [1, 1, size, size] if axis == 1 else [1, size, size, 1]
