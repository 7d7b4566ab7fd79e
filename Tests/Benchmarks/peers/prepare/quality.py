"""How far each program's 1024x1024 pictures are from a reference in floating point; prints a Markdown table's lines.

quality.py SOURCES LORAPIPE: SOURCES/png and SOURCES/jpeg hold the same pixels; LORAPIPE/png and LORAPIPE/jpeg what
`lorapipe export --as folder` made of them, PNGs in images/ beside a lock that names their sources.

The reference is Lanczos with three lobes, widened by the scale when it shrinks, in 64-bit floats by resize-right,
which shares no code with any of the others. It scales the shorter side to 1024; pixel centres lie at halves, so that
the edges of the picture stay where they were; beyond an edge its last pixel is repeated. The crop is centred. The
sources are cut so that the longer side and the crop's offset are whole numbers: nobody has to round.
"""

import json
import multiprocessing
import os
import statistics
import sys
import warnings

import numpy
from PIL import Image
from skimage.metrics import structural_similarity

SIDE = 1024
# Programs differ in what they take to lie beyond a picture's edge, which no trainer sees the right or wrong of.
EDGE = 8


def centred(pixels):
    top, left = (pixels.shape[0] - SIDE) // 2, (pixels.shape[1] - SIDE) // 2
    return pixels[top : top + SIDE, left : left + SIDE]


def target_size(width, height):
    short = min(width, height)
    size = width * SIDE / short, height * SIDE / short
    assert all(side == int(side) and int(side) % 2 == 0 for side in size), size
    return int(size[0]), int(size[1])


def reference(pixels):
    with warnings.catch_warnings():
        # It says that it goes without PyTorch.
        warnings.simplefilter("ignore")
        from resize_right import interp_methods, resize
    width, height = target_size(pixels.shape[1], pixels.shape[0])
    # A band at a time: it holds each output pixel's whole neighbourhood.
    bands = [
        resize(
            pixels[:, :, band].astype(numpy.float64), out_shape=(height, width),
            interp_method=interp_methods.lanczos3, antialiasing=True, pad_mode="edge",
        )  # fmt: skip
        for band in range(3)
    ]
    return numpy.clip(centred(numpy.stack(bands, axis=2)), 0, 255)


def pillow(path):
    with Image.open(path) as picture:
        resized = picture.convert("RGB").resize(target_size(*picture.size), Image.Resampling.LANCZOS)
    return centred(numpy.asarray(resized))


def pillow_draft(path):
    """The JPEG decoder shrinks first where it can, by its own filter."""
    with Image.open(path) as picture:
        size = target_size(*picture.size)
        picture.draft("RGB", size)
        resized = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return centred(numpy.asarray(resized))


def opencv(interpolation):
    def prepare(path):
        import cv2

        picture = cv2.imread(path, cv2.IMREAD_COLOR)
        size = target_size(picture.shape[1], picture.shape[0])
        resized = cv2.resize(picture, size, interpolation=getattr(cv2, interpolation))
        return centred(resized)[:, :, ::-1]

    return prepare


def vips_resize(path):
    import pyvips

    picture = pyvips.Image.new_from_file(path)
    return centred(picture.resize(SIDE / min(picture.width, picture.height)).numpy())


def vips_thumbnail(path):
    import pyvips

    return pyvips.Image.thumbnail(path, SIDE, height=SIDE, crop="centre").numpy()


OTHERS = {
    "Pillow, LANCZOS": pillow,
    "Pillow, draft and reducing_gap": pillow_draft,
    "OpenCV, INTER_AREA": opencv("INTER_AREA"),
    "OpenCV, INTER_LANCZOS4": opencv("INTER_LANCZOS4"),
    "pyvips, resize": vips_resize,
    "pyvips, thumbnail": vips_thumbnail,
}
FLOOR = "the reference in 8 bits"


def distance(pixels, wanted):
    pixels, wanted = (part[EDGE:-EDGE, EDGE:-EDGE].astype(numpy.float64) for part in (pixels, wanted))
    assert pixels.shape == wanted.shape, (pixels.shape, wanted.shape)
    psnr = 10 * numpy.log10(255**2 / numpy.mean((pixels - wanted) ** 2))
    similarity = structural_similarity(
        pixels, wanted, data_range=255, channel_axis=2, gaussian_weights=True, use_sample_covariance=False
    )
    return float(psnr), float(similarity)


def judge(job):
    """The distances of one picture: of what each made of its PNG, and of its JPEG."""
    with Image.open(job[0][0]) as picture:
        pixels = numpy.asarray(picture.convert("RGB"))
    wanted = reference(pixels)
    results = []
    for source, ours in job:
        with Image.open(source) as picture:
            assert (numpy.asarray(picture.convert("RGB")) == pixels).all(), source
        with Image.open(ours) as picture:
            assert picture.size == (SIDE, SIDE) and picture.mode == "RGB", ours
            result = {"lorapipe": distance(numpy.asarray(picture), wanted)}
        for name, prepare in OTHERS.items():
            result[name] = distance(prepare(source), wanted)
        result[FLOOR] = distance(numpy.rint(wanted), wanted)
        results.append(result)
    return results


def exported(folder):
    """The prepared file of each source, by the source's name."""
    with open(folder + "/manifest.lock.json") as file:
        images = json.load(file)["images"]
    return {
        os.path.basename(image["source"]["location"]): f"{folder}/images/{image['prepared']['filename']}"
        for image in images
    }


def main():
    sources, lorapipe = sys.argv[1:]
    kinds = [("png", "PNGs, the same pixels for all"), ("jpeg", "JPEGs, by their own decoders")]
    jobs = []
    for kind, _ in kinds:
        ours = exported(f"{lorapipe}/{kind}")
        names = sorted(name for name in os.listdir(f"{sources}/{kind}") if not name.endswith(".txt"))
        assert len(ours) == len(names), f"lorapipe made {len(ours)} pictures of {len(names)}"
        jobs.append([(f"{sources}/{kind}/{name}", ours[name]) for name in names])
    with multiprocessing.Pool(2) as pool:
        results = pool.map(judge, list(zip(*jobs)), chunksize=1)
    for index, (_, title) in enumerate(kinds):
        for name in results[0][index]:
            psnr, similarity = zip(*[result[index][name] for result in results])
            cells = [
                f"{len(results)} {title}" if name == "lorapipe" else "",
                name,
                " · ".join(f"{f(psnr):.2f}" for f in (statistics.mean, statistics.median, min)),
                " · ".join(f"{f(similarity):.5f}" for f in (statistics.mean, statistics.median, min)),
            ]
            print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
