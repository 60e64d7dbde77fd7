"""What the scripts that record golden training runs have in common.

A golden training run is a small network trained a few steps by TensorFlow, its checkpoint, and
TensorFlow's own answer at inference. The network is a function `build(training)`, where `training`
is what the program passes on to its layers: a tensor, or a Python bool baked into the graph.
"""

import dataclasses
import json
import logging
import os
import shutil
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np
import tensorflow.compat.v1 as tf

logging.getLogger("tensorflow").setLevel(logging.ERROR)

SEED = 7
ROWS = 5
STEPS = 12
CONFIG = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)

SWITCHES = ("placeholder", "default", "true", "false")


@dataclasses.dataclass
class Net:
    """What a network's `build` function gives back."""

    inputs: dict  # tensor to feed, mostly a placeholder -> shape of one row
    outputs: list  # the tensors to record; the first is the one a caller gets by default
    losses: list  # logits that get a cross-entropy loss each
    held: dict = dataclasses.field(default_factory=dict)  # placeholder -> (training, inference)
    labels: tf.Tensor = None  # where an input pipeline gives them; else they get a placeholder
    elsewhere: list = dataclasses.field(default_factory=list)  # takes the rows of training instead


@dataclasses.dataclass
class Run:
    """A training run to record."""

    name: str
    description: str
    build: callable
    switch: str = "placeholder"
    resource: bool = False
    control_flow_v2: bool = False
    default: bool = False
    inferable: bool = True
    optimizer: callable = lambda: tf.train.MomentumOptimizer(0.01, 0.9)  # None: no gradients
    properties: dict = dataclasses.field(default_factory=dict)
    signatures: callable = None  # Net -> {name: SignatureDef}
    contains: tuple = ()  # operators that the graph must contain for the case to be worth having
    bare: bool = False  # saves without attributes at their defaults and without known shapes
    extend: callable = None  # (Net, losses) -> None: adds what a real program has besides
    saver: callable = lambda: tf.train.Saver(max_to_keep=5)
    follow: callable = lambda train_op: train_op  # what runs after each step of the optimizer
    twin: callable = None  # the same network, which TensorFlow runs instead; see `retell`
    rows: int = ROWS  # how many rows to ask about
    whole: bool = False  # the graph takes that many rows at once and no other number


def set_modes(run):
    """Sets the switches of TensorFlow that decide which operators are recorded."""
    (tf.enable_resource_variables if run.resource else tf.disable_resource_variables)()
    (tf.enable_control_flow_v2 if run.control_flow_v2 else tf.disable_control_flow_v2)()


def training_tensor(run):
    if run.switch == "placeholder":
        return tf.placeholder(tf.bool, [], name="is_training")
    return tf.placeholder_with_default(run.default, [], name="is_training")


def build(run, training):
    """Builds the network in the current graph and gives (net, training flag)."""
    tf.set_random_seed(SEED)
    if run.optimizer is None:
        tf.get_variable_scope().set_initializer(tf.zeros_initializer())
    flag = training_tensor(run) if training is None else training
    return run.build(flag), flag


def feed(net, flag, rows, training):
    values = {placeholder: rows[placeholder.op.name] for placeholder in net.inputs}
    values.update({held: pair[0 if training else 1] for held, pair in net.held.items()})
    first = rows[next(iter(net.inputs)).op.name]
    values.update({tensor: first if training else 0 * first for tensor in net.elsewhere})
    if isinstance(flag, tf.Tensor):
        values[flag] = training
    return values


# Training rows are neither centred nor of unit variance, and the rows asked about come from
# elsewhere, so that statistics of the batch, moving ones and their initial values all differ.
TRAINING_ROWS = (0.7, 1.6)
INFERENCE_ROWS = (0.1, 1.1)


def random_rows(net, random, count, distribution):
    rows = {}
    for tensor, shape in net.inputs.items():
        values = random.normal(*distribution, [count, *shape])
        if tensor.dtype == tf.uint8:
            values = (values * 40 + 90).clip(0, 255).round()
        rows[tensor.op.name] = values.astype(tensor.dtype.as_numpy_dtype)
    return rows


def statistics_only(run, net, flag):
    """A program that trains nothing, for a MetaGraph that is small.

    It has what such programs have but gradients and random initial values; see `set_weights`.
    """
    updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
    train_op = run.follow(tf.group(*updates, *net.outputs, name="train_op"))
    return net, flag, None, train_op, STEPS, run.saver()


def set_weights(session):
    """Gives the trainable variables values as if they had been trained."""
    random = np.random.RandomState(SEED + 2)
    for variable in tf.trainable_variables():
        kind, shape = variable.op.name.split("/")[-1], variable.shape.as_list()
        if kind == "gamma":
            value = random.uniform(-1.6, 2.0, shape)
        elif kind in ("beta", "bias", "biases"):
            value = random.normal(0.3, 0.2, shape)
        else:
            value = random.normal(0, 1.5 / np.sqrt(np.prod(shape[:-1])), shape)
        variable.load(value.astype(np.float32), session)


def program(run, training):
    """Builds a training program; gives (net, flag, labels, train_op, global_step, saver)."""
    net, flag = build(run, training)
    if run.optimizer is None:
        return statistics_only(run, net, flag)
    labels = net.labels
    if labels is None:
        labels = tf.placeholder(tf.int64, [None], name="labels")
    losses = [
        tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
        for logits in net.losses
    ]
    if run.extend:
        run.extend(net, losses)
    global_step = tf.train.get_or_create_global_step()
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        train_op = run.optimizer().minimize(tf.add_n(losses), global_step=global_step)
    return net, flag, labels, run.follow(train_op), global_step, run.saver()


def train(run, training, directory):
    """Trains the network and saves it below `directory`; gives (prefix, net, flag, session)."""
    net, flag, labels, train_op, global_step, saver = program(run, training)
    random = np.random.RandomState(SEED)
    session = tf.Session(config=CONFIG)
    session.run(tf.global_variables_initializer())
    if run.optimizer is None:
        set_weights(session)
    for _ in range(STEPS):
        values = feed(net, flag, random_rows(net, random, 16, TRAINING_ROWS), True)
        if labels is not None:
            values[labels] = random.randint(0, net.losses[0].shape[-1], 16)
        session.run(train_op, values)
    prefix = saver.save(
        session, f"{directory}/model", global_step, strip_default_attrs=run.bare)
    return prefix, net, flag, session


def restored(run, baked, prefix, folder):
    """A session at inference from what is on disk: training itself may still change variables.

    Where training is baked in, the program is built again without, as an evaluation program is;
    with a Python False the checkpoint to keep is the one that this program saves.
    """
    session = tf.Session(config=CONFIG)
    if baked is None:
        tf.train.import_meta_graph(prefix + ".meta").restore(session, prefix)
        return session
    build(run, False)
    saver = tf.train.Saver()
    saver.restore(session, prefix)
    if baked is False:
        saver.save(session, f"{folder}/model", STEPS, strip_default_attrs=run.bare)
    return session


def answers(session, net, flag, rows, training):
    """The outputs of the graph of `session`, which need not be the one `net` was built in."""
    values = {tensor.name: value for tensor, value in feed(net, flag, rows, training).items()}
    return session.run([output.name for output in net.outputs], values)


def check_rows_are_independent(run, session, net, flag, rows, expected):
    """Answers by moving statistics don't depend on the other rows of the batch."""
    for row in range(run.rows):
        one = {name: values[row : row + 1] for name, values in rows.items()}
        for alone, whole in zip(answers(session, net, flag, one, False), expected):
            np.testing.assert_allclose(alone[0], whole[row], atol=2e-6, err_msg=run.name)


def retell(run, baked, prefix, rows, expected):
    """Puts the graph of `run` in place of its twin's, whose variables and answers it shares.

    TensorFlow has kernels for NCHW on some machines only, so that a network with channels first
    is run as a twin with channels last, between transpositions. Where this machine has the
    kernels, the network's own answers must be the twin's; except after pooling, since the oneDNN
    kernels of TensorFlow 2.12 pool channels first wrongly.
    """
    twins = dict(tf.train.list_variables(prefix))
    with tf.Graph().as_default() as graph:
        net, flag, *_, saver = program(run, baked)
        saver.export_meta_graph(
            prefix + ".meta", strip_default_attrs=run.bare, clear_extraneous_savers=True)
        own = {variable.op.name: variable.shape.as_list() for variable in tf.global_variables()}
        if own != twins:
            raise SystemExit(f"{run.name}: {own} are not the twin's variables, {twins}")
        session = tf.Session(config=CONFIG)
        saver.restore(session, prefix)
        pools = any(node.type in ("MaxPool", "AvgPool") for node in graph.get_operations())
        if baked or pools:
            return graph
        try:
            answered = answers(session, net, flag, rows, False)
        except tf.errors.OpError:
            print(f"{run.name}: not run with channels first on this machine")
            return graph
        for one, other in zip(answered, expected):
            np.testing.assert_allclose(one, other, atol=2e-6, err_msg=run.name)
    return graph


def record(run, folder):
    """Trains `run` and writes its checkpoint and golden files to `folder`."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    set_modes(run)
    baked = {"true": True, "false": False}.get(run.switch)
    original, run = run, dataclasses.replace(run, build=run.twin or run.build)

    with tempfile.TemporaryDirectory() as elsewhere:
        with tf.Graph().as_default() as graph:
            directory = elsewhere if baked is False else folder
            prefix, net, flag, session = train(run, None if baked is None else True, directory)
            rows = random_rows(net, np.random.RandomState(SEED + 1), run.rows, INFERENCE_ROWS)
            by_batch = answers(session, net, flag, rows, True)
        with tf.Graph().as_default() as inference:
            session = restored(run, baked, prefix, folder)
            expected = answers(session, net, flag, rows, False)
            if not run.whole:
                check_rows_are_independent(run, session, net, flag, rows, expected)

    if max(np.abs(a - b).max() for a, b in zip(by_batch, expected)) < 1e-2:
        raise SystemExit(f"{run.name}: statistics of the batch give the same answer")
    graph = inference if baked is False else graph
    if run.twin:
        graph = retell(original, baked, f"{folder}/model-{STEPS}", rows, expected)
    check_operators(run, graph)
    write(run, folder, net, rows, expected)


def check_operators(run, graph):
    definition = graph.as_graph_def()
    present = {node.op for node in definition.node}
    for function in definition.library.function:
        present |= {node.op for node in function.node_def}
    missing = [op for op in run.contains if not present & set(op.split("|"))]
    if missing:
        raise SystemExit(f"{run.name}: the graph has no {missing}")


def write_state(folder, name):
    """Writes the file that says which checkpoint is the newest; TensorFlow's has whole paths."""
    state = f'model_checkpoint_path: "{name}"\n'
    (folder / "checkpoint").write_text(state + "all_" + state.replace("path:", "paths:"))


def write(run, folder, net, rows, expected, **fields):
    """Writes the state file, the MetaGraph's signatures, the arrays and `case.json`.

    Where the network has no answer `expected` is empty; `fields` are further ones of `case.json`.
    """
    write_state(folder, f"model-{STEPS}")
    finish(run, folder / f"model-{STEPS}.meta", run.signatures(net) if run.signatures else {})

    inputs, outputs = [p.op.name for p in net.inputs], [t.op.name for t in net.outputs]
    if any(tensor.value_index for tensor in [*net.inputs, *net.outputs]):
        raise SystemExit(f"{run.name}: an input or output is not the first value of its node")
    case = {
        "description": run.description,
        "input": inputs[0],
        "output": outputs[0],
        "inferable": run.inferable,
        "properties": run.properties,
        **fields,
    }
    if run.switch in ("placeholder", "default"):
        case["trainingFlag"] = "is_training"
    if net.held:
        case["heldAtInference"] = {p.op.name: float(v[1]) for p, v in net.held.items()}
    for position, name in enumerate(inputs):
        file = "input.npy" if position == 0 else f"input-{position}.npy"
        np.save(folder / file, rows[name])
        if position:
            case.setdefault("moreInputs", {})[name] = file
    for position, (name, value) in enumerate(zip(outputs, expected)):
        file = "expected.npy" if position == 0 else f"expected-{position}.npy"
        np.save(folder / file, value)
        if position:
            case.setdefault("moreOutputs", {})[name] = file
    (folder / "case.json").write_text(json.dumps(case, indent=2, sort_keys=True) + "\n")


def finish(run, path, signatures):
    """Adds `signatures`, and leaves out TensorFlow's list of operator definitions.

    The list is the same in every file, is as large as the graph, and depends on nothing trained.
    Without an optimizer the contexts of tf.cond, which are for making gradients, go too.
    """
    meta = tf.MetaGraphDef()
    meta.ParseFromString(path.read_bytes())
    meta.meta_info_def.ClearField("stripped_op_list")
    for name, signature in signatures.items():
        meta.signature_def[name].CopyFrom(signature)
    if run.optimizer is None:
        meta.collection_def.pop("cond_context", None)
    if run.bare:
        for node in meta.graph_def.node:
            node.attr.pop("_output_shapes", None)
    path.write_bytes(meta.SerializeToString(deterministic=True))
