"""The trainer's rule for buckets, as documented: prints the bucket of each size that is named.

buckets.py RESOLUTION WIDTHxHEIGHT…
"""

import json
import math
import sys

STEP = 16


def floor16(length):
    return length - length % STEP


def all_buckets(side):
    area = side * side
    root = int(math.sqrt(area))
    found = set()
    for width in range(floor16(root // 2), root + STEP, STEP):
        height = floor16(area // width)
        found |= {(width, height), (height, width)}
    return sorted(found)


def main():
    buckets = all_buckets(int(sys.argv[1]))
    answers = []
    for text in sys.argv[2:]:
        width, height = map(int, text.split("x"))
        ratio = width / height
        # min() keeps the first of equals, as numpy's argmin does.
        best = min(buckets, key=lambda bucket: abs(bucket[0] / bucket[1] - ratio))
        answers.append(f"{best[0]}x{best[1]}")
    print(json.dumps({"buckets": answers}))


main()
