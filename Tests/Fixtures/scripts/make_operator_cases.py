"""Records single operators as TensorFlow computes them.

Writes Tests/Fixtures/Resources/operators/<case>: `graph.meta`, a MetaGraph without variables whose
placeholder `x` (any number of rows) leads to the node `y`; `input.npy`, `expected.npy` and
`case.json`. Arguments name the cases to make; without any, all are made.
"""

import json
import logging
import os
import pathlib
import shutil
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.ops import gen_array_ops, gen_math_ops, gen_nn_ops

logging.getLogger("tensorflow").setLevel(logging.ERROR)

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "Resources/operators"
ROWS = 3
IMAGE = [7, 6, 4]
VECTOR = [6]

CASES = {}


def case(name, operator, build, shape=IMAGE, low=None, high=None):
    """Adds a case: `build(x)` gives the result; values are normal, or uniform in low...high."""
    if name in CASES:
        raise SystemExit(f"two cases are named {name}")
    CASES[name] = (operator, build, shape, low, high)


def weights(*shape, seed=0):
    """A constant of normal values."""
    values = np.random.RandomState(seed + sum(shape)).normal(0, 0.5, shape)
    return tf.constant(values.astype(np.float32))


def batch(x):
    return tf.shape(x)[0]


def convolutions():
    def conv(size, strides=1, padding="SAME", dilations=1, out=5, depth=IMAGE[-1]):
        pair = (lambda v: [1, v, v, 1] if isinstance(v, int) else [1, *v, 1])
        kernel = (size, size) if isinstance(size, int) else size
        return lambda x: tf.nn.conv2d(
            x, weights(*kernel, depth, out), pair(strides), padding, dilations=pair(dilations))

    for padding in ("SAME", "VALID"):
        for size in (1, 2, 3, 5, (1, 3), (4, 3)):
            for stride in (1, 2):
                shown = size if isinstance(size, int) else f"{size[0]}x{size[1]}"
                case(f"conv2d-{shown}-stride-{stride}-{padding.lower()}", "Conv2D",
                     conv(size, stride, padding))
    case("conv2d-3-stride-2x1-same", "Conv2D", conv(3, (2, 1)))
    case("conv2d-3-stride-3-same", "Conv2D", conv(3, 3))
    case("conv2d-1-stride-3-same", "Conv2D", conv(1, 3))
    case("conv2d-3-dilation-2-same", "Conv2D", conv(3, dilations=2))
    case("conv2d-3-dilation-2-valid", "Conv2D", conv(3, padding="VALID", dilations=2))
    case("conv2d-3-dilation-2x1-same", "Conv2D", conv(3, dilations=(2, 1)))
    case("conv2d-3-explicit", "Conv2D", conv(3, padding=[[0, 0], [1, 2], [0, 1], [0, 0]]))
    case("conv2d-3-stride-2-explicit", "Conv2D",
         conv(3, 2, padding=[[0, 0], [2, 1], [1, 1], [0, 0]]))
    case("conv2d-7-larger-than-image-same", "Conv2D", conv(7, 2), shape=[5, 5, 4])
    case("conv2d-one-channel", "Conv2D", conv(3, depth=1, out=1), shape=[5, 5, 1])
    case("conv2d-even-image-stride-2-same", "Conv2D", conv(3, 2), shape=[8, 8, 4])
    case("conv2d-groups-2", "Conv2D", lambda x: tf.nn.conv2d(x, weights(3, 3, 2, 6), 1, "SAME"))

    def depthwise(multiplier, stride=1, padding="SAME", size=3, dilations=None):
        return lambda x: tf.nn.depthwise_conv2d(
            x, weights(size, size, IMAGE[-1], multiplier), [1, stride, stride, 1], padding,
            dilations=dilations)

    for multiplier in (1, 2):
        for stride in (1, 2):
            for padding in ("SAME", "VALID"):
                case(f"depthwise-x{multiplier}-stride-{stride}-{padding.lower()}",
                     "DepthwiseConv2dNative", depthwise(multiplier, stride, padding))
    case("depthwise-5-same", "DepthwiseConv2dNative", depthwise(1, size=5))
    case("depthwise-2-stride-2-same", "DepthwiseConv2dNative", depthwise(1, 2, size=2))
    # Recorded with the attribute, since tf.nn makes SpaceToBatchND of a dilation.
    case("depthwise-dilation-2-same", "DepthwiseConv2dNative",
         lambda x: gen_nn_ops.depthwise_conv2d_native(
             x, weights(3, 3, 4, 1), [1, 1, 1, 1], "SAME", dilations=[1, 2, 2, 1]))
    case("separable-conv2d", "DepthwiseConv2dNative", lambda x: tf.nn.separable_conv2d(
        x, weights(3, 3, 4, 2), weights(1, 1, 8, 5), [1, 1, 1, 1], "SAME"))


def products():
    for left in (False, True):
        for right in (False, True):
            name = f"matmul-{'t' if left else 'n'}{'t' if right else 'n'}"
            # A transposed left side has the batch in its columns, so x is turned round before.
            case(name, "MatMul", lambda x, a=left, b=right: tf.matmul(
                tf.transpose(x) if a else x, weights(5, 6) if b else weights(6, 5),
                transpose_a=a, transpose_b=b), VECTOR)
    case("batch-matmul", "BatchMatMulV2",
         lambda x: tf.matmul(x, tf.transpose(x, [0, 2, 1])), [4, 6])
    case("batch-matmul-transposed", "BatchMatMulV2",
         lambda x: tf.matmul(x, x, transpose_b=True), [4, 6])
    case("batch-matmul-broadcast", "BatchMatMulV2",
         lambda x: gen_math_ops.batch_mat_mul_v2(x, weights(6, 5)), [4, 6])
    case("batch-matmul-v1", "BatchMatMul",
         lambda x: gen_math_ops.batch_mat_mul(x, x, adj_y=True), [4, 6])
    case("bias-add", "BiasAdd", lambda x: tf.nn.bias_add(x, weights(4)))
    case("bias-add-dense", "BiasAdd", lambda x: tf.nn.bias_add(x, weights(6)), VECTOR)
    case("dense-relu", "Relu", lambda x: tf.nn.relu(
        tf.nn.bias_add(tf.matmul(x, weights(6, 5)), weights(5))), VECTOR)


def poolings():
    for operator, pool in (("MaxPool", tf.nn.max_pool2d), ("AvgPool", tf.nn.avg_pool2d)):
        for padding in ("SAME", "VALID"):
            for size, stride in ((2, 2), (3, 1), (3, 2), (2, 1), (1, 2), (5, 3)):
                case(f"{operator.lower()}-{size}-stride-{stride}-{padding.lower()}", operator,
                     lambda x, f=pool, a=(size, stride, padding): f(x, *a))
        case(f"{operator.lower()}-2x3-stride-1x2-same", operator,
             lambda x, f=pool: f(x, [2, 3], [1, 2], "SAME"))
        case(f"{operator.lower()}-negative-same", operator,
             lambda x, f=pool: f(x, 3, 2, "SAME"), low=-3, high=-1)
    case("maxpool-explicit", "MaxPool",
         lambda x: tf.nn.max_pool2d(x, 3, 2, [[0, 0], [1, 2], [0, 1], [0, 0]]))


def activations():
    for operator, function in {
        "Relu": tf.nn.relu, "Relu6": tf.nn.relu6, "Elu": tf.nn.elu, "Selu": tf.nn.selu,
        "Sigmoid": tf.sigmoid, "Tanh": tf.tanh, "Softplus": tf.nn.softplus,
        "Softsign": tf.nn.softsign, "Exp": tf.exp, "Square": tf.square, "Neg": tf.negative,
        "Abs": tf.abs, "Sign": tf.sign, "Floor": tf.floor, "Ceil": tf.math.ceil,
        "Round": tf.round, "Rint": tf.math.rint, "Sin": tf.sin, "Cos": tf.cos, "Erf": tf.math.erf,
        "Expm1": tf.math.expm1,
    }.items():
        case(operator.lower(), operator, lambda x, f=function: f(x), VECTOR, -8, 8)
    for operator, function in {
        "Log": tf.log, "Log1p": tf.math.log1p, "Sqrt": tf.sqrt, "Rsqrt": tf.rsqrt,
        "Reciprocal": tf.math.reciprocal,
    }.items():
        case(operator.lower(), operator, lambda x, f=function: f(x), VECTOR, 0.01, 9)
    case("leaky-relu", "LeakyRelu", lambda x: tf.nn.leaky_relu(x, 0.3), VECTOR, -8, 8)
    case("leaky-relu-default", "LeakyRelu", gen_nn_ops.leaky_relu, VECTOR, -8, 8)
    case("swish", "Mul", lambda x: x * tf.sigmoid(x), VECTOR, -8, 8)
    case("hard-swish", "Relu6", lambda x: x * tf.nn.relu6(x + 3) / 6, VECTOR, -8, 8)
    case("gelu", "Erf", lambda x: 0.5 * x * (1 + tf.math.erf(x / np.sqrt(2))), VECTOR, -4, 4)
    case("clip", "Minimum", lambda x: tf.clip_by_value(x, -0.5, 0.75), VECTOR)
    case("prelu", "Relu", lambda x: tf.nn.relu(x) + weights(4) * (x - tf.abs(x)) * 0.5)
    case("softmax", "Softmax", tf.nn.softmax, VECTOR, -8, 8)
    case("softmax-large", "Softmax", tf.nn.softmax, VECTOR, -300, 300)
    case("softmax-rank-3", "Softmax", tf.nn.softmax, [4, 5], -8, 8)
    case("softmax-axis-1", "Softmax", lambda x: tf.nn.softmax(x, axis=1), [4, 5], -8, 8)
    case("log-softmax", "LogSoftmax", tf.nn.log_softmax, VECTOR, -8, 8)
    case("log-softmax-large", "LogSoftmax", tf.nn.log_softmax, VECTOR, -300, 300)
    case("lrn", "LRN", lambda x: tf.nn.lrn(x, 2, 1.0, 0.1, 0.75))
    case("l2-normalize", "Rsqrt", lambda x: tf.nn.l2_normalize(x, axis=1), VECTOR)


def pairs():
    functions = {
        "Add": gen_math_ops.add, "AddV2": tf.add, "Sub": tf.subtract, "Mul": tf.multiply,
        "RealDiv": tf.divide, "Div": gen_math_ops.div, "Maximum": tf.maximum,
        "Minimum": tf.minimum, "SquaredDifference": tf.math.squared_difference,
        "FloorDiv": tf.math.floordiv, "FloorMod": tf.math.floormod,
    }
    for operator, f in functions.items():
        name = operator.lower()
        case(f"{name}-scalar", operator, lambda x, f=f: f(x, 1.75), VECTOR)
        case(f"{name}-scalar-left", operator, lambda x, f=f: f(1.75, x), VECTOR, 0.2, 3)
        case(f"{name}-channels", operator, lambda x, f=f: f(x, tf.exp(weights(4))))
        case(f"{name}-itself", operator, lambda x, f=f: f(x, tf.exp(x[:, ::-1])), VECTOR)
    for operator in ("AddV2", "Mul", "Sub", "RealDiv"):
        f, name = functions[operator], operator.lower()
        case(f"{name}-rows", operator, lambda x, f=f: f(x, tf.exp(weights(7, 1, 1))))
        case(f"{name}-outer", operator, lambda x, f=f: f(x, tf.exp(weights(5, 1))), [1, 6])
        case(f"{name}-per-example", operator,
             lambda x, f=f: f(x, tf.reduce_sum(x, [1, 2], keepdims=True)), [3, 4, 2], 1, 2)
    case("pow-scalar", "Pow", lambda x: tf.pow(x, 2.5), VECTOR, 0.1, 3)
    case("pow-channels", "Pow", lambda x: tf.pow(x, weights(6)), VECTOR, 0.1, 3)
    case("pow-negative-base", "Pow", lambda x: tf.pow(x, 3.0), VECTOR)
    case("add-n", "AddN", lambda x: tf.add_n([x, tf.abs(x), tf.square(x)]), VECTOR)


def reductions():
    for operator, function in {
        "Mean": tf.reduce_mean, "Sum": tf.reduce_sum, "Max": tf.reduce_max,
        "Min": tf.reduce_min, "Prod": tf.reduce_prod,
    }.items():
        name = operator.lower()
        for axes in ([1], [1, 2], [-1], [1, 3], [1, 2, 3]):
            for keep in (False, True):
                shown = "-".join(str(axis).replace("-1", "last") for axis in axes)
                case(f"{name}-{shown}{'-kept' if keep else ''}", operator,
                     lambda x, f=function, a=axes, k=keep: f(x, a, keepdims=k))
        case(f"{name}-scalar-axis", operator, lambda x, f=function: f(x, 2))
    case("all", "All", lambda x: tf.cast(tf.reduce_all(x > -1.5, [1, 2]), tf.float32))
    case("any", "Any", lambda x: tf.cast(tf.reduce_any(x > 1.5, [1, 2]), tf.float32))
    case("logsumexp", "Log", lambda x: tf.reduce_logsumexp(x, 1), VECTOR, -50, 50)
    case("moments", "SquaredDifference", lambda x: tf.stack(tf.nn.moments(x, [1, 2]), 1))
    case("argmax-last", "ArgMax", lambda x: tf.argmax(x, -1))
    case("argmax-1", "ArgMax", lambda x: tf.argmax(x, 1))
    case("argmax-int32", "ArgMax", lambda x: tf.argmax(x, 1, output_type=tf.int32), VECTOR)
    case("argmin", "ArgMin", lambda x: tf.argmin(x, 1), VECTOR)
    case("cumsum", "Cumsum", lambda x: tf.cumsum(x, 1), VECTOR)
    case("top-k", "TopKV2", lambda x: tf.nn.top_k(x, 3).values, VECTOR)


def shapes():
    case("reshape-minus-one", "Reshape", lambda x: tf.reshape(x, [-1, 7 * 24]))
    case("reshape-by-shape", "Reshape", lambda x: tf.reshape(x, [batch(x), 42, 4]))
    case("reshape-by-shape-minus-one", "Reshape", lambda x: tf.reshape(x, [batch(x), -1]))
    case("reshape-by-product", "Reshape", lambda x: tf.reshape(
        x, tf.stack([batch(x), tf.reduce_prod(tf.shape(x)[1:])])))
    case("reshape-by-concat", "Reshape", lambda x: tf.reshape(
        x, tf.concat([tf.shape(x)[:2], [24]], 0)))
    case("reshape-like-other", "Reshape", lambda x: tf.reshape(
        tf.reshape(x, [-1, 168]), tf.shape(x)))
    case("flatten", "Reshape", tf.layers.flatten)
    case("transpose-nchw", "Transpose", lambda x: tf.transpose(x, [0, 3, 1, 2]))
    case("transpose-swap", "Transpose", lambda x: tf.transpose(x, [0, 2, 1, 3]))
    case("transpose-rank-3", "Transpose", lambda x: tf.transpose(x, [0, 2, 1]), [4, 5])
    case("transpose-and-back", "Transpose", lambda x: tf.transpose(
        tf.nn.relu(tf.transpose(x, [0, 3, 1, 2])), [0, 2, 3, 1]))
    case("concat-channels", "ConcatV2", lambda x: tf.concat([x, tf.abs(x), x[..., :1]], 3))
    case("concat-axis-1", "ConcatV2", lambda x: tf.concat([x, x[:, :2] * 2], 1))
    case("concat-negative-axis", "ConcatV2", lambda x: tf.concat([x, -x], -1), VECTOR)
    case("concat-v1", "Concat", lambda x: gen_array_ops.concat(1, [x, -x]), VECTOR)
    spatial = [[0, 0], [1, 2], [0, 3], [0, 0]]
    case("pad", "Pad", lambda x: tf.pad(x, spatial))
    case("pad-channels", "Pad", lambda x: tf.pad(x, [[0, 0], [0, 0], [0, 0], [1, 1]]))
    case("pad-value", "PadV2", lambda x: tf.pad(x, spatial, constant_values=-1.5))
    case("pad-reflect", "MirrorPad", lambda x: tf.pad(x, spatial, mode="REFLECT"))
    case("pad-symmetric", "MirrorPad", lambda x: tf.pad(x, spatial, mode="SYMMETRIC"))
    case("squeeze-axes", "Squeeze", lambda x: tf.squeeze(x, [1, 3]), [1, 6, 1])
    case("squeeze-negative", "Squeeze", lambda x: tf.squeeze(x, [-1]), [6, 1])
    case("expand-dims-1", "ExpandDims", lambda x: tf.expand_dims(x, 1), VECTOR)
    case("expand-dims-last", "ExpandDims", lambda x: tf.expand_dims(x, -1), VECTOR)
    case("cast-to-int32", "Cast", lambda x: tf.cast(x, tf.int32), VECTOR, -8, 8)
    case("cast-and-back", "Cast",
         lambda x: tf.cast(tf.cast(x, tf.int32), tf.float32), VECTOR, -8, 8)
    case("cast-bool", "Cast", lambda x: tf.cast(x > 0, tf.float32), VECTOR)
    case("slice", "Slice", lambda x: tf.slice(x, [0, 1, 2, 0], [-1, 4, -1, 3]))
    case("strided-slice", "StridedSlice", lambda x: x[:, 1:6:2, :-1, 1:])
    case("strided-slice-index", "StridedSlice", lambda x: x[:, 2])
    case("strided-slice-last", "StridedSlice", lambda x: x[:, -1, :, 1])
    case("strided-slice-ellipsis", "StridedSlice", lambda x: x[..., 1:3])
    case("strided-slice-reversed", "StridedSlice", lambda x: x[:, ::-1, ::-2])
    case("strided-slice-new-axis", "StridedSlice", lambda x: x[:, tf.newaxis, ..., 0])
    case("split", "Split", lambda x: tf.split(x, 2, 3)[1])
    case("split-all", "Split", lambda x: tf.add_n(tf.split(x, 3, 1)), VECTOR)
    case("split-sizes", "SplitV", lambda x: tf.concat(tf.split(x, [1, 3, 2], 1)[::-1], 1), VECTOR)
    case("unstack", "Unpack", lambda x: tf.unstack(x, axis=1)[3])
    case("pack-1", "Pack", lambda x: tf.stack([x, -x, x * 2], 1), VECTOR)
    case("pack-last", "Pack", lambda x: tf.stack([x, -x], -1), VECTOR)
    case("tile", "Tile", lambda x: tf.tile(x, [1, 2, 1, 3]))
    case("gather", "GatherV2", lambda x: tf.gather(x, [3, 0, 3], axis=2))
    case("reverse", "ReverseV2", lambda x: tf.reverse(x, [2]))
    case("broadcast-to", "BroadcastTo", lambda x: tf.broadcast_to(x, [batch(x), 5, 6]), [1, 6])
    case("space-to-depth", "SpaceToDepth", lambda x: tf.space_to_depth(x, 2), [4, 6, 3])
    case("depth-to-space", "DepthToSpace", lambda x: tf.depth_to_space(x, 2), [4, 6, 8])
    case("zeros-like", "ZerosLike", lambda x: tf.zeros_like(x) + x * 2, VECTOR)
    case("fill-by-shape", "Fill", lambda x: x + tf.fill(tf.shape(x), 1.5), VECTOR)
    case("one-hot", "OneHot", lambda x: tf.one_hot(tf.argmax(x, 1), 6), VECTOR)


def choices():
    case("select", "Select", lambda x: gen_math_ops.select(x > 0, x, tf.exp(x)), VECTOR)
    case("select-v2", "SelectV2", lambda x: tf.where_v2(x > 0.5, x, 0.0), VECTOR)
    case("select-v2-channels", "SelectV2", lambda x: tf.where_v2(
        tf.constant([True, False, False, True]), x, -1.0))
    for operator, function in {
        "Greater": tf.greater, "GreaterEqual": tf.greater_equal, "Less": tf.less,
        "LessEqual": tf.less_equal, "Equal": tf.equal, "NotEqual": tf.not_equal,
    }.items():
        case(operator.lower(), operator, lambda x, f=function: tf.cast(
            f(tf.round(x), 1.0), tf.float32), VECTOR)
    case("logical", "LogicalAnd", lambda x: tf.cast(tf.logical_or(
        tf.logical_and(x > 0, x < 1), tf.logical_not(x > -1)), tf.float32), VECTOR)


def graphs():
    """A few operators together, where folding one into the next may go wrong."""
    case("identity-chain", "Identity",
         lambda x: tf.stop_gradient(tf.identity(tf.identity(x))), VECTOR)
    case("conv-bias-relu6", "Relu6", lambda x: tf.nn.relu6(tf.nn.bias_add(
        tf.nn.conv2d(x, weights(3, 3, 4, 5), 1, "SAME"), weights(5))))
    case("conv-add-conv-relu", "Relu", lambda x: tf.nn.relu(
        tf.nn.conv2d(x, weights(3, 3, 4, 4), 1, "SAME")
        + tf.nn.conv2d(x, weights(1, 1, 4, 4), 1, "SAME")))
    case("conv-scaled-padded-conv", "Conv2D", lambda x: tf.nn.conv2d(
        tf.nn.conv2d(x, weights(1, 1, 4, 4), 1, "SAME") * weights(4) + tf.exp(weights(4)),
        weights(3, 3, 4, 5), 1, "SAME"))
    case("conv-of-a-constant-sum", "Conv2D", lambda x: tf.nn.conv2d(
        x, weights(3, 3, 4, 4) * 0.5 + weights(3, 3, 4, 4, seed=1), 2, "VALID"))
    case("diamond", "AddV2", lambda x: tf.nn.relu(x) + tf.tanh(tf.nn.relu(x)), VECTOR)
    case("input-twice", "Mul", lambda x: x * x, VECTOR)
    case("dilation-by-space-to-batch", "SpaceToBatchND", lambda x: tf.batch_to_space_nd(
        tf.nn.conv2d(tf.space_to_batch_nd(x, [2, 2], [[2, 2], [2, 2]]),
                     weights(3, 3, 4, 5), 1, "VALID"),
        [2, 2], [[0, 0], [0, 0]]), shape=[8, 6, 4])
    case("conv-transpose", "Conv2DBackpropInput", lambda x: tf.nn.conv2d_transpose(
        x, weights(3, 3, 5, 4), [batch(x), 14, 12, 5], 2, "SAME"))
    case("conv-transpose-valid", "Conv2DBackpropInput", lambda x: tf.nn.conv2d_transpose(
        x, weights(3, 3, 5, 4), [batch(x), 15, 13, 5], 2, "VALID"))
    case("resize-bilinear", "ResizeBilinear", lambda x: tf.image.resize_bilinear(x, [10, 9]))
    case("resize-nearest", "ResizeNearestNeighbor",
         lambda x: tf.image.resize_nearest_neighbor(x, [14, 12]))


def record(name):
    operator, build, shape, low, high = CASES[name]
    random = np.random.RandomState(sum(map(ord, name)))
    size = [ROWS, *shape]
    values = random.normal(0, 1, size) if low is None else random.uniform(low, high, size)
    values = values.astype(np.float32)
    with tf.Graph().as_default() as graph:
        x = tf.placeholder(tf.float32, [None, *shape], name="x")
        y = tf.identity(build(x), name="y")
        if operator not in {node.op for node in graph.as_graph_def().node}:
            raise SystemExit(f"{name}: the graph has no {operator}")
        config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
        with tf.Session(config=config) as session:
            expected = session.run(y, {x: values})
            for row in range(ROWS):
                alone = session.run(y, {x: values[row : row + 1]})
                np.testing.assert_allclose(alone[0], expected[row], 1e-5, 1e-6, err_msg=name)
        meta = tf.train.export_meta_graph(graph_def=graph.as_graph_def(add_shapes=True))
    if expected.dtype == np.float32 and not np.isfinite(expected).all():
        raise SystemExit(f"{name}: the answer is not finite")
    meta.meta_info_def.ClearField("stripped_op_list")  # the same list of operators in all files

    folder = FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "graph.meta").write_bytes(meta.SerializeToString(deterministic=True))
    np.save(folder / "input.npy", values)
    np.save(folder / "expected.npy", expected)
    text = {
        "description": f"{operator}: {name.replace('-', ' ')}",
        "input": "x",
        "output": "y",
        "inferable": False,
        "properties": {"operator": operator},
    }
    (folder / "case.json").write_text(json.dumps(text, indent=2, sort_keys=True) + "\n")


def main(wanted):
    tf.disable_v2_behavior()
    for group in (convolutions, products, poolings, activations, pairs, reductions, shapes,
                  choices, graphs):
        group()
    unknown = [name for name in wanted if name not in CASES]
    if unknown:
        raise SystemExit(f"no such case: {', '.join(unknown)}")
    for name in wanted or sorted(CASES):
        record(name)
    print(f"{len(wanted or CASES)} cases")


if __name__ == "__main__":
    main(sys.argv[1:])
