"""An engine in another language: a command that is asked in lines of JSON."""

from __future__ import annotations

import queue
import subprocess
import threading
import weakref
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Any, Final, cast

from attrs import define, field

from vmo_rehab.engine.events import Applied, Correction, Enrolled
from vmo_rehab.engine.session import Session
from vmo_rehab.testing.conformance.engines import Reply
from vmo_rehab.testing.conformance.lines import Request, reply_of

PATIENCE: Final = 60.0
"""Seconds that a reply may take."""


class CommandError(Exception):
    """A command gave no reply: it ended, or took too long."""


def command(arguments: Sequence[str], *, corrects: bool = False, patience: float = PATIENCE) -> Command:
    """Take a command for an engine.

    It reads one request a line from standard input and writes one reply a line to standard output; what it
    writes to its standard error is seen as it comes. It runs as long as the engine is in use, and is started
    anew once it has ended or was too slow.

    Args:
        arguments: the program and what it is called with, such as ``["node", "engine.js"]``.
        corrects: whether it keeps a record, and so takes corrections.
        patience: seconds that a reply may take.

    Raises:
        OSError: there is no such program.
        TypeError: the command is one text.

    Example:
        >>> import sys
        >>> from vmo_rehab.testing.conformance import cases, run
        >>> engine = command([sys.executable, "-m", "vmo_rehab.testing.conformance"])
        >>> run(engine, cases()[0])
        []
    """
    if isinstance(arguments, str):
        raise TypeError(f"give a list, the program first: {arguments.split()!r}")
    kind = CorrectingCommand if corrects else Command
    return kind(tuple(arguments), patience, _Running(arguments))


class _Running:
    """A command that runs, and the lines that it has written."""

    def __init__(self, arguments: Sequence[str]) -> None:
        pipe = subprocess.PIPE
        process = subprocess.Popen(list(arguments), stdin=pipe, stdout=pipe, encoding="utf-8")  # noqa: S603 - the caller's own
        self.process = process
        self.requests = cast("IO[str]", process.stdin)
        self.replies: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=_collect, args=(process.stdout, self.replies), daemon=True).start()
        self.end = weakref.finalize(self, _end, process)

    def ask(self, line: str, patience: float) -> str:
        """Write a line and return the one that comes back; an empty one if the command has ended.

        Raises:
            queue.Empty: none came in time.
        """
        with suppress(OSError):
            self.requests.write(line + "\n")
            self.requests.flush()
        return self.replies.get(timeout=patience)


def _collect(written: IO[str], lines: queue.SimpleQueue[str]) -> None:
    with written:
        for line in written:
            lines.put(line)
    lines.put("")


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    with suppress(OSError):
        cast("IO[str]", process.stdin).close()


@define(eq=False)
class Command:
    """An engine that is a command; see `command`."""

    arguments: tuple[str, ...]
    patience: float
    _running: _Running = field(repr=False)

    def enrol(self, protocol: str, enrolled: Enrolled, /) -> Reply:
        """Ask it to enrol a patient."""
        return self.ask(Request("enrol", protocol, enrolled))

    def step(self, protocol: str, episode: Any, session: Session, /) -> Reply:  # noqa: ANN401 - the engine's own
        """Ask it to decide a session."""
        return self.ask(Request("step", protocol, session, episode))

    def today(self, protocol: str, episode: Any, check_in: Session, /) -> Reply:  # noqa: ANN401 - the engine's own
        """Ask it what a day is."""
        return self.ask(Request("today", protocol, check_in, episode))

    def apply(self, protocol: str, episode: Any, event: Applied, /) -> Reply:  # noqa: ANN401 - the engine's own
        """Ask it to take an event."""
        return self.ask(Request("apply", protocol, event, episode))

    def ask(self, request: Request) -> Reply:
        """Send a request and read the reply.

        Raises:
            Refused: the command refuses it.
            LineError: what came back is no reply.
            CommandError: nothing came back.
        """
        if self._running.process.poll() is not None:
            self._running = _Running(self.arguments)
        try:
            line = self._running.ask(request.line(), self.patience)
        except queue.Empty:
            self._running.end()
            raise CommandError(f"no reply within {self.patience:g} seconds") from None
        if not line:
            ended = self._running.process.wait(self.patience)
            raise CommandError(f"the command ended with exit code {ended} instead of a reply")
        return reply_of(line)


class CorrectingCommand(Command):
    """A command that takes corrections as well."""

    def correct(self, protocol: str, episode: Any, correction: Correction, /) -> Reply:  # noqa: ANN401 - the engine's own
        """Ask it to take a correction."""
        return self.ask(Request("correct", protocol, correction, episode))
