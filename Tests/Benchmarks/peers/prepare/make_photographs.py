"""Makes the benchmark's set of photographs from a few real ones, the same files each time.

make_photographs.py ORIGINALS FOLDER: FOLDER/photographs, 240 JPEGs of 2 to 12 megapixels, and FOLDER/quality, 40
PNGs with the same pixels as JPEGs beside them, in folders png and jpeg. ORIGINALS are Debian's lomiri-wallpapers-16.04.
"""

import hashlib
import math
import multiprocessing
import os
import sys

import numpy
from PIL import Image

# Photographs only, without the package's drawings and what is smaller than 4 megapixels.
ORIGINALS = [
    "Bridge_by_Sander_Klootwijk",
    "Dragonfly_by_Bolly",
    "Wine_by_Jakkub_Mede",
    "picosdeeuropa_by_Aitzol_Berasategi",
    "seeding_by_Clements_Engelhardt",
    "sunset_by_Aitzol_Berasategi",
    "Picture_0B_by_freespace",
    "aitzgorri_by_Aitzol_Berasategi",
    "free_by_Peter_Nerlich",
    "friends_by_Aitzol_Berasategi",
    "greentock_by_Peter_Nerlich",
    "life_by_Aitzol_Berasategi",
]
# The first ones have 8 to 16 megapixels: what is large is made of these.
LARGE = 6
COUNT = 240
MEGAPIXELS = [2, 3, 4, 6, 8, 12]
SHAPES = [(3, 2), (4, 3), (16, 9)]
# Width and height, where 1024 pixels of the shorter side make the longer one whole and its crop centred on a whole
# pixel: 1536, 1360 and 1820.
QUALITY_SIZES = [
    (1920, 1280), (2400, 1600), (1632, 1088), (1700, 1280), (2040, 1536), (2720, 2048), (2275, 1280), (3640, 2048),
]  # fmt: skip
QUALITY_COUNT = 40


def size_of(megapixels, shape):
    width, height = shape
    unit = math.sqrt(megapixels * 1e6 / (width * height))
    return round(width * unit), round(height * unit)


def variant(original, size, seed, angle):
    """A part of the original, turned by a few degrees and scaled to `size`, with the grain that scaling took away."""
    random = numpy.random.default_rng(seed)
    with Image.open(original) as file:
        picture = file.convert("RGB")
    if (picture.width < picture.height) != (size[0] < size[1]):
        picture = picture.transpose(Image.Transpose.ROTATE_90)
    if random.random() < 0.5:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    turn = math.radians(random.uniform(-angle, angle))
    # The largest box of this shape that lies inside the turned picture, about its centre.
    across = size[0] * math.cos(turn) + size[1] * abs(math.sin(turn))
    down = size[0] * abs(math.sin(turn)) + size[1] * math.cos(turn)
    largest = min(picture.width / across, picture.height / down)
    # Never enlarged where the original has enough pixels.
    scale = min(largest, max(largest * random.uniform(0.6, 1), 1.05))
    if turn:
        picture = picture.rotate(math.degrees(turn), Image.Resampling.BICUBIC)
    width, height = size[0] * scale, size[1] * scale
    # Away from the centre as far as the turned picture's corners allow, and where it is not turned, anywhere.
    room = (largest - scale) * size[0] / 2, (largest - scale) * size[1] / 2
    left = (picture.width - width) / 2 + room[0] * random.uniform(-0.7, 0.7)
    top = (picture.height - height) / 2 + room[1] * random.uniform(-0.7, 0.7)
    box = (max(0, left), max(0, top), min(picture.width, left + width), min(picture.height, top + height))
    picture = picture.resize(size, Image.Resampling.LANCZOS, box=box)
    grain = random.standard_normal((size[1], size[0], 1), numpy.float32) * 2
    pixels = numpy.asarray(picture, numpy.float32) + grain
    return Image.fromarray(numpy.clip(numpy.rint(pixels), 0, 255).astype(numpy.uint8)), scale


def save(picture, path, **settings):
    picture.save(path, **settings)
    # A row needs a caption.
    with open(path[: path.rindex(".")] + ".txt", "w") as caption:
        caption.write("b3nch, photograph " + os.path.basename(path).split(".")[0])


def photograph(job):
    number, originals, folder = job
    megapixels = MEGAPIXELS[number % len(MEGAPIXELS)]
    shape = SHAPES[number // len(MEGAPIXELS) % len(SHAPES)]
    size = size_of(megapixels, shape)
    if number // (len(MEGAPIXELS) * len(SHAPES)) % 2:
        size = size[::-1]
    turn = number // len(MEGAPIXELS)
    name = ORIGINALS[turn % LARGE if megapixels >= 8 else turn % len(ORIGINALS)]
    picture, scale = variant(f"{originals}/{name}.jpg", size, number, 0 if megapixels == 12 else 3)
    save(picture, f"{folder}/photographs/{number:03}-{megapixels}mp.jpg", quality=90)
    return scale


def reference(job):
    number, originals, folder = job
    size = QUALITY_SIZES[number % len(QUALITY_SIZES)]
    if number // len(QUALITY_SIZES) % 2:
        size = size[::-1]
    few = LARGE if max(size) > 2500 else len(ORIGINALS)
    name = ORIGINALS[(number + number // len(QUALITY_SIZES)) % few]
    picture, scale = variant(f"{originals}/{name}.jpg", size, 1000 + number, 0)
    jpeg = f"{folder}/quality/jpeg/{number:02}.jpg"
    save(picture, jpeg, quality=90)
    with Image.open(jpeg) as decoded:
        save(decoded.convert("RGB"), f"{folder}/quality/png/{number:02}.png", compress_level=1)
    return scale


def main():
    originals, folder = sys.argv[1:]
    for name in ["photographs", "quality/png", "quality/jpeg"]:
        os.makedirs(f"{folder}/{name}", exist_ok=True)
    with multiprocessing.Pool() as pool:
        scales = pool.map(photograph, [(n, originals, folder) for n in range(COUNT)], chunksize=1)
        scales += pool.map(reference, [(n, originals, folder) for n in range(QUALITY_COUNT)], chunksize=1)
    digest, size = hashlib.sha256(), 0
    for number in sorted(os.listdir(f"{folder}/photographs")):
        with open(f"{folder}/photographs/{number}", "rb") as file:
            content = file.read()
        digest.update(content)
        size += len(content)
    print(f"{COUNT} photographs, {size / 1e6:.0f} MB, sha256 {digest.hexdigest()}")
    print(f"enlarged at most {max(1 / min(scales), 1):.2f} times, {sum(s < 1 for s in scales)} of them")


if __name__ == "__main__":
    main()
