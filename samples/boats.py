"""The sprites of the harbour. Each draws on a grid 100 units wide; `tall` is its height on that grid."""

import numpy as np


def tall(height):
    def mark(function):
        function.tall = height
        return function
    return mark


@tall(125)
def sailboat(pen, hull="#f3efe4", sail="#f7f3e6", jib="#e9dfc8", stripe="#27455f"):
    pen.line("#5b4636", 1.6, (48, 10), (48, 124))
    pen.shape(sail, (50, 22), (50, 120), (62, 84), (76, 50), (88, 24))
    pen.shape(jib, (46, 112), (46, 24), (14, 22), (24, 44), (36, 80))
    for y in (48, 74, 98):
        pen.line("#cfc4aa", 0.6, (50, y), (50 + (120 - y) * 0.36, y - 1))
    pen.line("#5b4636", 1.8, (48, 20), (90, 21))
    pen.shape(hull, (4, 18), (96, 16), (90, 6), (82, 0), (20, 0), (10, 8))
    pen.shape(stripe, (7, 13), (93.5, 12), (92, 9), (9, 10))
    pen.shape("#d8cdb8", (34, 17.5), (38, 23), (66, 23), (72, 17))
    pen.box("#3a4650", 42, 19, 48, 21.5)
    pen.box("#3a4650", 54, 19, 60, 21.5)


@tall(78)
def trawler(pen, hull="#a5382e", house="#efe9da", lamp=False):
    pen.line("#4a3b30", 1.6, (30, 20), (30, 77))
    pen.line("#4a3b30", 1.2, (30, 30), (6, 62))
    pen.line("#6a5a4a", 0.5, (30, 76), (95, 30))
    pen.line("#6a5a4a", 0.5, (30, 76), (6, 62), (3, 24))
    pen.line("#4a3b30", 1.4, (84, 20), (84, 52))
    pen.shape(hull, (1, 26), (14, 20), (70, 18), (98, 32), (90, 0), (10, 0), (4, 10))
    pen.shape("#22303a", (8.5, 4), (91.5, 4), (90, 0), (10, 0))
    rail = (97.5, 29), (70, 15.5), (14, 17.5), (1.6, 23.5)
    pen.shape("#e8d9b6", (1, 26), (14, 20), (70, 18), (98, 32), *rail)
    pen.box(house, 48, 18, 76, 34)
    pen.shape(house, (52, 34), (76, 34), (73, 48), (54, 48))
    pen.box("#8c4a3a", 51, 47, 77, 50)
    for x in (55, 62, 69):
        pen.box("#3d5666", x, 38, x + 5, 44)
        if lamp:
            pen.shine("#ffd27a", x, 38, x + 5, 44)
    for x in (52, 60, 68):
        pen.disk("#3d5666", x + 2, 26, 1.8)
    for k in range(7):  # the heap of nets on deck
        pen.disk(("#2f6f66", "#3b8377", "#c9803c")[k % 3], 14 + k * 4.2, 20 + (k % 3) * 1.6, 3.6)
    for x in (16, 36, 86):
        pen.disk("#20262b", x, 12, 3)
        pen.disk("#5b666d", x, 12, 1.4)


@tall(30)
def rowboat(pen, hull="#2f7d78", inside="#8a5f3c"):
    pen.shape(inside, (4, 24), (96, 26), (80, 13), (20, 13))
    pen.shape(hull, (2, 25), (20, 17), (80, 17), (99, 28), (86, 2), (76, 0), (24, 0), (12, 4))
    pen.shape("#f0e6d0", (2, 25), (20, 17), (80, 17), (99, 28), (98, 24.5), (80, 14), (20, 14), (3, 22))
    pen.line("#c79a63", 1.6, (30, 19), (8, 1))
    pen.line("#c79a63", 1.6, (62, 20), (90, 29))


@tall(34)
def cargo(pen, hull="#27384a"):
    colours = ("#b5452f", "#d98a2b", "#3c7fa6", "#4f8f58", "#8d8f94", "#d9c9a3", "#6d3b4f")
    for column in range(15):
        for row in range(int(2 + pen.rng.integers(1, 4))):
            x, y = 8 + column * 4.5, 11 + row * 3.6
            colour = colours[int(pen.rng.integers(len(colours)))]
            pen.box(colour, x, y, x + 4.2, y + 3.4)
            pen.line("#3a3330", 0.18, (x + 2.1, y), (x + 2.1, y + 3.4))
    pen.box("#efece3", 79, 11, 90, 29)
    pen.box("#efece3", 77, 26, 92, 29.5)
    for y in (15, 19, 23, 27.4):
        pen.box("#41596b", 80, y, 89, y + 1.2)
    pen.box("#c0402f", 84, 29, 88, 33.5)
    pen.shape(hull, (0, 14), (6, 12), (93, 12), (97, 13), (94, 0), (6, 0), (3, 6))
    pen.shape("#9c3328", (5, 2.4), (94.5, 2.4), (94, 0), (6, 0))
    pen.line("#e9e3d4", 0.5, (2.4, 9.6), (95.6, 9.6))


@tall(66)
def tug(pen, hull="#1f2a33", house="#e0b23f"):
    for k in range(9):  # smoke
        pen.disk("#9b9a97", 62 + k * 3.4, 46 + k * 1.7, 1.5 + k * 0.35)
    pen.box("#c9402f", 56, 28, 65, 46)
    pen.box("#1c1c1e", 56, 43, 65, 47)
    pen.line("#53412f", 1.3, (40, 40), (40, 62))
    pen.box(house, 24, 16, 72, 30)
    pen.box("#f0ebdd", 28, 30, 52, 43)
    pen.box("#7d3428", 26, 42, 54, 45)
    for x in (30, 37.5, 45):
        pen.box("#35505f", x, 34, x + 5.4, 40)
    for x in (30, 40, 50, 60):
        pen.disk("#35505f", x, 23, 2)
    pen.shape(hull, (0, 26), (16, 18), (94, 17), (99, 20), (94, 2), (90, 0), (8, 0), (3, 10))
    pen.shape("#a33428", (7, 3), (94, 3), (90, 0), (8, 0))
    for x in range(10, 95, 12):
        pen.disk("#0f1418", x, 12, 2.8)


@tall(46)
def ferry(pen, hull="#f4f1e8", band="#1f6a8c", lit=False):
    pen.shape(hull, (0, 18), (100, 16), (93, 0), (9, 0), (3, 9))
    pen.shape(band, (5.5, 5), (95.2, 5), (93, 0), (9, 0))
    for k, (x0, x1) in enumerate(((8, 94), (14, 90), (22, 84))):
        pen.box(("#f4f1e8", "#ebe6d9")[k % 2], x0, 15 + k * 7, x1, 22.5 + k * 7)
        pen.line("#b9b3a4", 0.4, (x0 - 1, 22.3 + k * 7), (x1 + 1, 22.3 + k * 7))
        for x in np.arange(x0 + 3, x1 - 3, 4.2):
            pen.box("#37566b", x, 17.5 + k * 7, x + 2.6, 20.4 + k * 7)
            if lit:
                pen.shine("#ffd890", x, 17.5 + k * 7, x + 2.6, 20.4 + k * 7)
    pen.shape("#d8572f", (62, 36), (74, 36), (72, 45), (62, 45))
    pen.box("#22303a", 62, 43, 72.4, 45.6)
    pen.box("#f4f1e8", 20, 36, 34, 41)
    pen.box("#37566b", 21, 37.4, 33, 39.6)
    for x in (44, 50, 80):
        pen.shape("#e58a2c", (x, 36.2), (x + 5, 36.2), (x + 4, 38), (x + 1, 38))


@tall(150)
def lighthouse(pen, stripe="#c23b2e", lamp=False):
    rock = pen.rng.random(17) * 7
    ridge = [(k * 6.25, 8 + rock[k] + 12 * np.sin(k / 16 * np.pi)) for k in range(17)]
    pen.shape("#5d5a58", (0, 0), *ridge, (100, 0))
    for k in range(16):
        tone, x = ("#6f6b66", "#4c4a4a", "#7d7871")[k % 3], k * 6
        pen.shape(tone, (x, 0), (x + 5, 6 + rock[k]), (x + 9, 0))
    side = lambda y: 16 - (y - 20) * 0.065
    for k in range(7):
        low, high = 20 + k * 14, 34 + k * 14
        a, b = side(low), side(high)
        pen.shape((stripe, "#f4efe4")[k % 2], (50 - a, low), (50 + a, low), (50 + b, high), (50 - b, high))
    for y in (40, 68, 96):
        pen.box("#3a4148", 47.5, y, 52.5, y + 6)
    pen.box("#33383d", 37, 117, 63, 120)
    pen.box("#f7e7a6" if lamp else "#a9c3cf", 42, 120, 58, 131)
    for x in (42, 47, 53, 58):
        pen.line("#33383d", 0.8, (x, 120), (x, 131))
    pen.shape("#a8332a", (39, 131), (61, 131), (50, 143))
    pen.line("#33383d", 1, (50, 142), (50, 149))
    pen.box("#efe8d8", 68, 16, 92, 28)
    pen.shape("#a8483a", (66, 28), (94, 28), (86, 37), (74, 37))
    pen.box("#3d5666", 76, 20, 82, 25)
    if lamp:
        pen.shine("#fff0b0", 42, 120, 58, 131)
        pen.shine("#ffca70", 76, 20, 82, 25)


@tall(88)
def crane(pen, colour="#d9822b", dark="#8e4f1c"):
    pen.box("#77736c", 0, 0, 100, 7)
    pen.box("#5c5953", 0, 0, 100, 2.4)
    for x in np.arange(3, 100, 8):
        pen.box("#4a4844", x, 0, x + 1.6, 5)
    for x in (40, 66):
        pen.box(colour, x, 7, x + 3.4, 58)
        pen.box(dark, x - 1.6, 7, x + 5, 10)
    pen.line(dark, 1.2, (42, 12), (68, 32), (42, 54))
    pen.box(colour, 40, 30, 69, 33)
    pen.box(colour, 2, 56, 96, 60.5)
    for x in np.arange(4, 92, 6):
        pen.line(dark, 0.6, (x, 56.4), (x + 3, 60), (x + 6, 56.4))
    pen.line(colour, 2, (46, 60), (56, 86), (68, 60))
    pen.line("#443a32", 0.6, (4, 60), (56, 86), (94, 60))
    pen.box("#efe9dc", 56, 49, 65, 56)
    pen.box("#35505f", 57, 51, 64, 54)
    pen.line("#2c2c2c", 0.5, (19, 56), (19, 34))
    pen.line("#2c2c2c", 0.5, (25, 56), (25, 34))
    pen.box("#3c7fa6", 14, 27, 31, 34)
    for x in range(16, 31, 3):
        pen.line("#2c6080", 0.4, (x, 27), (x, 34))
    for k, c in enumerate(("#b5452f", "#4f8f58", "#d9a92b", "#6f7f93", "#b5452f")):
        pen.box(c, 74 + (k % 2) * 13, 7 + (k // 2) * 6.2, 86 + (k % 2) * 13, 13 + (k // 2) * 6.2)


@tall(13)
def town(pen, seed=1):
    rng, x = np.random.default_rng(seed), -1.0
    walls = ("#e8d2a6", "#d98f6a", "#f0e8d8", "#c4685a", "#9fb3b5", "#e3b45f", "#b9a58f", "#7f9aa8")
    lit = seed >= 50  # night towns have lamps on
    while x < 101:
        w, h = 1.7 + rng.random() * 1.9, 2.4 + rng.random() * 3.2
        wall = walls[int(rng.integers(len(walls)))]
        pen.box(wall, x, 0, x + w, h)
        roof = ("#8a4436", "#6d4a44", "#59585c")[int(rng.integers(3))]
        pen.shape(roof, (x - 0.15, h), (x + w + 0.15, h), (x + w * 0.5, h + 1 + w * 0.3))
        if rng.random() < 0.07:  # a church among the houses
            pen.box("#d9cdb8", x + w * 0.3, h, x + w * 0.7, h + 3)
            pen.shape("#4f6b66", (x + w * 0.25, h + 3), (x + w * 0.75, h + 3), (x + w * 0.5, h + 6.5))
        for wy in np.arange(0.5, h - 0.7, 1.0):
            for wx in np.arange(x + 0.3, x + w - 0.5, 0.65):
                on = lit and rng.random() < 0.5
                pen.box("#3f4d57", wx, wy, wx + 0.3, wy + 0.5)
                if on:
                    pen.shine("#ffc766", wx, wy, wx + 0.3, wy + 0.5)
        x += w - 0.02
    pen.box("#6e675f", 0, 0, 100, 0.45)


@tall(40)
def jetty(pen):
    for x in range(3, 100, 12):
        pen.box("#4d3d30", x, 0, x + 3, 27 + (x % 5))
        pen.box("#352a22", x, 0, x + 3, 6)
    pen.box("#8f7657", 0, 18, 100, 23)
    for x in np.arange(0, 100, 2.5):
        pen.line("#6f5a41", 0.25, (x, 20), (x, 23))
    pen.box("#5f4c39", 0, 17, 100, 18.6)
    pen.line("#d8cbb0", 0.5, *[(x, 30 - 3 * abs(np.sin(x * np.pi / 24))) for x in range(3, 100)])


@tall(150)
def buoy(pen, colour="#3f8a4f"):
    pen.shape("#2b3136", (14, 0), (86, 0), (94, 18), (6, 18))
    pen.shape(colour, (6, 18), (94, 18), (72, 44), (28, 44))
    for x in (34, 66):
        pen.line(colour, 6, (x, 44), (50 + (x - 50) * 0.5, 110))
    pen.line(colour, 4, (36, 62), (62, 80), (40, 100))
    pen.box(colour, 36, 108, 64, 116)
    pen.box("#f0d27a", 44, 116, 56, 132)
    pen.shape(colour, (38, 132), (62, 132), (50, 148))


@tall(42)
def gull(pen, colour="#f6f5f0", tip="#4a4f55"):
    for s in (-1, 1):
        w = lambda x, y: (50 + s * x, y)
        pen.shape(colour, w(2, 15), w(16, 30), w(30, 33), w(46, 24), w(30, 27), w(18, 21), w(4, 8))
        pen.shape(tip, w(34, 31.3), w(48, 21), w(36, 26))
    pen.shape(colour, (45, 16), (50, 19), (55, 16), (54, 8), (50, 3), (46, 8))
