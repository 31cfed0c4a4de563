"""The documentation as data: pages, their fenced blocks, and the remarks that say how a block is checked.

A remark is an HTML comment on a line of its own, directly before a block. It does not show on the page.

    <!-- file: my-knee/protocol.yaml -->   the block is saved under this name, in the page's own folder;
                                          Python that is saved is run by a command that follows
    <!-- find in: NAME -->                 the block stands in that file, as it is
    <!-- replace with -->                  the block takes the place of the one before
    <!-- fragment of: protocol -->         keys that replace those of a sample protocol, see `SAMPLE`
    <!-- fragment of: phases -->           one phase more, behind its first; where it leads is made up
    <!-- fragment of: phase -->            keys that replace those of the sample's first phase
    <!-- fragment of: exercise -->         the same in that phase's first exercise
    <!-- fragment of: measures -->         a file of measures; likewise exercises, scheme
    <!-- cases of: PROTOCOL -->            the block is a file of cases of that protocol, a file or an id
    <!-- refused: V101, V131 -->           the block is refused with these codes, and no other
    <!-- not run: why -->                  the block is neither run nor read
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from attrs import field, frozen

ROOT: Final = Path(__file__).parents[2]

_FENCE: Final = re.compile(r"^```(?P<language>[^\n`]*)\n(?P<text>.*?)^```[ \t]*$", re.DOTALL | re.MULTILINE)
_REMARKS: Final = re.compile(r"(?:<!--(?:(?!-->).)*-->\s*)+\Z", re.DOTALL)
_REMARK: Final = re.compile(r"<!--\s*([a-z ]+?)\s*(?::\s*((?:(?!-->).)*?))?\s*-->", re.DOTALL)
_TOP: Final = re.compile(r"^([a-z_]+):", re.MULTILINE)

_PLACES: Final = {
    "phase": ("  - id: begin", "  - id: "),
    "exercise": ("      - exercise: ", "    progress:"),
}

SAMPLE: Final = (Path(__file__).parent / "sample.yaml").read_text(encoding="utf-8")
"""The protocol that fragments are read in."""


@frozen
class Block:
    """One fenced block.

    Args:
        page: the file it stands in.
        line: the line of its opening fence.
        language: the word behind the fence.
        text: what stands between the fences.
        remarks: how it is checked, by word.
    """

    page: Path
    line: int
    language: str
    text: str
    remarks: dict[str, str] = field(factory=dict)

    @property
    def place(self) -> str:
        """Where it stands, as an editor opens it."""
        return f"{name(self.page)}:{self.line}"


def pages() -> list[Path]:
    """Return every page that a reader may open, the repository's own ones included."""
    own = [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "SECURITY.md",
        ROOT / "examples" / "README.md",
    ]
    return [page for page in (*own, *sorted((ROOT / "docs").rglob("*.md"))) if page.exists()]


def name(page: Path) -> str:
    """Name a page by its path from the root."""
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> list[Block]:
    """Read the blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    found = []
    for fence in _FENCE.finditer(text):
        before = text[: fence.start()]
        said = _REMARKS.search(before)
        remarks = dict(_REMARK.findall(said[0])) if said else {}
        line = before.count("\n") + 1
        found.append(Block(page, line, fence["language"].strip(), fence["text"], remarks))
    return found


def in_sample(where: str, text: str) -> str:
    """Put a fragment into the sample: each of its keys takes the place of the sample's, or is added.

    Args:
        where: ``protocol``, ``phase`` or ``exercise``: the whole, its first phase, the first exercise of it;
            or ``phases``.
        text: the fragment.
    """
    if where == "protocol":
        return _with_criteria(_merged(SAMPLE, text, ""))
    if where == "phases":
        return _more_phases(text)
    first, last = _PLACES[where]
    lines = SAMPLE.splitlines(keepends=True)
    start = next(place for place, line in enumerate(lines) if line.startswith(first)) + 1
    end = next(place for place in range(start, len(lines)) if lines[place].startswith(last))
    indent = " " * (first.index("-") + 2)
    inner = _merged("".join(lines[start:end]), text, indent)
    return "".join(lines[:start]) + inner + "".join(lines[end:])


def _with_criteria(whole: str) -> str:
    """Give back those of the sample's criteria that a fragment has not defined anew: its rules name them."""
    own = SAMPLE.partition("criteria:\n")[2].partition("hold:\n")[0].splitlines(keepends=True)
    gone = "".join(line for line in own if f"{line.partition(':')[0]}:" not in whole)
    return whole.replace("criteria:\n", f"criteria:\n{gone}", 1)


def _more_phases(text: str) -> str:
    """Put phases behind the sample's first, and empty ones for those that they lead to."""
    known = re.findall(r"- id: ([\w-]+)", SAMPLE + text)
    led_to = dict.fromkeys(re.findall(r"\bto: ([a-z][\w-]+)", text))
    new = "".join(f"  {line}" for line in text.splitlines(keepends=True))
    new += "".join(f"  - id: {to}\n" for to in led_to if to not in known)
    return SAMPLE.replace("  - id: strengthen\n", f"{new}  - id: strengthen\n", 1)


def _merged(whole: str, text: str, indent: str) -> str:
    """Add a text's keys, and take out those they replace; its own come last."""
    for key in _TOP.findall(text):
        own = rf"^{indent}{key}:[^\n]*\n(?:{indent}[ -][^\n]*\n)*"
        whole = re.sub(own, "", whole, count=1, flags=re.MULTILINE)
    return whole + "".join(indent + line if line.strip() else line for line in text.splitlines(keepends=True))
