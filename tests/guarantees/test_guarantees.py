"""G1 to G6 and G8 of the design, over generated protocols and logs."""

from __future__ import annotations

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from guarantees.walking import QUICK, fillings, missing, present_flags, rank, rose, unknown_flags, walk
from strategies import VALUES, logs, protocols, worse_than
from vmo_rehab import Absent, Kind, Protocol, Session, step
from vmo_rehab.engine.episode import Episode

ONWARDS = (Kind.PROGRESS, Kind.DISCHARGE)


@QUICK
@given(protocols(), logs())
def test_g1_same_input_same_answer(protocol: Protocol, log: list[Session]) -> None:
    """The same arguments give the same decision and episode, and the arguments are unchanged."""
    for before, session, decision, after in walk(protocol, log):
        copy = attrs.evolve(before)
        assert step(protocol, before, session) == (decision, after)
        assert before == copy


@QUICK
@given(protocols(), logs())
def test_g2_a_red_flag_refers_until_cleared(protocol: Protocol, log: list[Session]) -> None:
    """A present flag refers, whatever else is true, and so does every session until it is cleared."""
    raised: set[str] = set()
    for _, session, decision, _ in walk(protocol, log, clearing=False):
        raised |= set(present_flags(session))
        assert (decision.kind is Kind.REFER) is bool(raised)
        assert set(decision.red_flags) == raised


@QUICK
@given(protocols(), logs())
def test_g2_an_unknown_flag_stops_every_rise(protocol: Protocol, log: list[Session]) -> None:
    """With a red flag unanswered nobody progresses or resumes, and no load rises."""
    for before, session, decision, after in walk(protocol, log):
        if unknown_flags(protocol, session):
            assert decision.kind not in (*ONWARDS, Kind.RESUME)
            assert not rose(before, after)


@QUICK
@given(protocols(), logs())
def test_g3_no_answer_in_place_of_an_absence_stops_the_rise(protocol: Protocol, log: list[Session]) -> None:
    """What progresses, resumes or rises with an answer missing does so with every answer in its place."""
    for before, session, decision, after in walk(protocol, log):
        names = missing(session, after)
        if not names or (decision.kind not in (*ONWARDS, Kind.RESUME) and not rose(before, after)):
            continue
        for full in fillings(session, names):
            other, then = step(protocol, before, full)
            if decision.kind in ONWARDS:
                assert rank(other) == rank(decision)
            if decision.kind is Kind.RESUME:
                assert other.kind is Kind.RESUME
            for name in rose(before, after):
                assert name in rose(before, then) or other.kind in ONWARDS


@QUICK
@given(protocols(), logs(), st.data())
def test_g5_a_worse_answer_never_helps(protocol: Protocol, log: list[Session], data: st.DataObject) -> None:
    """Worsening one answer of the session never moves the decision towards progress, nor a load up."""
    for before, session, decision, after in walk(protocol, log):
        known = [n for n, a in session.answers.items() if not isinstance(a, Absent) and worse_than(n, a)]
        if not known:
            continue
        name = data.draw(st.sampled_from(known))
        for answer in worse_than(name, session.answers[name]):
            worse = attrs.evolve(session, answers={**session.answers, name: answer})
            other, then = step(protocol, before, worse)
            assert rank(other) <= rank(decision)
            exercising = not after.state.on_hold and not then.state.on_hold and not then.state.flags
            if exercising and then.state.phase == after.state.phase:
                prescribed = {row.id for row in protocol.rows_in[then.state.phase]}
                for exercise in prescribed & then.state.levels.keys():
                    assert then.state.levels[exercise] <= after.state.levels[exercise]


@QUICK
@given(protocols(), logs())
def test_g6_one_move_a_session_within_bounds(protocol: Protocol, log: list[Session]) -> None:
    """A session moves a patient along one rule at most, a level up by one at most, within its load."""
    for before, _, decision, after in walk(protocol, log):
        old, new = before.state.phase, after.state.phase
        phase = protocol.phase_by_id[old]
        targets = {rule.to for rule in (*phase.progress, *phase.regress)} | {old}
        kept = before.state.hold and before.state.hold.kept
        assert new in targets | ({kept.to} if kept else set())
        if new != old:
            assert decision.kind in (*ONWARDS, Kind.REGRESS, Kind.RESUME)
        for name, level in after.state.levels.items():
            load = next(row.load for rows in protocol.rows_in.values() for row in rows if row.id == name)
            assert load is not None
            assert load.least <= level <= load.most
            assert level <= load.up(before.state.levels.get(name, load.start))


@QUICK
@given(protocols(), logs())
def test_what_is_prescribed_is_open_and_can_be_done(protocol: Protocol, log: list[Session]) -> None:
    """Nothing locked is prescribed, and nothing that lacks equipment without saying so."""
    for _, _, decision, after in walk(protocol, log):
        there_is, rows = after.enrolled.equipment, protocol.phase_by_id[after.state.phase].exercises
        opened = {name for names in after.state.unlocked.values() for name in names}
        shut = {row.id for row in rows if row.unlock} - opened
        for item in decision.prescription.items:
            assert item.exercise not in shut
            needed = protocol.exercises[item.exercise].equipment
            assert item.note or there_is is None or set(needed) <= set(there_is)


@QUICK
@given(protocols(), logs())
def test_g8_the_answers_an_explanation_cites_suffice(protocol: Protocol, log: list[Session]) -> None:
    """Keeping only the cited answers, in this session and the remembered ones, gives the same decision."""
    for before, session, decision, _ in walk(protocol, log):
        cited = {(c.session, c.term) for c in decision.explanation.cited()}
        flags = {rule.name for rule in decision.explanation.rules if rule.role == "red flag"}
        kept = {
            name: answer
            for name, answer in session.answers.items()
            if name in flags
            or any(day == session.date and term.split(" of ")[0] == name for day, term in cited)
        }
        stripped = attrs.evolve(session, answers=kept)
        other, _ = step(protocol, _forgetting(protocol, before, cited), stripped)
        assert (other.kind, other.phase_after) == (decision.kind, decision.phase_after)


def _forgetting(protocol: Protocol, episode: Episode, cited: set[tuple[object, str]]) -> Episode:
    """Forget every remembered answer that is not cited."""
    terms = {str(term): term.measure.scale for term in protocol.memory.terms}
    seen = tuple(
        attrs.evolve(
            one,
            readings={
                term: reading
                if (one.date, term) in cited
                else attrs.evolve(reading, low=terms[term].lowest, high=terms[term].highest)
                for term, reading in one.readings.items()
            },
        )
        for one in episode.seen
    )
    return attrs.evolve(episode, seen=seen)


def test_every_measure_of_the_generator_has_a_worse_side() -> None:
    """The worst answer of each measure has nothing worse, every other has."""
    for name, values in VALUES.items():
        worst = [value for value in values if not worse_than(name, value)]
        assert len(worst) == 1


def test_generated_logs_reach_every_decision() -> None:
    """The generator reaches every decision, so that the properties above are not empty."""
    reached: set[Kind] = set()

    @settings(QUICK, max_examples=150, database=None)
    @given(protocols(), logs())
    def collect(protocol: Protocol, log: list[Session]) -> None:
        reached.update(decision.kind for _, _, decision, _ in walk(protocol, log))

    collect()
    assert reached == set(Kind)
