"""Trains the embedded digit classifier as TensorFlow 1 programs do, and records its answers.

Writes, below the root of the repository:
  Sources/Serving/Resources/digits/   the checkpoint that `steady serve` serves by default
  Tests/Fixtures/Resources/digits/    the 397 test digits and TensorFlow's probabilities for them
  Config/examples/digit.json          one test digit as a request body for POST /predict
"""

import json
import pathlib
import shutil
import tempfile

import numpy as np
import tensorflow.compat.v1 as tf
from sklearn.datasets import load_digits

ROOT = pathlib.Path(__file__).resolve().parents[3]
MODEL = ROOT / "Sources/Serving/Resources/digits"
GOLDEN = ROOT / "Tests/Fixtures/Resources/digits"
EXAMPLE = ROOT / "Config/examples/digit.json"

SEED = 20
TRAINING_DIGITS = 1400
BATCH = 50
EPOCHS = 30


def split():
    """The digits, 0...1, as (training images, training labels, test images, test labels)."""
    digits = load_digits()
    images = (digits.images / 16).astype(np.float32)[..., np.newaxis]
    labels = digits.target.astype(np.int64)
    order = np.random.RandomState(SEED).permutation(len(images))
    training, test = order[:TRAINING_DIGITS], order[TRAINING_DIGITS:]
    return images[training], labels[training], images[test], labels[test]


def normalized_relu(inputs, is_training, name):
    """Batch normalization, whose statistics settle within a few epochs, and a relu."""
    outputs = tf.layers.batch_normalization(
        inputs, momentum=0.95, training=is_training, name=name
    )
    return tf.nn.relu(outputs)


def network(images, is_training, normalized_relu=normalized_relu):
    """The logits of `images`."""
    x = tf.layers.conv2d(images, 32, 3, padding="same", use_bias=False, name="conv1")
    x = normalized_relu(x, is_training, "bn1")
    x = tf.layers.conv2d(x, 64, 3, padding="same", use_bias=False, name="conv2")
    x = normalized_relu(x, is_training, "bn2")
    x = tf.layers.max_pooling2d(x, 2, 2)
    x = tf.layers.flatten(x)
    x = tf.layers.dense(x, 64, use_bias=False, name="dense1")
    x = normalized_relu(x, is_training, "bn3")
    return tf.layers.dense(x, 10, name="logits")


def train(directory):
    """Trains, saves below `directory` and gives (checkpoint prefix, test probabilities)."""
    train_images, train_labels, test_images, test_labels = split()
    tf.set_random_seed(SEED)

    images = tf.placeholder(tf.float32, [None, 8, 8, 1], name="images")
    labels = tf.placeholder(tf.int64, [None], name="labels")
    is_training = tf.placeholder(tf.bool, [], name="is_training")

    logits = network(images, is_training)
    probabilities = tf.nn.softmax(logits, name="probabilities")

    loss = tf.losses.sparse_softmax_cross_entropy(labels=labels, logits=logits)
    correct = tf.equal(tf.argmax(logits, axis=1), labels)
    accuracy = tf.reduce_mean(tf.cast(correct, tf.float32), name="accuracy")
    tf.summary.scalar("loss", loss)
    tf.summary.scalar("accuracy", accuracy)
    summaries = tf.summary.merge_all()

    global_step = tf.train.get_or_create_global_step()
    rate = tf.train.exponential_decay(2e-3, global_step, 28 * EPOCHS, 0.02)
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        train_op = tf.train.AdamOptimizer(rate).minimize(loss, global_step=global_step)

    statistics = [
        variable
        for variable in tf.global_variables()
        if "moving_mean" in variable.name or "moving_variance" in variable.name
    ]
    saver = tf.train.Saver(var_list=tf.trainable_variables() + statistics, max_to_keep=5)

    config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    random = np.random.RandomState(SEED)
    with tf.Session(config=config) as session:
        writer = tf.summary.FileWriter(f"{directory}/summaries", session.graph)
        session.run(tf.global_variables_initializer())
        for epoch in range(1, EPOCHS + 1):
            order = random.permutation(TRAINING_DIGITS)
            for start in range(0, TRAINING_DIGITS, BATCH):
                rows = order[start : start + BATCH]
                feed = {images: train_images[rows], labels: train_labels[rows], is_training: True}
                _, step, summary = session.run([train_op, global_step, summaries], feed)
                writer.add_summary(summary, step)
            prefix = saver.save(session, f"{directory}/digits", global_step=global_step)
            feed = {images: test_images, labels: test_labels, is_training: False}
            print(f"epoch {epoch}: test accuracy {session.run(accuracy, feed):.4f}", flush=True)
        writer.close()
        answers = session.run(probabilities, {images: test_images, is_training: False})
    return prefix, answers


def publish(prefix):
    """Copies the checkpoint at `prefix` to where it is embedded, with a `checkpoint` file."""
    shutil.rmtree(MODEL, ignore_errors=True)
    MODEL.mkdir(parents=True)
    prefix = pathlib.Path(prefix)
    for file in sorted(prefix.parent.glob(prefix.name + ".*")):
        shutil.copy(file, MODEL)
    state = f'model_checkpoint_path: "{prefix.name}"\n'
    (MODEL / "checkpoint").write_text(state + "all_" + state.replace("path:", "paths:"))
    if tf.train.latest_checkpoint(str(MODEL)) != str(MODEL / prefix.name):
        raise SystemExit("TensorFlow does not find the checkpoint again")


def main():
    tf.disable_v2_behavior()
    _, _, test_images, test_labels = split()
    with tempfile.TemporaryDirectory() as directory:
        prefix, answers = train(directory)
        accuracy = np.mean(answers.argmax(axis=1) == test_labels)
        if accuracy < 0.97:
            raise SystemExit(f"test accuracy is {accuracy:.4f}, less than 0.97")
        publish(prefix)

    GOLDEN.mkdir(parents=True, exist_ok=True)
    np.save(GOLDEN / "images.npy", test_images)
    np.save(GOLDEN / "labels.npy", test_labels)
    np.save(GOLDEN / "probabilities.npy", answers)

    EXAMPLE.parent.mkdir(parents=True, exist_ok=True)
    body = json.dumps({"instances": test_images[:1].tolist()}, separators=(",", ":"))
    EXAMPLE.write_text(body + "\n")
    print(f"test accuracy {accuracy:.4f}")
    print(f"example: a {test_labels[0]}, answered {answers[0].tolist()}")


if __name__ == "__main__":
    main()
