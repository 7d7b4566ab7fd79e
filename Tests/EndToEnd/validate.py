"""Validates JSON files against a schema; prints {file: [errors]} as one line."""

import json
import os
import sys

import jsonschema


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


schema = load(sys.argv[1])
validator = jsonschema.Draft202012Validator
validator.check_schema(schema)
verdicts = {
    os.path.basename(path): [error.message for error in validator(schema).iter_errors(load(path))]
    for path in sys.argv[2:]
}
print(json.dumps(verdicts), flush=True)
sys.stdin.read()
