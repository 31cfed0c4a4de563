"""Sets in words: one repetition in the singular, and each load with its set."""

from __future__ import annotations

import pytest

from vmo_rehab.engine.set_words import done_in_words
from vmo_rehab.engine.sets import Done
from vmo_rehab.protocol.dosage import Weights

KG = Weights(start=10_000, increment=5_000, least=0, most=40_000)


@pytest.mark.parametrize(
    ("sets", "words"),
    [
        ([(1, 10)], "1 good repetition with 10 kg"),
        ([(1, 10), (1, 10)], "1, 1 good repetitions with 10 kg"),
        (
            [(10, 10), (6, 15), (1, 20), (1, 15)],
            "10 good repetitions with 10 kg, 6 with 15 kg, 1 with 20 kg, 1 with 15 kg",
        ),
        ([(1, 10), (8, None)], "1 good repetition with 10 kg, 8 with load not noted"),
    ],
)
def test_sets_as_they_were_done(sets: list[tuple[int, int | None]], words: str) -> None:
    """Where loads differ each set is told with its own."""
    done = [Done((good, good), None if kg is None else 1000 * kg, (0, 10)) for good, kg in sets]
    assert done_in_words(KG, done) == words
