"""What finds faults that are put into protocols and into the engine: prints a table.

    python benchmarks/seeded_faults.py                 all of them, at most 2,000 logs each
    python benchmarks/seeded_faults.py --examples 200  fewer logs
    python benchmarks/seeded_faults.py "red flag"      those with these words

Each fault is looked for in three ways, none of which knows of it: a search with the guarantees of the design
and the promises of a clinic (`tests/testing/seeded.py`), the shipped cases of the protocol, and `check`. The
logs follow from a seed: the table is the same each time, the seconds aside.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests")]

from testing.seeded import FAULTS, NO_FAULT  # noqa: E402
from testing.seeding import in_cases, in_check, searched  # noqa: E402


def main() -> None:
    """Look for each fault and print a row of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("words", nargs="?", default="", help="only faults with these words")
    parser.add_argument("--engine", action="store_true", help="only faults of the engine")
    parser.add_argument("--examples", type=int, default=2000, help="logs that are tried for each")
    asked = parser.parse_args()
    print("| fault | where | found by | logs | seconds | cases | check |")
    print("| --- | --- | --- | --: | --: | --- | --- |")
    found = 0
    every = (*FAULTS, *NO_FAULT)
    chosen = [fault for fault in every if asked.words in fault.words and (fault.patches or not asked.engine)]
    for fault in chosen:
        with fault.planted() as protocol:
            start = time.process_time()
            by, tried = searched(fault, protocol, asked.examples)
            seconds = time.process_time() - start
            cases, check = in_cases(fault, protocol), in_check(fault, protocol)
        found += fault in FAULTS and bool(by or cases or check)
        cells = (fault.words, fault.where, by or "-", tried, f"{seconds:.0f}", cases or "-", check or "-")
        print(f"| {' | '.join(map(str, cells))} |", flush=True)
    print(f"\n{found} of {sum(fault in FAULTS for fault in chosen)} found")


if __name__ == "__main__":
    main()
