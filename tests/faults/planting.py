"""Rules that plant one fault in a sound protocol, and the codes of which one must tell it.

A rule takes the plain data of a file and yields faulty copies with a word on the place. Where a change does
no harm, the rule leaves the place out, and its docstring says why.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

Document = dict[str, Any]
Faulty = Iterator[tuple[str, Document]]
Rule = Callable[[Document], Faulty]
Path = tuple[str | int, ...]

FLIPPED = {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}
COMPARISON = re.compile(r"(?P<term>[a-z_]+(?: of [\w/-]+)?) (?P<op><=|>=|<|>) (?P<value>.+)")
COUNT = re.compile(r"(days|weeks|sessions)_(in|since)_")
RULES: list[tuple[Rule, frozenset[str]]] = []
"""Every rule with the codes that may tell its fault; one of them must."""


def told_by(*codes: str) -> Callable[[Rule], Rule]:
    """Enter a rule with its codes."""

    def enter(rule: Rule) -> Rule:
        RULES.append((rule, frozenset(codes)))
        return rule

    return enter


def at(document: Any, path: Sequence[str | int]) -> Any:
    """Return what stands at a path."""
    for step in path:
        document = document[step]
    return document


def changed(document: Document, path: Path, value: Any) -> Document:
    """Copy a document with another value at a path."""
    made = copy.deepcopy(document)
    at(made, path[:-1])[path[-1]] = value
    return made


def without(document: Document, path: Path) -> Document:
    """Copy a document without what stands at a path."""
    made = copy.deepcopy(document)
    del at(made, path[:-1])[path[-1]]
    return made


def lines(node: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield every line of a criterion with its path."""
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, list):
        for place, part in enumerate(node):
            yield from lines(part, (*path, place))
    elif isinstance(node, dict):
        for key in ("all", "any", "of"):
            if key in node:
                yield from lines(node[key], (*path, key))


def comparisons(document: Document) -> Iterator[tuple[Path, re.Match[str]]]:
    """Yield the comparisons of measures in named criteria, in ways on and in ways back."""
    roots: list[Path] = [("criteria", name) for name in document["criteria"]]
    for place, phase in enumerate(document["phases"]):
        for kind in ("regress", "progress"):
            roots += [("phases", place, kind, rule, "when") for rule in range(len(phase.get(kind, ())))]
    for root in roots:
        for path, line in lines(at(document, root), root):
            found = COMPARISON.fullmatch(line)
            if found and not COUNT.match(line):
                yield path, found


def open_phases(document: Document) -> Iterator[tuple[int, Document]]:
    """Yield the phases that are not final, with their places."""
    for place, phase in enumerate(document["phases"]):
        if not phase.get("final"):
            yield place, phase


def word(path: Path) -> str:
    """Tell a path."""
    return ".".join(map(str, path))


@told_by("V402")
def no_way_on(document: Document) -> Faulty:
    """Drop every way on from a phase."""
    for place, phase in open_phases(document):
        yield phase["id"], without(document, ("phases", place, "progress"))


@told_by("V335")
def way_on_to_itself(document: Document) -> Faulty:
    """Lead a way on to the phase it starts from."""
    for place, phase in open_phases(document):
        yield phase["id"], changed(document, ("phases", place, "progress", 0, "to"), phase["id"])


@told_by("V335")
def way_back_that_leads_on(document: Document) -> Faulty:
    """Lead a way back to the last phase."""
    last = document["phases"][-1]["id"]
    for place, phase in open_phases(document):
        for number, rule in enumerate(phase.get("regress", ())):
            if "to" in rule:
                yield phase["id"], changed(document, ("phases", place, "regress", number, "to"), last)


@told_by("V501")
def flipped_operator(document: Document) -> Faulty:
    """Turn a comparison round. Counts of days and sessions are left out: more or fewer may be meant."""
    for path, found in comparisons(document):
        line = f"{found['term']} {FLIPPED[found['op']]} {found['value']}"
        yield word(path), changed(document, path, line)


@told_by("V314")
def threshold_off_the_scale(document: Document) -> Faulty:
    """Write a thousand more than the threshold. Labels and baselines are left out: they are no numbers."""
    for path, found in comparisons(document):
        number = re.match(r"\d+(?!\+)(?=\b)", found["value"])
        if number:
            line = f"{found['term']} {found['op']} {int(number[0]) + 1000}{found['value'][number.end() :]}"
            yield word(path), changed(document, path, line)


@told_by("V312")
def misspelt_measure(document: Document) -> Faulty:
    """Swap two letters of a measure."""
    for path, found in comparisons(document):
        term = found["term"]
        swapped = f"{term[0]}{term[2]}{term[1]}{term[3:]}"
        if swapped != term:
            yield word(path), changed(document, path, f"{swapped} {found['op']} {found['value']}")


@told_by("V315")
def unit_left_out(document: Document) -> Faulty:
    """Leave the unit of a threshold out. A percentage is one of them; scores without a unit are left out."""
    for path, found in comparisons(document):
        value = re.sub(r"^(\d+)( (?:deg|cm|kg)|%)", r"\1", found["value"])
        if value != found["value"]:
            yield word(path), changed(document, path, f"{found['term']} {found['op']} {value}")


@told_by("V407")
def clause_twice(document: Document) -> Faulty:
    """Write the first clause of a way on a second time at its end.

    Left out is a way on that rests on two baselines: there is too much to try, and then nothing is said.
    """
    for place, phase in open_phases(document):
        when = phase["progress"][0]["when"]
        path: Path = ("phases", place, "progress", 0, "when")
        if isinstance(when, dict) and "all" in when and "no_worse" not in when["all"]:
            yield phase["id"], changed(document, (*path, "all"), [*when["all"], when["all"][0]])


@told_by("V406")
def clause_and_its_opposite(document: Document) -> Faulty:
    """Ask of a way on that a comparison be so, and its opposite too."""
    for place, phase in open_phases(document):
        path: Path = ("phases", place, "progress", 0, "when")
        when = at(document, path)
        for _, line in lines(when):
            found = COMPARISON.fullmatch(line)
            if found and isinstance(when, dict) and "all" in when and " session" not in line:
                opposite = {"<=": ">", ">=": "<", "<": ">=", ">": "<="}[found["op"]]
                other = f"{found['term']} {opposite} {found['value']}"
                yield phase["id"], changed(document, (*path, "all"), [*when["all"], other])


@told_by("V404")
def never_true(document: Document) -> Faulty:
    """Ask of a way on for less pain than none."""
    for place, phase in open_phases(document):
        yield phase["id"], changed(document, ("phases", place, "progress", 0, "when"), "pain_before < 0")


@told_by("V405")
def always_true(document: Document) -> Faulty:
    """Hold a patient whatever the pain."""
    for place, hold in enumerate(document["hold"]):
        yield hold["id"], changed(document, ("hold", place, "when"), "pain_before >= 0")


@told_by("V408")
def short_cut(document: Document) -> Faulty:
    """Open a second way on to the last phase by the same criterion, without a signature.

    The phase whose way already leads there is left out, since two ways to one phase are one.
    """
    last = document["phases"][-1]["id"]
    for place, phase in open_phases(document):
        ways = phase["progress"]
        if all(way["to"] != last for way in ways):
            way = {"when": ways[0]["when"], "to": last}
            yield phase["id"], changed(document, ("phases", place, "progress"), [*ways, way])


@told_by("V401", "V403")
def phase_passed_over(document: Document) -> Faulty:
    """Lead every way on that goes to a phase beyond it.

    The first and the last are left out, since none leads beyond, and so is a phase that is still come to by a
    way back from a later one.
    """
    for place, phase in list(open_phases(document))[1:]:
        made = copy.deepcopy(document)
        if any(
            rule.get("to") == phase["id"] for other in made["phases"] for rule in other.get("regress", ())
        ):
            continue
        for other in made["phases"]:
            for way in other.get("progress", ()):
                if way["to"] == phase["id"]:
                    way["to"] = made["phases"][place + 1]["id"]
        yield phase["id"], made


@told_by("V503")
def no_way_down(document: Document) -> Faulty:
    """Drop every way back and down. Phases whose schemes have a fall of their own are left out."""
    for place, phase in open_phases(document):
        rows = str([phase["exercises"], phase.get("defaults")])
        if "regress" in phase and "carried_over" not in phase and not re.search("use|fall|'scheme': '", rows):
            yield phase["id"], without(document, ("phases", place, "regress"))


@told_by("V502")
def no_red_flags(document: Document) -> Faulty:
    """Ask for no red flag."""
    yield "red_flags", without(document, ("red_flags",))


@told_by("V504")
def no_lapse(document: Document) -> Faulty:
    """Say nothing of gaps."""
    yield "lapse", without(document, ("lapse",))


@told_by("V334")
def lapse_upside_down(document: Document) -> Faulty:
    """List the longest gap first."""
    yield "lapse", changed(document, ("lapse",), document["lapse"][::-1])


@told_by("V507")
def no_review(document: Document) -> Faulty:
    """Name no day of review."""
    yield "review_due", without(document, ("review_due",))


@told_by("V601")
def no_goals(document: Document) -> Faulty:
    """Take a phase's goals."""
    for place, phase in open_phases(document):
        yield phase["id"], without(document, ("phases", place, "goals"))


@told_by("V602")
def criterion_for_nothing(document: Document) -> Faulty:
    """Add a criterion that no rule uses."""
    yield "criteria", changed(document, ("criteria", "spare"), "pain_before <= 2")


@told_by("V336")
def hold_twice(document: Document) -> Faulty:
    """Write a hold a second time."""
    for hold in document["hold"]:
        yield hold["id"], changed(document, ("hold",), [*document["hold"], hold])


@told_by("V402", "V403")
def no_end(document: Document) -> Faulty:
    """Take the mark of its end from the last phase."""
    yield "final", without(document, ("phases", len(document["phases"]) - 1, "final"))


@told_by("V204")
def misspelt_key(document: Document) -> Faulty:
    """Leave a letter of a key out."""
    for place, phase in open_phases(document):
        if "min_stay" in phase:
            made = without(document, ("phases", place, "min_stay"))
            yield phase["id"], changed(made, ("phases", place, "min_sty"), phase["min_stay"])


@told_by("V303")
def time_without_unit(document: Document) -> Faulty:
    """Write the number of a stay alone."""
    for place, phase in open_phases(document):
        if "min_stay" in phase:
            days = int(phase["min_stay"].split()[0])
            yield phase["id"], changed(document, ("phases", place, "min_stay"), days)
