"""The networks of `networks.py`, small: the same code with fewer channels, blocks and pixels.

They have every operator and every way of wiring the large ones have; of families that are wired
alike one is here. Where a family has no number for its width, its convolutions are given a share of
their channels.
"""

import contextlib
import functools
from unittest import mock

import inception_v4
import tensorflow.compat.v1 as tf
import tf_slim as slim
import tf_slim.layers
from keras.applications import (
    densenet, efficientnet, efficientnet_v2, inception_resnet_v2, inception_v3, mobilenet,
    mobilenet_v2, mobilenet_v3, nasnet, regnet, resnet, xception)
from networks import Network, batch_normalized, by_keras, by_slim, normalized_vgg_16
from tf_slim.nets import inception, resnet_v1, resnet_v2, vgg

CLASSES = 10
SHARE = 8
TOP = {"weights": None, "classes": CLASSES, "classifier_activation": None}

MINIATURES = {}


def add(name, build, size, low, high, save=None):
    MINIATURES[name] = Network(name, build, size, low, high, save)


def names_of(tensors):
    return [tensor.op.name for tensor in tensors]


def training(build):
    """Saves the network with `is_training=True` baked in, and the updates of its statistics."""

    def save():
        _, logits, probabilities = build(True)
        tf.group(*tf.get_collection(tf.GraphKeys.UPDATE_OPS), name="train_op")
        return [*names_of([logits, probabilities]), "train_op"]

    return save


def with_functions(build):
    """Saves the network with `If` and functions in the place of `Switch` and `Merge`."""

    def save():
        tf.enable_control_flow_v2()
        try:
            return names_of(build()[1:])
        finally:
            tf.disable_control_flow_v2()

    return save


def narrow(channels, share=SHARE):
    return max(4, channels // share)


def residual(stack, preact):
    def stacks(x):
        x = stack(x, 8, 2, stride1=1, name="conv2")
        x = stack(x, 16, 2, name="conv3")
        return stack(x, 24, 2, name="conv4")

    return lambda x: resnet.ResNet(stacks, preact, True, input_tensor=x, **TOP)


class NarrowLayers:
    """Keras's layers, with fewer channels."""

    def __init__(self, layers):
        self.layers = layers

    def __getattr__(self, name):
        layer = getattr(self.layers, name)
        if name not in ("Conv2D", "SeparableConv2D"):
            return layer
        return lambda channels, *rest, **named: layer(narrow(channels), *rest, **named)


def narrow_xception(x):
    with mock.patch.object(xception, "layers", NarrowLayers(xception.layers)):
        return xception.Xception(input_tensor=x, **TOP)


def narrow_inception_v3(x):
    whole = inception_v3.conv2d_bn

    def conv2d_bn(x, channels, *rest, **named):
        return whole(x, narrow(channels), *rest, **named)

    with mock.patch.object(inception_v3, "conv2d_bn", conv2d_bn):
        return inception_v3.InceptionV3(input_tensor=x, **TOP)


def narrow_inception_resnet_v2(x):
    whole, block = inception_resnet_v2.conv2d_bn, inception_resnet_v2.inception_resnet_block

    def conv2d_bn(x, channels, *rest, **named):
        # What is added to the trunk must keep its channels.
        kept = named.get("activation", "relu") is None
        return whole(x, channels if kept else narrow(channels), *rest, **named)

    def first_and_last(x, scale, block_type, block_idx, **named):
        last = {"block35": 10, "block17": 20, "block8": 10}[block_type]
        return block(x, scale, block_type, block_idx, **named) if block_idx in (1, last) else x

    with mock.patch.object(inception_resnet_v2, "conv2d_bn", conv2d_bn), mock.patch.object(
            inception_resnet_v2, "inception_resnet_block", first_and_last):
        return inception_resnet_v2.InceptionResNetV2(input_tensor=x, **TOP)


def keras_miniatures():
    for name, make, size, low, high in (
        ("resnet-if", residual(resnet.stack1, False), 64, -128, 128),
        ("resnetv2", residual(resnet.stack2, True), 64, -1, 1),
        ("mobilenet", lambda x: mobilenet.MobileNet(alpha=0.25, input_tensor=x, **TOP), 64, -1, 1),
        ("mobilenetv2",
         lambda x: mobilenet_v2.MobileNetV2(alpha=0.35, input_tensor=x, **TOP), 64, -1, 1),
        ("mobilenetv3small-if",
         lambda x: mobilenet_v3.MobileNetV3Small(alpha=0.25, input_tensor=x, **TOP), 64, 0, 255),
        ("densenet", lambda x: densenet.DenseNet([2, 2, 2, 2], input_tensor=x, **TOP), 64, -2, 2),
        ("inceptionv3", narrow_inception_v3, 75, -1, 1),
        ("inceptionresnetv2", narrow_inception_resnet_v2, 75, -1, 1),
        ("xception", narrow_xception, 71, -1, 1),
        ("nasnet", lambda x: nasnet.NASNet(
            penultimate_filters=192, num_blocks=1, stem_block_filters=8, skip_reduction=False,
            input_tensor=x, **TOP), 64, -1, 1),
        ("efficientnet", lambda x: efficientnet.EfficientNet(
            0.25, 0.5, 64, input_tensor=x, **TOP), 64, 0, 255),
        ("efficientnetv2", lambda x: efficientnet_v2.EfficientNetV2(
            0.25, 0.5, 64, model_name="efficientnetv2-b0", input_tensor=x, **TOP), 64, 0, 255),
        ("regnety", lambda x: regnet.RegNet(
            depths=[1, 2, 1, 1], widths=[16, 24, 32, 40], group_width=8, block_type="Y",
            default_size=64, input_tensor=x, **TOP), 64, 0, 255),
    ):
        build = by_keras(make, size)
        save = with_functions(build) if name.endswith("-if") else None
        add(name, build, size, low, high, save)


@contextlib.contextmanager
def narrow_convolutions(share):
    """tf-slim's convolutions with fewer channels, the classifiers', which have no activation, with
    all."""
    whole = tf_slim.layers.conv2d

    @functools.wraps(whole)
    def conv2d(inputs, channels, *rest, **named):
        kept = named.get("activation_fn", whole) is None
        return whole(inputs, channels if kept else narrow(channels, share), *rest, **named)

    with mock.patch.object(tf_slim.layers, "conv2d", conv2d):
        yield


def slim_residual(module):
    block, make = (getattr(module, module.__name__.split(".")[-1] + suffix)
                   for suffix in ("_block", ""))
    name = module.__name__.split(".")[-1] + "_small"

    def build(images, training):
        blocks = [block("block1", 8, 2, 2), block("block2", 16, 2, 2), block("block3", 24, 2, 1)]
        return make(images, blocks, CLASSES, training, scope=name)

    return build


def slim_narrow(make, share=SHARE):
    def build(images, training):
        with narrow_convolutions(share):
            return make(images, CLASSES, is_training=training)

    return build


def slim_multiplied(make):
    return lambda images, training: make(
        images, CLASSES, is_training=training, depth_multiplier=1 / SHARE, min_depth=4)


def slim_miniatures():
    resnet_scope = resnet_v1.resnet_arg_scope()
    inception_scope = inception.inception_v3_arg_scope()
    for name, make, scope, size in (
        ("slim-resnet_v1-training", slim_residual(resnet_v1), resnet_scope, 64),
        ("slim-resnet_v2", slim_residual(resnet_v2), resnet_scope, 65),
        # The smallest images of which 7 × 7 are left at the end, as these two need.
        ("slim-inception_v1",
         slim_narrow(inception.inception_v1), inception.inception_v1_arg_scope(), 193),
        ("slim-vgg_16-batch_norm",
         slim_narrow(normalized_vgg_16, 32), batch_normalized(vgg.vgg_arg_scope()), 224),
        ("slim-inception_v2-training",
         slim_multiplied(inception.inception_v2), inception.inception_v2_arg_scope(), 96),
        ("slim-inception_v4", lambda images, training: inception_v4.inception_v4(
            images, CLASSES, training, width=1 / SHARE, blocks=(1, 1, 1)), inception_scope, 91),
    ):
        build = by_slim(make, scope, size)
        save = training(build) if name.endswith("-training") else None
        add(name, build, size, -1, 1, save)


keras_miniatures()
slim_miniatures()
