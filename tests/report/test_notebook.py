"""Notebooks: what the package makes shows itself in a real IPython, and costs nothing elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BEGIN = """
import datetime as dt, json, sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
"""
SHOW = """
protocol = vmo.load("vmo-foundation")
enrolled = vmo.Enrolled(dt.date(2026, 3, 2), {"injury": "2026-01-12"}, {"pain_usual": 2})
record = vmo.Record.begin(protocol, enrolled)
early = "vmo_rehab.report.pages.pieces" in sys.modules
record = record.append(protocol, vmo.Session(dt.date(2026, 3, 3), {"pain_before": 2}))
decision = record.fold(protocol).decisions[0]
stored = vmo.from_json(vmo.Record, vmo.to_json(record))
things = [protocol, record, decision, decision.explanation, decision.prescription, stored, protocol.phases[0]]
made = [shell.display_formatter.format(one)[0].get("text/html", "") for one in things]
print(json.dumps({"early": early, "made": made}))
"""
LATER = """
sys.modules["IPython"].get_ipython = lambda: None
import vmo_rehab as vmo
assert not shell.display_formatter.formatters["text/html"].deferred_printers
shell.run_line_magic("load_ext", "vmo_rehab")
"""


def ran(code: str) -> str:
    """Run code in a process of its own, and return what it prints."""
    pytest.importorskip("IPython", reason="IPython is not installed; it is in the extra test")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "IPYTHONDIR": os.devnull}
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, capture_output=True, text=True, env=environment, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    "loading",
    [
        "import vmo_rehab as vmo",
        LATER,
    ],
    ids=["import", "load_ext"],
)
def test_they_show_themselves(loading: str) -> None:
    """Imported in a running shell, or by %load_ext, five types have a page of their own, made when shown."""
    told = json.loads(ran(BEGIN + loading + SHOW))
    assert told["early"] is False
    protocol, record, decision, explanation, prescription, stored, phase = told["made"]
    assert all(one.startswith('<div class="vmo"><style>') for one in told["made"][:5])
    assert "<h1>Vastus medialis foundation</h1>" in protocol
    assert "2026-03-03" in record
    assert 'class="kind ' in decision
    assert "rules that were asked" in explanation
    assert "Straight leg raise" in prescription
    assert (stored, phase) == ("", "")


def test_without_a_running_shell_nothing_is_done() -> None:
    """IPython that is only imported, or not at all, leaves the package as light as it is."""
    for before in ("import IPython", "pass"):
        code = f"import sys\n{before}\nimport vmo_rehab\nprint('vmo_rehab.report.notebook' in sys.modules)"
        assert ran(code) == "False"
