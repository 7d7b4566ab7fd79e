"""Makes the pictures of the benchmark of the check, the same ones each time.

make_pictures.py FOLDER: FOLDER/mixed, like photographs by their size in bytes, by their grain and by their shapes,
and FOLDER/planted, where each file is named for what is the matter with it.
"""

import multiprocessing
import os
import sys

import numpy
from PIL import Image, ImageEnhance, ImageFilter

# How many of each kind, and of which size.
MIXED = [
    ("photo", "jpg", 64, (1632, 1224)),
    ("large", "jpg", 20, (4000, 3000)),
    ("still", "png", 24, (1632, 1224)),
    ("web", "webp", 12, (1632, 1224)),
]


def surface(random, size, finest):
    """Noise at every scale from the whole picture down to `finest` pixels, the coarse the stronger: -1 to 1, nearly."""
    width, height = size
    total = numpy.zeros((height, width), numpy.float32)
    step, strength, sum_of_strengths = max(size) // 2, 1.0, 0.0
    while step >= finest:
        across, down = width // step + 2, height // step + 2
        grid = Image.fromarray(random.random((down, across), numpy.float32) * 2 - 1)
        # Enlarged past its edges and cut, so that no scale has its grid where another has.
        left, top = random.random(2)
        box = (left, top, left + width / step, top + height / step)
        total += strength * numpy.asarray(grid.resize(size, Image.Resampling.BILINEAR, box=box))
        sum_of_strengths += strength
        step, strength = step // 2, strength * 0.66
    return total / sum_of_strengths


def coarse(random, size):
    """The same without what is finer than a few pixels."""
    small = surface(random, (size[0] // 4, size[1] // 4), 8)
    return numpy.asarray(Image.fromarray(small).resize(size, Image.Resampling.BILINEAR))


def photograph(seed, size):
    """Broad shapes with hard outlines, texture, and grain."""
    random = numpy.random.default_rng(seed)
    light = surface(random, size, 1)
    red, blue, shape = [coarse(random, size) for _ in range(3)]
    grain = random.standard_normal((size[1], size[0]), numpy.float32) * 5
    grey = 122 + 190 * light + 38 * numpy.sign(shape) + grain
    bands = [grey + 130 * red, grey - 40 * red - 40 * blue, grey + 130 * blue]
    return Image.fromarray(numpy.clip(numpy.stack(bands, axis=2), 0, 255).astype(numpy.uint8))


def save(picture, path):
    if path.endswith("jpg"):
        picture.save(path, quality=92)
    elif path.endswith("webp"):
        picture.save(path, quality=85, method=2)
    else:
        picture.save(path, compress_level=6)
    # A row needs a caption.
    with open(path[: path.rindex(".")] + ".txt", "w") as caption:
        caption.write("b3nch, picture " + os.path.basename(path).split(".")[0])


def make_one(job):
    seed, size, path = job
    save(photograph(seed, size), path)


def plant(folder):
    """One or more files for each of CleanVision's issues, and six with nothing the matter."""
    size = (1400, 1050)

    def put(name, picture):
        save(picture, f"{folder}/{name}")

    clean = [photograph(1000 + number, size) for number in range(6)]
    for number, picture in enumerate(clean):
        put(f"clean-{number}.jpg", picture)
    for number, ending in enumerate(["jpg", "png", "webp"]):

        def pixels(kind):
            return numpy.asarray(photograph(2000 + 100 * kind + number, size)).astype(numpy.float32)

        def put_pixels(name, values):
            put(f"{name}-{number}.{ending}", Image.fromarray(numpy.clip(values, 0, 255).astype(numpy.uint8)))

        put_pixels("dark", pixels(0) * 0.25)
        put_pixels("light", 247 + pixels(1) / 40)
        put_pixels("odd_aspect_ratio", pixels(2)[200:550])
        put(f"grayscale-{number}.{ending}", Image.fromarray(pixels(3).astype(numpy.uint8)).convert("L"))
        # No edge anywhere, and of each grey about as much.
        slope = numpy.linspace(5, 103, size[0])[None, :] + numpy.linspace(0, 96, size[1])[:, None]
        put_pixels("blurry", slope[:, :, None] + numpy.array([0, number * 9, 0]))
        drawing = Image.new("RGB", size, (120 + number, 130, 60))
        drawing.paste((20, 20, 120), (0, 0, 400 + 120 * number, 400))
        put(f"low_information-{number}.{ending}", drawing)
    # The same pixels in another file; a corner retouched; and four that are the same to the eye.
    first = Image.open(f"{folder}/clean-0.jpg").convert("RGB")
    put("exact_duplicates-of-clean-0.png", first)
    retouched = first.copy()
    retouched.paste((90, 90, 90), (0, 0, 6, 6))
    put("near_duplicates-retouched-of-clean-0.png", retouched)
    put("near_duplicates-shrunk-of-clean-1.jpg", clean[1].resize((700, 525), Image.Resampling.LANCZOS))
    put("near_duplicates-cut-of-clean-2.jpg", clean[2].crop((20, 15, 1380, 1035)))
    put("near_duplicates-brighter-of-clean-3.jpg", ImageEnhance.Brightness(clean[3]).enhance(1.1))
    put("near_duplicates-softened-of-clean-4.webp", clean[4].filter(ImageFilter.GaussianBlur(1.5)))
    # Far larger than the rest.
    put("odd_size-0.jpg", photograph(3000, (6000, 4000)))


if __name__ == "__main__":
    root = sys.argv[1]
    for name in ["mixed", "planted"]:
        os.makedirs(f"{root}/{name}", exist_ok=True)
    jobs = [
        (100 * kind + number, size, f"{root}/mixed/{name}-{number:02}.{ending}")
        for kind, (name, ending, count, size) in enumerate(MIXED)
        for number in range(count)
    ]
    with multiprocessing.Pool() as pool:
        pool.map(make_one, jobs, chunksize=1)
    plant(f"{root}/planted")
