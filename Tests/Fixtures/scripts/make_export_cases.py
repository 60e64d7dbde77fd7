"""Records checkpoints with an optimizer's slots, to be exported without them.

Writes Tests/Fixtures/Resources/export/<case> as make_batch_norm_cases.py does. In `case.json`,
`needed` are the variables that the answer depends on and `bytes` the sizes of index and data
together, of the whole checkpoint and of one that TensorFlow's Saver writes of those alone.
`unread` are variables of the checkpoint that are not in the graph.
"""

import functools
import pathlib
import tempfile

from golden import STEPS, Net, Run, record  # first, since it quietens TensorFlow

import json

import numpy as np
import tensorflow.compat.v1 as tf

import batch_norm_layers as bn

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "Resources/export"


def network(training):
    """A convolution and a dense layer, with weights enough to outweigh the checkpoint's index."""
    shape = [6, 6, 2]
    images = tf.placeholder(tf.float32, [None, *shape], name="images")
    x = tf.layers.conv2d(images, 6, 3, padding="same", use_bias=False, name="conv")
    x = tf.layers.flatten(tf.nn.relu(bn.layers(x, training, name="conv/bn")))
    x = tf.layers.dense(x, 24, use_bias=False, name="dense")
    x = tf.nn.relu(bn.contrib(x, training, name="dense/bn"))
    logits = bn.logits(x)
    return Net({images: shape}, [tf.nn.softmax(logits, name="probabilities")], [logits])


# What an earlier version of the program left in a checkpoint that was then trained on.
UNREAD = {
    "auxiliary/kernel": [4, 3],
    "auxiliary/bn/moving_mean": [3],
    "auxiliary/bn/moving_variance": [3],
}


def needed(name):
    return not name.endswith(("/Adam", "/Adam_1")) and name not in (
        "global_step", "beta1_power", "beta2_power", *UNREAD)


def size(prefix):
    return sum(
        file.stat().st_size for file in prefix.parent.glob(prefix.name + ".*")
        if file.suffix != ".meta")


def values(prefix):
    reader = tf.train.load_checkpoint(str(prefix))
    return {name: reader.get_tensor(name) for name, _ in tf.train.list_variables(str(prefix))}


def save(values, prefix):
    """Lets TensorFlow's Saver write a checkpoint of those values."""
    with tf.Graph().as_default(), tf.Session() as session:
        saver = tf.train.Saver([
            tf.get_variable(name, initializer=value) for name, value in values.items()])
        session.run(tf.global_variables_initializer())
        saver.save(session, str(prefix), write_meta_graph=False, write_state=False)


def sizes(prefix):
    """Bytes before and after, and the variables that are needed."""
    kept = {name: value for name, value in values(prefix).items() if needed(name)}
    with tempfile.TemporaryDirectory() as directory:
        after = pathlib.Path(directory) / prefix.name
        save(kept, after)
        return {"before": size(prefix), "after": size(after)}, list(kept)


def run(name, description, variables, **arguments):
    return Run(
        name=name, description=description, build=network, resource=variables != "ref",
        control_flow_v2=variables == "resource-if", bare=True,
        properties={"training": "placeholder", "variables": variables}, **arguments)


def runs():
    adam = functools.partial(tf.train.AdamOptimizer, 0.01)
    yield run("adam-ref", "Trained by Adam.", "ref", optimizer=adam, contains=("ApplyAdam",))
    yield run("adam-resource-if", "Trained by Adam.", "resource-if", optimizer=adam,
              contains=("ResourceApplyAdam",))
    yield run("unread-ref", "Variables in the checkpoint that are not in the graph.", "ref",
              optimizer=None)


def main():
    tf.disable_v2_behavior()
    for case in runs():
        folder = FOLDER / case.name
        record(case, folder)
        prefix, more = folder / f"model-{STEPS}", {}
        if case.name.startswith("unread"):
            unread = {name: np.full(shape, 0.5, np.float32) for name, shape in UNREAD.items()}
            save(values(prefix) | unread, prefix)
            more["unread"] = sorted(unread)
        more["bytes"], more["needed"] = sizes(prefix)
        manifest = json.loads((folder / "case.json").read_text()) | more
        (folder / "case.json").write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n")
        print(case.name, more["bytes"], flush=True)


if __name__ == "__main__":
    main()
