"""What is said of a value that is of another form than its key takes, such as a list for a single one."""

from __future__ import annotations

import re
from collections.abc import Collection

from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.documents.text.layout import quoted
from vmo_rehab.documents.text.nodes import Mapping, Node, Scalar, Sequence
from vmo_rehab.documents.text.source_text import cut

_SETS_AND_REPS = re.compile(
    r"(\d{1,2})\s*(?:sets\s+of|[xX×*])\s*(\d{1,3}(?:-\d{1,3})?)(?:\s*rep(?:etition)?s?)?"
)


def not_one(name: str, node: Node) -> Diagnostic:
    """Make the finding of a list, or of keys and values, where a key takes one value.

    Args:
        name: the key.
        node: what stands there.
    """
    cure = "write a single value behind the colon"
    written = node.source.text[node.span.index : node.span.end_index]
    if isinstance(node, Sequence) and len(node.items) == 1 and isinstance(node.items[0], Scalar):
        cure = f"write {name}: {cut(node.items[0].text)}"
    elif isinstance(node, Mapping) and len(node.entries) == 1 and written[:1] != "{" and "\n" not in written:
        cure = f"if it is one text, put it in quotes: {quoted(cut(written))}"
    return node.finding("V206", f'"{name}" takes one value, and {node.described} stands here', cure)


def not_a_list(name: str, node: Node) -> Diagnostic:
    """Make the finding of something else where a key takes a list."""
    cure = 'begin each item with "- "'
    if isinstance(node, Scalar) and "," in node.text:
        cure = f"put it in square brackets: [{cut(node.text)}]"
    elif isinstance(node, Scalar):
        cure = f"put it in square brackets, or below the key behind a hyphen: [{cut(node.text)}]"
    return node.finding("V202", f'"{name}" takes a list, and {node.described} stands here', cure)


def not_a_mapping(
    what: str, node: Scalar | Sequence, known: Collection[str] = (), required: Collection[str] = ()
) -> Diagnostic:
    """Make the finding of something else where keys and values are due.

    Args:
        what: where they are due.
        node: what stands there.
        known: the keys that may stand there; none where names are free.
        required: those that must.
    """
    cure = "write key: value lines here, indented below it"
    if isinstance(node, Scalar) and not node.quoted and ":" in node.text:
        cure = "put a space behind each colon, as in key: value"
    elif isinstance(node, Sequence) and len(node.items) == 1:
        cure = 'remove the "-" (or the brackets) around it'
    elif isinstance(node, Sequence):
        cure = "write key: value lines instead of a list"
    elif {"sets", "reps"} <= set(known) and (found := _SETS_AND_REPS.fullmatch(node.text.strip()[:40])):
        cure = f"write {{sets: {found[1]}, reps: {found[2]}}}"
    elif required:
        cure = f"write its keys here: {{{', '.join(f'{key}: ...' for key in required)}}}"
    return node.finding("V201", f"{what} takes keys and values, and {node.described} stands here", cure)
