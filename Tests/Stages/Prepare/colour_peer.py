"""Brings a picture to 8-bit sRGB over white by Pillow and numpy, and says how far the pixels of a raw file are from that.

Arguments: the picture, the raw file, and the rendering intent's number; without an intent the profile is left aside.
"""
import io
import json
import sys

import cv2
import numpy
from PIL import Image, ImageCms

path, raw = sys.argv[1:3]
intent = int(sys.argv[3]) if len(sys.argv) > 3 else None
picture = Image.open(path)
profile = picture.info.get("icc_profile")
deep = cv2.imread(path, cv2.IMREAD_UNCHANGED) if path.endswith(".png") else None
if deep is not None and deep.dtype == numpy.uint16:
    # Pillow drops the lower eight bits; OpenCV keeps them, blue first, and makes colours of grey with alpha.
    is_grey = open(path, "rb").read(26)[25] in (0, 4)
    values = deep if deep.ndim == 3 else deep[:, :, None]
    has_alpha = values.shape[2] == 4
    alpha = values[:, :, 3:] / 65535 if has_alpha else 1
    colours = values[:, :, :1] if is_grey else values[:, :, 2::-1]
    colours = numpy.rint(colours / 257).astype(numpy.uint8)
    mode = "L" if is_grey else "RGB"
else:
    picture = picture.convert("RGBA") if picture.mode == "P" else picture
    values = numpy.atleast_3d(numpy.asarray(picture))
    mode = {"LA": "L", "RGBA": "RGB"}.get(picture.mode, picture.mode)
    alpha = values[:, :, -1:] / 255 if mode != picture.mode else 1
    colours = values[:, :, : len(mode)]
colours = Image.fromarray(numpy.ascontiguousarray(colours.squeeze()), mode)
if intent is None:
    colours = colours.convert("RGB")
else:
    transform = ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), mode, "RGB", intent,
        ImageCms.Flags.BLACKPOINTCOMPENSATION)
    colours = ImageCms.applyTransform(colours, transform)
expected = numpy.asarray(colours, float) * alpha + 255 * (1 - alpha)
found = numpy.fromfile(raw, numpy.uint8).reshape(expected.shape)
apart = numpy.abs(expected - found)
print(json.dumps({"mean": float(apart.mean()), "most": float(apart.max())}), flush=True)
sys.stdin.read()
