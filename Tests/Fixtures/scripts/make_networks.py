"""Writes whole networks as TensorFlow 1 saves them, too large to be committed.

    make_networks.py FOLDER [NETWORK...]

Writes FOLDER/<network>: `model.ckpt.index`, `.data-…` and `.meta` by a `Saver`, with the switch
between training and inference in the graph; `input.npy`, `logits.npy`, `probabilities.npy`,
of most of Keras's networks `exact.npy`, the logits in double precision, and in `network.json` the names of these nodes and the operators that they depend on.
Without names all of `networks.py` are made, which takes ten minutes and 3 GB. `check_networks.py`
compares what steady answers.
"""

import json
import os
import pathlib
import shutil
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import network_graphs
import network_values
import networks
import numpy as np
import tensorflow.compat.v1 as tf

ROWS = 3
CALIBRATION_ROWS = 6


def make(network, folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tf.Graph().as_default() as graph, network_values.session_of(graph) as session:
        tf.set_random_seed(1)
        images, logits, probabilities = network.build()
        known = network_values.random_images(network, CALIBRATION_ROWS, seed=1)
        rows = network_values.random_images(network, ROWS, seed=2)
        network_values.load_values(session, images, logits, known, rows)
        answers = session.run(
            [logits, probabilities],
            {images: rows, network_values.training_switch(graph): False})
        tf.train.Saver().save(session, str(folder / "model.ckpt"), write_state=False)
        values = session.run({v.op.name: v for v in tf.global_variables()})
    if network.save:
        with tf.Graph().as_default() as graph:
            network.save()
            tf.train.Saver()
            tf.train.export_meta_graph(str(folder / "model.ckpt.meta"))
    outputs = [logits.op.name, probabilities.op.name]
    description = {
        "input": images.op.name, "logits": outputs[0], "probabilities": outputs[1],
        "operators": network_graphs.operators(graph.as_graph_def(), outputs)}
    (folder / "network.json").write_text(json.dumps(description, indent=2) + "\n")
    np.save(folder / "input.npy", rows)
    np.save(folder / "logits.npy", answers[0])
    np.save(folder / "probabilities.npy", answers[1])
    if network.name in networks.BY_KERAS:
        exact = exact_logits(network, values, rows)
        if exact is not None:
            np.save(folder / "exact.npy", exact)
    tell(network, graph, *(answer.reshape(ROWS, -1) for answer in answers))


def exact_logits(network, values, rows):
    """The logits in double precision; None if a layer of Keras insists on single precision."""
    tf.keras.backend.set_floatx("float64")
    try:
        with tf.Graph().as_default() as graph, network_values.session_of(graph) as session:
            images, logits, _ = network.build()
            network_values.load(session, values)
            return session.run(
                logits, {images: rows, network_values.training_switch(graph): False})
    except TypeError:
        return None
    finally:
        tf.keras.backend.set_floatx("float32")


def tell(network, graph, logits, probabilities):
    """Stops if the answers are such that a wrong network could give them, too."""
    classes, rows = logits.std(axis=1).mean(), logits.std(axis=0).mean()
    print(f"{network.name}: {len(graph.get_operations())} nodes, logits to "
          f"{np.abs(logits).max():.2f}, deviation {classes:.2f} among classes and {rows:.2f} among "
          f"rows, largest probability {probabilities.max():.2f}", flush=True)
    if not (0.2 < classes < 20 and rows > 0.01 * classes and probabilities.max() < 0.999):
        raise SystemExit(f"{network.name}: its logits say too little")


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    tf.disable_v2_behavior()
    for name in sys.argv[2:] or networks.NETWORKS:
        start = time.time()
        make(networks.NETWORKS[name], folder / name)
        print(f"  {time.time() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
