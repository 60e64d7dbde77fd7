"""Writes TensorFlow's own results for the engine's reference kernels as Swift source.

Run with Python 3.11, tensorflow-cpu 2.12.1 and numpy < 1.24:
    python reference_kernels.py > ../../EngineTests/Reference/TensorFlowValues.swift
Inputs are the formula `pattern`, which the tests repeat, so only results are stored.
"""
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf


def pattern(*shape, step=7):
    count = int(np.prod(shape))
    values = [((i * step + 3) % 23 - 11) / 8 for i in range(count)]
    return tf.constant(np.array(values, np.float32).reshape(shape))


def show(name, tensor):
    value = tensor.numpy()
    kind = {"float32": "Float", "int32": "Int32", "int64": "Int64", "bool": "Bool"}[str(value.dtype)]
    flat = value.reshape(-1)
    if kind == "Float":
        texts = [np.format_float_positional(v, unique=True, trim="0") if np.isfinite(v) and 1e-4 < abs(v) < 1e6
                 else (repr(float(v)) if v == 0 else np.format_float_scientific(v, unique=True, trim="0"))
                 for v in flat]
    else:
        texts = [str(v).lower() for v in flat]
    print(f"    static let {name}: [{kind}] = [")
    line = "       "
    for text in texts:
        if len(line) + len(text) + 2 > 98:
            print(line)
            line = "       "
        line += " " + text + ","
    print(line)
    print("    ]")


print("// Written by Tests/Fixtures/scripts/reference_kernels.py with TensorFlow " + tf.__version__ + ".")
print()
print("enum TensorFlowValues {")
images = pattern(2, 5, 6, 4)
show("convolutionSame", tf.nn.conv2d(images, pattern(3, 2, 4, 3, step=5), [1, 2, 2, 1], "SAME"))
show("convolutionDilated", tf.nn.conv2d(images, pattern(2, 2, 4, 2, step=5), 1, "VALID", dilations=[2, 3]))
show("convolutionExplicit",
     tf.nn.conv2d(images, pattern(3, 3, 4, 2, step=5), 1, [[0, 0], [2, 0], [1, 3], [0, 0]])[:1])
grouped = [tf.nn.conv2d(images[..., g * 2:g * 2 + 2], pattern(3, 3, 2, 6, step=5)[..., g * 3:g * 3 + 3], 1, "VALID")
           for g in range(2)]
show("convolutionGrouped", tf.concat(grouped, -1)[:1])
show("depthwise", tf.nn.depthwise_conv2d(images, pattern(3, 3, 4, 2, step=5), [1, 2, 2, 1], "SAME")[:1])
show("maximumPooling", tf.nn.max_pool2d(images, [3, 2], [2, 2], "SAME")[:1])
show("meanPooling", tf.nn.avg_pool2d(images, [3, 2], [2, 2], "SAME")[:1])
show("product", tf.matmul(pattern(3, 5), pattern(4, 5, step=5), transpose_b=True))
show("batchedProduct", tf.matmul(pattern(2, 1, 4, 3), pattern(3, 4, 2, step=5), transpose_a=True))
batch_norm = tf.compat.v1.nn.fused_batch_norm(
    images, pattern(4, step=5), pattern(4, step=9), pattern(4, step=3), tf.abs(pattern(4, step=4)),
    epsilon=0.01, is_training=False)[0]
show("batchNormalization", batch_norm[:1])
show("softmax", tf.nn.softmax(pattern(3, 5) * 4))
show("logSoftmax", tf.nn.log_softmax(pattern(3, 5) * 4))
x = pattern(9) * 3
for name, function in {
    "relu": tf.nn.relu, "relu6": tf.nn.relu6, "elu": tf.nn.elu, "selu": tf.nn.selu, "sigmoid": tf.nn.sigmoid,
    "tanh": tf.tanh, "softplus": tf.nn.softplus, "softsign": tf.nn.softsign, "exponential": tf.exp,
    "exponentialMinus1": tf.math.expm1, "square": tf.square, "reciprocal": tf.math.reciprocal,
    "negation": tf.negative, "absolute": tf.abs, "sign": tf.sign, "floor": tf.floor, "ceiling": tf.math.ceil,
    "roundHalfToEven": lambda v: tf.round(v * 4 / 3), "sine": tf.sin, "cosine": tf.cos, "errorFunction": tf.math.erf,
    "leakyRelu": lambda v: tf.nn.leaky_relu(v, 0.25), "logarithm": lambda v: tf.math.log(tf.abs(v)),
    "logarithm1p": lambda v: tf.math.log1p(tf.abs(v)), "squareRoot": lambda v: tf.sqrt(tf.abs(v)),
    "reciprocalSquareRoot": lambda v: tf.math.rsqrt(tf.abs(v)),
}.items():
    show(name, function(x))
a, b = pattern(2, 1, 4), pattern(3, 1, step=5)
for name, function in {
    "add": tf.add, "subtract": tf.subtract, "multiply": tf.multiply, "divide": tf.divide, "maximum": tf.maximum,
    "minimum": tf.minimum, "squaredDifference": tf.math.squared_difference, "floorDivide": tf.math.floordiv,
    "floorModulo": tf.math.floormod, "less": tf.less, "greaterOrEqual": tf.greater_equal, "equal": tf.equal,
}.items():
    show(name, function(a, b))
show("power", tf.pow(tf.abs(a), b))
show("divideNoNaN", tf.math.divide_no_nan(a, tf.nn.relu(b)))
whole = tf.cast(pattern(2, 3) * 8, tf.int32)
divisor = tf.constant([[3, -4, 5], [-3, 4, -5]], tf.int32)
show("integerFloorDivide", tf.math.floordiv(whole, divisor))
show("integerFloorModulo", tf.math.floormod(whole, divisor))
show("integerDivide", tf.truncatediv(whole, divisor))
show("integerMean", tf.reduce_mean(whole, 1))
for name, function in {"mean": tf.reduce_mean, "sum": tf.reduce_sum, "largest": tf.reduce_max,
                       "smallest": tf.reduce_min, "productOver": tf.reduce_prod}.items():
    show(name, function(images, [1, 2]))
    show(name + "OfOuter", function(images[:, :2, :2], [0, 3]))
show("argMax", tf.argmax(images, 2)[:1])
show("argMin", tf.argmin(images, 3, output_type=tf.int32)[:1])
show("reflected", tf.pad(pattern(3, 4), [[1, 2], [3, 1]], "REFLECT"))
show("symmetric", tf.pad(pattern(3, 4), [[1, 2], [3, 1]], "SYMMETRIC"))
show("padded", tf.pad(pattern(2, 2, 3), [[0, 1], [1, 0], [0, 2]], constant_values=7))
show("transposed", tf.transpose(pattern(2, 3, 4), [2, 0, 1]))
show("sliced", pattern(3, 4, 5)[1:, 3:0:-2, 1:4:2])
show("joined", tf.concat([pattern(2, 2, 3), pattern(2, 1, 3, step=5)], 1))
show("castToInteger", tf.cast(pattern(9) * 3, tf.int32))
show("selected", tf.where(pattern(2, 1, 4) > 0, pattern(3, 1, step=5), pattern(1, 4, step=9)))
half = tf.cast(pattern(9) * 3, tf.float16)
show("halfSigmoid", tf.cast(tf.sigmoid(half), tf.float32))
brain = tf.cast(pattern(9) / 3, tf.bfloat16)
show("brainMultiply", tf.cast(brain * brain, tf.float32))
print("}")
