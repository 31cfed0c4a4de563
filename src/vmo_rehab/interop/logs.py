"""Patients' logs: CSV, one row a set, and JSON; `docs/reference/logs.md` describes both."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.engine.events import Enrolled, Log
from vmo_rehab.errors import LogError
from vmo_rehab.interop.csv_log import read_csv
from vmo_rehab.interop.json_log import read_json
from vmo_rehab.interop.json_write import write_json
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.source import Span

__all__ = ["read_csv", "read_json", "read_log", "write_json"]


def read_log(
    path: Path | str,
    protocol: Protocol,
    *,
    latest: dt.date | None = None,
    enrolment: Enrolled | None = None,
) -> Log:
    r"""Read a log from a file that ends in ``.csv`` or ``.json``.

    Args:
        path: the file, UTF-8 with or without a byte order mark.
        protocol: tells which measures, exercises, facts and phases there are.
        latest: the last day a date may have, such as today; ``None`` for no bound.
        enrolment: what holds where the file says nothing of the enrolment.

    Returns:
        The whole log.

    Raises:
        LogError: anything in the file is wrong; every finding is in it, and nothing was taken.
        OSError: the file cannot be read from disk.

    Example:
        >>> import tempfile
        >>> from vmo_rehab.protocol.model import Phase
        >>> knee = Protocol(id="knee", revision="1", title="Knee", intended_use="an example", start="a",
        ...                 measures={}, phases=(Phase(id="a", title="A"),))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = Path(folder) / "log.csv"
        ...     _ = file.write_text("# start: 2026-03-02\ndate\n2026-03-02\n", encoding="utf-8")
        ...     read_log(file, knee).enrolled.on
        datetime.date(2026, 3, 2)
    """
    readers = {".csv": read_csv, ".json": read_json}
    reader = readers.get(Path(path).suffix.casefold())
    if reader is None:
        what = f"{Path(path).name} ends in neither .csv nor .json"
        cure = "save a spreadsheet as CSV (UTF-8); name the file by what it is"
        raise LogError([Diagnostic("L102", what, cure, _span(path, 1, 1, 0))])
    return reader(_decode(Path(path).read_bytes(), path), path, protocol, latest, enrolment)


def _decode(raw: bytes, path: Path | str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        before = raw[: bad.start].decode("utf-8-sig", errors="replace")
        lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        what = f"the byte {raw[bad.start]:#04x} is not UTF-8"
        cure = "save the file as UTF-8; in a spreadsheet the choice is named CSV UTF-8"
        span = _span(path, len(lines), len(lines[-1]) + 1, len(before))
        raise LogError([Diagnostic("L101", what, cure, span)]) from bad


def _span(path: Path | str, line: int, col: int, index: int) -> Span:
    return Span(str(path), line, col, line, col + 1, index, index + 1)
