"""Doing something again whenever files change: by looking at them from time to time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import click

from vmo_rehab.cli.output import say, screen
from vmo_rehab.documents.case_files import OWN
from vmo_rehab.documents.library import SCHEMES, file_of
from vmo_rehab.report.words import count

_PAUSE: Final = 0.2
"""Seconds from one look to the next."""

_State = dict[Path, tuple[int, int, int] | None]
"""What is seen of each file: when it was changed, its size, and which one it is; or that it is gone."""


def watch(names: Iterable[str], work: Callable[[], object], pause: float = _PAUSE) -> None:
    """Work once, and again whenever a file changes, comes or goes, until Ctrl-C.

    A change counts when it has lasted from one look to the next: editors that put a new file in the place
    of the old one leave none for a moment, and a file may be seen half written.

    Args:
        names: protocols and schemes, as ``check`` takes them; cases and schemes beside them count as well.
        work: what to do; it tells what cannot be read, and does not raise it.
        pause: seconds from one look to the next.
    """
    asked = tuple(names)
    try:
        done = before = _look(asked)
        _round(done, work)
        while True:
            time.sleep(pause)
            now = _look(asked)
            if now == before != done:
                done = now
                _round(done, work)
            before = now
    except KeyboardInterrupt:
        say("")


def _round(state: _State, work: Callable[[], object]) -> None:
    if screen().width is not None:
        click.clear()
    work()
    say(f"watching {count(len(state), 'file')} for changes; Ctrl-C ends it")


def _look(names: Iterable[str]) -> _State:
    return {path: _seen(path) for name in names for path in _with_its_own(file_of(name))}


def _with_its_own(file: Path) -> Iterator[Path]:
    """Yield a file, and the cases and schemes beside it that there are."""
    yield file
    try:
        yield from sorted(file.parent.glob(f"*{OWN}"))
        yield from sorted(file.parent.glob("cases.yaml"))
        yield from sorted((file.parent / SCHEMES).glob("*.yaml"))
    except OSError:  # a folder that cannot be opened, or went while it was read
        return


def _seen(path: Path) -> tuple[int, int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino
