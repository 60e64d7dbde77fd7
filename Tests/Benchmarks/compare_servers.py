#!/usr/bin/env python3
"""Compares steady with other servers in the same run, in turns, the load on another processor.

    python3 Tests/Benchmarks/compare_servers.py [OPTIONS] [SCENARIO …]

    python3 Tests/Benchmarks/compare_servers.py health health-http2
    python3 Tests/Benchmarks/compare_servers.py --triton /tmp/triton/bin/python \
        --onnx /tmp/digits/model.onnx json-1 json-64 binary-64

| scenario | what both answer | the other |
| --- | --- | --- |
| health | GET, HTTP/1.1, 64 connections | nginx, one worker, `return 200` |
| health-hummingbird | the same | Hummingbird 2, one event loop |
| health-http2 | GET, HTTP/2, 8 connections of 32 streams | nginx |
| json-N | a digit in the Open Inference Protocol's JSON, HTTP/1.1, N connections | Triton |
| binary-N | a digit as raw float32, HTTP/1.1, N connections | Triton, in the protocol's binary form |

Every round measures one and then the other. Printed are medians over the rounds of the ratio within a
round, and its least and greatest: of answers a second, of p50 and p99, and of the server's processor
time for each answer, which other programs on the machine disturb least.
"""

import argparse
import json
import pathlib
import re
import statistics

import servers
from load import Generator, middle

ROOT = pathlib.Path(__file__).parent.parent.parent
IMAGES = ROOT / "Tests/Fixtures/Resources/digits/images.npy"


class Scenario:
    """Two servers and what both are asked."""

    def __init__(self, name, options):
        self.name = name
        found = re.fullmatch(r"(json|binary)-(\d+)", name)
        if name == "health-hummingbird":
            if not options.hummingbird:
                raise SystemExit(f"{name} needs --hummingbird")
            self.start = [
                lambda: servers.steady(options.program, options.server_processors),
                lambda: servers.hummingbird(options.server_processors, options.hummingbird)]
            self.asked = [("/health", ["--connections", 64])] * 2
        elif name in ("health", "health-http2"):
            http2 = name == "health-http2"
            self.start = [
                lambda: servers.steady(options.program, options.server_processors),
                lambda: servers.nginx(options.server_processors, http2=http2)]
            load = (["--http2", "--connections", 8, "--streams", 32] if http2
                    else ["--connections", 64])
            self.asked = [("/health", load)] * 2
        elif found:
            if not (options.triton and options.onnx):
                raise SystemExit(f"{name} needs --triton and --onnx")
            self.start = [
                lambda: servers.steady(options.program, options.server_processors),
                lambda: servers.triton(options.server_processors, options.triton, options.onnx)]
            load = ["--data", IMAGES, "--connections", found[2]]
            forms = (("inference",) * 2 if found[1] == "json"
                     else ("binary", "inference-binary"))
            self.asked = [
                ("/predict", [*load, "--form", forms[0]]),
                ("/v2/models/digits/infer", [*load, "--form", forms[1]])]
        else:
            raise SystemExit(f"there is no scenario {name}")

    def run(self, options):
        generator = Generator(options.program, options.load_processors)
        rounds = []
        with self.start[0]() as ours, self.start[1]() as theirs:
            pair = list(zip((ours, theirs), self.asked))
            for _ in range(options.rounds):
                reports = []
                for server, (path, load) in pair:
                    before = server.processor_time()
                    report = generator.run(
                        server.url + path, *load, seconds=options.seconds, warm_up=0.2)
                    used = server.processor_time() - before
                    # The warm-up used some too, in proportion.
                    share = options.seconds / (options.seconds + 0.2)
                    report["processor_time_per_answer"] = used * share / report["answers"]
                    reports.append(report)
                rounds.append(reports)
        return ours.name, theirs.name, rounds


def summary(name, ours, theirs, rounds):
    def ratios(read, inverse=False):
        return [(read(b) / read(a)) if inverse else (read(a) / read(b)) for a, b in rounds]

    def median(index, read):
        return statistics.median(read(reports[index]) for reports in rounds)

    rate = ratios(lambda report: report["answers_per_second"])
    p50 = ratios(lambda report: report["latency"]["p50"])
    p99 = ratios(lambda report: report["latency"]["p99"])
    processor = ratios(lambda report: report["processor_time_per_answer"])
    print(f"{name}, {ours} over {theirs}: answers a second {middle(rate)}, p50 {middle(p50)}, "
          f"p99 {middle(p99)}, processor time an answer {middle(processor)}")
    for index, server in enumerate((ours, theirs)):
        print(f"  {server}: {median(index, lambda r: r['answers_per_second']):.0f} a second, "
              f"p50 {1e6 * median(index, lambda r: r['latency']['p50']):.0f} µs, "
              f"p99 {1e6 * median(index, lambda r: r['latency']['p99']):.0f} µs, "
              f"{1e6 * median(index, lambda r: r['processor_time_per_answer']):.1f} µs of a "
              f"processor an answer, generator busy "
              f"{100 * median(index, lambda r: r['generator_share']):.0f} %", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenarios", nargs="*", default=["health", "health-http2"])
    parser.add_argument("--program", default=ROOT / ".build/release/steady", help="steady")
    parser.add_argument("--hummingbird", help="the program of Tests/Benchmarks/Hummingbird")
    parser.add_argument("--triton", help="a Python that has nvidia-pytriton and onnxruntime")
    parser.add_argument("--onnx", help="the digits as convert_model.py writes them")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--server-processors", default="0")
    parser.add_argument("--load-processors", default="1")
    parser.add_argument("--json", help="a file for all reports")
    options = parser.parse_args()
    everything = {}
    for name in options.scenarios:
        ours, theirs, rounds = Scenario(name, options).run(options)
        everything[name] = {"servers": [ours, theirs], "rounds": rounds}
        summary(name, ours, theirs, rounds)
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(everything, indent=2))


if __name__ == "__main__":
    main()
