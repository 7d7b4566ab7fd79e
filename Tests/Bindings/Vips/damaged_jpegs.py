"""Writes whole, padded and damaged JPEGs into a folder and prints, as one line of JSON, what became of each.

damaged_jpegs.py FOLDER: [{"name", "damage", "difference"}]; the difference is that of all values as Pillow decodes them from
those of the whole file, on average, and -1 where it can't.
"""

import io
import json
import random
import sys
import time

import numpy
from PIL import Image, ImageFile

ImageFile.LOAD_TRUNCATED_IMAGES = True
folder = sys.argv[1]
dice = random.Random(13)
WIDTH, HEIGHT = 480, 360
KINDS = {
    "444": dict(subsampling=0),
    "422": dict(subsampling=1),
    "420": dict(subsampling=2),
    "grey": {},
    "restarts": dict(subsampling=2, restart_marker_rows=1),
    "progressive": dict(progressive=True),
}


def photograph():
    noise = numpy.random.default_rng(1)
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    bands = [x * 255 / WIDTH, y * 255 / HEIGHT, 127 + 100 * numpy.sin(x / 9.0) * numpy.cos(y / 7.0)]
    values = numpy.stack(bands, 2) + noise.normal(0, 12, (HEIGHT, WIDTH, 3))
    return Image.fromarray(values.clip(0, 255).astype(numpy.uint8))


def values(file):
    try:
        return numpy.asarray(Image.open(io.BytesIO(file))).astype(int)
    except Exception:  # whatever the decoder says of such a file
        return None


def gone(file, at, other):
    return file[:at] + file[at + 64 :]


def zeros(file, at, other):
    return file[:at] + bytes(4096) + file[at + 4096 :]


def copied(file, at, other):
    return file[:at] + file[other : other + 4096] + file[at + 4096 :]


def padded(file, filling):
    """The same with bytes between the coded data and the end, and before each restart marker."""
    start = file.index(b"\xff\xda")
    data = file[start:-2]
    for number in range(8):
        marker = bytes([0xFF, 0xD0 + number])
        data = data.replace(marker, filling + marker)
    return file[:start] + data + filling + file[-2:]


def main():
    told = []

    def write(name, damage, file, whole):
        found = values(file)
        difference = -1.0 if found is None or found.shape != whole.shape else float(abs(found - whole).mean())
        with open(f"{folder}/{name}.jpg", "wb") as out:
            out.write(file)
        told.append({"name": name, "damage": damage, "difference": difference})

    photo = photograph()
    for kind, options in KINDS.items():
        picture = photo.convert("L") if kind == "grey" else photo
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=85, **options)
        file = out.getvalue()
        whole = values(file)
        write(f"{kind}-whole", "none", file, whole)
        for filling in (bytes(1), bytes(40), b"\xff" * 5, b"\0" * 3000):
            if kind != "progressive":
                write(f"{kind}-padded-{len(filling)}-{filling[0]}", "none", padded(file, filling), whole)
        start = file.index(b"\xff\xda") + 14
        for damage in (gone, zeros, copied):
            for number in range(12):
                at, other = (dice.randrange(start + 50, len(file) - 4200) for _ in range(2))
                write(f"{kind}-{damage.__name__}-{number}", damage.__name__, damage(file, at, other), whole)
    print(json.dumps(told), flush=True)
    time.sleep(600)


main()
