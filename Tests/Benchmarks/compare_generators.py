#!/usr/bin/env python3
"""Checks `steady bench server` against wrk and h2load on the same server, in turns.

    apt-get install wrk nghttp2-client
    python3 Tests/Benchmarks/compare_generators.py [--program .build/release/steady]

Closed loops only, for wrk and h2load have no other: HTTP/1.1 with 64 connections, whose rate and median
wrk tells too, and HTTP/2 with 8 connections of 32 streams, whose rate and mean h2load tells. The ratios
should be near 1; processor time is the generators' own, for each answer.
"""

import argparse
import pathlib
import re
import resource
import subprocess

import servers
from load import Generator, middle

ROOT = pathlib.Path(__file__).parent.parent.parent
UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1}


def seconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()
    return float(number) * UNITS[unit]


def timed(work):
    """What the work returns, and the processor time of the processes it ran."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return result, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run(command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def wrk(options, url):
    text, used = timed(lambda: run(
        ["taskset", "-c", options.load_processors, "wrk", "-t1", "-c64",
         f"-d{options.seconds}s", "--latency", url]))
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])
    median = seconds(re.search(r"50%\s+(\S+)", text)[1])
    return rate, median, used / int(re.search(r"(\d+) requests in", text)[1])


def h2load(options, url):
    text, used = timed(lambda: run(
        ["taskset", "-c", options.load_processors, "h2load", "-t1", "-c8", "-m32",
         "-D", str(options.seconds), url]))
    rate = float(re.search(r"([\d.]+) req/s", text)[1])
    mean = seconds(re.search(r"time for request:\s+\S+\s+\S+\s+(\S+)", text)[1])
    return rate, mean, used / int(re.search(r"(\d+) succeeded", text)[1])


def own(options, url, quantile, *arguments):
    generator = Generator(options.program, options.load_processors)
    report, used = timed(
        lambda: generator.run(url, *arguments, seconds=options.seconds, warm_up=0))
    return (report["answers_per_second"], report["latency"][quantile],
            used / report["answers"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=ROOT / ".build/release/steady", help="steady")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--server-processors", default="0")
    parser.add_argument("--load-processors", default="1")
    options = parser.parse_args()
    with servers.steady(options.program, options.server_processors) as server:
        url = server.url + "/health"
        for name, other, quantile, arguments in [
            ("wrk", wrk, "p50", ["--connections", 64]),
            ("h2load", h2load, "mean", ["--http2", "--connections", 8, "--streams", 32]),
        ]:
            rounds = [(own(options, url, quantile, *arguments), other(options, url))
                      for _ in range(options.rounds)]
            rate, latency, processor = ([a[place] / b[place] for a, b in rounds]
                                        for place in range(3))
            print(f"bench server over {name}: answers a second {middle(rate)}, "
                  f"{quantile} {middle(latency)}, processor time an answer {middle(processor)}",
                  flush=True)


if __name__ == "__main__":
    main()
