"""Faults put into copies of shipped protocols and into the engine, and what a clinic promises once.

A fault in a protocol is a slip of the hand in its text. A fault in the engine is one function of it in the
place of another, for as long as it is looked for. What finds them was written before them and knows of none.
"""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

import attrs
from attrs import frozen

from vmo_rehab import Kind, Protocol, loads
from vmo_rehab.documents.library import file_of
from vmo_rehab.engine.decision import Flag
from vmo_rehab.engine.events import Log, SignedOff
from vmo_rehab.engine.session import Performed, Session
from vmo_rehab.protocol.scheme import Which
from vmo_rehab.testing import Promise, Step, always, forget, never, steps
from vmo_rehab.testing.otherwise import rose
from vmo_rehab.truth import FALSE, TRUE

ONWARDS = (Kind.PROGRESS, Kind.DISCHARGE)


def nobody_leaves_unsigned(protocol: Protocol, log: Log) -> Iterator[str]:
    """Nobody is discharged without a signature of the last 14 days, unless by an override."""
    signed = [event.on for event in log.events if isinstance(event, SignedOff)]
    for step in steps(protocol, log):
        if step.decision.kind is Kind.DISCHARGE and Flag.OVERRIDDEN not in step.decision.flags:
            days = [(step.session.date - day).days for day in signed]
            if not any(0 <= since <= 14 for since in days):
                yield f"discharged on {step.session.date}, and nobody signed"


def rest_is_rest(protocol: Protocol, log: Log) -> Iterator[str]:
    """Nobody who was sore throughout the warm-up trains again the next day."""
    told: dt.date | None = None
    for step in steps(protocol, log):
        day = step.session.date
        if step.decision.kind is Kind.RESUME and told and (day - told).days < 2:
            yield f"sore throughout on {told}, and resumed on {day}"
        if step.session.answers.get("soreness_warm_up") == "stays":
            told = day


def hurt_is_hurt(protocol: Protocol, log: Log) -> Iterator[str]:
    """Nobody who rests because it kept hurting comes back with pain of 5 or more."""
    for step in steps(protocol, log):
        if _is_back(step) and any(bound.hold == "keeps_hurting" for bound in step.before.state.bound):
            for pain in range(5, 11):
                if _is_back(step.supposing({"pain_before": pain})):
                    yield f"back on {step.session.date}, and it would be with pain of {pain}"


def _is_back(step: Step) -> bool:
    return step.decision.kind is Kind.RESUME and Flag.OVERRIDDEN not in step.decision.flags


def away_is_away(protocol: Protocol, log: Log) -> Iterator[str]:
    """Nobody moves on on the first day after ten days away."""
    last: dt.date | None = None
    for step in steps(protocol, log):
        day = step.session.date
        moved = step.decision.kind in ONWARDS and Flag.OVERRIDDEN not in step.decision.flags
        if last and (day - last).days >= 10 and moved:
            yield f"away since {last}, and {step.decision.kind} on {day}"
        if step.session.trained:
            last = day


def nothing_rises_on_a_short_set(protocol: Protocol, log: Log) -> Iterator[str]:
    """No load goes up on a day on which a prescribed set of it had too few good repetitions."""
    for step in steps(protocol, log):
        for name in rose(step.before, step.after):
            dose = protocol.rows[name].dose
            reps, sets = dose.reps, min(_sets_of(step, name), dose.sets or 1)
            for number in range(sets) if reps else ():
                short = step.supposing({"rep_quality": None}, _with_good(step, name, number, reps[0] - 1))
                if name in rose(short.before, short.after):
                    yield f"{name} rose on {step.session.date}, and would with set {number + 1} cut short"


def _sets_of(step: Step, name: str) -> int:
    return sum(len(done.sets) for done in step.session.exercises if done.exercise == name)


def _with_good(step: Step, name: str, number: int, good: int) -> list[Performed]:
    """Return what was done with so many good repetitions in one set."""
    found = list(step.session.exercises)
    place = [done.exercise for done in found].index(name)
    sets = list(found[place].sets)
    sets[number] = attrs.evolve(sets[number], good_reps=good, faults=None)
    found[place] = attrs.evolve(found[place], sets=sets)
    return found


def one_step_at_a_time(protocol: Protocol, log: Log) -> Iterator[str]:
    """No load goes up by more than one step of its equipment."""
    for step in steps(protocol, log):
        levels = step.before.state.levels
        for name in rose(step.before, step.after):
            load = protocol.rows[name].load
            if load and step.after.state.levels[name] > load.up(levels[name]):
                yield f"the load of {name} went from {levels[name]} to {step.after.state.levels[name]}"


def the_worst_pain_leads_nowhere(protocol: Protocol, log: Log) -> Iterator[str]:
    """Whoever reports pain of 10 moves on to nothing, and lifts nothing heavier."""
    for step in steps(protocol, log):
        led = step.decision.kind in ONWARDS or rose(step.before, step.after)
        if step.session.answers.get("pain_during") == 10 and led:
            yield f"pain of 10 on {step.session.date}, and {step.decision.kind}"


def still_a_little_swollen(protocol: Protocol, log: Log) -> Iterator[str]:
    """Nothing rises on the first training day after a rest for swelling while a little of it is left."""
    resumed = False
    for step in steps(protocol, log):
        swollen = step.session.answers.get("effusion") == "1+"
        if resumed and swollen and step.session.trained and rose(step.before, step.after):
            yield f"just back from rest, swollen 1+ on {step.session.date}, and a load rose"
        if step.decision.kind is Kind.RESUME:
            resumed = any(bound.hold == "swollen" for bound in step.before.state.bound)
        elif step.session.trained:
            resumed = False


def the_well_move_on(protocol: Protocol, log: Log) -> Iterator[str]:
    """Nobody stays in the first phase for eight days of training, a week apart at most, with nothing amiss.

    In the first four weeks after the injury everybody stays.
    """
    days: list[dt.date] = []
    for step in steps(protocol, log):
        on, stays = step.session.date, step.decision.kind is Kind.STAY
        well = step.session.trained and _is_well(step.session)
        on_time = not days or (on - days[-1]).days <= 7
        here = stays and well and step.before.state.phase == protocol.start == step.session.phase
        days = [*(days if on_time else []), on] if here else []
        if len(days) >= 8 and _weeks_after_injury(step) >= 4:
            yield f"well on {len(days)} days of training up to {on}, and still there"


def _weeks_after_injury(step: Step) -> int:
    """Return the weeks since the injury; 0 where its day is not known."""
    day = step.before.enrolled.facts.get("injury")
    return (step.session.date - day).days // 7 if isinstance(day, dt.date) else 0


def _is_well(session: Session) -> bool:
    pains = dict.fromkeys(("pain_before", "pain_during", "pain_next_morning"), 0)
    best = {**pains, "effusion": "0", "rep_quality": "100%", "extension_lag": "0 deg"}
    return not session.cut_short and all(session.answers.get(name) == answer for name, answer in best.items())


PROMISES: dict[str, tuple[Promise, ...]] = {
    "vmo-foundation": (
        never("progress", "discharge", "rise", when="pain_during > 5"),
        never("progress", "discharge", when="pain_next_morning >= pain_usual + 2"),
        never("progress", "discharge", unless="pain_during <= 2 for 3 sessions in a row"),
        never("progress", "discharge", unless="rep_quality >= 80% for 3 sessions in a row"),
        never("progress", "discharge", unless="calf_pain is absent"),
        never("progress", "discharge", "rise", when="effusion >= 2+"),
        always("hold", "refer", when="effusion >= 2+"),
        never("progress", "discharge", unless="days_in_phase >= 7"),
        never("progress", "discharge", unless="sessions_in_phase >= 3"),
        nobody_leaves_unsigned,
        away_is_away,
        hurt_is_hurt,
        nothing_rises_on_a_short_set,
        one_step_at_a_time,
        the_worst_pain_leads_nowhere,
        still_a_little_swollen,
        the_well_move_on,
    ),
    "soreness-rules": (
        never("progress", "discharge", "rise", unless="soreness_warm_up is none"),
        never("rise", unless="soreness_after is none"),
        always("hold", "refer", when="soreness_warm_up is stays"),
        never("discharge", unless="locked_knee is absent"),
        nobody_leaves_unsigned,
        rest_is_rest,
    ),
    "effusion-gate": (
        never("rise", "discharge", when="effusion >= 2+"),
        never("rise", "discharge", when="pain_during > 5"),
        never("discharge", unless="days_in_phase >= 28"),
        nobody_leaves_unsigned,
    ),
    "return-to-running": (
        never("progress", "discharge", "rise", when="pain_during >= 2"),
        nobody_leaves_unsigned,
    ),
}
"""What a clinic says of its protocols, whatever else is in them."""


@frozen
class Fault:
    """One fault.

    Args:
        words: what is wrong.
        protocol: the shipped protocol it is looked for with.
        old: what stands in the protocol's text, for a fault of a protocol.
        new: what stands there instead.
        nth: which of the places is meant, from 0, where there are several.
        patches: for a fault of the engine: what takes which place, made of what was there.
    """

    words: str
    protocol: str
    old: str = ""
    new: str = ""
    nth: int = 0
    patches: tuple[tuple[str, Callable[[Any], Any]], ...] = ()

    @property
    def where(self) -> str:
        """Where the fault is."""
        return self.patches[0][0] if self.patches else self.protocol

    def text(self) -> str:
        """Return the text of the protocol, with the fault if it is one of its text."""
        text = file_of(self.protocol).read_text(encoding="utf-8")
        if not self.old:
            return text
        parts = text.split(self.old)
        assert len(parts) > self.nth + 1, self.words
        place = self.nth + 1
        return self.old.join(parts[:place]) + self.new + self.old.join(parts[place:])

    @contextmanager
    def planted(self) -> Iterator[Protocol]:
        """Give the protocol while the fault is in it, or in the engine."""
        protocol = loads(self.text(), f"{self.protocol}/protocol.yaml")
        forget()
        with ExitStack() as planted:
            planted.callback(forget)
            for target, make in self.patches:
                planted.enter_context(_patched(target, make))
            yield protocol


def _patched(target: str, make: Callable[[Any], Any]) -> Any:
    """Return the patch of one function of the engine: a name in a module, or one in a class of it."""
    module, *names = target.split(":")
    holder: Any = importlib.import_module(f"vmo_rehab.{module}")
    for name in names[:-1]:
        holder = getattr(holder, name)
    new = make(getattr(holder, names[-1]))
    was = vars(holder)[names[-1]]
    return mock.patch.object(holder, names[-1], property(new) if isinstance(was, property) else new)


def _merit_of_all_stays(old: Any) -> Any:
    def merit(self: Any, after: int = 0) -> Any:
        state = self._episode.state
        sessions = [] if state.hold else self._after(after)
        return self._view(sessions, merit=True, since=state.stay.merit_since)

    return merit


def _missing_is_fine(old: Any) -> Any:
    def reading(measure: Any, answer: Any) -> Any:
        if isinstance(answer, int):
            return old(measure, answer)
        fine = measure.scale.highest if measure.worse == "low" else measure.scale.lowest
        return old(measure, fine)

    return reading


def _deaf_at_the_end(old: Any) -> Any:
    def decide(day: Any) -> Any:
        if any(day.protocol.phase_by_id[way.rule.to].final for way in day.ways):
            day.flags = dict.fromkeys(day.flags, FALSE)
        return old(day)

    return decide


def _on_to_the_next(old: Any) -> Any:
    moves = importlib.import_module("vmo_rehab.engine.moves")

    def resumed(day: Any, state: Any) -> Any:
        after, order = old(day, state), [phase.id for phase in day.protocol.phases]
        further = order[order.index(after.phase) + 1]
        return moves._entered(day.protocol, after, further, day, back=False)

    return resumed


def _back_to_the_start(old: Any) -> Any:
    def kept(day: Any) -> Any:
        found = old(day)
        return attrs.evolve(found, to=day.protocol.phases[0].id) if found and found.to else found

    return kept


def _stay_outlives_the_gap(old: Any) -> Any:
    def gap(protocol: Any, state: Any, day: Any) -> Any:
        after, tiers = old(protocol, state, day)
        return attrs.evolve(after, stay=state.stay), tiers

    return gap


def _mornings_not_cited(old: Any) -> Any:
    def compared(finding: Any, criterion: Any) -> Any:
        found, off, cited = old(finding, criterion)
        return found, off, tuple(one for one in cited if one.term != "pain_next_morning")

    return compared


def _unbearable_is_none(old: Any) -> Any:
    def reading(measure: Any, answer: Any) -> Any:
        worst = answer == measure.scale.highest and measure.id == "pain_during"
        return old(measure, 0 if worst else answer)

    return reading


def _remembers_calls(old: Any) -> Any:
    calls = []

    def flags(day: Any) -> Any:
        calls.append(day.now.date)
        return old(day)[: len(calls) % 2] if old(day) else old(day)

    return flags


def _twice_the_rise(old: Any) -> Any:
    def risen(state: Any, up: Any) -> Any:
        once = old(state, up)
        more = {one.row.id: one.load.up(one.load.up(one.load.up(one.up))) for one in up if one.up > one.level}
        return attrs.evolve(once, levels={**once.levels, **more}) if more else once

    return risen


def _no_freeze(old: Any) -> Any:
    return lambda day: day.now.earns is TRUE and day.nothing_warns()


def _below_or_at(old: Any) -> Any:
    tree = importlib.import_module("vmo_rehab.criteria.tree")

    def ordered(op: Any, low: int, high: int, bound: int) -> Any:
        return old(tree.Op.LE if op is tree.Op.LT else op, low, high, bound)

    return ordered


FOUNDATION, STRENGTH = "vmo-foundation", "vmo-strength"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "threshold typo: pain of 8 is called settled",
        FOUNDATION,
        "- pain_during <= 2  ",
        "- pain_during <= 8  ",
    ),
    Fault(
        "operator turned round: a swollen knee leads on",
        FOUNDATION,
        "- effusion <= 1+  ",
        "- effusion >= 1+  ",
    ),
    Fault(
        "clause dropped: the quality of repetitions",
        FOUNDATION,
        "      - good_form for 3 sessions in a row",
        "      #",
    ),
    Fault(
        "all and any exchanged: settled by one of two",
        FOUNDATION,
        "    all:\n      - pain_during <= 2",
        "    any:\n      - pain_during <= 2",
    ),
    Fault("a red flag is not asked", FOUNDATION, "[fever, calf_pain, ", "[fever, "),
    Fault(
        "window shortened: two sessions for three",
        FOUNDATION,
        "- settled for 3 sessions",
        "- settled for 2 sessions",
    ),
    Fault("the least stay of a phase dropped", FOUNDATION, "    min_stay: 7 days  ", "    #", nth=3),
    Fault(
        "the sign-off before discharge dropped",
        FOUNDATION,
        "        sign_off: {by: physiotherapist, lasts: 14 days}",
        "        #",
        nth=2,
    ),
    Fault("the until of a hold dropped", FOUNDATION, "    until: pain_before < 5", "    #"),
    Fault(
        "a freeze after swelling dropped",
        FOUNDATION,
        "  - when: {all: [effusion >= 1+, sessions_since_swollen <= 1]}",
        "  []",
    ),
    Fault(
        "a streak survives the change of phase",
        FOUNDATION,
        patches=(("engine.day:_Views:merit", _merit_of_all_stays),),
    ),
    Fault(
        "what is missing is read as fine", FOUNDATION, patches=(("engine.intake:_reading", _missing_is_fine),)
    ),
    Fault(
        "a red flag is missed in the last phase",
        FOUNDATION,
        patches=(("engine.step:decide", _deaf_at_the_end),),
    ),
    Fault(
        "an unanswered red flag counts as absent",
        "soreness-rules",
        patches=(("engine.day:_presence", lambda old: lambda answer: TRUE if answer == 1 else FALSE),),
    ),
    Fault(
        "a rise on any set instead of all",
        FOUNDATION,
        patches=(
            (
                "engine.progression:_reached",
                lambda old: lambda motion, needed, which: old(motion, needed, Which.ANY),
            ),
        ),
    ),
    Fault(
        "a hold ends with its rest unserved",
        "soreness-rules",
        patches=(("engine.day:Day:rested", lambda old: lambda day, bound: True),),
    ),
    Fault(
        "a hold lets go a phase too far", FOUNDATION, patches=(("engine.moves:_resumed", _on_to_the_next),)
    ),
    Fault(
        "an unknown warning counts as none",
        FOUNDATION,
        patches=(
            (
                "engine.day:Day:nothing_warns",
                lambda old: (
                    lambda day: all(
                        one is not TRUE
                        for one in (
                            *day.flags.values(),
                            *(found.truth for _, found in (*day.holds, *day.regress)),
                        )
                    )
                ),
            ),
        ),
    ),
    Fault(
        "a load rises by four steps for one", FOUNDATION, patches=(("engine.moves:_risen", _twice_the_rise),)
    ),
    Fault(
        "a gap does not empty merit", FOUNDATION, patches=(("engine.day:apply_gap", _stay_outlives_the_gap),)
    ),
    Fault(
        "a regress goes back to the start",
        FOUNDATION,
        patches=(("engine.moves:kept_regress", _back_to_the_start),),
    ),
    Fault(
        "an explanation leaves an answer out",
        FOUNDATION,
        patches=(("engine.explanation:_compared", _mornings_not_cited),),
    ),
    Fault(
        "a corrected session is not decided anew",
        "soreness-rules",
        patches=(("record.log:Item:same", lambda old: lambda item, other: item.number == other.number),),
    ),
    Fault(
        "a late answer is lost",
        "soreness-rules",
        patches=(("record.log:_merged", lambda old: lambda own, late, over: dict(own)),),
    ),
    Fault(
        "the pace of a load is ignored",
        "knee-osteoarthritis-neuromuscular",
        patches=(("engine.progression:_too_fast", lambda old: lambda pace, rises, on: ""),),
    ),
    Fault(
        "the worst pain is read as none",
        FOUNDATION,
        patches=(("engine.intake:_reading", _unbearable_is_none),),
    ),
    Fault(
        "a decision hangs on how often one was asked for",
        FOUNDATION,
        patches=(("engine.step:_flags", _remembers_calls),),
    ),
    Fault(
        "a freeze is ignored",
        "after-knee-replacement",
        # As shipped it ends before a load could rise at all.
        "  - when: sessions_since_swells <= 1 ",
        "  - when: sessions_since_swells <= 5 ",
        patches=(("engine.day:Day:may_rise", _no_freeze),),
    ),
    Fault(
        "below is read as at most", "return-to-running", patches=(("engine.evaluate:_ordered", _below_or_at),)
    ),
)

NO_FAULT: tuple[Fault, ...] = tuple(Fault("none: as it is shipped", name) for name in PROMISES)
"""What must raise no alarm: the protocols that are promised something, as they are."""
