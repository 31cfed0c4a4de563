"""Declared scales: every value is a whole number of steps between a lowest and a highest one."""

from __future__ import annotations

import re
from decimal import Decimal
from math import floor
from typing import Final

from attrs import frozen

_NUMBER: Final = re.compile(r"([+-]?\d{1,18}(?:\.\d{1,9})?)\s*(.*)", re.DOTALL)
_DECIMAL_COMMA: Final = re.compile(r"[+-]?\d+,\d+")
_ONE_COMMA: Final = re.compile(r"[^,]*,\d+\s*[^\d,]*")


class OffScaleError(ValueError):
    """A value does not stand on its scale.

    Attributes:
        code: the diagnostic code that fits.
        what: what is wrong, with the value.
        cure: what to write instead.
    """

    def __init__(self, code: str, what: str, cure: str) -> None:
        super().__init__(what)
        self.code, self.what, self.cure = code, what, cure


@frozen
class Scale:
    """The values a measure can take, as whole steps.

    A scale of numbers counts steps from zero: on a scale of step 0.5 the value
    2.5 is 5. A scale of labels counts places: its first label is 0.

    Args:
        lowest: the least value, in steps.
        highest: the greatest value, in steps.
        step: the size of one step in ``unit``; 1 for labels.
        unit: ``%``, ``deg``, ``kg`` ...; empty for a bare number and for labels.
        labels: the words of a scale of labels, in order; empty for numbers.

    Example:
        >>> percent = Scale(0, 100, unit="%")
        >>> percent.read("80%"), percent.show(80)
        (80, '80%')
        >>> Scale.of_labels(["0", "trace", "1+"]).read("trace")
        1
    """

    lowest: int
    highest: int
    step: Decimal = Decimal(1)
    unit: str = ""
    labels: tuple[str, ...] = ()

    @classmethod
    def of_labels(cls, labels: list[str] | tuple[str, ...]) -> Scale:
        """Make a scale of words in their order."""
        return cls(0, len(labels) - 1, labels=tuple(labels))

    @property
    def size(self) -> int:
        """How many values the scale has."""
        return self.highest - self.lowest + 1

    def describe(self) -> str:
        """Say the scale in words: ``0 to 10``, ``0% to 100% in steps of 5%``, ``absent, present``."""
        if self.labels:
            return ", ".join(self.labels)
        span = f"{self.show(self.lowest)} to {self.show(self.highest)}"
        return span if self.step == 1 else f"{span} in steps of {self.show(1)}"

    def show(self, steps: int) -> str:
        """Write a value the way a file writes it: number and unit, or label.

        Args:
            steps: any whole number of steps; off a scale of labels it is a number.
        """
        if self.labels:
            return self.labels[steps] if 0 <= steps < len(self.labels) else str(steps)
        whole = self.step == 1
        number = str(steps) if whole else format((steps * self.step).normalize(), "f")
        return f"{number}{'' if self.unit in ('', '%') else ' '}{self.unit}"

    def read(self, written: str | int | Decimal, *, unit_needed: bool = True) -> int:
        """Read a value of this scale.

        Args:
            written: a number with its unit, or a label.
            unit_needed: whether a number without its unit is refused, as in a
                protocol file; an answer in a log goes without.

        Returns:
            The value in steps, between ``lowest`` and ``highest``.

        Raises:
            OffScaleError: wrong or missing unit, not a number, off the scale,
                or between two steps.
        """
        if self.labels:
            return self._label(str(written))
        steps = self.read_difference(written, unit_needed=unit_needed)
        if not self.lowest <= steps <= self.highest:
            raise OffScaleError(
                "V314", f"{written} is off the scale", f"the scale goes from {self.describe()}"
            )
        return steps

    def read_difference(self, written: str | int | Decimal, *, unit_needed: bool = True) -> int:
        """Read a number of this scale without holding it to lowest and highest.

        Raises:
            OffScaleError: as for `read`.
        """
        text = str(written).strip()
        if self.labels:
            raise OffScaleError("V317", f'"{text}" cannot be added to a label', "compare with one label")
        found = _NUMBER.fullmatch(text)
        if not found or _DECIMAL_COMMA.match(text):
            comma = _DECIMAL_COMMA.match(text) and _ONE_COMMA.fullmatch(text)
            cure = self._with_point(text.replace(",", "."), unit_needed) if comma else self._expected()
            raise OffScaleError("V313", f'"{text}" is not a value of this scale', cure)
        number, unit = Decimal(found[1]), found[2].strip()
        if unit != self.unit:
            self._refuse_unit(text, unit, unit_needed)
        steps = number / self.step
        if steps != steps.to_integral_value():
            raise OffScaleError(
                "V314", f"{text} lies between two steps of the scale", self._beside(number, unit_needed)
            )
        return int(steps)

    def _label(self, written: str) -> int:
        if written in self.labels:
            return self.labels.index(written)
        raise OffScaleError("V313", f'"{written}" is not a label of this scale', self._expected())

    def _expected(self) -> str:
        return f"expected one of: {self.describe()}" if self.labels else f"expected {self.describe()}"

    def _with_unit(self, number: str) -> str:
        """Add the unit to a bare number; a share below 1 of a scale in percent is meant as one of a whole."""
        if self.unit != "%":
            return f"{number} {self.unit}"
        share = Decimal(number)
        return f"{(100 * share).normalize():f}%" if 0 < share < 1 else f"{number}%"

    def _with_point(self, text: str, unit_needed: bool) -> str:
        """Return a cure for a decimal comma: the point, or what the number with it would be cured by."""
        try:
            self.read_difference(text, unit_needed=unit_needed)
        except OffScaleError as off:
            return off.cure
        return f"write the decimal point: {text}"

    def _beside(self, number: Decimal, in_a_file: bool) -> str:
        """Return a cure for a number between two steps: the share of a whole that was meant, or both.

        What a patient has answered is not rounded for them.
        """
        ends = self.describe() + (f" in steps of {self.show(1)}" if self.step == 1 else "")
        share = 100 * number / self.step
        if self.unit == "%" and 0 < number < 1 and share == share.to_integral_value():
            return f"write {self.show(int(share))}: the scale goes from {ends}"
        below = floor(number / self.step)
        near = [
            self.show(one) for one in (below, below + 1) if in_a_file and self.lowest <= one <= self.highest
        ]
        return (
            f"write {' or '.join(near)}: the scale goes from {ends}"
            if near
            else f"the scale goes from {ends}"
        )

    def _refuse_unit(self, text: str, unit: str, unit_needed: bool) -> None:
        if not unit:
            if unit_needed:
                raise OffScaleError("V315", f"{text} has no unit", f"write {self._with_unit(text)}")
            return
        cure = f"the unit is {self.unit}" if self.unit else "write the bare number"
        raise OffScaleError("V316", f'"{text}" has the wrong unit', cure)
