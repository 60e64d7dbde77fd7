"""Records what else a training program switches off to predict, and where its rows come from.

Writes Tests/Fixtures/Resources/training-switch/<case>, as make_batch_norm_cases.py does.
Arguments name the cases to make; without any, all are made.
"""

import pathlib
import sys

from golden import Run, record  # first, since it quietens TensorFlow

import tensorflow.compat.v1 as tf

import training_pipelines as pipelines
import training_switch_networks as networks

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "Resources/training-switch"

# network -> (ways to make it, operators that must be in the graph)
SWITCHED = {
    networks.floored_in_cond: (
        ("placeholder-ref", "placeholder-resource-if", "true-ref"), ("Floor", "RealDiv")),
    networks.floored_by_placeholder: (("placeholder-ref", "true-resource"), ("Floor",)),
    networks.floored_by_default: (("placeholder-resource",), ("Floor",)),
    networks.floored_by_cond: (("placeholder-resource-if",), ("Floor",)),
    networks.floored_without_flag: (("true-ref",), ("Floor",)),
    networks.masked_in_cond: (("true-resource",), ("GreaterEqual",)),
    networks.masked_by_placeholder: (("placeholder-resource",), ("GreaterEqual",)),
    networks.selected_by_keep_placeholder: (("placeholder-ref",), ("SelectV2",)),
    networks.selected_by_keep_default: (("placeholder-resource-if",), ("SelectV2",)),
    networks.selected_by_rate: (("true-ref",), ("SelectV2",)),
    networks.selected_by_rate_default: (("placeholder-resource",), ("SelectV2",)),
    networks.selected_by_arithmetic: (("default-resource",), ("SelectV2",)),
    networks.selected_in_cond: (
        ("placeholder-ref", "placeholder-resource-if", "true-ref"), ("SelectV2",)),
    networks.layers_dropout: (
        ("placeholder-ref", "placeholder-resource-if", "true-resource"), ("SelectV2",)),
    networks.where: (("placeholder-ref",), ("Select",)),
    networks.noise_in_cond: (
        ("placeholder-ref", "placeholder-resource-if"), ("RandomStandardNormal",)),
    networks.noise_by_arithmetic: (("placeholder-resource",), ("RandomStandardNormal",)),
    networks.noise_by_placeholder: (("placeholder-ref",), ("RandomStandardNormal",)),
    networks.noise_layers: (
        ("placeholder-resource-if", "true-ref"), ("RandomStandardNormal",)),
    networks.noise_by_hand: (("true-ref",), ("RandomStandardNormal",)),
    networks.branches: (("placeholder-ref", "placeholder-resource-if", "default-resource"), ()),
    networks.arithmetic: (("default-resource",), ()),
    networks.stochastic_depth: (("placeholder-ref",), ("Floor",)),
    networks.augmented: (("placeholder-resource",), ("RandomUniform",)),
}

# network -> (ways, operator that gives the rows, whether batches are of one size)
FED = {
    pipelines.iterator_of_placeholders: (
        ("placeholder-ref", "placeholder-resource-if", "true-resource"), "IteratorGetNext", False),
    pipelines.one_shot_iterator: (("placeholder-ref",), "OneShotIterator", False),
    pipelines.iterator_by_handle: (("placeholder-resource",), "IteratorFromStringHandleV2", True),
    pipelines.iterator_of_records: (("true-ref",), "IteratorGetNext", False),
    pipelines.iterator_with_override: (("placeholder-resource",), "PlaceholderWithDefault", False),
    pipelines.queue_of_records: (("true-ref",), "QueueDequeueManyV2", True),
    pipelines.queue_of_slices: (("placeholder-ref",), "QueueDequeueUpToV2", False),
    pipelines.queue_by_hand: (("placeholder-resource",), "QueueDequeueUpToV2", False),
    pipelines.queue_by_flag: (("placeholder-ref",), "QueueDequeueUpToV2", False),
}


def run(build, way, contains, **arguments):
    name = build.__name__.replace("_", "-")
    switch, variables = way.split("-", 1)
    modern = variables == "resource-if"
    arguments = {"optimizer": None, **arguments}
    properties = {"network": name, "training": switch, "variables": variables}
    return Run(
        name=f"{name}-{way}",
        description=build.__doc__,
        build=build,
        switch=switch,
        resource=variables != "ref",
        control_flow_v2=modern,
        bare=arguments["optimizer"] is None,
        contains=contains,
        properties=properties | arguments.pop("properties", {}),
        **arguments,
    )


def clipped_adam():
    """Adam with gradients clipped by their norm, which puts all gradients in each one's way."""
    class Clipped(tf.train.AdamOptimizer):
        def apply_gradients(self, gradients, **arguments):
            values, variables = zip(*gradients)
            values, _ = tf.clip_by_global_norm(values, 1.0)
            return super().apply_gradients(zip(values, variables), **arguments)

    return Clipped(0.01)


def runs():
    for build, (ways, contains) in SWITCHED.items():
        yield from (run(build, way, contains) for way in ways)
    for build, (ways, operator, whole) in FED.items():
        for way in ways:
            yield run(
                build, way, (operator,), whole=whole, rows=pipelines.BATCH if whole else 5,
                properties={"rowsFrom": operator} | ({"fixedBatch": "16"} if whole else {}))
    for build, operator in (
        (pipelines.iterator_of_placeholders, "IteratorGetNext"),
        (pipelines.queue_of_slices, "QueueDequeueUpToV2"),
    ):
        case = run(
            build, "placeholder-ref",
            (operator, "ApplyAdam", "Assert", "HistogramSummary", "CheckNumerics"),
            optimizer=clipped_adam, extend=pipelines.whole_program,
            properties={"rowsFrom": operator})
        case.name = f"whole-program-{case.name}"
        case.description += " With gradients, Adam, summaries, assertions and weight decay."
        yield case


def main(wanted):
    tf.disable_v2_behavior()
    cases = {case.name: case for case in runs()}
    unknown = [name for name in wanted if name not in cases]
    if unknown:
        raise SystemExit(f"no such case: {', '.join(unknown)}")
    for name in wanted or cases:
        record(cases[name], FOLDER / name)
        print(name, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
