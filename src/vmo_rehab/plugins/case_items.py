"""Files of cases as pytest knows tests: a file, and an item for each of its cases."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vmo_rehab.cases.coverage import Seen
from vmo_rehab.cases.model import Case, Cases
from vmo_rehab.cases.reading import load_case_file
from vmo_rehab.cases.running import CaseResult, run_case
from vmo_rehab.errors import VmoRehabError


class CaseFailed(AssertionError):  # noqa: N818 - it is what it says
    """A case did not come out as expected.

    Attributes:
        result: what was run.
    """

    def __init__(self, result: CaseResult) -> None:
        super().__init__("\n".join(map(str, result.failures)))
        self.result = result


class CaseFile(pytest.File):
    """One file of cases.

    Attributes:
        cases: what stands in it, once it is collected.
        seen: what its cases that were run have seen of the protocol.
    """

    cases: Cases
    seen: Seen

    def collect(self) -> Iterator[CaseItem]:
        """Read the file, and yield its cases; all that is amiss is said at once, each with its place."""
        try:
            self.cases = load_case_file(_from_here(self.path))
        except (VmoRehabError, OSError) as error:
            raise self.CollectError(str(error)) from error
        self.seen = Seen(self.cases.protocol)
        for case in self.cases.cases:
            # Two colons separate the parts of a node's id.
            yield CaseItem.from_parent(self, name=case.name.replace("::", ":"), case=case)


class CaseItem(pytest.Item):
    """One case."""

    parent: CaseFile

    def __init__(self, *, case: Case, **others: Any) -> None:  # noqa: ANN401 - pytest's own
        super().__init__(**others)
        self.case = case
        self.was_run = False
        self.add_marker("vmo_case")

    def runtest(self) -> None:
        """Run the case.

        Raises:
            CaseFailed: something did not come out as expected.
        """
        self.was_run = True
        result = run_case(self.parent.cases.protocol, self.case, self.parent.seen)
        if not result.passed:
            raise CaseFailed(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:  # noqa: ANN401 - pytest's own
        """Write a failure as the findings that it is; whatever else is raised as pytest does."""
        if isinstance(excinfo.value, CaseFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[os.PathLike[str], int, str]:
        """Return where the case stands, its line counted from 0, and its name."""
        return self.path, self.case.at.span.line - 1, f"case: {self.case.name}"


def _from_here(path: Path) -> Path:
    """Shorten a path to what a reader of the report can open from where pytest was started."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
