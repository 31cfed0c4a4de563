"""The files of the conformance set, read as plain data, and a case's protocol put together from them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen

from vmo_rehab.documents.library import text_of
from vmo_rehab.documents.text.nodes import Node, Scalar, Sequence
from vmo_rehab.documents.text.yaml_text import read

COMMON: Final = "common.yaml"
"""What all cases share: the head of a protocol, measures, snippets, the table of features."""

_KEYS: Final = {"case", "covers", "missing", "use", "protocol", "enrolled", "refused", "names", "log"}


@frozen(slots=False)
class Case:
    """One case of the set: a protocol, what happens, and what is expected of an engine.

    Args:
        file: the file it stands in.
        name: the fact that it states.
        covers: the features it shows.
        missing: the features it shows with an answer missing.
        data: all of it, as the file has it.
        snippets: what its file lays over protocols, by name.

    Example:
        >>> case = cases()[0]
        >>> str(case), case.covers
        ('baselines.yaml: a baseline is the answer of the enrolment', ('baseline', 'enrolled'))
    """

    file: str
    name: str
    covers: tuple[str, ...]
    missing: tuple[str, ...]
    data: Mapping[str, Any] = field(eq=False, repr=False)
    snippets: Mapping[str, Any] = field(eq=False, repr=False)

    @classmethod
    def of(cls, file: str, data: Mapping[str, Any], snippets: Mapping[str, Any]) -> Case:
        """Take a case from its data.

        Raises:
            ValueError: it has a key that no case has.
        """
        if unknown := sorted(data.keys() - _KEYS):
            raise ValueError(f"{file}: {data.get('case')}: unknown keys {', '.join(unknown)}")
        covers, missing = (tuple(data.get(key, ())) for key in ("covers", "missing"))
        return cls(file, data["case"], covers, missing, data, snippets)

    def __str__(self) -> str:
        return f"{self.file}: {self.name}"

    @property
    def theme(self) -> str:
        """What its file is about."""
        return self.file.removesuffix(".yaml")

    @property
    def log(self) -> tuple[Mapping[str, Any], ...]:
        """What happens, in order; nothing where the protocol or the enrolment is refused."""
        return tuple(self.data.get("log", ()))

    def document(self, own: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Put its protocol together: header, measures, snippets, its own keys, the phases completed.

        Args:
            own: keys that are laid over all of that, as a migration does.
        """
        made = self._layered(own)
        exercises = made.pop("exercises")
        phases = [_completed(phase, exercises) for phase in made.pop("phases")]
        if not any(phase.get("final") for phase in phases):
            phases.append(common()["final"])
        return {**made, "phases": phases}

    def protocol(self, own: Mapping[str, Any] | None = None) -> str:
        """Return the text of its protocol; it is JSON, which is YAML as well."""
        return json.dumps(self.document(own), ensure_ascii=False, indent=1)

    @cached_property
    def exercises(self) -> tuple[str, ...]:
        """What a session did that does not say it: the exercises of a phase that does not say them."""
        return tuple(row["exercise"] for row in self._layered()["exercises"])

    def _layered(self, own: Mapping[str, Any] | None = None) -> dict[str, Any]:
        shared = common()
        snippets = {**shared["snippets"], **self.snippets}
        made: dict[str, Any] = {key: shared[key] for key in ("measures", "exercises")} | shared["header"]
        layers = [snippets[name] for name in self.data.get("use", ())]
        for layer in [*layers, self.data.get("protocol", {}), *([own] if own else [])]:
            made = _merged(made, layer)
        return made


@cache
def cases() -> tuple[Case, ...]:
    """Return every case of every file, in order.

    Example:
        >>> len(cases()) > 200
        True
    """
    paths = sorted(path for path in folder().glob("*.yaml") if path.name != COMMON)
    return tuple(
        Case.of(path.name, one, content.get("snippets", {}))
        for path in paths
        for content in [_plain(read(text_of(path), path.name))]
        for one in content["cases"]
    )


@cache
def features() -> tuple[str, ...]:
    """Return every feature of the table, in its order.

    Example:
        >>> features()[:3]
        ('<', '<=', '>')
    """
    return tuple(feature for group in common()["features"].values() for feature in group)


@cache
def common() -> Mapping[str, Any]:
    """Return what all cases share."""
    shared: Mapping[str, Any] = _plain(read(text_of(folder() / COMMON), COMMON))
    return shared


def folder() -> Path:
    """Return the folder of the set: in an installed package, or in a checkout."""
    inside = Path(str(files("vmo_rehab"))) / "_conformance"
    return inside if inside.is_dir() else Path(__file__).parents[4] / "conformance"


def _plain(node: Node) -> Any:  # noqa: ANN401 - texts, numbers, lists and dictionaries
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [_plain(one) for one in node.items]
    return {entry.name: _plain(entry.value) for entry in node.entries}


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Lay one mapping over another: mappings key by key, anything else replaced."""
    made = dict(below)
    for key, value in above.items():
        inner = made.get(key)
        if isinstance(inner, dict) and isinstance(value, dict):
            made[key] = _merged(inner, value)
        else:
            made[key] = value
    return made


def _completed(phase: Mapping[str, Any], exercises: list[Any]) -> Mapping[str, Any]:
    if phase.get("final") or "exercises" in phase:
        return phase
    return {**phase, "exercises": exercises}
