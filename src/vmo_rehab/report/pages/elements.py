"""Elements of a page: every text is escaped as it goes in, so no word of a file becomes part of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from attrs import frozen

_EMPTY: Final = frozenset({"br", "meta"})
_NO_TEXT: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What a page cannot hold: controls, and halves of a pair."""

_NOTHING_OUTSIDE: Final = {
    "http_equiv": "Content-Security-Policy",
    "content": "default-src 'none'; style-src 'unsafe-inline'",
}
"""Browsers hold it: a page runs nothing, and asks nobody for anything."""


@frozen
class Html:
    """A piece of a page that is well formed: made by `element`, or a picture that was drawn as one."""

    text: str

    def __str__(self) -> str:
        return self.text


Child = Html | str | Iterable[Html | str]


def element(tag: str, *children: Child, **attributes: str) -> Html:
    """Make one element.

    Args:
        tag: its name.
        children: elements as they are, texts escaped; several in a list.
        attributes: by name, ``cls`` for the class, ``aria_label`` with a hyphen; an empty one is left out.

    Example:
        >>> print(element("p", "pain < 3 ", element("b", "& calm"), cls="note", id=""))
        <p class="note">pain &lt; 3 <b>&amp; calm</b></p>
    """
    told = "".join(f' {_name(name)}="{_escaped(one)}"' for name, one in attributes.items() if one)
    if tag in _EMPTY:
        return Html(f"<{tag}{told}>")
    return Html(f"<{tag}{told}>{joined(*children)}</{tag}>")


def _name(word: str) -> str:
    return "class" if word == "cls" else word.replace("_", "-")


def joined(*children: Child) -> Html:
    """Put pieces one behind the other.

    Example:
        >>> print(joined("a < b", [element("br"), "c"]))
        a &lt; b<br>c
    """
    return Html("".join(_written(one) for one in children))


def _written(child: Child) -> str:
    if isinstance(child, Html):
        return child.text
    if isinstance(child, str):
        return _escaped(child)
    return "".join(map(_written, child))


def _escaped(text: str) -> str:
    return escape(_NO_TEXT.sub("\ufffd", text))


def table(heads: Sequence[str], rows: Iterable[Sequence[Child]], cls: str = "") -> Html:
    """Make a table with a head; the first cell of each row is the head of the row.

    Args:
        heads: a word for each column.
        rows: a piece for each column.
        cls: its class.
    """
    head = element("tr", [element("th", one, scope="col") for one in heads])
    body = [
        element("tr", element("th", first, scope="row"), [element("td", one) for one in rest])
        for first, *rest in rows
    ]
    # A wide table is moved sideways in its box, and not the page.
    return element(
        "div",
        element("table", element("thead", head), element("tbody", body), cls=cls),
        cls="wide",
        tabindex="0",
        role="group",
        aria_label=", ".join(heads),
    )


def section(title: str, *children: Child, mark: str = "", cls: str = "") -> Html:
    """Make a section with a heading of the second rank; nothing where it would be empty.

    Args:
        title: the heading.
        children: what stands below it.
        mark: the word by which it is linked to.
        cls: its class.
    """
    inner = joined(*children)
    return element("section", element("h2", title), inner, id=mark, cls=cls) if inner.text else inner


def page(title: str, style: str, *children: Child, cls: str = "") -> str:
    """Write a whole page that needs nothing beside it.

    Args:
        title: what the window is called, and the file when it is printed.
        style: its looks; a text of this package.
        children: what it shows.
        cls: the kind of page.
    """
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", **_NOTHING_OUTSIDE),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", Html(style)),
    )
    body = element("body", element("main", *children), cls=f"vmo {cls}".strip())
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en')}\n"
