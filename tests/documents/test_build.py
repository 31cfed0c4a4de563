"""A whole protocol file: names that fit together, phases, facts, red flags."""

from __future__ import annotations

import pytest

from documents.small_file import accepted, check, findings, said, text_with
from vmo_rehab.protocol.model import Fact, FactKind

BAND = "{exercise: terminal-knee-extension/band, dose: {sets: 1}"


@pytest.mark.parametrize(
    ("where", "value", "code", "what", "cure"),
    [
        ("start", "⟦setle⟧", "V312", '"setle" is not a phase', 'did you mean "settle"?'),
        (
            "start",
            "⟦discharged⟧",
            "V335",
            "discharged is final, nobody can start there",
            "name another phase",
        ),
        (
            "red_flags",
            "[fever, ⟦fevr⟧]",
            "V312",
            '"fevr" is not a measure',
            'did you mean "fever"?',
        ),
        (
            "red_flags",
            "⟦pain_during⟧",
            "V337",
            "pain_during is not a red flag in the catalogue",
            "name red-flag measures; other findings can be a hold",
        ),
        (
            "enrolment",
            "{facts: {injury: {kind: date}}, baseline: [⟦pain_usuel⟧]}",
            "V312",
            '"pain_usuel" is not a measure',
            'did you mean "pain_usual"?',
        ),
        (
            "id",
            "⟦Small knee⟧",
            "V305",
            'the id "Small knee" is not in small letters with hyphens',
            "write small-knee",
        ),
        (
            "status",
            "⟦actve⟧",
            "V301",
            'one of 3 words is due, and the text "actve" stands here',
            'did you mean "active"?',
        ),
        (
            "review_due",
            "⟦01/11/2027⟧",
            "V302",
            'the date "01/11/2027" can be read in more than one way',
            "write 2027-11-01 for 1 November, or 2027-01-11 for 11 January",
        ),
        (
            "revision",
            "⟦2026.1⟧",
            "V207",
            "a text is due, and the number 2026.1 stands here",
            'put it in quotes: "2026.1"',
        ),
        (
            "sources",
            "{piva2009: {cite: Piva, doi: ⟦10.2340⟧}}",
            "V207",
            "a text is due, and the number 10.2340 stands here",
            'put it in quotes: "10.2340"',
        ),
        (
            "hold",
            "[{id: swollen, when: effusion >= 2+}, {id: ⟦swollen⟧, when: effusion >= 3+}]",
            "V336",
            "the hold swollen stands twice",
            "give one of the two another id; the first is on line 10",
        ),
        (
            "criteria",
            "{⟦pain_during⟧: effort <= 3}",
            "V336",
            "the criterion pain_during has the name of a measure",
            "choose another name",
        ),
        (
            "criteria",
            "{⟦days_since_injury⟧: effort <= 3}",
            "V336",
            "the criterion days_since_injury has the name of a built-in count",
            "choose another name",
        ),
        (
            "criteria",
            "{⟦injury⟧: effort <= 3}",
            "V336",
            "the criterion injury has the name of a fact",
            "choose another name",
        ),
        (
            "enrolment",
            "{facts: {⟦start⟧: {kind: date}}, baseline: [pain_usual]}",
            "V336",
            "the fact start has the name of a word of this language",
            "choose another name",
        ),
        (
            "phase.exercises",
            "["
            + BAND
            + "}, "
            + BAND.replace("terminal-knee-extension/band", "⟦terminal-knee-extension/band⟧")
            + "}]",
            "V336",
            "terminal-knee-extension/band stands twice here",
            "keep one of them",
        ),
        (
            "phase.min_stay",
            "⟦7⟧",
            "V303",
            'the time "7" needs a unit',
            "write 7 days or 7 weeks",
        ),
        (
            "phase.final",
            "⟦yes⟧",
            "V209",
            'true or false is due, and the text "yes" stands here',
            "write true",
        ),
    ],
)
def test_a_part_that_does_not_fit(where: str, value: str, code: str, what: str, cure: str) -> None:
    """Each part that does not fit the rest is said once, at its place, with its cure."""
    check(where, value, code, what, cure)


@pytest.mark.parametrize(
    ("fact", "code", "what", "cure"),
    [
        (
            "⟦leg⟧: {required: true}",
            "V203",
            "the fact leg has no kind",
            "write kind: date, or labels: [...]",
        ),
        (
            "leg: {kind: ⟦word⟧}",
            "V301",
            'the word "date" is due, and the text "word" stands here',
            "write date",
        ),
        (
            "⟦leg⟧: {labels: [left]}",
            "V203",
            "the fact leg needs two or more labels, or kind: date",
            "write one of the two",
        ),
        (
            "⟦leg⟧: {kind: date, labels: [left, right]}",
            "V203",
            "the fact leg needs two or more labels, or kind: date",
            "write one of the two",
        ),
        (
            "leg: {labels: [left, right, ⟦left⟧]}",
            "V331",
            'the label "left" stands twice',
            "keep one of the two",
        ),
        (
            "leg: {labels: [left, ⟦2⟧]}",
            "V207",
            "a text is due, and the number 2 stands here",
            'put it in quotes: "2"',
        ),
        (
            "⟦Leg⟧: {kind: date}",
            "V306",
            'the id "Leg" is not in small letters with underscores',
            "write leg",
        ),
    ],
)
def test_a_fact_that_cannot_be_asked(fact: str, code: str, what: str, cure: str) -> None:
    """A fact is a date, or one of two or more different words."""
    check("enrolment", f"{{facts: {{{fact}}}, baseline: [pain_usual]}}", code, what, cure)


def test_facts_are_read() -> None:
    """Facts are dates or words, asked or required."""
    protocol = accepted(
        "enrolment", "{facts: {injury: {kind: date, required: true}, leg: {labels: [left, right]}}}"
    )
    assert protocol.facts == {
        "injury": Fact("injury", FactKind.DATE, (), required=True),
        "leg": Fact("leg", FactKind.LABEL, ("left", "right")),
    }
    assert protocol.baseline == ()


def test_a_phase_whose_name_is_refused_is_told_once() -> None:
    """What points at it under the name that the cure gives, or as it stands, is not told besides."""
    for start in ("first-step", "first_step"):
        text = text_with("start", start).replace("id: settle", "id: first_step")
        (one,) = findings(text)
        assert (one.code, one.cure) == ("V305", "write first-step")


def test_a_phase_whose_name_is_refused_is_not_proposed() -> None:
    """A cure names no phase that cannot be called so."""
    text = text_with("start", "first-stop").replace("id: settle", "id: first_step")
    assert [(one.code, one.cure) for one in findings(text)] == [
        ("V312", "phases: discharged, squat"),
        ("V305", "write first-step"),
    ]


def test_a_gate_after_a_phase_whose_name_is_refused() -> None:
    """The phase is told where it is defined, and not where a gate counts from it."""
    progress = "progress: {when: effort <= 3, to: discharged}"
    row = f"  - {{id: squat_on, not_before: 6 weeks after squat-on, {progress}}}\n"
    later = row + "  - {id: discharged, final: true}\n"
    assert [(one.code, one.cure) for one in findings(text_with("later", later))] == [
        ("V305", "write squat-on")
    ]


def test_a_phase_that_stands_twice() -> None:
    """The second of two phases of one name is pointed at, and says where the first is."""
    later = (
        "  - {id: settle, progress: {when: effort <= 3, to: discharged}}\n  - {id: discharged, final: true}\n"
    )
    (one,) = findings(text_with("later", later))
    cure = "give one of the two another id; the first is on line 11"
    assert (one.code, one.what, one.cure) == ("V336", "the phase settle stands twice", cure)
    assert str(one.span) == "knee.yaml:13:10"


def test_a_phase_that_stands_twice_is_told_alone() -> None:
    """Which of the two a rule leads to cannot be told, so nothing is said of the order they stand in."""
    row = "  - {id: squat, progress: {when: effort <= 3, to: squat}}\n"
    later = f"{row}  - {{id: squat, progress: {{when: effort <= 3, to: discharged}}}}\n"
    found = findings(text_with("later", f"{later}  - {{id: discharged, final: true}}\n"))
    assert [one.code for one in found] == ["V336"]


def test_an_end_that_no_phase_stands_for() -> None:
    """Where no phase is final, the cure is the line that makes one; added, the file is read."""
    row = "  - {id: squat, progress: {when: effort <= 3, to: discharged}}\n"
    line = "- {id: discharged, final: true}"
    found = findings(text_with("later", row))
    assert {(one.code, one.cure) for one in found} == {
        ("V312", f"phases: settle, squat; if it is the end of the protocol, add {line} to phases")
    }
    assert accepted("later", f"{row}  {line}\n").phases[-1].final


@pytest.mark.parametrize(
    "rule",
    [
        "exercises: {exercise: bridge, dose: {sets: 1}}",
        "regress: {when: pain_during >= 6, dose: one level down}",
    ],
)
def test_a_final_phase_with_something_to_do(rule: str) -> None:
    """Nothing is done in a final phase, and nothing leads out of it."""
    check(
        "later",
        f"  - {{id: ⟦discharged⟧, final: true, {rule}}}\n",
        "V335",
        "discharged is final and has exercises or rules",
        "remove them, or final",
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{ladder: [red, green], start: red}", "{start: 5 kg, increment: 5 kg, most: 20 kg}"),
        ("{ladder: [red, green], start: red}", "{ladder: [red, blue], start: red}"),
    ],
)
def test_one_exercise_loaded_in_two_ways(first: str, second: str) -> None:
    """A level is carried from phase to phase, so an exercise has one kind of load in all of them."""
    later = (
        f"  - {{id: squat, exercises: {BAND}, load: {first}}}, progress: {{when: effort <= 3, to: lunge}}}}\n"
        f"  - {{id: lunge, exercises: {BAND}}}, progress: {{when: effort <= 3, to: stairs}}}}\n"
        "  - {id: stairs, exercises: {exercise: ⟦terminal-knee-extension/band⟧, dose: {sets: 1}, load: "
        f"{second}}}, progress: {{when: effort <= 3, to: discharged}}}}\n"
        "  - {id: discharged, final: true}\n"
    )
    check(
        "later",
        later,
        "V333",
        "terminal-knee-extension/band is loaded in another way than on line 13",
        "its level is carried along: use one kind of load",
    )


def test_a_rescue_exercise_with_a_scheme() -> None:
    """A rescue day raises no load; only the exercise that has a scheme is pointed at."""
    load = "load: {ladder: [a, b], start: a}"
    rows = (
        f"{{exercise: clamshell, dose: {{sets: 1}}, {load}, scheme: fixed}}",
        f"{{exercise: ⟦bridge⟧, dose: {{sets: 1}}, {load}, scheme: {{rise: effort <= 3}}}}",
    )
    what = "bridge is a rescue exercise, which nothing raises"
    check("rescue", f"{{exercises: [{', '.join(rows)}]}}", "V333", what, "leave the scheme out")


def test_references_are_read() -> None:
    """A source has its citation; DOI and evidence are empty where they are left out."""
    protocol = accepted(
        "sources", "{a: {cite: Ageberg}, b: {cite: Breda, doi: 10.1/x, evidence: unverified}}"
    )
    assert protocol.sources["a"].doi == ""
    assert (protocol.sources["b"].doi, protocol.sources["b"].evidence) == ("10.1/x", "unverified")


def test_everything_amiss_is_said_at_once() -> None:
    """Findings of several parts come together, in the order of the file."""
    text = (
        text_with("start", "setle")
        .replace("discharged}}", "dicharged}}", 1)
        .replace("format: 1", "format: 2")
    )
    assert [str(one.span) for one in findings(text)] == ["knee.yaml:1:9", "knee.yaml:9:8", "knee.yaml:13:56"]


def test_a_file_that_lacks_a_part() -> None:
    """A key that a protocol must have is named, with all that it must have."""
    assert said("format", "1\nid2: x")[-1][0] == "V204"
    (one,) = findings(text_with("title", "x").replace("title: x\n", ""))
    assert (one.code, one.what) == ("V203", 'the key "title" is missing in a protocol')
    assert one.cure.startswith("a protocol must have: format, id, revision, title, ")
    assert str(one.span) == "knee.yaml:1:1"
