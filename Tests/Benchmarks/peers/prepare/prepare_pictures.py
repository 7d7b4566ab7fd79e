"""Makes 1024x1024 pictures of a folder of JPEGs, as fast as a library does: prepare_pictures.py HOW FOLDER OUT FORMAT.

Each HOW reads every file, decodes it, scales the largest centred square to 1024x1024, and writes a JPEG of
quality 92 with full colour, or a PNG, into OUT. Two cores are used by two processes with one thread each.
"""

import multiprocessing
import os
import sys

SIDE = 1024
PROCESSES = 2


def opencv():
    import cv2

    cv2.setNumThreads(1)
    jpeg = [
        cv2.IMWRITE_JPEG_QUALITY, 92, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444,
    ]  # fmt: skip

    def prepare(source, target):
        picture = cv2.imread(source, cv2.IMREAD_COLOR)
        height, width = picture.shape[:2]
        side = min(height, width)
        left, top = (width - side) // 2, (height - side) // 2
        square = picture[top : top + side, left : left + side]
        resized = cv2.resize(square, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        if not cv2.imwrite(target, resized, jpeg if target.endswith("jpg") else []):
            raise OSError(target)

    return prepare


def opencv_floor():
    """Decodes all and encodes a square of it, without resizing."""
    import cv2

    cv2.setNumThreads(1)
    jpeg = [
        cv2.IMWRITE_JPEG_QUALITY, 92, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444,
    ]  # fmt: skip

    def prepare(source, target):
        picture = cv2.imread(source, cv2.IMREAD_COLOR)
        left, top = (picture.shape[1] - SIDE) // 2, (picture.shape[0] - SIDE) // 2
        square = picture[top : top + SIDE, left : left + SIDE]
        if not cv2.imwrite(target, square, jpeg if target.endswith("jpg") else []):
            raise OSError(target)

    return prepare


def pillow(plain=True):
    from PIL import Image

    def prepare(source, target):
        with Image.open(source) as picture:
            if not plain:
                # The decoder drops what is finer than needed, and the resize skips pixels.
                short = min(picture.size)
                picture.draft("RGB", (picture.width * SIDE // short, picture.height * SIDE // short))
            side = min(picture.size)
            left, top = (picture.width - side) / 2, (picture.height - side) / 2
            resized = picture.resize(
                (SIDE, SIDE), Image.Resampling.LANCZOS, box=(left, top, left + side, top + side),
                reducing_gap=None if plain else 2.0,
            )  # fmt: skip
        if target.endswith("jpg"):
            resized.save(target, quality=92, subsampling=0)
        else:
            # Its default level takes twice as long for files that are 2 % smaller.
            resized.save(target, compress_level=1)

    return prepare


def vips(system=False):
    """pyvips with the libvips of the list, or with the system's, which lorapipe uses as well."""
    os.environ["VIPS_CONCURRENCY"] = "1"
    if system:
        # The list's comes as this module; without it pyvips opens the library that the system has.
        sys.modules["_libvips"] = None
    import pyvips

    assert ((pyvips.version(0), pyvips.version(1)) == (8, 18)) != system, "not the libvips that was meant"
    pyvips.cache_set_max(0)
    return pyvips


def vips_save(picture, target):
    import pyvips

    if target.endswith("jpg"):
        picture.jpegsave(target, Q=92, subsample_mode="off")
    elif pyvips.version(1) < 18:
        # With zlib as it is, level 1 is twice as fast as level 6 for 2 % more bytes.
        picture.pngsave(target, compression=1, filter="sub")
    else:
        # Its own defaults, level 6 and no filter, take twice as long for files that are 1.4 times as large. Level 1
        # would save another 9 ms a picture for files 1.45 times as large.
        picture.pngsave(target, compression=2, filter="up")


def vips_resize(whole=False, system=False):
    """A picture that is read from top to bottom is not decoded below the square, unless `whole`."""
    pyvips = vips(system)

    def prepare(source, target):
        picture = pyvips.Image.jpegload(source, access="sequential")
        side = min(picture.width, picture.height)
        left, top = (picture.width - side) // 2, (picture.height - side) // 2
        if whole:
            resized = picture.crop(left, 0, side, picture.height).resize(SIDE / side).copy_memory()
            square = resized.crop(0, (resized.height - SIDE) // 2, SIDE, SIDE)
        else:
            square = picture.crop(left, top, side, side).resize(SIDE / side)
        vips_save(square, target)

    return prepare


def vips_thumbnail():
    """The verb that libvips recommends. The decoder shrinks from four times the size on, as no photograph here has."""
    pyvips = vips()

    def prepare(source, target):
        vips_save(pyvips.Image.thumbnail(source, SIDE, height=SIDE, crop="centre"), target)

    return prepare


def vips_decode():
    """Decodes all and keeps nothing: of a picture that is read from top to bottom, the last row needs the rest."""
    pyvips = vips()

    def prepare(source, target):
        picture = pyvips.Image.jpegload(source, access="sequential")
        picture.crop(0, picture.height - 1, picture.width, 1).copy_memory()

    return prepare


def vips_floor(system=False):
    """Decodes all and encodes the square at the bottom of it, without resizing."""
    pyvips = vips(system)

    def prepare(source, target):
        picture = pyvips.Image.jpegload(source, access="sequential")
        vips_save(picture.crop((picture.width - SIDE) // 2, picture.height - SIDE, SIDE, SIDE), target)

    return prepare


WAYS = {
    "opencv": opencv,
    "opencv-floor": opencv_floor,
    "pillow": pillow,
    "pillow-draft": lambda: pillow(plain=False),
    "vips-resize": vips_resize,
    "vips-resize-whole": lambda: vips_resize(whole=True),
    "vips-resize-system": lambda: vips_resize(system=True),
    "vips-thumbnail": vips_thumbnail,
    "vips-decode": vips_decode,
    "vips-floor": vips_floor,
    "vips-floor-system": lambda: vips_floor(system=True),
}


def img2dataset(files, out, ending):
    """It fetches from addresses, files' too. Its JPEGs halve the colours' resolution, which it has no setting for."""
    from img2dataset import download

    with open(out + "/addresses.txt", "w") as addresses:
        addresses.writelines(f"file://{os.path.abspath(file)}\n" for file in files)
    download(
        url_list=out + "/addresses.txt", output_folder=out + "/files", output_format="files", input_format="txt",
        image_size=SIDE, resize_mode="center_crop", encode_format=ending, encode_quality=92 if ending == "jpg" else 1,
        processes_count=PROCESSES, thread_count=4, number_sample_per_shard=len(files) // PROCESSES,
        extract_exif=False, compute_hash=None, distributor="multiprocessing",
    )  # fmt: skip


# Set by `start` in each process.
prepare = None


def start(how):
    global prepare
    prepare = WAYS[how]()


def run(job):
    prepare(*job)


def main():
    how, folder, out, ending = sys.argv[1:]
    files = sorted(f"{folder}/{name}" for name in os.listdir(folder) if name.endswith(".jpg"))
    if how == "img2dataset":
        return img2dataset(files, out, ending)
    jobs = [(file, f"{out}/{os.path.basename(file)[:-4]}.{ending}") for file in files]
    # Nothing was imported yet that a fork would carry along.
    with multiprocessing.get_context("fork").Pool(PROCESSES, start, (how,)) as pool:
        for _ in pool.imap_unordered(run, jobs):
            pass


if __name__ == "__main__":
    main()
