"""Files in one style: the layout changes, the meaning never does."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from vmo_rehab.criteria.printer import line
from vmo_rehab.criteria.tree import Criterion
from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.documents.build import protocol_in
from vmo_rehab.documents.library import catalogue_beside
from vmo_rehab.documents.measures import check_format
from vmo_rehab.documents.schemes import scheme_of
from vmo_rehab.documents.shapes.cases import CasesFile
from vmo_rehab.documents.shapes.exercises import ExercisesFile
from vmo_rehab.documents.shapes.protocols import MeasuresFile, ProtocolFile
from vmo_rehab.documents.shapes.schemes import SchemeFile
from vmo_rehab.documents.shapes.structure import structure
from vmo_rehab.documents.text.comments import comments_of
from vmo_rehab.documents.text.layout import layout
from vmo_rehab.documents.text.nodes import Mapping, Node, Scalar
from vmo_rehab.documents.text.yaml_text import read
from vmo_rehab.errors import ProtocolError, VmoRehabError

_TOLD_BY: Final[AnyMapping[str, type]] = {
    "phases": ProtocolFile,
    "intended_use": ProtocolFile,
    "cases": CasesFile,
    "exercises": ExercisesFile,
    "summary": SchemeFile,
    "measures": MeasuresFile,
}
"""The keys by which a file is known, the surest first."""


@frozen
class _Meaning:
    """What a file says, however it is laid out.

    Args:
        content: its keys and values, criteria as their trees.
        comments: its comments, in any order.
        value: what it is read as; of a protocol with its digest.
    """

    content: Any
    comments: tuple[str, ...]
    value: Any


def formatted(text: str, path: str | Path = "<text>") -> str:
    r"""Write the text of a file in the style of the shipped ones.

    Comments stay with what they belong to, and so do blank lines between parts. What the file says is read
    before and after, and is the same.

    Args:
        text: a protocol, a scheme, a file of cases, or one of the catalogue.
        path: where it stands; schemes of one's own are looked for beside it.

    Returns:
        The text in its style; lines end as the first one does.

    Raises:
        ProtocolError: the file has something amiss; all of it is in the error.
        VmoRehabError: the text would say something else afterwards.

    Example:
        >>> print(formatted("format: 1\ncases:\n- {case: 'Rest', rows: [{date:  2026-03-02 }]} #\n"), end="")
        format: 1
        cases:
          - {case: Rest, rows: [{date: 2026-03-02}]}  #
    """
    ending = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    root = read(lines, str(path))
    before, criteria = _meaning(root, Path(path))
    written = layout(root, {place: line(criterion) for place, criterion in criteria.items()})
    if _again(written, path) != before:
        what = f"{path}: in the style of this library the file would say something else; it stays as it is"
        raise VmoRehabError(f"{what}. This is a fault of the library: please report it with the file.")
    return written.replace("\n", ending)


def _again(written: str, path: str | Path) -> _Meaning | None:
    try:
        return _meaning(read(written, str(path)), Path(path))[0]
    except ProtocolError:
        return None


def _meaning(root: Node, path: Path) -> tuple[_Meaning, AnyMapping[int, Criterion]]:
    """Read what a file says, and each line of criteria in it by the place where it begins.

    Raises:
        ProtocolError: it has something amiss.
    """
    names = root.keys() if isinstance(root, Mapping) else ()
    shape = next((shape for key, shape in _TOLD_BY.items() if key in names), ProtocolFile)
    told = tuple(sorted(one.text for one in comments_of(root)))
    if shape is ProtocolFile:
        protocol, criteria = protocol_in(root, catalogue_beside(path))
        return _Meaning(_content(root, criteria), told, (protocol, protocol.digest)), criteria
    found: list[Diagnostic] = []
    file = structure(shape, root, found)
    value = scheme_of(file, found) if isinstance(file, SchemeFile) else shape
    if file and not isinstance(file, SchemeFile):
        check_format(file.format, found)
    if found:
        raise ProtocolError(found)
    return _Meaning(_content(root, {}), told, value), {}


def _content(node: Node, criteria: AnyMapping[int, Criterion]) -> Any:  # noqa: ANN401 - texts, lists and mappings
    if isinstance(node, Scalar):
        return criteria.get(node.span.index) or (node.value, node.text)
    if isinstance(node, Mapping):
        return [(entry.name, _content(entry.value, criteria)) for entry in node.entries]
    return [_content(item, criteria) for item in node.items]
