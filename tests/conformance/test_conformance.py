"""The library's own engine is held to the conformance set, through the same door as any other."""

from __future__ import annotations

import pytest

from vmo_rehab.testing import conformance


@pytest.mark.parametrize("case", conformance.cases(), ids=str)
def test_case(case: conformance.Case) -> None:
    """The fact that is the case's name holds, step by step."""
    assert conformance.run(conformance.Library(), case) == []
