"""Small whole networks: what surrounds batch normalization in real programs."""

import tensorflow.compat.v1 as tf
import tf_slim as slim

import batch_norm_layers as bn
from golden import Net, Run

SHAPE = [8, 8, 3]
CLASSES = 4


def images_placeholder():
    return tf.placeholder(tf.float32, [None, *SHAPE], name="images")


def head(images, x, held=None, outputs=()):
    """A dense layer and a softmax named `probabilities`."""
    logits = tf.layers.dense(
        x, CLASSES, kernel_initializer=bn.initial(tf.random_normal_initializer(stddev=0.4)),
        name="logits")
    probabilities = tf.nn.softmax(logits, name="probabilities")
    return Net({images: SHAPE}, [probabilities, *outputs], [logits], held or {})


def conv(x, channels, name, size=3, **arguments):
    arguments = {"padding": "same", "use_bias": False, **arguments}
    return tf.layers.conv2d(x, channels, size, name=name, **arguments)


def depthwise(x, name, stride=1, multiplier=1):
    with tf.variable_scope(name):
        weights = tf.get_variable("weights", [3, 3, x.shape[-1], multiplier])
        return tf.nn.depthwise_conv2d(x, weights, [1, stride, stride, 1], "SAME")


def residual(training):
    """An inverted residual block, a branch of average pooling, and global pooling."""
    images = images_placeholder()
    x = tf.nn.relu(bn.layers(conv(images, 6, "stem"), training, name="stem/bn"))
    y = tf.nn.relu6(bn.layers(conv(x, 12, "expand", 1), training, name="expand/bn"))
    y = tf.nn.relu6(bn.layers(depthwise(y, "depthwise"), training, name="depthwise/bn"))
    y = bn.layers(conv(y, 6, "project", 1), training, name="project/bn")
    x = tf.nn.relu(x + y)
    pooled = tf.layers.average_pooling2d(x, 3, 2, padding="same")
    strided = bn.layers(conv(x, 5, "strided", strides=2), training, name="strided/bn")
    x = tf.concat([pooled, tf.nn.relu(strided)], axis=-1)
    x = tf.reduce_mean(x, [1, 2], name="global_pool")
    x = tf.layers.dense(x, 8, use_bias=False, name="dense")
    x = tf.nn.relu(bn.layers(x, training, name="dense/bn"))
    return head(images, x)


def residual_by_hand(training):
    """As `residual`, with statistics kept by ExponentialMovingAverage throughout."""
    images = images_placeholder()
    x = tf.nn.relu(bn.ema(conv(images, 6, "stem"), training, name="stem/bn"))
    y = tf.nn.relu(bn.ema(conv(x, 6, "left"), training, name="left/bn"))
    y = bn.ema(conv(y, 6, "right"), training, name="right/bn")
    x = tf.nn.max_pool2d(tf.nn.relu(x + y), 3, 2, "SAME")
    x = tf.reduce_mean(x, [1, 2], name="global_pool")
    return head(images, x)


def slim_residual(training):
    """What slim programs do: normalizer_fn under an arg_scope, dropout, a squeezed 1x1 head."""
    images = images_placeholder()
    parameters = {"is_training": training, "decay": bn.MOMENTUM, "scale": True, "epsilon": 1e-3}
    with slim.arg_scope(
        [slim.conv2d, slim.separable_conv2d],
        normalizer_fn=slim.batch_norm, normalizer_params=parameters,
    ):
        x = slim.conv2d(images, 6, 3, scope="stem")
        y = slim.separable_conv2d(x, None, 3, depth_multiplier=1, stride=1, scope="depthwise")
        y = slim.conv2d(y, 6, 1, activation_fn=None, scope="project")
        x = tf.nn.relu(x + y)
        x = slim.max_pool2d(x, 2, scope="pool")
    x = slim.avg_pool2d(x, x.shape[1:3], scope="global_pool")
    x = slim.dropout(x, 0.7, is_training=training, scope="dropout")
    x = slim.conv2d(
        x, CLASSES, 1, activation_fn=None, scope="logits",
        weights_initializer=tf.random_normal_initializer(stddev=0.4))
    logits = tf.squeeze(x, [1, 2], name="squeezed")
    return Net({images: SHAPE}, [slim.softmax(logits, scope="probabilities")], [logits])


def before_convolution(training):
    """Batch normalization whose result a padded convolution, a pad and a dense layer read."""
    images = images_placeholder()
    x = bn.layers(images, training, name="input/bn")
    x = conv(x, 6, "padded", use_bias=True)
    x = bn.layers(tf.nn.relu(x), training, name="pad/bn")
    x = conv(tf.pad(x, [[0, 0], [1, 1], [2, 2], [0, 0]]), 5, "valid", padding="valid")
    x = bn.layers(x, training, name="depthwise/bn")
    x = tf.nn.relu(depthwise(x, "depthwise", stride=2, multiplier=2))
    x = bn.layers(tf.layers.flatten(x), training, name="dense/bn")
    return head(images, x)


def after_operators(training):
    """Batch normalization of a concatenation, a sum, a pooling, a pad and a biased layer."""
    images = images_placeholder()
    left, right = conv(images, 4, "left", use_bias=True), conv(images, 4, "right", 1)
    x = bn.layers(tf.concat([left, right], axis=3), training, name="concat/bn")
    x = bn.layers(conv(x, 6, "one", 1) + conv(x, 6, "two"), training, name="sum/bn")
    x = bn.layers(tf.layers.max_pooling2d(x, 3, 2, padding="same"), training, name="max/bn")
    x = bn.layers(tf.layers.average_pooling2d(x, 2, 1), training, name="average/bn")
    x = bn.layers(tf.pad(x, [[0, 0], [1, 0], [0, 1], [0, 0]]), training, name="pad/bn")
    x = tf.layers.dense(tf.layers.flatten(x), 8, name="dense", activation=tf.nn.elu)
    return head(images, bn.layers(x, training, name="dense/bn"))


def shared(training):
    """A convolution that two branches read, one of them normalized; one result read twice."""
    images = images_placeholder()
    x = conv(images, 6, "shared")
    normalized = bn.layers(x, training, name="bn")
    y = tf.nn.relu(normalized) + conv(normalized, 6, "again") * 0.5 + tf.tanh(x)
    y = tf.nn.leaky_relu(bn.layers(y, training, name="again/bn"), 0.1)
    return head(images, tf.reduce_mean(y, [1, 2]))


def twice(training):
    """One batch-normalized tower applied, with the same variables, to both halves of the input."""
    images = images_placeholder()

    def tower(x):
        with tf.variable_scope("tower", reuse=tf.AUTO_REUSE):
            return tf.nn.relu(bn.layers(conv(x, 6, "conv"), training, name="bn"))

    left, right = tf.split(images, 2, axis=2)
    x = tf.abs(tower(left) - tower(right))
    return head(images, tf.reduce_max(x, [1, 2]))


def dropout(training):
    """tf.layers.dropout, and tf.nn.dropout under tf.cond, by the same training flag."""
    images = images_placeholder()
    x = tf.nn.relu(bn.layers(conv(images, 6, "conv"), training, name="conv/bn"))
    x = tf.layers.dropout(x, 0.3, training=training)
    x = tf.layers.dense(tf.layers.flatten(x), 8, use_bias=False, name="dense")
    x = tf.nn.relu(bn.layers(x, training, name="dense/bn"))
    x = bn.choose(training, lambda: tf.nn.dropout(x, rate=0.5), lambda: x)
    return head(images, x)


def keep_probability(training):
    """tf.nn.dropout whose keep_prob is a placeholder, fed 1 when predicting."""
    images = images_placeholder()
    keep = tf.placeholder_with_default(1.0, [], name="keep_prob")
    x = tf.nn.relu(bn.layers(conv(images, 6, "conv"), training, name="conv/bn"))
    x = tf.nn.dropout(tf.layers.flatten(x), keep_prob=keep)
    return head(images, x, {keep: (0.6, 1.0)})


def features(training):
    """A network whose features are of use apart from its probabilities."""
    images = images_placeholder()
    x = tf.nn.relu(bn.layers(conv(images, 6, "conv"), training, name="conv/bn"))
    x = tf.layers.dense(tf.layers.flatten(x), 5, use_bias=False, name="dense")
    x = tf.identity(bn.layers(x, training, name="dense/bn"), name="features")
    return head(images, x, outputs=[x])


def two_inputs_two_heads(training):
    """Two placeholders that the predictions depend on, and two softmax heads."""
    images = images_placeholder()
    facts = tf.placeholder(tf.float32, [None, 3], name="facts")
    x = tf.nn.relu(bn.layers(conv(images, 6, "conv"), training, name="conv/bn"))
    y = tf.nn.relu(bn.layers(tf.layers.dense(facts, 4), training, name="facts/bn"))
    x = tf.concat([tf.reduce_mean(x, [1, 2]), y], axis=1)
    initial = tf.random_normal_initializer(stddev=0.6)
    kinds = tf.layers.dense(x, CLASSES, kernel_initializer=initial, name="kind_logits")
    moods = tf.layers.dense(x, CLASSES + 1, kernel_initializer=initial, name="mood_logits")
    heads = [tf.nn.softmax(kinds, name="kind"), tf.nn.softmax(moods, name="mood")]
    return Net({images: SHAPE, facts: [3]}, heads, [kinds, moods])


def asserted(training):
    """A network on whose way to the prediction lie assertions, checks and identities."""
    images = images_placeholder()
    with tf.control_dependencies([
        tf.debugging.assert_equal(tf.shape(images)[1], 8),
        tf.debugging.assert_all_finite(images, "images must be finite"),
    ]):
        x = tf.identity(images)
    x = tf.check_numerics(conv(x, 6, "conv"), "conv")
    x = tf.nn.relu(bn.layers(x, training, name="conv/bn"))
    x = tf.stop_gradient(x) * 0.25 + x * 0.75
    x = tf.reshape(x, [tf.shape(x)[0], -1])
    x = tf.placeholder_with_default(x, [None, 8 * 8 * 6], name="bottleneck")
    return head(images, x)


def summarized(net, losses):
    """Adds summaries, weight decay, an accuracy and a decayed learning rate's step."""
    for variable in tf.trainable_variables():
        tf.summary.histogram(variable.op.name, variable)
    tf.summary.image("images", next(iter(net.inputs)))
    tf.summary.scalar("loss", losses[0])
    tf.summary.merge_all()
    losses.append(tf.add_n([1e-4 * tf.nn.l2_loss(v) for v in tf.trainable_variables()]))
    tf.reduce_mean(tf.cast(tf.argmax(net.outputs[0], 1) > 0, tf.float32), name="accuracy")


def decayed_adam():
    step = tf.train.get_or_create_global_step()
    return tf.train.AdamOptimizer(tf.train.exponential_decay(0.01, step, 10, 0.5))


def predict_signature(inputs, outputs):
    return tf.saved_model.signature_def_utils.predict_signature_def(inputs, outputs)


def one_signature(net):
    """Names apart from those of the nodes, so that it shows which were used."""
    (images,) = net.inputs
    return {"serving_default": predict_signature({"pixels": images}, {"scores": net.outputs[0]})}


def two_signatures(net):
    (images,) = net.inputs
    return {
        "serving_default": predict_signature({"pixels": images}, {"scores": net.outputs[0]}),
        "embed": predict_signature({"pixels": images}, {"embedding": net.outputs[1]}),
    }


def signature_of_both(net):
    images, facts = net.inputs
    kind, mood = net.outputs
    return {
        "serving_default": predict_signature(
            {"images": images, "facts": facts}, {"kind": kind, "mood": mood})
    }


# Each network is recorded with a placeholder and ref variables; these also otherwise.
ALSO_WITH_IF = (residual, residual_by_hand, dropout)
ALSO_BAKED = (residual, residual_by_hand, before_convolution, twice, dropout)


def runs():
    """The networks, each with the switches and variables that are of interest for it."""

    def cell(build, switch="placeholder", modern=False):
        name = build.__name__.replace("_", "-")
        variables = "resource-if" if modern else "ref"
        return Run(
            name=f"net-{name}-{switch}-{variables}",
            description=build.__doc__,
            build=build,
            switch=switch,
            resource=modern,
            control_flow_v2=modern,
            bare=modern,
            optimizer=lambda: tf.train.GradientDescentOptimizer(0.02),  # its graph is small
            properties={"network": name, "training": switch, "variables": variables},
        )

    for build in (residual, residual_by_hand, slim_residual, before_convolution, after_operators,
                  shared, twice, dropout):
        yield cell(build)
    yield from (cell(build, modern=True) for build in ALSO_WITH_IF)
    yield from (cell(build, switch="true") for build in ALSO_BAKED)

    def single(name, build, **arguments):
        return Run(
            name=f"net-{name}", description=arguments.pop("description", build.__doc__),
            build=build, properties={"network": name}, **arguments)

    yield single("keep-probability", keep_probability)
    yield single("one-signature", features, signatures=one_signature,
                 description="A MetaGraph with one signature.")
    yield single("two-signatures", features, signatures=two_signatures,
                 description="A MetaGraph with two signatures.")
    yield single("two-inputs-two-heads", two_inputs_two_heads, inferable=False)
    yield single("two-inputs-two-heads-signature", two_inputs_two_heads,
                 signatures=signature_of_both,
                 description="Two inputs and two outputs, named by a signature.")
    yield single("asserted", asserted, contains=("Assert", "CheckNumerics"))
    yield single("asserted-resource-if", asserted, resource=True, control_flow_v2=True,
                 contains=("Assert", "CheckNumerics"))
    yield single("summarized", features, extend=summarized, optimizer=decayed_adam,
                 contains=("HistogramSummary", "ImageSummary", "ApplyAdam"),
                 description="Summaries, weight decay, accuracy, Adam.")
