"""Sets in the kit: what was not told of them filled in, one of them worse, and both in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import attrs

from engine.sample import MACHINE, START, protocol
from vmo_rehab import Absent, Enrolled, Log, Performed, Protocol, Session, SetDone, loads
from vmo_rehab.documents.library import file_of
from vmo_rehab.testing import forget, steps, violations
from vmo_rehab.testing.guarantees import G3, G4, G5
from vmo_rehab.testing.otherwise import difference, fillings, worsened
from vmo_rehab.testing.sets import sets_filled, sets_worse
from vmo_rehab.testing.values import Values

BAND, RAISE = "terminal-knee-extension/band", "straight-leg-raise"


def under(scheme: str) -> Protocol:
    """Return a protocol with three sets of one exercise under a shipped scheme."""
    load = {"start": "20 kg", "increment": "2.5 kg", "least": "5 kg", "most": "60 kg"}
    row = {"exercise": MACHINE, "dose": {"sets": 3, "reps": "8-12"}, "load": load, "scheme": scheme}
    on = {"when": "hurt <= 0 for 20 sessions in a row", "to": "end"}
    return protocol(phases=[{"id": "one", "exercises": [row], "progress": on}])


DOUBLE, EFFORT = under("double-progression"), under("rpe-target")
FOUNDATION = loads(file_of("vmo-foundation").read_text(encoding="utf-8"), "protocol.yaml")


def day(*sets: SetDone, number: int = 0, **answers: Any) -> Session:
    """Return a day on which sets of the machine were done."""
    return Session(START + dt.timedelta(days=number), answers, [Performed(MACHINE, sets)])


def filled(its: Protocol, session: Session) -> list[list[tuple[int | None, Any]]]:
    """Return the good repetitions and the effort of each set, for each way of filling in."""
    values = Values.of(its, {})
    return [[(one.good_reps, one.effort) for one in way[0].sets] for way in sets_filled(values, session)]


def test_an_uncounted_set_is_filled_in_all_good_and_none_good() -> None:
    """Of sets that nobody counted all are good, none is, and one alone has none; a counted one stays."""
    uncounted = SetDone(10, None, "20 kg")
    ways = filled(DOUBLE, day(uncounted, SetDone(9, 7, "20 kg"), uncounted))
    goods = [[good for good, _ in way] for way in ways]
    assert goods[:2] == [[10, 7, 10], [0, 7, 0]]
    assert goods[2] in ([0, 7, 10], [10, 7, 0])


def test_what_counts_the_repetitions_another_way_is_kept_to() -> None:
    """A share that was told leaves no set with none good, and counted faults are a count."""
    sets = [SetDone(15, None, "red band"), SetDone(15, None, "red band", {"hyperextends": 4})]
    session = Session(START, {"rep_quality": "90%"}, [Performed(BAND, sets)])
    ways = sets_filled(Values.of(FOUNDATION, {"pain_usual": 1}), session)
    assert [[one.good_reps for one in way[0].sets] for way in ways] == [[15, None], [14, None]]


def test_an_effort_is_filled_in_where_a_scheme_reads_it() -> None:
    """The easiest and the hardest, never harder than the hardest set is said to have been."""
    easy = SetDone(10, 10, "20 kg")
    assert filled(DOUBLE, day(easy)) == [[(10, Absent())]]
    assert filled(EFFORT, day(easy)) == [[(10, "1")], [(10, "10")]]
    assert filled(EFFORT, day(easy, effort=7)) == [[(10, "1")], [(10, "7")]]


def worse(its: Protocol, session: Session) -> Iterator[str]:
    """Tell how each session with a set worse differs."""
    return (difference(session, one) for one in sets_worse(Values.of(its, {}), session))


def test_a_set_is_worsened_in_turn() -> None:
    """One repetition fewer is good, none is, the effort is the next a table tells apart; by the day."""
    sets = SetDone(10, 10, "20 kg", effort=6), SetDone(10, None, "20 kg"), SetDone(8, 1, "20 kg")
    first, last = f"of set 1 of {MACHINE}", f"of set 3 of {MACHINE}"
    of_first = f"good_reps {first} 9 in place of 10; good_reps {first} 0 in place of 10; effort {first} 6.5"
    told = {f"{of_first} in place of 6", f"good_reps {last} 0 in place of 1"}
    assert {"; ".join(worse(EFFORT, day(*sets, number=number))) for number in range(2)} == told
    assert "effort" not in "; ".join(worse(DOUBLE, day(sets[0])))


def test_counted_faults_are_worsened_as_good_repetitions() -> None:
    """A set of which the faults were counted has a good repetition fewer than they leave."""
    sets = [SetDone(15, None, "red band", {"hyperextends": 4})]
    session = Session(START, {}, [Performed(BAND, sets)])
    found = [one.exercises[0].sets[0] for one in sets_worse(Values.of(FOUNDATION, {}), session)]
    assert [(one.good_reps, one.faults) for one in found] == [(10, None), (0, None)]


def test_what_is_filled_in_or_worse_is_told() -> None:
    """Answers and sets stand in one sentence, with what they are in place of."""
    log = Log(Enrolled(START), (day(SetDone(10, None, "20 kg")), day(SetDone(10, None), number=1, hurt=0)))
    missing, told = steps(DOUBLE, log)
    words = [difference(missing.session, one) for one in fillings(missing)]
    assert f"hurt 3 and good_reps of set 1 of {MACHINE} 0" in words
    assert "hurt 1 in place of 0" in [difference(told.session, one) for one in worsened(told)]


def broken(monkeypatch: Any, its: Protocol, session: Session, name: str, new: Any) -> set[str]:
    """Return the guarantees that a session breaks under an engine with a fault, and not without."""
    log = Log(Enrolled(START), (session,))
    assert violations(its, log, [G3, G4, G5]) == []
    forget()
    with monkeypatch.context() as planted:
        planted.setattr(name, new)
        found = violations(its, log, [G3, G4, G5])
    forget()
    return {one.guarantee for one in found}


CALM = {"hurt": 0, "morning": 0, "form": 3, "door": 0}


def test_an_engine_that_counts_what_nobody_counted_breaks_g3(monkeypatch: Any) -> None:
    """All repetitions of a set taken for good because nobody counted them: the load rises unseen."""
    from vmo_rehab.engine.sets import _done

    def all_good(*args: Any) -> Any:
        one = _done(*args)
        return attrs.evolve(one, good=(one.good[1], one.good[1]))

    session = day(*[SetDone(12, None, "20 kg")] * 3, **CALM)
    assert broken(monkeypatch, DOUBLE, session, "vmo_rehab.engine.sets._done", all_good) == {"G3"}


def test_an_engine_that_takes_untold_effort_for_little_breaks_g3(monkeypatch: Any) -> None:
    """A load that rises by an effort nobody told, and would not by another."""
    from vmo_rehab.engine.sets import _effort

    def little(one: Any, effort: Any) -> Any:
        low, _ = _effort(one, effort)
        return low, low

    session = day(*[SetDone(12, 12, "20 kg")] * 3, **CALM)
    assert broken(monkeypatch, EFFORT, session, "vmo_rehab.engine.sets._effort", little) == {"G3"}


def test_an_engine_that_reads_repetitions_the_wrong_way_breaks_g5(monkeypatch: Any) -> None:
    """A load that rises because too few were good."""
    from vmo_rehab.engine.progression import _enough
    from vmo_rehab.truth import FALSE, TRUE

    def turned(*args: Any) -> Any:
        return TRUE if _enough(*args) is FALSE else FALSE

    session = day(*[SetDone(12, 12, "20 kg")] * 2, SetDone(12, 0, "20 kg"), **CALM)
    one = day(SetDone(12, 12, "20 kg"), *[SetDone(12, 0, "20 kg")] * 2, **CALM)
    name = "vmo_rehab.engine.progression._enough"
    assert {"G5"} in [broken(monkeypatch, DOUBLE, some, name, turned) for some in (session, one)]


def test_an_engine_that_reads_effort_the_wrong_way_breaks_g5(monkeypatch: Any) -> None:
    """A load that rises because the set was hard."""
    from vmo_rehab.engine.sets import _effort

    def turned(one: Any, effort: Any) -> Any:
        low, high = _effort(one, effort)
        return 22 - high, 22 - low

    session = day(*[SetDone(12, 12, "20 kg", effort=4)] * 3, **CALM)
    found = {
        tuple(broken(monkeypatch, EFFORT, some, "vmo_rehab.engine.sets._effort", turned))
        for number in range(3)
        for some in [attrs.evolve(session, date=START + dt.timedelta(days=number))]
    }
    assert ("G5",) in found, "the last set decides, and has its turn within three days"
