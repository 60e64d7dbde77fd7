"""Networks with what else behaves differently in training than at inference.

Each is a dense layer with batch normalization, the thing in question, and a softmax.
"""

import tensorflow.compat.v1 as tf
import tf_slim as slim

import batch_norm_layers as bn
from golden import Net

SHAPE = [6]


def hidden(training, rows=None):
    """The placeholder of the rows, unless they are given, and a normalized layer's values."""
    if rows is None:
        rows = tf.placeholder(tf.float32, [None, *SHAPE], name="rows")
    x = tf.layers.dense(rows, 6, use_bias=False, name="hidden")
    return rows, tf.nn.relu(bn.layers(x, training, name="hidden/bn", beta=False))


def head(rows, x, held=None, **arguments):
    logits = bn.logits(x)
    return Net({rows: SHAPE}, [tf.nn.softmax(logits, name="probabilities")], [logits],
               held or {}, **arguments)


def floored(x, keep_prob, name="dropout"):
    """tf.nn.dropout as TensorFlow 1.0 to 1.12 wrote it into the graph."""
    with tf.name_scope(name):
        keep_prob = tf.convert_to_tensor(keep_prob, name="keep_prob")
        random_tensor = keep_prob + tf.random_uniform(tf.shape(x), dtype=x.dtype)
        dropped = tf.div(x, keep_prob) * tf.floor(random_tensor)
        dropped.set_shape(x.shape)
        return dropped


def masked(x, rate, name="dropout"):
    """tf.nn.dropout as TensorFlow 1.13 to 2.3 or so wrote it into the graph."""
    with tf.name_scope(name):
        random_tensor = tf.random_uniform(tf.shape(x), dtype=x.dtype)
        keep_mask = random_tensor >= rate
        return x * (1 / (1 - rate)) * tf.cast(keep_mask, x.dtype)


def keep_placeholder(default=None):
    if default is None:
        return tf.placeholder(tf.float32, name="keep_prob")  # of unknown rank, as tutorials have it
    return tf.placeholder_with_default(default, [], name="keep_prob")


# Dropout.


def floored_in_cond(training):
    """Dropout by division and floor, in a tf.cond."""
    rows, x = hidden(training)
    return head(rows, bn.choose(training, lambda: floored(x, 0.6), lambda: x))


def floored_by_placeholder(training):
    """Dropout by division and floor, its keep_prob a placeholder."""
    rows, x = hidden(training)
    keep = keep_placeholder()
    return head(rows, floored(x, keep), {keep: (0.6, 1.0)})


def floored_by_default(training):
    """Dropout by division and floor, its keep_prob a placeholder whose default is training's."""
    rows, x = hidden(training)
    keep = keep_placeholder(0.6)
    return head(rows, floored(x, keep), {keep: (0.6, 1.0)})


def floored_by_cond(training):
    """Dropout by division and floor, its keep_prob chosen by the training flag."""
    rows, x = hidden(training)
    keep = bn.choose(training, lambda: tf.constant(0.6), lambda: tf.constant(1.0))
    return head(rows, floored(x, keep))


def floored_without_flag(training):
    """No batch normalization and no flag: two dropouts by division and floor, one keep_prob."""
    rows = tf.placeholder(tf.float32, [None, *SHAPE], name="rows")
    keep = keep_placeholder()
    x = floored(tf.layers.dense(rows, 6, tf.nn.relu, name="one"), keep)
    x = floored(tf.layers.dense(x, 6, tf.nn.relu, name="two"), keep)
    return head(rows, x, {keep: (0.6, 1.0)})


def masked_in_cond(training):
    """Dropout by a mask that is cast and multiplied, in a tf.cond."""
    rows, x = hidden(training)
    return head(rows, bn.choose(training, lambda: masked(x, 0.4), lambda: x))


def masked_by_placeholder(training):
    """Dropout by a mask that is cast and multiplied, its rate a placeholder."""
    rows, x = hidden(training)
    rate = tf.placeholder(tf.float32, [], name="rate")
    return head(rows, masked(x, rate), {rate: (0.4, 0.0)})


def selected_by_keep_placeholder(training):
    """tf.nn.dropout with a keep_prob that is a placeholder."""
    rows, x = hidden(training)
    keep = keep_placeholder()
    keep.set_shape([])
    return head(rows, tf.nn.dropout(x, keep_prob=keep), {keep: (0.6, 1.0)})


def selected_by_keep_default(training):
    """tf.nn.dropout with a keep_prob that is a placeholder whose default is training's."""
    rows, x = hidden(training)
    keep = keep_placeholder(0.6)
    return head(rows, tf.nn.dropout(x, keep_prob=keep), {keep: (0.6, 1.0)})


def selected_by_rate(training):
    """tf.nn.dropout with a rate that is a placeholder."""
    rows, x = hidden(training)
    rate = tf.placeholder(tf.float32, [], name="rate")
    return head(rows, tf.nn.dropout(x, rate=rate), {rate: (0.4, 0.0)})


def selected_by_rate_default(training):
    """tf.nn.dropout with a rate that is a placeholder, by default 0."""
    rows, x = hidden(training)
    rate = tf.placeholder_with_default(0.0, [], name="dropout_rate")
    return head(rows, tf.nn.dropout(x, rate=rate), {rate: (0.4, 0.0)})


def selected_by_arithmetic(training):
    """tf.nn.dropout whose rate is computed from the training flag."""
    rows, x = hidden(training)
    rate = 0.4 * tf.cast(training, tf.float32)
    return head(rows, tf.nn.dropout(x, rate=rate))


def selected_in_cond(training):
    """tf.nn.dropout of whole features, in a tf.cond on the flag's negation."""
    rows, x = hidden(training)
    if not isinstance(training, tf.Tensor):
        return head(rows, tf.nn.dropout(x, rate=0.4, noise_shape=[1, 6]) if training else x)
    predicting = tf.logical_not(training)
    return head(rows, tf.cond(
        predicting, lambda: x, lambda: tf.nn.dropout(x, rate=0.4, noise_shape=[1, 6])))


def layers_dropout(training):
    """tf.layers.dropout, of elements and of whole features, and slim.dropout."""
    rows, x = hidden(training)
    x = tf.layers.dropout(x, 0.3, training=training, name="elements")
    x = tf.layers.dropout(x, 0.3, noise_shape=[1, 6], training=training, name="features")
    return head(rows, slim.dropout(x, 0.8, is_training=training, scope="slim"))


def where(training):
    """Dropout computed always and chosen by tf.where."""
    rows, x = hidden(training)
    if not isinstance(training, tf.Tensor):
        return head(rows, tf.nn.dropout(x, rate=0.4) if training else x)
    return head(rows, tf.where(training, tf.nn.dropout(x, rate=0.4), x))


# Noise.


def noise_in_cond(training):
    """Gaussian noise added in a tf.cond, to the rows and to hidden values."""
    given = tf.placeholder(tf.float32, [None, *SHAPE], name="rows")

    def noisy(x, deviation):
        return bn.choose(
            training, lambda: x + tf.random_normal(tf.shape(x), stddev=deviation), lambda: x)

    _, x = hidden(training, noisy(given, 0.5))
    return head(given, noisy(x, 0.2))


def noise_by_arithmetic(training):
    """Gaussian noise times the training flag as a number."""
    rows, x = hidden(training)
    switch = tf.cast(training, tf.float32)
    return head(rows, x + switch * tf.random_normal(tf.shape(x), stddev=0.3))


def noise_by_placeholder(training):
    """Gaussian noise whose deviation is a placeholder, fed 0 when predicting."""
    rows, x = hidden(training)
    deviation = tf.placeholder_with_default(0.0, [], name="noise_stddev")
    x = x + tf.random_normal(tf.shape(x), stddev=deviation)
    return head(rows, x, {deviation: (0.3, 0.0)})


def noise_layers(training):
    """Keras' GaussianNoise, GaussianDropout and SpatialDropout1D."""
    rows, x = hidden(training)
    x = tf.keras.layers.GaussianNoise(0.4)(x, training=training)
    x = tf.keras.layers.GaussianDropout(0.3)(x, training=training)
    x = tf.reshape(x, [-1, 2, 3])
    x = tf.keras.layers.SpatialDropout1D(0.3)(x, training=training)
    return head(rows, tf.reshape(x, [-1, 6]))


def noise_by_hand(training):
    """Gaussian noise that the program adds only `if training`."""
    rows, x = hidden(training)
    if training is True:
        x = x + tf.random_normal(tf.shape(x), stddev=0.3)
    return head(rows, x)


# Other branches.


def branches(training):
    """tf.cond on the training flag: of several values, nested, and with a value from outside."""
    rows, x = hidden(training)
    x, scale = bn.choose(
        training, lambda: (x * 0.5, tf.constant(1.5)), lambda: (tf.tanh(x), tf.constant(0.7)))
    positive = tf.constant(True)
    y = bn.choose(
        training,
        lambda: tf.zeros_like(x),
        lambda: tf.cond(positive, lambda: x * scale, lambda: x - 1.0))
    return head(rows, x + y * scale)


def arithmetic(training):
    """The training flag as a number that blends two values."""
    rows, x = hidden(training)
    weight = tf.cast(training, tf.float32)
    x = weight * (x * 0.3) + (1.0 - weight) * tf.sigmoid(x)
    return head(rows, x)


def stochastic_depth(training):
    """A residual branch dropped for whole rows in training, and scaled when predicting."""
    rows, x = hidden(training)
    y = tf.nn.relu(bn.layers(tf.layers.dense(x, 6, name="branch"), training, name="branch/bn"))

    def dropped():
        kept = tf.floor(0.8 + tf.random_uniform([tf.shape(y)[0], 1]))
        return y * kept

    return head(rows, x + bn.choose(training, dropped, lambda: y * 0.8))


def augmented(training):
    """Images flipped, shifted in brightness and cropped at random in training only."""
    shape = [6, 6, 2]
    images = tf.placeholder(tf.float32, [None, *shape], name="images")

    def distorted():
        x = tf.image.random_flip_left_right(images)
        x = tf.image.random_brightness(x, 0.2)
        x = tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]])
        return tf.image.random_crop(x, tf.concat([tf.shape(x)[:1], shape], 0))

    x = bn.choose(training, distorted, lambda: images)
    x = tf.reshape(x, [-1, *shape])
    x = tf.layers.conv2d(x, 4, 3, use_bias=False, name="conv")
    x = tf.nn.relu(bn.layers(x, training, name="conv/bn"))
    net = head(images, tf.reduce_mean(x, [1, 2]))
    net.inputs = {images: shape}
    return net
