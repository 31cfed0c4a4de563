"""One exercise in plain words: a sheet for the patient, and below it what the therapist wants to know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from vmo_rehab.documents.exercises import NO_EQUIPMENT
from vmo_rehab.protocol.dosage import KILOGRAMS
from vmo_rehab.protocol.exercise import Chain, Counted, Exercise, Laterality, Loaded, Purpose, UsualLoad
from vmo_rehab.report.words import bullets, listed, reference_line

_PURPOSES: Final = {
    Purpose.REHABILITATION: "Recovery",
    Purpose.PREVENTION: "Prevention",
    Purpose.STRENGTH: "Strength",
    Purpose.CARRY_OVER: "Daily life",
}
_LEGS: Final = {Laterality.ONE_LEG: "one leg", Laterality.BOTH: "both legs"}
_CHAINS: Final = {Chain.OPEN: "open chain (the foot is free)", Chain.CLOSED: "closed chain (the foot bears)"}
_COUNTED: Final = {Counted.REPS: "repetitions", Counted.TIME: "time", Counted.HOLD: "the time of a hold"}
_LOADED: Final = {
    Loaded.NONE: "nothing",
    Loaded.BODY_WEIGHT: "the body's own weight",
    Loaded.LADDER: "named loads",
    Loaded.KG: "weight in kg",
}


def exercise_in_words(exercise: Exercise, catalogue: Mapping[str, Exercise]) -> str:
    """Write an exercise as a therapist hands it out.

    Args:
        exercise: an entry of the catalogue.
        catalogue: names the exercises it refers to.

    Returns:
        Lines that are not folded; headings in capitals.
    """
    return "\n".join(_lines(exercise, catalogue))


def _lines(exercise: Exercise, catalogue: Mapping[str, Exercise]) -> Iterator[str]:
    yield exercise.name
    yield _ids(exercise)
    if exercise.wording:
        yield from ("", exercise.wording)
    yield from _part("WHAT YOU NEED", bullets(_needed(exercise)))
    yield from _part("GET READY", bullets(exercise.setup))
    yield from _part(
        "HOW TO DO IT", [f"  {n}. {step}" for n, step in enumerate(exercise.steps or exercise.cues, 1)]
    )
    yield from _part("WATCH FOR", bullets(_faults(exercise)))
    yield from _part("MIND", bullets(exercise.cautions))
    yield from _part("OTHER EXERCISES", bullets(_others(exercise, catalogue)))
    yield from _part(
        "WHAT IT IS FOR", bullets(f"{_PURPOSES[to]}: {why}" for to, why in exercise.purposes.items())
    )
    yield from _part("FOR THE THERAPIST", bullets(_facts(exercise)))
    yield from _part("WHAT IS OFTEN SAID", list(_notes(exercise)))
    yield from _part(
        "SOURCES", bullets(f"{key}: {reference_line(one)}" for key, one in exercise.sources.items())
    )


def _part(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield from ("", title, *lines)


def _ids(exercise: Exercise) -> str:
    also = f"; also called {listed(exercise.also_called, 'or')}" if exercise.also_called else ""
    return f"{exercise.id}{also}"


def _needed(exercise: Exercise) -> Iterator[str]:
    yield from (f"{one[0].upper()}{one[1:]}" for one in exercise.equipment)
    if not exercise.equipment and exercise.steps:
        yield "Nothing."
    yield from (f"At home: {one}" for one in exercise.at_home)


def _faults(exercise: Exercise) -> Iterator[str]:
    for fault in exercise.faults:
        counts = " (such a repetition does not count as a good one)" if fault.major else ""
        yield f"{fault.words[0].upper()}{fault.words[1:]}{counts} [{fault.id}]"


def _others(exercise: Exercise, catalogue: Mapping[str, Exercise]) -> Iterator[str]:
    for word, ids in (("Easier", exercise.easier), ("Harder", exercise.harder)):
        if ids:
            yield f"{word}: {_named(ids, catalogue)}"
    for equipment, name in exercise.substitutes.items():
        there_is = "Without equipment" if equipment == NO_EQUIPMENT else f"With {equipment}"
        yield f"{there_is}: {_named([name], catalogue)}"


def _named(ids: Iterable[str], catalogue: Mapping[str, Exercise]) -> str:
    return "; ".join(f"{catalogue[one].name} ({one})" for one in ids)


def _facts(exercise: Exercise) -> Iterator[str]:
    chain = [_CHAINS[exercise.chain]] if exercise.chain else []
    legs = [_LEGS[exercise.laterality]] if exercise.laterality else []
    position = [exercise.position.replace("-", " ")] if exercise.position else []
    yield f"Pattern: {', '.join([exercise.pattern.replace('-', ' '), *chain, *legs, *position])}"
    if exercise.targets:
        yield f"For: {', '.join(exercise.targets)}"
    if arcs := exercise.arcs:
        yield f"Knee: {arcs.default} of flexion; at most {arcs.allowed} [{', '.join(arcs.sources)}]"
    if exercise.counted:
        yield f"Counted in {_COUNTED[exercise.counted]}"
    if exercise.load:
        yield f"Loaded with {_load(exercise.load)}"
    yield from (f"Code: {system} {code}" for system, code in exercise.codes.items())


def _load(load: UsualLoad) -> str:
    if load.ladder:
        return f"{_LOADED[load.kind]}, lightest first: {', '.join(load.ladder)}"
    if load.increments:
        steps = listed([KILOGRAMS.show(one) for one in load.increments], "or")
        return f"{_LOADED[load.kind]}, usually in steps of {steps} [{', '.join(load.sources)}]"
    return _LOADED[load.kind]


def _notes(exercise: Exercise) -> Iterator[str]:
    for note in exercise.notes:
        yield f'  - "{note.claim}"'
        yield f"    {note.found} [{', '.join(note.sources)}]"
