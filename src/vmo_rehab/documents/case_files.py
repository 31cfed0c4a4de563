"""Finds and reads files of cases: those that stand beside a protocol, or one by its path."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.documents.library import folder, load, shipped, text_of
from vmo_rehab.documents.measures import check_format
from vmo_rehab.documents.shapes.cases import CasesFile
from vmo_rehab.documents.shapes.structure import structure
from vmo_rehab.documents.text.yaml_text import read
from vmo_rehab.errors import ProtocolError
from vmo_rehab.protocol.model import Protocol

OWN = ".cases.yaml"
"""How a file of cases may end; else it is called ``cases.yaml``."""


@frozen
class CaseFiles:
    """A protocol with the files of its cases.

    Args:
        protocol: the protocol.
        shapes: what stands in the files, file by file.
    """

    protocol: Protocol
    shapes: tuple[CasesFile, ...]


def case_files(source: str | Path) -> CaseFiles:
    """Find a protocol's cases.

    Args:
        source: the id of a shipped protocol, the path of a protocol or of its folder, or the path of one
            file of cases.

    Returns:
        The protocol with its files of cases.

    Raises:
        ProtocolError: something is amiss in the protocol or in a file, or there are no cases.
        OSError: a file exists and cannot be opened.
    """
    path = Path(source)
    if path.name == "cases.yaml" or path.name.endswith(OWN):
        return case_file(path)
    inside = isinstance(source, str) and source in shipped()
    place = folder() / source if inside else path
    protocol = load(source)
    file = place / "protocol.yaml" if place.is_dir() else place
    files = _beside(file)
    if not files:
        name = "cases.yaml" if file.name == "protocol.yaml" else f"{file.stem}{OWN}"
        cure = f"write them in {file.with_name(name)}"
        raise ProtocolError([Diagnostic("L200", f"{source} has no cases", cure)])
    shapes = []
    for one in files:
        shape = shape_of(text_of(one), f"{source}/{one.name}" if inside else str(one))
        _check_protocol(shape, one, protocol)
        shapes.append(shape)
    return CaseFiles(protocol, tuple(shapes))


def case_file(path: Path) -> CaseFiles:
    """Read one file of cases, whatever it is called.

    Args:
        path: the file.

    Returns:
        The protocol that it names or stands beside, with this one file.

    Raises:
        ProtocolError: something is amiss in the protocol or in the file, or there is no such file.
        OSError: the file exists and cannot be opened.
    """
    if not path.exists():
        cure = "name a file of cases, a protocol or a shipped protocol's id"
        raise ProtocolError([Diagnostic("L200", f'there is no file "{path}"', cure)])
    shape = shape_of(text_of(path), str(path))
    return CaseFiles(load(_protocol_of(shape, path)), (shape,))


def shape_of(text: str, path: str) -> CasesFile:
    """Read the text of a file of cases.

    Args:
        text: the whole text.
        path: what findings call it.

    Raises:
        ProtocolError: with everything that is amiss in its form.
    """
    found: list[Diagnostic] = []
    shape = structure(CasesFile, read(text, path), found)
    if shape:
        check_format(shape.format, found)
    if found or shape is None:
        raise ProtocolError(found)
    return shape


def _beside(protocol: Path) -> list[Path]:
    """Return the files of cases of a protocol's file that exist."""
    if protocol.name != "protocol.yaml":
        own = protocol.with_name(f"{protocol.stem}{OWN}")
        return [own] if own.exists() else []
    others = (one for one in protocol.parent.glob(f"*{OWN}") if not _stem(one).exists())
    shared = protocol.with_name("cases.yaml")
    return ([shared] if shared.exists() else []) + sorted(others)


def _stem(path: Path) -> Path:
    """Return the protocol's file that ``knee.cases.yaml`` is named after."""
    return path.with_name(f"{path.name.removesuffix(OWN)}.yaml")


def _protocol_of(shape: CasesFile, path: Path) -> str | Path:
    """Return where a file's protocol is: the one it names, or the one it stands beside."""
    if shape.protocol:
        named = shape.protocol.text
        return named if named in shipped() else path.parent / named
    beside = (
        _stem(path) if path.name != "cases.yaml" and _stem(path).exists() else path.parent / "protocol.yaml"
    )
    if not beside.exists():
        what = "the file does not say whose cases these are, and no protocol stands beside it"
        cure = "write protocol: with the id of a shipped one, or the path of its file"
        raise ProtocolError([shape.format.finding("L201", what, cure)])
    return beside


def _check_protocol(shape: CasesFile, path: Path, protocol: Protocol) -> None:
    if shape.protocol and load(_protocol_of(shape, path)).digest != protocol.digest:
        what = f"these are cases of {shape.protocol.text}, and they stand beside {protocol.id}"
        raise ProtocolError([shape.protocol.finding("L201", what, "remove the line, or move the file")])
