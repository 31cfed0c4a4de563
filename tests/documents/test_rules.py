"""Rules in a file: lapses, door rules, holds, ways back and on, gates."""

from __future__ import annotations

import pytest

from documents.small_file import accepted, check, findings, said, text_with
from vmo_rehab import Do
from vmo_rehab.protocol.limit import Anchor
from vmo_rehab.protocol.model import LapseTier, Return

ORDER = "phases stand in the order a patient goes through them"


@pytest.mark.parametrize(
    ("lapse", "code", "what", "cure"),
    [
        (
            "{after: ⟦0 days⟧, load: 90%}",
            "V300",
            "a gap of 0 days",
            "a lapse begins after at least 1 day",
        ),
        (
            "[{after: 3 weeks, load: 70%}, {after: ⟦10 days⟧, load: 90%}]",
            "V334",
            "a gap of 10 days stands after one of 21 days",
            "list the shortest gap first, each once",
        ),
        (
            "[{after: 7 days, load: 70%}, {after: ⟦1 week⟧, flag: review}]",
            "V334",
            "a gap of 7 days stands after one of 7 days",
            "list the shortest gap first, each once",
        ),
        (
            "{after: ⟦10 days⟧}",
            "V334",
            "this lapse does nothing",
            "add load, merit, phase or flag",
        ),
        (
            "{after: 10 days, merit: ⟦emtpy⟧}",
            "V301",
            'the word "empty" is due, and the text "emtpy" stands here',
            'did you mean "empty"?',
        ),
        (
            "[{after: 10 days, load: 90%}, {after: 2 ⟦months⟧, load: 70%}, {after: 12 weeks, load: 50%}]",
            "V307",
            '"2 months" is not a fixed time: months and years differ in length',
            "write it in days or weeks",
        ),
        (
            "[{after: 10 days, load: 90%}, {after: ⟦0 days⟧, load: 70%}]",
            "V300",
            "a gap of 0 days",
            "a lapse begins after at least 1 day",
        ),
        (
            "{after: 10 days, load: ⟦0.9⟧}",
            "V304",
            "a percentage is due, and the number 0.9 stands here",
            "write 90%",
        ),
    ],
)
def test_a_lapse_that_does_not_fit(lapse: str, code: str, what: str, cure: str) -> None:
    """A lapse that cannot be read is said once, and its neighbours are not blamed for it."""
    check("lapse", lapse, code, what, cure)


def test_lapses_are_read() -> None:
    """A new stay begins with nothing earned; the load stays where nothing is said of it."""
    protocol = accepted(
        "lapse",
        "[{after: 10 days, load: 90%, merit: empty}, {after: 6 weeks, phase: re-enter, flag: review}]",
    )
    assert protocol.lapse == (
        LapseTier(10, 90, empties_merit=True),
        LapseTier(42, 100, empties_merit=True, reenters=True, review=True),
    )


@pytest.mark.parametrize(
    ("today", "code", "what", "cure"),
    [
        (
            "{when: pain_before >= 5, do: ⟦rescue⟧}",
            "V339",
            "no rescue says what is done instead",
            "add rescue: {exercises: [...]}",
        ),
        (
            "{when: pain_before >= 5, do: ⟦rset⟧}",
            "V301",
            'one of 3 words is due, and the text "rset" stands here',
            'did you mean "rest"?',
        ),
        (
            "{when: ⟦pain_during >= 5⟧, do: rest}",
            "V338",
            "pain_during is not known at the door, before training",
            "ask at check-in, or look back: pain_during ... in 1 of the last 1 sessions",
        ),
        (
            "{when: ⟦{all: [pain_before >= 5, {any: [days_in_phase < 3, effort >= 9]}]}⟧, do: rest}",
            "V338",
            "effort is not known at the door, before training",
            "ask at check-in, or look back: effort ... in 1 of the last 1 sessions",
        ),
    ],
)
def test_a_door_rule_that_cannot_be_decided(today: str, code: str, what: str, cure: str) -> None:
    """At the door only check-in answers and the past are known, however deep the question is hidden."""
    check("today", today, code, what, cure)


@pytest.mark.parametrize(
    "when",
    [
        "pain_before >= 5",
        "days_in_phase <= 3",
        "pain_during >= 5 in 1 of the last 1 sessions",
        "{any: [pain_before >= 5, mean effort >= 9 over the last 3 sessions]}",
    ],
)
def test_a_door_rule_may_look_back(when: str) -> None:
    """Answers about earlier training may be asked for at the door, through a window."""
    (rule,) = accepted("today", f"{{when: {when}, do: rest}}").today
    assert rule.do is Do.REST


@pytest.mark.parametrize(
    ("written", "returns"),
    [
        ("90%", Return(90)),
        ("same level", Return(100)),
        ("one level down", Return(100, 1)),
    ],
)
def test_with_what_one_returns_from_a_hold(written: str, returns: Return) -> None:
    """The three ways of coming back from a hold are read."""
    protocol = accepted("hold", f"{{id: swollen, when: effusion >= 2+, return: {written}}}")
    assert protocol.hold_by_id["swollen"].returns == returns


@pytest.mark.parametrize(
    ("returns", "code", "what", "cure"),
    [
        (
            "⟦90⟧",
            "V301",
            "the number 90 does not say with what load one returns",
            "write 90%, same level, or one level down",
        ),
        (
            "⟦two levels down⟧",
            "V301",
            'the text "two levels down" does not say with what load one returns',
            "write 90%, same level, or one level down",
        ),
        ("⟦110%⟧", "V300", '"110%" is out of range', "write 0% to 100%"),
        ("⟦90 %⟧", "V304", 'a percentage is due, and the text "90 %" stands here', "write 90%"),
    ],
)
def test_a_return_that_cannot_be_read(returns: str, code: str, what: str, cure: str) -> None:
    """What is no percentage and no level says so, at the value."""
    check("hold", f"{{id: swollen, when: effusion >= 2+, return: {returns}}}", code, what, cure)


@pytest.mark.parametrize(
    ("regress", "code", "what", "cure"),
    [
        (
            "⟦{when: pain_during >= 6}⟧",
            "V203",
            'a regress has either "to" or "dose", and neither stands here',
            "write to: EARLIER-PHASE or dose: one level down",
        ),
        (
            "⟦{when: pain_during >= 6, to: settle, dose: one level down}⟧",
            "V203",
            'a regress has either "to" or "dose", and both stand here',
            "write to: EARLIER-PHASE or dose: one level down",
        ),
        (
            "{when: pain_during >= 6, dose: ⟦two levels down⟧}",
            "V301",
            'the text "two levels down" stands here, and a regress goes one level down at a time',
            "write one level down",
        ),
        (
            "{when: pain_during >= 6, to: ⟦setle⟧}",
            "V312",
            '"setle" is not a phase',
            'did you mean "settle"?',
        ),
        (
            "{when: pain_during >= 6, to: ⟦lunge⟧}",
            "V335",
            "a regress of squat leads to lunge, which is not earlier in the file",
            ORDER,
        ),
        (
            "{when: pain_during >= 6, to: ⟦squat⟧}",
            "V335",
            "a regress of squat leads to squat, which is not earlier in the file",
            ORDER,
        ),
        (
            "{when: pain_during >= 6, to: ⟦given-up⟧}",
            "V335",
            "a regress leads to given-up, which is final",
            "name another phase",
        ),
    ],
)
def test_a_way_back_that_leads_nowhere(regress: str, code: str, what: str, cure: str) -> None:
    """A way back leads to an earlier phase that somebody can be in, or one level down."""
    later = (
        "  - {id: given-up, final: true}\n"
        f"  - {{id: squat, regress: {regress}, progress: {{when: pain_during <= 2, to: lunge}}}}\n"
        "  - {id: lunge, progress: {when: pain_during <= 2, to: discharged}}\n"
        "  - {id: discharged, final: true}\n"
    )
    check("later", later, code, what, cure)


@pytest.mark.parametrize(
    ("progress", "code", "what", "cure"),
    [
        (
            "{when: pain_during <= 3, to: ⟦settle⟧}",
            "V335",
            "a progress of settle leads to settle, which is not later in the file",
            ORDER,
        ),
        (
            "{when: pain_during <= 3, to: ⟦walking⟧}",
            "V312",
            '"walking" is not a phase',
            "phases: discharged, settle, squat",
        ),
        (
            "{when: pain_during <= 3, to: squat, sign_off: {by: physiotherapist, lasts: ⟦0 days⟧}}",
            "V300",
            "a sign-off of 0 days",
            "it lasts at least 1 day",
        ),
        (
            "{when: pain_during <= 3, to: squat, sign_off: {by: physiotherapist, lasts: ⟦14⟧}}",
            "V303",
            'the time "14" needs a unit',
            "write 14 days or 14 weeks",
        ),
    ],
)
def test_a_way_on_that_leads_nowhere(progress: str, code: str, what: str, cure: str) -> None:
    """A way on leads to a later phase, and a sign-off counts for at least a day."""
    check("phase.progress", progress, code, what, cure)


@pytest.mark.parametrize(
    ("gate", "code", "what", "cure"),
    [
        (
            "⟦4 weeks⟧",
            "V303",
            '"4 weeks" is not a time after something',
            'write 4 weeks, then "after", then one of: start, injury, or a phase',
        ),
        (
            "⟦week 6⟧",
            "V303",
            '"week 6" is not a time after something',
            'write 6 weeks, then "after", then one of: start, injury, or a phase',
        ),
        (
            "⟦6 weeks post injury⟧",
            "V303",
            '"6 weeks post injury" is not a time after something',
            "write 6 weeks after injury",
        ),
        (
            "⟦4⟧",
            "V303",
            '"4" is not a time after something',
            'write a number of days or weeks, then "after", then one of: start, injury, or a phase',
        ),
        (
            "4 ⟦months⟧ after injury",
            "V307",
            '"4 months" is not a fixed time: months and years differ in length',
            "write it in days or weeks",
        ),
        (
            "'4 ⟦months⟧ after injury'",
            "V307",
            '"4 months" is not a fixed time: months and years differ in length',
            "write it in days or weeks",
        ),
        (
            "4\n      ⟦months⟧ after injury",
            "V307",
            '"4 months" is not a fixed time: months and years differ in length',
            "write it in days or weeks",
        ),
        (
            "'⟦4''s months⟧ after injury'",
            "V307",
            '"4\'s months" is not a fixed time: months and years differ in length',
            "write it in days or weeks",
        ),
        (
            "' ⟦105 weeks⟧ after injury'",
            "V300",
            '"105 weeks" is out of range',
            "write 0 days to 730 days",
        ),
        (
            "4 weeks after ⟦injry⟧",
            "V312",
            '"injry" is not a fact, a phase or start',
            'did you mean "injury"?',
        ),
        (
            "4 weeks after ⟦op⟧",
            "V312",
            '"op" is not a fact, a phase or start',
            "known: discharged, injury, settle, squat, start",
        ),
    ],
)
def test_a_gate_that_cannot_be_read(gate: str, code: str, what: str, cure: str) -> None:
    """A gate is a time after a fact, a phase or the start; the part that is amiss is pointed at."""
    check("phase.not_before", gate, code, what, cure)


@pytest.mark.parametrize("kind", ["{kind: date}", "{labels: [left, right], required: true}"])
def test_a_gate_on_what_may_be_missing(kind: str) -> None:
    """A gate hangs only on a date that nobody is enrolled without."""
    text = text_with("enrolment", f"{{facts: {{injury: {kind}}}, baseline: [pain_usual]}}")
    gated = text.replace("    progress:", "    not_before: 4 weeks after injury\n    progress:", 1)
    (one,) = findings(gated)
    assert (one.code, str(one.span)) == ("V332", "knee.yaml:12:31")
    assert one.what == "injury may be missing, and this gate would then stay shut for ever"
    assert one.cure == "give the fact kind: date and required: true"


def test_a_gate_as_long_as_a_book() -> None:
    """A gate of a hundred thousand blanks is refused at once."""
    ((code, _, what, cure),) = said("phase.not_before", f"'4{' ' * 100_000}x'")
    assert (code, cure) == (
        "V303",
        'write a number of days or weeks, then "after", then one of: start, injury, or a phase',
    )
    assert what == '"4" is not a time after something'


@pytest.mark.parametrize("after", ["injury", "start", "squat"])
def test_a_gate_is_read(after: str) -> None:
    """A gate may hang on a required date, the start or a phase."""
    phase = accepted("phase.not_before", f"6  weeks after {after}").phases[0]
    assert phase.not_before == Anchor(42, after)
