"""Paints harbour scenes: sky, hills, water that mirrors them, sprites with reflections. All of it is seeded.

Colours are sRGB triples from 0 to 1, pictures float arrays of height x width x 3 (or 4: then with alpha).
"""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from boats import town

FINE = 3  # sprites are drawn this many times larger and then reduced, for smooth edges


def rgb(text):
    """'#aabbcc' as three numbers from 0 to 1."""
    return np.array([int(text[i:i + 2], 16) / 255 for i in (1, 3, 5)], np.float32)


def mix(a, b, t):
    return a + (b - a) * t


def smooth(low, high, x):
    t = np.clip((x - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def noise(rng, h, w, cells_y, cells_x, octaves=4):
    """Soft noise from 0 to 1: random grids, each twice as fine and half as strong as the one before."""
    total, weight = np.zeros((h, w), np.float32), 0.0
    for octave in range(octaves):
        rows, columns = (min(n, int(c * 2 ** octave) + 2) for n, c in ((h, cells_y), (w, cells_x)))
        grid = Image.fromarray(rng.random((rows, columns), np.float32))
        total += np.asarray(grid.resize((w, h), Image.Resampling.BICUBIC)) * 0.5 ** octave
        weight += 0.5 ** octave
    return total / weight


def gradient(stops, h):
    """A column of colours from [(position, '#rrggbb'), ...], positions from 0 (top) to 1."""
    at = np.linspace(0, 1, h)
    colours = np.array([rgb(c) for _, c in stops])
    return np.stack([np.interp(at, [p for p, _ in stops], colours[:, i]) for i in range(3)], -1)


class Scene:
    """A canvas with a horizon. `look` is a dictionary; see `draw.py` for what it may say."""

    def __init__(self, width, height, seed, look):
        self.w, self.h, self.look = width, height, look
        self.rng = np.random.default_rng(seed)
        self.horizon = int(height * look.get("horizon", 0.5))
        self.ambient = rgb(look.get("ambient", "#ffffff"))
        self.haze = rgb(look["sky"][-1][1])
        self.mask = np.zeros((height, width), np.float32)  # where a sprite was painted
        self._sky()
        self._hills()
        if "town" in look:
            self.put(town, 0.5, 0.0, 1.3, haze=look.get("town_haze", 0.35), mirror=False, seed=look["town"])
        self._water()

    def _sky(self):
        h, w, look, y0 = self.h, self.w, self.look, self.horizon
        sky = np.repeat(gradient(look["sky"], y0)[:, None], w, 1).astype(np.float32)
        yy, xx = np.mgrid[0:y0, 0:w].astype(np.float32)
        self.sun = None
        if "sun" in look:
            x, y, radius, colour = look["sun"]
            self.sun, colour = x, rgb(colour)
            away = np.hypot(xx - x * w, yy - y * y0) / min(w, h)
            glow = np.exp(-(away / (radius * 5)) ** 1.3)[..., None]
            sky = mix(sky, colour, 0.75 * glow)
            disk = smooth(radius * 1.04, radius * 0.96, away)[..., None]
            sky = mix(sky, mix(colour, np.ones(3, np.float32), 0.55), disk)
        if look.get("stars"):
            dots = (self.rng.random((y0, w)) > 0.9996) * self.rng.random((y0, w)) * (1 - yy / y0)
            dots = Image.fromarray((dots * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(1.1))
            sky = np.clip(sky + np.asarray(dots, np.float32)[..., None] / 50, 0, 1)
        if look.get("clouds"):
            amount, lit, shade = look["clouds"]
            cover = noise(self.rng, y0, w, 5 * y0 / h, 2.2 * w / h, 6)
            dense = smooth(0.62 - amount * 0.3, 0.8 - amount * 0.2, cover)
            under = np.roll(cover, -max(2, h // 50), 0) - cover
            colour = mix(rgb(lit), rgb(shade), np.clip(0.45 - under * 5, 0, 1)[..., None])
            sky = mix(sky, colour, (dense * (0.9 - 0.45 * yy / y0))[..., None])
        self.px = np.empty((h, w, 3), np.float32)
        self.px[:y0], self.px[y0:] = sky, sky[-1]

    def _hills(self):
        for k, (height, colour) in enumerate(self.look.get("hills", [])):
            line = noise(self.rng, 8, self.w, 1, 3 + 2 * k, 5)[4]
            top = self.horizon - height * self.h * (0.15 + 1.5 * np.clip(line - 0.2, 0, 1))
            rows = np.arange(self.horizon, dtype=np.float32)[:, None]
            cover = np.clip(rows - top[None] + 0.5, 0, 1)[..., None]
            mottle = noise(self.rng, self.horizon, self.w, 30, 45, 3)[..., None] - 0.5
            body = mix(rgb(colour), self.haze, (smooth(self.horizon - height * self.h, self.horizon, rows)
                                                * 0.35)[..., None]) * (1 + 0.3 * mottle)
            self.px[:self.horizon] = mix(self.px[:self.horizon], body, cover)

    def _ripples(self, h, w):
        """A field of waves in perspective, about -1 to 1, wide and flat near the viewer, fine far away."""
        tile = noise(self.rng, 512, 512, 40, 40, 3) * 2 - 1
        tile = np.clip(tile * 2.2, -1, 1)
        depth = (np.arange(h, dtype=np.float32)[:, None] + 1) / h
        distance = 1 / (depth + 0.06)
        x = (np.arange(w, dtype=np.float32)[None] - w / 2) / self.h * 46 * distance ** 0.8 + 2000
        y = 150 * distance - 60 * depth + 0 * x
        xi, yi = np.floor(x).astype(int), np.floor(y).astype(int)
        fx, fy = x - xi, y - yi
        fx, fy = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy)
        at = lambda dy, dx: tile[(yi + dy) % 512, (xi + dx) % 512]
        return mix(mix(at(0, 0), at(0, 1), fx), mix(at(1, 0), at(1, 1), fx), fy)

    def _water(self):
        y0, w, h = self.horizon, self.w, self.h - self.horizon
        waves, calm = self._ripples(h, w), self.look.get("calm", 0.5)
        depth = (np.arange(h, dtype=np.float32)[:, None] + 1) / h
        sway = waves * (0.02 + 0.16 * depth) * y0 * (1 - calm * 0.7)
        source = y0 - 1 - np.arange(h)[:, None] * (y0 / h) * 0.8 + sway
        source = np.clip(source, 0, y0 - 1).astype(int)
        mirrored = self.px[source, np.arange(w)[None]]
        deep = rgb(self.look["sea"])
        water = mix(mirrored, deep, np.clip(0.12 + 0.5 * depth + 0.2 * waves, 0, 0.9)[..., None])
        water *= (1 + 0.16 * waves * (1 - calm * 0.5))[..., None]
        if self.sun is not None:  # the path of light under the sun
            across = np.abs(np.arange(w)[None] / w - self.sun) / (0.03 + 0.1 * depth)
            glint = smooth(0.05, 0.5, waves) * np.exp(-across ** 2)
            water = mix(water, rgb(self.look["sun"][3]), (glint * 0.85)[..., None])
        foam = smooth(0.72, 0.98, waves) * 0.25 * (1 - calm) * smooth(0, 0.4, depth)
        self.px[y0:] = mix(water, np.ones(3, np.float32), foam[..., None])

    def put(self, draw, x, depth, size, haze=0.0, mirror=True, flip=False, lift=0.0, **options):
        """Paints a sprite, `x` of its middle and `size` of its width in parts of the picture's width.

        `depth` is where its waterline lies: 0 the horizon, 1 the lower edge. `lift` raises it into the sky.
        """
        w = max(12, int(size * self.w))
        pen = Pen(w, draw.tall, self.rng)
        draw(pen, **options)
        body, light = pen.finish(self.ambient, mix(self.ambient, self.haze, 0.6), flip)
        body[..., :3] = mix(body[..., :3], self.haze, haze)
        left = int(x * self.w - w / 2)
        line = int(self.horizon + depth * (self.h - self.horizon) - lift * self.h)
        if mirror:
            self._reflect(body, light, left, line)
        self._blend(body, light, left, line - body.shape[0], 1)

    def _reflect(self, body, light, left, line):
        rows = body.shape[0]
        wave = noise(self.rng, rows, 1, rows / 7, 1, 2)[:, 0] * 2 - 1
        shift = (wave * np.linspace(1, 5, rows) * self.w / 500).astype(int)
        def bend(a):
            a = a[::-1]
            return np.stack([np.roll(a[i], shift[i], 0) for i in range(rows)])
        fade = np.linspace(0.62, 0.12, rows)[:, None] * (0.7 + 0.3 * wave[:, None])
        turned = bend(body)
        turned[..., :3] = mix(turned[..., :3], rgb(self.look["sea"]), 0.3)
        turned[..., 3] *= fade
        self._blend(turned, bend(light) * fade[..., None], left, line, 0.6)

    def _blend(self, body, light, left, top, weight):
        y0, x0 = max(0, top), max(0, left)
        y1, x1 = min(self.h, top + body.shape[0]), min(self.w, left + body.shape[1])
        if y1 <= y0 or x1 <= x0:
            return
        part = body[y0 - top:y1 - top, x0 - left:x1 - left]
        area = self.px[y0:y1, x0:x1]
        area[:] = mix(area, part[..., :3], part[..., 3:])
        glow = np.clip(light[y0 - top:y1 - top, x0 - left:x1 - left] * weight, 0, 1)
        area[:] = 1 - (1 - np.clip(area, 0, 1)) * (1 - glow)
        if weight == 1:  # not for reflections
            self.mask[y0:y1, x0:x1] = np.maximum(self.mask[y0:y1, x0:x1], part[..., 3])

    def finish(self, grain=0.012):
        """The picture with a little canvas texture, a light vignette and grain, clipped to 0...1."""
        yy, xx = np.mgrid[-1:1:self.h * 1j, -1:1:self.w * 1j].astype(np.float32)
        out = self.px * (1 - 0.13 * (xx * xx + yy * yy) / 2)[..., None]
        if grain:
            out *= (1 + 0.10 * (noise(self.rng, self.h, self.w, 24, 24, 4) - 0.5))[..., None]
            out += self.rng.standard_normal((self.h, self.w, 1), np.float32) * grain
        return np.clip(out, 0, 1)


class Pen:
    """Draws one sprite on a grid 100 units wide, y upwards from the waterline."""

    def __init__(self, width, tall, rng):
        self.size = (width, max(4, int(width * tall / 100)))
        self.unit, self.rng = width * FINE / 100, rng
        big = (self.size[0] * FINE, self.size[1] * FINE)
        self.body, self.lamp = Image.new("RGBA", big), Image.new("RGB", big)
        self._body, self._lamp = ImageDraw.Draw(self.body), ImageDraw.Draw(self.lamp)

    def _at(self, points):
        return [(x * self.unit, self.body.height - y * self.unit) for x, y in points]

    @staticmethod
    def _ink(colour):
        return tuple(int(round(c * 255)) for c in rgb(colour))

    def shape(self, colour, *points):
        self._body.polygon(self._at(points), self._ink(colour) + (255,))

    def box(self, colour, x0, y0, x1, y1):
        self.shape(colour, (x0, y0), (x1, y0), (x1, y1), (x0, y1))

    def line(self, colour, width, *points):
        self._body.line(self._at(points), self._ink(colour) + (255,), max(1, int(width * self.unit)), "curve")

    def disk(self, colour, x, y, r):
        (x0, y0), (x1, y1) = self._at([(x - r, y + r), (x + r, y - r)])
        self._body.ellipse((x0, y0, x1, y1), self._ink(colour) + (255,))

    def shine(self, colour, x0, y0, x1, y1):
        """A lit window or lamp: keeps its colour at night and glows."""
        (a, b), (c, d) = self._at([(x0, y1), (x1, y0)])
        self._lamp.rectangle((a, b, max(a, c), max(b, d)), self._ink(colour))

    def finish(self, lit, shaded, flip):
        """(colour and alpha, emitted light), lit from the left and mottled like gouache."""
        body = np.asarray(self.body.resize(self.size, Image.Resampling.BOX), np.float32) / 255
        small = self.lamp.resize(self.size, Image.Resampling.BOX)
        blur = small.filter(ImageFilter.GaussianBlur(max(1.5, self.size[0] / 60)))
        light = np.asarray(small, np.float32) / 255 + 0.9 * np.asarray(blur, np.float32) / 255
        h, w = body.shape[:2]
        body = body[:, ::-1].copy() if flip else body.copy()
        light = light[:, ::-1] if flip else light
        across = np.linspace(0, 1, w, dtype=np.float32)[None, :, None]
        mottle = noise(self.rng, h, w, max(2, h / 14), max(2, w / 22), 3)[..., None] - 0.5
        body[..., :3] = np.clip(body[..., :3] * mix(lit, shaded, across * 0.6) * (1 + 0.22 * mottle), 0, 1)
        return body, light
