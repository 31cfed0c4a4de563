"""Shapes filled from nodes, and the readers of single values."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

import attrs
import pytest
from attrs import frozen

from vmo_rehab.codes import CODES
from vmo_rehab.diagnostics import Diagnostic, in_order
from vmo_rehab.documents.shapes.structure import Key, Named, keys, part, structure, word
from vmo_rehab.documents.text.nodes import Mapping, Node, Scalar, Sequence
from vmo_rehab.documents.text.source_text import SourceText
from vmo_rehab.documents.text.yaml_text import read
from vmo_rehab.documents.values import leaves
from vmo_rehab.source import Span


@frozen(kw_only=True)
class Dose:
    _word_: ClassVar[str] = "a dose"
    sets: Scalar = part(doc="How many sets.")
    time: Scalar | None = part(doc="How long.", default=None)


@frozen(kw_only=True)
class Limit:
    _word_: ClassVar[str] = "a limit"
    of_what: Node = part(doc="What it limits.", key="of")
    span: Span = attrs.field(eq=False)


@frozen(kw_only=True)
class Phase:
    _word_: ClassVar[str] = "a phase"
    id: Scalar = part(doc="Its name in the file.")
    exercises: tuple[Dose, ...] = part(doc="What is done.", default=())
    goals: tuple[Scalar, ...] = part(doc="What for.", default=())
    when: tuple[Node, ...] = part(doc="Rules.", default=(), one_or_many=True)
    dose: Dose | None = part(doc="One dose.", default=None)
    facts: dict[str, Named[Dose]] = part(doc="Free names.", default=attrs.Factory(dict))
    sources: dict[str, Named[Scalar]] | None = part(doc="More free names.", default=None)
    limits: tuple[Limit, ...] | None = part(doc="Bounds.", default=None, one_or_many=True)
    span: Span = attrs.field(eq=False)
    source: SourceText = attrs.field(eq=False, repr=False)


@frozen(kw_only=True)
class Plain:
    one: Scalar


@frozen(kw_only=True)
class Wrong:
    one: int


@frozen(kw_only=True)
class WrongToo:
    one: Mapping


def filled(text: str, shape=Phase):
    found: list[Diagnostic] = []
    return structure(shape, read(text, "knee.yaml"), found), found


def finding(text: str, shape=Phase) -> Diagnostic:
    _, found = filled(text, shape)
    (only,) = found
    assert only.line_text
    return only


def test_a_whole_shape():
    """Every kind of field is filled, and places are kept."""
    phase, found = filled(
        "id: squat\n"
        "exercises: [{sets: 3}, {sets: 4, time: 5 min}]\n"
        "goals: [a, b]\n"
        "when: settled\n"
        "dose: {sets: 1}\n"
        "facts: {injury: {sets: 2}, graft: {sets: 3}}\n"
        "sources: {a: x}\n"
        "limits: {of: squat}\n"
    )
    assert found == []
    assert [dose.sets.value for dose in phase.exercises] == [3, 4]
    assert [goal.text for goal in phase.goals] == ["a", "b"]
    assert phase.when == (Scalar("settled", "settled"),)
    assert phase.dose.time is None
    assert list(phase.facts) == ["injury", "graft"]
    assert str(phase.facts["graft"].key.span) == "knee.yaml:6:28"
    assert phase.sources["a"].value.text == "x"
    assert phase.limits[0].of_what.text == "squat"
    assert str(phase.limits[0].span) == "knee.yaml:8:9"
    assert phase.source.path == "knee.yaml"
    assert phase.span.index == 0


def test_defaults():
    """What is left out has its default, and no finding."""
    phase, found = filled("id: squat")
    assert found == []
    assert (phase.exercises, phase.when, phase.dose, phase.facts, phase.limits) == ((), (), None, {}, None)


def test_keys_of_a_shape():
    """A shape tells its keys, their order and their sentence, for the JSON Schema."""
    assert list(keys(Phase)) == ["id", "exercises", "goals", "when", "dose", "facts", "sources", "limits"]
    assert keys(Limit)["of"] == Key(
        name="of", field="of_what", required=True, doc="What it limits.", annotation=Node, one_or_many=False
    )
    assert keys(Plain)["one"].doc == ""
    assert (word(Phase), word(Plain)) == ("a phase", "keys and values")


def test_an_annotation_that_is_no_shape():
    """A field of another type is a programming error, said by name."""
    for shape in (Wrong, WrongToo):
        with pytest.raises(TypeError, match="one"):
            filled("one: 1", shape)


@pytest.mark.parametrize(
    ("text", "headline", "cure"),
    [
        (
            "id: a\ngaols: [x]",
            '2:1: V204 error: unknown key "gaols" in a phase',
            'did you mean "goals"?',
        ),
        (
            "id: a\nzzz: 1",
            '2:1: V204 error: unknown key "zzz" in a phase',
            "a phase may also have: dose, exercises, facts, goals, limits, sources, when",
        ),
        ("goals: []", '1:1: V203 error: the key "id" is missing in a phase', "a phase must have: id"),
        (
            "id: a\ngoals: x, y",
            '2:8: V202 error: "goals" takes a list, and the text "x, y" stands here',
            "put it in square brackets: [x, y]",
        ),
        (
            "id: a\ngoals: x",
            '2:8: V202 error: "goals" takes a list, and the text "x" stands here',
            "put it in square brackets, or below the key behind a hyphen: [x]",
        ),
        (
            "id: a\ngoals: {x: y}",
            '2:8: V202 error: "goals" takes a list, and keys and values (x) stands here',
            'begin each item with "- "',
        ),
        (
            "id: a\ngoals:",
            '2:1: V205 error: the key "goals" has no value',
            "write its value behind the colon, or remove the key",
        ),
        (
            "id: a\nwhen:",
            '2:1: V205 error: the key "when" has no value',
            "write its value behind the colon, or remove the key",
        ),
        (
            "id: a\ngoals: [x, ~]",
            '2:12: V205 error: an item of "goals" is empty',
            'write its value behind the "-", or remove the line',
        ),
        ("id: [a]", '1:5: V206 error: "id" takes one value, and a list of 1 stands here', "write id: a"),
        (
            "id: {a: b}",
            '1:5: V206 error: "id" takes one value, and keys and values (a) stands here',
            "write a single value behind the colon",
        ),
        (
            "id: a\ndose: 3",
            "2:7: V201 error: a dose takes keys and values, and the number 3 stands here",
            "write its keys here: {sets: ...}",
        ),
        (
            "id: a\ndose: [{sets: 3}]",
            "2:7: V201 error: a dose takes keys and values, and a list of 1 stands here",
            'remove the "-" (or the brackets) around it',
        ),
        (
            "id: a\nfacts: [a, b]",
            '2:8: V201 error: "facts" takes keys and values, and a list of 2 stands here',
            "write key: value lines instead of a list",
        ),
        (
            "id: a\ndose:\n  sets:3\n  time:5",
            '3:3: V201 error: a dose takes keys and values, and the text "sets:3 time:5" stands here',
            "put a space behind each colon, as in key: value",
        ),
    ],
)
def test_findings(text, headline, cure):
    """Each wrong kind of value is said at its place, with what is due and how to write it."""
    _, found = filled(text)
    (only,) = found
    assert (only.headline, only.cure) == (f"knee.yaml:{headline}", cure)
    assert only.line_text == text.split("\n")[only.span.line - 1]


def test_a_root_that_is_no_mapping():
    """A list or a text instead of a file's keys is a finding, not a crash."""
    assert filled("- a")[0] is None
    assert finding("- a").code == "V201"
    assert finding("a:1").cure == "put a space behind each colon, as in key: value"


def test_a_misspelt_key_is_not_also_missing():
    """A key that is misspelt is said once, and read on as the one that is meant."""
    phase, found = filled("{idd: squat, goal: [lunge]}")
    assert [(d.code, d.cure) for d in found] == [
        ("V204", 'did you mean "id"?'),
        ("V204", 'did you mean "goals"?'),
    ]
    assert (phase.id.text, [goal.text for goal in phase.goals]) == ("squat", ["lunge"])


def test_of_two_misspelt_keys_the_first_is_read():
    """Where two keys are meant for one place, both are said, and the first stands."""
    phase, found = filled("{idd: squat, iid: lunge}")
    assert [d.code for d in found] == ["V204", "V204"]
    assert phase.id.text == "squat"


def test_a_key_that_is_there_is_not_proposed():
    """Only keys that are not written yet are proposed; where none is left, the key must go."""
    assert finding("{sets: 1, sest: 2}", Dose).cure == "a dose may also have: time"
    assert finding("{sets: 1, tmie: 2}", Dose).cure == 'did you mean "time"?'
    assert finding("{sets: 1, time: 2, sest: 3}", Dose).cure == "remove it"


def test_everything_is_found_at_once():
    """One broken part does not hide the next, and what is whole is kept."""
    phase, found = filled(
        "id: a\nexercises:\n  - {time: 1}\n  - {sets: 2}\n  - {sets: [], x: 1}\n"
        "facts: {a: ~, b: {sets: 1}, c: 3}\ndose: x\nlimits: [{of: ~}, {of: {pattern: y}}]\n"
    )
    assert [d.code for d in in_order(found)] == ["V203", "V206", "V204", "V205", "V201", "V201", "V205"]
    assert [dose.sets.value for dose in phase.exercises] == [2]
    assert list(phase.facts) == ["b"]
    assert phase.dose is None
    assert len(phase.limits) == 1


def test_a_broken_required_part_breaks_its_shape():
    """A shape is made only when all it requires is whole."""
    phase, found = filled("id: []")
    assert phase is None
    assert len(found) == 1


def test_many_unknown_keys():
    """Thousands of unknown keys give a bounded number of findings."""
    _, found = filled("id: a\n" + "".join(f"x{n}: 1\n" for n in range(5_000)))
    assert len(found) == 20


def test_made_in_code():
    """Nodes made in code are structured alike, without a place to show."""
    found: list[Diagnostic] = []
    assert structure(Plain, Sequence(), found) is None
    assert structure(Plain, Mapping(), found) is None
    assert [d.line_text for d in found] == ["", ""]


def leaf(text: str) -> Scalar:
    root = read(f"k: {text}", "knee.yaml")
    assert isinstance(root, Mapping)
    scalar = root.entries[0].value
    assert isinstance(scalar, Scalar)
    return scalar


def whole(scalar, found):
    return leaves.whole_number(scalar, found, low=1, high=20)


def status(scalar, found):
    return leaves.one_of(scalar, found, ("draft", "active", "retired"))


@pytest.mark.parametrize(
    ("reader", "written", "meaning"),
    [
        (leaves.text, "Knee", "Knee"),
        (leaves.text, "' Knee '", "Knee"),
        (leaves.text, '"2026.1"', "2026.1"),
        (leaves.text, "|\n  a\n  b\n", "a\nb"),
        (whole, "1", 1),
        (whole, "20", 20),
        (leaves.boolean, "true", True),
        (leaves.boolean, "false", False),
        (leaves.iso_date, "2027-11-01", dt.date(2027, 11, 1)),
        (leaves.iso_date, "'2028-02-29'", dt.date(2028, 2, 29)),
        (leaves.duration_days, "10 days", 10),
        (leaves.duration_days, "1 day", 1),
        (leaves.duration_days, "6 weeks", 42),
        (leaves.duration_days, "0 days", 0),
        (leaves.duration_days, "730 days", 730),
        (leaves.percent, "90%", 90),
        (leaves.percent, "0%", 0),
        (leaves.kebab_id, "terminal-knee-extension", "terminal-knee-extension"),
        (leaves.kebab_id, "squat2", "squat2"),
        (leaves.snake_id, "pain_next_morning", "pain_next_morning"),
        (status, "draft", "draft"),
    ],
)
def test_leaves(reader, written, meaning):
    """Each reader gives the meaning of what is written right, without a finding."""
    found: list[Diagnostic] = []
    assert reader(leaf(written), found) == meaning
    assert found == []


@pytest.mark.parametrize(
    ("reader", "written", "code", "cure"),
    [
        (leaves.text, "5", "V207", 'put it in quotes: "5"'),
        (leaves.text, "2026.10", "V207", 'put it in quotes: "2026.10"'),
        (leaves.text, "true", "V207", 'put it in quotes: "true"'),
        (leaves.text, "~", "V205", "write the text"),
        (leaves.text, "' '", "V205", "write the text between the quotes"),
        (whole, "0", "V300", "write 1 to 20"),
        (whole, "3.5", "V208", "write a whole number from 1 to 20"),
        (whole, "3,5", "V210", "write a whole number: 3 or 4"),
        (whole, "'3'", "V208", "write 3, in digits only and without quotes"),
        (whole, "010", "V208", "write 10, in digits only and without quotes"),
        (whole, "1_000", "V208", "write 1000, in digits only and without quotes"),
        (whole, "three", "V208", "write a whole number from 1 to 20"),
        (whole, "true", "V208", "write a whole number from 1 to 20"),
        (leaves.boolean, "yes", "V209", "write true"),
        (leaves.boolean, "Off", "V209", "write false"),
        (leaves.boolean, "'true'", "V209", "write true, without quotes"),
        (leaves.boolean, "1", "V209", "write true or false"),
        (
            leaves.iso_date,
            "01/02/2026",
            "V302",
            "write 2026-02-01 for 1 February, or 2026-01-02 for 2 January",
        ),
        (leaves.iso_date, "25.12.2026", "V302", "write 2026-12-25 for 25 December"),
        (leaves.iso_date, "03/03/2026", "V302", "write 2026-03-03 for 3 March"),
        (leaves.iso_date, "2026-1-5", "V302", "write 2026-01-05"),
        (leaves.iso_date, "2026-02-30", "V302", "check the month and the day: year-month-day"),
        (leaves.iso_date, "99/99/2026", "V302", "write year-month-day, such as 2027-11-01"),
        (leaves.iso_date, "2026", "V302", "write year-month-day, such as 2027-11-01"),
        (leaves.iso_date, "next week", "V302", "write year-month-day, such as 2027-11-01"),
        (leaves.duration_days, "10", "V303", "write 10 days or 10 weeks"),
        (leaves.duration_days, "3 months", "V307", "write it in days or weeks"),
        (leaves.duration_days, "1 Year", "V307", "write it in days or weeks"),
        (leaves.duration_days, "48 hours", "V303", "write 2 days"),
        (leaves.duration_days, "3 d", "V303", "write 3 days"),
        (leaves.duration_days, "2 wks", "V303", "write 2 weeks"),
        (leaves.duration_days, "week 6", "V303", "write 6 weeks"),
        (leaves.duration_days, "3 moons", "V303", "write it in whole days or weeks"),
        (leaves.duration_days, "ten days", "V303", "write it such as 10 days or 6 weeks"),
        (leaves.duration_days, "1.5 weeks", "V303", "write 10 days or 11 days"),
        (leaves.duration_days, "-3 days", "V303", "write it such as 10 days or 6 weeks"),
        (leaves.duration_days, "1,5 weeks", "V210", "write 10 days or 11 days"),
        (leaves.duration_days, "1,5", "V210", "write it without a fraction"),
        (leaves.duration_days, "105 weeks", "V300", "write 0 days to 730 days"),
        (leaves.duration_days, "10" + " " * 40 + "days", "V303", "write it such as 10 days or 6 weeks"),
        (leaves.duration_days, "'" + "a" * 1_000 + "!'", "V303", "write it such as 10 days or 6 weeks"),
        (leaves.percent, "90", "V304", "write 90%"),
        (leaves.percent, "90 %", "V304", "write 90%"),
        (leaves.percent, "0.9", "V304", "write 90%"),
        (leaves.percent, "most", "V304", "write a whole number and a percent sign, such as 90%"),
        (leaves.percent, "12,5%", "V210", "write 12% or 13%"),
        (leaves.percent, "0,9", "V210", "write 90%"),
        (leaves.percent, "12.5%", "V304", "write 12% or 13%"),
        (leaves.percent, "110%", "V300", "write 0% to 100%"),
        (leaves.kebab_id, "Leg_extension", "V305", "write leg-extension"),
        (leaves.kebab_id, "2-legs", "V305", "write small letters and digits, joined by -"),
        (leaves.kebab_id, "a" * 65, "V305", "write at most 64"),
        (leaves.kebab_id, "5", "V207", 'put it in quotes: "5"'),
        (leaves.snake_id, "pain-during", "V306", "write pain_during"),
        (status, "Active", "V301", 'did you mean "active"?'),
        (status, "gone", "V301", "write one of: active, draft, retired"),
        (status, "true", "V301", "write one of: active, draft, retired"),
    ],
)
def test_leaf_findings(reader, written, code, cure):
    """Each reader says what is due and what to write instead, and gives None."""
    found: list[Diagnostic] = []
    scalar = leaf(written)
    assert reader(scalar, found) is None
    (only,) = found
    assert (only.code, only.cure) == (code, cure)
    assert only.line_text
    assert scalar.span.index <= only.span.index < only.span.end_index <= scalar.span.end_index


def test_a_finding_points_at_the_part():
    """A wrong unit is underlined alone."""
    found: list[Diagnostic] = []
    leaves.duration_days(leaf("3 months"), found)
    assert str(found[0].span) == "knee.yaml:1:6"


def test_every_code_has_a_title():
    """Codes said here are listed, so that each can have its section."""
    shown = {row[2] for row in test_leaf_findings.pytestmark[0].args[1]}
    assert shown <= set(CODES)
