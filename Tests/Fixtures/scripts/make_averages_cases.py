"""Records checkpoints with exponential moving averages of variables beside the variables.

Writes Tests/Fixtures/Resources/averages/<case>: as make_batch_norm_cases.py does, but with two
answers: `expected-raw.npy` for the variables and `expected-ema.npy` for their averages, which
`case.json` lists under `averages` as {variable: shadow}.
Arguments name the cases to make; without any, all are made.
"""

import dataclasses
import functools
import pathlib
import shutil
import sys

from golden import (  # first, since it quietens TensorFlow
    CONFIG, INFERENCE_ROWS, ROWS, SEED, Net, Run, answers, build, random_rows, set_modes, train,
    write)

import numpy as np
import tensorflow.compat.v1 as tf

import batch_norm_layers as bn

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "Resources/averages"


def network(layer, training):
    """A convolution with batch normalization and a dense layer."""
    shape = [4, 4, 2]
    images = tf.placeholder(tf.float32, [None, *shape], name="images")
    x = tf.layers.conv2d(images, 4, 3, use_bias=False, name="conv")
    x = tf.nn.relu(layer(x, training, name="conv/bn"))
    logits = bn.logits(tf.reduce_mean(x, [1, 2]))
    return Net({images: shape}, [tf.nn.softmax(logits, name="probabilities")], [logits])


layers = functools.partial(network, bn.layers)
by_hand = functools.partial(network, bn.ema)


@dataclasses.dataclass
class Averages:
    """A case: what is trained, and of what averages are kept."""

    name: str
    description: str
    build: callable = layers
    way: str = "placeholder-ref"
    statistics: bool = False  # whether the moving statistics are averaged too
    step: bool = False  # whether the decay depends on the global step
    raw: bool = True  # whether the averaged variables themselves are saved


def cases():
    yield Averages("trainable-placeholder-ref", "Averages of the trainable variables.")
    yield Averages("trainable-placeholder-resource-if", "Averages of the trainable variables.",
                   way="placeholder-resource-if", step=True)
    yield Averages("everything-placeholder-resource",
                   "Averages of the trainable variables and of the moving statistics.",
                   way="placeholder-resource", statistics=True)
    yield Averages("everything-true-ref",
                   "Averages of the trainable variables and of the moving statistics.",
                   way="true-ref", statistics=True)
    yield Averages("statistics-are-shadows-placeholder-ref",
                   "Moving statistics that are themselves shadows, and averages of the trainable "
                   "variables.", by_hand)
    yield Averages("only-averages-placeholder-ref",
                   "Only the averages were saved, not the variables themselves.",
                   statistics=True, raw=False)


def averaged_variables(case):
    variables = tf.trainable_variables()
    if case.statistics:
        variables += [v for v in tf.global_variables() if "/bn/moving_" in v.op.name]
    return variables


def program(case):
    switch, variables = case.way.split("-", 1)

    def follow(train_op):
        """Lets the variables wander, as an optimizer would with a far larger graph."""
        with tf.control_dependencies([train_op]):
            wander = [
                v.assign_add(tf.random_normal(v.shape, stddev=0.1)).op
                for v in tf.trainable_variables()]
        step = tf.train.get_or_create_global_step() if case.step else None
        average = tf.train.ExponentialMovingAverage(0.8, step)
        with tf.control_dependencies(wander):
            return average.apply(averaged_variables(case))

    def saver():
        variables = tf.global_variables()
        if not case.raw:
            there = {v.op.name for v in variables}
            variables = [
                v for v in variables
                if f"{v.op.name}/ExponentialMovingAverage" not in there]
        return tf.train.Saver(variables)

    return Run(
        name=case.name, description=case.description, build=case.build, switch=switch,
        resource=variables != "ref", control_flow_v2=variables == "resource-if",
        bare=True, saver=saver, follow=follow, optimizer=None,
        properties={"training": switch, "variables": variables})


def answer(case, run, baked, prefix, rows, names):
    """TensorFlow's answer with variables restored from what `names` calls them."""
    with tf.Graph().as_default():
        net, flag = build(run, False if baked else None)
        session = tf.Session(config=CONFIG)
        variables = [v for v in tf.global_variables() if v.op.name != "global_step"]
        tf.train.Saver({names.get(v.op.name, v.op.name): v for v in variables}).restore(
            session, prefix)
        return answers(session, net, flag, rows, False)


def record(case, folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    run = program(case)
    set_modes(run)
    baked = True if run.switch == "true" else None
    with tf.Graph().as_default():
        prefix, net, flag, session = train(run, baked, folder)
        names = {v.op.name: f"{v.op.name}/ExponentialMovingAverage"
                 for v in averaged_variables(case)}
        rows = random_rows(net, np.random.RandomState(SEED + 1), ROWS, INFERENCE_ROWS)
    (averaged,) = answer(case, run, baked, prefix, rows, names)
    np.save(folder / "expected-ema.npy", averaged)
    if case.raw:
        (raw,) = answer(case, run, baked, prefix, rows, {})
        np.save(folder / "expected-raw.npy", raw)
        if np.abs(raw - averaged).max() < 1e-2:
            raise SystemExit(f"{case.name}: averages give the same answer")
    write(run, folder, net, rows, [], averages=names)


def main(wanted):
    tf.disable_v2_behavior()
    every = {case.name: case for case in cases()}
    unknown = [name for name in wanted if name not in every]
    if unknown:
        raise SystemExit(f"no such case: {', '.join(unknown)}")
    for name in wanted or every:
        record(every[name], FOLDER / name)
        print(name, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
