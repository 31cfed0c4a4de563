"""What is decided is plain data: it survives JSON, and no run of Python changes a byte of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from searching import QUICK
from vmo_rehab import Decision, Episode, Protocol, Session, from_json, to_json
from vmo_rehab.testing import logs, protocols
from vmo_rehab.testing.walking import steps

ROOT = Path(__file__).parents[2]


@settings(QUICK, max_examples=60)
@given(protocols(), st.data())
def test_episode_session_and_decision_survive_json(protocol: Protocol, data: st.DataObject) -> None:
    """Episode, session and decision read back equal, and write the same bytes again (G1)."""
    for one in steps(protocol, data.draw(logs(protocol, max_size=12))):
        for kind, value in ((Episode, one.after), (Decision, one.decision)):
            text = to_json(value)
            assert from_json(kind, text) == value
            assert to_json(from_json(kind, text)) == text
        assert to_json(from_json(Session, to_json(one.session))) == to_json(one.session)


def test_hash_seed_changes_nothing() -> None:
    """Two interpreters with other hash seeds write the same bytes for a whole log (G1)."""
    command = ["run", "vmo-foundation", str(ROOT / "examples" / "flare.csv"), "--json"]
    code = f"from vmo_rehab.cli import main; main({command!r})"
    written = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "12345")
    }
    assert len(written) == 1
    assert len(written.pop()) > 1_000
