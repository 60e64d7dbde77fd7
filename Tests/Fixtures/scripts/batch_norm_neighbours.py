"""Networks that put batch normalization next to each operator it can be folded into, or not."""

import functools

import tensorflow.compat.v1 as tf
import tf_slim as slim

import batch_norm_layers as bn
from batch_norm_networks import SHAPE, conv, depthwise, head, images_placeholder
from golden import Net, Run
from layouts import NATIVE, TWIN, data_format, letters, window


def transposed(training):
    """Batch normalization before and after transposed convolutions, of either padding."""
    images = images_placeholder()
    x = bn.layers(conv(images, 4, "down", strides=2), training, name="before/bn")
    x = tf.layers.conv2d_transpose(
        x, 5, 3, strides=2, padding="same", use_bias=False, name="same")
    x = tf.nn.relu(bn.layers(x, training, name="same/bn"))
    x = tf.layers.conv2d_transpose(x, 4, 2, padding="valid", name="valid")  # with a bias
    x = tf.nn.relu(bn.layers(x, training, name="valid/bn", fused=False))
    return head(images, tf.reduce_mean(x, [1, 2]))


def transposed_to_shape(training):
    """tf.nn.conv2d_transpose to the shape of an earlier value, which the two are then added to."""
    images = images_placeholder()
    skipped = bn.layers(conv(images, 4, "skipped"), training, name="skipped/bn")
    x = tf.nn.relu(bn.layers(conv(skipped, 5, "down", strides=2), training, name="down/bn"))
    with tf.variable_scope("up"):
        weights = tf.get_variable("weights", [3, 3, 4, 5])
        x = tf.nn.conv2d_transpose(x, weights, tf.shape(skipped), [1, 2, 2, 1], "SAME")
    x = tf.nn.relu(bn.layers(x, training, name="up/bn") + skipped)
    return head(images, tf.reduce_mean(x, [1, 2]))


def dilated_attribute(training):
    """Batch normalization before and after Conv2D and depthwise operators with `dilations`."""
    images = images_placeholder()
    x = bn.layers(images, training, name="before/bn")
    weights = tf.get_variable("weights", [3, 3, 3, 4])
    x = tf.nn.conv2d(x, weights, 1, "SAME", dilations=[1, 2, 2, 1], name="conv")
    x = tf.nn.relu(bn.layers(x, training, name="conv/bn"))
    weights = tf.get_variable("other_weights", [3, 3, 4, 5])
    x = tf.nn.conv2d(x, weights, 1, "VALID", dilations=[1, 2, 3, 1], name="other")
    x = tf.nn.relu(bn.layers(x, training, name="other/bn", fused=False))
    return head(images, tf.reduce_mean(x, [1, 2]))


def dilated_blocks(training):
    """Dilation by SpaceToBatchND and BatchToSpaceND, as tf.layers and tf.nn.atrous_conv2d do it."""
    images = images_placeholder()
    x = tf.layers.conv2d(
        images, 4, 3, padding="same", dilation_rate=2, use_bias=False, name="layer")
    x = tf.nn.relu(bn.layers(x, training, name="layer/bn"))
    x = bn.layers(x, training, name="atrous/before/bn")
    with tf.variable_scope("atrous"):
        weights = tf.get_variable("weights", [3, 3, 4, 5])
        x = tf.nn.atrous_conv2d(x, weights, 3, "SAME")
    x = tf.nn.relu(bn.layers(x, training, name="atrous/bn"))
    with tf.variable_scope("depthwise"):
        weights = tf.get_variable("weights", [3, 3, 5, 1])
        x = tf.nn.depthwise_conv2d(x, weights, [1, 1, 1, 1], "SAME", rate=[2, 2])
    x = tf.nn.relu(bn.layers(x, training, name="depthwise/bn"))
    return head(images, tf.reduce_mean(x, [1, 2]))


def slim_atrous(training):
    """slim's dilated and separable convolutions with a normalizer_fn, and slim's shortcut."""
    images = images_placeholder()
    parameters = {"is_training": training, "decay": bn.MOMENTUM, "scale": True, "epsilon": 1e-3}
    with slim.arg_scope(
        [slim.conv2d, slim.separable_conv2d],
        normalizer_fn=slim.batch_norm, normalizer_params=parameters,
    ):
        x = slim.conv2d(images, 4, 3, scope="stem")
        preact = slim.batch_norm(x, activation_fn=tf.nn.relu, scope="preact", **parameters)
        y = slim.conv2d(preact, 4, 3, rate=2, scope="atrous")
        y = slim.separable_conv2d(y, None, 3, depth_multiplier=1, rate=2, scope="separable")
        y = slim.conv2d(y, 4, 1, normalizer_fn=None, activation_fn=None, scope="linear")
    x = slim.batch_norm(x + y, activation_fn=tf.nn.relu, scope="postnorm", **parameters)
    return head(images, tf.reduce_mean(x, [1, 2]))


def before_operators(training):
    """Batch normalization read, without activation, by a sum, a concat, a pad and poolings."""
    images = images_placeholder()
    one = bn.layers(conv(images, 4, "one"), training, name="one/bn")
    two = bn.layers(conv(images, 4, "two", 1), training, name="two/bn")
    x = tf.concat([one, two, images], axis=-1)
    x = conv(x, 5, "concatenated", use_bias=True)
    x = bn.layers(x, training, name="pad/bn")
    x = conv(tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]), 4, "padded", padding="valid")
    x = bn.layers(x, training, name="sum/bn") + one + two
    x = bn.layers(x, training, name="max/bn")  # a negative gamma must not cross the maximum
    x = tf.layers.max_pooling2d(x, 2, 2)
    x = bn.layers(x, training, name="mean/bn")
    x = tf.layers.average_pooling2d(x, 3, 1, padding="same")
    x = conv(x, 4, "pooled", 1)
    x = bn.layers(x, training, name="depthwise/bn")
    x = depthwise(x, "depthwise")
    x = bn.layers(x, training, name="again/bn")
    x = bn.layers(x, training, name="twice/bn")  # two in a row
    return head(images, tf.reduce_mean(x, [1, 2]))


def dense_neighbours(training):
    """Batch normalization of vectors: before, between and after dense layers, and of a sum."""
    images = images_placeholder()
    x = tf.layers.flatten(bn.layers(images, training, name="flat/bn"))
    x = tf.layers.dense(x, 6, name="one")
    y = bn.layers(x, training, name="one/bn")
    y = tf.layers.dense(y, 6, use_bias=False, name="two")
    y = bn.contrib(y, training, name="two/bn")  # a fused kernel between reshapes
    x = tf.nn.relu(bn.layers(x + y, training, name="sum/bn"))
    x = tf.concat([bn.averaged(x, training, name="left/bn"), y], axis=1)
    return head(images, x)


def layer_object(training):
    """One layer object, hence one set of statistics, on two branches of different values."""
    images = images_placeholder()
    layer = tf.layers.BatchNormalization(
        momentum=bn.MOMENTUM, epsilon=bn.EPSILON, name="bn",
        gamma_initializer=bn.initial_gamma())
    left = layer(conv(images, 4, "left"), training=training)
    right = layer(conv(images, 4, "right", 1), training=training)
    x = tf.nn.relu(left) + conv(tf.nn.relu(right), 4, "after")
    return head(images, tf.reduce_mean(x, [1, 2]))


def reused(training):
    """One batch normalization on two branches, the second made with reuse=True."""
    images = images_placeholder()
    left = bn.layers(conv(images, 4, "left"), training, name="bn")
    right = bn.layers(conv(images, 4, "right", 1), training, name="bn", reuse=True)
    x = tf.concat([left, tf.nn.relu(right)], axis=-1)
    return head(images, tf.reduce_mean(x, [1, 2]))


def two_towers(training):
    """A tower in training and one at inference in one graph, with the same variables."""

    def tower(images, training):
        x = tf.nn.relu(bn.layers(conv(images, 4, "conv"), training, name="bn"))
        return bn.logits(tf.reduce_mean(x, [1, 2]))

    images = images_placeholder()
    with tf.variable_scope("tower"):
        logits = tower(images, training)
    with tf.variable_scope("tower", reuse=True), tf.name_scope("evaluation"):
        evaluated = tf.nn.softmax(tower(images, False), name="probabilities")
    probabilities = tf.nn.softmax(logits, name="probabilities")
    return Net({images: SHAPE}, [probabilities, evaluated], [logits])


def channels_first(layout, training):
    """A network with channels first throughout: residual, concat, pad, poolings, transposed."""
    images = tf.placeholder(tf.float32, [None, 3, 8, 8], name="images")

    def convolved(x, channels, name, size=3, stride=1, use_bias=False):
        return layout.through(
            lambda x, axis: tf.layers.conv2d(
                x, channels, size, stride, padding="same", use_bias=use_bias,
                data_format=data_format(axis), name=name), x)

    def normalized(x, name):
        return layout.through(
            lambda x, axis: bn.layers(x, training, name=name, axis=axis), x)

    x = normalized(convolved(images, 4, "stem", use_bias=True), "stem/bn")
    y = tf.nn.relu(x)
    with tf.variable_scope("depthwise"):
        weights = tf.get_variable("weights", [3, 3, 4, 1])
    y = layout.through(
        lambda y, axis: tf.nn.depthwise_conv2d(
            y, weights, [1, 1, 1, 1], "SAME", data_format=letters(axis)), y)
    x = tf.nn.relu(x + normalized(y, "depthwise/bn"))
    y = normalized(tf.pad(x, [[0, 0], [0, 0], [1, 0], [0, 1]]), "pad/bn")
    y = layout.through(
        lambda y, axis: tf.nn.max_pool2d(
            y, window(axis, 2), window(axis, 2), "VALID", data_format=letters(axis)), y)
    z = layout.through(
        lambda x, axis: tf.layers.average_pooling2d(
            x, 2, 2, data_format=data_format(axis)), x)
    x = normalized(tf.concat([y, z], axis=1), "concat/bn")
    with tf.variable_scope("up"):
        weights = tf.get_variable("weights", [3, 3, 4, 8])
        bias = tf.get_variable("bias", [4])
    shape = tf.shape(images)[0]
    x = layout.through(
        lambda x, axis: tf.nn.bias_add(
            tf.nn.conv2d_transpose(
                x, weights, [shape, 4, 8, 8] if axis == 1 else [shape, 8, 8, 4],
                window(axis, 2), "SAME", data_format=letters(axis)),
            bias, data_format=letters(axis)), x)
    x = tf.nn.relu(normalized(x, "up/bn"))
    logits = bn.logits(tf.reduce_mean(x, [2, 3]))
    return Net({images: [3, 8, 8]}, [tf.nn.softmax(logits, name="probabilities")], [logits])


def channels_first_residual(layout, training):
    """Channels first: bottleneck blocks, a projection, squeeze and excitation, swish."""
    images = tf.placeholder(tf.float32, [None, 3, 8, 8], name="images")

    def convolved(x, channels, name, size=1, stride=1, use_bias=False):
        return layout.through(
            lambda x, axis: tf.layers.conv2d(
                x, channels, size, stride, padding="same", use_bias=use_bias,
                data_format=data_format(axis), name=name), x)

    def unit(x, channels, name, size=1, stride=1):
        x = convolved(x, channels, name, size, stride)
        return layout.through(
            lambda x, axis: bn.layers(x, training, name=f"{name}/bn", axis=axis), x)

    def swish(x):
        return x * tf.sigmoid(x)

    def block(x, channels, name, stride=1):
        y = tf.nn.relu(unit(x, 2, f"{name}/reduce"))
        y = swish(unit(y, 2, f"{name}/middle", 3, stride))
        y = unit(y, channels, f"{name}/expand")
        gate = tf.reduce_mean(y, [2, 3], keepdims=True)
        gate = swish(convolved(gate, 2, f"{name}/squeeze", use_bias=True))
        gate = tf.sigmoid(convolved(gate, channels, f"{name}/excite", use_bias=True))
        if stride > 1:
            x = unit(x, channels, f"{name}/projection", stride=stride)
        return tf.nn.relu(x + y * gate)

    x = tf.nn.relu(unit(images, 4, "stem", 3))
    x = layout.through(
        lambda x, axis: tf.nn.max_pool2d(
            x, window(axis, 2), window(axis, 1), "SAME", data_format=letters(axis)), x)
    x = block(block(block(x, 4, "one"), 5, "two", stride=2), 5, "three")
    logits = bn.logits(tf.reduce_mean(x, [2, 3]))
    return Net({images: [3, 8, 8]}, [tf.nn.softmax(logits, name="probabilities")], [logits])


def channels_first_flat(layout, training):
    """Channels first, then a flattening, whose order a dense layer's weights depend on."""
    images = tf.placeholder(tf.float32, [None, 3, 4, 4], name="images")
    x = layout.through(
        lambda x, axis: tf.layers.conv2d(
            x, 4, 3, padding="same", use_bias=False, data_format=data_format(axis), name="conv"),
        images)
    x = layout.through(
        lambda x, axis: bn.layers(x, training, name="conv/bn", axis=axis), x)
    x = tf.reshape(tf.nn.relu(x), [-1, 64])
    x = tf.nn.relu(bn.layers(
        tf.layers.dense(x, 6, use_bias=False, name="dense"), training, name="dense/bn"))
    logits = bn.logits(x)
    return Net({images: [3, 4, 4]}, [tf.nn.softmax(logits, name="probabilities")], [logits])


def transposed_inside(training):
    """Rows with channels last that are transposed to channels first and stay so."""
    images = images_placeholder()
    x = tf.transpose(images, [0, 3, 1, 2])
    x = bn.averaged(x, training, name="bn", axis=1)
    x = tf.transpose(tf.nn.relu(x), [0, 2, 3, 1])
    x = bn.layers(conv(x, 4, "conv"), training, name="conv/bn")
    return head(images, tf.reduce_mean(tf.nn.relu(x), [1, 2]))


NETWORKS = {
    transposed: ("placeholder-ref", "true-resource"),
    transposed_to_shape: ("placeholder-resource", "true-ref"),
    dilated_attribute: ("placeholder-ref", "true-resource"),
    dilated_blocks: ("placeholder-ref", "true-resource"),
    slim_atrous: ("true-ref",),
    before_operators: ("true-ref",),
    dense_neighbours: ("true-ref",),
    layer_object: ("placeholder-ref", "placeholder-resource-if"),
    reused: ("placeholder-ref", "placeholder-resource-if", "true-resource"),
    two_towers: ("true-ref", "true-resource"),
    channels_first: ("placeholder-resource-if", "true-ref"),
    channels_first_residual: ("true-ref",),
    channels_first_flat: ("placeholder-ref", "true-resource"),
    transposed_inside: ("placeholder-ref", "true-resource"),
}

MARKS = {
    transposed: ("Conv2DBackpropInput",),
    transposed_to_shape: ("Conv2DBackpropInput",),
    dilated_blocks: ("SpaceToBatchND", "BatchToSpaceND", "DepthwiseConv2dNative"),
    slim_atrous: ("SpaceToBatchND", "BatchToSpaceND", "DepthwiseConv2dNative"),
    channels_first: ("Conv2DBackpropInput", "FusedBatchNormV3", "BiasAdd"),
}


def runs():
    """The networks, to save space without gradients and attributes, which other cases have."""
    for build, ways in NETWORKS.items():
        for way in ways:
            switch, variables = way.split("-", 1)
            first = build in (channels_first, channels_first_residual, channels_first_flat)
            name = build.__name__.replace("_", "-")
            yield Run(
                name=f"net-{name}-{way}",
                description=build.__doc__,
                build=functools.partial(build, NATIVE) if first else build,
                twin=functools.partial(build, TWIN) if first else None,
                switch=switch,
                resource=variables != "ref",
                control_flow_v2=variables == "resource-if",
                bare=True,
                optimizer=None,
                contains=MARKS.get(build, ()),
                inferable=build is not two_towers,
                properties={"network": name, "training": switch, "variables": variables}
                | ({"dimensions": "NCHW"} if first else {}),
            )
