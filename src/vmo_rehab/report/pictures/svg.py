"""Small parts of SVG: elements, text of estimated width, words folded to a width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from math import ceil
from typing import Final

from attrs import frozen

INK: Final = "#1a1a1a"
SOFT: Final = "#555555"
PALE: Final = "#f4f4f4"
PAPER: Final = "#ffffff"
BLUE: Final = "#0072b2"
VERMILION: Final = "#d55e00"
GREEN: Final = "#009e73"
ORANGE: Final = "#e69f00"
PURPLE: Final = "#cc79a7"
"""The palette of Okabe and Ito, told apart by colour-blind readers; shapes and words tell it besides."""

FONTS: Final = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"
LINE: Final = 1.3
"""From one line of text to the next, in sizes of its type."""

_WIDTHS: Final = {
    sign: width
    for width, signs in (
        (0.35, "Iijl ,./:;\\|'"),
        (0.45, "()-[]ft!r"),
        (0.55, '"*_`?cszJ'),
        (0.65, "FLkvxy$0123456789EPSTYabdeghnopqu{}"),
        (0.7, "ABCKRVXZ"),
        (0.8, "NUDGHOQ&"),
        (0.9, "#+<=>^w~M"),
        (1.0, "%@Wm"),
    )
    for sign in signs
}
"""Of the widest of the usual fonts without serifs, in sizes of the type, rounded up."""
_BOLD: Final = 1.12
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def legible(text: str) -> str:
    """Put a question mark for every sign that XML has no place for.

    Example:
        >>> legible("a" + chr(7))
        'a?'
    """
    return _NOT_XML.sub("?", text)


def escaped(text: str) -> str:
    """Write a text as XML holds it.

    Example:
        >>> print(escaped('pain < 3 & "form"'))
        pain &lt; 3 &amp; &quot;form&quot;
    """
    return legible(text).translate(_ESCAPES)


def tag(name: str, inner: str = "", **attributes: str | float) -> str:
    """Write an element.

    Args:
        name: of the element.
        inner: what stands in it, escaped already.
        attributes: an underscore stands for a hyphen; a trailing one is dropped.

    Example:
        >>> print(tag("g", tag("rect", width=20.0, class_="a<b"), stroke_width=1.5))
        <g stroke-width="1.5"><rect width="20" class="a&lt;b"/></g>
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"' for key, value in attributes.items()
    )
    return f"<{name}{given}>{inner}</{name}>" if inner else f"<{name}{given}/>"


def _value(value: str | float) -> str:
    return escaped(value) if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Estimate how wide a text is at most, without a font.

    Args:
        text: one line.
        size: of its type.
        bold: whether it is bold.

    Example:
        >>> text_width("mm", 10), text_width("il", 10), text_width("\u819d", 10)
        (20.0, 7.0, 11.0)
    """
    return sum(map(_sign_width, text)) * size * (_BOLD if bold else 1)


def _sign_width(sign: str) -> float:
    if sign in _WIDTHS:
        return _WIDTHS[sign]
    if unicodedata.combining(sign):
        return 0
    wide = unicodedata.east_asian_width(sign) in "WF" or ord(sign) > 0x1F000
    return 1.4 if ord(sign) > 0x1F000 else 1.1 if wide else 0.8


@frozen
class Words:
    """One line of text in a block: how far it hangs in, and whether it is bold."""

    text: str
    indent: float = 0
    bold: bool = False


def fold(line: str, width: float, size: float, *, bold: bool = False) -> Iterator[Words]:
    """Fold a line of a report to a width; blanks before it and a hyphen become an indent.

    Args:
        line: as the reports write it.
        width: what there is.
        size: of its type.
        bold: whether it is bold.

    Example:
        >>> [one.text for one in fold("- pain during training is at most 3", 120, 10)]
        ['- pain during training', 'is at most 3']
    """
    words = " ".join(line.split())
    lead = min((len(line) - len(line.lstrip())) * size * 0.4, width / 3)
    hang = lead + (text_width("- ", size, bold=bold) if words.startswith("- ") else 0)
    indent, rest = lead, words
    while rest:
        first, rest = _broken(rest, width - indent, size, bold=bold)
        yield Words(first, indent, bold)
        indent = hang


def _broken(text: str, width: float, size: float, *, bold: bool) -> tuple[str, str]:
    """Return what fits and the rest: broken at a blank, or anywhere where a word is too long for a line."""
    used, blank = 0.0, 0
    for place, sign in enumerate(text):
        used += text_width(sign, size, bold=bold)
        if sign == " " and place > 1:
            blank = place
        if used > width and place:
            at = blank or place
            return text[:at].rstrip(), text[at:].lstrip()
    return text, ""


def folded(lines: Iterable[str], width: float, size: float, *, bold: bool = False) -> tuple[Words, ...]:
    """Fold each of some lines."""
    return tuple(words for line in lines for words in fold(line, width, size, bold=bold))


def clipped(words: str, width: float, size: float, *, bold: bool = False) -> str:
    """Cut a text that is too wide for one line, and say so with three dots.

    Args:
        words: the text.
        width: what there is.
        size: of its type.
        bold: whether it is bold.
    """
    if text_width(words, size, bold=bold) <= width:
        return words
    shown = next(fold(words, width - text_width("...", size, bold=bold), size, bold=bold), Words(""))
    return f"{shown.text}..."


def text(x: float, y: float, words: str, size: float, **attributes: str | float) -> str:
    """Write one line of text, its base line at ``y``."""
    return tag("text", escaped(words), x=x, y=y, font_size=size, **attributes)


def block(x: float, y: float, lines: Iterable[Words], size: float, fill: str = INK) -> str:
    """Write lines below each other; ``y`` is the upper edge of the first."""
    written, base = [], y + size
    for line in lines:
        weight: dict[str, str | float] = {"font_weight": "bold"} if line.bold else {}
        written.append(text(x + line.indent, base, line.text, size, fill=fill, **weight))
        base += size * LINE
    return "".join(written)


def tip(words: str) -> str:
    """Write what is shown when a pointer rests on a mark, and read by a screen reader."""
    return tag("title", escaped(words) or " ")


def picture(width: float, height: float, title: str, told: str, inner: str, defs: str = "") -> str:
    """Write a whole picture, self-contained.

    Args:
        width: of all.
        height: of all.
        title: what it shows, in a few words.
        told: the same in a sentence or several, for who cannot see it.
        inner: its elements.
        defs: patterns and markers.
    """
    paper = tag("rect", width=width, height=height, fill=PAPER)
    head = tip(title) + tag("desc", escaped(told) or " ")
    return tag(
        "svg",
        head + (tag("defs", defs) if defs else "") + paper + inner,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {ceil(width)} {ceil(height)}",
        width=ceil(width),
        height=ceil(height),
        role="img",
        font_family=FONTS,
    )
