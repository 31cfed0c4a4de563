"""Explanations in words and signs."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import attrs
import pytest

from vmo_rehab.criteria.tree import Answered, Compare, Constant, Fold, Folded, Op, Spell
from vmo_rehab.engine.apply import apply
from vmo_rehab.engine.decision import Decision, Told
from vmo_rehab.engine.events import Move, Overridden
from vmo_rehab.engine.explanation import Explanation, Node, Rule
from vmo_rehab.engine.session import Absent, Session
from vmo_rehab.engine.step import step
from vmo_rehab.protocol.model import Progress
from vmo_rehab.report.explanation_text import explanation_in_words, rules_in_words
from vmo_rehab.truth import FALSE, TRUE

DAY = dt.date(2026, 3, 2)

GOLD = Path(__file__).parent / "gold" / "explanation.txt"


def without(text: str, *parts: str) -> str:
    """Take out the parts below some headings, and the engine's own sentence."""
    for part in parts:
        text = re.sub(rf"^{part}.*?(?=^[A-Z]|\Z)", "", text, flags=re.DOTALL | re.MULTILINE)
    return text


def test_whole_explanation(knee, episode, trained):
    """A window shows each session it counted; place, source and how far off it is stand behind."""
    _, after = step(knee, episode, trained(pain_next_morning=Absent("declined")))
    decision, _ = step(knee, after, trained(8, pain_next_morning=2))
    told = without(
        explanation_in_words(decision),
        "AT THE DOOR",
        "RED FLAGS",
        "HOLDS",
        "WAYS BACK",
        "FREEZES",
        "LEVELS",
        "Because",
    )
    rules, least, earliest = told.rstrip("\n").rsplit("\n", 2)
    assert f"{rules}\n" == GOLD.read_text(encoding="utf-8")
    assert least.startswith("* + true: least stay for strength: 8 days")
    assert earliest.startswith("* + true: earliest entry for strength: 64 days")


def test_every_rule_is_told(knee, episode, trained):
    """Each rule of the explanation has its line, and each line its truth in a sign and a word."""
    decision, _ = step(knee, episode, trained())
    lines = [line for line in rules_in_words(decision.explanation) if line and not line[0].isupper()]
    assert sum(not line.startswith("   ") for line in lines) == len(decision.explanation.rules)
    assert all(re.match(r"[* ] +([+] true|- false|[?] unknown): ", line) for line in lines)


def test_on_hold(knee, episode, trained):
    """On hold, the rest and what ends the hold are told by the hold's name."""
    _, held = step(knee, episode, trained(effusion="2+"))
    session = Session(DAY + dt.timedelta(1), {"pain_before": 2, "effusion": "1+", "calf_pain": "absent"})
    decision, _ = step(knee, held, session)
    told = explanation_in_words(decision)
    assert '* - false: rest of the hold "swollen": ' in told
    assert '  + true: the hold "swollen" ends: swelling is at most 1+; found 1+' in told
    assert "pain during training is at least 6; a check-in: not asked without training" in told


def test_entered_earlier(knee, episode, trained):
    """A state that was entered on another day says when."""
    _, after = step(knee, episode, trained())
    session = attrs.evolve(trained(2), answers={"pain_before": 2, "calf_pain": "absent"})
    decision, _ = step(knee, after, session)
    assert "found trace, needed >= 2+ (entered on 2026-03-02)" in explanation_in_words(decision)


def test_move_and_override(knee, episode, trained):
    """A move shows both phases, and an override who decided and why."""
    given = Overridden(DAY, Move.PROGRESS, "other", "looks well", "clerk", DAY, "strength")
    decision, _ = step(knee, apply(knee, episode, given), trained())
    told = explanation_in_words(decision)
    assert told.startswith("2026-03-02: PROGRESS (basics -> strength)\n")
    assert "OVERRIDE BY A CLINICIAN\n* + true: progress by clerk: looks well" in told


@pytest.mark.parametrize(
    ("window", "told"),
    [
        (
            "mean",
            "the mean of pain during training is at most 1 over the last 2 sessions; found sum 4 over 2",
        ),
        (
            "worst",
            "the worst pain during training is at most 1 over the last 2 sessions; found worst 3, needed",
        ),
        ("spell", "; found 2 of 2 sessions in 30 days; needed 1 more"),
    ],
)
def test_other_windows(knee, episode, trained, window, told):
    """Means, worst values and spells of days say what was found and what was needed, once."""
    low = Compare(Answered(knee.measures["pain_during"]), Op.LE, Constant(1))
    of = {
        "mean": Folded(Fold.MEAN, low, 2),
        "worst": Folded(Fold.WORST, low, 2),
        "spell": Spell(Compare(low.term, Op.LE, Constant(5)), 30, 3),
    }[window]
    basics = attrs.evolve(knee.phases[0], progress=(Progress(of, "strength"),))
    other = attrs.evolve(knee, phases=(basics, *knee.phases[1:]))
    _, after = step(other, episode, trained(pain_during=1))
    decision, _ = step(other, after, trained(8, pain_during=3))
    text = explanation_in_words(decision)
    assert told in text.replace("one more", "needed 1 more")
    assert "2026-03-10: found 3" in text


def test_rules_without_a_place(knee, episode, trained):
    """A rule made in code has no place; a role that is not known stands under its own name."""
    rules = (
        Rule("mystery", "something", True, Node("something", "something", TRUE, "here", "there")),
        Rule("gate", "other for done", False, Node("other for done", "other for done", FALSE)),
    )
    decision, _ = step(knee, episode, trained())
    telling = Told(
        why="so it is",
        prescription=decision.prescription,
        ask=(),
        alternatives=(),
        explanation=Explanation(lambda: rules),
    )
    bare: Decision = attrs.evolve(decision, telling=telling)
    assert explanation_in_words(bare).splitlines() == [
        "2026-03-02: STAY (basics)",
        "Because: so it is",
        "",
        "* the decision rests on it;  + true;  - false;  ? unknown, an answer is missing",
        "",
        "MYSTERY",
        "* + true: something: here (needed: there)",
        "",
        "WAYS ON (all true: on)",
        "  - false: other for done",
    ]
