"""Protocols, valid by construction: as the plain data of their files, and as they are read."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any, Final

from hypothesis import note
from hypothesis import strategies as st

from vmo_rehab.documents.library import loads
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.testing.strategies.ingredients import EXERCISES, FLAGS, MEASURES, OTHERS, USUAL
from vmo_rehab.testing.strategies.rows import Document, at_the_door, conditions, limits, rows
from vmo_rehab.testing.strategies.sensible import sensible_documents


def protocols(*, sensible: bool = False) -> st.SearchStrategy[Protocol]:
    """Draw protocols over the whole language, each read from its file; a failure shows the file.

    Scales are small, so that every answer can be tried. Rules say anything that can be read, sense or not:
    that an engine, a report or a converter copes with any protocol shows with these. Sensible ones are made
    of the measures and exercises of the catalogue, and `vmo_rehab.check` finds nothing in them.

    Args:
        sensible: whether nothing in them is amiss.

    Returns:
        A strategy for `vmo_rehab.Protocol`.

    Example:
        >>> from hypothesis import Phase, find, settings
        >>> quick = settings(database=None, phases=[Phase.generate])
        >>> one = find(protocols(), lambda one: one.holds, settings=quick)
        >>> one.holds[0].id, one.phases[0].id
        ('held0', 'one')
    """
    return documents(sensible=sensible).map(_read)


def documents(*, sensible: bool = False) -> st.SearchStrategy[Document]:
    """Draw protocols as the plain data of their files: what a reader or a converter of files is tried on.

    Args:
        sensible: whether nothing in them is amiss.

    Returns:
        A strategy for dicts; `text_of` writes one as a file.

    Example:
        >>> from hypothesis import find
        >>> find(documents(), lambda one: True)["start"]
        'one'
    """
    return sensible_documents() if sensible else _documents()


def text_of(document: Document) -> str:
    """Write the plain data of a file as text that can be read, by `vmo_rehab.loads` and by eye.

    Args:
        document: of dicts, lists, texts and numbers.

    Example:
        >>> print(text_of({"format": 1, "hold": [{"id": "held", "when": "pain_during >= 5"}]}), end="")
        format: 1
        hold: [{"id": "held", "when": "pain_during >= 5"}]
    """
    return "\n".join(_lines(document)) + "\n"


_WIDE: Final = 100


def _lines(value: Any) -> list[str]:  # noqa: ANN401 - whatever stands in a file
    """Return the lines of a value: as short as JSON where that fits in one, or else one line a part."""
    flat = json.dumps(value, ensure_ascii=False)
    if not value or not isinstance(value, dict | list):
        return [flat]
    if isinstance(value, list):
        return [line for part in value for line in _under("- ", part)]
    return [line for key, part in value.items() for line in _under(f"{key}: ", part)]


def _under(head: str, part: Any) -> list[str]:  # noqa: ANN401 - whatever stands in a file
    flat = json.dumps(part, ensure_ascii=False)
    if len(flat) <= _WIDE or not isinstance(part, dict | list):
        return [head + flat]
    below = _lines(part)
    if head == "- ":
        return [head + below[0], *(f"  {line}" for line in below[1:])]
    return [head.rstrip(), *(f"  {line}" for line in below)]


def _read(document: Document) -> Protocol:
    note(text_of({key: part for key, part in document.items() if key not in _ALWAYS}))
    return loads(text_of(document), "generated.yaml")


_ALWAYS: Final = {
    "format",
    "id",
    "revision",
    "title",
    "intended_use",
    "applies_to",
    "not_for",
    "measures",
    "rescue",
}
"""The parts of a generated file that never differ."""


@st.composite
def _documents(draw: st.DrawFn) -> Document:
    names = ["one", "two", "three"][: draw(st.integers(1, 3))]
    phases, unit = [*names, "end"], draw(st.sampled_from(["kg", "kg", "lb"]))
    document: Document = {
        "format": 1,
        "id": "generated",
        "revision": "1",
        "title": "Generated",
        "intended_use": "Testing.",
        "applies_to": ["tests"],
        "not_for": ["patients"],
        "enrolment": {
            "facts": {"injury": {"kind": "date", "required": True}, "graft": {"labels": ["a", "b"]}},
            "baseline": [USUAL.id],
        },
        "start": "one",
        "red_flags": [flag.id for flag in FLAGS[: draw(st.integers(0, 2))]],
        "measures": MEASURES,
        "rescue": {"exercises": [{"exercise": name, "dose": {"sets": 1}} for name in (*EXERCISES, *OTHERS)]},
        "hold": [draw(_hold(number)) for number in range(draw(st.integers(0, 2)))],
        "phases": [draw(_phase(place, phases, unit)) for place in range(len(names))]
        + [{"id": "end", "final": True}],
    }
    document |= draw(_beside())
    _carry_over(draw, document["phases"])
    _name_a_criterion(draw, document)
    loaded = {row.get("exercise") for phase in document["phases"] for row in phase.get("exercises", ())}
    limited = limits([name for name in EXERCISES if name in loaded], unit)
    document["limits"] = draw(st.lists(limited, max_size=3))
    labels = draw(st.sampled_from([[], [], ["a"], ["a", "b"]]))
    document["variants"] = [draw(_variant(label, names, limited)) for label in labels]
    return document


@st.composite
def _beside(draw: st.DrawFn) -> Document:
    """Draw what stands beside the phases: lapses, a freeze, a rule at the door."""
    made: Document = {}
    if draw(st.booleans()):
        made["lapse"] = [
            {"after": "6 days", "load": "80%"},
            {"after": "10 days", "load": "50%", "merit": "empty"},
        ]
        if draw(st.booleans()):
            made["lapse"].append({"after": "14 days", "phase": "re-enter", "flag": "review"})
    if draw(st.integers(0, 2)) == 2:
        made["freeze"] = {"when": draw(conditions(merit=False, depth=1))}
    if draw(st.integers(0, 2)) == 2:
        do = draw(st.sampled_from(["rest", "rescue", "repeat"]))
        made["today"] = {"when": draw(_harm_at_the_door()), "do": do}
    return made


def _harm_at_the_door() -> st.SearchStrategy[Any]:
    return at_the_door(merit=False).filter(lambda one: "power" not in json.dumps(one))


@st.composite
def _variant(draw: st.DrawFn, label: str, names: list[str], limited: st.SearchStrategy[Document]) -> Document:
    variant: Document = {"for": {"graft": label}, "min_stay": {names[0]: "10 days"}}
    variant["limits"] = draw(st.lists(limited, max_size=2))
    if draw(st.booleans()):
        variant["not_before"] = {names[-1]: f"{draw(st.integers(21, 30))} days after injury"}
    return variant


@st.composite
def _phase(draw: st.DrawFn, place: int, names: list[str], unit: str) -> Document:
    made = draw(rows(unit))
    phase: Document = {"id": names[place], "exercises": made, "regress": [], "progress": []}
    if len(made) > 1 and draw(st.integers(0, 2)) == 2:
        phase["rotation"] = ["A", "B"]
        made[0]["days"] = draw(st.sampled_from(["A", "B"]))
    if draw(st.integers(0, 3)) == 3:
        phase["min_stay"] = f"{draw(st.integers(1, 9))} days"
    if draw(st.integers(0, 4)) == 4:
        phase["review_after"] = f"{draw(st.integers(1, 20))} days"
    if draw(st.integers(0, 4)) == 4:
        after = draw(st.sampled_from(["injury", "start", names[0]]))
        phase["not_before"] = f"{draw(st.integers(0, 20))} days after {after}"
    if draw(st.integers(0, 4)) == 4:
        phase["defaults"] = {"rest": "60 s"}
    for _ in range(draw(st.integers(0, 2))):
        rule: Document = {"when": draw(conditions(merit=False))}
        down = not place or draw(st.booleans())
        rule |= {"dose": "one level down"} if down else {"to": draw(st.sampled_from(names[:place]))}
        phase["regress"].append(rule)
    for _ in range(draw(st.sampled_from([1, 1, 1, 2]))):
        rule = {"when": draw(conditions(merit=True)), "to": draw(st.sampled_from(names[place + 1 :]))}
        if draw(st.integers(0, 5)) == 5:
            rule["sign_off"] = {"by": "physiotherapist", "lasts": "14 days"}
        phase["progress"].append(rule)
    return phase


@st.composite
def _hold(draw: st.DrawFn, number: int) -> Document:
    hold: Document = {"id": f"held{number}", "when": draw(conditions(merit=False, depth=1))}
    hold["rest"] = f"{draw(st.integers(0, 4))} days"
    hold["return"] = draw(st.sampled_from(["same level", "one level down", "80%"]))
    if draw(st.booleans()):
        hold["until"] = draw(at_the_door(merit=True))
    if draw(st.integers(0, 3)) == 3:
        hold["escalate"] = {"when": f"sessions_since_held{number} <= 3", "to": "surgeon"}
    return hold


def _carry_over(draw: st.DrawFn, phases: list[Document]) -> None:
    """Let a phase take its first exercise from the one before, where neither has days in turn."""
    for before, phase in pairwise(phases):
        own = phase.get("exercises", ())
        if len(own) < 2 or "rotation" in before or "rotation" in phase:
            continue
        name = own[0]["exercise"]
        if any(row.get("exercise") == name for row in before["exercises"]) and draw(st.booleans()):
            phase["carried_over"] = own.pop(0)["exercise"]


def _name_a_criterion(draw: st.DrawFn, document: Document) -> None:
    """Give a criterion a name, and ask for it in the first way on."""
    if draw(st.integers(0, 2)) < 2:
        return
    document["criteria"] = {"calm": draw(conditions(merit=True, depth=0).filter(_has_no_window))}
    way = document["phases"][0]["progress"][0]
    asked = draw(
        st.sampled_from(["calm", "calm for 2 sessions in a row", "calm in 1 of the last 3 sessions"])
    )
    way["when"] = {"all": [way["when"], asked]}


def _has_no_window(line: str) -> bool:
    return "session" not in line and "days" not in line
