"""Rules that wait in vain, rows that a limit leaves nothing of, loads that rise whatever hurts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from vmo_rehab import (
    Enrolled,
    Kind,
    Performed,
    ProtocolError,
    Session,
    SetDone,
    check,
    enrol,
    loads,
    shipped,
    step,
)
from vmo_rehab import load as load_shipped
from vmo_rehab.cli.commands.new import skeleton

CORPUS = Path(__file__).parents[1] / "diagnostics"
START = dt.date(2026, 3, 2)


def text_of(code: str, word: str = "bad") -> str:
    """Return a file of the corpus."""
    return (CORPUS / code / f"{word}.yaml").read_text(encoding="utf-8")


def told(text: str, code: str) -> list[str]:
    """Return what is found of one code."""
    return [one.what for one in check(loads(text)) if one.code == code]


def swapped(text: str, *pairs: tuple[str, str]) -> str:
    """Put texts in place of others, each of which stands once."""
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("name", shipped())
def test_shipped_protocols_want_an_approval_alone(name: str) -> None:
    """What is left to do in a shipped protocol is for a clinician to approve it."""
    assert [one.code for one in check(load_shipped(name)) if one.severity != "note"] == ["V603"]


def test_a_new_protocol_wants_a_review_and_an_approval() -> None:
    """The file that a newcomer begins with is clean but for what only its author can decide."""
    assert [one.code for one in check(loads(skeleton("my-knee")))] == ["V507", "V603"]


def test_an_answer_of_the_start_is_not_made_to_last() -> None:
    """The catalogue's usual pain takes no valid_for; the cure names the answers of the day in its place."""
    text = swapped(text_of("V509"), ("knee_score >= 80]", "pain_usual <= 3]"))
    (one,) = [one for one in check(loads(text)) if one.code == "V509"]
    assert one.cure == (
        "it is asked once, at the start: compare answers with it; "
        "did you mean one of: pain_during, pain_after, pain_next_morning?"
    )
    assert not told(text.replace("pain_usual <= 3", "pain_during <= 3"), "V509")


ROW = "        load: {ladder: [yellow band, red band], start: yellow band}\n"
SKILL = "rep_quality of squat/goblet >= 80%"
HERE = [
    pytest.param((SKILL, f"{{any: [{SKILL}, pain_before <= 1]}}"), id="another way"),
    pytest.param((ROW, f"{ROW}        instead: {{exercise: squat/goblet}}\n"), id="instead"),
]


@pytest.mark.parametrize("change", HERE)
def test_what_can_be_answered_is_not_spoken_of(change: tuple[str, str]) -> None:
    """An exercise that stands in the phase in any way, or need not be asked about, is no finding."""
    assert len(told(text_of("V412"), "V412")) == 1
    assert told(swapped(text_of("V412"), change), "V412") == []


def test_a_warning_looks_back_on_other_phases() -> None:
    """A warning on an exercise of an earlier phase is fine; one that stands in no phase never comes."""
    when, other = "regress: [{when: pain_during >= 6, to: settle}]", "terminal-knee-extension/band"
    back = "regress: [{{when: rep_quality of {} < 50% in 2 of the last 5 sessions, to: settle}}]"
    clean = text_of("V412", "clean")
    assert told(swapped(clean, (when, back.format(other))), "V412") == []
    (what,) = told(swapped(clean, (when, back.format("lunge/reverse"))), "V412")
    assert what.endswith("and lunge/reverse is not prescribed in any phase")


def test_the_way_on_stays_shut_for_who_does_what_is_prescribed() -> None:
    """With every answer at its best and all that is prescribed done, nobody moves on in the bad file."""
    moved = {}
    for word in ("bad", "clean"):
        protocol = loads(text_of("V412", word))
        episode = enrol(protocol, Enrolled(START, {"injury": "2025-01-01"}, {"pain_usual": 2}))
        rows = protocol.phase_by_id["settle"].exercises
        done = [Performed(row.exercise.id, (SetDone(10, 10),) * 3) for row in rows]
        answers = {"calf_pain": "absent", "pain_during": 0, "effusion": "0"}
        for day in range(1, 9):
            if episode.state.phase == "settle":
                session = Session(START + dt.timedelta(day), answers, done)
                _, episode = step(protocol, episode, session)
        moved[word] = episode.state.phase
    assert moved == {"bad": "settle", "clean": "strengthen"}


def test_a_hold_that_waits_for_training_lasts() -> None:
    """Who only checks in, as one does on hold, stays on hold in the bad file and comes back in the clean."""
    last = {}
    for word in ("bad", "clean"):
        protocol = loads(text_of("V413", word))
        episode = enrol(protocol, Enrolled(START, {"injury": "2025-01-01"}, {"pain_usual": 2}))
        kinds = []
        for day in range(1, 12):
            swelling = "2+" if day == 1 else "0"
            answers = {"calf_pain": "absent", "pain_before": 0, "effusion": swelling}
            decision, episode = step(protocol, episode, Session(START + dt.timedelta(day), answers))
            kinds.append(decision.kind)
        last[word] = Kind.RESUME in kinds
    assert last == {"bad": False, "clean": True}


def test_an_end_with_another_question_is_fine() -> None:
    """A hold that can also end by an answer at check-in is not spoken of."""
    text = swapped(
        text_of("V413"), ("until: pain_during <= 3", "until: {any: [pain_during <= 3, pain_before <= 2]}")
    )
    assert told(text, "V413") == []


LIMIT = "limits:\n  - {of: squat/*, arc: 45-0 deg, until: 5 weeks after injury}\n"
ARC = "        arc: 90-60 deg\n"


def test_a_range_is_told_only_where_nothing_is_done() -> None:
    """What is written instead, or forbidden on purpose, is no finding, and a single degree is enough."""
    bad = text_of("V510")
    assert len(told(bad, "V510")) == 1
    assert told(swapped(bad, (ARC, f"{ARC}        instead: {{exercise: bridge}}\n")), "V510") == []
    assert told(swapped(bad, ("arc: 45-0 deg,", "forbid: true, arc: 45-0 deg,")), "V510") == []
    assert told(swapped(bad, ("90-60 deg", "90-45 deg")), "V510") == []


MENU = "      - choose: 1\n"


def test_a_menu_is_told_only_where_too_little_is_left() -> None:
    """What must be included counts, each day counts for itself, and enough is enough."""
    bad, clean = text_of("V511"), text_of("V511", "clean")
    assert told(swapped(bad, ("of: bridge*", "of: bridge/one-leg")), "V511") == []
    assert len(told(swapped(clean, (MENU, "      - choose: 2\n")), "V511")) == 1
    (said,) = told(swapped(clean, (MENU, "      - choose: 1\n        including: {bridge: 1}\n")), "V511")
    assert "none of the 1 bridge that a menu must include" in said
    days = swapped(
        clean,
        ("{exercise: bridge, dose: {sets: 2}}", "{exercise: bridge, dose: {sets: 2}, days: A}"),
        ("{exercise: clamshell, dose: {sets: 2}}", "{exercise: clamshell, dose: {sets: 2}, days: B}"),
        ("    goals: [Build strength]\n", "    goals: [Build strength]\n    rotation: [A, B]\n"),
    )
    (said,) = told(days, "V511")
    assert said.endswith("on day A")


LOAD = "        load: {start: 10 kg, increment: 2 kg, most: 24 kg}\n        scheme: "
RISE = f"{LOAD}{{rise: good_form for 2 sessions in a row}}\n"


@pytest.mark.parametrize(
    "scheme",
    [
        "{rise: pain_during <= 3}",
        "{use: two-for-two, rise: pain_during <= 3}",
        "{rise: good_form, fall: pain_next_morning >= 6}",
        "fixed",
    ],
)
def test_a_load_that_asks_is_fine(scheme: str) -> None:
    """A rise or a fall that asks how the knee is will do, and so will a load that never rises."""
    bad = text_of("V512")
    assert len(told(bad, "V512")) == 1
    assert told(swapped(bad, (RISE, f"{LOAD}{scheme}\n")), "V512") == []


def test_good_repetitions_are_no_question_about_the_knee() -> None:
    """A scheme of the library that counts repetitions alone is told as well."""
    text = swapped(text_of("V512"), (RISE, f"{LOAD}two-for-two\n"))
    assert len(told(text, "V512")) == 1


@pytest.mark.parametrize(
    ("old", "new", "count"),
    [
        ("title: Small knee\n", "title: Small knee  # as in piva2009\n", 0),
        ("settled: pain_during <= 3", "settled: {all: [pain_during <= 3], source: piva2009}", 0),
        ("title: Small knee\n", "title: Small knee  # as in piva2009b and xpiva2009\n", 1),
    ],
)
def test_a_source_is_cited_by_its_whole_key(old: str, new: str, count: int) -> None:
    """A remark or a criterion cites a source; a longer word that holds its key does not."""
    assert len(told(swapped(text_of("V605"), (old, new)), "V605")) == count


REFUSED = [
    ("settled: pain_during <= 3", "settled: {at_least: 3, of: [pain_during <= 3, pain_after <= 2]}", "V300"),
    (
        "when: pain_during >= 6, dose",
        "when: {not: pain_during < 6 for 7 days with at least 2 sessions}, dose",
        "V320",
    ),
    ("settled: pain_during <= 3", "settled: pain_during <= 3.5", "V314"),
    (", most: 24 kg", "", "V203"),
]


@pytest.mark.parametrize(("old", "new", "code"), REFUSED)
def test_what_no_check_has_to_find_is_refused_at_reading(old: str, new: str, code: str) -> None:
    """More than there are, a not without an opposite, a value between two steps, a load without end."""
    with pytest.raises(ProtocolError) as caught:
        loads(swapped(text_of("V503", "clean"), (old, new)))
    assert [one.code for one in caught.value.diagnostics] == [code]


DOWN = "regress: [{when: pain_during >= 6, dose: one level down}]"
LOADED = f"{LOAD}{{rise: settled for 2 sessions in a row}}\n"


def test_a_way_down_needs_something_to_take_down() -> None:
    """One level down counts where some exercise has a load, a ladder or levels; a way back always does."""
    row = "        scheme: fixed\n"
    clean = text_of("V503", "clean").replace("regress: [{when: pain_during >= 6, to: settle}]", DOWN)
    assert clean.count(DOWN) == 2
    assert told(clean, "V503") == []
    unloaded = swapped(clean, (LOADED, row))
    (what,) = told(unloaded, "V503")
    assert what.endswith("the phase strengthen: no exercise in it has a load to take down")
    assert told(swapped(unloaded, (f"{row}    {DOWN}", f"{row}    regress: stay")), "V503") == []
    assert told(swapped(text_of("V503", "clean"), (LOADED, row)), "V503") == []


LEVELS = """\
      - levels:
          id: hops
          start: jump/box
          rungs: [{exercise: jump/box, dose: {sets: 3}}, {exercise: hop/forward, dose: {sets: 3}}]
"""


def test_levels_and_what_is_done_instead_can_be_taken_down() -> None:
    """A ladder of exercises has levels, and so may what is done instead."""
    unloaded = swapped(text_of("V503", "clean"), (LOADED, ""), ("to: settle}]", "dose: one level down}]"))
    assert len(told(unloaded, "V503")) == 1
    before = "      - exercise: squat/goblet\n"
    assert told(swapped(unloaded, (before, LEVELS + before)), "V503") == []
    other = (
        "        instead: {exercise: leg-press/machine, load: {start: 5 kg, increment: 5 kg, most: 90 kg}}\n"
    )
    dose = "        dose: {sets: 3, reps: 8-12}\n"
    assert told(swapped(unloaded, (dose, dose + other)), "V503") == []


GOBLET = "        unlock: {when: pain_during <= 2 for 2 sessions in a row}\n"
BRIDGE = "      - {exercise: bridge, dose: {sets: 2, reps: 10}}\n"
BANNED = "limits: [{of: bridge, forbid: true, until: quad_lsi >= 60%}]\nphases:\n"


def test_a_phase_needs_something_to_do() -> None:
    """A lock on each exercise, or a limit with a criterion on those without, leaves nothing to do."""
    bad, clean = text_of("V514"), text_of("V514", "clean")
    assert told(bad, "V514") == [
        "nothing is left to do in the phase strengthen while every exercise is locked"
    ]
    (both,) = told(swapped(clean, ("phases:\n", BANNED)), "V514")
    assert both.endswith("every exercise is locked or left out by a limit")
    (alone,) = told(swapped(clean, ("phases:\n", BANNED.replace("bridge", "all")), (GOBLET, "")), "V514")[1:]
    assert (
        alone == "nothing is left to do in the phase strengthen while every exercise is left out by a limit"
    )


def test_something_to_do_from_the_first_day_is_enough() -> None:
    """What a day ends, what is done instead, and a lock that stands in another phase too, are fine."""
    clean = text_of("V514", "clean")
    by_day = BANNED.replace("quad_lsi >= 60%", "5 weeks after injury")
    assert told(swapped(clean, ("phases:\n", by_day)), "V514") == []
    instead = BRIDGE.replace("}\n", ", instead: {exercise: clamshell}}\n")
    assert told(swapped(clean, ("phases:\n", BANNED), (BRIDGE, instead)), "V514") == []
    row = "      - exercise: squat/goblet\n        dose: {sets: 2, reps: 5}\n" + GOBLET
    before = "      - exercise: terminal-knee-extension/band\n"
    assert told(swapped(text_of("V514"), (before, row + before)), "V514") == []


def test_a_variant_may_leave_nothing() -> None:
    """A limit of a variant counts for those it is of."""
    graft = "    graft: {labels: [a, b]}\n  baseline: [pain_usual]\n"
    banned = "variants: [{for: {graft: a}, limits: [{of: bridge, forbid: true, until: quad_lsi >= 60%}]}]\n"
    text = swapped(
        text_of("V514", "clean"),
        ("  baseline: [pain_usual]\n", graft),
        ("phases:\n", f"{banned}phases:\n"),
    )
    (what,) = told(text, "V514")
    assert "in the phase strengthen for graft a while" in what
