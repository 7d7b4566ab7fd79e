"""Writes pictures (float arrays, sRGB, 0 to 1) as the many kinds of file that a real dataset holds."""

import struct
import zlib

import numpy as np
from PIL import Image

# Primaries of a wide RGB space (x, y of red, green, blue) and its white, D65; its gamma is 2.2.
WIDE = ((0.680, 0.320), (0.210, 0.710), (0.150, 0.060))
SRGB = ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060))
D65, D50 = (0.3127, 0.3290), (0.9642, 1.0, 0.8249)


def to_xyz(primaries):
    """The matrix from linear RGB to XYZ relative to D65."""
    columns = np.array([[x / y, 1, (1 - x - y) / y] for x, y in primaries]).T
    white = np.array([D65[0] / D65[1], 1, (1 - D65[0] - D65[1]) / D65[1]])
    return columns * np.linalg.solve(columns, white)


def to_d50(matrix):
    """Bradford adaptation from D65 to the D50 in which profiles speak."""
    cone = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
    ratio = (cone @ np.array(D50)) / (cone @ matrix.sum(1))
    return np.linalg.inv(cone) @ np.diag(ratio) @ cone @ matrix


def profile():
    """An ICC v2 matrix profile of the wide space, built here."""
    number = lambda v: struct.pack(">i", round(v * 65536))
    xyz = lambda v: b"XYZ \0\0\0\0" + b"".join(map(number, v))
    text = b"Harbour wide gamut\0"
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    colours = to_d50(to_xyz(WIDE)).T
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(4 + 4 + 2 + 1 + 67),
        b"cprt": b"text\0\0\0\0Drawn for this project, free to use\0",
        b"wtpt": xyz(D50), b"rXYZ": xyz(colours[0]), b"gXYZ": xyz(colours[1]), b"bXYZ": xyz(colours[2]),
        b"rTRC": curve, b"gTRC": curve, b"bTRC": curve,
    }
    table, data, start = b"", b"", 128 + 4 + 12 * len(tags)
    for name, body in tags.items():
        table += name + struct.pack(">II", start + len(data), len(body))
        data += body + bytes(-len(body) % 4)
    header = struct.pack(">I4sI4s4s4s", start + len(data), bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp")
    header += bytes(28) + b"".join(map(number, D50)) + bytes(48)
    return header + struct.pack(">I", len(tags)) + table + data


def to_wide(px):
    """The same colours, a quarter more saturated, as numbers of the wide space: some lie outside sRGB."""
    linear = np.where(px <= 0.04045, px / 12.92, ((px + 0.055) / 1.055) ** 2.4)
    wide = linear @ np.linalg.solve(to_xyz(WIDE), to_xyz(SRGB)).T
    wide = wide + 0.25 * (wide - wide.mean(-1, keepdims=True))
    return np.clip(wide, 0, 1) ** (1 / 2.2)


def bytes8(px):
    return np.round(px * 255).astype(np.uint8)


def jpeg(path, px, orientation=1, mode="RGB", wide_gamut=False, progressive=False, quality=84):
    """`px` is upright; with an orientation the stored pixels are turned, and the EXIF tag turns them back."""
    px = np.rot90(px, {1: 0, 6: 1, 3: 2, 8: 3}[orientation])
    if wide_gamut:
        px = to_wide(px)
    options = dict(quality=quality, progressive=progressive)
    if mode == "CMYK":
        ink = 1 - px
        black = np.minimum.reduce(ink, axis=-1, keepdims=True) ** 2 * 0.8
        image = Image.fromarray(bytes8(np.concatenate([(ink - black) / (1 - black), black], -1)), "CMYK")
    elif mode == "L":
        image = Image.fromarray(bytes8(px @ np.array([0.2126, 0.7152, 0.0722], px.dtype)))
    else:
        image = Image.fromarray(bytes8(px))
    if orientation != 1:
        exif = Image.Exif()
        exif[0x0112] = orientation
        options["exif"] = exif
    if wide_gamut:
        options["icc_profile"] = profile()
    image.save(path, "JPEG", **options)


def webp(path, px):
    Image.fromarray(bytes8(px)).save(path, "WEBP", quality=84, method=4)


def png_palette(path, px, colours=128):
    image = Image.fromarray(bytes8(px))
    image = image.quantize(colours, Image.Quantize.MEDIANCUT, kmeans=2, dither=Image.Dither.NONE)
    image.save(path, "PNG", optimize=True)


def png_alpha(path, px, alpha):
    """Steps of 4 levels keep the file small. Fully transparent pixels hold black, as programs leave them."""
    flat = np.round(px * 63) / 63 * (alpha > 0)[..., None]
    Image.fromarray(bytes8(np.dstack([flat, alpha]))).save(path, "PNG", optimize=True)


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_16_bit(path, px):
    """RGB with 16 bits a channel, written by hand. Values use 10 of the 16 bits: a smaller file."""
    h, w, _ = px.shape
    steps = np.round(px * 1023).astype(np.int64)
    values = (steps << 6 | steps >> 4).astype(">u2")
    rows = values.view(np.uint8).reshape(h, w * 6)
    before = np.vstack([np.zeros((1, w * 6), np.uint8), rows[:-1]])
    up = np.full((h, 1), 2, np.uint8)  # filter 2: the difference to the row above
    filtered = np.hstack([up, rows - before])
    header = struct.pack(">IIBBBBB", w, h, 16, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(filtered.tobytes(), 9)), chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))
