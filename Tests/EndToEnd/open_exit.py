"""Opens an export by the library that its shape is for, and prints what that library gives of each picture:
open_exit.py SHAPE DIRECTORY PAYLOAD SCRATCH

A line of JSON: {"pictures": [{"filename", "caption", "row", "sha256" of the file, "pixels"}...], "payload": [the same
of payload.json], "warnings": [...]}, by file name; what a shape doesn't hold is null.
"""

import base64
import contextlib
import hashlib
import io
import json
import os
import pathlib
import shutil
import sys
import tarfile

shape, directory, payload, scratch = sys.argv[1], os.path.abspath(sys.argv[2]), sys.argv[3], sys.argv[4]
# No network, nothing left outside the test's own directory.
os.environ.update(
    HF_HOME=scratch, HF_DATASETS_OFFLINE="1", HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1",
    HF_DATASETS_DISABLE_PROGRESS_BARS="1", CROISSANT_CACHE=scratch, DO_NOT_TRACK="1",
)

from PIL import Image

warnings = []


def pixels(image):
    image = image.convert("RGB")
    return hashlib.sha256(repr(image.size).encode() + image.tobytes()).hexdigest()


def picture(filename, caption, data, row=None):
    return {
        "filename": filename, "caption": caption, "row": row, "sha256": hashlib.sha256(data).hexdigest(),
        "pixels": pixels(Image.open(io.BytesIO(data))),
    }


def sent():
    for image in json.loads(pathlib.Path(payload).read_bytes())["images"]:
        yield picture(image["filename"], image["caption"], base64.b64decode(image["data"]))


def trainer_config():
    """The dataset that dataset.toml names, by what musubi-tuner documents: which keys may stand where, of which type."""
    import tomllib

    import toml
    from voluptuous import Any, ExactSequence, Exclusive, Required, Schema

    def boolean(value):
        if not isinstance(value, bool):
            raise ValueError("not a boolean")
        return value

    def integer(value):
        if not isinstance(value, int) or isinstance(value, bool):
            raise ValueError("not an integer")
        return value

    anywhere = {
        "resolution": Any(integer, ExactSequence([integer, integer])), "caption_extension": str,
        "batch_size": integer, "num_repeats": integer, "enable_bucket": boolean, "bucket_no_upscale": boolean,
    }
    pictures = {
        Exclusive("image_directory", "source"): str, Exclusive("image_jsonl_file", "source"): str,
        Required("cache_directory"): str, "control_directory": str, "multiple_target": boolean,
        "no_resize_control": boolean, "control_resolution": Any(integer, ExactSequence([integer, integer])),
    }
    schema = Schema({"general": anywhere, "datasets": [{**anywhere, **pictures}]})
    path = os.path.join(directory, "dataset.toml")
    config = toml.load(path)
    with open(path, "rb") as file:
        assert tomllib.load(file) == config, "two readers of TOML differ"
    schema(config)
    # The control: one key more, or one of another type, is refused.
    for wrong in ({"lorapipe": 1}, {"resolution": [1024.0, 1024.0]}, {"batch_size": True}):
        try:
            schema({**config, "general": {**config["general"], **wrong}})
        except Exception:
            continue
        raise AssertionError(f"the schema takes {wrong}")
    (dataset,) = config["datasets"]
    return {**config["general"], **dataset}


def untouched(image, config):
    """Whether the trainer would leave a picture as it is: without buckets that of the resolution itself, with them one
    that is a bucket: sides in steps of 16, of an area no larger than the resolution's."""
    width, height = config["resolution"]
    if config["enable_bucket"]:
        is_right = image.width % 16 == image.height % 16 == 0 and image.width * image.height <= width * height
    else:
        is_right = image.size == (width, height)
    if not is_right:
        warnings.append(f"{image.filename} of {image.size} would be resized")


def folder():
    config = trainer_config()
    os.chdir(directory)  # relative paths are those of the directory that the trainer is started in
    for path in sorted(pathlib.Path(config["image_directory"]).iterdir()):
        if path.suffix not in (".png", ".jpg", ".webp"):
            continue
        untouched(Image.open(path), config)
        # The trainer itself reads text, in which a line's end is always "\n".
        with open(path.with_suffix(config["caption_extension"]), encoding="utf-8", newline="") as file:
            yield picture(path.name, file.read().strip(), path.read_bytes())


def jsonl():
    config = trainer_config()
    os.chdir(directory)
    with open(config["image_jsonl_file"], encoding="utf-8") as file:
        for line in file:
            item = json.loads(line)
            untouched(Image.open(item["image_path"]), config)
            data = pathlib.Path(item["image_path"]).read_bytes()
            yield picture(os.path.basename(item["image_path"]), item["caption"], data)


def imagefolder():
    import datasets

    loaded = datasets.load_dataset("imagefolder", data_dir=directory)
    assert list(loaded) == ["train"], f"splits were guessed: {list(loaded)}"
    # The control: with everything at the top, words in the names make splits, and pictures are left out.
    flat = os.path.join(scratch, "flat")
    shutil.copytree(os.path.join(directory, "train"), flat)
    if any("_test_" in name for name in os.listdir(flat)):
        guessed = datasets.load_dataset("imagefolder", data_dir=flat)
        assert sum(map(len, guessed.values())) < len(loaded["train"])
    for row in loaded["train"].cast_column("image", datasets.Image(decode=False)):
        data = pathlib.Path(row["image"]["path"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == row["sha256"]
        yield picture(os.path.basename(row["image"]["path"]), row["text"], data, row["row"]["id"])


def webdataset():
    import datasets
    import webdataset as wds

    # The other library that reads shards: it must pass none over.
    loaded = datasets.load_dataset("webdataset", data_dir=os.path.join(directory, "shards"), split="train")
    others = {row["__key__"]: row["txt"] for row in loaded}
    # The control: under the payload's own names, those that begin with "__" are passed over.
    plain = os.path.join(scratch, "plain")
    os.makedirs(plain)
    names = [image["filename"] for image in sent() if image["filename"].count(".") == 1]
    with tarfile.open(os.path.join(plain, "plain.tar"), "w") as archive:
        for name in names:
            archive.addfile(tarfile.TarInfo(f"{os.path.splitext(name)[0]}.txt"))
    read = datasets.load_dataset("webdataset", data_dir=plain, split="train")
    assert len(read) == sum(not name.startswith("__") for name in names)

    shards = sorted(str(path) for path in pathlib.Path(directory, "shards").iterdir())
    for sample in wds.WebDataset(shards, shardshuffle=False):
        facts = json.loads(sample["json"])
        (ending,) = {"png", "jpg", "webp"} & set(sample)
        assert others.pop(sample["__key__"]) == sample["txt"].decode("utf-8")
        data = sample[ending]
        assert hashlib.sha256(data).hexdigest() == facts["sha256"]
        assert Image.open(io.BytesIO(data)).size == (facts["width"], facts["height"])
        yield picture(facts["filename"], sample["txt"].decode("utf-8"), data, facts["row"])
    assert not others


def croissant():
    import logging

    import mlcroissant
    import pandas

    # The control: by the function that mlcroissant reads lines with, ids in a column of their own become numbers.
    assert pandas.read_json(io.StringIO('{"row": "0012"}'), lines=True)["row"].tolist() == [12]

    logging.getLogger("absl").addFilter(lambda record: warnings.append(record.getMessage()))
    # Errors are raised; what is only recommended is a warning.
    dataset = mlcroissant.Dataset(os.path.join(directory, "croissant.json"))
    for record in dataset.records("rows"):
        text = {name: value.decode("utf-8") for name, value in record.items() if isinstance(value, bytes)}
        yield {
            "filename": text["rows/file_name"], "caption": text["rows/text"], "row": text["rows/row"],
            "sha256": text["rows/sha256"], "pixels": pixels(record["rows/image"]),
        }


def by_name(pictures):
    return sorted(pictures, key=lambda picture: picture["filename"])


# The libraries' own words, such as bars, go elsewhere.
with contextlib.redirect_stdout(sys.stderr):
    answer = {"payload": by_name(sent()), "pictures": by_name(globals()[shape]()), "warnings": warnings}
print(json.dumps(answer), flush=True)
