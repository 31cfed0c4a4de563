"""The command prescribe: a sheet to hand out, by equipment, for a day, as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

EXAMPLES = Path(__file__).parents[2] / "examples"
FLARE = ("prescribe", "vmo-foundation", EXAMPLES / "flare.csv")
Run = Callable[..., Result]


def test_a_sheet_is_complete(vmo: Run) -> None:
    """Dose, load, range, how often, how it is done, why the load changed, the pain rule, whom to call."""
    sheet = vmo(*FLARE).stdout
    for words in (
        "A draft that no clinician has approved",
        "3 sets of 8-12, rest 120 s between sets, with",
        "3 sessions a week",
        "Knee 90-45 deg",
        "Up from",
        "Get ready:",
        "Think of:",
        "A repetition does not count if",
        "THE PAIN RULE",
        "One level down in load if pain during training is above 5",
        "STOP AT ONCE AND CALL",
        "fever with a hot or swollen knee",
    ):
        assert words in sheet, words


def test_what_cannot_be_done_is_replaced_by_equipment(vmo: Run) -> None:
    """Without a machine a substitute is prescribed, and says for what; unknown equipment is refused."""
    sheet = vmo(*FLARE, "--equipment", "chair").stdout
    assert "In the place of Leg extension on the machine." in sheet
    assert "with the lightest" not in sheet
    press = vmo(*FLARE, "--equipment", "leg press").stdout
    assert "Leg press" in press
    assert "begin with the lightest" in press
    refused = vmo(*FLARE, "--equipment", "leg pres")
    assert refused.exit_code == 2
    assert 'did you mean "leg press"?' in refused.stderr


def test_a_day_makes_its_sheet(vmo: Run) -> None:
    """With answers at the door the sheet is of that kind of day."""
    day = ("--on", "2026-06-12", "--answers", "pain_before=6 red_flags=none")
    assert "A rescue day" in vmo(*FLARE, *day).stdout
    stopped = ("--on", "2026-06-12", "--answers", "red_flags=fever")
    assert "No training for now." in vmo(*FLARE, *stopped).stdout


def test_a_sheet_of_an_ended_programme_says_so(vmo: Run) -> None:
    """Nothing is prescribed after discharge."""
    assert "The programme has ended." in vmo("prescribe", "vmo-foundation", EXAMPLES / "steady.csv").stdout


def test_as_json(vmo: Run) -> None:
    """One document, as a decision has it."""
    told = json.loads(vmo(*FLARE, "--json").stdout)
    assert {"exercise", "name", "dose"} <= set(told["items"][0])
