"""How much slower `step` is than a plain class, as ratios measured in one run.

    python benchmarks/step.py            prints the ratios
    python benchmarks/step.py --profile  prints where the time goes

The plain class is `tests/reference_class.py`; both walk the same sessions of
the reference progression. Ratios travel between machines, times do not.
"""

from __future__ import annotations

import cProfile
import datetime as dt
import json
import pstats
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests")]

from reference_class import PlainProgression  # noqa: E402
from vmo_rehab import Enrolled, Performed, Protocol, Session, SetDone, enrol, load, step  # noqa: E402
from vmo_rehab.record.canonical import to_plain  # noqa: E402

PATIENTS, SESSIONS, ROUNDS = 60, 40, 5
START = dt.date(2026, 1, 1)
DONE = (Performed("terminal-knee-extension/band", (SetDone(10),)),)


def log(chance: random.Random) -> list[tuple[int, int, int, bool]]:
    """Draw one patient's sessions, three in four of them good."""
    return [
        (chance.randint(0, 3), chance.randint(0, 2), chance.randint(80, 100), False)
        if chance.random() < 0.75
        else (chance.randint(0, 10), chance.randint(0, 10), chance.randint(0, 100), chance.random() < 0.2)
        for _ in range(SESSIONS)
    ]


def sessions(rows: list[tuple[int, int, int, bool]]) -> list[Session]:
    """Make the engine's sessions of one patient."""
    return [
        Session(
            START + dt.timedelta(days=number + 1),
            {"pain_during": pain, "pain_next_morning": morning, "rep_quality": quality, "red_flag": flag},
            DONE,
        )
        for number, (pain, morning, quality, flag) in enumerate(rows)
    ]


def walk_engine(protocol: Protocol, logs: list[list[Session]], *, explained: bool) -> int:
    """Walk every log through `step`, and read every explanation where asked; return the sessions taken."""
    begun, taken = enrol(protocol, Enrolled(START)), 0
    for one in logs:
        episode = begun
        for session in one:
            if episode.state.phase == "discharged":
                break
            decision, episode = step(protocol, episode, session)
            taken += 1
            if explained:
                _ = (decision.why, decision.ask, decision.explanation.rules)
    return taken


def walk_plain(logs: list[list[tuple[int, int, int, bool]]]) -> int:
    """Walk every log through the plain class."""
    taken = 0
    for one in logs:
        plain = PlainProgression()
        for row in one:
            plain.session(*row)
            taken += 1
    return taken


def per_session(walk, *arguments, **options) -> float:
    """Return the median processor time of a session in microseconds."""
    walk(*arguments, **options)
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        taken = walk(*arguments, **options)
        times.append((time.process_time() - start) / taken * 1e6)
    return statistics.median(times)


def import_time() -> float:
    """Return the median wall time of `import vmo_rehab` above a bare start, in milliseconds."""

    def run(code: str) -> float:
        times = []
        for _ in range(7):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own interpreter
            times.append((time.perf_counter() - start) * 1e3)
        return statistics.median(times)

    return run("import vmo_rehab") - run("pass")


def state_bytes(protocol: Protocol, logs: list[list[Session]]) -> tuple[int, int]:
    """Return the median bytes of canonical JSON of a live episode's state, and of its kept sessions."""
    states, kept = [], []
    for one in logs:
        episode = enrol(protocol, Enrolled(START))
        for session in one[:20]:
            if episode.state.phase != "discharged":
                _, episode = step(protocol, episode, session)
        plain = [json.dumps(to_plain(part), separators=(",", ":")) for part in (episode.state, episode.seen)]
        states.append(len(plain[0]))
        kept.append(len(plain[1]))
    return round(statistics.median(states)), round(statistics.median(kept))


def main() -> None:
    """Measure and print."""
    protocol = load(ROOT / "tests" / "protocols" / "reference.yaml")
    chance = random.Random(1)
    rows = [log(chance) for _ in range(PATIENTS)]
    logs = [sessions(one) for one in rows]
    if "--profile" in sys.argv:
        profile = cProfile.Profile()
        profile.runcall(walk_engine, protocol, logs, explained=False)
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)
        return
    plain = per_session(walk_plain, rows)
    bare = per_session(walk_engine, protocol, logs, explained=False)
    explained = per_session(walk_engine, protocol, logs, explained=True)
    state, kept = state_bytes(protocol, logs)
    print(f"plain class              {plain:8.2f} us a session")
    print(
        f"step                     {bare:8.2f} us, {bare / plain:6.0f}x the plain class, {1e6 / bare:.0f}/s"
    )
    print(f"step, explanation read   {explained:8.2f} us, {explained / plain:6.0f}x, {1e6 / explained:.0f}/s")
    print(f"live episode             {state:8d} bytes of state, {kept} of sessions kept (canonical JSON)")
    print(f"import vmo_rehab         {import_time():8.0f} ms above a bare start")


if __name__ == "__main__":
    main()
