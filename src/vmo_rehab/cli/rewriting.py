"""Files that a command reads and writes anew: whole or not at all, with their permissions."""

from __future__ import annotations

import difflib
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from attrs import frozen

from vmo_rehab.cli.output import say
from vmo_rehab.cli.refusals import CANNOT_READ, FINE, FOUND, code_of
from vmo_rehab.documents.library import file_of, text_from
from vmo_rehab.errors import VmoRehabError
from vmo_rehab.report.words import count, listed

STANDARD_INPUT: Final = "-"

Rewrite = Callable[[str, str], str]
"""Takes a text and the name of its file; returns the text as it shall be."""


@frozen
class Ways:
    """What is done with a text that comes out otherwise, and what it is called.

    Args:
        done: what has been done with such a file: ``formatted``.
        due: what would be done: ``would be formatted``.
        kept: what is said of any other: ``is in the style already``.
        check: only say so, with exit code 1.
        diff: only print what would change.
    """

    done: str
    due: str
    kept: str
    check: bool = False
    diff: bool = False


def rewrite(names: Iterable[str], to: Rewrite, ways: Ways) -> int:
    """Write files anew, each whole or not at all, and tell what was done with each.

    Args:
        names: files; ``-`` is standard input, which goes to standard output.
        to: what makes the new text.
        ways: what is done and said.

    Returns:
        The exit code: 1 where a file has something amiss or, in a check, would change; 2 where one cannot be
        read or written.
    """
    told: list[tuple[int, bool]] = []
    for name in names:
        try:
            told.append(_standard_input(to, ways) if name == STANDARD_INPUT else _file(name, to, ways))
        except VmoRehabError as error:
            say(str(error), err=True)
            told.append((code_of(error), False))
        except OSError as error:
            say(f"{name}: cannot be opened: {error.strerror or error}", err=True)
            told.append((CANNOT_READ, False))
    if len(told) > 1 and not ways.diff:
        say(_closing_line(told, ways))
    return max(code for code, _ in told)


def _file(name: str, to: Rewrite, ways: Ways) -> tuple[int, bool]:
    path = file_of(Path(name))
    old = path.read_bytes()
    new = to(text_from(old, path), str(path)).encode()
    if new == old:
        if not ways.diff:
            say(f"{path}: {ways.kept}")
        return FINE, False
    if ways.diff:
        _show(old, new, str(path))
    elif not ways.check:
        replace(path, new)
    if not ways.diff:
        say(f"{path}: {ways.due if ways.check else ways.done}")
    return FOUND if ways.check else FINE, True


def _standard_input(to: Rewrite, ways: Ways) -> tuple[int, bool]:
    name = "<stdin>"
    old = sys.stdin.buffer.read()
    new = to(text_from(old, Path(name)), name).encode()
    if ways.diff:
        _show(old, new, name)
    elif not ways.check:
        sys.stdout.buffer.write(new)
        sys.stdout.buffer.flush()
    return FOUND if ways.check and new != old else FINE, new != old


def _show(old: bytes, new: bytes, name: str) -> None:
    before, after = (text.decode("utf-8").splitlines() for text in (old, new))
    say("\n".join(difflib.unified_diff(before, after, name, name, lineterm="")))


def replace(path: Path, content: bytes) -> None:
    """Put a file in the place of another: whole, or not at all; permissions and links stay.

    Args:
        path: the file; it exists.
        content: what it shall hold.

    Raises:
        OSError: it cannot be written; the old one is as it was.
    """
    real = path.resolve()
    if not os.access(real, os.W_OK):
        raise PermissionError(13, "it may not be written", str(path))
    number, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(real.stat().st_mode & 0o7777)
        Path(name).replace(real)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _closing_line(told: list[tuple[int, bool]], ways: Ways) -> str:
    changed = sum(change for _, change in told)
    refused = sum(code != FINE and not change for code, change in told)
    kept = len(told) - changed - refused
    words = [f"{count(changed, 'file')} {ways.due if ways.check else ways.done}"] * bool(changed)
    words += [f"{count(kept, 'file')} as before"] * bool(kept)
    words += [f"{count(refused, 'file')} refused and as before"] * bool(refused)
    return listed(words)
