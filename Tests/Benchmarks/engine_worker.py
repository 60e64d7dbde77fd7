"""One network in one engine on a number of threads, in a process of its own.

    engine_worker.py ENGINE FOLDER INPUT OUTPUT THREADS PRECISION

Reads a line of JSON from standard input for each thing to do, and answers with one:

    {"do": "answer", "rows": FILE.npy, "to": FILE.npy, "first": false}
    {"do": "time", "rows": FILE.npy, "seconds": 0.5}
    {"do": "memory"}

`answer` with `first` takes the shortest way to an answer, which is how a start is measured. `time` gives
the median of the seconds of a run, and the processor time of a run on all threads;
`memory` the resident bytes.

Between two lines it waits for the next, which takes no processor time. A batch size has a model of
its own, compiled for it before anything is timed. What is timed is the engine's call with the least
overhead that Python has, with memory for inputs and outputs given once where the engine lets it:

- ONNX Runtime: `InferenceSession.run_with_iobinding`, input and output bound.
- OpenVINO: `InferRequest.infer` with tensors set, of the model it makes of the frozen graph or of the
  ONNX file, whichever it then runs faster.
- TensorFlow: `Session.make_callable`, which copies rows in and answers out.
"""

import json
import os
import pathlib
import statistics
import sys
import time

import numpy as np


class ONNXRuntime:
    def __init__(self, folder, source, target, threads, precision):
        import onnxruntime

        self.runtime, self.path = onnxruntime, str(folder / "model.onnx")
        self.threads, self.source, self.target = threads, source + ":0", target + ":0"

    def runner(self, rows, first):
        options = self.runtime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_free_dimension_override_by_name("batch", len(rows))
        session = self.runtime.InferenceSession(
            self.path, options, providers=["CPUExecutionProvider"])
        binding = session.io_binding()
        value = self.runtime.OrtValue.ortvalue_from_numpy(rows)
        binding.bind_ortvalue_input(self.source, value)
        result = session.run(None, {self.source: rows})[0]
        answer = self.runtime.OrtValue.ortvalue_from_numpy(np.zeros_like(result))
        binding.bind_ortvalue_output(self.target, answer)
        keep = (session, value)
        return (lambda: session.run_with_iobinding(binding)), (lambda: answer.numpy()), keep


class OpenVINO:
    def __init__(self, folder, source, target, threads, precision):
        import openvino

        self.openvino, self.folder = openvino, folder
        self.options = {
            "INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1, "PERFORMANCE_HINT": "LATENCY",
            # Without this it computes in bfloat16 where the processor can.
            "INFERENCE_PRECISION_HINT": precision,
        }

    def runner(self, rows, first):
        names = ["model.onnx"] if first else ["frozen.pb", "model.onnx"]
        requests = [self.request(name, rows) for name in names]
        times = [[0] for _ in requests]
        for _ in range(0 if first else 5):
            for request, own in zip(requests, times):
                own += timed(request.infer, 0.05)[0]
        request = min(zip(map(statistics.median, times), requests), key=lambda pair: pair[0])[1]
        answer = request.get_output_tensor()
        return request.infer, (lambda: answer.data.copy()), rows

    def request(self, name, rows):
        core = self.openvino.Core()
        model = core.read_model(self.folder / name)
        model.reshape(list(rows.shape))
        request = core.compile_model(model, "CPU", self.options).create_infer_request()
        request.set_input_tensor(self.openvino.Tensor(rows, shared_memory=True))
        return request


class TensorFlow:
    def __init__(self, folder, source, target, threads, precision):
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
        import tensorflow

        self.tf = tensorflow.compat.v1
        self.tf.disable_v2_behavior()
        self.source, self.target = source, target
        config = self.tf.ConfigProto(
            intra_op_parallelism_threads=threads, inter_op_parallelism_threads=1)
        graph_def = self.tf.GraphDef.FromString((folder / "frozen.pb").read_bytes())
        graph = self.tf.Graph()
        with graph.as_default():
            self.tf.import_graph_def(graph_def, name="")
        self.session = self.tf.Session(graph=graph, config=config)

    def runner(self, rows, first):
        call = self.session.make_callable(self.target + ":0", feed_list=[self.source + ":0"])
        last = []

        def run():
            last[:] = [call(rows)]

        return run, (lambda: last[0]), ()


ENGINES = {"onnxruntime": ONNXRuntime, "openvino": OpenVINO, "tensorflow": TensorFlow}


def resident():
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024


def timed(run, seconds):
    """The seconds of each run, after two that warm up, and the processor time of one."""
    run()
    run()
    times = []
    processor = time.process_time()
    clock = time.perf_counter
    end = clock() + seconds
    start = clock()
    while True:
        run()
        now = clock()
        times.append(now - start)
        start = now
        if now >= end:
            return times, (time.process_time() - processor) / len(times)


def main():
    engine, folder, source, target, threads, precision = sys.argv[1:]
    engine = ENGINES[engine](pathlib.Path(folder), source, target, int(threads), precision)
    runners = {}
    for line in sys.stdin:
        task = json.loads(line)
        answer = {}
        if "rows" in task:
            if task["rows"] not in runners:
                runners[task["rows"]] = engine.runner(
                    np.load(task["rows"]), task.get("first", False))
            run, result, _ = runners[task["rows"]]
        if task["do"] == "answer":
            run()
            np.save(task["to"], result())
        elif task["do"] == "time":
            times, processor = timed(run, task["seconds"])
            answer = {"median": statistics.median(times), "processor_time": processor}
        elif task["do"] == "memory":
            answer["bytes"] = resident()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
