"""Records checkpoints without moving statistics, and what the statistics must become.

Writes Tests/Fixtures/Resources/calibration/<case>: a checkpoint of trainable variables only, with
the MetaGraph of the training program; `data.npy`, the rows to calibrate on (each to be divided by
`divisor`); and a folder per way of calibrating, with one `.npy` per statistic (`/` in its name
written `.`) and `expected.npy`, TensorFlow's answer to `input.npy` with those statistics:

  ema-<steps>   what TensorFlow's own updates leave after that many batches of `batchSize` rows,
                taken from the data in order and over and over, from means of 0 and variances of 1
  population    mean and variance, without Bessel's correction, over all rows; layer by layer, each
                layer's rows being the result of those before it with their population statistics

NumPy computes both again from what goes into each layer, and must agree with TensorFlow.
`digits` has the weights of the embedded model; its data are 0...16 in bytes.
Arguments name the cases to make; without any, all are made.
"""

import functools
import json
import pathlib
import shutil
import sys

from golden import (  # first, since it quietens TensorFlow
    CONFIG, INFERENCE_ROWS, ROWS, SEED, STEPS, TRAINING_ROWS, Net, Run, build, finish, set_modes,
    set_weights, write_state)

import numpy as np
import tensorflow.compat.v1 as tf

import batch_norm_layers as bn
import train_digits

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "Resources/calibration"


class Layers:
    """A network's normalized layers, with what goes into each."""

    def __init__(self, layer, bessel, **arguments):
        self.layer, self.bessel, self.arguments = layer, bessel, arguments
        self.inputs, self.momenta = {}, {}

    def __call__(self, x, training, name, momentum):
        self.inputs[name], self.momenta[name] = x, momentum
        return self.layer(x, training, name=name, momentum=momentum, **self.arguments)


def small(normalized, training):
    """Three layers, whose statistics have different momenta."""
    shape = [4, 4, 2]
    images = tf.placeholder(tf.float32, [None, *shape], name="images")
    x = tf.layers.conv2d(images, 4, 3, padding="same", use_bias=False, name="conv")
    x = tf.nn.relu(normalized(x, training, "conv/bn", 0.9))
    x = tf.layers.conv2d(x, 5, 3, use_bias=False, name="last")
    x = tf.nn.relu(normalized(x, training, "last/bn", 0.7))
    x = tf.layers.dense(tf.layers.flatten(x), 4, use_bias=False, name="dense")
    x = tf.nn.relu(normalized(x, training, "dense/bn", 0.95))
    logits = bn.logits(x, 3)
    return Net({images: shape}, [tf.nn.softmax(logits, name="probabilities")], [logits])


def digits(normalized, training):
    """The embedded model's network, with the loss of its training program."""
    images = tf.placeholder(tf.float32, [None, 8, 8, 1], name="images")
    labels = tf.placeholder(tf.int64, [None], name="labels")
    layer = tf.layers.batch_normalization

    def observed(inputs, is_training, name):
        normalized.inputs[name], normalized.momenta[name] = inputs, 0.95
        return tf.nn.relu(layer(inputs, momentum=0.95, training=is_training, name=name))

    logits = train_digits.network(images, training, observed)
    tf.losses.sparse_softmax_cross_entropy(labels=labels, logits=logits)
    return Net({images: [8, 8, 1]}, [tf.nn.softmax(logits, name="probabilities")], [logits])


def small_rows(seed, count, distribution):
    return np.random.RandomState(seed).normal(*distribution, [count, 4, 4, 2]).astype(np.float32)


class Case:
    """A case: a network, its data and the numbers of steps to record."""

    def __init__(self, name, description, network, normalized, way="placeholder-ref"):
        self.name, self.description, self.normalized = name, description, normalized
        self.is_digits = network is digits
        self.switch, self.variables = way.split("-", 1)
        modern = self.variables == "resource-if"
        self.run = Run(
            name=name, description=description, build=functools.partial(network, normalized),
            switch=self.switch, resource=self.variables != "ref", control_flow_v2=modern,
            bare=True, optimizer=None)
        if self.is_digits:
            images, _, self.test, self.labels = train_digits.split()
            self.data = (images * 16).astype(np.uint8)
            self.rows, self.divisor = self.test[:40], 16
            self.batch, self.steps, self.saved_at = 100, (1, 14, 140), 840
        else:
            self.data = small_rows(SEED, 150, TRAINING_ROWS)  # the last batch is a smaller one
            self.rows, self.divisor = small_rows(SEED + 1, ROWS, INFERENCE_ROWS), 1
            self.batch, self.steps, self.saved_at = 16, (1, 10, 25), STEPS

    @property
    def baked(self):
        return True if self.switch == "true" else None

    def floats(self):
        return self.data.astype(np.float32) / self.divisor

    def batches(self):
        rows = self.floats()
        while True:
            for start in range(0, len(rows), self.batch):
                yield rows[start : start + self.batch]

    def weights(self, session):
        if not self.is_digits:
            return set_weights(session)
        reader = tf.train.load_checkpoint(str(train_digits.MODEL))
        for variable in tf.trainable_variables():
            variable.load(reader.get_tensor(variable.op.name), session)


def cases():
    yield Case("digits", "The embedded model, trained but without its statistics.", digits,
               Layers(None, "conv"))
    yield Case("fused", "tf.layers, with fused kernels on images.", small,
               Layers(bn.layers, "conv"))
    yield Case("fused-true", "As fused, with training baked in.", small,
               Layers(bn.layers, "conv"), "true-resource")
    yield Case("unfused", "tf.layers without fused kernels.", small,
               Layers(bn.layers, "none", fused=False), "placeholder-resource-if")
    yield Case("contrib", "slim, with fused kernels throughout.", small,
               Layers(bn.contrib, "all"))
    yield Case("averaged", "Statistics kept by assign_moving_average.", small,
               Layers(bn.averaged, "none"), "placeholder-resource")


def statistics(scope):
    return [f"{scope}/moving_mean", f"{scope}/moving_variance"]


def variables():
    return {v.op.name: v for v in tf.global_variables()}


def read(session, case):
    return {
        name: session.run(variables()[name])
        for scope in case.normalized.inputs for name in statistics(scope)}


def is_corrected(case, scope):
    """Whether the kernel of the layer gives the variance with Bessel's correction."""
    bessel, rank = case.normalized.bessel, case.normalized.inputs[scope].shape.rank
    return bessel == "all" or (bessel == "conv" and rank == 4)


def of_rows(x, corrected):
    """Mean and variance over all but the last dimension, in double precision."""
    x = x.astype(np.float64).reshape(-1, x.shape[-1])
    return x.mean(0), x.var(0, ddof=1 if corrected else 0)


def by_updates(case, folder):
    """Runs TensorFlow's updates; gives the statistics after each number of steps to record."""
    with tf.Graph().as_default():
        net, flag = build(case.run, case.baked)
        train_op = tf.group(
            *tf.get_collection(tf.GraphKeys.UPDATE_OPS), *net.outputs, name="train_op")
        saver = tf.train.Saver(var_list=tf.trainable_variables())
        session = tf.Session(config=CONFIG)
        session.run(tf.global_variables_initializer())
        case.weights(session)
        saver.save(session, str(folder / "model"), case.saved_at, strip_default_attrs=True)
        finish(case.run, folder / f"model-{case.saved_at}.meta", {})
        write_state(folder, f"model-{case.saved_at}")
        (images,) = net.inputs
        again, results = read(session, case), {}
        for step, rows in zip(range(1, max(case.steps) + 1), case.batches()):
            values = {images: rows} | ({} if case.baked else {flag: True})
            seen, _ = session.run([case.normalized.inputs, train_op], values)
            for scope, x in seen.items():
                momentum = case.normalized.momenta[scope]
                for name, value in zip(statistics(scope), of_rows(x, is_corrected(case, scope))):
                    again[name] = again[name] * momentum + value * (1 - momentum)
            if step in case.steps:
                results[f"ema-{step}"] = read(session, case)
                for name, value in results[f"ema-{step}"].items():
                    np.testing.assert_allclose(
                        value, again[name], rtol=2e-6, atol=2e-6, err_msg=f"{case.name} {name}")
    return results, net.outputs[0].op.name, images.op.name


def by_population(case, answered, folder):
    """Population statistics; also writes what the network answers with each of `answered`."""
    with tf.Graph().as_default():
        net, flag = build(case.run, False if case.baked else None)
        session = tf.Session(config=CONFIG)
        session.run(tf.global_variables_initializer())
        case.weights(session)
        (images,) = net.inputs

        def values(rows):
            return {images: rows} | ({} if case.baked else {flag: False})

        for scope, x in case.normalized.inputs.items():
            seen = session.run(x, values(case.floats()))
            for name, value in zip(statistics(scope), of_rows(seen, corrected=False)):
                variables()[name].load(value.astype(np.float32), session)
        answered["population"] = read(session, case)
        accuracy = {}
        for name, found in answered.items():
            for variable, value in found.items():
                variables()[variable].load(value, session)
            (folder / name).mkdir()
            np.save(folder / name / "expected.npy",
                    session.run(net.outputs[0], values(case.rows)))
            for variable, value in found.items():
                np.save(folder / name / (variable.replace("/", ".") + ".npy"), value)
            if case.is_digits:
                answer = session.run(net.outputs[0], values(case.test))
                accuracy[name] = float(np.mean(answer.argmax(1) == case.labels))
        return accuracy


def record(case, folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    set_modes(case.run)
    results, output, input_ = by_updates(case, folder)
    corrected = [scope for scope in case.normalized.inputs if is_corrected(case, scope)]
    accuracy = by_population(case, results, folder)
    np.save(folder / "data.npy", case.data)
    np.save(folder / "input.npy", case.rows)
    contents = {
        "description": case.description, "input": input_, "output": output, "inferable": True,
        "properties": {"training": case.switch, "variables": case.variables},
        "batchSize": case.batch, "divisor": case.divisor, "results": list(results),
        "momenta": case.normalized.momenta, "corrected": corrected,
    }
    if case.baked is None:
        contents["trainingFlag"] = "is_training"
    if accuracy:
        answers = np.load(train_digits.GOLDEN / "probabilities.npy")
        accuracy["original"] = float(np.mean(answers.argmax(1) == case.labels))
        if abs(accuracy["population"] - accuracy["original"]) > 0.003:
            raise SystemExit(f"{case.name}: calibrated statistics are worse, {accuracy}")
        contents["accuracy"] = accuracy
    (folder / "case.json").write_text(json.dumps(contents, indent=2, sort_keys=True) + "\n")
    print(case.name, accuracy, flush=True)


def main(wanted):
    tf.disable_v2_behavior()
    every = {case.name: case for case in cases()}
    unknown = [name for name in wanted if name not in every]
    if unknown:
        raise SystemExit(f"no such case: {', '.join(unknown)}")
    for name in wanted or every:
        record(every[name], FOLDER / name)


if __name__ == "__main__":
    main(sys.argv[1:])
