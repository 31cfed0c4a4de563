"""One line of text to a typed criterion.

    criterion   = comparison [window] | NAME [window]
    comparison  = [mean | worst] term OP value
    window      = "for" N "sessions in a row" | "in" K "of the last" N "sessions"
                | "for" D "days with at least" K "sessions" | "over the last" N "sessions"
                each may end with "in this phase"

A line is cut at its operator and at the word that begins its window; each part
is then read on its own, so that a finding points at the part it is about.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final, Protocol

from attrs import frozen

from vmo_rehab.criteria.parts import NotReadable, Part, first_word
from vmo_rehab.criteria.spoken import measure_first, measure_last, with_sign
from vmo_rehab.criteria.tree import (
    Answered,
    Compare,
    Constant,
    Count,
    Counted,
    Criterion,
    Fold,
    FromBaseline,
    Named,
    Op,
    Term,
    Value,
    Windowed,
    walk,
)
from vmo_rehab.criteria.vocabulary import MAX_ANCHOR_DAYS, Vocabulary
from vmo_rehab.criteria.windows import FORMS, WINDOWS, check_bounds, windowed
from vmo_rehab.diagnostics import did_you_mean
from vmo_rehab.measures import Worse, titles
from vmo_rehab.scales import OffScaleError
from vmo_rehab.source import Span

MAX_LENGTH: Final = 500

_MOST_WORDS: Final = 40
_KNOWN: Final = "known measures and names: {}; vmo-rehab measures lists the catalogue"

_OPERATOR: Final = re.compile(r"=<|=>|<=|>=|≤|≥|==|!=|<|>|=|\bis\s+not(?=\s|$)|\bis\b")
_WINDOW: Final = re.compile(r"\s(?=(?:for|in|over)\s)")
_SCOPE: Final = re.compile(r"\s+in\s+this\s+phase$")
_JOINED: Final = re.compile(r"(?<=\s)(and|or)(?=\s)")
_FOLDS: Final = tuple(map(str, Fold))
_OPS: Final = {"≤": Op.LE, "≥": Op.GE, **{op.value: op for op in Op}}
_NUMBER: Final = re.compile(r"[-+]?\d[\d.,]*\s*(?:%|[a-z]+)?")
_TURNED: Final = {"=<": "write <=", "=>": "write >="}


class Report(Protocol):
    """Takes a finding about a stretch of the line: code, what, cure, start, length."""

    def __call__(self, code: str, what: str, cure: str, start: int, length: int, /) -> None:
        """Take one finding."""


class Places(Protocol):
    """Turns a stretch of the line into its place in the file."""

    def __call__(self, start: int, length: int, /) -> Span:
        """Return the place."""


def parse(line: str, vocabulary: Vocabulary, report: Report, place: Places) -> Criterion | None:
    """Read one line as a criterion.

    Args:
        line: the text, at most 500 characters.
        vocabulary: the names that may stand in it.
        report: takes the finding, at most one for a line.
        place: tells where in the file a stretch of the line stands.

    Returns:
        The tree, or ``None`` when a finding was reported.

    Example:
        >>> from vmo_rehab.measures import Asked, Measure
        >>> from vmo_rehab.scales import Scale
        >>> from vmo_rehab.source import NOWHERE
        >>> pain = Measure("pain_during", "pain during training", Scale(0, 10), Asked.DURING)
        >>> tree = parse("pain_during <= 3 for 2 sessions in a row", Vocabulary({"pain_during": pain}),
        ...              print, lambda start, length: NOWHERE)
        >>> tree.sessions, tree.of.op.value, tree.of.value.steps
        (2, '<=', 3)
    """
    whole, lines = Part(line, 0).cut(0), _Line(vocabulary, place)
    try:
        return lines.criterion(whole)
    except NotReadable as no:
        report(*(lines.second_of(whole) or no).finding)
        return None


@frozen
class _Line:
    vocabulary: Vocabulary
    place: Places

    def span(self, part: Part) -> Span:
        return self.place(part.start, max(1, len(part.text)))

    def criterion(self, line: Part) -> Criterion:
        if not line.text:
            raise NotReadable("V310", "the criterion is empty", "write a measure and a limit", line)
        if len(line.text) > MAX_LENGTH:
            raise NotReadable(
                "V319", f"a criterion of more than {MAX_LENGTH} characters", "give its parts names", line
            )
        if joined := _JOINED.search(line.text):
            what = f'"{joined[0]}" joins two criteria, and a line holds one'
            cure = f"write {'all' if joined[0] == 'and' else 'any'}: with each of them as an item of its list"
            raise NotReadable("V310", what, cure, line.cut(*joined.span()))
        operator = _OPERATOR.search(line.text)
        if operator and not line.text[: operator.start()].strip():
            raise NotReadable(
                "V311",
                f'a criterion begins with a measure, not with "{operator[0]}"',
                measure_last(line.text, operator[0], self.vocabulary.measures),
                line,
            )
        begin = operator.end() if operator else 0
        window = _WINDOW.search(line.text, begin)
        end = window.start() if window else len(line.text)
        span = self.span(line)
        if not operator:
            alone = first_word(line.text)[0] in self.vocabulary.measures
            body: Criterion = self._named(line if alone else line.cut(0, end))
            fold = None
        else:
            fold, body = self._comparison(line, operator, line.cut(operator.end(), end), end)
        if window:
            return self._window(line.cut(end), fold, body, span)
        if fold:
            raise NotReadable(
                "V318", f'"{fold}" needs to know over which sessions', "add: over the last 3 sessions", line
            )
        return body

    def second_of(self, line: Part) -> NotReadable | None:
        """Find a second criterion behind a whole first one, with no comma between them."""
        vocabulary = self.vocabulary
        for word in islice(re.finditer(r"(?<=\s)[a-z]\w*", line.text[:MAX_LENGTH]), _MOST_WORDS):
            known = word[0] in vocabulary.measures or word[0] in vocabulary.names
            if not (known or word[0] in _FOLDS or vocabulary.counted(word[0])):
                continue
            first, second = line.cut(0, word.start()), line.cut(word.start())
            try:
                self.criterion(first)
            except NotReadable:
                continue
            what = f"a second criterion begins with {word[0]}, and a line holds one"
            cure = f"a comma is missing before {word[0]}: [{first.text}, {second.text}]"
            return NotReadable("V310", what, cure, second)
        return None

    def _named(self, part: Part) -> Criterion:
        word = part.text
        if word in self.vocabulary.names:
            return Named(word, self.vocabulary.names[word], span=self.span(part))
        if word in self.vocabulary.measures:
            raise NotReadable(
                "V310",
                f'"{word}" is a measure with nothing to compare it with',
                f"write a limit: {word} <= ...",
                part,
            )
        first, rest = first_word(word)
        if rest and first in self.vocabulary.measures:
            what = f'"{word}" has no sign between the measure and its limit'
            raise NotReadable("V310", what, with_sign(first, rest), part)
        if rest and first in self.vocabulary.names:
            raise NotReadable("V318", f'"{rest}" is not a window of sessions', FORMS, part.cut(len(first)))
        cure = did_you_mean(word, self.vocabulary.proposed(), "named criteria: {}")
        raise NotReadable("V312", f'"{word}" is not the name of a criterion', cure, part)

    def _comparison(
        self, line: Part, operator: re.Match[str], right: Part, end: int
    ) -> tuple[Fold | None, Compare]:
        sign = re.sub(r"\s+", " ", operator[0])
        if sign not in _OPS:
            cure = _TURNED.get(sign, "write = for a number, is or is not for a word")
            raise NotReadable(
                "V310", f'"{sign}" is not an operator here', cure, line.cut(operator.start(), operator.end())
            )
        left = line.cut(0, operator.start())
        if _NUMBER.fullmatch(left.text):
            what = f"a criterion begins with a measure, not with {left.text}"
            cure = measure_first(left.text, sign, line.text[operator.end() :].strip())
            raise NotReadable("V311", what, cure, line)
        fold, left = _fold(left)
        term = self._term(left)
        op = self._operator(_OPS[sign], term, line.cut(operator.start(), operator.end()))
        if not right.text:
            raise NotReadable("V310", f'nothing stands after "{sign}"', "write the limit", line)
        value = self._value(term, right)
        if fold:
            self._check_fold(fold, term, left)
        return fold, Compare(term, op, value, span=self.span(line.cut(0, end)))

    def _term(self, part: Part) -> Term:
        word, rest = first_word(part.text)
        counted = self.vocabulary.counted(word)
        if counted:
            if rest:
                what = f'"{rest}" cannot follow {counted}, which is a count'
                raise NotReadable("V310", what, f"write only {counted}", part.cut(len(word)))
            return counted
        measure = self.vocabulary.measures.get(word)
        if measure is None:
            if word in self.vocabulary.names:
                raise NotReadable(
                    "V310", f'"{word}" is a named criterion, it is true or false', f"write only: {word}", part
                )
            cure = did_you_mean(word, self.vocabulary.words(), _KNOWN, titles(self.vocabulary.measures))
            raise NotReadable("V312", f'"{word}" is not a measure', cure, Part(word, part.start))
        if not rest:
            return Answered(measure)
        of = re.fullmatch(r"of\s+(\S+)", rest)
        at = part.cut(len(word))
        if not of:
            window = _WINDOW.match(f" {at.text}")
            cure = "write the window at the end, behind the limit" if window else "write: of EXERCISE"
            raise NotReadable("V310", f'"{at.text}" cannot follow a measure', cure, at)
        if of[1] not in self.vocabulary.exercises:
            cure = did_you_mean(
                of[1],
                self.vocabulary.exercises,
                "known exercises: {}; vmo-rehab exercises lists the catalogue",
            )
            raise NotReadable("V312", f'"{of[1]}" is not an exercise', cure, at)
        if not measure.of_training:
            raise NotReadable(
                "V317", f"{word} is not asked of one exercise", f"write {word} without the exercise", at
            )
        return Answered(measure, of[1])

    def _operator(self, op: Op, term: Term, at: Part) -> Op:
        labels = isinstance(term, Answered) and term.measure.scale.labels
        if labels:
            return Op.IS if op is Op.EQ else op
        if op in (Op.IS, Op.IS_NOT):
            cure = "write = (or <=, >=) for a number"
            raise NotReadable("V317", f'"{op}" is for words, and {term} is a number', cure, at)
        return op

    def _value(self, term: Term, part: Part) -> Value:
        if isinstance(term, Counted):
            return _bound(term, part)
        scale = term.measure.scale
        baseline = re.fullmatch(r"([a-z]\w*)(?:\s*([+-])\s*(.+))?", part.text)
        if baseline and baseline[1] in self.vocabulary.measures and baseline[1] not in scale.labels:
            return self._baseline(term, baseline, part)
        try:
            return Constant(scale.read(part.text))
        except OffScaleError as off:
            cure = off.cure
            if off.code == "V313" and baseline:
                near = did_you_mean(part.text, [*scale.labels, *self.vocabulary.baselines])
                cure = near if near.startswith("did") else cure
            raise NotReadable(off.code, f"{term}: {off.what}", cure, part) from None

    def _baseline(self, term: Answered, found: re.Match[str], part: Part) -> FromBaseline:
        measure = self.vocabulary.measures[found[1]]
        if found[1] not in self.vocabulary.baselines:
            raise NotReadable(
                "V317",
                f"{found[1]} is an answer of the day, not a baseline",
                "compare with a fixed value, or list it under enrolment: baseline",
                part,
            )
        mine, other = term.measure.scale, measure.scale
        if (mine.step, mine.unit, mine.labels) != (other.step, other.unit, other.labels):
            raise NotReadable(
                "V317",
                f"{term.measure.id} and {measure.id} have different scales",
                "compare measures of one scale",
                part,
            )
        try:
            offset = mine.read_difference(found[3]) if found[3] else 0
        except OffScaleError as off:
            raise NotReadable(off.code, f"{term}: {off.what}", off.cure, part) from None
        if abs(offset) >= max(2, mine.size):
            raise NotReadable(
                "V314", f"{found[3]} is wider than the scale", f"it goes from {mine.describe()}", part
            )
        return FromBaseline(measure, -offset if found[2] == "-" else offset)

    def _check_fold(self, fold: Fold, term: Term, at: Part) -> None:
        if isinstance(term, Counted):
            raise NotReadable("V318", f"{term} is a count, it has no {fold}", f"write only {term}", at)
        if fold is Fold.MEAN and term.measure.scale.labels:
            raise NotReadable("V318", f"{term} is in words, which have no mean", "use worst", at)
        if fold is Fold.WORST and term.measure.worse is Worse.NEITHER:
            raise NotReadable("V318", f"{term} has no worse end", "use mean, or a window that counts", at)

    def _window(self, part: Part, fold: Fold | None, body: Criterion, span: Span) -> Windowed:
        scope = _SCOPE.search(part.text)
        words = part.text[: scope.start()] if scope else part.text
        for kind, form in WINDOWS:
            if found := form.fullmatch(words):
                self._check_inside(kind, fold, body, part)
                numbers = [int(number) for number in found.groups()]
                check_bounds(kind, fold, numbers, part)
                return windowed(kind, fold, body, numbers, in_phase=bool(scope), span=span)
        raise NotReadable("V318", f'"{part.text}" is not a window of sessions', FORMS, part)

    def _check_inside(self, kind: str, fold: Fold | None, body: Criterion, part: Part) -> None:
        if (kind == "folded") != (fold is not None):
            what = f'"{part.text}" does not go with {fold or "a plain comparison"}'
            cure = "write: over the last N sessions" if fold else 'begin with "mean" or "worst"'
            raise NotReadable("V318", what, cure, part)
        for node in walk(body):
            if isinstance(node, Windowed):
                raise NotReadable(
                    "V318", "a window stands inside another window", "name the part without its window", part
                )
            if isinstance(node, Compare) and isinstance(node.term, Counted):
                raise NotReadable(
                    "V318", f"{node.term} counts by itself, it takes no window", "leave the window out", part
                )


def _fold(left: Part) -> tuple[Fold | None, Part]:
    word, rest = first_word(left.text)
    if rest and word in _FOLDS:
        return Fold(word), left.cut(len(word))
    return None, left


def _bound(term: Counted, part: Part) -> Constant:
    in_days = term.count is not Count.SESSIONS_IN_PHASE and term.count is not Count.SESSIONS_SINCE_HOLD
    if not re.fullmatch(r"\d+", part.text):
        raise NotReadable(
            "V313", f'{term} is compared with a whole number, not "{part.text}"', "write: >= 7", part
        )
    number = int(part.text)
    most = MAX_ANCHOR_DAYS // 7 if term.count is Count.WEEKS_SINCE_FACT else MAX_ANCHOR_DAYS
    if number > most:
        unit = "weeks" if most < MAX_ANCHOR_DAYS else ("days" if in_days else "sessions")
        raise NotReadable("V319", f"{number} is more than {most} {unit}", f"at most {most} are counted", part)
    return Constant(number)
