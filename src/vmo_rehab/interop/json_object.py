"""An object of a JSON log, its members taken by kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from attrs import frozen

from vmo_rehab.engine.session import Absent, Answer
from vmo_rehab.interop.json_text import Node, Refused
from vmo_rehab.interop.log_entries import Given, Spot, Word
from vmo_rehab.interop.log_values import Values, nearest
from vmo_rehab.measures import Measure


@frozen(eq=False)
class Members:
    """An object whose keys are known; gives its members by kind and refuses what is of another."""

    node: Node
    members: Mapping[str, Node]
    values: Values

    @classmethod
    def of(cls, node: Node, values: Values, known: Iterable[str] | None = None) -> Members | None:
        """Take a node as an object; with ``known``, other keys are refused."""
        if not isinstance(node.value, dict):
            _wrong(node, "an object", values)
            return None
        taken = cls(node, node.value, values)
        if known is not None:
            taken.hold_to(known)
        return taken

    def hold_to(self, known: Iterable[str]) -> None:
        """Refuse keys that are not known."""
        choices = list(known)
        for key, spot in self.node.keys.items():
            if key not in choices:
                self.values.findings.add("L124", "unknown key", nearest(key, choices), spot)

    def get(self, key: str, *kinds: type) -> Node | None:
        """Return a member of one of these kinds; ``null`` is no member."""
        node = self.members.get(key)
        if node is None or node.value is None:
            return None
        fits = isinstance(node.value, kinds) and (bool in kinds or not isinstance(node.value, bool))
        if not fits:
            _wrong(node, _IN_WORDS[kinds[0]], self.values)
        return node if fits else None

    def has(self, key: str) -> bool:
        """Whether something other than ``null`` stands there, readable or not."""
        return key in self.members and self.members[key].value is not None

    def word(self, key: str) -> Word | None:
        """Return a text; an empty one is a finding."""
        node = self.get(key, str)
        if node is None:
            return None
        text = str(node.value).strip()
        if not text:
            cure = "write the text, or leave the key out"
            self.values.findings.add("L123", "this is an empty text", cure, node.spot)
            return None
        return Word(text, node.spot)

    def text(self, key: str) -> str:
        """Return a text, or the empty one."""
        word = self.word(key)
        return word.text if word else ""

    def words(self, key: str) -> tuple[Word, ...]:
        """Return the texts of a list."""
        found = []
        for node in self.items(key):
            if isinstance(node.value, str):
                found.append(Word(node.value.strip(), node.spot))
            else:
                _wrong(node, "a text", self.values)
        return tuple(found)

    def number(self, key: str) -> Word | None:
        """Return a number as it was written."""
        node = self.get(key, int, Decimal)
        return Word(str(node.value), node.spot) if node else None

    def yes(self, key: str) -> bool | None:
        """Return true or false."""
        node = self.get(key, bool)
        return bool(node.value) if node else None

    def day(self, key: str) -> dt.date | None:
        """Return a day that must be there."""
        word = self.word(key)
        if word is None and not self._refused(key):
            self.missing(key)
        return self.values.day(word) if word else None

    def items(self, key: str, *, needed: bool = False) -> tuple[Node, ...]:
        """Return the members of a list."""
        node = self.get(key, tuple)
        if node is None and needed and not self.has(key):
            self.missing(key)
        return node.value if node and isinstance(node.value, tuple) else ()

    def inner(self, key: str, known: Iterable[str] | None = None) -> Members | None:
        """Return a member that is an object itself."""
        node = self.get(key, dict)
        return Members.of(node, self.values, known) if node else None

    def any_in(self, key: str) -> bool:
        """Whether an object stands there with something in it besides ``null``."""
        node = self.members.get(key)
        inner = node.value if node else None
        return isinstance(inner, dict) and any(one.value is not None for one in inner.values())

    def answers(self, key: str, *, of_exercise: bool = False) -> dict[str, Given]:
        """Return answers by measure id; ``null`` is no answer."""
        inner = self.inner(key)
        answers: dict[str, Given] = {}
        if inner is None:
            return answers
        for name, one in inner.members.items():
            measure = self.values.measure(Word(name, inner.key(name)), of_exercise=of_exercise)
            answer = _answer(measure, one, self.values)
            if answer is not None:
                answers[name] = Given(answer, one.spot)
        return answers

    def answer(self, key: str, measure: str) -> Given | None:
        """Return one answer to a measure; ``null`` is no answer."""
        if key not in self.members:
            return None
        node = self.members[key]
        asked = self.values.measure(Word(measure, self.key(key)))
        answer = _answer(asked, node, self.values)
        return None if answer is None else Given(answer, node.spot)

    def key(self, name: str) -> Spot:
        """Return the place of a key."""
        return self.node.keys.get(name, self.node.spot)

    def missing(self, key: str) -> None:
        """Note that a key must be there; an empty text has its finding already."""
        if self.has(key) and not str(self.members[key].value).strip():
            return
        self.values.findings.add("L145", f"no {key}", f'add "{key}"', self.node.spot)

    def _refused(self, key: str) -> bool:
        return self.has(key) and not isinstance(self.members[key].value, str)


_IN_WORDS: Final[Mapping[type, str]] = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    tuple: "a list",
    dict: "an object",
}


def _wrong(node: Node, expected: str, values: Values) -> None:
    # What was refused as it was read has its finding already.
    if not isinstance(node.value, Refused):
        values.findings.add("L123", f"this is {node.kind}", f"expected {expected}", node.spot)


def _answer(measure: Measure | None, node: Node, values: Values) -> Answer | None:
    match node.value:
        case None:
            return None
        case dict():
            return _absence(node, values)
        case str() | int() | Decimal() as written if not isinstance(written, bool):
            return values.answer(measure, written, node.spot) if measure else None
        case _:
            _wrong(node, 'a number, a text or {"absent": "declined"}', values)
            return None


def _absence(node: Node, values: Values) -> Absent | None:
    said = Members.of(node, values, ("absent",))
    word = said.word("absent") if said else None
    if said and word is None and not said.has("absent"):
        said.missing("absent")
    return values.absence(word.text, word.spot) if word else None
