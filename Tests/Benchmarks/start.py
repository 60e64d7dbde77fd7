#!/usr/bin/env python3
"""Measures how long `steady serve` takes from its start to ready, and the memory it then holds.

    python3 Tests/Benchmarks/start.py [--runs 20] PROGRAM [ARGUMENT …]

    python3 Tests/Benchmarks/start.py .build/release/steady
    python3 Tests/Benchmarks/start.py .build/release/steady --model runs/resnet50

Prints the least, median and greatest time until the log says that the server listens, and the resident
memory at that moment: all of it, what is the process's own, and the most there ever was. Files are in
the page cache after the first run, which is not counted.
"""

import argparse
import signal
import statistics
import subprocess
import sys
import time


def memory(pid):
    """What the kernel says of a process's memory, in MiB."""
    wanted = {"VmRSS": "resident", "RssAnon": "own", "VmHWM": "peak"}
    found = {}
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            key, _, value = line.partition(":")
            if key in wanted:
                found[wanted[key]] = int(value.split()[0]) / 1024
    return found


def start(command):
    """Starts the server once; gives the seconds to ready and its memory."""
    begin = time.monotonic()
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    try:
        for line in process.stderr:
            if b"listening on" in line:
                return time.monotonic() - begin, memory(process.pid)
            last = line
        sys.exit(f"the server ended before it was ready: {last.decode()}")
    finally:
        process.send_signal(signal.SIGTERM)
        process.stderr.close()
        process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("program")
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    options = parser.parse_args()

    command = [options.program, "serve", "--port", "0", *options.arguments]
    start(command)
    times, memories = zip(*(start(command) for _ in range(options.runs)))
    milliseconds = sorted(1000 * seconds for seconds in times)
    print(
        f"start to ready: least {milliseconds[0]:.1f} ms, "
        f"median {statistics.median(milliseconds):.1f} ms, greatest {milliseconds[-1]:.1f} ms"
    )
    for key in ("resident", "own", "peak"):
        values = [entry[key] for entry in memories]
        print(f"{key} memory: median {statistics.median(values):.1f} MiB")


if __name__ == "__main__":
    main()
