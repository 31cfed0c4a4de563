"""Requests and replies as lines of JSON, for engines that are commands.

The form is told in ``docs/reference/conformance.md``.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from vmo_rehab.engine.events import Event
from vmo_rehab.record.canonical import from_plain, to_plain
from vmo_rehab.testing.conformance.engines import Refused, Reply

ASKED: Final = ("enrol", "step", "today", "apply", "correct")
"""What can be asked."""

_REQUEST: Final = {"ask", "protocol", "episode", "event"}


class LineError(ValueError):
    """A line is not what it must be."""


@attrs.frozen
class Request:
    """One question to an engine.

    Args:
        ask: one of `ASKED`.
        protocol: the protocol's text.
        event: the enrolment, session, check-in, event or correction.
        episode: as the engine's last reply had it; nothing at an enrolment.
    """

    ask: str
    protocol: str
    event: Event
    episode: object = None

    def line(self) -> str:
        """Write it as a line."""
        said = {"ask": self.ask, "protocol": self.protocol, "event": to_plain(self.event)}
        return _line(said if self.ask == "enrol" else {**said, "episode": self.episode})

    @classmethod
    def of(cls, line: str) -> Request:
        """Read it from a line.

        Raises:
            LineError: it is not a request.
            RecordError: its event is not in the form of a log.
        """
        data = _object(line)
        if (
            data.get("ask") not in ASKED
            or not data.keys() <= _REQUEST
            or not {"protocol", "event"} <= data.keys()
        ):
            raise LineError(
                f"expected ask ({', '.join(ASKED)}), protocol, event and episode, found {line[:100]}"
            )
        return cls(data["ask"], data["protocol"], from_plain(Event, data["event"]), data.get("episode"))


def refused_line(refused: Refused) -> str:
    """Write a refusal as a line.

    Example:
        >>> refused_line(Refused("final", "the episode has ended"))
        '{"refused": ["final"], "message": "the episode has ended"}'
    """
    return _line({"refused": sorted(refused.why), "message": str(refused)})


def reply_line(reply: Reply) -> str:
    """Write a reply as a line; what is empty is left out.

    Example:
        >>> reply_line(Reply(episode=3, phase="one", decision="stay", ask=("fever",)))
        '{"episode": 3, "phase": "one", "decision": "stay", "ask": ["fever"]}'
    """
    said = {name: value for name, value in attrs.asdict(reply, recurse=False).items() if value}
    if "decisions" in said:
        said["decisions"] = {day.isoformat(): kind for day, kind in reply.decisions.items()}
    return _line({"episode": reply.episode, **said})


def reply_of(line: str) -> Reply:
    """Read a reply from a line.

    Raises:
        Refused: it is a refusal.
        LineError: it is neither.

    Example:
        >>> reply_of('{"episode": 3, "phase": "one", "flags": "review"}')
        Traceback (most recent call last):
        vmo_rehab.testing.conformance.lines.LineError: flags: expected a list of texts, found "review"
    """
    data = _object(line)
    if "refused" in data:
        why = data["refused"]
        raise Refused(_texts("refused", [why] if isinstance(why, str) else why), str(data.get("message", "")))
    if unknown := sorted(data.keys() - {"episode"} - _READERS.keys()):
        raise LineError(f"unknown keys of a reply: {', '.join(unknown)}; it has {', '.join(_READERS)}")
    read = {name: _READERS[name](name, value) for name, value in data.items() if name != "episode"}
    return Reply(episode=data.get("episode"), **read)


def _line(said: Mapping[str, object]) -> str:
    return json.dumps(said, ensure_ascii=False)


def _object(line: str) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise LineError(f"expected one JSON object on a line, found {line[:100].strip() or 'an empty line'}")
    return data


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise _unexpected(name, "a text", value)
    return value


def _texts(name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _unexpected(name, "a list of texts", value)
    return tuple(value)


def _by_name(name: str, value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise _unexpected(name, "an object", value)
    return {key: _text(f"{name} of {key}", one) for key, one in value.items()}


def _truths(name: str, value: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise _unexpected(name, "an object", value)
    return {
        key: _texts(f"{name} of {key}", [one] if isinstance(one, str) else one) for key, one in value.items()
    }


def _decisions(name: str, value: object) -> dict[dt.date, str]:
    try:
        return {dt.date.fromisoformat(day): kind for day, kind in _by_name(name, value).items()}
    except ValueError as error:
        raise LineError(f"{name}: {error}") from None


def _unexpected(name: str, expected: str, value: object) -> LineError:
    return LineError(f"{name}: expected {expected}, found {json.dumps(value, ensure_ascii=False)[:100]}")


_READERS: Final[Mapping[str, Callable[[str, object], Any]]] = {
    **dict.fromkeys(("phase", "decision", "do"), _text),
    **dict.fromkeys(
        ("flags", "escalate_to", "red_flags", "ask", "choices", "prescribed", "withheld"), _texts
    ),
    **dict.fromkeys(("arcs", "levels"), _by_name),
    "truth": _truths,
    "decisions": _decisions,
}
