"""Reads what stands in a row: answers, red flags, sets and loads, checked against the protocol."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import frozen

from vmo_rehab.cases.model import ABSENT, NO_LOAD, NONE
from vmo_rehab.diagnostics import Diagnostic, did_you_mean
from vmo_rehab.documents.shapes.cases import Answers
from vmo_rehab.documents.shapes.cases import AnswersOf as AnswersOfShape
from vmo_rehab.documents.shapes.structure import Named
from vmo_rehab.documents.text.nodes import Scalar
from vmo_rehab.documents.text.source_text import shown
from vmo_rehab.engine.intake import read_answer
from vmo_rehab.engine.session import Absent, Answer, SetDone, Why
from vmo_rehab.protocol.dosage import Load
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.scales import OffScaleError

Found = list[Diagnostic]

AnswersOf = Mapping[str, Mapping[str, Answer]]
"""Answers about one exercise alone, by exercise and measure."""

RED_FLAGS: Final = "red_flags"
"""Stands for all red flags of the protocol at once."""
LEFT_OUT: Final = "left out"
"""Stands for no answer at all, where the usual one would be taken."""
ABSENCES: Final = (Why.DECLINED, Why.PATIENT_UNSURE, Why.NOT_PERFORMED, Why.NOT_ASKED)
"""The reasons that a person gives for an absence."""

_SETS: Final = re.compile(
    r"(?:(\d{1,2}) sets? of )?(\d{1,3})(?: \((all|\d{1,3}) good\))?(?: with (.{1,60}))?"
)
_FORM: Final = "write: 3 sets of 12 (all good) with red band"
_MOST_SETS: Final = 20


@frozen
class Values:
    """Reads single values of rows.

    Args:
        protocol: whose cases they are.
        found: findings are added to it.
    """

    protocol: Protocol
    found: Found

    def known(self, scalar: Scalar, names: Iterable[str], word: str) -> bool:
        """Tell whether a name is known, with a finding where it is not."""
        choices = list(names)
        if scalar.text in choices:
            return True
        what = f"{shown(scalar.text)} is not {word} of {self.protocol.id}"
        self._say(scalar, "V312", what, did_you_mean(scalar.text, choices))
        return False

    def answers(self, given: Answers | None) -> dict[str, Answer | None]:
        """Read answers by measure; ``None`` for one that is left out. ``red_flags`` stands for every flag."""
        answers: dict[str, Answer | None] = {}
        for name, entry in (given or {}).items():
            if name == RED_FLAGS:
                answers.update(self._red_flags(entry.value))
            elif self.known(entry.key, self.protocol.measures, "a measure"):
                answers[name] = self._answer(entry)
        return answers

    def answers_of(self, given: AnswersOfShape | None) -> AnswersOf:
        """Read answers about one exercise alone, by exercise."""
        return {
            name: self.given(entry.value)
            for name, entry in (given or {}).items()
            if self.known(entry.key, self.protocol.exercises, "an exercise")
        }

    def given(self, answers: Answers | None) -> dict[str, Answer]:
        """Read answers none of which can be left out."""
        read = self.answers(answers)
        for name, entry in (answers or {}).items():
            if entry.value.text == LEFT_OUT:
                self._say(entry.value, "V313", f"{name} is left out", "remove it")
        return {name: answer for name, answer in read.items() if answer is not None}

    def _answer(self, entry: Named[Scalar]) -> Answer | None:
        scalar, measure = entry.value, self.protocol.measures[entry.key.text]
        written: Answer = scalar.text if isinstance(scalar.value, str | None) else scalar.value
        if written == LEFT_OUT:
            return None
        if written in ABSENCES and written not in measure.scale.labels:
            return Absent(Why(scalar.text))
        try:
            read_answer(measure, written)
        except OffScaleError as off:
            absent = f"; for no answer one of: {', '.join((LEFT_OUT, *ABSENCES))}"
            cure = off.cure + (absent if off.code == "V313" and scalar.text[:1].isalpha() else "")
            self._say(scalar, off.code, f"{entry.key.text}: {off.what}", cure)
        return written

    def _red_flags(self, scalar: Scalar) -> Iterator[tuple[str, Answer | None]]:
        """Read ``none``, the red flags that are present, or why none was answered."""
        flags, word = self.protocol.red_flags, scalar.text
        if word == LEFT_OUT:
            yield from dict.fromkeys(flags).items()
            return
        if word in ABSENCES:
            yield from dict.fromkeys(flags, Absent(Why(word))).items()
            return
        present = [] if word == NONE else re.split(r"[\s,;]+", word)
        known = [name for name, measure in self.protocol.measures.items() if measure.red_flag]
        for name in present:
            if name not in known:
                self._say(
                    scalar, "V337", f"{shown(name)} is not a red flag", did_you_mean(name, [*known, NONE])
                )
        for name in dict.fromkeys((*flags, *present)):
            yield name, "present" if name in present else "absent"

    def sets(self, given: Answers | None) -> dict[str, tuple[SetDone, ...]]:
        """Read the sets of exercises; no sets for one that was not done."""
        return {
            name: self._sets(entry)
            for name, entry in (given or {}).items()
            if self.known(entry.key, self.protocol.exercises, "an exercise")
        }

    def _sets(self, entry: Named[Scalar]) -> tuple[SetDone, ...]:
        scalar = entry.value
        if scalar.text == NONE:
            return ()
        done: list[SetDone] = []
        for piece in re.split(r"\s*;\s*", scalar.text):
            match = _SETS.fullmatch(piece.strip())
            if match is None:
                self._say(scalar, "L205", f"{shown(piece)} does not say which sets were done", _FORM)
                continue
            number, reps = int(match[1] or 1), int(match[2])
            good = _good(match[3], reps)
            if not 1 <= number <= _MOST_SETS:
                self._say(scalar, "L205", f"{number} sets", f"write 1 to {_MOST_SETS} sets")
            elif good is not None and good > reps:
                self._say(scalar, "L205", f"{good} good repetitions of {reps}", "count them among those done")
            else:
                load = self.load(entry.key.text, scalar, match[4]) if match[4] else ""
                done += [SetDone(reps, good, load)] * number
        return tuple(done)

    def load(self, exercise: str, scalar: Scalar, written: str) -> str:
        """Read a load of an exercise, and write it the way a prescription does."""
        load = self._load_of(exercise)
        if load is None:
            self._say(scalar, "V333", f"{exercise} has no load", "leave the load out")
            return ""
        level = load.read(written)
        if level is None:
            what = f"{shown(written)} is not a load of {exercise}"
            self._say(scalar, "V333", what, f"write it as the prescription does: {load.show(load.start)}")
            return ""
        return load.show(level)

    def _load_of(self, exercise: str) -> Load | None:
        row = self.protocol.rows.get(exercise)
        return row.load if row else None

    def dose(self, given: Answers) -> Iterator[tuple[str, str, Scalar]]:
        """Read expected loads: the exercise, the load, and where it stands."""
        for name, entry in given.items():
            if not self.known(entry.key, self.protocol.exercises, "an exercise"):
                continue
            word = entry.value.text
            unloaded = self._load_of(name) is None
            if word == ABSENT or (word == NO_LOAD and unloaded):
                yield name, word, entry.value
            elif unloaded:
                what = f"{name} has no load to be {shown(word)}"
                self._say(entry.value, "L206", what, f"write {NO_LOAD}, or {ABSENT}")
            else:
                yield name, self.load(name, entry.value, word), entry.value

    def _say(self, scalar: Scalar, code: str, what: str, cure: str) -> None:
        self.found.append(scalar.finding(code, what, cure))


def _good(written: str | None, reps: int) -> int | None:
    if written is None:
        return None
    return reps if written == "all" else int(written)


def over(usual: AnswersOf, own: AnswersOf) -> AnswersOf:
    """Lay answers about single exercises over others, measure by measure."""
    return {name: {**usual.get(name, {}), **own.get(name, {})} for name in (*usual, *own)}
