#!/usr/bin/env python3
"""Measures what idle and slow connections that a server holds cost those who use it.

    python3 Tests/Benchmarks/hold_connections.py [--idle 10000] [--slow 1000] [--rounds 5]

Every round measures 64 busy connections twice: alone, and while the server holds so many idle
connections, which have had one answer each, and slow ones, which send a byte of a request's head every
second. Those that the server closes are opened again. Needs twice as many descriptors as connections
(`ulimit -n`). Printed are medians of the ratios within a round.
"""

import argparse
import multiprocessing
import pathlib
import resource
import select
import signal
import socket
import time

import servers
from load import Generator, middle

ROOT = pathlib.Path(__file__).parent.parent.parent
REQUEST = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
HEAD = b"GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: " + b"y" * 4096


class Holder:
    """Connections of a process of its own, until it is told to stop."""

    def __init__(self, port, idle, slow):
        self.port, self.idle, self.slow = port, idle, slow
        self.poll = select.epoll()
        self.sockets, self.sent = {}, {}
        self.reopened = 0

    def open(self, is_slow):
        made = socket.create_connection(("127.0.0.1", self.port), 10)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if not is_slow:
            made.sendall(REQUEST)
            if not made.recv(4096).startswith(b"HTTP/1.1 200"):
                raise RuntimeError("an idle connection was not served")
        made.setblocking(False)
        self.sockets[made.fileno()] = made
        self.poll.register(made.fileno(), select.EPOLLIN | select.EPOLLRDHUP)
        if is_slow:
            self.sent[made.fileno()] = 0

    def tend(self, seconds):
        """Looks after all connections for a while."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            for number, _ in self.poll.poll(left, 256):
                try:
                    if self.sockets[number].recv(4096):
                        continue
                except BlockingIOError:
                    continue
                except OSError:
                    pass
                is_slow = self.sent.pop(number, None) is not None
                self.poll.unregister(number)
                self.sockets.pop(number).close()
                self.reopened += 1
                self.open(is_slow)

    def drip(self):
        """Sends a byte on every slow connection, over about a second."""
        for place, number in enumerate(list(self.sent)):
            if number not in self.sent:
                continue
            try:
                self.sockets[number].send(HEAD[self.sent[number]:][:1])
                self.sent[number] += 1
            except OSError:
                pass
            if place % 50 == 49:
                self.tend(0.05)

    def run(self, pipe):
        for _ in range(self.idle):
            self.open(False)
        for _ in range(self.slow):
            self.open(True)
        self.tend(0.5)
        pipe.send(len(self.sockets))
        while not pipe.poll():
            begin = time.monotonic()
            self.drip()
            self.tend(max(0.01, begin + 1 - time.monotonic()))
        pipe.send((len(self.sockets), self.reopened))


def hold(port, idle, slow, processors, pipe):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import os
    os.sched_setaffinity(0, {int(number) for number in processors.split(",")})
    Holder(port, idle, slow).run(pipe)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=ROOT / ".build/release/steady", help="steady")
    parser.add_argument("--idle", type=int, default=10_000)
    parser.add_argument("--slow", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rate", type=float, help="requests a second, else a closed loop")
    parser.add_argument("--server-processors", default="0")
    parser.add_argument("--load-processors", default="1")
    options = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    load = ["--connections", 64] + (["--rate", options.rate] if options.rate else [])
    generator = Generator(options.program, options.load_processors)
    rounds, held = [], []
    with servers.steady(options.program, options.server_processors) as server:
        def measure():
            return generator.run(server.url + "/health", *load, seconds=options.seconds)

        for _ in range(options.rounds):
            alone = measure()
            ours, theirs = multiprocessing.Pipe()
            holder = multiprocessing.Process(
                target=hold, args=(server.port, options.idle, options.slow,
                                   options.load_processors, theirs))
            holder.start()
            if not ours.poll(120):
                raise SystemExit("the connections could not be opened in two minutes")
            ours.recv()
            beside = measure()
            ours.send("stop")
            held.append(ours.recv())
            holder.join()
            rounds.append((beside, alone))
    for key in ("p50", "p99", "p999"):
        ratios = [a["latency"][key] / b["latency"][key] for a, b in rounds]
        print(f"{key} beside over alone: {middle(ratios)}; alone, in µs: "
              + ", ".join(f"{1e6 * b['latency'][key]:.0f}" for _, b in rounds))
    rates = [a["answers_per_second"] / b["answers_per_second"] for a, b in rounds]
    print(f"answers a second beside over alone: {middle(rates)}")
    print("held, and opened again meanwhile: " + ", ".join(f"{a}, {b}" for a, b in held))


if __name__ == "__main__":
    main()
