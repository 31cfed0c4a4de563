"""Criteria in a file: lines and groups, named ones in any order, to typed trees."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Mapping as AnyMapping
from typing import Final

from vmo_rehab.criteria.negation import NotPushable, opposite
from vmo_rehab.criteria.parser import parse
from vmo_rehab.criteria.tree import All, AnyOf, AtLeast, Criterion, Named, children
from vmo_rehab.criteria.vocabulary import Vocabulary
from vmo_rehab.diagnostics import Diagnostic, did_you_mean
from vmo_rehab.documents.shapes.structure import Named as NamedNode
from vmo_rehab.documents.text.nodes import Entry, Mapping, Node, Scalar, Sequence
from vmo_rehab.documents.values.leaves import SNAKE
from vmo_rehab.documents.values.names import meant_for_refused
from vmo_rehab.source import Span

MAX_NESTING: Final = 4
MAX_CHAIN: Final = 10
MAX_CRITERIA: Final = 200
MAX_NODES: Final = 2_000

GROUPS: Final = {
    "all": "Each of these must be true.",
    "any": "One of these must be true, or more.",
    "at_least": "How many of the list under of must be true.",
    "not": "This must not be true.",
}
"""What a criterion of several lines can be, with a sentence on each; it has exactly one of them."""
BESIDE: Final = {
    "of": "The criteria that at_least counts.",
    "source": "The key of the source it comes from.",
}
"""What may stand beside a group."""
_UNREAD: Final = AnyOf(())
"""Stands for a criterion with findings; a protocol that has any is refused."""

Found = list[Diagnostic]


class CriteriaReader:
    """Reads the criteria of one protocol.

    Args:
        vocabulary: the names that may stand in them; named criteria that are read already, if there are any.
        definitions: the named criteria as the file has them.
        sources: the keys of the file's references.
        found: findings are added to it.
        measures: ids of the file's own measures, as they are written.

    Attributes:
        lines: every line that was read, before any ``not`` turned it round, by the place where it begins.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        definitions: AnyMapping[str, NamedNode[Node]],
        sources: Collection[str],
        found: Found,
        measures: Collection[str] = (),
    ) -> None:
        self._definitions = definitions
        self._sources = sources
        self._found = found
        self._written = (*definitions, *measures)
        self._named: dict[str, Criterion] = {}
        self._sizes: dict[str, int] = {}
        self._depths: dict[str, int] = {}
        self._open: list[str] = []
        self._nodes = 0
        self.lines: dict[int, Criterion] = {}
        names = _Names(self, vocabulary.names)
        self._vocabulary = Vocabulary(
            vocabulary.measures,
            vocabulary.baselines,
            vocabulary.dates,
            vocabulary.holds,
            vocabulary.exercises,
            names,
        )

    def named(self) -> dict[str, Criterion]:
        """Read every named criterion, used or not, in the order of the file."""
        if len(self._definitions) > MAX_CRITERIA:
            key = list(self._definitions.values())[MAX_CRITERIA].key
            what = f"{len(self._definitions)} named criteria"
            self._found.append(key.finding("V319", what, f"a protocol has at most {MAX_CRITERIA}"))
            return {}
        return {name: self.definition(name) for name in self._definitions}

    def names(self) -> AnyMapping[str, NamedNode[Node]]:
        """Return the definitions by name."""
        return self._definitions

    def definition(self, name: str) -> Criterion:
        """Read one named criterion, once; what names it stands that much higher."""
        read = self._named.get(name) or self._define(name)
        if self._open:
            over = self._open[-1]
            self._depths[over] = max(self._depths[over], self._depths.get(name, 0) + 1)
        return read

    def _define(self, name: str) -> Criterion:
        key = self._definitions[name].key
        if name in self._open:
            round_ = " -> ".join([*self._open[self._open.index(name) :], name])
            self._found.append(
                key.finding("V321", f"the criterion {name} rests on itself: {round_}", "break the round")
            )
            return _UNREAD
        if len(self._open) >= MAX_CHAIN:
            return self._too_deep(self._open[0])
        self._open.append(name)
        self._depths[name] = 1
        read = self._node(self._definitions[name].value, 0)
        self._open.pop()
        if self._depths[name] > MAX_CHAIN:
            self._too_deep(name)
        self._sizes[name] = self._size(read)
        self._named[name] = self._bounded(read, self._definitions[name].value)
        return self._named[name]

    def _too_deep(self, name: str) -> Criterion:
        what = f"{name} stands for names that stand for names, more than {MAX_CHAIN} deep"
        return self._unread(self._definitions[name].key, "V319", what, "write one of them out")

    def read(self, node: Node) -> Criterion:
        """Read the criterion of a rule.

        Args:
            node: a line of text, or a mapping with ``all``, ``any``, ``at_least`` and ``of``, or ``not``.

        Returns:
            The tree; after a finding one that stands for nothing.
        """
        criterion = self._bounded(self._node(node, 0), node)
        before, self._nodes = self._nodes, self._nodes + self._size(criterion)
        if before <= MAX_NODES < self._nodes:
            what = f"the criteria of this protocol have more than {MAX_NODES} parts, names written out"
            return self._unread(node, "V319", what, "leave some out, or split the protocol")
        return criterion

    def _bounded(self, criterion: Criterion, node: Node) -> Criterion:
        """Refuse a tree that names have blown up, before anything walks it."""
        if self._size(criterion) <= MAX_NODES:
            return criterion
        what = f"this criterion has more than {MAX_NODES} parts, names written out"
        return self._unread(node, "V319", what, "say it with fewer names")

    def _size(self, criterion: Criterion) -> int:
        """Count the parts of a tree, with names written out."""
        if isinstance(criterion, Named):
            return 1 + self._sizes.get(criterion.name, 0)
        return 1 + sum(self._size(part) for part in children(criterion))

    def _node(self, node: Node, depth: int) -> Criterion:
        if depth > MAX_NESTING:
            what = f"groups stand in groups more than {MAX_NESTING} deep"
            return self._unread(node, "V319", what, "give an inner group a name under criteria")
        if isinstance(node, Scalar):
            return self._line(node)
        if isinstance(node, Sequence):
            return self._unread(
                node, "V310", "a list alone does not say whether all or any must hold", "write all: or any:"
            )
        return self._group(node, depth)

    def _unread(self, node: Node, code: str, what: str, cure: str, at: Span | None = None) -> Criterion:
        self._found.append(node.finding(code, what, cure, at))
        return _UNREAD

    def _line(self, scalar: Scalar) -> Criterion:
        if not isinstance(scalar.value, str):
            return self._unread(
                scalar, "V310", f"a criterion is due, and {scalar.described} stands here", "write a criterion"
            )

        def report(code: str, what: str, cure: str, start: int, length: int, /) -> None:
            name = scalar.text[start : start + length]
            if code == "V312" and meant_for_refused(name, self._written, SNAKE):
                return
            self._found.append(scalar.finding(code, what, cure, scalar.at(start, length)))

        read = parse(scalar.text, self._vocabulary, report, scalar.at) or _UNREAD
        self.lines[scalar.span.index] = read
        return read

    def _group(self, node: Mapping, depth: int) -> Criterion:
        groups = [entry for entry in node.entries if entry.name in GROUPS]
        source = node.get("source")
        allowed = {"source", *(["at_least", "of"] if node.get("at_least") else [e.name for e in groups])}
        for entry in node.entries:
            if entry.name not in {*allowed, *GROUPS}:
                cure = did_you_mean(entry.name, [*GROUPS, "source"])
                if entry.name == "of":
                    cure = "of goes with at_least: write at_least: 2 beside it, or all: or any: instead of it"
                return self._unread(
                    node, "V310", f'"{entry.name}" does not belong in a criterion', cure, entry.key.span
                )
        if len(groups) != 1:
            what = "a criterion has exactly one of all, any, at_least, not"
            stands = " and ".join(entry.name for entry in groups) or "none"
            return self._unread(node, "V310", f"{what}; here is {stands}", "put one group into the other")
        cited = self._source(source)
        return self._of_group(groups[0], node, cited, depth)

    def _source(self, entry: Entry | None) -> str:
        if entry is None:
            return ""
        if isinstance(entry.value, Scalar) and isinstance(entry.value.value, str):
            name = entry.value.text
            if name not in self._sources:
                cure = did_you_mean(name, self._sources, "sources of this file: {}")
                self._unread(entry.value, "V312", f'"{name}" is not a source of this file', cure)
            return name
        self._unread(entry.value, "V207", "a source is one text", "write the key of a source")
        return ""

    def _of_group(self, group: Entry, node: Mapping, source: str, depth: int) -> Criterion:
        if group.name == "not":
            turned = self._not(group, depth)
            return All((turned,), source, span=node.start) if source else turned
        if group.name == "at_least":
            return self._at_least(group, node, source, depth)
        parts = self._parts(group, depth)
        if len(parts) == 1 and not source:
            return parts[0]
        kind = All if group.name == "all" else AnyOf
        return kind(parts, source, span=node.start)

    def _parts(self, group: Entry, depth: int) -> tuple[Criterion, ...]:
        items = group.value.items if isinstance(group.value, Sequence) else (group.value,)
        if not items:
            self._unread(group.value, "V205", f'"{group.name}" is empty', "list its criteria")
        return tuple(self._node(item, depth + 1) for item in _without_commas(items))

    def _at_least(self, group: Entry, node: Mapping, source: str, depth: int) -> Criterion:
        of = node.get("of")
        if of is None:
            return self._unread(node, "V203", "at_least stands without of", "add: of: [...]", group.key.span)
        parts = self._parts(of, depth)
        if not parts:
            return _UNREAD
        number = group.value.value if isinstance(group.value, Scalar) else None
        if type(number) is not int or not 1 <= number <= len(parts):
            what = "at_least takes a whole number from 1 to the length of its list"
            return self._unread(group.value, "V300", what, f"write 1 to {len(parts)}")
        return AtLeast(number, parts, source, span=node.start)

    def _not(self, group: Entry, depth: int) -> Criterion:
        inner = self._bounded(self._node(group.value, depth + 1), group.value)
        try:
            return opposite(inner)
        except NotPushable as no:
            what = f"this cannot be turned round: {no}"
            return self._unread(group.value, "V320", what, "write out when the opposite is true")


def _without_commas(items: Iterable[Node]) -> Iterator[Node]:
    """Put together what a decimal comma has parted in two: ``[pain_during <= 3,5, effort <= 3]``."""
    before: Node | None = None
    for item in items:
        if isinstance(before, Scalar) and isinstance(item, Scalar) and _goes_on(before, item):
            text = f"{before.text},{item.text}"
            span = item.source.span(before.span.index, item.span.end_index)
            before = Scalar(text, text, span=span, source=item.source)
            continue
        if before is not None:
            yield before
        before = item
    if before is not None:
        yield before


def _goes_on(line: Scalar, item: Scalar) -> bool:
    """Tell whether an item is glued to a line that ends with a digit, and begins with one."""
    glued = item.span.index == line.span.end_index + 1
    return glued and isinstance(line.value, str) and line.text[-1:].isdecimal() and item.text[:1].isdecimal()


class _Names(AnyMapping[str, Criterion]):
    """The named criteria: those read before, and those of the file, each read when it is first asked for."""

    def __init__(self, reader: CriteriaReader, read: AnyMapping[str, Criterion]) -> None:
        self._reader, self._read = reader, read

    def __getitem__(self, name: str) -> Criterion:
        return self._reader.definition(name) if name in self._reader.names() else self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._reader.names(), **self._read})

    def __len__(self) -> int:
        return len({**self._reader.names(), **self._read})

    def __contains__(self, name: object) -> bool:
        # Told without reading: what is asked for may rest on what is being read.
        return name in self._reader.names() or name in self._read
