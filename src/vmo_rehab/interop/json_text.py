"""JSON that knows where each value stands, and takes nothing that JSON lacks.

The standard library's reader keeps the last of two equal keys, takes ``NaN``, turns ``0.1`` into a
float and tells no places; this one does none of that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NoReturn

from attrs import define, field, frozen

from vmo_rehab.errors import LogError
from vmo_rehab.interop.log_entries import Findings, Spot

DEEPEST: Final = 12
"""Objects and lists within each other, at most; a log needs six."""

_BLANK = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_STRING = re.compile(r'"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*"')
_NO_NUMBER = re.compile(r"-?(?:NaN|Infinity)")
_HALF = re.compile("[\ud800-\udfff]")
_WORDS: Final = {"true": True, "false": False, "null": None}
_LONGEST_NUMBER = 40


class Refused:
    """Stands for a value that was refused where it was read."""


REFUSED: Final = Refused()


@frozen(eq=False)
class Node:
    """A value, where it stands, and of an object where its keys do."""

    value: dict[str, Node] | tuple[Node, ...] | str | int | Decimal | bool | Refused | None
    spot: Spot
    keys: Mapping[str, Spot] = field(factory=dict)

    @property
    def kind(self) -> str:
        """What it is, in words."""
        match self.value:
            case None:
                return "null"
            case bool():
                return "true or false"
            case int() | Decimal():
                return "a number"
            case str():
                return "a text"
            case tuple():
                return "a list"
            case _:
                return "an object"


def read_json_text(findings: Findings) -> Node:
    """Read the findings' text.

    Raises:
        LogError: it is not JSON; the first place where it is not is named.
    """
    reader = _Reader(findings, findings.source.text)
    node = reader.value("", 0)
    if reader.blank() < len(reader.text):
        reader.stop("something stands behind the end of the log")
    return node


@define(eq=False)
class _Reader:
    findings: Findings
    text: str
    at: int = 0

    def blank(self) -> int:
        found = _BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at

    def stop(self, what: str) -> NoReturn:
        """Refuse the text: nothing behind this place can be understood."""
        line = self.findings.source.span(self.at, self.at).line
        cure = f"look at line {line} and the one above: a comma, quote or bracket too few or too many"
        self.findings.add("L120", what, cure, Spot(self.at, min(self.at + 1, len(self.text))))
        raise LogError(self.findings.found)

    def value(self, where: str, depth: int) -> Node:
        start = self.blank()
        sign = self.text[start : start + 1]
        if depth > DEEPEST:
            self.stop(f"more than {DEEPEST} objects and lists within each other")
        if sign == "{":
            return self._object(where, depth)
        if sign == "[":
            return self._list(where, depth)
        if sign == '"':
            text = self._string(where)
            return Node(text, Spot(start, self.at, where))
        return self._plain(where)

    def _object(self, where: str, depth: int) -> Node:
        start, members, keys = self.at, dict[str, Node](), dict[str, Spot]()
        self.at += 1
        while self._goes_on("}", first=not keys):
            place = self.blank()
            if self.text[place : place + 1] != '"':
                self.stop("a key in double quotes is due here")
            key = self._string(where)
            path = f"{where}.{key[:60]}" if where else key[:60]
            spot = Spot(place, self.at, path)
            self._take(":")
            node = self.value(path, depth + 1)
            if key in members:
                related = (("the first", keys[key]),)
                self.findings.add("L121", "the key stands twice", "delete one of them", spot, related)
            members.setdefault(key, node)
            keys.setdefault(key, spot)
        return Node(members, Spot(start, self.at, where), keys)

    def _list(self, where: str, depth: int) -> Node:
        start, items = self.at, list[Node]()
        self.at += 1
        while self._goes_on("]", first=not items):
            items.append(self.value(f"{where}[{len(items)}]", depth + 1))
        return Node(tuple(items), Spot(start, self.at, where))

    def _goes_on(self, close: str, *, first: bool) -> bool:
        """Take the closing sign, or the comma in front of a further member."""
        self.blank()
        if self.text.startswith(close, self.at):
            self.at += 1
            return False
        if not first:
            self._take(",")
        return True

    def _take(self, sign: str) -> None:
        self.blank()
        if not self.text.startswith(sign, self.at):
            self.stop(f'"{sign}" is due here')
        self.at += 1

    def _string(self, where: str) -> str:
        found = _STRING.match(self.text, self.at)
        if found is None:
            self.stop("a text without its closing quote, or with a line end in it")
        try:
            text: str = json.loads(found[0])
        except ValueError:
            self.stop("a text with a backslash that means nothing")
        if _HALF.search(text):
            self.findings.add(
                "L122", "half a character", "retype the text", Spot(self.at, found.end(), where)
            )
            text = _HALF.sub("\N{REPLACEMENT CHARACTER}", text)
        self.at = found.end()
        return text

    def _plain(self, where: str) -> Node:
        start = self.at
        for word, meaning in _WORDS.items():
            if self.text.startswith(word, start):
                self.at += len(word)
                return Node(meaning, Spot(start, self.at, where))
        found = _NUMBER.match(self.text, start)
        value: int | Decimal | Refused = REFUSED
        if found and len(found[0]) <= _LONGEST_NUMBER:
            value = Decimal(found[0]) if found[1] or found[2] else int(found[0])
        else:
            found = found or _NO_NUMBER.match(self.text, start)
            if found is None:
                self.stop("a value is due here")
        self.at = found.end()
        spot = Spot(start, self.at, where)
        if value is REFUSED:
            what = f"{self.text[start : self.at][:_LONGEST_NUMBER]} is not a value"
            cure = 'write the number, or {"absent": "not-asked"} where there is none'
            self.findings.add("L122", what, cure, spot)
        return Node(value, spot)
