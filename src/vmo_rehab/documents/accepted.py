"""Findings that a file lets be: which, where and why."""

from __future__ import annotations

from vmo_rehab.codes import ACCEPTABLE
from vmo_rehab.diagnostics import Diagnostic, did_you_mean
from vmo_rehab.documents.shapes.protocols import AcceptedShape
from vmo_rehab.documents.text.nodes import Scalar
from vmo_rehab.documents.text.source_text import shown
from vmo_rehab.documents.values import leaves
from vmo_rehab.protocol.accepted import Accepted
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.protocol.things import things

Found = list[Diagnostic]


def accepted_of(shapes: tuple[AcceptedShape, ...], protocol: Protocol, found: Found) -> tuple[Accepted, ...]:
    """Make what a file accepts.

    Args:
        shapes: as the file has it.
        protocol: all else of it.
        found: findings are added to it.
    """
    names, made = dict(things(protocol)) if shapes else {}, dict[tuple[str, str], Accepted]()
    for shape in shapes:
        code, of = shape.code.text.strip(), shape.of.text.strip() if shape.of else ""
        _check_code(shape.code, found)
        if shape.of and of not in names:
            what = f"{shown(of)} is not a thing that a finding can be of"
            cure = did_you_mean(of, names, "it can be of: {}")
            found.append(shape.of.finding("V312", what, cure))
        if first := made.get((code, of)):
            what = f"{code} is accepted twice{f' of {of}' if of else ''}"
            found.append(shape.code.finding("V336", what, f"first on line {first.span.line}"))
        because = leaves.text(shape.because, found) or ""
        made[code, of] = Accepted(code, because, of, span=shape.span)
    return tuple(made.values())


def _check_code(scalar: Scalar, found: Found) -> None:
    code = scalar.text.strip()
    if code in ACCEPTABLE:
        return
    others = ", ".join(sorted(one for one in ACCEPTABLE if not one.startswith("V5")))
    what = f"{shown(code)} is not a finding that can be accepted"
    found.append(scalar.finding("V301", what, f"accept V5xx, {others}; what else is found is mended"))
