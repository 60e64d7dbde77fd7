"""Clients of several tempers: good, bad, slow and aborting, over HTTP/1.1 and HTTP/2."""

import asyncio
import random
import socket
import struct

import h2.config
import h2.connection
import h2.events

from digits import Question

PATIENCE = 60
# Longer than the server lets an idle connection live: to be seen out, not waited for.
UNFINISHED = 8


class Tally:
    """What was sent and what became of it."""

    def __init__(self):
        self.counts = {}
        self.faults = []

    def add(self, key):
        self.counts[key] = self.counts.get(key, 0) + 1

    def fault(self, text):
        self.add("faults")
        if len(self.faults) < 20:
            self.faults.append(text)

    def judge(self, kind, question, status, fields, body):
        """Counts the answer to a question that was sent whole."""
        if status in (429, 503):
            self.add(f"{kind}: turned away")
            if "retry-after" not in fields:
                self.fault(f"{kind}: {status} without Retry-After")
        elif status != 200:
            self.fault(f"{kind}: status {status} to a good request: {body[:200]!r}")
        else:
            self.add(f"{kind}: right")
            wrong = question.fault(body)
            if wrong:
                self.fault(f"{kind}, {question.form}: {wrong}")


async def connect(address):
    return await asyncio.wait_for(asyncio.open_connection(*address), PATIENCE)


def reset(writer):
    """Closes so that the server is told by RST."""
    writer.get_extra_info("socket").setsockopt(
        socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.close()


def head(question, extra=""):
    return (f"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: {question.type}\r\n"
            f"Content-Length: {len(question.body)}\r\n{extra}\r\n").encode()


async def read_answer(reader):
    """One answer; raises when the connection ends before it is whole."""
    lines = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)).decode().split("\r\n")
    fields = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        fields[name.lower()] = value.strip()
    status = int(lines[0].split()[1])
    if status == 100:
        return await read_answer(reader)
    body = await asyncio.wait_for(
        reader.readexactly(int(fields.get("content-length", 0))), PATIENCE)
    return status, fields, body


async def good(address, tally, pause):
    """Keeps a connection for some questions, at times several at once (pipelined)."""
    reader, writer = await connect(address)
    try:
        for _ in range(random.randrange(1, 60)):
            questions = [Question() for _ in range(random.choice([1, 1, 1, 1, 3]))]
            writer.write(b"".join(head(question) + question.body for question in questions))
            for question in questions:
                tally.judge("good", question, *await read_answer(reader))
            await pause()
    except (OSError, asyncio.IncompleteReadError) as error:
        tally.fault(f"good: a request was lost: {error!r}")
    finally:
        writer.close()


BAD = [
    (400, b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n{\"ins"),
    (400, b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n{\"instances\": [[1]]}"),
    (400, b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc"),
    (400, b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n"
          b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    (400, b"POST /predict HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"),
    (400, b"GET / HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n"),
    (400, b"GET / HTTP/1.1\nHost: x\n\n"),
    (400, b"GET /health HTTP/1.1\r\n\r\n"),
    (404, b"GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n"),
    (405, b"GET /predict HTTP/1.1\r\nHost: x\r\n\r\n"),
    (415, b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
          b"Content-Length: 1\r\n\r\nx"),
    (431, b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 70_000 + b"\r\n\r\n"),
    (413, b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n"),
]


async def bad(address, tally, pause):
    """Sends what must be refused, and expects the right refusal."""
    expected, request = random.choice(BAD)
    reader, writer = await connect(address)
    try:
        writer.write(request)
        status, _, body = await read_answer(reader)
        tally.add("bad: refused")
        if status != expected:
            tally.fault(f"bad: {status} for {expected} to {request[:80]!r}: {body[:200]!r}")
    except (OSError, asyncio.IncompleteReadError) as error:
        # With input unread the kernel may throw the answer away; only long requests have any.
        if len(request) < 1000:
            tally.fault(f"bad: no answer to {request[:80]!r}: {error!r}")
    finally:
        writer.close()
    await pause()


async def slow(address, tally, pause):
    """Sends a good request in dribs, reads the answer in dribs."""
    question = Question()
    reader, writer = await connect(address)
    message = head(question) + question.body
    cuts = sorted(random.sample(range(1, len(message)), 8))
    try:
        for start, end in zip([0] + cuts, cuts + [len(message)]):
            writer.write(message[start:end])
            await asyncio.sleep(random.uniform(0.05, 0.4))
        tally.judge("slow", question, *await read_answer(reader))
    except (OSError, asyncio.IncompleteReadError) as error:
        tally.fault(f"slow: a request was lost: {error!r}")
    finally:
        writer.close()
    await pause()


async def unfinished(address, tally, pause):
    """Begins a request and leaves it so for a while."""
    question = Question()
    reader, writer = await connect(address)
    message = head(question) + question.body
    writer.write(message[:random.randrange(len(message))])
    await asyncio.sleep(random.uniform(0, UNFINISHED))
    tally.add("unfinished")
    reset(writer) if random.random() < 0.5 else writer.close()
    await pause()


async def aborting(address, tally, pause):
    """Sends a whole request and is gone before the answer."""
    question = Question()
    _, writer = await connect(address)
    writer.write(head(question) + question.body)
    await asyncio.sleep(random.choice([0, 0, 0.0003, 0.001]))
    tally.add("aborted")
    reset(writer) if random.random() < 0.5 else writer.close()
    await pause()


async def scraping(address, tally, pause):
    """Asks for health and metrics."""
    reader, writer = await connect(address)
    for path in ("/health", "/metrics", "/health/live"):
        writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        status, _, _ = await read_answer(reader)
        tally.add(f"{path}: {status}")
    writer.close()
    await pause()


async def multiplexing(address, tally, pause):
    """Asks over HTTP/2 on many streams, resets some of them, and at times just goes."""
    reader, writer = await connect(address)
    connection = h2.connection.H2Connection(h2.config.H2Configuration(header_encoding="utf-8"))
    connection.initiate_connection()
    questions, fields, bodies = {}, {}, {}
    leaves = random.random() < 0.2
    try:
        for _ in range(random.randrange(1, 12)):
            for _ in range(random.randrange(1, 16)):
                question = Question()
                stream = connection.get_next_available_stream_id()
                connection.send_headers(stream, [
                    (":method", "POST"), (":scheme", "http"), (":authority", "x"),
                    (":path", "/predict"), ("content-type", question.type),
                    ("content-length", str(len(question.body)))])
                connection.send_data(stream, question.body, end_stream=True)
                if random.random() < 0.1:
                    connection.reset_stream(stream, 8)
                    tally.add("http2: reset")
                else:
                    questions[stream] = question
            writer.write(connection.data_to_send())
            if leaves:
                break
            while questions:
                data = await asyncio.wait_for(reader.read(65536), PATIENCE)
                if not data:
                    raise OSError("the connection ended")
                for event in connection.receive_data(data):
                    if isinstance(event, h2.events.ResponseReceived):
                        fields[event.stream_id] = dict(event.headers)
                    elif isinstance(event, h2.events.DataReceived):
                        bodies[event.stream_id] = bodies.get(event.stream_id, b"") + event.data
                        connection.acknowledge_received_data(
                            event.flow_controlled_length, event.stream_id)
                    elif isinstance(event, h2.events.StreamEnded):
                        question = questions.pop(event.stream_id, None)
                        found = fields.pop(event.stream_id, {})
                        body = bodies.pop(event.stream_id, b"")
                        if question:
                            tally.judge(
                                "http2", question, int(found[":status"]), found, body)
                    elif isinstance(event, h2.events.StreamReset):
                        if questions.pop(event.stream_id, None):
                            tally.fault(f"http2: a stream was reset: {event.error_code}")
                writer.write(connection.data_to_send())
            await pause()
    except (OSError, asyncio.TimeoutError) as error:
        tally.fault(f"http2: {len(questions)} requests were lost: {error!r}")
    finally:
        reset(writer) if leaves else writer.close()
