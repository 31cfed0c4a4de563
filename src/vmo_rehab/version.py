"""The version of this library, as decisions and records carry it."""

from typing import Final

ENGINE: Final = "0.1.0"
