"""Answers on the command line: ``pain_before=2 effusion=trace red_flags=none``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import click

from vmo_rehab.diagnostics import did_you_mean
from vmo_rehab.engine.session import Absent, Answer, Why
from vmo_rehab.protocol.model import Protocol

_FLAGS: Final = "red_flags"
_EXAMPLES: Final = {
    "--answers": "--answers pain_before=2",
    "--fact": "--fact injury=2026-02-20",
    "--baseline": "--baseline pain_usual=2",
}
_GIVEN: Final = (Why.DECLINED, Why.PATIENT_UNSURE, Why.NOT_PERFORMED, Why.NOT_ASKED)
"""The reasons that a person gives; the others are worked out."""


def pairs(written: Iterable[str], option: str) -> dict[str, str]:
    """Read ``NAME=VALUE`` of an option that may stand several times.

    Args:
        written: the option's values.
        option: its name, for the message.

    Raises:
        click.UsageError: a value without an equals sign, or a name given twice.
    """
    found: dict[str, str] = {}
    for one in written:
        name, equals, value = (word.strip() for word in one.partition("="))
        if not (name and equals and value):
            raise click.UsageError(f'{option} "{one}" is not NAME=VALUE; write {_EXAMPLES[option]}')
        if name in found:
            raise click.UsageError(f"{option} gives {name} twice: {found[name]} and {value}")
        found[name] = value
    return found


def check_in_answers(protocol: Protocol, written: Iterable[str]) -> dict[str, Answer]:
    """Read the answers of a check-in.

    Args:
        protocol: names the red flags.
        written: the values of ``--answers``; each can hold several, with blanks between them.

    Returns:
        The answers; ``red_flags=none`` stands for every red flag absent, ``red_flags=calf_pain`` for that
        one present and the others absent.
    """
    words = [word for one in written for word in _words(one)]
    answers: dict[str, Answer] = {}
    for name, value in pairs(words, "--answers").items():
        given = _red_flags(protocol, value) if name == _FLAGS else {name: _answer(value)}
        for measure, answer in given.items():
            if answers.setdefault(measure, answer) != answer:
                raise click.UsageError(f"--answers gives {measure} twice: {answers[measure]} and {answer}")
    return answers


def _words(written: str) -> list[str]:
    """Split several answers; blanks may stand around the equals sign and before a unit."""
    joined = re.sub(r"\s*=\s*", "=", written.strip())
    return re.split(r"[,;]?\s+(?=[^\s=]+=)", joined) if joined else [written]


def _answer(value: str) -> Answer:
    return Absent(Why(value)) if value in _GIVEN else value


def _red_flags(protocol: Protocol, value: str) -> dict[str, Answer]:
    if value in _GIVEN:
        return dict.fromkeys(protocol.red_flags, Absent(Why(value)))
    present = [] if value == "none" else re.split(r"[\s,;]+", value)
    known = {name for name, measure in protocol.measures.items() if measure.red_flag}
    unknown = [name for name in present if name not in known]
    if unknown:
        raise click.UsageError(f'"{unknown[0]}" is not a red flag; {did_you_mean(unknown[0], known)}')
    names = dict.fromkeys((*protocol.red_flags, *present))
    return {name: "present" if name in present else "absent" for name in names}
