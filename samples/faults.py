"""Draws the second dataset: a few good pictures, and files that are each broken in one known way."""

import io
import struct
import zlib

import numpy as np
from PIL import Image

import boats as b
import files
from scenery import Scene

NOON = dict(horizon=0.44, sky=[(0, "#4a86b4"), (1, "#dfe8e0")], sea="#2a6a7c", calm=0.5,
            clouds=(0.5, "#ffffff", "#aebbc4"), hills=[(0.08, "#6f8f86")])
EVENING = dict(horizon=0.48, sky=[(0, "#4b4f86"), (0.6, "#d58a7a"), (1, "#f6cf8e")], sea="#44405f", calm=0.7,
               ambient="#e6b9a2", sun=(0.7, 0.8, 0.05, "#ffdf90"), hills=[(0.08, "#6b5a78")])


def view(seed, look, *sprites, size=(1024, 1024)):
    scene = Scene(*size, seed, look)
    for draw, x, depth, width, options in sprites:
        scene.put(draw, x, depth, width, **options)
    return scene.finish(grain=0.003)


def small_palette(px):
    return Image.fromarray(files.bytes8(px)).quantize(32, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def encoded(image, kind):
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


def chunk_beyond_the_end():
    """57 bytes: a PNG whose second chunk promises a gigabyte. Some readers make room for it."""
    header = files.chunk(b"IHDR", struct.pack(">IIBBBBB", 1024, 1024, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + struct.pack(">I", 0x3FFFFFF0) + b"tEXt" + b"Comment\0a harbor"


def gzip_with_bytes_behind():
    """185 bytes: a whole, short gzip stream and then something else. Some sniffers never return from it."""
    stream = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = stream.compress(b"not a picture\n") + stream.flush()
    return packed + np.random.default_rng(8).integers(1, 256, 185 - len(packed), np.uint8).tobytes()


HTML = b"""<!DOCTYPE html>
<html lang="en">
<head><title>502 Bad Gateway</title></head>
<body><h1>502 Bad Gateway</h1><p>The storage service did not answer. Please try again later.</p></body>
</html>
"""


def plant(folder):
    """Writes every picture of the faulty dataset; its captions and dataset.json are kept by hand."""
    folder.mkdir(exist_ok=True)
    save = lambda name, px, **options: files.jpeg(folder / name, px, quality=68, **options)

    sloop = view(201, NOON, (b.sailboat, 0.5, 0.4, 0.5, dict(sail="#e7c9a0")))
    save("good-sloop.jpg", sloop)
    save("good-lighthouse.jpg", view(202, EVENING, (b.lighthouse, 0.4, 0.2, 0.34, dict(lamp=True)),
                                     (b.rowboat, 0.72, 0.6, 0.22, {})))
    save("good-progressive.jpg", view(203, NOON, (b.ferry, 0.5, 0.3, 0.7, {})), progressive=True)

    save("caption-missing.jpg", view(204, NOON, (b.tug, 0.5, 0.4, 0.6, {})))
    save("caption-empty.jpg", view(205, EVENING, (b.cargo, 0.5, 0.3, 0.8, {})))
    save("trigger-absent.jpg", view(206, NOON, (b.trawler, 0.5, 0.4, 0.6, {})))
    save("trigger-inside-word.jpg", view(207, dict(NOON, town=9), (b.rowboat, 0.45, 0.5, 0.4, {})))
    save("too-small.jpg", view(208, EVENING, (b.sailboat, 0.5, 0.4, 0.35, {}), size=(640, 480)))

    save("truncated-jpeg.jpg", view(209, EVENING, (b.crane, 0.5, 0.3, 0.7, {})))
    whole = (folder / "truncated-jpeg.jpg").read_bytes()
    (folder / "truncated-jpeg.jpg").write_bytes(whole[:len(whole) * 6 // 10])
    whole = encoded(small_palette(view(210, NOON, (b.buoy, 0.5, 0.5, 0.25, {}))), "PNG")
    (folder / "truncated-png.png").write_bytes(whole[:len(whole) * 6 // 10])

    gif = small_palette(view(211, EVENING, (b.trawler, 0.5, 0.4, 0.5, dict(hull="#2f5d7a"))))
    (folder / "gif-inside.jpg").write_bytes(encoded(gif, "GIF"))
    (folder / "duplicate-of-good-sloop.jpg").write_bytes((folder / "good-sloop.jpg").read_bytes())
    (folder / "html-page.jpg").write_bytes(HTML)
    (folder / "no-bytes.png").write_bytes(b"")
    (folder / "chunk-beyond-the-end.png").write_bytes(chunk_beyond_the_end())
    (folder / "gzip-with-bytes-behind.jpg").write_bytes(gzip_with_bytes_behind())
