#!/usr/bin/env python3
"""Draws the sample pictures, always the same ones: python3 samples/draw.py (needs Pillow and numpy)."""

from pathlib import Path

import numpy as np

import boats as b
import faults
import files
from scenery import Scene, noise, smooth

HERE = Path(__file__).resolve().parent

# A look: where the horizon lies, the sky's colours downwards, sun (x, y, radius, colour), clouds (how much,
# lit, shaded), hills (height, colour) from far to near, the sea's colour, the light on things, calm or rough.
DAWN = dict(horizon=0.46, sky=[(0, "#5d7fa8"), (0.5, "#d9b6a6"), (1, "#f7d9a6")], sea="#35566b",
            ambient="#f6dfc8", sun=(0.68, 0.8, 0.045, "#ffe3a0"), clouds=(0.5, "#f9d8c0", "#a88c9c"),
            hills=[(0.12, "#8d8fa6"), (0.07, "#66758a")], calm=0.7)
DAY = dict(horizon=0.45, sky=[(0, "#3f7fb5"), (0.6, "#8fbbd6"), (1, "#d9e6e4")], sea="#1f5f78",
           clouds=(0.6, "#ffffff", "#a3b1bd"), hills=[(0.10, "#7d97a0"), (0.06, "#587a6a")], calm=0.35)
STORM = dict(horizon=0.42, sky=[(0, "#39454f"), (0.6, "#76848a"), (1, "#b3b9ae")], sea="#2e4a50",
             ambient="#d3d9d6", clouds=(1.0, "#a9b2b3", "#3a444c"), hills=[(0.06, "#5f6f72")], calm=0.0)
SUNSET = dict(horizon=0.5, sky=[(0, "#3d3a78"), (0.45, "#c2506a"), (0.8, "#ff7a2a"), (1, "#ffc03d")],
              sea="#3b2a55", ambient="#d99a86", sun=(0.36, 0.84, 0.06, "#ffd23a"),
              clouds=(0.7, "#ff8a4a", "#6d3a66"), hills=[(0.09, "#5d3a5c")], calm=0.6)
NIGHT = dict(horizon=0.44, sky=[(0, "#0a1230"), (0.7, "#1f3157"), (1, "#3f4f70")], sea="#0b1a33",
             ambient="#6d7d9c", sun=(0.24, 0.34, 0.035, "#e8ecd8"), stars=True,
             clouds=(0.35, "#3c4a6a", "#141d38"), hills=[(0.10, "#18223c")], town=51, town_haze=0.12,
             calm=0.55)
FOG = dict(horizon=0.5, sky=[(0, "#aeb9bd"), (1, "#dfe0d8")], sea="#8ba0a3", ambient="#e4e6e2",
           hills=[(0.12, "#c3cac9"), (0.06, "#adb8b8")], calm=0.85)


def gulls(scene, *places):
    for x, y, size in places:
        scene.put(b.gull, x, 0, size, lift=scene.horizon / scene.h - y, mirror=False, haze=0.15)


def dawn_fleet():
    s = Scene(1600, 1200, 11, DAWN)
    s.put(b.sailboat, 0.53, 0.05, 0.06, haze=0.45)
    s.put(b.sailboat, 0.82, 0.10, 0.10, haze=0.3, sail="#f0c9a4")
    s.put(b.sailboat, 0.28, 0.46, 0.30, hull="#7a2f2a", sail="#c96a4a", jib="#e2a15f", stripe="#f0dcb8")
    s.put(b.rowboat, 0.78, 0.72, 0.20)
    gulls(s, (0.55, 0.13, 0.05), (0.63, 0.19, 0.035), (0.47, 0.22, 0.03))
    return s


def red_lighthouse():
    s = Scene(1200, 1600, 22, dict(DAY, horizon=0.6))
    s.put(b.sailboat, 0.2, 0.08, 0.12, haze=0.25)
    s.put(b.lighthouse, 0.62, 0.24, 0.58)
    s.put(b.buoy, 0.18, 0.62, 0.10)
    gulls(s, (0.24, 0.2, 0.09), (0.36, 0.27, 0.06), (0.14, 0.33, 0.05))
    return s


def trawler_at_jetty():
    s = Scene(1100, 1500, 33, dict(DAY, horizon=0.42, town=7, clouds=(0.8, "#fbf4e8", "#93a3b3"), calm=0.5))
    s.put(b.trawler, 0.5, 0.36, 0.72)
    s.put(b.jetty, 0.36, 0.80, 0.86)
    gulls(s, (0.7, 0.12, 0.10), (0.22, 0.18, 0.07))
    return s


def container_crane():
    s = Scene(1800, 1200, 44, dict(DAY, horizon=0.55, sky=[(0, "#6a8fae"), (0.6, "#b9c9cc"), (1, "#eadfc6")],
                                   hills=[(0.05, "#8a99a0")], sea="#3c6470"))
    s.put(b.cargo, 0.34, 0.16, 0.62, haze=0.08)
    s.put(b.crane, 0.74, 0.34, 0.50)
    s.put(b.tug, 0.24, 0.62, 0.20, flip=True)
    gulls(s, (0.3, 0.14, 0.04), (0.37, 0.2, 0.03))
    return s


def wide_gamut_sunset():
    s = Scene(1600, 1067, 55, SUNSET)
    s.put(b.crane, 0.86, 0.03, 0.14, haze=0.2, colour="#6d3a4a", dark="#4a2a40")
    s.put(b.crane, 0.74, 0.02, 0.11, haze=0.3, colour="#6d3a4a", dark="#4a2a40")
    s.put(b.cargo, 0.66, 0.42, 0.46, hull="#3a2438")
    s.put(b.sailboat, 0.17, 0.20, 0.13, hull="#4a2b44", sail="#e8895a", jib="#c9605a")
    return s


def paper_cut_sloop():
    s = Scene(1024, 1024, 66, dict(DAY, horizon=0.62, hills=[], clouds=(0.3, "#ffffff", "#c3d0d8")))
    s.put(b.sailboat, 0.5, 0.40, 0.58, hull="#26415c", stripe="#e0b23f")
    return s


def morning_fog():
    s = Scene(1024, 1280, 77, FOG)
    s.put(b.cargo, 0.6, 0.06, 0.7, haze=0.72)
    s.put(b.tug, 0.36, 0.36, 0.42, haze=0.3)
    s.put(b.buoy, 0.8, 0.62, 0.12, haze=0.12, colour="#b8402f")
    return s


def print_ferry():
    s = Scene(1500, 1050, 88, dict(DAY, town=12, sea="#2a6a70", clouds=(0.5, "#fffaf0", "#9fb3bd")))
    s.put(b.ferry, 0.5, 0.30, 0.66)
    s.put(b.buoy, 0.13, 0.60, 0.07, colour="#b8402f")
    s.put(b.rowboat, 0.80, 0.82, 0.18, hull="#d8a033", flip=True)
    gulls(s, (0.2, 0.14, 0.05), (0.74, 0.1, 0.04), (0.82, 0.17, 0.03))
    return s


def grey_storm():
    s = Scene(1400, 1050, 99, STORM)
    s.put(b.lighthouse, 0.84, 0.07, 0.22, haze=0.2, stripe="#50555a", lamp=True)
    s.put(b.trawler, 0.36, 0.40, 0.42, flip=True)
    gulls(s, (0.52, 0.12, 0.05), (0.6, 0.2, 0.06))
    return s


def painted_town():
    s = Scene(1920, 1280, 110, dict(DAWN, town=21, town_haze=0.18, sun=(0.2, 0.62, 0.04, "#fff0c0")))
    fleet = (0.12, 0.10, "#2f5d7a"), (0.3, 0.12, "#a5382e"), (0.5, 0.11, "#3b7355"), (0.9, 0.13, "#d8a033")
    for x, size, colour in fleet:
        s.put(b.trawler, x, 0.16, size, hull=colour, haze=0.12)
    s.put(b.rowboat, 0.36, 0.55, 0.15, hull="#b8402f")
    s.put(b.jetty, 0.78, 0.88, 0.62)
    return s


def small_tug():
    s = Scene(1280, 1024, 121, dict(DAY, horizon=0.4, sea="#2c7a86", calm=0.2,
                                    sky=[(0, "#58a0b8"), (1, "#e6ecd8")]))
    s.put(b.ferry, 0.8, 0.06, 0.2, haze=0.35)
    s.put(b.tug, 0.46, 0.52, 0.6)
    gulls(s, (0.16, 0.12, 0.07), (0.28, 0.22, 0.05))
    return s


def poster_moon():
    s = Scene(1024, 1024, 132, dict(NIGHT, clouds=None, stars=False, town=53,
                                    sun=(0.7, 0.36, 0.08, "#f2e6c0")))
    s.put(b.lighthouse, 0.25, 0.22, 0.34, lamp=True)
    s.put(b.sailboat, 0.66, 0.42, 0.24)
    return s


def night_lights():
    s = Scene(1536, 1536, 143, NIGHT)
    s.put(b.ferry, 0.56, 0.22, 0.5, lit=True)
    s.put(b.trawler, 0.26, 0.60, 0.36, lamp=True, hull="#2f5d7a")
    return s


def long_quay():
    s = Scene(2000, 1125, 154, dict(STORM, town=31, horizon=0.5, sea="#3f6468", calm=0.3,
                                    sky=[(0, "#5c7488"), (0.6, "#a3b4ba"), (1, "#dcdccb")]))
    s.put(b.crane, 0.13, 0.10, 0.22, haze=0.15, colour="#4f7f9a", dark="#345870")
    s.put(b.crane, 0.33, 0.10, 0.22, haze=0.15, colour="#4f7f9a", dark="#345870")
    s.put(b.sailboat, 0.62, 0.22, 0.10, hull="#b5452f", haze=0.1)
    s.put(b.sailboat, 0.75, 0.30, 0.14, sail="#d9a15a", jib="#c98a4a", haze=0.05)
    s.put(b.rowboat, 0.44, 0.66, 0.17, hull="#4f6b8a")
    return s


def vignette(scene):
    """Alpha for the cut-out: a soft, uneven disc of paper around the boat."""
    yy, xx = np.mgrid[-1:1:scene.h * 1j, -1:1:scene.w * 1j]
    edge = np.hypot(xx, yy) + 0.10 * (noise(np.random.default_rng(5), scene.h, scene.w, 6, 6, 3) - 0.5)
    return np.maximum(smooth(0.90, 0.84, edge), scene.mask * smooth(1.0, 0.98, np.abs(yy)))


PICTURES = {
    "dawn-fleet.jpg": (dawn_fleet, files.jpeg, {}),
    "red-lighthouse.jpg": (red_lighthouse, files.jpeg, dict(orientation=6)),
    "trawler-at-jetty.jpg": (trawler_at_jetty, files.jpeg, dict(orientation=8)),
    "container-crane.jpg": (container_crane, files.jpeg, dict(orientation=3)),
    "wide-gamut-sunset.jpg": (wide_gamut_sunset, files.jpeg, dict(wide_gamut=True)),
    "paper-cut-sloop.png": (paper_cut_sloop, files.png_alpha, {}),
    "morning-fog.png": (morning_fog, files.png_16_bit, {}),
    "print-ferry.jpg": (print_ferry, files.jpeg, dict(mode="CMYK")),
    "grey-storm.jpg": (grey_storm, files.jpeg, dict(mode="L")),
    "painted-town.jpg": (painted_town, files.jpeg, dict(progressive=True)),
    "small-tug.webp": (small_tug, files.webp, {}),
    "poster-moon.png": (poster_moon, files.png_palette, {}),
    "night-lights.jpg": (night_lights, files.jpeg, {}),
    "long-quay.jpg": (long_quay, files.jpeg, {}),
}


def main():
    folder = HERE / "harbour"
    folder.mkdir(exist_ok=True)
    for name, (paint, save, options) in PICTURES.items():
        scene = paint()
        if save is files.png_alpha:
            options = dict(alpha=vignette(scene))
        grain = 0 if name.endswith(".png") else 0.012
        save(folder / name, scene.finish(grain), **options)
    faults.plant(HERE / "harbour-faults")


if __name__ == "__main__":
    main()
