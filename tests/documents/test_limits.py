"""Limits, variants and reviews in a file."""

from __future__ import annotations

from typing import Any

import pytest

from documents.small_file import accepted, check, findings
from vmo_rehab import Protocol, loads
from vmo_rehab.protocol.exercise import Arc
from vmo_rehab.protocol.limit import Anchor, WeightBearing

FILE = """\
format: 1
id: small-knee
revision: "1"
title: Small knee
intended_use: A small protocol for tests.
applies_to: [adults]
not_for: [nobody]
enrolment:
  facts:
    injury: {kind: date, required: true}
    operation: {kind: date}
    graft: {labels: [hamstring, patellar]}
start: settle
{part}
phases:
  - id: settle
    min_stay: 7 days
    exercises:
      - exercise: leg-extension/machine
        dose: {}
        load: {start: 10 kg, increment: 5 kg, least: 5 kg, most: 40 kg}
      - {exercise: lunge/body-weight, dose: {}, load: {ladder: [light, heavy], start: light}}
      - {exercise: heel-slide, dose: {}}
    progress: {when: pain_during <= 3, to: squat}
  - {id: squat, not_before: 2 weeks after injury, progress: {when: pain_during <= 3, to: end}}
  - {id: end, final: true}
"""
UNTIL = "until: 5 weeks after injury"


def file(part: str) -> str:
    """Return the file with one part more."""
    return FILE.replace("{part}", part)


def read(part: str) -> Protocol:
    """Read the file with one part more."""
    return loads(file(part), "knee.yaml")


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("of: leg-extension/*, arc: 90-45 deg", {"ids": "leg-extension/*", "arc": Arc(90, 45)}),
        ("of: {pattern: lunge}, forbid: true", {"pattern": "lunge", "forbid": True}),
        ("of: lunge/body-weight, load: light", {"ids": "lunge/body-weight", "load": "light"}),
        ("of: all, arc: 60 deg", {"ids": "", "pattern": "", "arc": Arc(60, 60)}),
        ("weight_bearing: partial", {"ids": "", "weight_bearing": WeightBearing.PARTIAL}),
        ("of: lunge/*, weight_bearing: none", {"ids": "lunge/*", "weight_bearing": WeightBearing.NONE}),
    ],
)
def test_limits(written: str, made: dict[str, Any]) -> None:
    """What a limit is of and what it does, as written."""
    (limit,) = read(f"limits: {{{written}, {UNTIL}}}").limits
    assert {name: getattr(limit, name) for name in made} == made
    assert limit.anchor == Anchor(35, "injury")
    assert limit.until is None


@pytest.mark.parametrize(
    ("until", "end"),
    [
        ("0 days after start", "0 days after start"),
        ("2 weeks after squat", "2 weeks after squat"),
        ("2 weeks after operation", "2 weeks after operation"),
        ("effusion <= trace", "swelling of the knee (sweep test) is at most trace"),
        (
            "pain_during <= 2 for 3 sessions in a row",
            "pain during training is at most 2 in each of the last 3 sessions",
        ),
        ("{any: [pain_before <= 2, quad_lsi >= 70%]}", "pain before training is at most 2 or"),
    ],
)
def test_what_ends_a_limit(until: str, end: str) -> None:
    """A criterion or a day, also one that may not be known."""
    (limit,) = read(f"limits: {{of: all, forbid: true, until: {until}}}").limits
    assert limit.end.startswith(end)


def test_variants() -> None:
    """A variant has limits, later entries and longer stays."""
    (variant,) = read(
        "variants:\n"
        "  - for: {graft: hamstring}\n"
        f"    limits: [{{of: all, forbid: true, {UNTIL}}}]\n"
        "    not_before: {squat: 12 weeks after injury, settle: 1 day after start}\n"
        "    min_stay: {settle: 14 days, squat: 1 day}\n"
    ).variants
    assert (variant.fact, variant.label, len(variant.limits)) == ("graft", "hamstring", 1)
    assert variant.not_before == {"squat": Anchor(84, "injury"), "settle": Anchor(1, "start")}
    assert variant.min_stay == {"settle": 14, "squat": 1}


@pytest.mark.parametrize(
    ("limit", "code", "what", "cure"),
    [
        (
            "of: ⟦swim/*⟧, forbid: true",
            "V360",
            'the protocol prescribes no "swim/*"',
            "it has: heel-slide, leg-extension/machine, lunge/body-weight",
        ),
        (
            "of: ⟦lunge/bodyweight⟧, forbid: true",
            "V360",
            'the protocol prescribes no "lunge/bodyweight"',
            'did you mean "lunge/body-weight"?',
        ),
        (
            "of: ⟦{pattern: lunges}⟧, forbid: true",
            "V360",
            'the protocol prescribes no "lunges"',
            'did you mean "lunge"?',
        ),
        (
            "of: ⟦[lunge/*, heel-slide]⟧, forbid: true",
            "V206",
            "a limit is of one thing, and a list of 2 stands here",
            "write a limit for each, or end the id with a star",
        ),
        (
            "of: all, arc: ⟦45-90 deg⟧",
            "V341",
            '"45-90 deg" goes from straight to bent',
            "write the more bent end first: 90-45 deg",
        ),
        (
            "of: leg-extension/*, arc: ⟦150-100 deg⟧",
            "V362",
            "150-100 deg lies outside what leg-extension/machine is done in, 90-0 deg",
            "write a range that overlaps with it, or forbid: true",
        ),
        (
            "of: heel-slide, load: ⟦5 kg⟧",
            "V363",
            "nothing that this limit is of is loaded",
            "write forbid, arc or weight_bearing instead",
        ),
        (
            "of: leg-extension/*, load: ⟦10 lb⟧",
            "V363",
            '"10 lb" is not a load of leg-extension/machine',
            "its loads are in kg; write a limit of its own for it",
        ),
        (
            "of: all, load: ⟦10 kg⟧",
            "V363",
            '"10 kg" is not a load of lunge/body-weight',
            "its loads: light, heavy; write a limit of its own for it",
        ),
        (
            "of: leg-extension/*, load: ⟦4 kg⟧",
            "V363",
            "4 kg is less than the least load of leg-extension/machine, 5 kg",
            "write forbid: true for it",
        ),
        (
            "weight_bearing: ⟦non⟧",
            "V301",
            'one of 2 words is due, and the text "non" stands here',
            'did you mean "none"?',
        ),
    ],
)
def test_a_limit_that_cannot_be_held(limit: str, code: str, what: str, cure: str) -> None:
    """What a limit is of, and its effects, are held against what the protocol prescribes."""
    _check(f"limits: [{{{limit}, {UNTIL}}}]", code, what, cure)


@pytest.mark.parametrize(
    ("limit", "code", "what", "cure"),
    [
        (
            "of: all, until: ⟦5 weeks after injury⟧",
            "V361",
            "this limit changes nothing",
            "add arc, forbid: true, load or weight_bearing",
        ),
        (
            "of: all, forbid: false, until: ⟦5 weeks after injury⟧",
            "V361",
            "this limit changes nothing",
            "add arc, forbid: true, load or weight_bearing",
        ),
        (
            "forbid: true, until: ⟦5 weeks after injury⟧",
            "V203",
            "this limit does not say what it is of",
            "write of: leg-extension/*, of: {pattern: lunge} or of: all",
        ),
        (
            "of: all, forbid: true, until: 5 weeks after ⟦injuries⟧",
            "V312",
            '"injuries" is not a fact, a phase or start',
            'did you mean "injury"?',
        ),
        (
            "of: all, forbid: true, until: 5 weeks after ⟦graft⟧",
            "V312",
            '"graft" is not a fact, a phase or start',
            "known: end, injury, operation, settle, squat, start",
        ),
        (
            "of: all, forbid: true, until: ⟦pain_during <= 3⟧",
            "V338",
            "pain_during is not known at the door, before training",
            "ask at check-in, or look back: pain_during ... in 1 of the last 1 sessions",
        ),
    ],
)
def test_the_end_of_a_limit(limit: str, code: str, what: str, cure: str) -> None:
    """A limit ends by a criterion that is known before training, or on a day after something known."""
    _check(f"limits: [{{{limit}}}]", code, what, cure)


@pytest.mark.parametrize(
    ("variant", "code", "what", "cure"),
    [
        (
            "for: {⟦grafts⟧: hamstring}, min_stay: {settle: 14 days}",
            "V312",
            '"grafts" is not a fact with labels',
            'did you mean "graft"?',
        ),
        (
            "for: {⟦injury⟧: 2026}, min_stay: {settle: 14 days}",
            "V312",
            '"injury" is not a fact with labels',
            "facts with labels: graft",
        ),
        (
            "for: {graft: ⟦hamstrings⟧}, min_stay: {settle: 14 days}",
            "V301",
            'one of 2 words is due, and the text "hamstrings" stands here',
            'did you mean "hamstring"?',
        ),
        (
            "for: {⟦graft⟧: hamstring}",
            "V361",
            "this variant changes nothing",
            "add limits, min_stay or not_before",
        ),
        (
            "for: {graft: hamstring}, min_stay: {⟦setle⟧: 14 days}",
            "V312",
            '"setle" is not a phase',
            'did you mean "settle"?',
        ),
        (
            "for: {graft: hamstring}, min_stay: {settle: ⟦7 days⟧}",
            "V364",
            '"7 days" is not longer than the 7 days of settle',
            "write more days: a variant only tightens",
        ),
        (
            "for: {graft: hamstring}, not_before: {squat: ⟦2 weeks after injury⟧}",
            "V364",
            '"2 weeks after injury" is not later than the 2 weeks after injury of squat',
            "write more days: a variant only tightens",
        ),
        (
            "for: {graft: hamstring}, not_before: {squat: 9 weeks after ⟦operation⟧}",
            "V332",
            "operation may be missing, and this gate would then stay shut for ever",
            "give the fact kind: date and required: true",
        ),
    ],
)
def test_a_variant_that_cannot_be(variant: str, code: str, what: str, cure: str) -> None:
    """A variant is for a label of a fact, and only tightens."""
    _check(f"variants: [{{{variant}}}]", code, what, cure)


def test_a_variant_is_for_one_label() -> None:
    """Neither for none nor for two facts; and no two variants are for one label."""
    for whole in ("for: {}, min_stay: {settle: 14 days}", "for: {graft: hamstring, side: left}"):
        _check(
            f"variants: [⟦{{{whole}}}⟧]",
            "V203",
            "a variant is for one label of one fact",
            "write for: {graft: hamstring}",
        )
    one = "{for: {graft: hamstring}, min_stay: {settle: 14 days}}"
    _check(
        f"variants: [{one}, {one.replace('graft', '⟦graft⟧')}]",
        "V336",
        "the variant for graft hamstring stands twice",
        "first on line 14",
    )


def test_review_after() -> None:
    """A review comes after at least a day."""
    assert accepted("phase.review_after", "6 weeks").phases[0].review_after == 42
    check(
        "phase.review_after",
        "⟦0 days⟧",
        "V300",
        "a review after 0 days",
        "it comes after at least 1 day",
    )


def test_contact() -> None:
    """Whom the patient calls is a text."""
    assert accepted("contact", "your physiotherapist").contact == "your physiotherapist"


def _check(marked: str, code: str, what: str, cure: str) -> None:
    """Hold that one thing is found, exactly between ⟦ and ⟧."""
    whole = file(marked)
    begin, end = whole.index("⟦"), whole.index("⟧") - 1
    text = whole.replace("⟦", "").replace("⟧", "")
    (one,) = findings(text)
    assert (one.code, one.what, one.cure) == (code, what, cure)
    assert one.span is not None
    assert text[one.span.index : one.span.end_index] == text[begin:end]
