"""The conformance set itself: what it covers, and that it notices what is wrong."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from conformance.engines import (
    Breaks,
    ForgetsLapses,
    IgnoresHolds,
    NeverReviews,
    RefersOnce,
    TakesAnything,
    TakesUnknownForFalse,
    WithoutRecord,
)
from vmo_rehab.testing import conformance

CASES = {case.name: case for case in conformance.cases()}


def of_features(*features: str) -> list[conformance.Case]:
    """Return the cases that show one of some features."""
    return [case for case in CASES.values() if {*case.covers, *case.missing} & set(features)]


def of_theme(*themes: str) -> list[conformance.Case]:
    """Return the cases of some files."""
    return [case for case in CASES.values() if case.theme in themes]


def made(log: list[Any], **data: Any) -> conformance.Case:
    """Make a case of one phase, which is left when nothing hurts."""
    protocol = {"phases": [{"id": "one", "progress": {"when": "hurt <= 1", "to": "end"}}]}
    return conformance.Case.of("made.yaml", {"case": "made", "protocol": protocol, "log": log, **data}, {})


def test_there_are_enough_cases() -> None:
    """The set has at least 80 cases, and no two with one name."""
    assert len(CASES) >= 80
    assert len(CASES) == len(conformance.cases())


@pytest.mark.parametrize("kind", ["covers", "missing"])
def test_every_feature_has_its_cases(kind: str) -> None:
    """Each feature of the table stands in a case, and in a case where an answer is missing; no other does."""
    named = {feature for case in CASES.values() for feature in getattr(case, kind)}
    assert sorted(set(conformance.features()) - named) == []
    assert sorted(named - set(conformance.features())) == []


def test_every_feature_stands_once_in_the_table() -> None:
    """The table of features names each once."""
    assert [name for name, times in Counter(conformance.features()).items() if times > 1] == []


@pytest.mark.parametrize(
    ("log", "data", "said"),
    [
        ([], {"cover": ["<"]}, "unknown keys cover"),
        ([{"session": 1, "answer": {}, "expect": "stay"}], {}, "one event in an item"),
        ([{"session": 1, "answrs": {}, "expect": "stay"}], {}, "unknown keys of a session: answrs"),
        ([{"session": 1, "expect": {"decision": "stay", "truths": {}}}], {}, "what is expected: truths"),
        ([{"session": 1, "expect": {"phase": "one"}}], {}, "a session expects no decision"),
        ([{"walk": 1}], {}, "one event in an item"),
        ([], {"enrolled": {"dya": 1}}, "unknown keys of an enrolment: dya"),
    ],
)
def test_unknown_keys_are_refused(log: list[Any], data: dict[str, Any], said: str) -> None:
    """A key that is misspelt is never taken for an expectation that is met."""
    with pytest.raises(ValueError, match=said):
        conformance.run(conformance.Library(), made(log, **data))


@pytest.mark.parametrize(
    ("expected", "what", "wanted", "got"),
    [
        ("discharge", "decision", "discharge", "stay"),
        ({"decision": "stay", "phase": "end"}, "phase", "end", "one"),
        ({"decision": "stay", "flags": ["review"]}, "flags", "review", "none"),
        ({"decision": "stay", "ask": []}, "ask", "none", "hurt"),
        ({"decision": "stay", "choices": ["end"]}, "choices", "end", "none"),
        ({"decision": "stay", "escalate_to": ["physician"]}, "escalate_to", "physician", "none"),
        ({"decision": "stay", "red_flags": ["alarm"]}, "red_flags", "alarm", "none"),
        ({"decision": "stay", "prescribed": []}, "prescribed", "none", "lunge/body-weight"),
        ({"decision": "stay", "withheld": ["lunge"]}, "withheld", "lunge", "none"),
        ({"decision": "stay", "arcs": {"lunge": "0-60"}}, "arcs of lunge", "0-60", "nothing"),
        ({"decision": "stay", "levels": {"lunge": "1 kg"}}, "levels of lunge", "1 kg", "nothing"),
        ({"decision": "stay", "truth": {"hurt <= 1": False}}, "truth of hurt <= 1", "false", "unknown"),
        ({"decision": "stay", "truth": {"freeze": True}}, "truth of freeze", "true", "none"),
        ({"refused": "bad answer"}, "refused", "bad answer", "a reply"),
    ],
)
def test_each_expectation_is_compared(expected: Any, what: str, wanted: str, got: str) -> None:
    """What is expected otherwise than the engine answers is told: where, what, expected, got."""
    (found,) = conformance.run(conformance.Library(), made([{"session": 1, "expect": expected}]))
    assert found.where == "made.yaml: made, step 1: session: 1"
    assert (found.what, found.expected, found.got) == (what, wanted, got)


@pytest.mark.parametrize(
    ("item", "whats"),
    [
        ({"today": 1, "expect": "rest"}, ["do"]),
        ({"session": -1, "expect": {"refused": "final"}}, ["refused"]),
        ({"session": -1, "expect": {"refused": "out of order", "names": ["tomato"]}}, ["message"]),
        ({"session": -1, "expect": "stay"}, ["answer"]),
        ({"cleared": 1, "expect": {"phase": "end"}}, ["answer"]),
        ({"suspended": 1, "expect": {"phase": "end"}}, ["phase"]),
        ({"answer": 1, "about": 0, "answers": {"hurt": 1}}, ["answer"]),
    ],
)
def test_days_events_and_refusals_are_compared(item: dict[str, Any], whats: list[str]) -> None:
    """A day, an event or a refusal that is not as expected is told."""
    assert [one.what for one in conformance.run(conformance.Library(), made([item]))] == whats


def test_decisions_after_a_correction_are_compared() -> None:
    """What a correction makes of an earlier decision is held against the case."""
    log = [
        {"session": 1, "expect": "stay"},
        {"answer": 2, "about": 1, "answers": {"hurt": 1}, "now": {"1": "stay"}, "expect": {"phase": "end"}},
    ]
    (found,) = conformance.run(conformance.Library(), made(log))
    assert (found.what, found.got) == ("decision of day 1 as it is now", "discharge")


@pytest.mark.parametrize("refused", ["protocol", "enrolment"])
def test_an_enrolment_that_should_be_refused_is_told(refused: str) -> None:
    """A case that expects a refusal fails an engine that enrols."""
    (found,) = conformance.run(conformance.Library(), made([], refused=refused))
    assert (found.what, found.expected, found.got) == ("refused", refused, "a reply")


def test_an_engine_begins_where_the_protocol_does() -> None:
    """The phase at the enrolment is compared, before anything has happened."""

    class Elsewhere(conformance.Library):
        def enrol(self, protocol: str, enrolled: Any, /) -> conformance.Reply:
            return conformance.Reply(episode=super().enrol(protocol, enrolled).episode, phase="end")

    (found,) = conformance.run(Elsewhere(), made([]))
    assert str(found) == "made.yaml: made, enrolment\n  phase: expected one, got end"


WRONG = [
    (IgnoresHolds(), "hold", "freeze"),
    (ForgetsLapses(), "lapse load", "holds"),
    (TakesUnknownForFalse(), "enquire", "today"),
    (RefersOnce(), "refer", "lapse"),
    (NeverReviews(), "review_after", "progress-and-gates"),
    (Breaks(), "check-in", "freeze"),
    (TakesAnything(), "suspended", "freeze"),
]


@pytest.mark.parametrize(("engine", "feature", "untouched"), WRONG, ids=lambda one: type(one).__name__)
def test_a_wrong_engine_is_caught(engine: Any, feature: str, untouched: str) -> None:
    """An engine with one fault fails cases of the feature that it has wrong, and none of another theme."""
    report = conformance.check(engine, dict.fromkeys([*of_theme(untouched), *of_features(feature)]))
    assert not report.conforms
    assert report.features[feature].met < report.features[feature].cases
    assert all(result.met for result in report.results if result.case.theme == untouched)
    assert f"  {feature}: {report.features[feature]}" in str(report).splitlines()
    assert str(report).endswith("the engine does not conform")


def test_what_cannot_be_run_is_never_passed() -> None:
    """Cases that need a record are told as not run with an engine that has none, and it does not conform."""
    report = conformance.check(WithoutRecord(), of_theme("corrections"))
    assert not report.conforms
    assert report.mismatches == ()
    assert len(report.not_run) == len(report.results) == report.themes["corrections"].not_run
    assert "needs correct, which the engine has not" in str(report)
    with pytest.raises(conformance.NotRunError):
        conformance.run(WithoutRecord(), of_theme("corrections")[0])


def test_who_leaves_out_what_cannot_be_run_says_so() -> None:
    """An engine without a record conforms to the cases that need none."""
    cases = [case for case in of_theme("corrections", "freeze") if not conformance.needs_record(case)]
    assert conformance.check(WithoutRecord(), cases).conforms
    assert {case.theme for case in cases} == {"freeze"}


def test_no_cases_prove_nothing() -> None:
    """A report of no case at all does not say that an engine conforms."""
    assert not conformance.check(conformance.Library(), []).conforms


class ForgetsToReturn(conformance.Library):
    """Decides, and gives nothing back."""

    def step(self, protocol: str, episode: Any, session: Any, /) -> Any:
        super().step(protocol, episode, session)


class GivesItsOwn(conformance.Library):
    """Gives a decision of its own making."""

    def step(self, protocol: str, episode: Any, session: Any, /) -> Any:
        return {"decision": super().step(protocol, episode, session).decision}


@pytest.mark.parametrize(
    ("engine", "got"),
    [(ForgetsToReturn(), "nothing"), (GivesItsOwn(), "dict: {'decision':")],
    ids=lambda one: type(one).__name__,
)
def test_what_is_no_reply_is_a_mismatch(engine: Any, got: str) -> None:
    """An engine that answers nothing, or something else, meets no case in which it is asked."""
    report = conformance.check(engine, of_theme("check-ins"))
    assert not any(result.met for result in report.results)
    assert all(one.expected == "a Reply" and one.got.startswith(got) for one in report.mismatches)


def test_one_case_will_do() -> None:
    """A single case can be checked without a list around it."""
    assert conformance.check(conformance.Library(), conformance.cases()[0]).conforms


@pytest.mark.parametrize(
    ("call", "cure"),
    [
        (lambda: conformance.check(conformance.Library(), "check-ins"), "choose from cases()"),
        (lambda: conformance.check(conformance.Library), r"give an engine made of it: Library\(\)"),
        (lambda: conformance.command("node engine.js"), r"\['node', 'engine.js'\]"),
    ],
)
def test_what_is_no_engine_or_no_case_is_refused(call: Any, cure: str) -> None:
    """A slip in what is given is told with its cure, and does not count as a mismatch."""
    with pytest.raises(TypeError, match=cure):
        call()
