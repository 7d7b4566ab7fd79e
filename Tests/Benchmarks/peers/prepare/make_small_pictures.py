"""Makes small distinct JPEGs of 640x512, about 20 KB each, the same ones each time.

make_small_pictures.py FOLDER COUNT
"""

import multiprocessing
import os
import sys

import numpy
from PIL import Image

SIZE = (640, 512)


def make_one(job):
    folder, number = job
    random = numpy.random.default_rng(number)
    pixels = numpy.zeros((SIZE[1], SIZE[0], 3), numpy.float32)
    for cells, strength in [(4, 110), (16, 60), (40, 24)]:
        grid = Image.fromarray(random.integers(0, 256, (cells, cells, 3), numpy.uint8))
        pixels += (numpy.asarray(grid.resize(SIZE, Image.Resampling.BILINEAR), numpy.float32) / 127.5 - 1) * strength
    pixels += 128 + random.standard_normal((SIZE[1], SIZE[0], 1), numpy.float32) * 2
    picture = Image.fromarray(numpy.clip(pixels, 0, 255).astype(numpy.uint8))
    picture.save(f"{folder}/small-{number:05}.jpg", quality=60)
    with open(f"{folder}/small-{number:05}.txt", "w") as caption:
        caption.write(f"b3nch, small picture {number}")


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    with multiprocessing.Pool() as pool:
        pool.map(make_one, [(sys.argv[1], number) for number in range(int(sys.argv[2]))], chunksize=50)
