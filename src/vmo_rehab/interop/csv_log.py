"""A patient's log as a table: one row a set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from attrs import Factory, define

from vmo_rehab.engine.events import Enrolled, Log
from vmo_rehab.engine.session import Absent, SetDone
from vmo_rehab.interop.csv_table import Note, Row, Table, read_table
from vmo_rehab.interop.log_checks import check_entries
from vmo_rehab.interop.log_entries import Done, Entry, Given, Spot, Word, bare, begin, make_session
from vmo_rehab.interop.log_events import ANSWERED, MAY_HAVE, NEEDS, Enrolment, Said, make
from vmo_rehab.interop.log_values import Values, nearest
from vmo_rehab.measures import EFFORT, Measure
from vmo_rehab.protocol.model import Protocol

OWN: Final = "exercise."
"""In front of a measure: a column of answers about the row's exercise alone."""

_NAMES: Final = {"session": "for", "text": "note"}
_OF_SET: Final = ("set", "reps", "good_reps", "load", "faults", "set_effort")
_OF_SESSION: Final = frozenset({"exercise", *_OF_SET, "cut_short", "red_flags"})
_COLUMNS: Final = tuple(
    dict.fromkeys(
        ["date", "event", "exercise", *_OF_SET, "cut_short", "red_flags", "note"]
        + [_NAMES.get(part, part) for parts in (*NEEDS.values(), *MAY_HAVE.values()) for part in parts]
    )
)
_ONLY_JSON: Final = ("amended", "voided", "migrated")
_HEADER: Final = ("start", "side", "equipment", "sign_off_every_move", "enrolled by", "protocol", "note")


def read_csv(
    text: str,
    path: Path | str,
    protocol: Protocol,
    latest: dt.date | None = None,
    enrolment: Enrolled | None = None,
) -> Log:
    r"""Read a log written as a table; `docs/reference/logs.md` describes it.

    Args:
        text: the whole text.
        path: the name that findings show.
        protocol: tells which measures, exercises, facts and phases there are.
        latest: the last day a date may have; ``None`` for no bound.
        enrolment: what holds where the header lines say nothing.

    Returns:
        The whole log.

    Raises:
        LogError: anything is wrong; every finding is in it, and nothing was taken.

    Example:
        >>> from vmo_rehab.protocol.model import Phase
        >>> knee = Protocol(id="knee", revision="1", title="Knee", intended_use="an example", start="a",
        ...                 measures={}, phases=(Phase(id="a", title="A"),))
        >>> read_csv("# start: 2026-03-02\ndate\n2026-03-02\n", "log.csv", knee).events[0].date
        datetime.date(2026, 3, 2)
    """
    findings = begin(text, path)
    table = read_table(findings)
    values = Values(protocol, findings, latest, table.delimiter, _NAMES)
    enrolled = _read_header(table, values, enrolment)
    entries = _Reader(values, table).read()
    check_entries(entries, enrolled.on if enrolled else None, values)
    findings.refuse()
    assert enrolled is not None  # noqa: S101 - its absence is a finding
    return Log(enrolled, tuple(entry.event for entry in entries))


def _read_header(table: Table, values: Values, given: Enrolled | None) -> Enrolled | None:
    lines: dict[str, Note] = {}
    for note in table.notes:
        name = note.name.text
        if name != "note" and lines.setdefault(name, note) is not note:
            related = (("the first", lines[name].name.spot),)
            what = f'the header line "# {name}:" stands twice'
            values.findings.add("L117", what, "delete one of them", note.name.spot, related)
        elif name != "note" and not note.value.text:
            cure = "fill it in or delete the line"
            values.findings.add("L117", f'the header line "# {name}:" is empty', cure, note.name.spot)
    parts = _enrolment({name: note for name, note in lines.items() if note.value.text}, values)
    enrolled = parts.complete(given)
    if enrolled is None and "start" not in lines:
        cure = 'write "# start: 2026-03-02" above the table, or give it beside the log: --start 2026-03-02'
        values.findings.add("L132", "the log does not say when the episode starts", cure, Spot(0, 0))
    return enrolled


def _enrolment(lines: Mapping[str, Note], values: Values) -> Enrolment:
    start, side, by = lines.get("start"), lines.get("side"), lines.get("enrolled by")
    signs, there_is = lines.get("sign_off_every_move"), lines.get("equipment")
    facts: dict[str, dt.date | str] = {}
    baseline: dict[str, Given] = {}
    for name, note in lines.items():
        head, _, rest = name.partition(" ")
        word = Word(rest.strip(), note.name.spot)
        if head == "fact" and values.named("fact of this protocol", word, values.protocol.facts):
            fact = values.fact(values.protocol.facts[word.text], note.value)
            facts |= {} if fact is None else {word.text: fact}
        elif head == "baseline" and values.named("baseline of this protocol", word, values.protocol.baseline):
            answer = values.cell(values.protocol.measures[word.text], note.value)
            baseline |= {} if answer is None else {word.text: answer}
        elif name == "protocol" and note.value.text != values.protocol.id:
            what = f"the log belongs to {note.value.text}, and was read with {values.protocol.id}"
            values.findings.add("L133", what, "read it with its own protocol", note.value.spot)
        elif name not in _HEADER and head not in {"fact", "baseline"}:
            cure = nearest(name, [*_HEADER, "fact NAME", "baseline MEASURE"])
            values.findings.add("L116", f'"# {name}:" is not a header line', cure, note.name.spot)
    return Enrolment(
        on=values.day(start.value) if start else None,
        facts=facts,
        baseline=bare(baseline),
        by=by.value.text if by else None,
        sign_off_every_move=values.choice(signs.value, ("yes", "no")) == "yes" if signs else None,
        side=values.choice(side.value, ("left", "right")) if side else None,
        equipment=values.equipment_cell(there_is.value) if there_is else None,
    )


@define(eq=False)
class _Day:
    """The rows of one session, gathered."""

    date: dt.date
    spot: Spot
    at: Spot
    answers: dict[str, Given] = Factory(dict)
    own: dict[str, dict[str, Given]] = Factory(dict)
    sets: dict[str, list[SetDone]] = Factory(dict)
    cut_short: dict[str, Given] = Factory(dict)

    def entry(self) -> Entry:
        done = [Done(name, tuple(sets), self.own.get(name, {})) for name, sets in self.sets.items()]
        cut = any(given.answer == "yes" for given in self.cut_short.values())
        session = make_session(self.date, self.answers, done, cut)
        parts = {"date": self.at} | {name: one.spot for name, one in self.answers.items()}
        return Entry(session, self.spot, parts)


class _Reader:
    """Walks the rows of a table and makes entries of them."""

    def __init__(self, values: Values, table: Table) -> None:
        self.values, self.table, self.findings = values, table, values.findings
        self.measures: dict[str, Measure] = {}
        self.own: dict[str, Measure] = {}
        self.entries: list[Entry] = []
        self.open: _Day | None = None

    def read(self) -> list[Entry]:
        """Return the entries in file order."""
        self._read_columns()
        for row in self.table.rows:
            kind, day = self._kind(row), self._date(row)
            if kind and day:
                self._refuse_strays(kind, row)
                if kind == "session":
                    self._session_row(day, row)
                else:
                    self._event_row(kind, day, row)
        self._close()
        return self.entries

    def _read_columns(self) -> None:
        known = self.values.protocol.measures
        for column in self.table.columns:
            name = column.text
            bare = Word(name.removeprefix(OWN), column.spot)
            if name in _COLUMNS:
                continue
            if name.startswith(OWN):
                measure = self.values.measure(bare, of_exercise=True)
                self.own |= {name: measure} if measure else {}
            elif name in known:
                self.measures[name] = known[name]
            else:
                cure = nearest(name, [*_COLUMNS, *known])
                if any(sign in name for sign in " |") and len(self.table.columns) == 1:
                    cure = "separate the columns by commas, semicolons or tabs"
                self.findings.add("L113", f'unknown column "{name[:60]}"', cure, column.spot)
        if self.table.columns and all(column.text != "date" for column in self.table.columns):
            cure = "name the column with the day of each row: date"
            self.findings.add("L114", "the table has no column date", cure, self.table.columns[0].spot)

    def _kind(self, row: Row) -> str | None:
        word = row.cells.get("event")
        if word is None or word.text == "session":
            return "session"
        if word.text in NEEDS:
            return word.text
        if word.text in _ONLY_JSON:
            cure = "write the log as JSON, or correct the rows themselves"
        elif word.text == "enrolled":
            cure = 'write "# start: 2026-03-02" above the table'
        else:
            cure = nearest(word.text, ["session", *NEEDS])
        self.findings.add("L139", f'"{word.text[:60]}" is not an event of a table', cure, word.spot)
        return None

    def _date(self, row: Row) -> dt.date | None:
        word = row.cells.get("date")
        if word is None:
            if any(column.text == "date" for column in self.table.columns):
                self.findings.add("L126", "the row has no date", "repeat the date on every row", row.spot)
            return None
        return self.values.day(word)

    def _refuse_strays(self, kind: str, row: Row) -> None:
        """Refuse a cell that has no meaning for this kind of row: what is written is never dropped."""
        fits = {"date", "event", "note"}
        if kind == "session":
            fits |= _OF_SESSION | self.measures.keys() | self.own.keys()
        else:
            fits |= {self.values.called(part) for part in (*NEEDS[kind], *MAY_HAVE[kind])}
            fits |= self.measures.keys() if kind in ANSWERED else set()
            fits |= {"red_flags", *self.own} if kind == "answer" else set()
        for name, word in row.cells.items():
            if name not in fits and (name in _COLUMNS or name in self.measures or name in self.own):
                what = f'a row of the kind "{kind}" has no such cell'
                self.findings.add("L146", what, "empty the cell or correct the event", word.spot)

    def _session_row(self, day: dt.date, row: Row) -> None:
        if self.open is None or self.open.date != day:
            self._close()
            self.open = _Day(day, row.spot, row.cells["date"].spot)
        session = self.open
        self._answers(row, session.answers)
        if cut := row.cells.get("cut_short"):
            word = self.values.choice(cut, ("yes", "no"))
            if word:
                self._merge(session.cut_short, "cut_short", Given(word, cut.spot))
        exercise = row.cells.get("exercise")
        if exercise is None:
            for name in (*_OF_SET, *self.own):
                if name in row.cells:
                    cure = "name the exercise in this row"
                    self.findings.add("L142", "no exercise is named", cure, row.cells[name].spot)
            return
        self.values.named("exercise of this protocol", exercise, self.values.protocol.exercises)
        self._set(session.sets.setdefault(exercise.text, []), exercise, row)
        self._own_answers(row, session.own.setdefault(exercise.text, {}))

    def _set(self, sets: list[SetDone], exercise: Word, row: Row) -> None:
        if number := row.cells.get("set"):
            count, due = self.values.count(number, 1), len(sets) + 1
            if count is not None and count != due:
                cure = f"number the sets of {exercise.text} 1, 2, 3 in their order, or leave the column blank"
                self.findings.add("L149", f"set {count} stands where set {due} is due", cure, number.spot)
        reps = row.cells.get("reps")
        if reps is None:
            what, cure = f"a set of {exercise.text} without repetitions", "fill in reps; 0 if none was done"
            self.findings.add("L142", what, cure, exercise.spot)
            sets.append(SetDone(0))
        else:
            good, load = row.cells.get("good_reps"), row.cells.get("load")
            cell = row.cells.get("faults")
            faults = self.values.fault_cell(cell) if cell else None
            sets.append(self.values.set_done(exercise.text, reps, good, load, faults, self._effort(row)))

    def _effort(self, row: Row) -> Given | None:
        word = row.cells.get("set_effort")
        measure = self.values.measure(Word(EFFORT, word.spot)) if word else None
        return self.values.cell(measure, word) if word and measure else None

    def _event_row(self, kind: str, day: dt.date, row: Row) -> None:
        self._close()
        words = {
            part: row.cells[self.values.called(part)]
            for part in (*NEEDS[kind], *MAY_HAVE[kind])
            if self.values.called(part) in row.cells
        }
        answers: dict[str, Given] = {}
        own: dict[str, Given] = {}
        tried = any(name in row.cells for name in (*self.measures, "red_flags"))
        tried_own = kind == "answer" and any(name in row.cells for name in self.own)
        if kind in ANSWERED:
            self._answers(row, answers)
        if tried_own:
            self._own_answers(row, own)
        exercise = words.pop("exercise", None)
        if (exercise is not None) != tried_own:
            self._half_about_exercise(exercise, row)
            return
        if tried or not tried_own:
            self._add(make(Said(kind, day, row.spot, words, answers, tried), self.values), row)
        if exercise is not None:
            words["exercise"] = exercise
            self._add(make(Said(kind, day, row.spot, words, own, tried_own), self.values), row)

    def _half_about_exercise(self, exercise: Word | None, row: Row) -> None:
        if exercise is None:
            what, cure = "an answer about an exercise that is not named", "name it in the column exercise"
        else:
            what = f"no answer about {exercise.text} alone"
            cure = f"give it in a column such as {OWN}pain_during, or leave the exercise blank"
        self.findings.add("L142", what, cure, exercise.spot if exercise else row.spot)

    def _add(self, entry: Entry | None, row: Row) -> None:
        if entry:
            parts = {**entry.parts, "date": row.cells["date"].spot}
            self.entries.append(Entry(entry.event, entry.spot, parts))

    def _close(self) -> None:
        if self.open:
            self.entries.append(self.open.entry())
        self.open = None

    def _answers(self, row: Row, into: dict[str, Given]) -> None:
        for name, measure in self.measures.items():
            given = self.values.cell(measure, row.cells[name]) if name in row.cells else None
            if given is not None:
                self._merge(into, name, given)
        if flags := row.cells.get("red_flags"):
            for name, given in self.values.red_flags(flags):
                self._merge(into, name, given)

    def _own_answers(self, row: Row, into: dict[str, Given]) -> None:
        for column, measure in self.own.items():
            given = self.values.cell(measure, row.cells[column]) if column in row.cells else None
            if given is not None:
                self._merge(into, measure.id, given)

    def _merge(self, into: dict[str, Given], name: str, given: Given) -> None:
        """Keep an answer; one session cannot have two for the same question."""
        first = into.setdefault(name, given)
        if first.answer != given.answer:
            line = self.findings.line(first.spot)
            what = f"{name} is {_said(given)} here and {_said(first)} on line {line}, in one session"
            cure = "write it once, or the same on every row of the session"
            spot = Spot(given.spot.start, given.spot.end)
            self.findings.add("L138", what, cure, spot, (("the other value", first.spot),))


def _said(given: Given) -> str:
    answer = given.answer
    return answer.why.value if isinstance(answer, Absent) else str(answer)
