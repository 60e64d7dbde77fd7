"""Values for the variables and the images of networks that nobody trained.

Every value follows from its variable's name, and statistics from the network itself: those that the
training graph gives for seeded images, so that activations neither vanish nor grow from layer to
layer and the logits tell images apart as those of a trained network do.
"""

import zlib

import numpy as np
import tensorflow.compat.v1 as tf

RESIDUAL_SCALE = 0.3
STATISTICS = ("moving_mean", "moving_variance")


def random_images(network, count, seed):
    """Smooth patterns with some noise, which networks tell apart better than noise alone."""
    random = np.random.RandomState(seed)
    size = network.size
    coarse = random.uniform(0, 1, [count, 9, 9, 3])
    steps = np.linspace(0, 8, size)
    low = np.minimum(steps.astype(int), 7)
    part = (steps - low)[:, None, None]
    rows = coarse[:, low] * (1 - part) + coarse[:, low + 1] * part
    part = (steps - low)[:, None]
    patterns = rows[:, :, low] * (1 - part) + rows[:, :, low + 1] * part
    values = 0.8 * patterns + 0.2 * random.uniform(0, 1, patterns.shape)
    return (network.low + (network.high - network.low) * values).astype(np.float32)


def role(variable):
    return variable.op.name.split("/")[-1]


def initial_value(variable):
    """A value as if trained: weights by He et al. 2015, scales near 1, small offsets."""
    name, shape = role(variable), variable.shape.as_list()
    random = np.random.RandomState(zlib.crc32(variable.op.name.encode()))
    if variable.dtype.base_dtype != tf.float32:
        return np.zeros(shape, variable.dtype.base_dtype.as_numpy_dtype)
    if name == "gamma":
        value = random.normal(1, 0.1, shape)
    elif name in ("beta", "bias", "biases"):
        value = random.normal(0.2, 0.1, shape)
    elif name in ("moving_variance", "variance"):
        value = np.ones(shape)
    elif name in ("moving_mean", "mean"):
        value = np.zeros(shape)
    elif name == "depthwise_kernel" or name == "depthwise_weights":
        value = random.normal(0, np.sqrt(2 / np.prod(shape[:2])), shape)
    else:
        value = random.normal(0, np.sqrt(2 / np.prod(shape[:-1])), shape)
    return value.astype(np.float32)


def variable_of(tensor):
    """The name of the variable that a tensor reads."""
    while tensor.op.inputs:
        tensor = tensor.op.inputs[0]
    return tensor.op.name


def residual_scales(graph):
    """The variables that scale what residual blocks add to their trunks, shortcuts left out."""
    found = set()
    for addition in graph.get_operations():
        if addition.type not in ("Add", "AddV2"):
            continue
        for tensor in addition.inputs:
            op = tensor.op
            while op.type in ("Identity", "BiasAdd", "Merge"):
                op = op.inputs[0].op
            if op.type in ("FusedBatchNormV3", "Conv2D"):
                found.add(variable_of(op.inputs[1]))
    return {name for name in found if "_0_" not in name and "shortcut" not in name}


def moments(graph):
    """What the training branch of every batch normalization gives, by the names of its averages.

    The branch itself can't be fetched, only what `tf.cond` merges; the other branch, which has the
    averages for inputs 3 and 4, gives them as outputs 1 and 2.
    """
    found = {}
    for op in graph.get_operations():
        branches = [tensor.op for tensor in op.inputs]
        output = op.inputs[0].value_index if branches else 0
        if op.type == "Merge" and output in (1, 2) and all(
                branch.type == "FusedBatchNormV3" for branch in branches):
            average, = (b.inputs[output + 2] for b in branches if not b.get_attr("is_training"))
            found[variable_of(average)] = op.outputs[0]
    names = {v.op.name for v in tf.global_variables() if role(v) in STATISTICS}
    if names != set(found):
        raise SystemExit(f"no moments of {sorted(names ^ set(found))}")
    return found


def training_switch(graph):
    """The placeholder that says whether the network is training."""
    names = [op.name for op in graph.get_operations()
             if op.type.startswith("Placeholder") and op.get_attr("dtype") == tf.bool]
    if len(names) != 1:
        raise SystemExit(f"the training switch is one of {names}")
    return graph.get_tensor_by_name(names[0] + ":0")


def load(session, values):
    """Gives variables their values all at once: TensorFlow prepares each run anew."""
    variables = [v for v in tf.global_variables() if v.op.name in values]
    session.run([v.initializer for v in variables],
                {v.initializer.inputs[1]: values[v.op.name] for v in variables})


def session_of(graph):
    """A session that runs the graph as it is, without first looking for a better one."""
    config = tf.ConfigProto()
    config.graph_options.rewrite_options.disable_meta_optimizer = True
    session = tf.Session(graph=graph, config=config)
    tf.keras.backend.set_session(session)
    return session


def classifiers(logits):
    """The variables that turn features into logits, without their biases."""
    return [v for v in tf.trainable_variables()
            if v.shape.rank > 1 and v.shape[-1] == logits.shape[-1]]


def scale_for(logits):
    """What to multiply classifiers by, so that logits are neither too small nor too large."""
    return 2 / logits.std(axis=-1).mean()


def load_values(session, images, logits, known, asked):
    """Gives all variables values, the statistics those that training has for `known`, and the
    classifier weights that give logits of a usual size for `asked`.

    Each layer takes its moments after those before it were normalized with theirs. Few rows know
    little of a single channel's variance, so it is drawn half way to the layer's. Residual blocks
    add little, as training leaves them; a network of fifty that add as much as their trunks have
    would multiply the rounding errors of its first layers by thousands.
    """
    switch = training_switch(session.graph)
    values = {v.op.name: initial_value(v) for v in tf.global_variables()}
    for name in residual_scales(session.graph):
        values[name] = RESIDUAL_SCALE * values[name]
    load(session, values)
    averages = session.run(moments(session.graph), {images: known, switch: True})
    for name, value in averages.items():
        if name.endswith("/moving_variance"):
            averages[name] = (value + value.mean()) / 2
    load(session, averages)
    scale = scale_for(session.run(logits, {images: asked, switch: False}))
    load(session, {v.op.name: values[v.op.name] * scale for v in classifiers(logits)})
