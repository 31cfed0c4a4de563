"""A small protocol file whose parts can be exchanged, and what is found in it."""

from __future__ import annotations

from vmo_rehab import Diagnostic, Protocol, ProtocolError, loads

TOP = {
    "format": "1",
    "id": "small-knee",
    "revision": '"1"',
    "title": "Small knee",
    "intended_use": "A small protocol for tests.",
    "applies_to": "adults cleared for exercise",
    "not_for": "a knee operated on lately",
    "enrolment": "{facts: {injury: {kind: date, required: true}}, baseline: [pain_usual]}",
    "start": "settle",
}
PHASE = {"id": "settle", "progress": "{when: pain_during <= 3, to: discharged}"}
LATER = ("{id: squat, progress: {when: pain_during <= 2, to: discharged}}", "{id: discharged, final: true}")

Said = tuple[str, str, str, str]
"""Code, the text that is pointed at with its line and column, what, cure."""


def text_with(where: str, value: str) -> str:
    """Return the file's text with one part exchanged or added.

    Args:
        where: a key of the file, ``phase.`` and a key of the first phase, or ``later`` for the other two.
        value: what stands behind that key.
    """
    top, phase, later = dict(TOP), dict(PHASE), "".join(f"  - {row}\n" for row in LATER)
    if where == "later":
        later = value
    elif where.startswith("phase."):
        phase[where.removeprefix("phase.")] = value
    else:
        top[where] = value
    first = "\n    ".join(f"{key}: {one}" for key, one in phase.items())
    return "".join(f"{key}: {one}\n" for key, one in top.items()) + f"phases:\n  - {first}\n{later}"


def accepted(where: str, value: str) -> Protocol:
    """Return the protocol with one part exchanged; what is amiss fails the test."""
    return loads(text_with(where, value), "knee.yaml")


def findings(text: str) -> tuple[Diagnostic, ...]:
    """Return what is amiss in a text that must be refused."""
    try:
        loads(text, "knee.yaml")
    except ProtocolError as error:
        return error.diagnostics
    raise AssertionError("the file was read without a finding")


def said(where: str, value: str) -> list[Said]:
    """Return what is found in the file with one part exchanged."""
    text = text_with(where, value)
    return [
        (one.code, text[one.span.index : one.span.end_index], one.what, one.cure)
        for one in findings(text)
        if one.span is not None
    ]


def check(where: str, marked: str, code: str, what: str, cure: str) -> None:
    """Hold that one thing is found, exactly at the stretch of ``marked`` that stands between ⟦ and ⟧."""
    before = text_with(where, marked)
    begin, end = before.index("⟦"), before.index("⟧") - 1
    text = before.replace("⟦", "").replace("⟧", "")
    (one,) = findings(text)
    assert (one.code, one.what, one.cure) == (code, what, cure)
    assert one.span is not None
    assert text[one.span.index : one.span.end_index] == text[begin:end]
    line, col = text.count("\n", 0, begin) + 1, begin - text.rfind("\n", 0, begin)
    assert str(one.span) == f"knee.yaml:{line}:{col}"
    assert one.line_text == text.split("\n")[line - 1][:400]
