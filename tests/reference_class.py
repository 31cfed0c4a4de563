"""The reference progression as a plain hand-written class: what the engine must agree with."""

from __future__ import annotations

PHASES = ("tke", "leg-extension", "squat", "lunge", "discharged")


class PlainProgression:
    """Counts what the rules ask for, and nothing else."""

    __slots__ = ("good", "held", "phase", "restless")

    def __init__(self) -> None:
        self.phase = 0
        self.held = False
        self.good = 0
        self.restless = 0

    def enter(self, phase: int) -> None:
        """Enter a phase, or return to it: its history starts afresh."""
        self.phase, self.held, self.good, self.restless = phase, False, 0, 0

    def session(self, pain: int, morning: int, quality: int, flag: bool) -> str:
        """Take one session and return the phase the patient is in afterwards."""
        if self.phase == 4:
            return PHASES[4]
        if flag:
            self.held = True
        elif self.held:
            if pain <= 2:
                self.enter(self.phase)
        else:
            self._train(pain, morning, quality)
        return PHASES[self.phase]

    def _train(self, pain: int, morning: int, quality: int) -> None:
        self.restless = self.restless + 1 if morning >= 5 else 0
        good = pain <= 3 and morning <= 2 and quality >= 80
        self.good = self.good + 1 if good else 0
        if self.phase > 0 and (pain >= 6 or self.restless >= 2):
            self.enter(self.phase - 1)
        elif self.good >= 3:
            self.enter(self.phase + 1)
