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
    assert "with 20 kg" in press
    refused = vmo(*FLARE, "--equipment", "leg pres")
    assert refused.exit_code == 2
    assert 'did you mean "leg press"?' in refused.stderr


def test_nothing_harder_stands_in(vmo: Run, tmp_path: Path) -> None:
    """What the catalogue calls harder is never done in an exercise's place, whatever equipment there is."""
    log = tmp_path / "first-day.csv"
    head = "# start: 2026-06-01\n# fact injury: 2026-05-01\n# baseline pain_usual: 2\n"
    log.write_text(f"{head}date,red_flags\n2026-06-01,none\n", encoding="utf-8")
    sheet = vmo("prescribe", "vmo-foundation", log, "--equipment", "cable machine, strap").stdout
    assert "Terminal knee extension at the cable machine" not in sheet
    assert "In the place of" in sheet


def test_a_day_makes_its_sheet(vmo: Run) -> None:
    """With answers at the door the sheet is of that kind of day."""
    day = ("--on", "2026-06-12", "--answers", "pain_before=6 red_flags=none")
    assert "A rescue day" in vmo(*FLARE, *day).stdout
    stopped = ("--on", "2026-06-12", "--answers", "red_flags=fever")
    assert "No training for now." in vmo(*FLARE, *stopped).stdout


def test_a_day_without_answers_asks_first(vmo: Run) -> None:
    """What was not answered is told before the exercises; with all answers there is nothing to tell."""
    sheet = vmo(*FLARE, "--on", "2026-06-12").stdout
    assert "Why: not known: pain before training is at least 5.\n" in sheet
    asks, begins = sheet.index("ANSWER FIRST"), sheet.index("\n1. ")
    assert asks < sheet.index("[pain_before, 0 to 10") < begins
    assert asks < sheet.index("Is your calf painful, red or swollen?") < begins
    whole = ("--on", "2026-06-12", "--answers", "pain_before=2 giving_way=absent red_flags=none")
    assert "ANSWER FIRST" not in vmo(*FLARE, *whole).stdout


def test_a_referred_patient_is_told_why_and_whom_to_call(vmo: Run, tmp_path: Path) -> None:
    """The red flag is named, today's as well as one that was not cleared; with chest pain the number."""
    day = ("--on", "2026-06-12", "--answers", "red_flags=calf_pain")
    sheet = vmo(*FLARE, *day).stdout
    assert "Why: red flag present: a painful or swollen calf." in sheet
    assert "Call your physiotherapist now, because of a painful or swollen calf." in sheet
    assert sheet.count("Call the emergency number at once") == 1
    chest = ("--on", "2026-06-12", "--answers", "red_flags=chest_pain")
    assert vmo(*FLARE, *chest).stdout.count("Call the emergency number at once") == 2
    text = (EXAMPLES / "red-flag.csv").read_text(encoding="utf-8")
    log = tmp_path / "flagged.csv"
    log.write_text(_until(text, "calf_pain"), encoding="utf-8")
    sheet = vmo("prescribe", "vmo-foundation", log).stdout
    assert "Why: red flag present: a painful or swollen calf." in sheet
    assert "a clinician has to clear it." in sheet
    assert "Call your physiotherapist now" in sheet


def _until(log: str, word: str) -> str:
    """Return a log up to the row that has a word in it."""
    lines = log.splitlines(keepends=True)
    head = next(place for place, line in enumerate(lines) if line.startswith("date"))
    last = next(place for place, line in enumerate(lines) if place > head and word in line)
    return "".join(lines[: last + 1])


def test_a_held_patient_is_told_why_and_what_ends_it(vmo: Run, tmp_path: Path) -> None:
    """The rule's own words, on the day it comes into force and afterwards."""
    ends = "Training begins again when swelling of the knee (sweep test) is at most 1+"
    day = ("--on", "2026-06-12", "--answers", "red_flags=none pain_before=2 effusion=3+")
    told = vmo(*FLARE, *day).stdout.partition("THE PAIN RULE")[0]
    assert "Why: swollen: swelling of the knee (sweep test) is at least 2+ (3+)." in told
    assert 'What ends "swollen":' in told
    assert ends in told
    text = (EXAMPLES / "swelling.csv").read_text(encoding="utf-8")
    log = tmp_path / "held.csv"
    log.write_text(_until(text, "2+"), encoding="utf-8")
    told = vmo("prescribe", "vmo-foundation", log).stdout.partition("THE PAIN RULE")[0]
    assert "Why: swollen: " in told
    assert 'on hold by "swollen"; the next check-in decides whether training goes on.' in told
    assert ends in told
    assert "You come back with the same level." in told


def test_whom_to_call_in_an_emergency(vmo: Run) -> None:
    """The number stands first where chest pain is a red flag, and again for whoever answers to nobody."""
    stop = vmo(*FLARE).stdout.partition("STOP AT ONCE AND CALL\n")[2].splitlines()
    assert stop[0] == "  Call the emergency number at once with chest pain or breathlessness."
    assert "  If you cannot reach them at once, call the emergency number." in stop


def test_a_sheet_of_an_ended_programme_says_so(vmo: Run) -> None:
    """Nothing is prescribed after discharge."""
    assert "The programme has ended." in vmo("prescribe", "vmo-foundation", EXAMPLES / "steady.csv").stdout


def test_as_json(vmo: Run) -> None:
    """One document, as a decision has it."""
    told = json.loads(vmo(*FLARE, "--json").stdout)
    assert {"exercise", "name", "dose"} <= set(told["items"][0])
