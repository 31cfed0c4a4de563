"""Limits, variants and the time in a phase as plain English."""

from __future__ import annotations

import attrs
import pytest

from vmo_rehab import Do, Item, Prescription
from vmo_rehab.protocol.exercise import Arc
from vmo_rehab.protocol.limit import Anchor, Limit, Variant, WeightBearing
from vmo_rehab.report.decision_text import prescription_in_words
from vmo_rehab.report.limit_text import limit_lines, variant_lines
from vmo_rehab.report.phase_text import phase_lines
from vmo_rehab.report.protocol_text import protocol_in_words

INJURY = Anchor(35, "injury")


@pytest.mark.parametrize(
    ("limit", "line"),
    [
        (
            Limit(ids="extension/*", arc=Arc(90, 45), anchor=INJURY),
            "  - Extension with a band: only within 90-45 deg of knee flexion, until 5 weeks after injury",
        ),
        (
            Limit(pattern="squat", forbid=True, anchor=Anchor(7, "start")),
            "  - All exercises of the pattern squat: not at all, until 7 days after the start",
        ),
        (
            Limit(ids="bike", load="5 kg", arc=Arc(60, 60), anchor=INJURY),
            "  - Bike: only within 60 deg of knee flexion and with 5 kg at most, until 5 weeks after injury",
        ),
        (
            Limit(weight_bearing=WeightBearing.PARTIAL, anchor=INJURY),
            "  - All exercises: only part of the weight on the leg, until 5 weeks after injury",
        ),
    ],
)
def test_a_limit(knee, limit, line):
    """What it is of, what it does, and until when."""
    assert list(limit_lines(attrs.evolve(knee, limits=(limit,))))[1:] == [line]


def test_a_limit_until_a_criterion(knee):
    """A group becomes a list below."""
    limit = Limit(forbid=True, until=knee.criteria["settled"])
    assert list(limit_lines(attrs.evolve(knee, limits=(limit,))))[1:] == [
        "  - All exercises: not at all, until both of these hold [one2020]:",
        "      - pain during training is at most 3",
        "      - pain next morning is at most the usual pain at the start plus 1",
    ]


def test_a_variant(knee):
    """Whom it binds, and everything it tightens."""
    variant = Variant(
        fact="graft",
        label="hamstring",
        limits=(Limit(forbid=True, anchor=INJURY),),
        min_stay={"basics": 14},
        not_before={"strength": Anchor(84, "injury")},
    )
    assert list(variant_lines(attrs.evolve(knee, variants=(variant,)))) == [
        "  - If graft is hamstring, or is not known:",
        "      - All exercises: not at all, until 5 weeks after injury",
        "      - At least 2 weeks in The basics.",
        "      - Nobody comes to Strength by progress before 12 weeks after injury.",
    ]


def test_the_whole_text_has_a_part_for_each(knee):
    """Headings stand where there is something below them, and the contact in the head."""
    limit = Limit(forbid=True, anchor=INJURY)
    text = protocol_in_words(attrs.evolve(knee, limits=(limit,), contact="the clinic"))
    assert "\nLIMITS\n" in text
    assert "VARIANTS" not in text
    assert "Whom the patient calls: the clinic" in text


def test_a_phase_that_is_looked_at(knee):
    """A phase says when the clinician is told."""
    phase = attrs.evolve(knee.phases[0], review_after=42)
    assert "  After 6 weeks in it the clinician is told to review; it moves nobody." in phase_lines(
        knee, phase
    )


def test_a_prescription(knee):
    """Range, what is left out, and whom to call."""
    items = (Item("squat/goblet", "Squat", arc="60-0 deg", note="60-0 deg before 5 weeks after injury"),)
    told = Prescription("basics", Do.AS_PRESCRIBED, items, ("Bike: not before 5 weeks after injury",))
    assert prescription_in_words(attrs.evolve(knee, contact="the clinic"), told).splitlines() == [
        "The basics, as prescribed:",
        "  1. Squat: knee 60-0 deg (squat/goblet)",
        "     60-0 deg before 5 weeks after injury",
        "  Left out: Bike: not before 5 weeks after injury.",
        "Call the clinic if anything is unclear or gets worse.",
    ]
