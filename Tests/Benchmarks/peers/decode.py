"""Decodes pictures whole, in two processes, and does nothing with them: decode.py FILE ..."""

import multiprocessing
import sys

from PIL import Image


def decode(path):
    with Image.open(path) as picture:
        picture.load()


if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        pool.map(decode, sys.argv[1:], chunksize=1)
