"""Files of an older format, rewritten in the newest one: a step from each format to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.documents.formatting import formatted
from vmo_rehab.documents.measures import FORMAT
from vmo_rehab.documents.text.nodes import Mapping as Keys
from vmo_rehab.documents.text.nodes import Scalar
from vmo_rehab.documents.text.yaml_text import read
from vmo_rehab.errors import ProtocolError

Step = Callable[[Keys], list[tuple[Scalar, str]]]
"""Takes the tree of a file; returns which of its keys and values are to be written otherwise, and how."""

STEPS: Final[Mapping[int, Step]] = {}
"""The step from each format to the next; format 1 is the first and the newest."""


def migrated(text: str, path: str | Path = "<text>", steps: Mapping[int, Step] = STEPS) -> str:
    r"""Rewrite the text of a file in the newest format; comments and lines stay where they are.

    Args:
        text: a protocol, a scheme, a file of cases, or one of the catalogue.
        path: what findings call it.
        steps: the step from each format to the next.

    Returns:
        The text; the same one where the file is in the newest format already.

    Raises:
        ProtocolError: the format is newer than this library, or no step leads on from it; or the file has
            something amiss, before or afterwards.

    Example:
        >>> migrated("format: 1\ncases: []\n") == "format: 1\ncases: []\n"
        True
        >>> migrated("format: 2\ncases: []\n", "mine.yaml")
        Traceback (most recent call last):
        vmo_rehab.errors.ProtocolError: mine.yaml:1:9: V322 error: ...
    """
    now = text
    while (version := _format(now, path)) != FORMAT:
        root = read(now, str(path))
        assert isinstance(root, Keys)  # noqa: S101 - it has a format
        number = root.get("format")
        assert number is not None  # noqa: S101 - it has a format
        assert isinstance(number.value, Scalar)  # noqa: S101 - it has a format
        if version not in steps:
            raise ProtocolError([_no_way(number.value, version)])
        now = _rewritten(now, [*steps[version](root), (number.value, str(version + 1))])
    if now != text:
        formatted(now, path)
    return now


def _format(text: str, path: str | Path) -> int:
    """Return the format of a file.

    Raises:
        ProtocolError: the file cannot be read, or does not say its format.
    """
    root = read(text, str(path))
    entry = root.get("format") if isinstance(root, Keys) else None
    if entry is None or not isinstance(entry.value, Scalar) or type(entry.value.value) is not int:
        at = entry.value if entry else root
        what = "the file does not say in which format it is written"
        raise ProtocolError([at.finding("V322", what, f"write format: {FORMAT} at its beginning")])
    return entry.value.value


def _no_way(scalar: Scalar, version: int) -> Diagnostic:
    if version > FORMAT:
        what = f"the file is in format {version}, and this library reads format {FORMAT}"
        return scalar.finding("V322", what, "use a newer vmo-rehab")
    what = f"the file is in format {version}, from which no step leads on"
    return scalar.finding("V322", what, f"write it anew in format {FORMAT}: vmo-rehab new ID")


def _rewritten(text: str, edits: list[tuple[Scalar, str]]) -> str:
    """Put other words in the places of some keys and values; the rest stays as it is, sign by sign."""
    text = text.removeprefix("\ufeff")
    for scalar, written in sorted(edits, key=lambda edit: edit[0].span.index, reverse=True):
        text = text[: scalar.span.index] + written + text[scalar.span.end_index :]
    return text
