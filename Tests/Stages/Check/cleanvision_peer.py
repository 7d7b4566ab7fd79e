"""Says what CleanVision's default rules find in a folder, as JSON.

{"flags": {file name: [issue, ...]}, "sets": {"exact_duplicates": [[file name, ...], ...], "near_duplicates": ...}}
"""

import json
import os
import sys

from cleanvision import Imagelab

folder = sys.argv[1]
lab = Imagelab(data_path=folder)
lab.find_issues(n_jobs=1, verbose=False)

flags = {}
for path, row in lab.issues.iterrows():
    found = [name[3:-6] for name in lab.issues.columns if name.startswith("is_") and row[name]]
    flags[os.path.basename(path)] = found
sets = {
    kind: [sorted(os.path.basename(path) for path in one) for one in lab.info[kind]["sets"]]
    for kind in ["exact_duplicates", "near_duplicates"]
}
# The library prints its progress to standard output too: the answer is the last line.
print()
print(json.dumps({"flags": flags, "sets": sets}))
