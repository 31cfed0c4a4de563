"""Measures and exercises in a file: new ones, and those of the catalogue made narrower."""

from __future__ import annotations

from decimal import Decimal

import pytest

from documents.small_file import accepted, check, said
from vmo_rehab.measures import PRESENCE, Asked, Measure, Worse
from vmo_rehab.scales import Scale

SCALE = "lowest below highest, both whole numbers of steps, at most 10000 steps"


def test_new_measures_are_read() -> None:
    """Numbers, words, a red flag and a share of repetitions are the four kinds of scale."""
    protocol = accepted(
        "measures",
        "{girth: {title: girth, scale: {from: 30, to: 90, step: 0.5, unit: cm}, asked: visit, worse: low,"
        " valid_for: 2 weeks, question: How wide?, source: clinic},"
        " stairs: {title: stairs, labels: [easy, hard], asked: check-in, worse: neither},"
        " wound: {title: a hot wound, red_flag: true, asked: check-in},"
        ' clean: {title: clean, scale: {from: 0, to: 100, step: 5, unit: "%"}, asked: during, worse: low,'
        " from_reps: true}}",
    )
    girth = Measure("girth", "girth", Scale(60, 180, Decimal("0.5"), "cm"), Asked.VISIT, Worse.LOW, 14)
    assert protocol.measures["girth"] == girth
    assert (protocol.measures["girth"].question, protocol.measures["girth"].source) == ("How wide?", "clinic")
    stairs = Measure("stairs", "stairs", Scale.of_labels(["easy", "hard"]), Asked.CHECK_IN, Worse.NEITHER)
    assert protocol.measures["stairs"] == stairs
    assert protocol.measures["wound"].scale == PRESENCE
    assert protocol.measures["wound"].red_flag
    assert protocol.measures["clean"].from_reps
    assert protocol.measures["clean"].scale.show(protocol.measures["clean"].scale.highest) == "100%"


@pytest.mark.parametrize(
    ("measure", "code", "what", "cure"),
    [
        (
            "⟦ache⟧: {asked: after, scale: {from: 0, to: 10}}",
            "V203",
            'the measure ache has no "title"',
            "add a line title: ...",
        ),
        (
            "⟦ache⟧: {title: ache, scale: {from: 0, to: 10}}",
            "V203",
            'the measure ache has no "asked"',
            "add a line asked: ...",
        ),
        (
            "⟦ache⟧: {title: ache, asked: after}",
            "V203",
            'the measure ache needs either "scale" or "labels"',
            "scale: {from: 0, to: 10} or labels: [none, some]",
        ),
        (
            "⟦ache⟧: {title: ache, asked: after, scale: {from: 0, to: 10}, labels: [none, some]}",
            "V203",
            'the measure ache needs either "scale" or "labels"',
            "scale: {from: 0, to: 10} or labels: [none, some]",
        ),
        (
            "⟦ache⟧: {title: ache, asked: check-in, red_flag: true, labels: [none, some]}",
            "V331",
            "ache is a red flag, which is absent or present",
            "leave out scale and labels",
        ),
        (
            "ache: {title: ache, asked: ⟦before⟧, labels: [none, some]}",
            "V301",
            'one of 5 words is due, and the text "before" stands here',
            "write one of: after, check-in, during, next-morning, visit",
        ),
        (
            "ache: {title: ache, asked: after, valid_for: ⟦0 days⟧, labels: [none, some]}",
            "V300",
            "an answer stands at least 1 day",
            "leave it out",
        ),
        (
            "⟦ache⟧: {title: ache, asked: after, labels: [some]}",
            "V331",
            "ache has 1 labels",
            "list at least two",
        ),
        (
            "ache: {title: ache, asked: after, labels: [none, ⟦a little⟧]}",
            "V331",
            '"a little" cannot be a label',
            'use letters, digits, "-" and "+", without spaces',
        ),
        (
            "ache: {title: ache, asked: after, labels: [none, ⟦over⟧]}",
            "V331",
            '"over" cannot be a label',
            "it is a word of the criteria: choose another",
        ),
        (
            "ache: {title: ache, asked: after, scale: {from: ⟦10⟧, to: 0}}",
            "V331",
            "10 to 0 in steps of 1 is not a scale",
            SCALE,
        ),
        (
            "ache: {title: ache, asked: after, scale: {from: ⟦0⟧, to: 10, step: 3}}",
            "V331",
            "0 to 10 in steps of 3 is not a scale",
            SCALE,
        ),
        (
            "ache: {title: ache, asked: after, scale: {from: ⟦0⟧, to: 10, step: 0}}",
            "V331",
            "0 to 10 in steps of 0 is not a scale",
            SCALE,
        ),
        (
            "ache: {title: ache, asked: after, scale: {from: ⟦0⟧, to: 10001}}",
            "V331",
            "0 to 10001 in steps of 1 is not a scale",
            SCALE,
        ),
        (
            "ache: {title: ache, asked: after, scale: {from: 0, to: ⟦100%⟧}}",
            "V208",
            'a number is due, and the text "100%" stands here',
            "write 100, and the unit behind unit:",
        ),
        (
            "ache: {title: ache, asked: after, scale: {from: none, to: 10}}".replace("none", "⟦none⟧"),
            "V208",
            'a number is due, and the text "none" stands here',
            "write it in digits",
        ),
        (
            "ache: {title: ache, asked: after, scale: {from: 0, to: 10, step: ⟦true⟧}}",
            "V208",
            "a number is due, and true stands here",
            "write it in digits",
        ),
        (
            "ache: {title: ache, asked: after, scale: {from: 0, to: 10, step: '⟦0,5⟧'}}",
            "V210",
            'the number "0,5" is written with a decimal comma',
            "write a decimal point where a fraction may stand: 0.5",
        ),
        (
            "ache: {title: ache, asked: after, scale: {from: 0, to: ⟦1000001⟧}}",
            "V300",
            '"1000001" is out of range',
            "write -1000000 to 1000000",
        ),
        (
            "ache: {title: ache, asked: after, scale: {from: 0, to: 20, unit: ⟦in⟧}}",
            "V331",
            '"in" cannot be a unit',
            "it is a word of the criteria: write it in another way, such as inch",
        ),
        (
            '⟦ache⟧: {title: a, asked: during, from_reps: true, scale: {from: 0, to: 10, unit: "%"}}',
            "V330",
            "ache is a share of repetitions",
            "its scale is 0 to 100%",
        ),
        (
            "⟦ache⟧: {title: a, asked: during, from_reps: true, labels: [bad, good]}",
            "V330",
            "ache is a share of repetitions",
            "its scale is 0 to 100%",
        ),
        (
            "⟦Ache⟧: {title: ache, asked: after, scale: {from: 0, to: 10}}",
            "V306",
            'the id "Ache" is not in small letters with underscores',
            "write ache",
        ),
    ],
)
def test_a_new_measure_that_cannot_be(measure: str, code: str, what: str, cure: str) -> None:
    """A measure of one's own lacks nothing, and its scale can be asked for in a criterion."""
    check("measures", f"{{{measure}}}", code, what, cure)


def test_a_label_that_stands_twice() -> None:
    """Both places of a word that stands twice are pointed at."""
    twice = ("V331", "some", "the label some stands twice", "remove one")
    assert said("measures", "{ache: {title: ache, asked: after, labels: [some, some]}}") == [twice, twice]


@pytest.mark.parametrize(
    ("measure", "code", "what", "cure"),
    [
        (
            "pain_during: {title: ⟦ache⟧}",
            "V330",
            "pain_during stands in the catalogue, and its title is fixed there",
            "leave it out, or give the measure a name of its own",
        ),
        (
            "⟦effusion⟧: {labels: [none, some]}",
            "V330",
            "effusion stands in the catalogue, and its labels is fixed there",
            "leave it out, or give the measure a name of its own",
        ),
        (
            "pain_during: {scale: {from: ⟦0⟧, to: 20}}",
            "V330",
            "pain_during goes from 0 to 10 in the catalogue",
            "narrow it, never widen it",
        ),
        (
            "quad_lsi: {scale: {from: ⟦50⟧, to: 90}}",
            "V330",
            "quad_lsi goes from 0% to 200% in the catalogue",
            'write unit: "%", as there',
        ),
        (
            'pain_during: {scale: {from: ⟦0⟧, to: 10, unit: "%"}}',
            "V330",
            "pain_during goes from 0 to 10 in the catalogue",
            "leave the unit out, as there",
        ),
        (
            "pain_during: {scale: {from: ⟦0⟧, to: 10, step: 2}}",
            "V330",
            "pain_during goes from 0 to 10 in the catalogue",
            "keep its steps of 1",
        ),
        (
            "effusion: {scale: {from: ⟦0⟧, to: 3}}",
            "V330",
            "effusion has the words 0, trace, 1+, 2+, 3+, and no numbers",
            "leave the scale out",
        ),
        (
            'rep_quality: {scale: {from: ⟦0⟧, to: 90, unit: "%"}}',
            "V330",
            "rep_quality is a share of repetitions, always 0% to 100%",
            "leave the scale out",
        ),
        (
            "pain_during: {valid_for: ⟦2 days⟧}",
            "V330",
            "pain_during counts on its own day alone in the catalogue",
            "leave valid_for out",
        ),
        (
            "quad_lsi: {valid_for: ⟦700 days⟧}",
            "V330",
            "quad_lsi stands 42 days in the catalogue",
            "a protocol may shorten that, not lengthen it",
        ),
        (
            "quad_lsi: {valid_for: ⟦0 days⟧}",
            "V300",
            "an answer stands at least 1 day",
            "leave it out",
        ),
        (
            "pain_during: {scale: {from: 0, to: ⟦ten⟧}}",
            "V208",
            'a number is due, and the text "ten" stands here',
            "write it in digits",
        ),
    ],
)
def test_a_measure_of_the_catalogue_that_is_changed(measure: str, code: str, what: str, cure: str) -> None:
    """A protocol makes a measure of the catalogue narrower, and nothing else."""
    check("measures", f"{{{measure}}}", code, what, cure)


def test_a_measure_of_the_catalogue_made_narrower() -> None:
    """A narrower scale, a shorter time and other words are taken over."""
    protocol = accepted(
        "measures",
        '{quad_lsi: {scale: {from: 50, to: 120, unit: "%"}, valid_for: 14 days, question: How strong?,'
        " source: clinic}}",
    )
    measure = protocol.measures["quad_lsi"]
    assert (measure.scale.describe(), measure.valid_for) == ("50% to 120%", 14)
    assert (measure.question, measure.source) == ("How strong?", "clinic")


@pytest.mark.parametrize(
    ("format_", "stands"),
    [("⟦2⟧", "the number 2"), ('⟦"1"⟧', 'the text "1"'), ("⟦true⟧", "true")],
)
def test_another_format(format_: str, stands: str) -> None:
    """Only format 1, as a number, is read."""
    check(
        "format", format_, "V322", f"this library reads format 1, and {stands} stands here", "write format: 1"
    )
