"""Why the load of an exercise is another than before, or not the one its scheme asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from vmo_rehab.criteria.english import english
from vmo_rehab.engine.day import Day, levels_now
from vmo_rehab.engine.decision import Kind
from vmo_rehab.engine.episode import State
from vmo_rehab.engine.evaluate import Finding
from vmo_rehab.engine.progression import Motion
from vmo_rehab.engine.sentences import brief, no_merit
from vmo_rehab.engine.set_words import found
from vmo_rehab.engine.verdict import Verdict
from vmo_rehab.protocol.dosage import Prescribed
from vmo_rehab.truth import FALSE, TRUE, UNKNOWN


@frozen
class LoadNote:
    """What is to be said of a row's load.

    Args:
        words: a sentence.
        before: the load before, or the exercise of a ladder of exercises; empty where it is the same.
    """

    words: str
    before: str = ""


def load_notes(day: Day, verdict: Verdict, after: State, up: Sequence[Motion]) -> Mapping[str, LoadNote]:
    """Say of each row whose load changed, or was held back, why.

    Args:
        day: the session with every rule evaluated.
        verdict: what was decided.
        after: the state that follows.
        up: what rises.

    Returns:
        What to say, by row id; rows whose load needs no explaining are left out.
    """
    levels, motions = levels_now(day.protocol, after), {one.row.id: one for one in day.motions}
    notes: dict[str, LoadNote] = {}
    for row in day.protocol.rows_in[after.phase]:
        before, now = day.state.levels.get(row.id), levels.get(row.id)
        if row.load is None or before is None or now is None:
            continue
        motion = motions.get(row.id)
        was = row.at(before).exercise.name if row.rungs else row.load.show(before)
        if now > before and motion:
            notes[row.id] = LoadNote(f"Up from {was}: {_why_up(motion)}.", was)
        elif now < before:
            reasons = "; ".join(dict.fromkeys(_why_down(day, verdict, row, motion)))
            notes[row.id] = LoadNote(f"Down from {was}: {reasons}.", was)
        elif motion and (why := _why_kept(day, motion, up)):
            notes[row.id] = LoadNote(f"Not more than before: {why}.")
    return notes


def _why_up(motion: Motion) -> str:
    words = [found(motion)] if motion.done else []
    if motion.row.follows:
        words = [f"the latest {motion.row.follows}"]
    if motion.rise:
        words.append(brief(motion.rise))
    return "; ".join([*words, motion.held] if motion.held else words)


def _why_down(day: Day, verdict: Verdict, row: Prescribed, motion: Motion | None) -> Iterator[str]:
    if motion and motion.fall and motion.fall.truth is TRUE:
        yield brief(motion.fall)
    elif motion and motion.down < motion.level:
        yield f"the latest {row.follows}" if row.follows else found(motion)
    if day.state.lapsed:
        yield "a gap in training"
    if day.levels[row.id] < levels_now(day.protocol, day.state)[row.id]:
        yield "a limit binds"
    if verdict.kind is Kind.RESUME:
        yield "back from a hold"
    if verdict.kind is Kind.REGRESS:
        yield (
            "; ".join(brief(rule) for _, rule in day.regress if rule.truth is TRUE) or "a way back was taken"
        )


def _not_known(motion: Motion) -> str:
    """Say what a rise that may be due waits for; nothing where the sets were not done."""
    open_ = [found for found in (motion.rise, motion.fall) if found and found.truth is UNKNOWN]
    words = [titled_cause(cause) for found in open_ for cause in found.causes()]
    if motion.met is UNKNOWN:
        words.append(
            f"the latest {motion.row.follows}" if motion.row.follows else "a set that was not noted in full"
        )
    return f"not known: {', '.join(dict.fromkeys(words))}" if words else ""


def titled_cause(cause: Finding) -> str:
    """Name what an open comparison asks for."""
    return cause.asks.measure.title if cause.asks else english(cause.criterion)


def _why_kept(day: Day, motion: Motion, up: Sequence[Motion]) -> str:
    """Say why a rise that is asked for did not happen."""
    if motion.wanted is UNKNOWN:
        return _not_known(motion)
    if motion.wanted is not TRUE:
        return ""
    if motion in up:
        return motion.held
    if day.now.earns is not TRUE:
        return no_merit(day)
    frozen = [brief(rule) for _, rule in day.freezes if rule.truth is TRUE]
    if frozen:
        return f"frozen, {'; '.join(frozen)}"
    if any(rule.truth is not FALSE for _, rule in day.freezes) or not day.nothing_warns():
        return "a rise waits until nothing warns and nothing is unknown"
    return "a rise waits for the decision"
