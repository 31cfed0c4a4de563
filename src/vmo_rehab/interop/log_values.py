"""Single values of a log, checked against the protocol: days, answers, counts, names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from attrs import field, frozen

from vmo_rehab.diagnostics import did_you_mean
from vmo_rehab.documents.text.source_text import shown
from vmo_rehab.engine.faults import good_reps
from vmo_rehab.engine.session import Absent, Answer, SetDone, Why
from vmo_rehab.interop.log_entries import Findings, Given, Spot, Word
from vmo_rehab.measures import PRESENT, Measure
from vmo_rehab.protocol.dosage import as_prescribed
from vmo_rehab.protocol.model import Fact, FactKind, Protocol
from vmo_rehab.scales import OffScaleError, Scale

Counted = tuple[tuple[Word, Word], ...]
"""Faults as they were written: each name with its count."""

ABSENCES: Final = (Why.DECLINED, Why.PATIENT_UNSURE, Why.NOT_PERFORMED, Why.NOT_ASKED)
"""The reasons a person can give; ``stale`` and ``not-yet`` are worked out."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAY_AND_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ].{1,40}", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_COMMA = re.compile(r"([+-]?\d+),(\d+)(\D*)", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3},\d{3}\D*", re.ASCII)
_COUNT = re.compile(r"\d{1,4}", re.ASCII)
_LONGEST_VALUE = 60
_SCALE_CODES: Final = {"V313": "L134", "V314": "L135", "V315": "L136", "V316": "L136"}


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the cure for an unknown word, forgiving capitals, blanks and hyphens.

    >>> nearest("Pain During", ["pain_during", "effort"])
    'did you mean "pain_during"?'
    """
    choices = list(known)
    plain = {re.sub(r"[\s_-]+", "_", one.casefold()): one for one in choices}
    same = plain.get(re.sub(r"[\s_-]+", "_", word[:_LONGEST_VALUE].casefold()))
    return f'did you mean "{same}"?' if same else did_you_mean(word[:_LONGEST_VALUE], choices)


@frozen(eq=False)
class Values:
    """Reads single values of one log; what is wrong goes to the findings.

    Every method gives ``None`` for a value that it refused.

    Args:
        protocol: what the log belongs to.
        findings: where to note what is wrong.
        latest: the last day a date may have; ``None`` for no bound.
        delimiter: of the table; empty for JSON.
        names: how the file calls a field, where that differs from the event's own name for it.
    """

    protocol: Protocol
    findings: Findings
    latest: dt.date | None = None
    delimiter: str = ""
    names: Mapping[str, str] = field(factory=dict)

    def called(self, part: str) -> str:
        """Return the file's own name for a field."""
        return self.names.get(part, part)

    def day(self, word: Word, *, ahead: bool = False) -> dt.date | None:
        """Read a day; with ``ahead`` it may lie in the future."""
        if not _DAY.fullmatch(word.text):
            what = f"{shown(word.text)} is not a date as logs write it"
            self.findings.add("L126", what, _cure_of_day(word.text), word.spot)
            return None
        try:
            day = dt.date.fromisoformat(word.text)
        except ValueError:
            cure = "look at the month (01 to 12) and its days"
            self.findings.add("L127", f"there is no day {word.text}", cure, word.spot)
            return None
        if self.latest and day > self.latest and not ahead:
            what = f"{day} lies in the future; the last day possible is {self.latest}"
            self.findings.add("L128", what, "log what has happened, on its day", word.spot)
        return day

    def answer(self, measure: Measure, written: str | int | Decimal, spot: Spot) -> Answer | None:
        """Read a value on a measure's scale: a whole number, or text as the scale writes it."""
        scale, text = measure.scale, str(written).strip()
        if len(text) > _LONGEST_VALUE:
            what, cure = f"{shown(text)} is not a value of {measure.id}", f"expected {scale.describe()}"
            self.findings.add("L134", what, cure, spot)
            return None
        try:
            return _as_given(scale, scale.read(self._decimal(text, scale), unit_needed=False))
        except OffScaleError as off:
            known = scale.describe()
            cure = off.cure if known in off.cure else f"{off.cure}; {measure.id} takes {known}"
            self.findings.add(_SCALE_CODES.get(off.code, off.code), off.what, cure, spot)
            return None

    def cell(self, measure: Measure, word: Word) -> Given | None:
        """Read a value, or one of the words for an absence where it is no label of the scale."""
        reason = next((why for why in ABSENCES if why == word.text), None)
        if reason and word.text not in measure.scale.labels:
            return Given(Absent(reason), word.spot)
        answer = self.answer(measure, word.text, word.spot)
        return None if answer is None else Given(answer, word.spot)

    def absence(self, text: str, spot: Spot) -> Absent | None:
        """Read the reason of an absence."""
        if text in ABSENCES:
            return Absent(Why(text))
        if text in {Why.STALE, Why.NOT_YET}:
            what, cure = f"{text} is worked out from the dates", "leave the entry out"
        else:
            what, cure = f"{shown(text)} is not a reason", nearest(text, ABSENCES)
        self.findings.add("L147", what, cure, spot)
        return None

    def red_flags(self, word: Word) -> Iterator[tuple[str, Given]]:
        """Read ``none``, the red flags that are present, or one reason why none was answered."""
        measures = self.protocol.measures
        flags = {flag: measures[flag].scale for flag in self.protocol.red_flags}
        reason = next((why for why in ABSENCES if why == word.text), None)
        named = set() if reason or word.text == "none" else set(re.split(r"[\s;]+", word.text)) - {""}
        # A red flag of the catalogue counts when it is present, whether the protocol asks for it or not.
        unasked = [name for name in named if name in measures and measures[name].red_flag]
        flags |= {name: measures[name].scale for name in sorted(unasked)}
        for name in sorted(named):
            cure = "write it alone" if name == "none" else nearest(name, [*flags, "none"])
            self.named("red flag", Word(name, word.spot), flags, cure)
        for flag, scale in flags.items():
            answer = Absent(reason) if reason else scale.show(PRESENT if flag in named else 0)
            yield flag, Given(answer, word.spot)

    def named(self, kind: str, word: Word, known: Iterable[str], cure: str = "") -> bool:
        """Tell whether a name is known, and note it where it is not."""
        choices = list(known)
        if word.text in choices:
            return True
        what = f"{shown(word.text)} is not {'an' if kind[0] in 'aeiou' else 'a'} {kind}"
        self.findings.add("L139", what, cure or nearest(word.text, choices), word.spot)
        return False

    def measure(self, word: Word, *, of_exercise: bool = False) -> Measure | None:
        """Find a measure; of one exercise only what is read from each session can be asked."""
        if not self.named("measure of this protocol", word, self.protocol.measures):
            return None
        measure = self.protocol.measures[word.text]
        if of_exercise and (measure.is_state or measure.red_flag):
            what = f"{measure.id} is about the patient, not about one exercise"
            self.findings.add("L146", what, "give it as an answer of the session", word.spot)
            return None
        return measure

    def count(self, word: Word, least: int = 0) -> int | None:
        """Read a whole number."""
        if _COUNT.fullmatch(word.text) and int(word.text) >= least:
            return int(word.text)
        what = f"{shown(word.text)} is not a whole number from {least} to 9999"
        self.findings.add("L140", what, "write digits only", word.spot)
        return None

    def set_done(
        self,
        exercise: str,
        reps: Word,
        good: Word | None,
        load: Word | None,
        faults: Counted | None,
        effort: Given | None,
    ) -> SetDone:
        """Read one set; what was refused is left at its least."""
        done = self.count(reps)
        clean = self.count(good) if good else None
        if good and done is not None and clean is not None and clean > done:
            what, cure = f"{clean} good repetitions of {done}", "good ones are counted among those done"
            self.findings.add("L141", what, cure, good.spot)
        seen = None if faults is None else self._faults(exercise, faults, done)
        if good and seen is not None and clean is not None and done is not None:
            self._check_good(exercise, done, seen, Word(str(clean), good.spot))
        used = self.load(exercise, load) if load else ""
        return SetDone(done or 0, clean, used, seen, effort.answer if effort else Absent())

    def fault_cell(self, word: Word) -> Counted:
        """Read the faults of a table's cell: ``none``, or ``knee_valgus:3 heel_lifts:1``."""
        if word.text == "none":
            return ()
        pairs = []
        for piece in filter(None, re.split(r"[\s;]+", word.text)):
            name, _, count = piece.partition(":")
            pairs.append((Word(name, word.spot), Word(count, word.spot)))
        return tuple(pairs)

    def _faults(self, exercise: str, given: Counted, reps: int | None) -> dict[str, int]:
        done = self.protocol.exercises.get(exercise)
        known = done.fault_by_id if done else {}
        seen: dict[str, int] = {}
        for name, written in given:
            if done and self.named(f"fault of {exercise}", name, known):
                count = self.count(written)
                if name.text in seen:
                    what, cure = f"the fault {name.text} is counted twice", "write it once"
                    self.findings.add("L138", what, cure, name.spot)
                elif count is not None and reps is not None and count > reps:
                    what, cure = f"{name.text} in {count} of {reps} repetitions", "count those that had it"
                    self.findings.add("L149", what, cure, written.spot)
                elif count is not None:
                    seen[name.text] = count
        return seen

    def _check_good(self, exercise: str, reps: int, faults: Mapping[str, int], good: Word) -> None:
        """Refuse a count of good repetitions that the faults of the set do not leave."""
        done = self.protocol.exercises.get(exercise)
        fewest, most = good_reps(done, reps, faults) if done else (0, reps)
        if not fewest <= int(good.text) <= most:
            few = f"{fewest}" if fewest == most else f"{fewest} to {most}"
            what = f"{good.text} good repetitions, and the faults leave {few} of {reps}"
            cure = "give the one that was counted, and leave the other out"
            self.findings.add("L138", what, cure, good.spot)

    def load(self, exercise: str, word: Word) -> str:
        """Read a load as the prescriptions of an exercise write it."""
        loads = self.protocol.loads.get(exercise, ())
        load = as_prescribed(loads, self._comma(word.text))
        if load is not None:
            return load
        if loads:
            what = f"{shown(word.text)} is not a load of {exercise}"
            cure = f"write it as the prescription does: {loads[0].show(loads[0].start)}"
            self.findings.add("L148", what, cure, word.spot)
        return word.text

    def fact(self, fact: Fact, word: Word) -> dt.date | str | None:
        """Read a fact of the enrolment: a day, or one of its labels."""
        if fact.kind is FactKind.DATE:
            return self.day(word)
        return word.text if self.named(f"value of {fact.id}", word, fact.labels) else None

    def equipment_cell(self, word: Word) -> tuple[str, ...]:
        """Read the equipment of a header line: ``none``, or names with commas between them."""
        pieces = () if word.text == "none" else (one.strip() for one in word.text.split(","))
        return self.equipment([Word(one, word.spot) for one in pieces])

    def equipment(self, words: Iterable[Word]) -> tuple[str, ...]:
        """Read names of equipment, as the catalogue writes them."""
        known = self.protocol.equipment
        return tuple(word.text for word in words if self.named("piece of equipment", word, known))

    def choice(self, word: Word, choices: Iterable[str]) -> str | None:
        """Read one of a few words."""
        known = list(choices)
        if word.text in known:
            return word.text
        what, cure = f"{shown(word.text)} is not one of: {', '.join(known)}", nearest(word.text, known)
        self.findings.add("L147", what, cure, word.spot)
        return None

    def _decimal(self, text: str, scale: Scale) -> str:
        if scale.labels:
            return text
        found = _COMMA.fullmatch(text)
        if not found:
            return text
        known, pointed = scale.describe(), f"{found[1]}.{found[2]}{found[3]}"
        if not self._commas_are_decimal:
            cure = f"write the decimal point: {pointed}; the scale is {known}"
            raise OffScaleError("L137", f"{text} has a decimal comma", cure)
        if _THOUSANDS.fullmatch(text):
            what = f"{text} can be read as thousands and as a decimal"
            raise OffScaleError("L137", what, f"write it without the comma; the scale is {known}")
        return pointed

    def _comma(self, text: str) -> str:
        return _COMMA.sub(r"\1.\2\3", text) if self._commas_are_decimal else text

    @property
    def _commas_are_decimal(self) -> bool:
        return self.delimiter in {";", "\t"}


def _as_given(scale: Scale, steps: int) -> Answer:
    if scale.labels:
        return scale.show(steps)
    value = steps * scale.step
    return int(value) if value == value.to_integral_value() else scale.show(steps)


def _cure_of_day(text: str) -> str:
    if found := _DAY_AND_TIME.fullmatch(text):
        return f"write the day alone: {found[1]}"
    if found := _YEAR_FIRST.fullmatch(text):
        readings = _days([(found[1], found[2], found[3])])
    elif found := _YEAR_LAST.fullmatch(text):
        readings = _days([(found[3], found[2], found[1]), (found[3], found[1], found[2])])
    else:
        readings = []
    if len(readings) > 1:
        return f"it can mean {readings[0]} or {readings[1]}: write the one that is meant"
    return f"write {readings[0]}" if readings else "write year-month-day, as 2026-03-02"


def _days(parts: list[tuple[str, str, str]]) -> list[str]:
    days = []
    for year, month, day in parts:
        try:
            days.append(str(dt.date(int(year), int(month), int(day))))
        except ValueError:
            continue
    return list(dict.fromkeys(days))
