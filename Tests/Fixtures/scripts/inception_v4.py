"""Inception v4, written with tf-slim's layers after the figures of the paper.

tf-slim's package has `nets` up to v3. Source: Szegedy, Ioffe, Vanhoucke and Alemi 2016,
"Inception-v4, Inception-ResNet and the Impact of Residual Connections on Learning".
"""

import tensorflow.compat.v1 as tf
import tf_slim as slim


def depths(width):
    """Numbers of channels as a share of the paper's."""
    return lambda channels: max(4, round(channels * width))


def stem(x, d):
    """Figure 3."""
    x = slim.conv2d(x, d(32), [3, 3], stride=2, padding="VALID", scope="conv_1")
    x = slim.conv2d(x, d(32), [3, 3], padding="VALID", scope="conv_2")
    x = slim.conv2d(x, d(64), [3, 3], scope="conv_3")
    with tf.variable_scope("split_1"):
        pool = slim.max_pool2d(x, [3, 3], stride=2, padding="VALID", scope="pool")
        conv = slim.conv2d(x, d(96), [3, 3], stride=2, padding="VALID", scope="conv")
        x = tf.concat([pool, conv], 3)
    with tf.variable_scope("split_2"):
        short = slim.conv2d(x, d(64), [1, 1], scope="short_1")
        short = slim.conv2d(short, d(96), [3, 3], padding="VALID", scope="short_2")
        long = slim.conv2d(x, d(64), [1, 1], scope="long_1")
        long = slim.conv2d(long, d(64), [7, 1], scope="long_2")
        long = slim.conv2d(long, d(64), [1, 7], scope="long_3")
        long = slim.conv2d(long, d(96), [3, 3], padding="VALID", scope="long_4")
        x = tf.concat([short, long], 3)
    with tf.variable_scope("split_3"):
        conv = slim.conv2d(x, d(192), [3, 3], stride=2, padding="VALID", scope="conv")
        pool = slim.max_pool2d(x, [3, 3], stride=2, padding="VALID", scope="pool")
        return tf.concat([conv, pool], 3)


def pooled(x, channels):
    x = slim.avg_pool2d(x, [3, 3], stride=1, padding="SAME", scope="pool")
    return slim.conv2d(x, channels, [1, 1], scope="pool_conv")


def chain(x, name, *steps):
    """Convolutions one after the other, each given as (channels, kernel)."""
    for number, (channels, kernel) in enumerate(steps):
        x = slim.conv2d(x, channels, kernel, scope=f"{name}_{number}")
    return x


def inception_a(x, d):
    """Figure 4."""
    return tf.concat([
        pooled(x, d(96)),
        chain(x, "one", (d(96), [1, 1])),
        chain(x, "three", (d(64), [1, 1]), (d(96), [3, 3])),
        chain(x, "double", (d(64), [1, 1]), (d(96), [3, 3]), (d(96), [3, 3])),
    ], 3)


def inception_b(x, d):
    """Figure 5."""
    return tf.concat([
        pooled(x, d(128)),
        chain(x, "one", (d(384), [1, 1])),
        chain(x, "seven", (d(192), [1, 1]), (d(224), [1, 7]), (d(256), [7, 1])),
        chain(x, "double", (d(192), [1, 1]), (d(192), [1, 7]), (d(224), [7, 1]),
              (d(224), [1, 7]), (d(256), [7, 1])),
    ], 3)


def inception_c(x, d):
    """Figure 6."""
    short = chain(x, "short", (d(384), [1, 1]))
    long = chain(x, "long", (d(384), [1, 1]), (d(448), [1, 3]), (d(512), [3, 1]))
    return tf.concat([
        pooled(x, d(256)),
        chain(x, "one", (d(256), [1, 1])),
        chain(short, "short_wide", (d(256), [1, 3])),
        chain(short, "short_high", (d(256), [3, 1])),
        chain(long, "long_high", (d(256), [3, 1])),
        chain(long, "long_wide", (d(256), [1, 3])),
    ], 3)


def reduced(x, name, channels, kernel=(3, 3)):
    return slim.conv2d(x, channels, kernel, stride=2, padding="VALID", scope=name)


def reduction_a(x, d):
    """Figure 7 with the numbers of table 1."""
    return tf.concat([
        slim.max_pool2d(x, [3, 3], stride=2, padding="VALID", scope="pool"),
        reduced(x, "three", d(384)),
        reduced(chain(x, "double", (d(192), [1, 1]), (d(224), [3, 3])), "double_2", d(256)),
    ], 3)


def reduction_b(x, d):
    """Figure 8."""
    long = chain(x, "long", (d(256), [1, 1]), (d(256), [1, 7]), (d(320), [7, 1]))
    return tf.concat([
        slim.max_pool2d(x, [3, 3], stride=2, padding="VALID", scope="pool"),
        reduced(chain(x, "short", (d(192), [1, 1])), "short_1", d(192)),
        reduced(long, "long_3", d(320)),
    ], 3)


def inception_v4(x, classes, is_training, width=1.0, blocks=(4, 7, 3), scope="InceptionV4"):
    """Figure 9: the logits, and end points as tf-slim's `nets` give them.

    `width` is a share of the paper's channels, `blocks` how often A, B and C are repeated.
    """
    d = depths(width)
    with tf.variable_scope(scope), slim.arg_scope(
            [slim.batch_norm, slim.dropout], is_training=is_training):
        x = stem(x, d)
        for name, block, count, reduction in (
                ("A", inception_a, blocks[0], reduction_a),
                ("B", inception_b, blocks[1], reduction_b), ("C", inception_c, blocks[2], None)):
            for number in range(count):
                with tf.variable_scope(f"inception_{name}_{number}"):
                    x = block(x, d)
            if reduction:
                with tf.variable_scope(f"reduction_{name}"):
                    x = reduction(x, d)
        x = slim.avg_pool2d(x, x.shape[1:3].as_list(), padding="VALID", scope="pool")
        x = slim.flatten(slim.dropout(x, 0.8, scope="dropout"))
        logits = slim.fully_connected(
            x, classes, activation_fn=None, normalizer_fn=None, scope="logits")
        return logits, {"Logits": logits, "Predictions": tf.nn.softmax(logits, name="predictions")}
