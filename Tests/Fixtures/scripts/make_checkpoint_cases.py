"""Writes small checkpoints of every kind with real TensorFlow, and what TensorFlow reads from them.

Beside requirements.txt this needs `cramjam==2.14.0` (Snappy) and `google-crc32c==1.9.0`.
Writes Tests/Fixtures/Resources/checkpoints/CASE/ with the files of one checkpoint each and
`expected.json`, which maps a variable's name to its type, shape and little-endian bytes in base64.
"""

import base64
import json
import os
import pathlib
import shutil
import struct

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import cramjam
import google_crc32c
import numpy as np
import tensorflow as tf
from tensorflow.core.framework import tensor_pb2, tensor_shape_pb2
from tensorflow.core.protobuf import tensor_bundle_pb2

v1 = tf.compat.v1
v1.disable_control_flow_v2()

ROOT = pathlib.Path(__file__).resolve().parent.parent / "Resources/checkpoints"
random = np.random.RandomState(11)


def folder(case):
    path = ROOT / case
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def base64_of(raw):
    return base64.b64encode(raw).decode()


def described(value):
    """A tensor's type, shape and bytes; strings as a list of them."""
    value = np.asarray(value)
    if value.dtype == object:
        return {
            "type": "string",
            "shape": list(value.shape),
            "strings": [base64_of(element) for element in value.ravel()],
        }
    return {
        "type": tf.as_dtype(value.dtype).name,
        "shape": list(value.shape),
        "bytes": base64_of(np.ascontiguousarray(value).tobytes()),
    }


def write_json(path, value):
    path.write_text(json.dumps(value, indent=1, sort_keys=True) + "\n")


def expect(path, prefix, variants=()):
    """Writes what TensorFlow's own reader makes of the checkpoint."""
    reader = tf.train.load_checkpoint(str(prefix))
    names = sorted(reader.get_variable_to_shape_map())
    write_json(
        path / "expected.json",
        {name: described(reader.get_tensor(name)) for name in names if name not in variants},
    )


def save(prefix, tensors, slices=None):
    tf.raw_ops.SaveV2(
        prefix=str(prefix),
        tensor_names=list(tensors),
        shape_and_slices=slices or [""] * len(tensors),
        tensors=list(tensors.values()),
    )


def every_type():
    path = folder("types")
    tensors = {}
    for name in (
        "int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 bfloat16 float32 float64 "
        "complex64 complex128"
    ).split():
        values = np.concatenate([[0, 1, 100, 3], random.randint(0, 120, 8)]).reshape(3, 2, 2)
        signed = not name.startswith("uint")
        tensors["type/" + name] = tf.cast(values * (-1 if signed else 1), tf.as_dtype(name))
    tensors["type/bool"] = tf.constant([True, False, False, True, True])
    tensors["type/string"] = tf.constant([[b"first", b""], [b"\x00\xff", b"long " * 90]])
    tensors["type/qint8"] = tf.bitcast(tf.constant([1, -2, 3], tf.int8), tf.qint8)
    tensors["type/variant"] = tf.raw_ops.TensorListFromTensor(
        tensor=tf.constant([[1.0, 2.0], [3.0, 4.0]]), element_shape=tf.constant([2])
    )
    tensors["shape/scalar"] = tf.constant(2.5)
    tensors["shape/empty"] = tf.zeros([0, 3])
    tensors["shape/no strings"] = tf.zeros([0], tf.string)
    tensors["shape/five"] = tf.reshape(tf.range(48, dtype=tf.float32), [2, 3, 2, 1, 4])
    tensors["umlaut/größe"] = tf.constant([1, 2, 3])
    save(path / "model", tensors)
    expect(path, path / "model", variants=("type/variant", "type/qint8"))


def shards():
    path = folder("shards")
    save(path / "part0", {"a/kernel": tf.range(6.0), "c/bias": tf.constant([1, 2], tf.int64)})
    save(path / "part1", {"b/kernel": tf.reshape(tf.range(8.0), [2, 4])})
    save(path / "part2", {"d/gamma": tf.constant([0.5, 0.25])})
    parts = [str(path / ("part%d" % index)) for index in range(3)]
    tf.raw_ops.MergeV2Checkpoints(
        checkpoint_prefixes=parts, destination_prefix=str(path / "model"), delete_old_dirs=False
    )
    expect(path, path / "model")


def partitions():
    """By rows and by columns as `partitioner=` saves them; then tiles, and offsets of many sizes."""
    path = folder("partitions")
    with tf.Graph().as_default(), v1.Session() as session:
        v1.disable_resource_variables()
        rows = v1.fixed_size_partitioner(3, axis=0)
        columns = v1.fixed_size_partitioner(2, axis=1)
        v1.get_variable("rows", [7, 5], partitioner=rows)
        v1.get_variable("columns", [2, 6, 3], partitioner=columns)
        v1.get_variable("whole", [4])
        v1.set_random_seed(3)
        session.run(v1.global_variables_initializer())
        v1.train.Saver().save(session, str(path / "saver"), write_state=False, write_meta_graph=False)
    expect(path, path / "saver")

    tiles = folder("tiles")
    whole = random.randint(-100, 100, (6, 10)).astype(np.int8)
    long = random.randint(0, 100, 10000).astype(np.uint8)
    parts = [("0,2", "0,10"), ("2,4", "0,3"), ("2,4", "3,7")]
    pieces = [whole[0:2], whole[2:, :3], whole[2:, 3:]]
    bounds = [0, 10, 100, 9000, 10000]

    names, values, slices = [], [], []
    for (row, column), piece in zip(parts, pieces):
        names.append("tiles")
        values.append(tf.constant(piece))
        slices.append("6 10 %s:%s" % (row, column) if column != "0,10" else "6 10 %s:-" % row)
    for start, end in zip(bounds, bounds[1:]):
        names.append("long\u00e9")
        values.append(tf.constant(long[start:end]))
        slices.append("10000 %d,%d" % (start, end - start))
    tf.raw_ops.SaveV2(
        prefix=str(tiles / "model"), tensor_names=names, shape_and_slices=slices, tensors=values
    )
    expect(tiles, tiles / "model")


def saver():
    """What people have: a folder with the state file, two checkpoints, and graphs."""
    path = folder("saver")
    with tf.Graph().as_default(), v1.Session() as session:
        v1.disable_resource_variables()
        v1.set_random_seed(5)
        images = v1.placeholder(tf.float32, [None, 3], name="images")
        training = v1.placeholder_with_default(False, [], name="training")
        hidden = v1.layers.dense(images, 4, name="dense")
        hidden = v1.layers.batch_normalization(hidden, training=training, name="norm")
        tf.identity(hidden, name="output")
        step = v1.train.get_or_create_global_step()
        session.run(v1.global_variables_initializer())
        keeper = v1.train.Saver(max_to_keep=2)
        for _ in range(3):
            session.run(v1.assign_add(step, 10))
            keeper.save(session, str(path / "model.ckpt"), global_step=step)
    # As the Saver writes it for a relative path, without today's date.
    (path / "checkpoint").write_text(
        'model_checkpoint_path: "model.ckpt-30"\n'
        'all_model_checkpoint_paths: "model.ckpt-20"\n'
        'all_model_checkpoint_paths: "model.ckpt-30"\n'
        "all_model_checkpoint_timestamps: 1100000000.5\n"
        "all_model_checkpoint_timestamps: 1100000001.25\n"
        "last_preserved_timestamp: 1100000000.0\n"
    )
    expect(path, path / "model.ckpt-30")
    graph = v1.MetaGraphDef.FromString((path / "model.ckpt-30.meta").read_bytes())
    write_json(
        path / "graph.json",
        {
            "nodes": [node.name for node in graph.graph_def.node],
            "operations": [node.op for node in graph.graph_def.node],
            "collections": sorted(graph.collection_def),
            "tensorflow": graph.meta_info_def.tensorflow_version,
        },
    )


def saved_model():
    path = folder("saved_model")
    path.rmdir()
    with tf.Graph().as_default(), v1.Session() as session:
        v1.disable_resource_variables()
        x = v1.placeholder(tf.float32, [None, 2], name="x")
        weights = v1.get_variable("weights", [2, 2], initializer=v1.ones_initializer())
        y = tf.matmul(x, weights, name="y")
        session.run(v1.global_variables_initializer())
        v1.saved_model.simple_save(session, str(path), {"x": x}, {"y": y})
    fingerprint = path / "fingerprint.pb"
    if fingerprint.exists():
        fingerprint.unlink()
    expect(path, path / "variables/variables")


def version_one():
    path = folder("version_one")
    with tf.Graph().as_default(), v1.Session() as session:
        v1.disable_resource_variables()
        v1.get_variable("weights", [2, 2], initializer=v1.ones_initializer())
        session.run(v1.global_variables_initializer())
        saver = v1.train.Saver(write_version=v1.train.SaverDef.V1)
        saver.save(session, str(path / "model.ckpt"), write_meta_graph=False, write_state=False)


# A table writer of its own, for what TensorFlow 2 no longer writes: Snappy and small blocks.


def varint(value):
    out = b""
    while value >= 0x80:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def block_of(entries, restart_interval):
    out, restarts, last = b"", [], b""
    for index, (key, value) in enumerate(entries):
        shared = 0
        if index % restart_interval == 0:
            restarts.append(len(out))
        else:
            shared = len(os.path.commonprefix([last, key]))
        out += varint(shared) + varint(len(key) - shared) + varint(len(value))
        out += key[shared:] + value
        last = key
    restarts = restarts or [0]
    return out + struct.pack("<%dI" % len(restarts), *restarts) + struct.pack("<I", len(restarts))


def masked_crc(raw):
    crc = google_crc32c.value(raw)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def table_of(entries, block_entries, snappy):
    out, index = b"", []

    def add(block):
        nonlocal out
        kind = b"\x00"
        if snappy:
            block, kind = bytes(cramjam.snappy.compress_raw(block)), b"\x01"
        handle = varint(len(out)) + varint(len(block))
        out += block + kind + struct.pack("<I", masked_crc(block + kind))
        return handle

    for start in range(0, len(entries), block_entries):
        group = entries[start : start + block_entries]
        index.append((group[-1][0], add(block_of(group, 4))))
    handles = add(block_of([], 4)) + add(block_of(index, 1))
    return out + handles.ljust(40, b"\x00") + struct.pack("<Q", 0xDB4775248B80FB57)


def entries_of(table):
    """The entries of a table that TensorFlow wrote without compression."""

    def read_varint(at):
        value, shift = 0, 0
        while True:
            value |= (table[at] & 0x7F) << shift
            shift += 7
            at += 1
            if table[at - 1] < 0x80:
                return value, at

    def block(offset, size):
        raw = table[offset : offset + size]
        end = size - 4 * (struct.unpack("<I", raw[-4:])[0] + 1)
        at, key, out = 0, b"", []
        while at < end:
            numbers = []
            for _ in range(3):
                value, absolute = read_varint(offset + at)
                numbers.append(value)
                at = absolute - offset
            shared, unshared, length = numbers
            key = key[:shared] + raw[at : at + unshared]
            out.append((key, raw[at + unshared : at + unshared + length]))
            at += unshared + length
        return out

    at, numbers = len(table) - 48, []
    for _ in range(4):
        value, at = read_varint(at)
        numbers.append(value)
    entries = []
    for _, handle in block(numbers[2], numbers[3]):
        numbers, value, shift = [], 0, 0
        for byte in handle:
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                numbers.append(value)
                value = shift = 0
        entries += block(*numbers)
    return entries


def compressed_index():
    """An index as older TensorFlow wrote it: Snappy, in many blocks. TensorFlow itself reads it."""
    path = folder("snappy")
    tensors = {
        "block_%d/layer_%02d/moving_variance" % (index // 10, index): tf.fill([3], float(index))
        for index in range(60)
    }
    save(path / "model", tensors)
    index = path / "model.index"
    index.write_bytes(table_of(entries_of(index.read_bytes()), block_entries=7, snappy=True))
    expect(path, path / "model")


def padded():
    """Data with zeros between variables, as writers with an alignment leave them."""
    path = folder("padded")
    save(path / "model", {"a": tf.constant([1, 2, 3], tf.int8), "b": tf.constant([4.0, 5.0])})
    data = path / "model.data-00000-of-00001"
    raw, padded_raw, entries = data.read_bytes(), b"", []
    for key, value in entries_of((path / "model.index").read_bytes()):
        if key:
            entry = tensor_bundle_pb2.BundleEntryProto.FromString(value)
            piece = raw[entry.offset : entry.offset + entry.size]
            entry.offset = len(padded_raw)
            padded_raw += piece + bytes(-len(piece) % 64)
            value = entry.SerializeToString()
        entries.append((key, value))
    data.write_bytes(padded_raw)
    (path / "model.index").write_bytes(table_of(entries, block_entries=100, snappy=False))
    expect(path, path / "model")


def constants():
    """Constants in every form a graph may hold them in, and what TensorFlow parses them to."""
    path = folder("constants")
    lists = {
        "float32": "float_val", "float64": "double_val", "int32": "int_val", "int16": "int_val",
        "int8": "int_val", "uint8": "int_val", "uint16": "int_val", "int64": "int64_val",
        "uint32": "uint32_val", "uint64": "uint64_val", "bool": "bool_val",
        "float16": "half_val", "bfloat16": "half_val",
    }
    cases = []
    for name, field in lists.items():
        dtype = tf.as_dtype(name)
        values = np.array([1, 0, 1, 1, 0, 1]) if name == "bool" else np.array([3, 0, 7, 100, 5, 9])
        if not (name.startswith("uint") or name == "bool"):
            values = -values
        array = tf.cast(values.reshape(2, 3), dtype).numpy()
        shape = tensor_shape_pb2.TensorShapeProto(
            dim=[tensor_shape_pb2.TensorShapeProto.Dim(size=extent) for extent in (2, 3)]
        )
        content = tensor_pb2.TensorProto(
            dtype=dtype.as_datatype_enum, tensor_shape=shape, tensor_content=array.tobytes()
        )
        flat = array.ravel()
        if field == "half_val":
            flat = flat.view(np.uint16)
        forms = {"content": content}
        for count in (0, 1, 2, 6):
            message = tensor_pb2.TensorProto(dtype=dtype.as_datatype_enum, tensor_shape=shape)
            getattr(message, field).extend(flat[:count].tolist())
            forms["%d of 6" % count] = message
        for form, message in forms.items():
            serialized = message.SerializeToString()
            case = described(tf.io.parse_tensor(serialized, dtype).numpy())
            case.update(name="%s, %s" % (name, form), message=base64_of(serialized))
            cases.append(case)
    scalar = tf.make_tensor_proto(7, tf.int32).SerializeToString()
    case = described(tf.io.parse_tensor(scalar, tf.int32).numpy())
    case.update(name="scalar", message=base64_of(scalar))
    cases.append(case)
    write_json(path / "cases.json", cases)


every_type()
shards()
partitions()
saver()
saved_model()
version_one()
compressed_index()
padded()
constants()
