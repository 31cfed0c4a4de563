"""The JSON Schemas as the texts of files, by the names under which they are asked for."""

from __future__ import annotations

import json
from typing import Any, Final

from vmo_rehab.documents.json_schema import FILES, json_schema
from vmo_rehab.documents.library import catalogue
from vmo_rehab.interop.log_schema import log_schema

SCHEMAS: Final = {
    "protocol": "a protocol, protocol.yaml",
    "scheme": "a scheme by which loads rise and fall, schemes/*.yaml",
    "measures": "a file of the catalogue's measures",
    "exercises": "a file of the catalogue's exercises",
    "cases": "the cases of a protocol, cases.yaml",
    "log": "a patient's log in JSON",
}
"""What each schema is of."""


def schema_text(name: str) -> str:
    """Return a schema as the text of a file.

    Args:
        name: a key of `SCHEMAS`.
    """
    made: dict[str, Any] = json_schema(name, catalogue()) if name in FILES else log_schema()
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"
