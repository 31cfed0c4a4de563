"""The conformance set, run against the readable engine; README.md beside it describes the files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from attrs import define, field

import vmo_rehab as vmo
from conformance.reader import (
    CASE_KEYS,
    CORRECTIONS,
    Case,
    cases,
    correction,
    day,
    done_unless_said,
    enrolled,
    event,
    features,
    kind_of,
    protocol,
    session,
)

REFUSALS: Mapping[str, tuple[type[Exception], tuple[str, ...]]] = {
    "protocol": (vmo.ProtocolError, ()),
    "enrolment": (vmo.EnrolmentError, ()),
    "suspended": (vmo.EpisodeSuspended, ()),
    "final": (vmo.EpisodeFinal, ()),
    "does not fit": (vmo.EventError, ()),
    "out of order": (vmo.LogError, ("L155",)),
    "bad answer": (vmo.LogError, ("L150", "L152", "L161")),
    "bad sets": (vmo.LogError, ("L153", "L154")),
    "not a state": (vmo.LogError, ("L157",)),
}
"""The refusals in the words of the files: the class of the error, and its codes where it has any."""

FLAGS = {"review", "escalate", "lapsed", "awaiting"}
"""The flags of a decision that are compared."""

EXPECTS = {
    *("decision", "do", "refused", "names", "phase", "flags", "escalate_to"),
    *("ask", "choices", "levels", "prescribed", "truth", "red_flags"),
    *("withheld", "arcs"),
}
WINDOWED = re.compile(r" (?:for \d+ sessions? in a row|in \d+ of the last|for \d+ days? with|over the last)")


class MismatchError(AssertionError):
    """An expectation that was not met: where, what was expected, what was got."""


@define
class Course:
    """A case on its way: the episode, and a record where the case has corrections."""

    case: Case
    protocol: vmo.Protocol
    episode: vmo.Episode
    record: vmo.Record | None = None
    place: int = field(default=0)

    def differs(self, what: str, expected: object, got: object) -> MismatchError:
        """Say what differs, with the place of it."""
        item = self.case.data["log"][self.place]
        where = f"{self.case.file}: {self.case.name!r}, step {self.place + 1} {item}"
        return MismatchError(f"{where}\n  {what}: expected {expected}, got {got}")

    def equal(self, what: str, expected: object, got: object) -> None:
        """Raise where two things differ."""
        if expected != got:
            raise self.differs(what, expected, got)


@pytest.mark.parametrize("case", cases(), ids=str)
def test_case(case: Case) -> None:
    """The fact that is the case's name holds, step by step."""
    unknown = case.data.keys() - CASE_KEYS - {"snippets"}
    assert not unknown, f"{case}: unknown keys {unknown}"
    if refused := case.data.get("refused"):
        with pytest.raises(REFUSALS[refused][0]) as caught:
            vmo.enrol(protocol(case), enrolled(case))
        for name in case.data.get("names", ()):
            assert name in str(caught.value)
        return
    its = protocol(case)
    course = Course(case, its, vmo.enrol(its, enrolled(case)))
    if any(kind_of(item) in CORRECTIONS for item in case.data["log"]):
        course.record = vmo.Record.begin(its, enrolled(case))
    for course.place, item in enumerate(case.data["log"]):
        _take(course, kind_of(item), item)


def _take(course: Course, kind: str, item: Mapping[str, Any]) -> None:
    expected = item.get("expect", {})
    if isinstance(expected, str):
        expected = {"do" if kind == "today" else "decision": expected}
    unknown = expected.keys() - EXPECTS
    assert not unknown, f"{course.case}: unknown expectations {unknown}"
    act = _ACTS.get(kind, _applied)
    if "refused" not in expected:
        act(course, kind, item, expected)
        return
    before, (error, codes) = course.episode, REFUSALS[expected["refused"]]
    try:
        act(course, kind, item, {})
    except error as caught:
        found = {one.code for one in caught.diagnostics} if isinstance(caught, vmo.RefusedError) else set()
        course.equal("refusal", True, not codes or bool(found & set(codes)))
        for name in expected.get("names", ()):
            course.equal(f"named {name}", True, name in str(caught))
        course.equal("episode after a refusal", before, course.episode)
    else:
        raise course.differs("refusal", expected["refused"], "none")


def _session(course: Course, kind: str, item: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    done = session(item, day(item[kind]), done_unless_said(course.case) if kind == "session" else [])
    decision, after = vmo.step(course.protocol, course.episode, done)
    if course.record:
        course.record = course.record.append(course.protocol, done)
    before, course.episode = course.episode, after
    if "refused" in item.get("expect", ()):
        return
    assert "decision" in expected, f"{course.case}: step {course.place + 1} expects no decision"
    course.equal("decision", expected["decision"], decision.kind.value)
    course.equal("phase", expected.get("phase", before.state.phase), decision.phase_after)
    course.equal("flags", set(expected.get("flags", ())), {flag.value for flag in decision.flags} & FLAGS)
    _compare(course, expected, decision)
    if "escalate_to" in expected:
        course.equal("escalate_to", sorted(expected["escalate_to"]), sorted(decision.escalate_to))


def _today(course: Course, kind: str, item: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    told = vmo.today(course.protocol, course.episode, session(item, day(item[kind]), []))
    if "refused" in item.get("expect", ()):
        return
    if "do" in expected:
        course.equal("today", expected["do"], told.do.value if told.do else "refer")
    course.equal("flags", set(expected.get("flags", ())), {flag.value for flag in told.flags} & FLAGS)
    _compare(course, expected, told)


def _compare(course: Course, expected: Mapping[str, Any], got: vmo.Decision | vmo.Today) -> None:
    if "red_flags" in expected:
        course.equal("red flags", sorted(expected["red_flags"]), sorted(got.red_flags))
    if "ask" in expected:
        course.equal("ask", sorted(expected["ask"]), sorted({question.ask for question in got.ask}))
    if "choices" in expected:
        options = [option for question in got.ask for option in question.options]
        course.equal("choices", sorted(expected["choices"]), sorted(options))
    if "prescribed" in expected:
        told = [item.exercise for item in got.prescription.items]
        course.equal("prescribed", list(expected["prescribed"]), told)
    if "withheld" in expected:
        names = {course.protocol.exercises[name].name for name in expected["withheld"]}
        course.equal("withheld", names, {one.partition(":")[0] for one in got.prescription.withheld})
    for name, arc in expected.get("arcs", {}).items():
        course.equal(f"arc of {name}", [arc], [i.arc for i in got.prescription.items if i.exercise == name])
    for name, truth in expected.get("truth", {}).items():
        course.equal(f"truth of {name!r}", [str(truth).lower()], sorted(_truths(got.explanation, name)))


def _truths(explanation: vmo.Explanation, name: str) -> set[str]:
    """Find the truths of a rule, or of a criterion wherever it stands outside windows."""
    found: set[str] = set()
    for rule in explanation.rules:
        if name in _names_of(rule):
            found.add(str(rule.node.truth))
        found.update(str(node.truth) for node in _outside_windows(rule.node) if node.criterion == name)
    return found


def _names_of(rule: vmo.Rule) -> tuple[str, ...]:
    match rule.role:
        case "progress" | "regress":
            return (rule.name,)
        case "freeze":
            return ("freeze",)
        case "today":
            return (f"today {rule.name.removesuffix(' day')}",)
        case "rise":
            return (f"rise {rule.name.removesuffix(': one level up')}",)
        case "unlock":
            return (f"unlock {rule.name.removesuffix(': unlocked')}",)
    return (f"{rule.role} {rule.name}",)


def _outside_windows(node: vmo.Node) -> Iterator[vmo.Node]:
    yield node
    if not WINDOWED.search(node.criterion) or " of (" in node.criterion:
        for part in node.parts:
            yield from _outside_windows(part)


def _levels(course: Course, names: Mapping[str, str], told: vmo.Prescription) -> dict[str, str]:
    """Return levels in words: as prescribed, or as kept where nothing is prescribed."""
    shown = {item.exercise: item.load for item in told.items}
    return {name: shown.get(name) or _kept(course, name) for name in names}


def _kept(course: Course, name: str) -> str:
    load = course.protocol.rows[name].load
    return load.show(course.episode.state.levels[name]) if load else ""


def _applied(course: Course, kind: str, item: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    to = protocol(course.case, item.get("protocol", {})) if kind == "migrated" else None
    made = event(kind, item, to)
    protocols = to or course.protocol
    course.episode = vmo.apply(protocols, course.episode, made)
    if course.record:
        course.record = course.record.append(protocols, made)
    course.protocol = protocols
    if "phase" in expected:
        course.equal("phase", expected["phase"], course.episode.state.phase)


def _corrected(course: Course, kind: str, item: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    assert course.record is not None
    made = correction(kind, item, course.record.events, done_unless_said(course.case))
    course.record = course.record.append(course.protocol, made)
    fold = course.record.fold()
    course.episode = fold.episode
    if "phase" in expected:
        course.equal("phase", expected["phase"], fold.episode.state.phase)
    now = {one.date: one.kind.value for one in fold.decisions}
    for about, decision in item.get("now", {}).items():
        course.equal(f"decision of day {about} as now", decision, now.get(day(about), "none"))


_ACTS: Mapping[str, Callable[..., None]] = {
    "session": _session,
    "check-in": _session,
    "today": _today,
    **dict.fromkeys(CORRECTIONS, _corrected),
}


def test_there_are_enough_cases() -> None:
    """The set has at least 80 cases, and no two with one name."""
    names = Counter(case.name for case in cases())
    assert len(names) >= 80
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("kind", ["covers", "missing"])
def test_every_feature_has_its_cases(kind: str) -> None:
    """Each feature of the table stands in a case, and in a case where an answer is missing; no other does."""
    named = {feature for case in cases() for feature in case.data.get(kind, ())}
    assert sorted(set(features()) - named) == []
    assert sorted(named - set(features())) == []


def test_every_feature_stands_once_in_the_table() -> None:
    """The table of features names each once."""
    assert [name for name, times in Counter(features()).items() if times > 1] == []
