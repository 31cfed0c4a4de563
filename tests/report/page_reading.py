"""Reads a page the way a strict reader does: every element is closed in its turn."""

from __future__ import annotations

from html.parser import HTMLParser

from attrs import define, field

EMPTY = {"br", "meta"}


@define
class Read:
    """What a page is made of: its tags, its attributes, its text, and what is wrong with it."""

    tags: list[str] = field(factory=list)
    attributes: list[tuple[str, str, str]] = field(factory=list)
    text: list[str] = field(factory=list)
    wrong: list[str] = field(factory=list)

    @property
    def words(self) -> str:
        """All of its text, blanks made one."""
        return " ".join(" ".join(self.text).split())

    def of(self, name: str) -> list[str]:
        """Return every value of an attribute."""
        return [value for _, attribute, value in self.attributes if attribute == name]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.read, self.open = Read(), []

    def handle_starttag(self, tag, attrs):
        self.read.tags.append(tag)
        self.read.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.read.wrong.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data):
        if self.open and self.open[-1] == "style":
            return
        self.read.text.append(data)

    def handle_comment(self, data):
        self.read.wrong.append(f"comment {data}")


def read(page: str) -> Read:
    """Read a page, or a piece of one."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    reader.read.wrong += [f"<{tag}> is left open" for tag in reader.open]
    return reader.read


def sound(page: str) -> Read:
    """Read a page, and hold it to be well formed, with nothing to run and nothing to fetch."""
    found = read(page)
    assert not found.wrong
    assert not {"script", "img", "link", "iframe", "object", "embed", "form", "base"} & set(found.tags)
    assert not [name for _, name, _ in found.attributes if name.startswith("on") or name == "src"]
    outside = [one for one in found.of("href") if not one.startswith("#")]
    assert all(one.startswith("https://doi.org/") for one in outside)
    return found


def headings(found: Read) -> list[int]:
    """Return the ranks of its headings in order."""
    return [int(tag[1]) for tag in found.tags if tag in {"h1", "h2", "h3", "h4"}]
