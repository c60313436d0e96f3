"""Numbers as they are reported: medians with their spread, ratios, bounds, tables."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from statistics import median


def percentile(values: Sequence[float], share: float) -> float:
    """Return the nearest rank: the least value that `share` of all do not exceed."""
    ordered = sorted(values)
    rank = max(1, -(-len(ordered) * round(share * 100) // 100))
    return ordered[rank - 1]


@dataclass(frozen=True, slots=True)
class Series:
    """One figure, measured in several runs."""

    values: tuple[float, ...]
    unit: str = ""
    digits: int = 1

    @classmethod
    def of(cls, values: Sequence[float], unit: str = "", digits: int = 1) -> Series:
        """Return the series of some values."""
        return cls(tuple(values), unit, digits)

    @property
    def median(self) -> float:
        """The middle value."""
        return median(self.values)

    @property
    def largest(self) -> float:
        """The worst value."""
        return max(self.values)

    def over(self, other: Series) -> Series:
        """Return the ratio of each run to the other's run beside it."""
        pairs = zip(self.values, other.values, strict=False)
        return Series(tuple(ours / theirs for ours, theirs in pairs), "×", 2)

    def minus(self, other: Series) -> Series:
        """Return the difference of each run to the other's run beside it."""
        pairs = zip(self.values, other.values, strict=False)
        differences = tuple(ours - theirs for ours, theirs in pairs)
        return Series(differences, self.unit, self.digits)

    def __str__(self) -> str:
        if not self.values:
            return "–"
        middle, low, high = (
            f"{value:,.{self.digits}f}"
            for value in (self.median, min(self.values), max(self.values))
        )
        unit = (
            "" if not self.unit else self.unit if self.unit == "×" else f" {self.unit}"
        )
        spread = f" ({low}–{high})" if len(self.values) > 1 else ""
        return f"{middle}{unit}{spread}"


NONE = Series(())
"""A figure that was not measured."""


def verdict(*holds: bool) -> str:
    """Return whether every bound holds."""
    return "ok" if all(holds) else "**over**"


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [list(heads), ["---"] * len(heads), *([str(x) for x in r] for r in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def environment(runs: str) -> str:
    """Return one line about where the figures come from."""
    parts = (
        f"Python {platform.python_version()}",
        *(f"{name} {version(name)}" for name in ("textual", "boto3", "botocore")),
        platform.system(),
        f"{os.cpu_count()} cores",
        runs,
    )
    return " · ".join(parts)


def times(runs: int) -> str:
    """Say how often everything was run."""
    return f"{runs} run{'s' if runs > 1 else ''} each, in turns"


def page(title: str, how: str, tables: Sequence[str], runs: str) -> str:
    """Return what a benchmark prints."""
    return "\n\n".join([f"## {title}", how, *tables, f"*{environment(runs)}*"]) + "\n"
