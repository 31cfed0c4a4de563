"""A protocol as Mermaid, the text that GitHub and many wikis draw."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from vmo_rehab.protocol.model import Protocol
from vmo_rehab.report.pictures.graph import Way, WayKind, phase_head, phase_short, standing_rules, ways
from vmo_rehab.report.pictures.svg import legible

_ARROWS: Final = {WayKind.ON: "-->", WayKind.BACK: "-.->", WayKind.DOWN: "-.->"}
_SPECIAL: Final = re.compile(r"""[#"<>&%`\\{}\[\]|;]|[^\x20-\x7e]""")
_STYLED: Final = re.compile(r"style|classDef", re.IGNORECASE)
_BLANKS: Final = "\u00a0\u00a0"


def diagram_mermaid(protocol: Protocol) -> str:
    """Write a protocol as a Mermaid flow chart: phases, ways on (solid), ways back (dotted).

    Args:
        protocol: checked and resolved.

    Returns:
        Lines in plain ASCII; any other sign is written by its number.

    Example:
        >>> from vmo_rehab.protocol.model import Phase
        >>> knee = Protocol(id="knee", revision="1", title="Knee", intended_use="an example", start="a",
        ...                 measures={}, phases=(Phase(id="a", title='"Lock" it', final=True),))
        >>> print(diagram_mermaid(knee), end="")
        flowchart TB
          begin(["Start"]) --> p1
          p1["1. #34;Lock#34; it<br/>The episode ends here"]
          classDef default text-align:left
    """
    lines = ["flowchart TB", f'  begin(["Start"]) --> p{protocol.phase_order[protocol.start] + 1}']
    for place, phase in enumerate(protocol.phases, 1):
        lines.append(f"  p{place}[{_quoted([phase_head(protocol, phase), *phase_short(protocol, phase)])}]")
    lines += [_way(one) for one in ways(protocol)]
    rules = list(standing_rules(protocol))
    if rules:
        lines.append('  subgraph rules["In every phase"]')
        for place, (title, told) in enumerate(rules, 1):
            lines.append(f"    r{place}[{_quoted([title, *told])}]")
        lines += ["  end", f"  p{len(protocol.phases)} ~~~ rules"]
    lines.append("  classDef default text-align:left")
    return "\n".join(lines) + "\n"


def _way(way: Way) -> str:
    told = _quoted([way.head, *way.lines])
    return f"  p{way.source + 1} {_ARROWS[way.kind]}|{told}| p{way.to + 1}"


def _quoted(lines: Iterable[str]) -> str:
    """Write lines as a label; what means something to Mermaid or to a page is written by its number."""
    written = "<br/>".join(map(_line, lines))
    # Mermaid takes a semicolon away behind what looks to it like a style with a colour.
    return f'"{written.replace(":", "#58;") if _STYLED.search(written) else written}"'


def _line(line: str) -> str:
    blanks = len(line) - len(line.lstrip())
    words = _BLANKS * (blanks // 2) + " ".join(line.split())
    return _SPECIAL.sub(lambda sign: f"#{ord(sign[0])};", legible(words))
