"""Has real TensorFlow read and restore checkpoints that steady wrote; run by hand.

    STEADY_WRITE_CHECKPOINTS=/tmp/written swift test --filter TensorFlowCheckTests
    .venv/bin/python Tests/Fixtures/scripts/check_written_checkpoint.py /tmp/written/*
    .venv/bin/python Tests/Fixtures/scripts/check_written_checkpoint.py EXPORTED --original TRAINED

Each argument is a folder with a state file, or a prefix. Of each checkpoint
- `tf.train.load_checkpoint` reads every variable, which checks every checksum;
- what TensorFlow saves of the values read is the same bytes (partitioned variables aside);
- with a `.meta` file, the graph is imported and its `Saver` restores every variable it names;
- with `--original`, values are those of that checkpoint, and what the copy lacks is listed.
Exits with 1 if anything differs.
"""

import argparse
import os
import pathlib
import sys
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
v1.disable_eager_execution()
v1.logging.set_verbosity(v1.logging.ERROR)

# What `get_tensor` can't hand to Python.
UNREADABLE = (tf.variant, tf.qint8, tf.quint8, tf.qint16, tf.quint16, tf.qint32)


def prefix_of(path):
    return tf.train.latest_checkpoint(path) or path if os.path.isdir(path) else path


def values_of(prefix):
    reader = tf.train.load_checkpoint(prefix)
    types = reader.get_variable_to_dtype_map()
    names = sorted(types, key=lambda name: name.encode())
    return {name: reader.get_tensor(name) for name in names if types[name] not in UNREADABLE}


def same(left, right):
    left, right = np.asarray(left), np.asarray(right)
    return left.dtype == right.dtype and left.shape == right.shape and left.tobytes() == right.tobytes()


def check_bytes(prefix, values, complain):
    """What TensorFlow makes of the values read must be what was written."""
    reader = tf.train.load_checkpoint(prefix)
    if len(values) < len(reader.get_variable_to_dtype_map()):
        return "not compared: types that Python has not"
    if is_partitioned(prefix, values):
        return "not compared: partitioned"
    with tempfile.TemporaryDirectory() as folder, tf.Graph().as_default(), v1.Session() as session:
        again = os.path.join(folder, "model")
        types = reader.get_variable_to_dtype_map()
        feeds = {name: v1.placeholder(types[name], np.shape(values[name])) for name in values}
        save = tf.raw_ops.SaveV2(
            prefix=again,
            tensor_names=list(values),
            shape_and_slices=[""] * len(values),
            tensors=list(feeds.values()),
        )
        session.run(save, {feeds[name]: values[name] for name in values})
        for suffix in (".index", ".data-00000-of-00001"):
            if pathlib.Path(prefix + suffix).read_bytes() != pathlib.Path(again + suffix).read_bytes():
                complain("%s has other bytes than TensorFlow's" % suffix)
    return "as TensorFlow saves them"


def is_partitioned(prefix, names):
    """The first key of a part is whole in the index: a zero byte, the name, a terminator."""
    index = pathlib.Path(prefix + ".index").read_bytes()
    return any(b"\0" + name.encode() + b"\0\1" in index for name in names)


def check_restoring(prefix, values, complain):
    if not os.path.exists(prefix + ".meta"):
        return "no graph"
    with tf.Graph().as_default() as graph, v1.Session() as session:
        try:
            saver = v1.train.import_meta_graph(prefix + ".meta", clear_devices=True)
        except Exception as error:
            complain("the graph can't be imported: %s" % error)
            return "failed"
        variables = v1.global_variables()
        if saver is None:
            saver = v1.train.Saver(variables)
        saver.restore(session, prefix)
        restored = 0
        for variable in variables:
            name = variable.op.name
            if name in values:
                restored += 1
                if not same(session.run(variable), values[name]):
                    complain("Saver.restore gives '%s' another value" % name)
        if restored == 0:
            complain("Saver.restore restored nothing")
        return "%d variables restored" % restored


def check_original(values, original, complain):
    expected = values_of(prefix_of(original))
    for name, value in values.items():
        if name not in expected:
            complain("the original has no '%s'" % name)
        elif not same(value, expected[name]):
            complain("'%s' has another value than in the original" % name)
    missing = [name for name in expected if name not in values]
    return "%d of the original are left out%s" % (
        len(missing), ": " + ", ".join(missing) if missing else "")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoints", nargs="+")
    parser.add_argument("--original")
    arguments = parser.parse_args()
    failures = 0
    for path in arguments.checkpoints:
        complaints = []
        prefix = prefix_of(path)
        values = values_of(prefix)
        notes = ["%d variables" % len(values), check_bytes(prefix, values, complaints.append)]
        notes.append(check_restoring(prefix, values, complaints.append))
        state = tf.train.get_checkpoint_state(os.path.dirname(prefix))
        if state:
            notes.append("%d in the state file" % len(state.all_model_checkpoint_paths))
            for kept in state.all_model_checkpoint_paths:
                if not v1.train.checkpoint_exists(kept):
                    complaints.append("the state file names '%s', which is not there" % kept)
        if arguments.original:
            notes.append(check_original(values, arguments.original, complaints.append))
        print(prefix + ": " + "; ".join(notes))
        for complaint in complaints:
            print("    " + complaint)
        failures += len(complaints)
    sys.exit(1 if failures else 0)


main()
