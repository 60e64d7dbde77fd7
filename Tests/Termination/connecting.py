"""Connections to a server that is about to end."""

import asyncio
import ssl


async def connections(port, context, counts):
    """Gives one connection after the other, each cut once it is done with, until there is none to be
    had."""
    while True:
        try:
            reader, writer = await asyncio.open_connection(
                "127.0.0.1", port, ssl=context, server_hostname="localhost" if context else None
            )
        except ConnectionRefusedError:
            counts["refused"] += 1
            return
        except (ConnectionError, ssl.SSLError, OSError):
            counts["unaccepted"] += 1
            continue
        try:
            yield reader, writer
        finally:
            writer.transport.abort()
