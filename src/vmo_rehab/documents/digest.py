"""A fingerprint of a protocol: equal protocols have equal ones, whatever file they came from."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal

import attrs

from vmo_rehab.protocol.model import Protocol


def digest(protocol: Protocol) -> str:
    """Return the SHA-256 of everything that makes protocols equal, measures and exercises included.

    Args:
        protocol: resolved; the digest it may carry takes no part.

    Returns:
        64 hexadecimal digits, the same on every platform.
    """
    plain = _plain(attrs.evolve(protocol, digest=""))
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _plain(value: object) -> object:
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return format(value.normalize(), "f")
        case dt.date():
            return value.isoformat()
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case tuple() | list():
            return [_plain(item) for item in value]
    fields = attrs.fields(type(value))  # type: ignore[arg-type]
    row: dict[str, object] = {f.name: _plain(getattr(value, f.name)) for f in fields if f.eq}
    row["is"] = type(value).__name__
    return row
