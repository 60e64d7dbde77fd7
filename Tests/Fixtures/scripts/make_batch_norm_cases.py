"""Records every way of writing batch normalization, as small trained networks.

Writes Tests/Fixtures/Resources/batch-norm/<case>: the checkpoint of a training run (or, where
training is a Python False, of an evaluation program that restored one), `input.npy`,
`expected.npy` (TensorFlow's own answer with training off) and `case.json`.
Arguments name the cases to make; without any, all are made.
"""

import functools
import pathlib
import sys

from golden import SWITCHES, Net, Run, record  # first, since it quietens TensorFlow

import tensorflow.compat.v1 as tf

import batch_norm_layers as bn
import batch_norm_neighbours as neighbours
import batch_norm_networks as networks
import batch_norm_shapes as shapes

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "Resources/batch-norm"

FUSED = "FusedBatchNormV3"
UNFUSED = "Rsqrt"

# name of the interface -> kind -> (layer, rank, operator that shows it is that kind)
INTERFACES = {
    "layers": {
        "fused": (bn.layers, 4, FUSED),
        "unfused": (functools.partial(bn.layers, fused=False), 4, UNFUSED),
        "dense": (bn.layers, 2, UNFUSED),
    },
    "contrib": {
        "fused": (bn.contrib, 4, FUSED),
        "unfused": (functools.partial(bn.contrib, fused=False), 4, UNFUSED),
        "dense-fused": (bn.contrib, 2, FUSED),
        "dense-unfused": (functools.partial(bn.contrib, fused=False), 2, UNFUSED),
    },
    "averaged": {
        "unfused": (bn.averaged, 4, UNFUSED),
        "dense": (bn.averaged, 2, UNFUSED),
        "fused": (bn.fused_operator(3), 4, FUSED),
    },
    "ema": {"unfused": (bn.ema, 4, UNFUSED), "dense": (bn.ema, 2, UNFUSED)},
    "assigned": {"unfused": (bn.assigned, 4, UNFUSED), "dense": (bn.assigned, 2, UNFUSED)},
}

VARIABLES = {"ref": (False, False), "resource": (True, False), "resource-if": (True, True)}

PARAMETERS = [(True, True), (False, True), (True, False), (False, False)]

# What must be in a graph that uses the variables and control flow it says it does.
MARKS = {
    "ref": ("VariableV2",),
    "resource": ("VarHandleOp",),
    "resource-if": ("VarHandleOp", "If|StatelessIf"),
}


def network(layer, rank, gamma, beta, training):
    """One convolution or dense layer, its batch normalization, and a softmax."""
    shape = [6, 6, 3] if rank == 4 else [7]
    images = tf.placeholder(tf.float32, [None, *shape], name="images")
    if rank == 4:
        x = tf.layers.conv2d(images, 4, 3, padding="same", use_bias=not beta, name="hidden")
    else:
        x = tf.layers.dense(images, 4, use_bias=not beta, name="hidden")
    x = tf.nn.relu(layer(x, training, gamma=gamma, beta=beta, name="bn"))
    logits = tf.reduce_mean(x, [1, 2], name="logits") if rank == 4 else x
    return Net({images: shape}, [tf.nn.softmax(logits, name="probabilities")], [logits])


def run(interface, kind, switch, variables, gamma=True, beta=True, default=False, layer=None):
    """The training run for one cell of the matrix."""
    usual, rank, mark = INTERFACES[interface.split("-")[0]][kind]
    resource, control_flow_v2 = VARIABLES[variables]
    absent = "".join(
        f"-no-{name}" for name, there in (("gamma", gamma), ("beta", beta)) if not there)
    training = f"default-{str(default).lower()}" if switch == "default" else switch
    marks = MARKS[variables]
    if switch in ("true", "false"):
        marks = marks[:1]
    elif not control_flow_v2:
        marks += ("Switch", "Merge")
    return Run(
        name=f"{interface}-{kind}-{training}-{variables}{absent}",
        description=f"{interface} {kind}, training {training}, {variables} variables"
        + absent.replace("-", " "),
        build=functools.partial(network, layer or usual, rank, gamma, beta),
        switch=switch,
        default=default,
        resource=resource,
        control_flow_v2=control_flow_v2,
        contains=marks + (mark,),
        bare=variables == "resource",
        properties={
            "interface": interface,
            "kernel": "fused" if mark == FUSED else "unfused",
            "rank": str(rank),
            "training": training,
            "variables": "resource" if resource else "ref",
            "controlFlow": "none" if switch in ("true", "false")
            else "If" if control_flow_v2 else "Switch",
            "gamma": str(gamma).lower(),
            "beta": str(beta).lower(),
        },
    )


# The variables that each switch is tried with.
TRIED = {
    "placeholder": ("ref", "resource", "resource-if"),
    "default": ("ref", "resource", "resource-if"),
    "true": ("ref", "resource"),
    "false": ("ref", "resource"),
}


def matrix():
    """Interface x kind x training x variables; what is independent takes turns."""
    position = 0
    kinds = [(interface, kind) for interface in INTERFACES for kind in INTERFACES[interface]]
    for row, (interface, kind) in enumerate(kinds):
        for switch in SWITCHES:
            tried = TRIED[switch]
            if switch in ("default", "false"):
                tried = (tried[row % len(tried)],)
            for variables in tried:
                # The quotient shifts the turn, or it would keep step with a loop above.
                gamma, beta = PARAMETERS[(position + position // 4) % 4]
                position += 1
                yield run(interface, kind, switch, variables, gamma, beta)


def parameters():
    """Each interface with gamma and beta each present and absent."""
    for interface, kind in (("layers", "fused"), ("contrib", "fused"), ("averaged", "unfused")):
        for gamma, beta in PARAMETERS:
            yield run(interface, kind, "placeholder", "ref", gamma, beta)


def variants():
    """Rarer ways that the same interfaces are used."""
    yield run("layers", "fused", "default", "ref", default=True)
    yield run("layers", "dense", "default", "resource-if", default=True)
    for kind in ("fused", "unfused", "dense-fused", "dense-unfused"):
        fused = kind.endswith("unfused") is False
        for switch in ("placeholder", "true"):
            layer = functools.partial(bn.contrib_in_place, fused=fused)
            yield run("contrib-in-place", kind, switch, "ref", layer=layer)
    for switch in ("placeholder", "true"):
        layer = functools.partial(bn.contrib_debiased, fused=True)
        yield run("contrib-debiased", "fused", switch, "ref", layer=layer)
        yield run("averaged-debiased", "unfused", switch, "ref", layer=bn.debiased)
    for version in (1, 2):
        for switch in ("placeholder", "true"):
            case = run("averaged", "fused", switch, "ref", layer=bn.fused_operator(version))
            case.name = case.name.replace("averaged-fused", f"averaged-fused-v{version}")
            operator = "FusedBatchNorm" + ("" if version == 1 else "V2")
            case.contains = case.contains[:-1] + (operator,)
            yield case


def main(wanted):
    tf.disable_v2_behavior()
    runs = {}
    for case in [*matrix(), *parameters(), *variants(), *shapes.runs(), *networks.runs(),
                 *neighbours.runs()]:
        runs[case.name] = case
    unknown = [name for name in wanted if name not in runs]
    if unknown:
        raise SystemExit(f"no such case: {', '.join(unknown)}")
    for name in wanted or sorted(runs):
        record(runs[name], FOLDER / name)
        print(name, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
