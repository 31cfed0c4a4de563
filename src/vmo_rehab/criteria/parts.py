"""Stretches of a criterion's line, and why one cannot be read."""

from __future__ import annotations

from attrs import frozen


class NotReadable(Exception):  # noqa: N818 - it carries a finding up to `parse`, nobody else sees it
    """Why a line cannot be read: code, what, cure, and where it begins and how long it is."""

    def __init__(self, code: str, what: str, cure: str, at: Part) -> None:
        super().__init__(what)
        self.finding = (code, what, cure, at.start, max(1, len(at.text)))


@frozen
class Part:
    """A stretch of the line and where in it it starts."""

    text: str
    start: int

    def cut(self, begin: int, end: int | None = None) -> Part:
        """Return a piece of it, without outer blanks."""
        piece = self.text[begin:end]
        bare = piece.strip()
        return Part(bare, self.start + begin + (len(piece) - len(piece.lstrip()) if bare else 0))


def first_word(text: str) -> tuple[str, str]:
    """Return the first word of a text that is not blank, and all behind it."""
    word, *rest = text.split(maxsplit=1)
    return word, "".join(rest)
