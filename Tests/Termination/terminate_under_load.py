#!/usr/bin/env python3
"""Ends a server under full load, again and again, and counts what became of every request.

usage: terminate_under_load.py STEADY [--rounds 50] [--connections 32] [--tls FOLDER] [--http2]

Clients keep connections busy with predictions, one after the other without a pause, until they are
refused. Once all are at it, the server gets SIGTERM, with no delay before it drains: the hardest case.
Every request then is one of these:

  answered   its whole answer came, with status 200
  turned     its whole answer came, with 503
  refused    there was no connection to send it by
  unaccepted it was sent by a connection of its own, which ended without a byte: the kernel had taken
             it, the server had not; with HTTP/2 also: GOAWAY or REFUSED_STREAM says that it was not
             taken on
  lost       anything else: the connection had been answered before, or the answer was cut short

No request may be lost, and the server must exit with 0. FOLDER is where make_certificates.sh was run.
With --http2 each connection has 16 requests at once, and what Tests/Soak/requirements.txt names is
needed.
"""

import argparse
import asyncio
import collections
import json
import random
import re
import signal
import ssl
import sys
import time

from connecting import connections


def body_bytes(rows):
    return json.dumps({"instances": [[[[0.5]] * 8] * 8] * rows}).encode()


def request_bytes(body):
    head = (
        "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def read_answer(reader):
    """Gives status and whether the connection stays; None if it ended without a byte."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if error.partial:
            raise
        return None
    status = int(head.split(b" ", 2)[1])
    length = int(re.search(rb"(?i)\r\ncontent-length: *(\d+)", head).group(1))
    await reader.readexactly(length)
    return status, not re.search(rb"(?i)\r\nconnection: *close", head)


async def client(port, context, request, counts, lost):
    """Sends requests until there is no more connection to be had."""
    async for reader, writer in connections(port, context, counts):
        answered = 0
        try:
            stays = True
            while stays:
                writer.write(request)
                answer = await read_answer(reader)
                if answer is None:
                    if answered == 0:
                        counts["unaccepted"] += 1
                    else:
                        lost.append(f"ended after {answered} answers")
                    break
                status, stays = answer
                answered += 1
                counts["answered" if status == 200 else "turned" if status == 503 else "lost"] += 1
                if status not in (200, 503):
                    lost.append(f"status {status}")
        except ConnectionError as error:
            if answered == 0:
                counts["unaccepted"] += 1
            else:
                lost.append(f"{error} after {answered} answers")
        except asyncio.IncompleteReadError as error:
            lost.append(f"cut short after {len(error.partial)} bytes")


async def run_round(arguments, client, request, context):
    options = ["serve", "--port", "0", "--drain-delay", "0s", "--drain-grace", "30s"]
    if arguments.tls:
        options += ["--tls-certificate", f"{arguments.tls}/server.pem"]
        options += ["--tls-key", f"{arguments.tls}/server.key"]
    server = await asyncio.create_subprocess_exec(
        arguments.steady, *options, stderr=asyncio.subprocess.PIPE
    )
    log = []
    while True:
        line = (await server.stderr.readline()).decode()
        log.append(line)
        if not line:
            raise SystemExit("the server does not start:\n" + "".join(log))
        if found := re.search(r"listening on https?://[0-9.]+:(\d+)", line):
            port = int(found.group(1))
            break
    drained = asyncio.create_task(server.stderr.read())
    counts, lost = collections.Counter(), []
    clients = [
        asyncio.create_task(client(port, context, request, counts, lost))
        for _ in range(arguments.connections)
    ]
    while counts["answered"] < 2 * arguments.connections:
        await asyncio.sleep(0.01)
    await asyncio.sleep(random.uniform(0.05, 0.3))
    before = counts["answered"]
    start = time.monotonic()
    server.send_signal(signal.SIGTERM)
    code = await server.wait()
    duration = time.monotonic() - start
    await asyncio.wait_for(asyncio.gather(*clients), 30)
    log.append((await drained).decode())
    if code != 0:
        lost.append(f"the server exited with {code}: {''.join(log)}")
    return counts, counts["answered"] - before, lost, duration


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("steady")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--rows", type=int, default=16)
    parser.add_argument("--tls")
    parser.add_argument("--http2", action="store_true")
    arguments = parser.parse_args()
    context = None
    if arguments.tls:
        context = ssl.create_default_context(cafile=f"{arguments.tls}/authority.pem")
        context.set_alpn_protocols(["h2" if arguments.http2 else "http/1.1"])
    body = body_bytes(arguments.rows)
    kind, request = client, request_bytes(body)
    if arguments.http2:
        import multiplexing

        kind, request = multiplexing.client, body
    total, after_signal, losses, longest = collections.Counter(), 0, [], 0.0
    for number in range(1, arguments.rounds + 1):
        counts, after, lost, duration = asyncio.run(
            run_round(arguments, kind, request, context)
        )
        total += counts
        after_signal += after
        losses += [f"round {number}: {text}" for text in lost]
        longest = max(longest, duration)
    print(
        f"{arguments.rounds} rounds, {arguments.connections} connections: "
        f"{total['answered']} answered, {after_signal} of them after the signal; "
        f"{total['turned']} turned away, {total['refused']} refused, "
        f"{total['unaccepted']} unaccepted, {len(losses)} lost; "
        f"from signal to exit at most {longest:.1f} s"
    )
    for text in losses:
        print(text)
    sys.exit(1 if losses else 0)


if __name__ == "__main__":
    main()
