"""Networks whose rows come from an input pipeline, as training programs have it."""

import numpy as np
import tensorflow.compat.v1 as tf

import batch_norm_layers as bn
from training_switch_networks import SHAPE, head, hidden

BATCH = 16


def network(training, rows, labels, **arguments):
    _, x = hidden(training, tf.cast(rows, tf.float32))
    return head(rows, x, labels=labels, **arguments)


def examples():
    """A few rows and labels as constants of the graph."""
    random = np.random.RandomState(3)
    return random.normal(size=[8, *SHAPE]).astype(np.float32), random.randint(0, 4, 8)


def iterator_of_placeholders(training):
    """An initializable iterator over placeholders, which are not what to feed when predicting."""
    features = tf.placeholder(tf.float32, [None, *SHAPE], name="features")
    targets = tf.placeholder(tf.int64, [None], name="targets")
    data = tf.data.Dataset.from_tensor_slices((features, targets))
    data = data.shuffle(100).repeat().batch(BATCH).prefetch(1)
    rows, labels = tf.data.make_initializable_iterator(data).get_next()
    return network(training, rows, labels)


def one_shot_iterator(training):
    """A one-shot iterator over constants, mapped by a function of the graph's library."""
    rows, labels = examples()
    data = tf.data.Dataset.from_tensor_slices((rows, labels))
    data = data.map(lambda row, label: (row * 2.0 - 1.0, label)).repeat().batch(BATCH)
    rows, labels = tf.data.make_one_shot_iterator(data).get_next()
    return network(training, rows, labels)


def iterator_by_handle(training):
    """A feedable iterator, chosen by a string placeholder, over batches of one size."""
    handle = tf.placeholder(tf.string, [], name="handle")
    types, shapes = (tf.float32, tf.int64), ([BATCH, *SHAPE], [BATCH])
    rows, labels = tf.data.Iterator.from_string_handle(handle, types, shapes).get_next()
    return network(training, rows, labels)


def iterator_of_records(training):
    """Records parsed in the pipeline, bytes that the graph itself turns to numbers."""
    files = tf.placeholder(tf.string, [None], name="files")

    def parsed(record):
        features = tf.parse_single_example(record, {
            "row": tf.FixedLenFeature([], tf.string), "label": tf.FixedLenFeature([], tf.int64)})
        return tf.reshape(tf.decode_raw(features["row"], tf.uint8), SHAPE), features["label"]

    data = tf.data.TFRecordDataset(files).map(parsed).repeat().batch(BATCH)
    bytes_, labels = tf.data.make_initializable_iterator(data).get_next()
    rows = tf.cast(bytes_, tf.float32) / 255.0 - 0.5
    _, x = hidden(training, rows * 4.0)
    return head(bytes_, x, labels=labels)


def iterator_with_override(training):
    """A placeholder_with_default over what an iterator gives, for feeding when predicting."""
    given = tf.data.Dataset.from_tensor_slices(examples()).repeat().batch(BATCH)
    rows, labels = tf.data.make_one_shot_iterator(given).get_next()
    rows = tf.placeholder_with_default(rows, [None, *SHAPE], name="rows")
    return network(training, rows, labels)


def queue_of_records(training):
    """A reader of records and tf.train.shuffle_batch, whose batches are of one size."""
    names = tf.train.string_input_producer(["train.tfrecords"])
    _, record = tf.TFRecordReader().read(names)
    features = tf.parse_single_example(record, {
        "row": tf.FixedLenFeature(SHAPE, tf.float32), "label": tf.FixedLenFeature([], tf.int64)})
    rows, labels = tf.train.shuffle_batch(
        [features["row"], features["label"]], BATCH, capacity=100, min_after_dequeue=50)
    return network(training, rows, labels)


def queue_of_slices(training):
    """tf.train.batch of slices, with a smaller last batch."""
    rows, label = tf.train.slice_input_producer(list(examples()), num_epochs=None)
    rows, labels = tf.train.batch([rows, label], BATCH, allow_smaller_final_batch=True)
    return network(training, rows, labels)


def queue_by_hand(training):
    """A FIFOQueue filled from placeholders, whose bytes the graph turns to numbers."""
    row = tf.placeholder(tf.uint8, SHAPE, name="row")
    label = tf.placeholder(tf.int64, [], name="label")
    queue = tf.FIFOQueue(100, [tf.uint8, tf.int64], [SHAPE, []])
    queue.enqueue([row, label], name="enqueue")
    bytes_, labels = queue.dequeue_up_to(BATCH, name="dequeue")
    rows = (tf.cast(bytes_, tf.float32) - 90.0) / 40.0
    _, x = hidden(training, rows)
    return head(bytes_, x, labels=labels)


def queue_by_flag(training):
    """tf.cond between the batches of training and those of evaluation."""
    def batches(name):
        row, label = tf.train.slice_input_producer(list(examples()), name=f"{name}_input")
        return tf.train.batch([row, label], BATCH, allow_smaller_final_batch=True, name=name)

    (train_rows, train_labels), (rows, labels) = batches("train"), batches("evaluation")
    chosen = bn.choose(training, lambda: train_rows, lambda: rows)
    chosen.set_shape([None, *SHAPE])
    _, x = hidden(training, chosen)
    return head(rows, x, elsewhere=[train_rows])


def whole_program(net, losses):
    """Adds assertions and an average of the loss to what `summarized` adds."""
    with tf.control_dependencies([tf.debugging.assert_all_finite(losses[0], "loss")]):
        losses[0] = tf.identity(losses[0])
    average = tf.train.ExponentialMovingAverage(0.9)
    updated = average.apply([losses[0]])
    tf.add_to_collection(tf.GraphKeys.UPDATE_OPS, updated)
    tf.summary.scalar("average_loss", average.average(losses[0]))
    for variable in tf.trainable_variables():
        tf.summary.histogram(variable.op.name, variable)
    losses.append(tf.add_n([1e-4 * tf.nn.l2_loss(v) for v in tf.trainable_variables()]))
    right = tf.equal(tf.argmax(net.losses[0], 1), tf.cast(net.labels, tf.int64))
    with tf.control_dependencies([tf.Assert(tf.reduce_any(tf.is_finite(net.losses[0])), [right])]):
        accuracy = tf.reduce_mean(tf.cast(right, tf.float32), name="accuracy")
    tf.summary.scalar("accuracy", accuracy)
    tf.summary.merge_all()
