"""Reads a statement with the framework's own library, which takes no member that it does not know, and prints on one line
what it saw."""
import json
import sys

from google.protobuf import json_format
from in_toto_attestation.predicates.provenance.v1 import provenance_pb2
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement

with open(sys.argv[1], encoding="utf-8") as file:
    message = json_format.Parse(file.read(), statement_pb2.Statement())
Statement.copy_from_pb(message).validate()
assert message.predicate_type == "https://slsa.dev/provenance/v1", message.predicate_type
provenance = json_format.ParseDict(json_format.MessageToDict(message.predicate), provenance_pb2.Provenance())
definition, builder = provenance.build_definition, provenance.run_details.builder
# What the specification requires of a provenance.
assert ":" in definition.build_type and ":" in builder.id, "not URIs"
print(json.dumps({
    "subjects": {one.name: one.digest["sha256"] for one in message.subject},
    "build_type": definition.build_type, "builder": builder.id, "version": dict(builder.version),
    "parameters": sorted(definition.external_parameters.keys()),
    "seed": definition.external_parameters["training"]["seed"],
    "dependencies": len(definition.resolved_dependencies),
    "times": provenance.run_details.HasField("metadata"),
}), flush=True)
