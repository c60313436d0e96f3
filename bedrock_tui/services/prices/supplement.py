"""Facts of our own, in `facts.csv`: models that genai-prices lacks, prices of regions
and service tiers that differ from the US and default ones, long prompts.

A row's region is a region's name, `us` for the US regions, or `*` for all commercial
ones. Rows with `above` are for longer prompts; without rates they say that there is a
step and its prices are not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from bedrock_tui.core.prices import (
    DEFAULT_TIER,
    RATE_NAMES,
    STANDARD_LATENCY,
    Confidence,
    Price,
    PriceSource,
    Rates,
    Step,
)
from bedrock_tui.services.prices.normalise import Asked
from bedrock_tui.services.prices.scope import borrowed

_Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class _Fact:
    """The rows of one price: the base and its steps."""

    base: _Row
    steps: tuple[_Row, ...]

    def price(self, notes: tuple[str, ...]) -> Price:
        told = (self.base["note"],) if self.base["note"] else ()
        return Price(
            _rates(self.base),
            Confidence.ESTIMATE,
            self.base["source"],
            date.fromisoformat(self.base["as_of"]),
            (*notes, *told),
            tuple(Step(int(row["above"]), _rates(row)) for row in self.steps),
        )


class Supplement:
    """The facts, read when first needed."""

    def specific(self, asked: Asked) -> Price | None:
        """Return a fact about this very region, tier, latency or time."""
        special = asked.tier != DEFAULT_TIER or asked.latency != STANDARD_LATENCY
        for fact in self._facts(asked):
            here = fact.base["region"] == asked.region
            if here or (
                (special or fact.base["since"]) and not _notes(asked, fact.base)
            ):
                return fact.price(())
        return None

    def general(self, asked: Asked) -> Price | None:
        """Return a fact that holds here, or else one from the US, with a note."""
        facts = [f for f in self._facts(asked) if f.base["region"] in ("us", "*")]
        return facts[0].price(_notes(asked, facts[0].base)) if facts else None

    def source(self) -> PriceSource:
        """Return how many facts there are, and the date of the newest."""
        rows = [row for listed in self._rows.values() for row in listed]
        newest = max(date.fromisoformat(row["as_of"]) for row in rows)
        return PriceSource("built in", f"{len(rows)} prices of AWS's pages", newest)

    def _facts(self, asked: Asked) -> list[_Fact]:
        """Return the facts in force for model, routing, tier and latency: the region's
        own first, and of those the latest.
        """
        rows = [
            row
            for row in self._rows.get(asked.id, ())
            if row["routing"] == asked.routing
            and row["tier"] == asked.tier
            and row["latency"] == asked.latency
            and row["since"] <= asked.at.date().isoformat()
        ]
        bases = [row for row in rows if not row["above"]]
        bases.sort(
            key=lambda r: (r["region"] == asked.region, r["since"]), reverse=True
        )
        return [_Fact(base, tuple(_steps_of(base, rows))) for base in bases]

    @cached_property
    def _rows(self) -> dict[str, list[_Row]]:
        import csv  # start-up time

        text = Path(__file__).with_name("facts.csv").read_text("utf-8")
        rows: dict[str, list[_Row]] = {}
        for row in csv.DictReader(text.splitlines()):
            rows.setdefault(row["id"], []).append(row)
        return rows


def _steps_of(base: _Row, rows: list[_Row]) -> list[_Row]:
    same = [r for r in rows if all(r[k] == base[k] for k in ("region", "since"))]
    return [row for row in same if row["above"]]


def _notes(asked: Asked, row: _Row) -> tuple[str, ...]:
    return borrowed(asked.region, everywhere=row["region"] == "*")


def _rates(row: _Row) -> Rates:
    return Rates(**{name: Decimal(row[name]) for name in RATE_NAMES if row[name]})
