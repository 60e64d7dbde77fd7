"""The ways people have written batch normalization in TensorFlow 1.

Each function takes the values to normalize, the training flag (a tensor or a Python bool), whether
to use gamma and beta, and the name of the layer. Channels are the last dimension, or `axis`.
"""

import tensorflow.compat.v1 as tf
import tf_slim as slim
from tensorflow.python.ops import gen_nn_ops
from tensorflow.python.training import moving_averages

MOMENTUM = 0.8
EPSILON = 2e-3


def initial(otherwise):
    """The initializer that the variable scope asks for, if it does."""
    return tf.get_variable_scope().initializer or otherwise


def initial_gamma():
    return initial(tf.random_uniform_initializer(-1.6, 2.0))


def logits(x, classes=4):
    """A dense layer whose outputs differ enough for a softmax to tell them apart."""
    return tf.layers.dense(
        x, classes, kernel_initializer=initial(tf.random_normal_initializer(stddev=0.8)),
        name="logits")


def choose(training, when_training, otherwise):
    """tf.cond for a tensor, Python's `if` for a bool."""
    if isinstance(training, tf.Tensor):
        return tf.cond(training, when_training, otherwise)
    return when_training() if training else otherwise()


def layers(x, training, gamma=True, beta=True, name="bn", fused=None, axis=-1,
           momentum=MOMENTUM, epsilon=EPSILON, **arguments):
    """tf.layers.batch_normalization."""
    return tf.layers.batch_normalization(
        x, axis=axis, momentum=momentum, epsilon=epsilon, center=beta, scale=gamma,
        beta_initializer=tf.constant_initializer(0.3),
        gamma_initializer=initial_gamma(),
        training=training, name=name, fused=fused, **arguments,
    )


def contrib(x, training, gamma=True, beta=True, name="bn", fused=None, axis=-1,
            momentum=MOMENTUM, epsilon=EPSILON, **arguments):
    """tf.contrib.layers.batch_norm, which lives on in tf_slim."""
    if axis == 1:
        arguments["data_format"] = "NCHW"
    return slim.batch_norm(
        x, decay=momentum, epsilon=epsilon, center=beta, scale=gamma,
        param_initializers={
            "beta": tf.constant_initializer(0.3),
            "gamma": initial_gamma(),
        },
        is_training=training, scope=name, fused=fused, **arguments,
    )


def contrib_in_place(x, training, **arguments):
    """tf.contrib.layers.batch_norm that updates its statistics without UPDATE_OPS."""
    return contrib(x, training, updates_collections=None, **arguments)


def contrib_debiased(x, training, **arguments):
    """tf.contrib.layers.batch_norm whose moving mean has its bias towards zero removed."""
    return contrib(x, training, zero_debias_moving_mean=True, **arguments)


def parameters(shape, gamma, beta):
    """The scale and offset of a layer written by hand, None where it has none."""
    scale = tf.get_variable(
        "gamma", shape, initializer=initial_gamma()
    ) if gamma else None
    offset = tf.get_variable(
        "beta", shape, initializer=tf.constant_initializer(0.3)
    ) if beta else None
    return scale, offset


def statistics(shape):
    """The moving mean and variance of a layer written by hand."""
    mean = tf.get_variable(
        "moving_mean", shape, initializer=tf.zeros_initializer(), trainable=False)
    variance = tf.get_variable(
        "moving_variance", shape, initializer=tf.ones_initializer(), trainable=False)
    return mean, variance


def channel_shape(x, axis):
    """The shape of parameters that broadcast: `[C]`, or with ones where channels aren't last."""
    if axis == -1:
        return [x.shape[-1]]
    return [x.shape[i] if i == axis else 1 for i in range(x.shape.rank)]


def moments(x, axis=-1):
    others = [i for i in range(x.shape.rank) if i != axis % x.shape.rank]
    return tf.nn.moments(x, others, name="moments", keepdims=axis != -1)


def averaged(x, training, gamma=True, beta=True, name="bn", debias=False, axis=-1,
             momentum=MOMENTUM, epsilon=EPSILON):
    """tf.nn.batch_normalization over statistics kept by assign_moving_average."""
    with tf.variable_scope(name):
        scale, offset = parameters(channel_shape(x, axis), gamma, beta)
        moving_mean, moving_variance = statistics(channel_shape(x, axis))

        def of_batch():
            mean, variance = moments(x, axis)
            updates = [
                moving_averages.assign_moving_average(
                    moving_mean, mean, momentum, zero_debias=debias),
                moving_averages.assign_moving_average(
                    moving_variance, variance, momentum, zero_debias=False),
            ]
            with tf.control_dependencies(updates):
                return tf.identity(mean), tf.identity(variance)

        mean, variance = choose(training, of_batch, lambda: (moving_mean, moving_variance))
        return tf.nn.batch_normalization(x, mean, variance, offset, scale, epsilon)


def debiased(x, training, **arguments):
    """As `averaged`, with the bias towards zero removed from the moving mean."""
    return averaged(x, training, debias=True, **arguments)


def assigned(x, training, gamma=True, beta=True, name="bn"):
    """tf.nn.batch_normalization whose branches each normalize, with updates by tf.assign."""
    with tf.variable_scope(name):
        scale, offset = parameters([x.shape[-1]], gamma, beta)
        moving_mean, moving_variance = statistics([x.shape[-1]])

        def by_batch():
            mean, variance = moments(x)
            updates = [
                tf.assign(moving_mean, moving_mean * MOMENTUM + mean * (1 - MOMENTUM)),
                tf.assign(moving_variance, moving_variance * MOMENTUM + variance * (1 - MOMENTUM)),
            ]
            with tf.control_dependencies(updates):
                return tf.nn.batch_normalization(x, mean, variance, offset, scale, EPSILON)

        def by_statistics():
            return tf.nn.batch_normalization(
                x, moving_mean, moving_variance, offset, scale, EPSILON)

        return choose(training, by_batch, by_statistics)


def ema(x, training, gamma=True, beta=True, name="bn"):
    """tf.nn.batch_normalization over the shadows of a tf.train.ExponentialMovingAverage."""
    with tf.variable_scope(name):
        scale, offset = parameters([x.shape[-1]], gamma, beta)
        batch_mean, batch_variance = moments(x)
        average = tf.train.ExponentialMovingAverage(decay=MOMENTUM)
        # Within tf.cond the update must be made in the branch, or it would run always.
        update = (
            None if isinstance(training, tf.Tensor)
            else average.apply([batch_mean, batch_variance])
        )

        def of_batch():
            applied = average.apply([batch_mean, batch_variance]) if update is None else update
            with tf.control_dependencies([applied]):
                return tf.identity(batch_mean), tf.identity(batch_variance)

        def of_shadows():
            return average.average(batch_mean), average.average(batch_variance)

        mean, variance = choose(training, of_batch, of_shadows)
        return tf.nn.batch_normalization(x, mean, variance, offset, scale, EPSILON)


def fused_operator(version):
    """A layer that calls one version of the fused kernel, as older programs' graphs show it."""

    def layer(x, training, gamma=True, beta=True, name="bn", axis=-1,
              momentum=MOMENTUM, epsilon=EPSILON):
        data_format = {"data_format": "NCHW"} if axis == 1 else {}
        call = {
            1: gen_nn_ops._fused_batch_norm,  # TensorFlow no longer exports the first version
            2: gen_nn_ops.fused_batch_norm_v2,
            3: gen_nn_ops.fused_batch_norm_v3,
        }[version]
        with tf.variable_scope(name):
            channels = x.shape[axis]
            scale, offset = parameters([channels], gamma, beta)
            scale = tf.ones([channels]) if scale is None else scale
            offset = tf.zeros([channels]) if offset is None else offset
            moving_mean, moving_variance = statistics([channels])

            def by_batch():
                empty = tf.zeros([0])
                y, mean, variance, *_ = call(
                    x, scale, offset, empty, empty, epsilon=epsilon, is_training=True,
                    **data_format)
                updates = [
                    moving_averages.assign_moving_average(
                        moving_mean, mean, momentum, zero_debias=False),
                    moving_averages.assign_moving_average(
                        moving_variance, variance, momentum, zero_debias=False),
                ]
                with tf.control_dependencies(updates):
                    return tf.identity(y)

            def by_statistics():
                return call(
                    x, scale, offset, moving_mean, moving_variance,
                    epsilon=epsilon, is_training=False, **data_format)[0]

            return choose(training, by_batch, by_statistics)

    return layer
