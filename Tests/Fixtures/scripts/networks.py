"""Networks that people serve, as TensorFlow 1 programs: keras.applications and tf-slim.

A network's `build()` builds it in the current graph and gives (images, logits, probabilities). The
switch between training and inference is the one that Keras makes itself, and for tf-slim the
placeholder `is_training`; `save()` builds what is saved in the place of that, if anything.
"""

import dataclasses

import inception_v4
import tensorflow.compat.v1 as tf
import tf_slim as slim
from tf_slim.nets import inception, resnet_v1, resnet_v2, vgg

CLASSES = 1000


@dataclasses.dataclass
class Network:
    """A network, and what its images are like."""

    name: str
    build: callable
    size: int  # height and width of the images
    low: float  # the range of its pixels
    high: float
    save: callable = None


def by_keras(make, size):
    """What Keras's `make(input_tensor)` gives, which are logits."""

    def build():
        images = tf.keras.Input([size, size, 3], name="images")
        logits = tf.identity(make(images).output, name="logits")
        return images, logits, tf.nn.softmax(logits, name="probabilities")

    return build


def by_slim(make, scope, size):
    """What tf-slim's `make(images, is_training)` gives, logits and end points."""

    def build(training=None):
        images = tf.placeholder(tf.float32, [None, size, size, 3], name="images")
        if training is None:
            training = tf.placeholder(tf.bool, [], "is_training")
        with slim.arg_scope(scope):
            logits, points = make(images, training)
        for name in ("Predictions", "predictions"):
            if name in points:
                return images, logits, points[name]
        return images, logits, tf.nn.softmax(logits, name="probabilities")

    return build


NETWORKS = {}


def add(name, build, size, low, high, save=None):
    NETWORKS[name] = Network(name, build, size, low, high, save)


def trained(build):
    """A program that trains, as tf-slim's do: with `is_training=True` baked in, and an optimizer."""

    def save():
        images, logits, probabilities = build(True)
        labels = tf.placeholder(tf.int64, [None], name="labels")
        loss = tf.losses.sparse_softmax_cross_entropy(
            labels, tf.reshape(logits, [-1, logits.shape[-1]]))
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            tf.train.MomentumOptimizer(0.01, 0.9).minimize(loss, name="train_op")
        return images, logits, probabilities

    return save


def keras_networks():
    from keras import applications as a

    for name, make, size, low, high in (
        ("resnet50", a.ResNet50, 224, -128, 128),
        ("resnet101", a.ResNet101, 224, -128, 128),
        ("resnet152", a.ResNet152, 224, -128, 128),
        ("resnet50v2", a.ResNet50V2, 224, -1, 1),
        ("resnet101v2", a.ResNet101V2, 224, -1, 1),
        ("resnet152v2", a.ResNet152V2, 224, -1, 1),
        ("mobilenet", a.MobileNet, 224, -1, 1),
        ("mobilenetv2", a.MobileNetV2, 224, -1, 1),
        ("mobilenetv3small", a.MobileNetV3Small, 224, 0, 255),
        ("mobilenetv3large", a.MobileNetV3Large, 224, 0, 255),
        ("densenet121", a.DenseNet121, 224, -2, 2),
        ("densenet169", a.DenseNet169, 224, -2, 2),
        ("densenet201", a.DenseNet201, 224, -2, 2),
        ("inceptionv3", a.InceptionV3, 299, -1, 1),
        ("inceptionresnetv2", a.InceptionResNetV2, 299, -1, 1),
        ("xception", a.Xception, 299, -1, 1),
        ("nasnetmobile", a.NASNetMobile, 224, -1, 1),
        ("efficientnetb0", a.EfficientNetB0, 224, 0, 255),
        ("efficientnetv2b0", a.EfficientNetV2B0, 224, 0, 255),
        ("regnetx002", a.regnet.RegNetX002, 224, 0, 255),
        ("regnety002", a.regnet.RegNetY002, 224, 0, 255),
        ("resnetrs50", a.resnet_rs.ResNetRS50, 224, 0, 255),
    ):
        def build(x, make=make):
            return make(weights=None, input_tensor=x, classifier_activation=None)

        add(name, by_keras(build, size), size, low, high)


def batch_normalized(scope):
    """tf-slim's scope for VGG, which is older than batch normalization, with it."""
    with slim.arg_scope(scope), slim.arg_scope(
            [slim.conv2d], normalizer_fn=slim.batch_norm) as extended:
        return extended


def normalized_vgg_16(images, classes, is_training):
    with slim.arg_scope([slim.batch_norm], is_training=is_training, scale=True):
        return vgg.vgg_16(images, classes, is_training=is_training)


def slim_networks():
    resnet_scope = resnet_v1.resnet_arg_scope()
    inception_scope = inception.inception_v3_arg_scope()
    for name, make, scope, size in (
        ("slim-resnet_v1_50", resnet_v1.resnet_v1_50, resnet_scope, 224),
        ("slim-resnet_v2_50", resnet_v2.resnet_v2_50, resnet_scope, 224),
        ("slim-inception_v1", inception.inception_v1, inception.inception_v1_arg_scope(), 224),
        ("slim-inception_v2", inception.inception_v2, inception.inception_v2_arg_scope(), 224),
        ("slim-inception_v3", inception.inception_v3, inception_scope, 299),
        ("slim-inception_v4", inception_v4.inception_v4, inception_scope, 299),
        ("slim-vgg_16-batch_norm", normalized_vgg_16, batch_normalized(vgg.vgg_arg_scope()), 224),
    ):
        def build(images, training, make=make):
            return make(images, CLASSES, is_training=training)

        add(name, by_slim(build, scope, size), size, -1, 1)
        if name in ("slim-resnet_v1_50", "slim-inception_v3"):
            whole = NETWORKS[name].build
            add(name + "-training", whole, size, -1, 1, save=trained(whole))


keras_networks()
BY_KERAS = set(NETWORKS)
slim_networks()
