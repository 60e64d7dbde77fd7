"""Records small variants of the networks that people serve.

Writes Tests/Fixtures/Resources/networks/<network>: `network.meta`, the MetaGraph of what the
outputs depend on, with the switch between training and inference; `variables.csv`, which says what
to fill each variable with; `expected.npy`, TensorFlow's logits, and `expected-1.npy`, what it makes
of them; `case.json`. Weights and images are not written: both Python (`seeded_values.py`) and the
tests make them from their names. Arguments name the networks to make; without any, all are made.
"""

import json
import os
import pathlib
import shutil
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np
import tensorflow.compat.v1 as tf

import golden
import network_graphs
import network_values
import seeded_values
from make_networks import tell
from network_miniatures import MINIATURES
from network_values import STATISTICS, moments, role, session_of, training_switch

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "Resources/networks"
ROWS = 2
CALIBRATION_ROWS = 4


def rounded(value):
    """As it will be read again: four digits are enough for a number that is arbitrary."""
    return float(f"{value:.4g}")


def filling(variable):
    """The centre and spread of a variable's values, statistics as if nothing was known."""
    shape = variable.shape.as_list()
    match role(variable):
        case "gamma":
            return 1, 0.2
        case "beta" | "bias" | "biases":
            return 0, 0.2
        case "moving_mean" | "mean":
            return 0, 0
        case "moving_variance" | "variance":
            return 1, 0
        case "depthwise_kernel" | "depthwise_weights":
            inputs = np.prod(shape[:2])
        case _:
            inputs = np.prod(shape[:-1])
    return 0, rounded(np.sqrt(6 / inputs))  # He et al. 2015, as a uniform distribution


def statistics(session, images, rows, names):
    """The centre and spread of moving averages: of what training has, for all channels alike."""
    found = session.run(moments(session.graph), {images: rows, training_switch(session.graph): True})
    fillings = {}
    for name in names:
        scope, kind = name.rsplit("/", 1)
        mean, variance = (found[f"{scope}/{kind}"] for kind in STATISTICS)
        centre = mean.mean()
        if kind == "moving_mean":
            fillings[name] = rounded(centre), rounded(np.sqrt(3) * mean.std() / 2)
        else:
            whole = np.mean(variance + np.square(mean - centre))
            fillings[name] = rounded(whole), rounded(0.3 * whole)
    return fillings


def fill(session, fillings):
    network_values.load(session, {
        v.op.name: seeded_values.values(
            v.op.name, v.shape.as_list(), *fillings[v.op.name])
        for v in tf.global_variables() if v.op.name in fillings})


def make(network):
    folder = FOLDER / network.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tf.Graph().as_default() as graph, session_of(graph) as session:
        tf.set_random_seed(1)
        images, logits, probabilities = network.build()
        nodes = {"input": images.op.name, "output": logits.op.name}
        outputs = [logits.op.name, probabilities.op.name]
        meta = network_graphs.trimmed(graph, outputs)
        shapes = {v.op.name: v.shape.as_list() for v in tf.global_variables()}
        fillings = {v.op.name: filling(v) for v in tf.global_variables()
                    if v.dtype.base_dtype == tf.float32}
        fill(session, fillings)
        rows = seeded_values.images(
            "calibration", CALIBRATION_ROWS, network.size, network.low, network.high)
        names = [name for name in fillings if name.rsplit("/")[-1] in STATISTICS]
        fillings.update(statistics(session, images, rows, names))
        fill(session, fillings)
        rows = seeded_values.images("images", ROWS, network.size, network.low, network.high)
        scale = network_values.scale_for(
            session.run(logits, {images: rows, training_switch(graph): False}))
        for variable in network_values.classifiers(logits):
            fillings[variable.op.name] = 0, rounded(scale * fillings[variable.op.name][1])
        fill(session, fillings)
        answers = session.run(
            [logits, probabilities], {images: rows, training_switch(graph): False})
    if network.save:
        with tf.Graph().as_default() as graph:
            meta = network_graphs.trimmed(graph, network.save())
    kept = {node.name for node in meta.graph_def.node}
    variables = {node.name for node in meta.graph_def.node
                 if node.op in ("VariableV2", "VarHandleOp")}
    fillings = {name: fillings[name] for name in sorted(variables)}
    (folder / "network.meta").write_bytes(meta.SerializeToString(deterministic=True))
    (folder / "variables.csv").write_text("".join(
        f"{name},{'x'.join(map(str, shapes[name]))},{centre},{spread}\n"
        for name, (centre, spread) in fillings.items()))
    np.save(folder / "expected.npy", answers[0])
    np.save(folder / "expected-1.npy", answers[1])
    operators = network_graphs.operators(meta.graph_def, outputs)
    case = {
        "description": f"{network.name}, with fewer channels, blocks and pixels",
        **nodes,
        "moreOutputs": {probabilities.op.name: "expected-1.npy"},
        "inferable": True,
        "properties": {"operators": " ".join(operators)},
        "images": {"rows": ROWS, "size": network.size, "low": network.low, "high": network.high},
    }
    (folder / "case.json").write_text(json.dumps(case, indent=2, sort_keys=True) + "\n")
    tell(network, graph, *(answer.reshape(ROWS, -1) for answer in answers))
    count = sum(int(np.prod(shapes[name])) for name in fillings)
    size = sum(file.stat().st_size for file in folder.iterdir())
    print(f"  {len(kept)} nodes kept, {count} weights, {size} bytes", flush=True)


def main():
    tf.disable_v2_behavior()
    golden.set_modes(golden.Run("", "", None))
    for name in sys.argv[1:] or MINIATURES:
        make(MINIATURES[name])


if __name__ == "__main__":
    main()
