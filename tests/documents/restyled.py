"""A document written in any style that YAML has: quotes, brackets, indents, comments, blank lines."""

from __future__ import annotations

import random
import re
from typing import Any

_SAFE = re.compile(r"[A-Za-z][\w /.%-]*[\w%]")


class Restyled:
    """Writes plain data as YAML, each choice drawn.

    Args:
        chance: what choices are drawn from.
    """

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.comments: list[str] = []
        self.in_text = False

    def text(self, document: dict[str, Any]) -> str:
        """Write a whole document; its comments are kept in ``comments``, in order."""
        return "\n".join(self.block(document, 0, self.chance.randint(1, 4))) + "\n"

    def comment(self) -> str:
        self.comments.append(f"# {len(self.comments)}: a 'remark', {{with}} signs")
        return self.comments[-1]

    def block(self, node: Any, indent: int, deeper: int) -> list[str]:
        lines: list[str] = []
        parts = list(node.items()) if isinstance(node, dict) else [(None, item) for item in node]
        for key, value in parts:
            lines += self.between(indent)
            head = " " * indent + ("-" if key is None else f"{self.scalar(key, flow=False)}:")
            lines += self.part(head, value, indent + (2 if key is None else deeper), deeper)
        if self.chance.random() < 0.1:
            lines.append(" " * indent + self.comment())
        return lines

    def between(self, indent: int) -> list[str]:
        lines = [""] * self.chance.choice([0, 0, 0, 1, 3])
        if self.chance.random() < 0.2:
            lines.append(
                " " * self.chance.choice([indent, indent, 0, indent if self.in_text else 7]) + self.comment()
            )
        return lines

    def part(self, head: str, value: Any, indent: int, deeper: int) -> list[str]:
        self.in_text = False
        if isinstance(value, dict | list) and value and self.chance.random() < 0.6:
            if self.chance.random() < 0.2:
                head += " " + self.comment()
                return [head, *self.block(value, indent, deeper)]
            inner = self.block(value, indent, deeper)
            compact = head.endswith("-") and inner[0].strip() and inner[0].strip()[0] != "#"
            return [head + inner[0][len(head) :], *inner[1:]] if compact else [head, *inner]
        if isinstance(value, str) and self.chance.random() < 0.1:
            # A comment further in than the text's key would belong to the text.
            self.in_text = True
            sign = self.chance.choice([">-", "|-"])
            return [f"{head} {sign}", *(" " * indent + line for line in value.split("\n"))]
        lines = f"{head} {self.flow(value, indent)}".split("\n")
        if self.chance.random() < 0.2:
            lines[-1] += " " * self.chance.choice([1, 2, 9]) + self.comment()
        return lines

    def flow(self, value: Any, indent: int) -> str:
        if not isinstance(value, dict | list):
            return self.scalar(value, flow=True)
        signs = "{}" if isinstance(value, dict) else "[]"
        pieces = []
        for key in value:
            lead = f"{self.scalar(key, flow=True)}: " if isinstance(value, dict) else ""
            inner = self.flow(value[key] if isinstance(value, dict) else key, indent)
            behind = self.gap(indent)
            pieces.append(
                f"{lead}{inner},{behind}" if len(pieces) < len(value) - 1 else f"{lead}{inner}{behind}"
            )
        return f"{signs[0]}{''.join(pieces)}{signs[1]}"

    def gap(self, indent: int) -> str:
        kind = self.chance.random()
        if kind < 0.03:
            return f" {self.comment()}\n{' ' * (indent + 1)}"
        return f"\n{' ' * (indent + 1)}" if kind < 0.1 else " " * self.chance.choice([1, 1, 3])

    def scalar(self, value: Any, *, flow: bool) -> str:
        if not isinstance(value, str):
            return (
                {True: "true", False: "false"}.get(value, str(value))
                if isinstance(value, bool)
                else str(value)
            )
        if re.search(" [<>]=? ", value) and self.chance.random() < 0.5:
            value = value.replace("<=", "≤").replace(">=", "≥").replace(" ", " " * self.chance.choice([1, 2]))
        plain = _SAFE.fullmatch(value) or (not flow and re.fullmatch(r"[a-z][^:#]*", value))
        style = self.chance.choice(["plain", "single", "double"])
        if plain and style == "plain" and value not in ("true", "false", "null"):
            return value
        return "'" + value.replace("'", "''") + "'" if style == "single" else f'"{value}"'
