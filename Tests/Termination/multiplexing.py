"""A client of HTTP/2 that keeps all streams of a connection busy until the server lets go of it.

Frames are made and read one by one, since the package h2 takes nothing behind a GOAWAY, and that is
where the answers come that matter here. Needs hyperframe and hpack, which come with h2.
"""

import asyncio

import hpack
from hyperframe.frame import (
    DataFrame, Frame, GoAwayFrame, HeadersFrame, PingFrame, RstStreamFrame, SettingsFrame,
    WindowUpdateFrame,
)

from connecting import connections

STREAMS = 16
LARGEST_FRAME = 16384
REFUSED_STREAM = 7


class Exchange:
    """A request that is not answered to its end."""

    def __init__(self):
        self.status = None
        self.announced = None
        self.received = 0


class Session:
    """One connection and what becomes of its requests."""

    def __init__(self, reader, writer, scheme, body, counts, lost):
        self.reader, self.writer, self.scheme = reader, writer, scheme
        self.body, self.counts, self.lost = body, counts, lost
        self.encoder, self.decoder = hpack.Encoder(), hpack.Decoder()
        self.exchanges = {}
        self.next_stream = 1
        self.answers = 0
        # The greatest stream that the server has taken on, once it has said so.
        self.last_stream = None
        self.window = 65535
        self.stream_window = None

    def ask(self):
        """Sends requests while streams and the windows for their bodies are free."""
        if self.stream_window is None or self.last_stream is not None:
            return
        while len(self.exchanges) < STREAMS and self.window >= len(self.body):
            if self.stream_window < len(self.body):
                raise SystemExit(f"the window of a stream is {self.stream_window}")
            stream, self.next_stream = self.next_stream, self.next_stream + 2
            head = HeadersFrame(stream, self.encoder.encode([
                (":method", "POST"), (":scheme", self.scheme), (":authority", "localhost"),
                (":path", "/predict"), ("content-type", "application/json"),
                ("content-length", str(len(self.body))),
            ]), flags=["END_HEADERS"])
            frames = [head] + [
                DataFrame(stream, self.body[start : start + LARGEST_FRAME])
                for start in range(0, len(self.body), LARGEST_FRAME)
            ]
            frames[-1].flags.add("END_STREAM")
            self.exchanges[stream] = Exchange()
            self.window -= len(self.body)
            self.send(*frames)

    def send(self, *frames):
        self.writer.write(b"".join(frame.serialize() for frame in frames))

    def take(self, frame):
        exchange = self.exchanges.get(frame.stream_id)
        if isinstance(frame, SettingsFrame) and "ACK" not in frame.flags:
            window = frame.settings.get(SettingsFrame.INITIAL_WINDOW_SIZE)
            self.stream_window = window or self.stream_window or 65535
            self.send(SettingsFrame(0, flags=["ACK"]))
        elif isinstance(frame, PingFrame) and "ACK" not in frame.flags:
            self.send(PingFrame(0, frame.opaque_data, flags=["ACK"]))
        elif isinstance(frame, WindowUpdateFrame) and frame.stream_id == 0:
            self.window += frame.window_increment
        elif isinstance(frame, HeadersFrame):
            fields = dict(self.decoder.decode(frame.data))
            exchange.status = int(fields[":status"])
            exchange.announced = int(fields["content-length"])
        elif isinstance(frame, DataFrame):
            exchange.received += len(frame.data)
            if frame.flow_controlled_length:
                self.send(WindowUpdateFrame(0, frame.flow_controlled_length))
        elif isinstance(frame, RstStreamFrame) and exchange:
            del self.exchanges[frame.stream_id]
            if frame.error_code == REFUSED_STREAM:
                self.counts["unaccepted"] += 1
            else:
                self.lost.append(f"stream reset with {frame.error_code}")
        elif isinstance(frame, GoAwayFrame):
            if frame.error_code:
                self.lost.append(f"GOAWAY with {frame.error_code}")
            self.last_stream = frame.last_stream_id
        if "END_STREAM" in frame.flags:
            self.finish(frame.stream_id)

    def finish(self, stream):
        exchange = self.exchanges.pop(stream)
        self.answers += 1
        if exchange.received != exchange.announced:
            self.lost.append(f"{exchange.received} of {exchange.announced} bytes")
        elif exchange.status in (200, 503):
            self.counts["answered" if exchange.status == 200 else "turned"] += 1
        else:
            self.lost.append(f"status {exchange.status}")

    def judge(self, why):
        """What GOAWAY does not cover may be sent again; without one, only a server that had answered
        nothing yet may not have seen it."""
        for stream in self.exchanges:
            if stream > self.last_stream if self.last_stream is not None else self.answers == 0:
                self.counts["unaccepted"] += 1
            else:
                self.lost.append(f"stream {stream} unanswered, GOAWAY {self.last_stream}: {why}")

    async def run(self):
        self.writer.write(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        self.send(SettingsFrame(0))
        why = "the connection ended"
        try:
            while True:
                frame, length = Frame.parse_frame_header(await self.reader.readexactly(9))
                frame.parse_body(memoryview(await self.reader.readexactly(length)))
                self.take(frame)
                self.ask()
        except asyncio.IncompleteReadError as error:
            if error.partial:
                why = "a frame was cut short"
        except ConnectionError as error:
            why = str(error)
        self.judge(why)


async def client(port, context, body, counts, lost):
    """Sends requests until there is no more connection to be had."""
    scheme = "https" if context else "http"
    async for reader, writer in connections(port, context, counts):
        await Session(reader, writer, scheme, body, counts, lost).run()
