"""Rules that other rules leave nothing to decide, and limits that some answers at the start undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from vmo_rehab import check, loads

KNEE = (Path(__file__).parents[1] / "diagnostics" / "V505" / "clean.yaml").read_text(encoding="utf-8")


def told(code: str, rules: str = "", *, lapse: str = "", settled: str = "pain_during <= 3") -> list[str]:
    """Return what is found of one code in a small protocol with more rules."""
    place = "phases:\n" if rules.startswith("today") else "freeze:\n"
    text = KNEE.replace(place, rules + place, 1)
    if lapse:
        text = text.replace("  - {after: 21 days, load: 70%, merit: empty}\n", lapse)
    text = text.replace("  settled: pain_during <= 3", f"  settled: {settled}")
    return [one.what for one in check(loads(text)) if one.code == code]


def today(*rules: tuple[str, str]) -> str:
    """Write door rules, with a rescue."""
    listed = "".join(f"  - {{when: {when}, do: {do}}}\n" for when, do in rules)
    return f"today:\n{listed}rescue: {{exercises: [{{exercise: bridge, dose: {{sets: 1, reps: 5}}}}]}}\n"


def test_a_door_rule_behind_a_more_cautious_one() -> None:
    """A rule that holds only where a more cautious one does, or the same one before it, decides nothing."""
    (what,) = told("V407", today(("pain_before >= 5", "rest"), ("pain_before >= 8", "rescue")))
    assert what == (
        'the door rule (rescue) "pain_before >= 8" changes nothing: wherever it holds, '
        '"pain_before >= 5" (rest) does too'
    )
    assert len(told("V407", today(("pain_before >= 8", "rescue"), ("pain_before >= 5", "rest")))) == 1
    assert len(told("V407", today(("pain_before >= 5", "rest"), ("pain_before >= 8", "rest")))) == 1


@pytest.mark.parametrize(
    "rules",
    [
        (("pain_before >= 8", "rest"), ("pain_before >= 5", "rescue")),
        (("pain_before >= 5", "rescue"), ("pain_before >= 8", "rest")),
        (("pain_before >= 5", "rest"), ("pain_before >= 4", "rescue"), ("pain_before >= 3", "repeat")),
        (("pain_before >= 5", "rest"), ("soreness_warm_up is stays", "rescue")),
        (("pain_before >= 5", "rest"), ("pain_before >= 5 in 1 of the last 2 sessions", "rescue")),
    ],
)
def test_a_door_rule_with_days_of_its_own_is_fine(rules: tuple[tuple[str, str], ...]) -> None:
    """A rule that decides on some day is no finding, in whatever order the rules stand."""
    assert told("V407", today(*rules)) == []


LONGER = "  - {after: 10 days, load: 70%}\n  - {after: 21 days, "


def test_a_longer_gap_that_costs_less() -> None:
    """The lowest load of the gaps that were reached counts, so more of it after longer changes nothing."""
    (what,) = told("V407", lapse=f"{LONGER}load: 90%}}\n")
    assert what.startswith("the load of 90% after 21 days changes nothing: after 10 days it is 70% already")
    for fine in ("load: 50%", "load: 70%, merit: empty", "merit: empty"):
        assert told("V407", lapse=f"{LONGER}{fine}}}\n") == []


def hold(when: str, until: str) -> str:
    """Write a hold."""
    return f"  - {{id: held, when: {when}, rest: 2 days, until: {until}}}\n"


@pytest.mark.parametrize(
    ("when", "until"),
    [
        ("effusion >= 1+", "effusion <= 2+"),
        ("pain_before >= 5", "pain_before <= 7"),
        ("{any: [effusion >= 2+, pain_before >= 7]}", "effusion <= 1+"),
    ],
)
def test_an_end_that_asks_nothing(when: str, until: str) -> None:
    """An end that is met while the reason is there, and always once it is gone, changes nothing."""
    (what,) = told("V407", hold(when, until))
    assert what.startswith(f'the end of the hold held "{until}" changes nothing: it is met whenever ')


@pytest.mark.parametrize(
    ("when", "until"),
    [
        ("effusion >= 2+", "effusion <= 1+"),
        ("effusion >= 2+", "effusion <= trace"),
        ("effusion >= 1+", "pain_before <= 3"),
        ("{all: [effusion >= 2+, pain_before >= 7]}", "effusion <= 1+"),
        ("pain_during > 6 in 3 of the last 5 sessions", "pain_before < 5"),
        ("night_pain is present for 2 sessions in a row", "night_pain is absent"),
        ("effusion >= 1+", "effusion <= 1+ for 2 sessions in a row"),
    ],
)
def test_an_end_that_asks_something_is_fine(when: str, until: str) -> None:
    """An end that says that the reason is gone, or asks for more or for something else, is no finding."""
    assert told("V407", hold(when, until)) == []


CALM = "pain_next_morning <= pain_usual + {}"


@pytest.mark.parametrize(("more", "first"), [(5, 5), (4, 6), (3, 7)])
def test_a_limit_that_a_likely_pain_undoes(more: int, first: int) -> None:
    """What earns a move is told where a usual pain that is not among the worst makes it always true."""
    (what,) = told("V505", settled=CALM.format(more))
    assert what == (
        f'"pain_next_morning <= pain_usual + {more}" stands in the way on to strengthen, and is true '
        f"whatever is answered where pain_usual at the start is {first} to 10"
    )


@pytest.mark.parametrize(
    "settled",
    [
        CALM.format(1),
        CALM.format(2),
        f"{{all: [{CALM.format(5)}, pain_next_morning <= 5]}}",
        f"{{any: [pain_during <= 3, {{all: [{CALM.format(5)}, pain_next_morning < 7]}}]}}",
    ],
)
def test_a_limit_that_holds_for_most_is_fine(settled: str) -> None:
    """One or two more than usual, and any limit with a fixed one beside it, is no finding."""
    assert told("V505", settled=settled) == []
