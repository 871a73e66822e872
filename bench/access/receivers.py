"""Receivers of webhooks as a program of their own: `python -m bench.access.receivers`.

Each listens on a port, which is printed. The living answer 204 at once; the dead take a
request and never answer. In one event loop, to leave the cores to what is measured.
"""

import asyncio
import sys
from functools import partial


async def answer(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_dead: bool
) -> None:
    """Read one request, and answer it or not."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"content-length:"):
                await reader.readexactly(int(line.partition(b":")[2]))
        if is_dead:
            await asyncio.Event().wait()
        writer.write(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")
        await writer.drain()
    except (OSError, asyncio.IncompleteReadError):
        pass  # Whoever gives up on the dead closes the connection.
    finally:
        writer.close()


async def listen(receivers: int, dead: int) -> None:
    """Open the ports, say which they are, and stay."""
    ports = []
    for number in range(receivers):
        server = await asyncio.start_server(
            partial(answer, is_dead=number < dead), "127.0.0.1", 0, backlog=256
        )
        ports.append(server.sockets[0].getsockname()[1])
    print(*ports, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(listen(int(sys.argv[1]), int(sys.argv[2])))
