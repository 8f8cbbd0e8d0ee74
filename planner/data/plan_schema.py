"""The JSON Schema of an exported plan: ``python -m planner.data.plan_schema PAGE``.

The page is docs/plan.schema.json. It follows from the domain's own types, so that it cannot tell
another story than the file.
"""

import sys
from pathlib import Path

import msgspec

from planner.domain.plan import Plan


def plan_schema() -> bytes:
    """Return the schema (JSON Schema 2020-12) as it stands in the documentation."""
    schema = msgspec.json.schema(Plan)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return msgspec.json.format(msgspec.json.encode(schema, order="deterministic"), indent=1) + b"\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(plan_schema())
