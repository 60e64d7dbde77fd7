"""Records checkpoints whose variables have other names than in the graph.

Writes Tests/Fixtures/Resources/renamed/<case> as make_batch_norm_cases.py does; `names` in
`case.json` says, for every variable of the graph, what the checkpoint calls it. In cases named
`saver-knows-…` the MetaGraph's own saver restores by those names; in the others it does not.
Arguments name the cases to make; without any, all are made.
"""

import dataclasses
import pathlib
import re
import shutil
import sys

from golden import (  # first, since it quietens TensorFlow
    CONFIG, INFERENCE_ROWS, ROWS, SEED, Run, answers, build, check_rows_are_independent,
    random_rows, set_modes, train, write)

import numpy as np
import tensorflow.compat.v1 as tf

from make_refused_cases import contrib, layers, save

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "Resources/renamed"


@dataclasses.dataclass
class Renamed:
    """A case: what is trained, and patterns with what replaces them in the graph's names."""

    name: str
    description: str
    patterns: list
    build: callable = layers
    way: str = "placeholder-ref"

    def renamed(self, name):
        for pattern, replacement in self.patterns:
            name = re.sub(pattern, replacement, name)
        return name


NORM = [("bn/moving_mean$", "norm/mean"), ("bn/moving_variance$", "norm/variance"),
        ("bn/gamma$", "norm/scale"), ("bn/beta$", "norm/offset")]


def cases():
    yield Renamed("norm", "Batch normalization under other names.", NORM)
    yield Renamed("prefixed", "Every name below a scope that the graph lacks.",
                  [("^", "model/")], way="placeholder-resource")
    yield Renamed("dotted", "Names as another framework has them.",
                  [("bn/moving_mean$", "bn/running_mean"),
                   ("bn/moving_variance$", "bn/running_var"),
                   ("bn/gamma$", "bn/weight"), ("bn/beta$", "bn/bias"), ("kernel$", "weight"),
                   ("/", ".")], contrib, "true-ref")
    yield Renamed("saver-knows-ref", "Saver({name: variable}) in the training program.", NORM)
    yield Renamed("saver-knows-resource-if", "Saver({name: variable}) in the training program.",
                  NORM + [("^", "model/")], way="placeholder-resource-if")


def record(case, folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)

    def named():
        return {case.renamed(v.op.name): v for v in tf.global_variables()}

    knows = {"saver": lambda: tf.train.Saver(named())} if "saver-knows" in case.name else {}
    switch, variables = case.way.split("-", 1)
    run = Run(
        name=case.name, description=case.description, build=case.build, switch=switch,
        resource=variables != "ref", control_flow_v2=variables == "resource-if", bare=True,
        optimizer=None, properties={"training": switch, "variables": variables}, **knows)
    set_modes(run)
    baked = True if switch == "true" else None
    with tf.Graph().as_default():
        prefix, net, flag, session = train(run, baked, folder)
        rows = random_rows(net, np.random.RandomState(SEED + 1), ROWS, INFERENCE_ROWS)
        names = {v.op.name: name for name, v in named().items()}
        if not knows:
            save(session, prefix, named())
    with tf.Graph().as_default():
        net, flag = build(run, False if baked else None)
        session = tf.Session(config=CONFIG)
        tf.train.Saver(named()).restore(session, prefix)
        expected = answers(session, net, flag, rows, False)
        check_rows_are_independent(run, session, net, flag, rows, expected)
    if sorted(names.values()) != sorted(name for name, _ in tf.train.list_variables(prefix)):
        raise SystemExit(f"{case.name}: the checkpoint has other names")
    write(run, folder, net, rows, expected, names=names)


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
