"""Findings for programs: JSON, GitHub annotations, SARIF."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from vmo_rehab.codes import CODES
from vmo_rehab.diagnostics import Diagnostic, Severity
from vmo_rehab.source import Span
from vmo_rehab.version import ENGINE

_SARIF: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_GITHUB: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def as_json(found: Iterable[Diagnostic]) -> str:
    """Write findings as a list of objects.

    >>> print(as_json([Diagnostic("V502", "no red flag is asked")]))
    [
      {
        "code": "V502",
        "severity": "error",
        "what": "no red flag is asked",
        "cure": "",
        "place": null,
        "related": []
      }
    ]
    """
    return _written(
        [
            {
                "code": one.code,
                "severity": str(one.severity),
                "what": one.what,
                "cure": one.cure,
                "place": _place(one.span) if one.span else None,
                "related": [{"what": word, "place": _place(span)} for word, span in one.related],
                **({"accepted": one.accepted} if one.accepted else {}),
            }
            for one in found
        ]
    )


def _place(span: Span) -> dict[str, object]:
    return {
        "path": span.path,
        "line": span.line,
        "col": span.col,
        "end_line": span.end_line,
        "end_col": span.end_col,
    }


def as_github(found: Iterable[Diagnostic]) -> str:
    """Write findings as annotations of a workflow on GitHub, one a line.

    >>> print(as_github([Diagnostic("V502", "no red flag is asked", "list them")]))
    ::error title=V502::no red flag is asked%0Alist them
    """
    return "\n".join(map(_annotation, found))


def _annotation(one: Diagnostic) -> str:
    parts = {}
    if span := one.span:
        parts = {"file": span.path, "line": span.line, "endLine": span.end_line, "col": span.col}
        if span.line == span.end_line:
            parts["endColumn"] = span.end_col
    named = ",".join(
        f"{name}={_property(str(value))}" for name, value in {**parts, "title": one.code}.items()
    )
    return f"::{_GITHUB[one.severity]} {named}::{_message(_sentences(one))}"


def _sentences(one: Diagnostic) -> str:
    return f"{one.what}\n{one.cure}" if one.cure else one.what


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(found: Iterable[Diagnostic]) -> str:
    """Write findings as SARIF 2.1.0, for tools that collect the findings of many checkers."""
    found = list(found)
    codes = sorted({one.code for one in found})
    rules = [{"id": code, "shortDescription": {"text": CODES[code]}} for code in codes]
    driver = {"name": "vmo-rehab", "version": ENGINE, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, codes) for one in found],
    }
    return _written({"$schema": _SARIF, "version": "2.1.0", "runs": [run]})


def _result(one: Diagnostic, codes: list[str]) -> dict[str, object]:
    made: dict[str, object] = {
        "ruleId": one.code,
        "ruleIndex": codes.index(one.code),
        "level": str(one.severity),
        "message": {"text": _sentences(one)},
    }
    if one.span:
        made["locations"] = [_location(one.span)]
    if one.accepted:
        made["suppressions"] = [{"kind": "inSource", "justification": one.accepted}]
    if one.related:
        made["relatedLocations"] = [
            {**_location(span), "message": {"text": word}} for word, span in one.related
        ]
    return made


def _location(span: Span) -> dict[str, object]:
    uri = quote(span.path.replace("\\", "/"), safe="/")
    region = {
        "startLine": span.line,
        "startColumn": span.col,
        "endLine": span.end_line,
        "endColumn": span.end_col,
    }
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}


def _written(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
