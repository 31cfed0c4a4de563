"""The one door to files: protocols by id or path, and the catalogue and schemes they share."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final, TypeVar

import attrs

from vmo_rehab.diagnostics import Diagnostic, did_you_mean
from vmo_rehab.documents.build import Catalogue, protocol_from
from vmo_rehab.documents.exercises import exercises_of
from vmo_rehab.documents.measures import measures_of
from vmo_rehab.documents.schemes import scheme_of
from vmo_rehab.documents.shapes.exercises import ExercisesFile
from vmo_rehab.documents.shapes.protocols import MeasuresFile, ProtocolFile
from vmo_rehab.documents.shapes.schemes import SchemeFile
from vmo_rehab.documents.shapes.structure import keys, structure
from vmo_rehab.documents.text.nodes import Mapping
from vmo_rehab.documents.text.source_text import shown
from vmo_rehab.documents.text.yaml_text import read
from vmo_rehab.errors import ProtocolError
from vmo_rehab.measures import Measure
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.protocol.scheme import Scheme

_Shape = TypeVar("_Shape")

SCHEMES: Final = "schemes"
"""The folder of scheme files: in the library, and beside a protocol of one's own."""


def load(source: str | Path) -> Protocol:
    """Read a protocol: a shipped one by its id, or a file by its path.

    A file may also name the schemes that stand in a folder ``schemes`` beside it.

    Args:
        source: an id such as ``vmo-foundation``, or the path of a YAML file.

    Returns:
        The protocol.

    Raises:
        ProtocolError: there is no such protocol, or the file has something amiss; all of it is in the error.
        OSError: the file exists and cannot be opened.

    Example:
        >>> load("vmo-foundation").start
        'terminal-knee-extension'
    """
    if isinstance(source, str) and "\n" in source:
        cure = "load takes an id or a path; hand a text to loads"
        raise ProtocolError([Diagnostic("V323", f"there is no protocol or file {shown(source)}", cure)])
    path = file_of(source)
    if isinstance(source, str) and source in shipped():
        return loads(text_of(path), f"{source}/protocol.yaml")
    if not path.exists():
        cure = did_you_mean(str(source), shipped(), "shipped protocols: {}")
        raise ProtocolError([Diagnostic("V323", f'there is no protocol or file "{source}"', cure)])
    return protocol_from(text_of(path), str(path), catalogue_beside(path))


def catalogue_beside(path: Path) -> Catalogue:
    """Return what a protocol's file may use: the shipped catalogue, and the schemes that stand beside it.

    Args:
        path: the protocol's file.

    Raises:
        ProtocolError: one of the schemes has something amiss.
    """
    own, known = _own_schemes(path.parent / SCHEMES), catalogue()
    return attrs.evolve(known, schemes={**known.schemes, **own}) if own else known


def file_of(source: str | Path) -> Path:
    """Return the file that `load` reads for an id, a folder or a path, whether it exists or not."""
    if isinstance(source, str) and source in shipped():
        return folder() / source / "protocol.yaml"
    path = Path(source)
    return path / "protocol.yaml" if path.is_dir() else path


def loads(text: str, path: str = "<text>") -> Protocol:
    r"""Read a protocol from text.

    Args:
        text: the whole YAML text.
        path: what findings call it.

    Returns:
        The protocol.

    Raises:
        ProtocolError: with everything that is amiss.

    Example:
        >>> loads("format: 1\nid: my knee", "mine.yaml")
        Traceback (most recent call last):
        vmo_rehab.errors.ProtocolError: mine.yaml:1:1: V203 error: ...
    """
    return protocol_from(text, path, catalogue())


def folder() -> Path:
    """Return the folder of the clinical library: in an installed package, or in a checkout."""
    inside = Path(str(files("vmo_rehab"))) / "_protocols"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "protocols"


@cache
def shipped() -> tuple[str, ...]:
    """Return the ids of the shipped protocols, sorted.

    Example:
        >>> "vmo-foundation" in shipped()
        True
    """
    return tuple(sorted(path.parent.name for path in folder().glob("*/protocol.yaml")))


@cache
def catalogue() -> Catalogue:
    """Return the shipped measures, exercises and schemes.

    Raises:
        ProtocolError: a file of the catalogue has something amiss.
    """
    return attrs.evolve(catalogue_in(folder() / "catalogue"), schemes=schemes())


def catalogue_in(place: Path) -> Catalogue:
    """Read the measures and exercises of a folder.

    Args:
        place: a folder with the folders ``measures`` and ``exercises``.

    Raises:
        ProtocolError: a file of the catalogue has something amiss.
    """
    measures: dict[str, Measure] = {}
    found: list[Diagnostic] = []
    for path, file in _shaped(MeasuresFile, place / "measures", found):
        _add(measures, measures_of(file, found), path, found)
    exercises = exercises_of((file for _, file in _shaped(ExercisesFile, place / "exercises", found)), found)
    if found:
        raise ProtocolError(found)
    return Catalogue(measures, exercises)


@cache
def schemes() -> AnyMapping[str, Scheme]:
    """Return the shipped schemes by id, sorted.

    Raises:
        ProtocolError: a file has something amiss.
    """
    return schemes_in(folder() / SCHEMES)


def schemes_in(place: Path, shipped: AnyMapping[str, Scheme] | None = None) -> dict[str, Scheme]:
    """Read the schemes of a folder.

    Args:
        place: a folder of scheme files; one that is not there has none.
        shipped: schemes whose ids are taken.

    Raises:
        ProtocolError: with everything that is amiss in any of them.
    """
    found: list[Diagnostic] = []
    made: dict[str, Scheme] = {}
    for _, file in _shaped(SchemeFile, place, found):
        scheme = scheme_of(file, found)
        _check_free(file, shipped or {}, found)
        if scheme.id in made:
            what, where = f"the scheme {scheme.id} stands twice", made[scheme.id].span.path
            found.append(file.id.finding("V336", what, f"keep one of them; the other is in {where}"))
        made.setdefault(scheme.id, scheme)
    if found:
        raise ProtocolError(found)
    return dict(sorted(made.items()))


def load_scheme(path: str | Path) -> Scheme:
    """Read a scheme from its file.

    Args:
        path: the file.

    Raises:
        ProtocolError: with everything that is amiss.
        OSError: the file cannot be opened.
    """
    found: list[Diagnostic] = []
    file = structure(SchemeFile, read(text_of(Path(path)), str(path)), found)
    scheme = scheme_of(file, found) if file else None
    if file and not _is_shipped(Path(path).parent):
        _check_free(file, schemes(), found)
    if scheme is None or found:
        raise ProtocolError(found)
    return scheme


def is_scheme(path: str | Path) -> bool:
    """Tell whether a file is one of a scheme: by its folder, or by the keys that only a scheme has."""
    path = Path(path)
    if not path.is_file() or path.parent.name == SCHEMES:
        return path.is_file()
    try:
        node = read(text_of(path), str(path))
    except ProtocolError:
        return False
    here = set(node.keys()) if isinstance(node, Mapping) else set()
    own, other = set(keys(SchemeFile)), set(keys(ProtocolFile))
    return bool(here & (own - other)) and not here & {"phases", "intended_use"}


def _own_schemes(place: Path) -> dict[str, Scheme]:
    """Read the schemes beside a protocol; the library's own folder has none of its own."""
    return {} if _is_shipped(place) else schemes_in(place, schemes())


def _is_shipped(place: Path) -> bool:
    return place.resolve() == (folder() / SCHEMES).resolve()


def _check_free(file: SchemeFile, shipped: AnyMapping[str, Scheme], found: list[Diagnostic]) -> None:
    """Refuse an id that a shipped scheme has."""
    if file.id.text in shipped:
        what = f"{file.id.text} is a scheme that is shipped"
        found.append(file.id.finding("V336", what, "give your own another id"))


def _shaped(shape: type[_Shape], place: Path, found: list[Diagnostic]) -> Iterator[tuple[Path, _Shape]]:
    for path in sorted(place.glob("*.yaml")):
        if filled := structure(shape, read(text_of(path), str(path)), found):
            yield path, filled


def _add(all_: dict[str, Measure], new: dict[str, Measure], path: Path, found: list[Diagnostic]) -> None:
    found += [
        Diagnostic("V336", f"{name} stands in two files, one is {path}", "keep one of them")
        for name in sorted(new.keys() & all_.keys())
    ]
    all_.update(new)


def text_of(path: Path) -> str:
    """Read a file's text.

    Raises:
        ProtocolError: it is not UTF-8.
        OSError: it cannot be opened.
    """
    return text_from(path.read_bytes(), path)


def text_from(content: bytes, path: Path) -> str:
    """Read the text of a file's bytes; a byte order mark is dropped.

    Args:
        content: all of them.
        path: what findings call the file.

    Raises:
        ProtocolError: it is not UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"{path} is not UTF-8 text (byte {error.start})"
        raise ProtocolError([Diagnostic("V109", what, "save it as UTF-8 in the editor")]) from None
