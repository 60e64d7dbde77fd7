"""What of a graph its outputs depend on."""

import tensorflow.compat.v1 as tf


def sources(node):
    """The names of the nodes that a node reads or waits for."""
    return [name.lstrip("^").split(":")[0] for name in node.input]


def needed(definition, outputs):
    """The names of the nodes that the outputs depend on."""
    nodes = {node.name: node for node in definition.node}
    pending, found = list(outputs), set(outputs)
    while pending:
        for name in sources(nodes[pending.pop()]):
            if name not in found:
                found.add(name)
                pending.append(name)
    return found


def called(nodes, library):
    """The functions that nodes call, themselves or through others."""
    functions = {function.signature.name: function for function in library.function}
    pending, found = list(nodes), {}
    while pending:
        node = pending.pop()
        names = [value.func.name for value in node.attr.values() if value.HasField("func")]
        for name in names + [node.op]:
            if name in functions and name not in found:
                found[name] = functions[name]
                pending.extend(functions[name].node_def)
    return list(found.values())


def operators(definition, outputs):
    """The operators that the outputs depend on, also those of functions."""
    keep = needed(definition, outputs)
    nodes = [node for node in definition.node if node.name in keep]
    for function in called(nodes, definition.library):
        nodes.extend(function.node_def)
    return sorted({node.op for node in nodes})


def trimmed(graph, outputs):
    """The MetaGraph of what the outputs depend on, as small as TensorFlow can still read it.

    What a program leaves behind where it passes a tensor on stays, since it must not be taken for
    an output.
    """
    meta = tf.train.export_meta_graph(graph=graph, strip_default_attrs=True, clear_devices=True)
    definition = meta.graph_def
    keep = needed(definition, outputs)
    keep |= {node.name for node in definition.node
             if node.op == "Identity" and keep.issuperset(sources(node))}
    nodes = [node for node in definition.node if node.name in keep]
    functions = called(nodes, definition.library)
    for node in nodes + [node for function in functions for node in function.node_def]:
        for name in ("_output_shapes", "_class", "_has_manual_control_dependencies"):
            node.attr.pop(name, None)
    del definition.node[:]
    definition.node.extend(nodes)
    definition.ClearField("library")
    definition.library.function.extend(functions)
    meta.meta_info_def.ClearField("stripped_op_list")
    meta.collection_def.clear()
    return meta
