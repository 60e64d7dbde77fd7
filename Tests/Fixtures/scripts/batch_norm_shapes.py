"""Batch normalization of other ranks and axes, and with unusual parameters."""

import functools

import tensorflow.compat.v1 as tf

import batch_norm_layers as bn
from golden import Net, Run
from layouts import NATIVE, TWIN, data_format

FUSED = "FusedBatchNormV3"
UNFUSED = "Rsqrt"


def head(images, shape, x, axes):
    """The mean over `axes`, a dense layer and a softmax."""
    logits = bn.logits(tf.reduce_mean(x, axes))
    return Net({images: shape}, [tf.nn.softmax(logits, name="probabilities")], [logits])


def placeholder(shape):
    return tf.placeholder(tf.float32, [None, *shape], name="images")


def nchw(normalized, layout, training):
    shape = [3, 6, 5]
    images = placeholder(shape)
    x = layout.through(
        lambda x, axis: tf.layers.conv2d(
            x, 4, 3, padding="same", use_bias=False, data_format=data_format(axis), name="hidden"),
        images)
    x = tf.nn.relu(normalized(layout, x, training))
    return head(images, shape, x, [2, 3])


def rank_3(normalized, layout, training):
    shape = [7, 3]
    images = placeholder(shape)
    x = tf.layers.conv1d(images, 4, 3, padding="same", use_bias=False, name="hidden")
    return head(images, shape, tf.nn.relu(normalized(layout, x, training)), 1)


def rank_3_axis_1(normalized, layout, training):
    shape = [4, 6]
    images = placeholder(shape)
    return head(images, shape, tf.nn.relu(normalized(layout, images, training)), 2)


def rank_5(normalized, layout, training):
    shape = [2, 3, 4, 3]
    images = placeholder(shape)
    x = tf.layers.dense(images, 4, use_bias=False, name="hidden")
    return head(images, shape, tf.nn.relu(normalized(layout, x, training)), [1, 2, 3])


def rank_5_axis_1(normalized, layout, training):
    shape = [4, 2, 3, 2]
    images = placeholder(shape)
    return head(images, shape, tf.nn.relu(normalized(layout, images, training)), [2, 3, 4])


def rank_4(normalized, layout, training):
    shape = [4, 5, 3]
    images = placeholder(shape)
    return head(images, shape, tf.nn.relu(normalized(layout, images, training)), [1, 2])


def channels_last(layer, **arguments):
    """Normalization that reads its values as they are."""
    return lambda layout, x, training: layer(x, training, **arguments)


def channels_first(layer, **arguments):
    """Normalization of channels first whose kernel a twin runs with channels last."""
    return lambda layout, x, training: layout.through(
        lambda x, axis: layer(x, training, axis=axis, **arguments), x)


# name of the interface and shape -> (network, normalization, layer, operator that shows it)
SHAPES = {
    "layers-nchw-fused": (nchw, channels_first, bn.layers, FUSED, "NCHW"),
    "layers-nchw-unfused": (
        nchw, channels_last, functools.partial(bn.layers, fused=False, axis=1), UNFUSED, "NCHW"),
    "contrib-nchw-fused": (nchw, channels_first, bn.contrib, FUSED, "NCHW"),
    "contrib-nchw-unfused": (
        nchw, channels_last, functools.partial(bn.contrib, fused=False, axis=1), UNFUSED, "NCHW"),
    "averaged-nchw-fused": (nchw, channels_first, bn.fused_operator(3), FUSED, "NCHW"),
    "averaged-nchw-unfused": (
        nchw, channels_last, functools.partial(bn.averaged, axis=1), UNFUSED, "NCHW"),
    "layers-rank-3": (rank_3, channels_last, bn.layers, UNFUSED, "NTC"),
    "contrib-rank-3": (rank_3, channels_last, bn.contrib, UNFUSED, "NTC"),
    "averaged-rank-3": (rank_3, channels_last, bn.averaged, UNFUSED, "NTC"),
    "ema-rank-3": (rank_3, channels_last, bn.ema, UNFUSED, "NTC"),
    "assigned-rank-3": (rank_3, channels_last, bn.assigned, UNFUSED, "NTC"),
    "layers-rank-3-axis-1": (
        rank_3_axis_1, channels_last, functools.partial(bn.layers, axis=1), UNFUSED, "NCT"),
    "contrib-rank-3-axis-1": (
        rank_3_axis_1, channels_last, functools.partial(bn.contrib, axis=1), UNFUSED, "NCT"),
    "averaged-rank-3-axis-1": (
        rank_3_axis_1, channels_last, functools.partial(bn.averaged, axis=1), UNFUSED, "NCT"),
    "layers-rank-5-fused": (rank_5, channels_last, bn.layers, FUSED, "NDHWC"),
    "layers-rank-5-unfused": (
        rank_5, channels_last, functools.partial(bn.layers, fused=False), UNFUSED, "NDHWC"),
    "contrib-rank-5-fused": (rank_5, channels_last, bn.contrib, FUSED, "NDHWC"),
    "averaged-rank-5": (rank_5, channels_last, bn.averaged, UNFUSED, "NDHWC"),
    "layers-rank-5-axis-1-fused": (rank_5_axis_1, channels_first, bn.layers, FUSED, "NCDHW"),
    "layers-rank-5-axis-1-unfused": (
        rank_5_axis_1, channels_last, functools.partial(bn.layers, fused=False, axis=1), UNFUSED,
        "NCDHW"),
    "layers-axis-2": (
        rank_4, channels_last, functools.partial(bn.layers, axis=2), UNFUSED, "NHCW"),
    "layers-axes-1-3": (
        rank_4, channels_last, functools.partial(bn.layers, axis=[1, 3]), UNFUSED, "NCWC"),
}

# Dimensions whose kernels not every machine has.
TWINNED = ("NCHW", "NCDHW")

# (training, variables) that each shape is tried with.
TRIED = [
    ("placeholder", "ref"),
    ("placeholder", "resource-if"),
    ("true", "resource"),
    ("default", "resource"),
    ("false", "ref"),
]

# With gradients the MetaGraph is thrice as large, and what is cut away the same.
TRAINED = ("layers-nchw-fused", "averaged-nchw-unfused")

PARAMETERS = [(True, True), (False, True), (True, False), (False, False)]


def cell(name, network, normalization, layer, mark, dimensions, switch="placeholder",
         variables="ref", gamma=True, beta=True, trains=False, **arguments):
    """The training run of one layer, normalized by `layer` with those arguments."""
    modern = variables == "resource-if"
    absent = "".join(
        f"-no-{part}" for part, there in (("gamma", gamma), ("beta", beta)) if not there)
    normalized = normalization(layer, gamma=gamma, beta=beta, **arguments)
    flagged = switch in ("placeholder", "default")
    training = "default-false" if switch == "default" else switch
    rank = len(dimensions)
    return Run(
        name=f"{name}-{training}-{variables}{absent}",
        description=f"{name}, training {training}, {variables} variables"
        + absent.replace("-", " "),
        build=functools.partial(network, normalized, NATIVE),
        twin=functools.partial(network, normalized, TWIN) if dimensions in TWINNED else None,
        switch=switch,
        resource=variables != "ref",
        control_flow_v2=modern,
        bare=variables != "ref",
        optimizer=(lambda: tf.train.GradientDescentOptimizer(0.02)) if trains else None,
        contains=(mark, "VariableV2" if variables == "ref" else "VarHandleOp")
        + (() if not flagged else ("If|StatelessIf",) if modern else ("Switch", "Merge")),
        properties={
            "interface": name.split("-")[0],
            "kernel": "fused" if mark == FUSED else "unfused",
            "rank": str(rank),
            "dimensions": dimensions,
            "training": training,
            "variables": "ref" if variables == "ref" else "resource",
            "controlFlow": "none" if not flagged else "If" if modern else "Switch",
            "gamma": str(gamma).lower(),
            "beta": str(beta).lower(),
        },
    )


def shapes():
    """Ranks and axes; which of gamma and beta are there takes turns."""
    for row, (name, shape) in enumerate(SHAPES.items()):
        # Channels first get every way of training; the others two, in turns.
        tried = TRIED if "nchw" in name else [TRIED[row % 2], TRIED[2 + row % 3]]
        for column, (switch, variables) in enumerate(tried):
            gamma, beta = PARAMETERS[(row + column) % 4]
            trains = name in TRAINED and column == 0
            yield cell(name, *shape, switch, variables, gamma, beta, trains)


# name -> (layer, operator that shows it, arguments)
UNUSUAL = {
    "layers-fused-epsilon-tiny": (bn.layers, FUSED, {"epsilon": 1e-8}),
    "layers-fused-epsilon-large": (bn.layers, FUSED, {"epsilon": 0.7}),
    "layers-unfused-epsilon-tiny": (bn.layers, UNFUSED, {"epsilon": 1e-8, "fused": False}),
    "contrib-fused-epsilon-large": (bn.contrib, FUSED, {"epsilon": 0.7}),
    "contrib-unfused-epsilon-large": (bn.contrib, UNFUSED, {"epsilon": 0.7, "fused": False}),
    "averaged-epsilon-tiny": (bn.averaged, UNFUSED, {"epsilon": 1e-12}),
    "layers-fused-momentum-0": (bn.layers, FUSED, {"momentum": 0.0}),
    "layers-fused-momentum-0.999": (bn.layers, FUSED, {"momentum": 0.999}),
    "contrib-fused-momentum-0.5": (bn.contrib, FUSED, {"momentum": 0.5}),
    "averaged-momentum-0.5": (bn.averaged, UNFUSED, {"momentum": 0.5}),
}


def unusual():
    """Epsilon and momentum far from what is usual."""
    for row, (name, (layer, mark, arguments)) in enumerate(UNUSUAL.items()):
        switch, variables = TRIED[row % 4]
        case = cell(name, rank_4, channels_last, layer, mark, "NHWC", switch, variables,
                    **arguments)
        case.properties.update({k: str(v) for k, v in arguments.items() if k != "fused"})
        yield case


def runs():
    yield from shapes()
    yield from unusual()
