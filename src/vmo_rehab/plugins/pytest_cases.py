"""The pytest plugin: files of cases are collected as tests, and what the cases see can be told.

Loaded in every run of pytest of whoever has the package, so it imports nothing but pytest.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from vmo_rehab.plugins.case_coverage import SeenOf

OWN: Final = ".cases.yaml"
"""How a file of cases may end that is named after its protocol's file."""

_PATTERNS: Final = ("cases.yaml", f"*{OWN}")
_SEEN: Final = pytest.StashKey[list[dict[str, Any]]]()
"""What was seen of each protocol, as plain data: from this process, and from each worker."""

_LEFT: Final = pytest.StashKey[dict[str, str]]()
"""Files that were left alone and are one word short of being ours, each with that word."""

_SENT: Final = "vmo_rehab_seen"
_SENT_LEFT: Final = "vmo_rehab_left"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("vmo_rehab", "cases of rehabilitation protocols")
    group.addoption("--no-vmo-cases", action="store_true", help="Collect no files of cases.")
    group.addoption(
        "--vmo-coverage",
        action="store_true",
        help="Tell which criteria the cases of this run have seen true, false and unknown.",
    )
    group.addoption(
        "--vmo-coverage-floor",
        type=_percent,
        metavar="N",
        help="Fail unless of each protocol at least N per cent of that was seen; implies --vmo-coverage.",
    )
    parser.addini(
        "vmo_cases",
        "Names of files of cases (patterns); none switches the collecting off.",
        type="args",
        default=list(_PATTERNS),
    )


def _percent(word: str) -> int:
    if not word.isdecimal() or int(word) > 100:
        raise argparse.ArgumentTypeError(f"{word!r} is not a number from 0 to 100")
    return int(word)


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker that every case has."""
    config.addinivalue_line("markers", "vmo_case: a case of a rehabilitation protocol, from a file of cases")
    config.stash[_SEEN] = []
    config.stash[_LEFT] = {}


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a file of cases; a file that only happens to be called so is left alone."""
    config = parent.config
    patterns = () if config.getoption("no_vmo_cases") else config.getini("vmo_cases")
    if not any(fnmatch(file_path.name, pattern) for pattern in patterns):
        return None
    if not is_ours(file_path):
        config.stash[_LEFT].update(_short(file_path, config.rootpath))
        return None
    from vmo_rehab.plugins.case_items import CaseFile

    return CaseFile.from_parent(parent, path=file_path)


def is_ours(path: Path) -> bool:
    """Tell whether a file has cases of a protocol: it says so itself, or such a protocol stands beside it.

    Told from the keys that begin a line, since reading YAML is not what every run of pytest should pay for.

    Args:
        path: a file whose name fits.
    """
    keys = _keys(path)
    if _numbered(keys) and {"protocol", "cases"} <= keys.keys():
        return True
    own = path.with_name(f"{path.name.removesuffix(OWN)}.yaml")
    beside = own if path.name.endswith(OWN) and own.exists() else path.with_name("protocol.yaml")
    keys = _keys(beside)
    # More than one key, so that a slip in one of them does not hide the cases.
    return _numbered(keys) and bool({"phases", "start", "red_flags"} & keys.keys())


def _short(path: Path, root: Path) -> dict[str, str]:
    """Return a file that looks like one of ours and lacks a key, with the key; else nothing."""
    keys = _keys(path)
    lacking = {"protocol", "cases"} - keys.keys()
    if not _numbered(keys) or len(lacking) != 1:
        return {}
    return {str(path.relative_to(root) if path.is_relative_to(root) else path): lacking.pop()}


def _numbered(keys: dict[str, str]) -> bool:
    return keys.get("format", "").isdecimal()


_KEY: Final = re.compile(r"^([a-z_]+):[ \t]*([^\s#]*)", re.MULTILINE)


def _keys(path: Path) -> dict[str, str]:
    """Return the keys at the beginning of lines, each with the word behind it; none of what is not there."""
    try:
        return dict(_KEY.findall(path.read_text(encoding="utf-8-sig", errors="replace")))
    except OSError:
        return {}


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:  # noqa: ANN401, ARG001 - xdist's, which is not imported
    """Take in what a worker has seen."""
    sent = getattr(node, "workeroutput", {})
    node.config.stash[_SEEN] += sent.get(_SENT, [])
    node.config.stash[_LEFT].update(sent.get(_SENT_LEFT, {}))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Sum up; a worker sends it home, and a floor that was not reached fails the run."""
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput[_SENT_LEFT] = config.stash[_LEFT]
    if not _asked(config):
        return
    seen = config.stash[_SEEN]
    seen += _seen_here(session)
    if hasattr(config, "workeroutput"):
        config.workeroutput[_SENT] = seen
    elif session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED) and _below(config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Tell what was left out, and what was seen, protocol by protocol, and which are below the floor."""
    if left := config.stash[_LEFT]:
        terminalreporter.section("files that look like cases of a protocol, and were not collected")
        for path, key in sorted(left.items()):
            terminalreporter.write_line(f'{path}: it has no key "{key}"')
    if not _asked(config):
        return
    terminalreporter.section("criteria that the cases have seen")
    for line in _told(config):
        terminalreporter.write_line(line)
    for line in _below(config):
        terminalreporter.write_line(f"FAILED {line}", red=True)


def _asked(config: pytest.Config) -> bool:
    if config.getoption("collectonly"):
        return False
    return bool(config.getoption("vmo_coverage")) or config.getoption("vmo_coverage_floor") is not None


def _seen_here(session: pytest.Session) -> list[dict[str, Any]]:
    """Return what the cases that ran in this process have seen."""
    if not any(item.get_closest_marker("vmo_case") for item in getattr(session, "items", ())):
        return []
    from vmo_rehab.plugins.case_coverage import seen_of

    return seen_of(session.items)


def _whole(config: pytest.Config) -> list[SeenOf]:
    """Sum up what was seen, protocol by protocol."""
    seen = config.stash[_SEEN]
    if not seen:
        return []
    from vmo_rehab.plugins.case_coverage import merged

    return merged(seen)


def _told(config: pytest.Config) -> Iterator[str]:
    whole = _whole(config)
    if not whole:
        yield "no case of a protocol was run"
        return
    from vmo_rehab.plugins.case_coverage import in_words, names_of

    for one, name in zip(whole, names_of(whole), strict=True):
        yield from in_words(one, name)


def _below(config: pytest.Config) -> list[str]:
    """Say of each protocol that is below the floor how far it came."""
    floor = config.getoption("vmo_coverage_floor")
    if floor is None:
        return []
    whole = _whole(config)
    if not whole:
        return [f"no case of a protocol was run, and the floor is {floor} %"]
    from vmo_rehab.plugins.case_coverage import names_of

    return [
        f"{name}: {one.coverage.percent} % seen, and the floor is {floor} %"
        for one, name in zip(whole, names_of(whole), strict=True)
        if one.coverage.percent < floor
    ]
