"""What the two plugins cost where they are not used, as ratios measured in one run.

    python benchmarks/plugins.py

An empty unrelated project is collected by pytest with the plugin and without it,
and Hypothesis is imported and then told of our types, or not. Runs with and
without take turns, so that what else the machine does touches both alike.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 15
PYTEST = "import sys, pytest; sys.exit(pytest.main(sys.argv[1:]))"
ALONE = "import hypothesis"
WITH = "import hypothesis; from vmo_rehab.plugins.hypothesis_types import register; register()"
COLLECT = ("-q", "--collect-only", "-p", "no:cacheprovider")
ENVIRONMENT = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "HYPOTHESIS_NO_PLUGINS": "1"}


def seconds(folder: Path, *words: str) -> float:
    """Return the wall time of one start of Python."""
    start = time.perf_counter()
    subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", *words], cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL, check=False
    )
    return time.perf_counter() - start


def compare(name: str, folder: Path, without: tuple[str, ...], with_it: tuple[str, ...]) -> None:
    """Measure two commands in turns, and print both and how they compare."""
    pairs = [(seconds(folder, *without), seconds(folder, *with_it)) for _ in range(ROUNDS + 1)][1:]
    before, after = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for other, one in pairs)
    print(f"{name:28} {before * 1e3:6.0f} ms without, {after * 1e3:6.0f} ms with: {ratio:.3f}x")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "cases.yaml").write_text("cases: []\n", "utf-8")
        own = ("-p", "vmo_rehab.plugins.pytest_cases")
        compare("pytest, an unrelated project", folder, (PYTEST, *COLLECT), (PYTEST, *COLLECT, *own))
        compare("import hypothesis", folder, (ALONE,), (WITH,))


if __name__ == "__main__":
    main()
