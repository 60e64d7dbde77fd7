"""Records checkpoints that must not be served, or not without a person's say.

Writes Tests/Fixtures/Resources/refused/<case>: a checkpoint with its MetaGraph, `input.npy`, and
`case.json`, in which `reason` says what is wrong, `variables`, `layers` and `channel` where, and
`nearMatches` which names of the checkpoint resemble those that are missing. `expected.npy` is
there if TensorFlow restores the checkpoint all the same and answers.
Arguments name the cases to make; without any, all are made.
"""

import dataclasses
import functools
import pathlib
import shutil
import sys

from golden import (  # first, since it quietens TensorFlow
    CONFIG, INFERENCE_ROWS, ROWS, SEED, STEPS, Net, Run, answers, build, random_rows, set_modes,
    train, write)

import numpy as np
import tensorflow.compat.v1 as tf

import batch_norm_layers as bn

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "Resources/refused"

STATISTICS = ("moving_mean", "moving_variance")


def network(first, second, training):
    """Two convolutions, each with batch normalization, and a dense layer."""
    shape = [4, 4, 2]
    images = tf.placeholder(tf.float32, [None, *shape], name="images")
    x = tf.layers.conv2d(images, 4, 3, use_bias=False, name="conv")
    x = tf.nn.relu(first(x, training, name="conv/bn"))
    x = tf.layers.conv2d(x, 5, 1, use_bias=False, name="last")
    x = tf.nn.relu(second(x, training, name="last/bn"))
    logits = bn.logits(tf.reduce_mean(x, [1, 2]), 3)
    return Net({images: shape}, [tf.nn.softmax(logits, name="probabilities")], [logits])


layers = functools.partial(network, bn.layers, bn.layers)
unfused = functools.partial(network, functools.partial(bn.layers, fused=False),
                            functools.partial(bn.layers, fused=False))
contrib = functools.partial(network, bn.contrib, bn.contrib)
averaged = functools.partial(network, bn.averaged, bn.averaged)


@dataclasses.dataclass
class Refused:
    """A case: what is trained, how it is spoilt, and what must be said of it."""

    name: str
    description: str
    reason: str
    build: callable = layers
    way: str = "placeholder-ref"
    finding: dict = dataclasses.field(default_factory=dict)
    saver: callable = None  # the saver of the training program, hence the MetaGraph's
    spoil: callable = None  # (session, prefix) -> None, within the graph: changes the checkpoint
    updates: bool = True  # whether UPDATE_OPS run
    answered: bool = False  # whether TensorFlow restores the checkpoint


def save(session, prefix, variables):
    """Puts a checkpoint of `variables` in place of the one at `prefix`; the MetaGraph stays."""
    tf.train.Saver(variables).save(session, prefix, write_meta_graph=False, write_state=False)


def only_trainable():
    return tf.train.Saver(var_list=tf.trainable_variables())


def assign(name, **elements):
    """Spoils a checkpoint by assigning one element of a variable, or with `all` every one."""
    def spoil(session, prefix):
        (variable,) = [v for v in tf.global_variables() if v.op.name == name]
        value = session.run(variable)
        if "all" in elements:
            value[:] = elements["all"]
        else:
            value[elements["channel"]] = elements["value"]
        variable.load(value, session)
        save(session, prefix, tf.global_variables())
    return spoil


def renamed(rename):
    """Spoils a checkpoint by saving variables under the names that `rename` gives, if any."""
    def spoil(session, prefix):
        names = {rename(v.op.name): v for v in tf.global_variables()}
        save(session, prefix, {name: v for name, v in names.items() if name})
    return spoil


def replaced(name, value):
    """Spoils a checkpoint by saving `value` where the variable `name` was."""
    def spoil(session, prefix):
        others = {v.op.name: v for v in tf.global_variables() if v.op.name != name}
        other = tf.get_variable("replacement", initializer=value)
        session.run(other.initializer)
        save(session, prefix, others | {name: other})
    return spoil


def statistics(*scopes, **finding):
    names = [f"{scope}/{part}" for scope in scopes for part in STATISTICS]
    return {"variables": names, "layers": list(scopes), **finding}


BOTH = statistics("conv/bn", "last/bn")


def shorter(name):
    return name.replace("moving_mean", "mean").replace("moving_variance", "variance")


def shadowed(name):
    is_statistic = name.endswith(STATISTICS)
    return f"{name}/ExponentialMovingAverage" if is_statistic else name


def near(rename):
    return {name: [rename(name)] for name in BOTH["variables"]}


def special_layer(layer, **arguments):
    return functools.partial(network, functools.partial(layer, **arguments), bn.layers)


def cases():
    for kind, build_, way in (
        ("layers", layers, "placeholder-ref"),
        ("layers", layers, "true-ref"),
        ("layers", layers, "default-resource"),
        ("layers", layers, "placeholder-resource-if"),
        ("unfused", unfused, "placeholder-resource"),
        ("unfused", unfused, "true-ref"),
        ("contrib", contrib, "placeholder-ref"),
        ("averaged", averaged, "placeholder-resource"),
    ):
        yield Refused(
            f"trainable-only-{kind}-{way}",
            "Saved with var_list=tf.trainable_variables(): no moving statistics.",
            "statistics-missing", build_, way, BOTH, saver=only_trainable)
    yield Refused(
        "trainable-only-whole-saver",
        "No moving statistics in the checkpoint, though the MetaGraph's saver restores them.",
        "statistics-missing", finding=BOTH,
        spoil=lambda session, prefix: save(session, prefix, tf.trainable_variables()))
    yield Refused(
        "statistics-of-one-layer-missing",
        "The moving statistics of one layer of two are not in the checkpoint.",
        "statistics-missing", finding=statistics("last/bn"),
        spoil=renamed(lambda name: None if name in statistics("last/bn")["variables"] else name))
    yield Refused(
        "statistics-named-shorter", "bn/mean and bn/variance where the graph has bn/moving_mean.",
        "statistics-missing", finding=BOTH | {"nearMatches": near(shorter)},
        spoil=renamed(shorter))
    yield Refused(
        "statistics-only-as-shadows",
        "Of the statistics only their own exponential moving averages are in the checkpoint.",
        "statistics-missing", finding=BOTH | {"nearMatches": near(shadowed)},
        spoil=renamed(shadowed))

    for way, build_ in (("placeholder-ref", layers), ("true-resource", unfused)):
        yield Refused(
            f"never-updated-{way}", "UPDATE_OPS never ran.", "statistics-never-updated", build_,
            way, BOTH, updates=False, answered=True)

    def half_updated(session, prefix):
        for variable in tf.global_variables():
            if variable.op.name in statistics("last/bn")["variables"]:
                session.run(variable.initializer)
        save(session, prefix, tf.global_variables())

    yield Refused(
        "never-updated-one-layer", "The statistics of one layer of two were never updated.",
        "statistics-never-updated", finding=statistics("last/bn"), spoil=half_updated,
        answered=True)
    yield Refused(
        "gamma-zero", "Every gamma of a layer is 0.", "scale-all-zero",
        finding={"variables": ["last/bn/gamma"], "layers": ["last/bn"]},
        spoil=assign("last/bn/gamma", all=0), answered=True)
    for value, name, reason in (
        (-0.25, "variance-negative", "variance-negative"),
        (np.nan, "variance-nan", "statistics-not-finite"),
        (np.inf, "variance-infinite", "statistics-not-finite"),
    ):
        yield Refused(
            name, f"One channel's moving variance is {value}.", reason,
            finding={"variables": ["conv/bn/moving_variance"], "layers": ["conv/bn"],
                     "channel": 2},
            spoil=assign("conv/bn/moving_variance", channel=2, value=value), answered=True)
    yield Refused(
        "mean-nan", "One channel's moving mean is NaN.", "statistics-not-finite",
        finding={"variables": ["last/bn/moving_mean"], "layers": ["last/bn"], "channel": 4},
        spoil=assign("last/bn/moving_mean", channel=4, value=np.nan), answered=True)

    for name, shape in (("last/kernel", [1, 1, 4, 6]), ("conv/bn/moving_mean", [6])):
        yield Refused(
            f"wrong-shape-{name.split('/')[-1].replace('_', '-')}",
            f"{name} has shape {shape} in the checkpoint.", "variable-shape",
            finding={"variables": [name]}, spoil=replaced(name, np.ones(shape, np.float32)))
    for name, type_, shape in (
        ("conv/bn/gamma", np.float64, [4]), ("logits/bias", np.int32, [3]),
    ):
        yield Refused(
            f"wrong-type-{name.split('/')[-1]}",
            f"{name} is {type_.__name__} in the checkpoint.", "variable-type",
            finding={"variables": [name]}, spoil=replaced(name, np.ones(shape, type_)))
    missing = ["last/bn/gamma", "logits/bias"]
    yield Refused(
        "variables-missing", "The graph has variables that the checkpoint lacks.",
        "variable-missing", finding={"variables": missing},
        spoil=renamed(lambda name: None if name in missing else name))

    for kind, layer, way in (
        ("layers", bn.layers, "placeholder-ref"), ("layers", bn.layers, "true-resource"),
        ("layers", bn.layers, "placeholder-resource-if"),
        ("contrib", bn.contrib, "placeholder-ref"),
    ):
        yield Refused(
            f"renorm-{kind}-{way}", "Batch renormalization.", "renorm",
            special_layer(layer, renorm=True), way, {"layers": ["conv/bn"]}, answered=True)
    for way in ("placeholder-ref", "true-resource"):
        yield Refused(
            f"virtual-batch-size-{way}", "Statistics of virtual batches.", "virtual-batch-size",
            special_layer(bn.layers, virtual_batch_size=4), way, {"layers": ["conv/bn"]})


def run(case):
    switch, variables = case.way.split("-", 1)
    arguments = {"saver": case.saver} if case.saver else {}
    return Run(
        name=case.name, description=case.description, build=case.build, switch=switch,
        resource=variables != "ref", control_flow_v2=variables == "resource-if",
        bare=case.way != "true-ref", optimizer=None,
        properties={"training": switch, "variables": variables}, **arguments)


def record(case, folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    program = run(case)
    set_modes(program)
    baked = True if program.switch == "true" else None
    with tf.Graph().as_default() as graph:
        if not case.updates:
            program = dataclasses.replace(program, build=without_updates(program.build))
        prefix, net, flag, session = train(program, baked, folder)
        rows = random_rows(net, np.random.RandomState(SEED + 1), ROWS, INFERENCE_ROWS)
        if case.spoil:
            case.spoil(session, prefix)
    expected = []
    with tf.Graph().as_default():
        build(program, False if baked else None)
        session = tf.Session(config=CONFIG)
        try:
            tf.train.Saver().restore(session, prefix)
            expected = answers(session, net, flag, rows, False)
        except (tf.errors.OpError, ValueError) as error:
            if case.answered:
                raise
            print(type(error).__name__, end=" ")
    if bool(expected) != case.answered:
        raise SystemExit(f"{case.name}: TensorFlow answers")
    check(case, graph, prefix)
    write(program, folder, net, rows, expected, reason=case.reason, **case.finding)


def without_updates(build_):
    """A program that forgets the operations that update statistics."""
    def forgetful(training):
        net = build_(training)
        tf.get_default_graph().clear_collection(tf.GraphKeys.UPDATE_OPS)
        return net
    return forgetful


def check(case, graph, prefix):
    """The checkpoint lacks what it is meant to lack."""
    saved = dict(tf.train.list_variables(prefix))
    for name in case.finding.get("variables", []):
        if (name in saved) == case.reason.endswith("missing"):
            raise SystemExit(f"{case.name}: {name}")
    for matches in case.finding.get("nearMatches", {}).values():
        assert set(matches) <= set(saved), case.name
    names = {node.name for node in graph.as_graph_def().node}
    for name in case.finding.get("variables", []):
        assert name in names, (case.name, name)


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
