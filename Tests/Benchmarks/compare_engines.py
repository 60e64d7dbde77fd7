#!/usr/bin/env python3
"""Compares steady with OpenVINO, ONNX Runtime and TensorFlow: same network, weights, rows, threads.

    python3 Tests/Benchmarks/compare_engines.py [OPTION…] NAME=CHECKPOINT[:INPUT:OUTPUT] …

    python3 Tests/Benchmarks/compare_engines.py --json ratios.json \\
        digits=Sources/Serving/Resources/digits/digits-840:images:probabilities \\
        resnet50=/tmp/networks/resnet50/model.ckpt

CHECKPOINT is a prefix, INPUT and OUTPUT are nodes, `images` and `logits` unless given. All answers are
first checked to agree to 1e-4 of the largest number (in bf16, where each engine rounds in other
places and random weights amplify it, to a quarter). Then the engines take turns of
`--seconds`, round after round, so that what slows the machine slows all of them; each figure is the
median over the rounds of the median of a turn. A ratio above 1 means that steady takes less time. Where
other programs have a share of the processors, `--measure processor_time` takes the mean processor time
of a turn's runs instead, which means something on one thread only: threads that wait may spin.

Every peer is a process that waits at a pipe when it is not its turn; the processor time that they take
meanwhile is measured and must be next to nothing. steady is started for each turn and measures itself,
`steady bench engine`, from its second run on, as the peers do.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
PEERS = {"f32": ["openvino", "onnxruntime", "tensorflow"], "bf16": ["openvino"]}
TOLERANCE = {"f32": 1e-4, "bf16": 0.25}


class Network:
    def __init__(self, text, work):
        self.name, _, rest = text.partition("=")
        parts = rest.split(":")
        self.prefix = parts[0]
        self.input, self.output = parts[1:] if len(parts) == 3 else ("images", "logits")
        self.folder = work / self.name
        if not self.prefix or len(parts) not in (1, 3):
            sys.exit(f"'{text}' is not NAME=CHECKPOINT or NAME=CHECKPOINT:INPUT:OUTPUT")

    def convert(self):
        """Makes what the peers read, once."""
        if not (self.folder / "model.onnx").exists():
            subprocess.run(
                [sys.executable, HERE / "convert_model.py", self.prefix, self.input, self.output,
                 self.folder], check=True, stderr=subprocess.DEVNULL)

    def write_rows(self, batch):
        """Rows of a batch size, the same ones each time."""
        import onnx

        path = self.folder / f"rows-{batch}.npy"
        model = onnx.load(self.folder / "model.onnx", load_external_data=False)
        shape = [d.dim_value for d in model.graph.input[0].type.tensor_type.shape.dim][1:]
        # Networks whose first operation divides by 255 or so take pixels.
        scale = 255 if "efficientnet" in self.name else 1
        rows = np.random.RandomState(5).rand(batch, *shape) * scale
        np.save(path, rows.astype(np.float32))
        return path


class Peer:
    def __init__(self, engine, network, threads, precision):
        self.name = engine
        # A thread pool that waits by spinning would take the others' time.
        environment = dict(os.environ, OMP_WAIT_POLICY="passive", KMP_BLOCKTIME="0")
        self.process = subprocess.Popen(
            [sys.executable, HERE / "engine_worker.py", engine, network.folder, network.input,
             network.output, str(threads), precision],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=environment)

    def ask(self, **task):
        self.process.stdin.write(json.dumps(task) + "\n")
        self.process.stdin.flush()
        while line := self.process.stdout.readline():
            if line.startswith("{"):
                return json.loads(line)
        sys.exit(f"{self.name} ended: {self.process.wait()}")

    def answer(self, rows, to, first=False):
        self.ask(do="answer", rows=str(rows), to=str(to), first=first)

    def turn(self, rows, batch, seconds):
        return self.ask(do="time", rows=str(rows), seconds=seconds)

    def processor_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")")[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Steady:
    name = "steady"

    def __init__(self, options, network, threads):
        self.program, self.threads = options.steady, threads
        self.model = ["--model", network.prefix, "--input-node", network.input, "--output-node",
                      network.output, "--precision", options.precision]
        if options.tune:
            self.model += ["--tune", options.tune]

    def run(self, *arguments):
        return subprocess.run([self.program, *arguments], check=True, capture_output=True).stdout

    def answer(self, rows, to, first=False):
        self.run("predict", *self.model, "--threads", str(self.threads), "--data", str(rows),
                 "--output", str(to))

    def bench(self, batch, seconds):
        return json.loads(self.run(
            "bench", "engine", *self.model, "--threads", str(self.threads), "--batch-size",
            str(batch), "--seconds", str(seconds), "--json"))

    def turn(self, rows, batch, seconds):
        return self.bench(batch, seconds)["results"][0]

    def processor_seconds(self):
        return 0

    def close(self):
        pass


def check(engines, rows, folder, tolerance):
    """Stops if two engines' answers differ by more than the tolerance."""
    answers = {}
    for engine in engines:
        path = folder / f"answer-{engine.name}.npy"
        engine.answer(rows, path)
        answers[engine.name] = np.load(path)
    largest = np.abs(answers["steady"]).max()
    errors = {name: float(np.abs(answer - answers["steady"]).max() / largest)
              for name, answer in answers.items() if name != "steady"}
    if not all(error <= tolerance for error in errors.values()):
        sys.exit(f"answers differ: {errors}")
    return errors


def compare(network, options, results):
    network.convert()
    for threads in options.threads:
        engines = [Steady(options, network, threads)]
        engines += [Peer(name, network, threads, options.precision) for name in options.engines]
        try:
            for batch in options.batch_size:
                rows = network.write_rows(batch)
                errors = check(engines, rows, network.folder, TOLERANCE[options.precision])
                results.append(measure(network, engines, rows, batch, threads, errors, options))
                print(line(results[-1], options.engines), flush=True)
        finally:
            for engine in engines:
                engine.close()


def measure(network, engines, rows, batch, threads, errors, options):
    turns = {engine.name: [] for engine in engines}
    idle, elapsed = 0, 0
    for _ in range(options.rounds):
        for engine in engines:
            others = [other for other in engines if other is not engine]
            # Threads of the engine before may spin for a while after their last work.
            time.sleep(0.1)
            before = sum(other.processor_seconds() for other in others)
            start = time.monotonic()
            turns[engine.name].append(engine.turn(rows, batch, options.seconds)[options.measure])
            elapsed += time.monotonic() - start
            idle += sum(other.processor_seconds() for other in others) - before
    if idle > 0.02 * elapsed:
        sys.exit(f"engines that wait took {idle:.2f} s of processor time in {elapsed:.1f} s")
    medians = {name: statistics.median(values) for name, values in turns.items()}
    return {
        "network": network.name, "batch_size": batch, "threads": threads,
        "precision": options.precision, "measure": options.measure, "errors": errors, "turns": turns, "medians": medians,
        "ratios": {name: medians[name] / medians["steady"] for name in options.engines},
        "idle_processor_share": idle / elapsed,
    }


def heading(engines):
    return f"{'network':16}{'batch':>6}{'threads':>8}{'steady':>12}{'rows/s':>10}" + "".join(
        f"{name:>14}" for name in engines)


def line(result, engines):
    median = result["medians"]["steady"]
    return (f"{result['network']:16}{result['batch_size']:6}{result['threads']:8}"
            f"{median * 1e3:9.3f} ms{result['batch_size'] / median:10.1f}"
            + "".join(f"{result['ratios'][name]:12.2f} ×" for name in engines))


def start(network, options):
    """Time from a process's start to its first answer, and its memory then."""
    network.convert()
    rows, answer = network.write_rows(1), network.folder / "answer.npy"
    print(f"{network.name}: start to the first answer, and resident memory")
    for name in ["steady", *options.engines]:
        times, memory = [], 0
        for _ in range(options.rounds):
            begin = time.monotonic()
            engine = (Steady(options, network, 1) if name == "steady"
                      else Peer(name, network, 1, options.precision))
            engine.answer(rows, answer, first=True)
            times.append(time.monotonic() - begin)
            memory = (engine.bench(1, 0.01)["start"]["resident_bytes"] if name == "steady"
                      else engine.ask(do="memory")["bytes"])
            engine.close()
        print(f"  {name:12}{statistics.median(times) * 1e3:9.0f} ms{memory / 2**20:9.0f} MiB",
              flush=True)


def numbers(text):
    return [int(part) for part in text.split(",")]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("networks", nargs="+", metavar="NAME=CHECKPOINT[:INPUT:OUTPUT]")
    parser.add_argument("--steady", default=".build/release/steady", help="the program")
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path("/tmp/steady-benchmarks"),
                        help="where converted networks are kept")
    parser.add_argument("--batch-size", type=numbers, default=[1, 8, 32])
    parser.add_argument("--threads", type=numbers, default=[1, 2])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0, help="of a turn")
    parser.add_argument("--measure", choices=["median", "processor_time"], default="median")
    parser.add_argument("--precision", choices=["f32", "bf16"], default="f32")
    parser.add_argument("--tune", help="how steady chooses algorithms, as its own option says")
    parser.add_argument("--engines", help="peers, parted by commas")
    parser.add_argument("--json", type=pathlib.Path, help="a file for all figures")
    parser.add_argument("--start", action="store_true",
                        help="compare start and memory instead of speed")
    options = parser.parse_args()
    options.engines = options.engines.split(",") if options.engines else PEERS[options.precision]

    networks = [Network(text, options.work) for text in options.networks]
    if options.start:
        for network in networks:
            start(network, options)
        return
    results = []
    print(heading(options.engines))
    for network in networks:
        compare(network, options, results)
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
