"""CleanVision with its default rules: find_issues.py FOLDER [JOBS] prints what it found, a line a picture.

Without JOBS it runs as many processes as it chooses itself. Without FOLDER it only starts: what importing costs.
"""

import os
import sys

from cleanvision import Imagelab


def main():
    lab = Imagelab(data_path=sys.argv[1], verbose=False)
    jobs = int(sys.argv[2]) if len(sys.argv) > 2 else None
    lab.find_issues(n_jobs=jobs, verbose=False)
    flags = {
        path: [name[3:-6] for name in lab.issues.columns if name.startswith("is_") and row[name]]
        for path, row in lab.issues.iterrows()
    }
    for path, found in sorted(flags.items()):
        print(os.path.basename(path), *found, sep="\t")


# Its processes import this file too, where they are not forked.
if __name__ == "__main__" and len(sys.argv) > 1:
    main()
