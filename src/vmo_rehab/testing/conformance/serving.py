"""An engine as a command: requests on lines come in, replies on lines go out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from vmo_rehab.errors import VmoRehabError
from vmo_rehab.testing.conformance.engines import Correcting, Engine, Refused, Reply
from vmo_rehab.testing.conformance.lines import LineError, Request, refused_line, reply_line


def serve(engine: Engine, requests: Iterable[str]) -> Iterator[str]:
    """Answer requests with an engine, one line each.

    Its episodes are kept, and go out as numbers; so they live as long as the command does.

    Args:
        engine: the engine.
        requests: lines, as `sys.stdin` gives them.

    Yields:
        A line for each, without its end.

    Raises:
        LineError: a line is not a request, or one asks for a correction that the engine does not take.

    Example:
        >>> from vmo_rehab.engine.events import Enrolled
        >>> from vmo_rehab.testing.conformance import Library, cases
        >>> from vmo_rehab.testing.conformance.items import START
        >>> request = Request("enrol", cases()[-1].protocol(), Enrolled(START))
        >>> print(*serve(Library(), [request.line()]))
        {"episode": 0, "phase": "one"}
    """
    episodes: list[Any] = []
    for line in requests:
        try:
            reply = _answered(engine, Request.of(line), episodes)
        except VmoRehabError as error:
            yield refused_line(Refused.by(error))
        except Refused as refused:
            yield refused_line(refused)
        else:
            episodes.append(reply.episode)
            yield reply_line(attrs.evolve(reply, episode=len(episodes) - 1))


def _answered(engine: Engine, request: Request, episodes: list[Any]) -> Reply:
    event: Any = request.event
    if request.ask == "enrol":
        return engine.enrol(request.protocol, event)
    if not isinstance(request.episode, int) or not 0 <= request.episode < len(episodes):
        raise LineError(f"there is no episode {request.episode}")
    if request.ask == "correct" and not isinstance(engine, Correcting):
        raise LineError("the engine takes no corrections")
    reply: Reply = getattr(engine, request.ask)(request.protocol, episodes[request.episode], event)
    return reply
