#!/usr/bin/env python3
"""delay.py PORT TARGET MS: relay to the target port with a round trip of MS.

Each byte is held for half of MS on its way, however many are on the way, so
that latency is added and bandwidth is not taken away.
"""
import asyncio
import socket
import sys

PORT, TARGET, HALF = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]) / 2000


def no_delay(writer):
    writer.get_extra_info("socket").setsockopt(
        socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


async def release(queue, writer):
    clock = asyncio.get_running_loop().time
    while True:
        due, data = await queue.get()
        if due > clock():
            await asyncio.sleep(due - clock())
        if not data:
            writer.close()
            return
        writer.write(data)
        await writer.drain()


async def one_way(reader, writer):
    clock = asyncio.get_running_loop().time
    queue = asyncio.Queue()
    out = asyncio.create_task(release(queue, writer))
    data = b"-"
    while data:
        try:
            data = await reader.read(1 << 18)
        except ConnectionError:
            data = b""
        queue.put_nowait((clock() + HALF, data))
    try:
        await out
    except ConnectionError:
        pass


async def relay(reader, writer):
    far_reader, far_writer = await asyncio.open_connection("127.0.0.1", TARGET)
    no_delay(writer)
    no_delay(far_writer)
    await asyncio.gather(one_way(reader, far_writer),
                         one_way(far_reader, writer))


async def main():
    server = await asyncio.start_server(relay, "127.0.0.1", PORT, backlog=200,
                                        limit=1 << 20)
    await server.serve_forever()


asyncio.run(main())
