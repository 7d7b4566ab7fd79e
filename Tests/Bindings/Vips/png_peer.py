"""Reads a PNG with three decoders of others and says for each whether it finds the pixels of a raw file."""
import json
import sys

import cv2
import numpy
from PIL import Image

path, raw = sys.argv[1:3]
picture = Image.open(path)
picture.load()
expected = numpy.fromfile(raw, numpy.uint8).reshape(picture.height, picture.width, 3)
found = {
    "pillow": numpy.asarray(picture),
    "opencv": cv2.imread(path, cv2.IMREAD_UNCHANGED)[:, :, ::-1],
}
answer = {name: bool(numpy.array_equal(pixels, expected)) for name, pixels in found.items()}
print(json.dumps(answer | {"mode": picture.mode, "info": sorted(picture.info)}), flush=True)
sys.stdin.read()
