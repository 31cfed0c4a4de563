"""What is done in a phase, in plain English; and a prescription of it."""

from __future__ import annotations

from pathlib import Path

from engine.sample import LUNGE, MACHINE, SQUAT, protocol
from vmo_rehab.engine.decision import Item, Prescription
from vmo_rehab.protocol.model import Do
from vmo_rehab.report.decision_text import prescription_in_words
from vmo_rehab.report.row_text import row_lines

DOSE = {"sets": 3, "reps": "8-12"}
ROWS = [
    {
        "exercise": MACHINE,
        "dose": {**DOSE, "per_week": 3, "tempo": "3-1-4"},
        "arc": "90-60 deg",
        "load": {
            "percent_of": "leg_extension_rm10",
            "part": "60%",
            "start": "5 kg",
            "increment": "5 kg",
            "most": "40 kg",
        },
        "days": ["A", "B"],
        "pace": {"steps": 2, "in": "7 days", "gap": "2 days"},
        "instead": {
            "exercise": "leg-extension/band",
            "dose": {"sets": 2},
            "load": {"ladder": ["red", "green"], "start": "red"},
        },
    },
    {
        "choose": "1-2",
        "from": [
            {"exercise": SQUAT, "dose": DOSE},
            {
                "exercise": LUNGE,
                "dose": DOSE,
                "unlock": {"when": "hurt <= 1", "not_before": "2 weeks after start"},
            },
        ],
        "including": {"squat": 1},
    },
    {
        "levels": {
            "id": "control",
            "start": "squat/wall",
            "rungs": [{"exercise": "sit-to-stand", "dose": DOSE}, {"exercise": "squat/wall", "dose": DOSE}],
        },
        "scheme": {"rise": "hurt <= 1"},
    },
]
GOLD = Path(__file__).parent / "gold" / "rows.txt"


def test_every_kind_of_row() -> None:
    """Ranges, tests, days, paces, locks, menus, ladders and what is done instead are all told."""
    on = {"when": "form >= 3", "to": "end"}
    its = protocol(phases=[{"id": "one", "rotation": ["A", "B"], "exercises": ROWS, "progress": on}])
    assert "\n".join(row_lines(its, its.phases[0].exercises)) + "\n" == GOLD.read_text("utf-8")


def test_a_scheme_is_told_once() -> None:
    """Where it comes again, in the same phase or a later one, it is only named."""
    load = {"start": "5 kg", "increment": "5 kg", "most": "40 kg"}
    rows = [
        {"exercise": one, "dose": DOSE, "load": load, "scheme": "double-progression"}
        for one in (MACHINE, SQUAT)
    ]
    its = protocol(phases=[{"id": "one", "exercises": rows, "progress": {"when": "form >= 3", "to": "end"}}])
    told = set[str]()
    lines = list(row_lines(its, its.phases[0].exercises, told))
    assert told == {"double-progression"}
    assert lines.count("  Scheme: Double progression (double-progression).") == 1
    assert lines[-2:] == [
        "  Load: starts with 5 kg, in steps of 5 kg, 0 kg to 40 kg.",
        "  Scheme: Double progression, as above.",
    ]
    assert "  Scheme: Double progression (double-progression)." not in row_lines(
        its, its.phases[0].exercises, told
    )


def test_what_is_done_instead_without_a_load() -> None:
    """It has no load that could move."""
    rows = [{"exercise": LUNGE, "dose": DOSE, "instead": {"exercise": SQUAT}}]
    phases = [{"id": "one", "exercises": rows, "progress": {"when": "form >= 3", "to": "end"}}]
    its = protocol(phases=phases)
    assert "  Where equipment is lacking:" in row_lines(its, its.phases[0].exercises)
    its = protocol(phases=phases, limits={"of": LUNGE, "forbid": True, "until": "power >= 2"})
    assert "  Where equipment is lacking or a limit forbids it:" in row_lines(its, its.phases[0].exercises)


def test_a_prescription_of_menus_and_days() -> None:
    """A menu stands over what is chosen from it, the day beside the phase, the other id beside its own."""
    items = (
        Item("a", "A", tempo="3-1-4", arc="90-45 deg", day="B"),
        Item("b", "B", menu="choose 1 of these"),
        Item("c", "C", menu="choose 1 of these"),
        Item("d", "D", load="0 lb", instead_of="a"),
        Item("e", "E", instead_of="a", note="In the place of A. Ask."),
    )
    its = protocol()
    assert prescription_in_words(its, Prescription("one", Do.AS_PRESCRIBED, items)).splitlines() == [
        "One, as prescribed, day B:",
        "  1. A: tempo 3-1-4, knee 90-45 deg (a)",
        "  Choose 1 of these:",
        "  2. B (b)",
        "  3. C (c)",
        "  And:",
        "  4. D: without weight (d, in the place of a)",
        "  5. E (e)",
        "     In the place of A. Ask.",
    ]
