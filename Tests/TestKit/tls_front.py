"""TLS in front of a plain server on loopback: python tls_front.py CERTIFICATE KEY PORT (PEM files).

Prints one line of JSON with its own port on 127.0.0.1. Ends when its parent does."""
import asyncio
import json
import os
import ssl
import sys
import threading
import time


def end_with_parent(parent):
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(0)


async def pump(reader, writer):
    try:
        while piece := await reader.read(1 << 16):
            writer.write(piece)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


async def serve(reader, writer):
    inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", int(sys.argv[3]))
    await asyncio.gather(pump(reader, inner_writer), pump(inner_reader, writer))


async def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    await server.serve_forever()


threading.Thread(target=end_with_parent, args=(os.getppid(),), daemon=True).start()
asyncio.run(main())
