"""Turns a checkpoint with its MetaGraph into what the other engines read.

    convert_model.py CHECKPOINT-PREFIX INPUT OUTPUT FOLDER

Writes FOLDER/frozen.pb, the graph from the node INPUT to the node OUTPUT with the checkpoint's
weights as constants and every switch of training off, and FOLDER/model.onnx.
"""

import os
import pathlib
import subprocess
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")

import onnx
import tensorflow as tf

tf1 = tf.compat.v1


def constant_switches(graph_def, kept):
    """Puts constants in the place of placeholders other than the input: all are training switches."""
    for node in graph_def.node:
        if node.op in ("Placeholder", "PlaceholderWithDefault") and node.name != kept:
            if node.attr["dtype"].type != tf.bool.as_datatype_enum:
                continue
            replacement = tf1.NodeDef(name=node.name, op="Const")
            replacement.attr["dtype"].type = node.attr["dtype"].type
            replacement.attr["value"].tensor.CopyFrom(tf1.make_tensor_proto(False))
            node.CopyFrom(replacement)
    return graph_def


def freeze(prefix, source, target):
    with tf.Graph().as_default() as graph, tf1.Session(graph=graph) as session:
        saver = tf1.train.import_meta_graph(prefix + ".meta", clear_devices=True)
        saver.restore(session, prefix)
        frozen = tf1.graph_util.convert_variables_to_constants(
            session, graph.as_graph_def(), [target])
    return constant_switches(frozen, source)


def fold(graph_def, source, target):
    """Lets TensorFlow's own optimizer cut the branches that the switches decide."""
    with tf.Graph().as_default() as graph:
        tf1.import_graph_def(graph_def, name="")
        signature = tf1.saved_model.predict_signature_def(
            {"input": graph.get_tensor_by_name(source + ":0")},
            {"output": graph.get_tensor_by_name(target + ":0")})
        meta_graph = tf1.train.export_meta_graph(graph_def=graph.as_graph_def(), graph=graph)
        meta_graph.signature_def["serving_default"].CopyFrom(signature)
        fetches = tf1.MetaGraphDef.FromString(meta_graph.SerializeToString())
        fetches.collection_def["train_op"].node_list.value.append(target)
        config = tf1.ConfigProto()
        options = config.graph_options.rewrite_options
        options.optimizers[:] = ["pruning", "constfold", "loop", "dependency", "pruning"]
        options.meta_optimizer_iterations = 2
        from tensorflow.python.grappler import tf_optimizer
        return tf_optimizer.OptimizeGraph(config, fetches)


def name_batch(path):
    """Gives the batch a name by which ONNX Runtime can be told its size."""
    model = onnx.load(path)
    model.graph.input[0].type.tensor_type.shape.dim[0].dim_param = "batch"
    onnx.save(model, path)


def main():
    prefix, source, target, folder = sys.argv[1:]
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    tf1.disable_v2_behavior()
    graph_def = fold(freeze(prefix, source, target), source, target)
    (folder / "frozen.pb").write_bytes(graph_def.SerializeToString())
    subprocess.run(
        [sys.executable, "-m", "tf2onnx.convert", "--graphdef", folder / "frozen.pb", "--inputs",
         source + ":0", "--outputs", target + ":0", "--output", folder / "model.onnx",
         "--opset", "17"], check=True)
    name_batch(folder / "model.onnx")
    operators = sorted({node.op for node in graph_def.node})
    print(f"{len(graph_def.node)} nodes: {' '.join(operators)}")


if __name__ == "__main__":
    main()
