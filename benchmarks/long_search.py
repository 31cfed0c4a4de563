"""Search long for a log that breaks a guarantee of the design in a shipped protocol: false alarms, or bugs.

    python benchmarks/long_search.py vmo-foundation 10000      all guarantees, 10,000 logs
    python benchmarks/long_search.py vmo-foundation 10000 G3   one of them
    python benchmarks/long_search.py vmo-foundation 10000 --seed 7

The logs follow from the seed, so that a find is found again. What is found is told as a story; it becomes an
``@example``, or a case, before it is mended. The exit code is 1 where something was found.
"""

from __future__ import annotations

import argparse
import random
import sys
import time

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample

from vmo_rehab import load
from vmo_rehab.engine.events import Log
from vmo_rehab.testing import GUARANTEES, BrokenPromise, logs, violations


def main() -> int:
    """Search and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("protocol", help="an id or a file")
    parser.add_argument("examples", type=int, help="logs that are tried")
    parser.add_argument("guarantees", nargs="*", help="G1 to G10; all if left out")
    parser.add_argument("--seed", type=int, default=0, help="another seed gives other logs")
    asked = parser.parse_args()
    protocol = load(asked.protocol)
    promises = [one for one in GUARANTEES if not asked.guarantees or one.id in asked.guarantees]
    tried, start = 0, time.process_time()

    def breaks(log: Log) -> bool:
        nonlocal tried
        tried += 1
        if tried % 500 == 0:
            print(f"{protocol.id}: {tried} logs, {time.process_time() - start:.0f} s", flush=True)
        return bool(violations(protocol, log, promises))

    phases = (Phase.generate, Phase.shrink)
    how = settings(
        max_examples=asked.examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=phases,
    )
    try:
        log = find(logs(protocol), breaks, settings=how, random=random.Random(asked.seed))
    except NoSuchExample:
        print(f"{protocol.id}: nothing in {tried} logs, {time.process_time() - start:.0f} s")
        return 0
    print(BrokenPromise(protocol, log, violations(protocol, log, promises)))
    return 1


if __name__ == "__main__":
    sys.exit(main())
