"""A protocol as DOT, the text that Graphviz draws."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Final

from vmo_rehab.protocol.model import Protocol
from vmo_rehab.report.pictures.graph import Way, WayKind, phase_head, phase_short, standing_rules, ways
from vmo_rehab.report.pictures.svg import legible

_STYLES: Final = {
    WayKind.ON: 'color="#0072b2"',
    WayKind.BACK: 'color="#d55e00", style=dashed',
    WayKind.DOWN: 'color="#555555", style=dotted',
}
_COLUMNS: Final = 46
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": " "})


def diagram_dot(protocol: Protocol) -> str:
    r"""Write a protocol as a DOT graph: phases, ways on (solid), ways back (dashed), down in load (dotted).

    Args:
        protocol: checked and resolved.

    Example:
        >>> from vmo_rehab.protocol.model import Phase
        >>> knee = Protocol(id="knee", revision="1", title="Knee", intended_use="an example", start="a",
        ...                 measures={}, phases=(Phase(id="a", title='"Lock" it', final=True),))
        >>> print(next(line for line in diagram_dot(knee).splitlines() if "p1 [" in line))
          p1 [label="1. \"Lock\" it\lThe episode ends here\l", peripheries=2];
    """
    lines = [
        f"digraph {_quoted(protocol.id)} {{",
        f"  label={_quoted(protocol.title)}; labelloc=t; rankdir=TB;",
        '  node [shape=box, style=rounded, fontname="Helvetica", fontsize=11];',
        '  edge [fontname="Helvetica", fontsize=10];',
        "  begin [shape=circle, style=filled, fillcolor=black, label=Start, fontcolor=white];",
        f"  begin -> p{protocol.phase_order[protocol.start] + 1};",
    ]
    for place, phase in enumerate(protocol.phases, 1):
        told = _label([phase_head(protocol, phase), *phase_short(protocol, phase)])
        lines.append(f"  p{place} [label={told}{', peripheries=2' if phase.final else ''}];")
    lines += [_way(one) for one in ways(protocol)]
    for place, (title, rules) in enumerate(standing_rules(protocol), 1):
        lines.append(f"  rules{place} [shape=note, style=solid, label={_label([title, *rules])}];")
        lines.append(f"  p{len(protocol.phases)} -> rules{place} [style=invis];")
    return "\n".join([*lines, "}"]) + "\n"


def _way(way: Way) -> str:
    told = _label([way.head, *way.lines])
    return f"  p{way.source + 1} -> p{way.to + 1} [label={told}, {_STYLES[way.kind]}];"


def _quoted(text: str) -> str:
    return f'"{legible(text).translate(_ESCAPES)}"'


def _label(lines: Iterable[str]) -> str:
    """Write lines as a label, each flush left, the long ones folded."""
    folded = (legible(part).translate(_ESCAPES) for line in lines for part in _fold(line))
    return '"' + "".join(part + "\\l" for part in folded) + '"'


def _fold(line: str) -> list[str]:
    words = line.lstrip()
    lead = " " * (len(line) - len(words))
    return textwrap.wrap(
        words,
        max(20, _COLUMNS - len(lead)),
        initial_indent=lead,
        subsequent_indent=lead + "  ",
        break_on_hyphens=False,
    )
