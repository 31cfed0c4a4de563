"""Where each character of a decoded YAML scalar stands in the file.

A decoded text is not a slice of the file: lines are folded, indentation is dropped, quotes are doubled.
The walks below decode once more, keeping offsets, and compare as they go; where the two disagree (an
escape, say) the answer is ``None`` and the caller points at the whole scalar. So a place is exact or absent.
"""

from __future__ import annotations

import re

# Runs of blanks are taken whole, or a long one would be searched for its line end again and again.
_PIECE = re.compile(r"(?P<fold>[ \t]*(?:\r\n|\r|\n)[ \t\r\n]*)|[ \t]+|''|.", re.DOTALL)
_BREAK = re.compile(r"\r\n|\r|\n")
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")


def places(raw: str, text: str, *, quoted: bool) -> tuple[int, ...] | None:
    r"""Return, for each character of ``text``, its offset in ``raw``; ``None`` where that is not exact.

    Args:
        raw: the scalar as it stands in the file, with its quotes or block header.
        text: the scalar as YAML decodes it.
        quoted: whether it is written in quotes or as a block.

    Example:
        >>> places("'a\n  b'", "a b", quoted=True)
        (1, 2, 5)
    """
    if not quoted:
        return _flow(raw, text, 0, len(raw), doubled=False)
    if raw[:1] in {"|", ">"}:
        return _block(raw, text)
    if "\\" in raw and raw[:1] == '"':
        return None
    return _flow(raw, text, 1, len(raw) - 1, doubled=raw[:1] == "'")


def _flow(raw: str, text: str, start: int, stop: int, *, doubled: bool) -> tuple[int, ...] | None:
    """Walk a plain or quoted scalar: one line break reads as a space, further ones as themselves."""
    where: list[int] = []
    for piece in _PIECE.finditer(raw, start, stop):
        decoded, step = piece[0], 1
        if piece["fold"]:
            breaks = len(_BREAK.findall(decoded))
            decoded, step = " " if breaks == 1 else "\n" * (breaks - 1), 0
        elif doubled and decoded == "''":
            decoded = "'"
        if not text.startswith(decoded, len(where)):
            return None
        where += [piece.start() + step * i for i in range(len(decoded))]
    return tuple(where) if len(where) == len(text) else None


def _block(raw: str, text: str) -> tuple[int, ...] | None:
    """Walk a ``|`` or ``>`` block: the indentation of its first line is dropped from each line."""
    header = _LINE.match(raw)
    lines = list(_LINE.finditer(raw, header.end())) if header else []
    # A header such as `|2` sets the indentation; then the text itself begins with what lies beyond it.
    outer = next((_indent(m[1]) for m in lines if m[1].strip(" ")), 0)
    inner = next((_indent(line) for line in text.split("\n") if line.strip(" ")), 0)
    where: list[int] = []
    for line in lines:
        skipped = min(_indent(line[1]), outer - inner)
        content = line[1][skipped:]
        if not text.startswith(content, len(where)):
            # Behind the last line stand blank ones and comments, which are no part of the text.
            break
        where += range(line.start() + skipped, line.end(1))
        if line[2] and text[len(where) : len(where) + 1] in {" ", "\n"}:
            where.append(line.start(2))
    return tuple(where) if len(where) == len(text) else None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
