#!/usr/bin/env python3
"""Puts mixed traffic on a server for a long time and watches its memory and descriptors.

    python3.11 -m venv /tmp/soak && /tmp/soak/bin/pip install -r Tests/Soak/requirements.txt
    /tmp/soak/bin/python Tests/Soak/soak.py [--seconds 3600] [--json FILE] PROGRAM [ARGUMENT …]

    /tmp/soak/bin/python Tests/Soak/soak.py .build/release/steady

Runs `PROGRAM serve`, with the embedded model of digits. Clients that ask well, badly, slowly and over
HTTP/2, that leave requests unfinished and that go before the answer, come and go all the time. Every
request that was sent whole by a client that stays must be answered: right, to the bits that the same
digit had before, or turned away with 429 or 503 and Retry-After.

Ends with 0 if all were, and if memory and descriptors are flat: the median resident memory of the last
fifth of the time is at most 3 % and 4 MiB above that of the second fifth, and once all clients are
gone the server has as many descriptors as before the first came. At the end the server gets SIGTERM
while clients are at work, and must end by itself with 0.
"""

import argparse
import asyncio
import json
import os
import random
import re
import signal
import statistics
import sys
import time

import clients

# How many of each client there are at a time, and how long each rests, in seconds on average.
MIX = [
    (clients.good, 10, 0.25), (clients.multiplexing, 2, 0.5), (clients.bad, 2, 0.5),
    (clients.slow, 6, 0.5), (clients.unfinished, 6, 0.5), (clients.aborting, 3, 0.3),
    (clients.scraping, 1, 5),
]


def memory(pid):
    """Resident bytes, in MiB."""
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    raise RuntimeError("no VmRSS")


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


async def keep_on(client, rest, address, tally, stopping):
    async def pause():
        await asyncio.sleep(random.expovariate(1 / rest))

    while not stopping.is_set():
        try:
            await client(address, tally, pause)
        except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError) as error:
            if not stopping.is_set():
                tally.fault(f"{client.__name__}: {error!r}")
            await pause()


async def start(command, log):
    process = await asyncio.create_subprocess_exec(
        *command, stderr=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL)
    async for line in process.stderr:
        log.append(line.decode().rstrip())
        found = re.search(r"listening on http://([\d.]+):(\d+)", log[-1])
        if found:
            return process, (found[1], int(found[2]))
    sys.exit(f"the server did not start: {log[-1:]}")


async def drain_log(process, log):
    async for line in process.stderr:
        log.append(line.decode().rstrip())
        del log[1000:-1000]


async def settle(pid, wanted):
    """Waits until the server has let go of its clients, for a minute at most."""
    for _ in range(600):
        if descriptors(pid) <= wanted:
            break
        await asyncio.sleep(0.1)
    return descriptors(pid)


def flatness(samples):
    fifth = max(1, len(samples) // 5)
    early = statistics.median(samples[fifth:2 * fifth] or samples)
    late = statistics.median(samples[-fifth:])
    return early, late, late <= early * 1.03 + 4


async def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--json", help="a file for the result")
    parser.add_argument("program")
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    options = parser.parse_args()

    log = []
    process, address = await start(
        [options.program, "serve", "--port", "0", *options.arguments], log)
    logging = asyncio.create_task(drain_log(process, log))
    # What the server opens with its first clients stays open and is not counted as theirs.
    tally, stopping = clients.Tally(), asyncio.Event()
    for client, _, _ in MIX:
        await client(address, tally, lambda: asyncio.sleep(0))
    await asyncio.sleep(1)
    base = descriptors(process.pid)

    tasks = [asyncio.create_task(keep_on(client, rest, address, tally, stopping))
             for client, count, rest in MIX for _ in range(count)]
    begin = time.monotonic()
    resident, open_files = [], []
    report = begin + 60
    while time.monotonic() < begin + options.seconds and process.returncode is None:
        await asyncio.sleep(min(5, options.seconds / 50))
        resident.append(memory(process.pid))
        open_files.append(descriptors(process.pid))
        if time.monotonic() > report:
            report += 60
            print(f"{time.monotonic() - begin:.0f} s: {resident[-1]:.1f} MiB, "
                  f"{open_files[-1]} descriptors, {tally.counts}", flush=True)
    stopping.set()
    await asyncio.gather(*tasks)
    elapsed = time.monotonic() - begin
    left = await settle(process.pid, base)

    # A last time with clients at work: they may find it closed, but no request that it took is lost.
    late = clients.Tally()
    last = [asyncio.create_task(clients.good(address, late, lambda: asyncio.sleep(0.01)))
            for _ in range(4)]
    await asyncio.sleep(0.2)
    process.send_signal(signal.SIGTERM)
    status = await asyncio.wait_for(process.wait(), 60)
    await asyncio.gather(*last, return_exceptions=True)
    await logging

    early, late_memory, is_flat = flatness(resident)
    result = {
        "seconds": elapsed, "counts": tally.counts, "faults": tally.faults,
        "resident_early": early, "resident_late": late_memory, "resident_greatest": max(resident),
        "memory_is_flat": is_flat, "descriptors_before": base, "descriptors_after": left,
        "descriptors_greatest": max(open_files), "exit_status": status,
        "log": [line for line in log if "error" in line or "warning" in line][-20:],
    }
    print(json.dumps(result, indent=2))
    if options.json:
        with open(options.json, "w") as file:
            json.dump(result, file, indent=2)
    sys.exit(not (is_flat and left <= base and status == 0 and not tally.faults))


if __name__ == "__main__":
    asyncio.run(main())
