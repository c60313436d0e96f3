"""AWS's own price lists, as they were last fetched: one file a region."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from bedrock_tui.core.prices import (
    Confidence,
    Listed,
    Price,
    PriceList,
    PriceSource,
    Rates,
    Routing,
    Step,
)
from bedrock_tui.paths import private_folder
from bedrock_tui.services.prices.normalise import Asked

SOURCE = "AWS price list"
NEWER = "the price list is newer than the call"
_FORMAT = 1


class PriceLists:
    """The lists in a folder, each read when its region is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[str] = []
        self._regions: dict[str, dict[tuple[str, ...], Listed]] = {}

    def find(self, asked: Asked) -> Price | None:
        """Return what AWS lists for exactly this; exact, unless the call is older."""
        key = (asked.id, asked.routing, asked.tier, asked.latency)
        entry = self._region(asked.region).get(key)
        if entry is None:
            return None
        price = Price(
            entry.rates, Confidence.EXACT, SOURCE, entry.as_of, (), entry.steps
        )
        if asked.at.date() < entry.as_of:
            return replace(price, confidence=Confidence.ESTIMATE, notes=(NEWER,))
        return price

    def sources(self) -> list[PriceSource]:
        """Return the lists that are kept, one for each region; reads all of them."""
        files = sorted(self.folder.glob("*.json")) if self.folder.is_dir() else []
        found = [(each.stem, self._region(each.stem).values()) for each in files]
        kept = [
            PriceSource(
                SOURCE,
                f"{region}, {len(entries)} prices",
                max((entry.as_of for entry in entries), default=None),
            )
            for region, entries in found
        ]
        none = "none kept: bedrock-tui models prices --refresh fetches one"
        return kept or [PriceSource(SOURCE, none)]

    def keep(self, fetched: PriceList) -> Path:
        """Write a list for its owner alone, in one step, and use it from now on."""
        import tempfile  # start-up time

        path = self._path(fetched.region)
        private_folder(path.parent)
        document = {
            "format": _FORMAT,
            "region": fetched.region,
            "prices": [_as_json(entry) for entry in fetched.entries],
        }
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".json")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:  # mkstemp: 0600
                json.dump(document, file, indent=1)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        self._regions.pop(fetched.region, None)
        return path

    def _path(self, region: str) -> Path:
        return self.folder / f"{region}.json"

    def _region(self, region: str) -> dict[tuple[str, ...], Listed]:
        if region not in self._regions:
            self._regions[region] = self._read(region)
        return self._regions[region]

    def _read(self, region: str) -> dict[tuple[str, ...], Listed]:
        if not region.replace("-", "").isalnum():
            return {}
        path = self._path(region)
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
            if document["format"] != _FORMAT or document["region"] != region:
                raise ValueError("not a price list of ours")
            entries = [_from_json(each) for each in document["prices"]]
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, LookupError, TypeError, InvalidOperation) as error:
            self.problems.append(f"{path}: {error}")
            return {}
        return {(e.id, e.routing, e.tier, e.latency): e for e in entries}


def _as_json(entry: Listed) -> dict[str, Any]:
    return {
        "id": entry.id,
        "routing": entry.routing,
        "tier": entry.tier,
        "latency": entry.latency,
        "as_of": entry.as_of.isoformat(),
        "rates": _texts(entry.rates),
        "steps": [{"above": s.above, "rates": _texts(s.rates)} for s in entry.steps],
    }


def _from_json(fields: dict[str, Any]) -> Listed:
    return Listed(
        fields["id"],
        Routing(fields["routing"]),
        fields["tier"],
        fields["latency"],
        _rates(fields["rates"]),
        tuple(Step(int(s["above"]), _rates(s["rates"])) for s in fields["steps"]),
        date.fromisoformat(fields["as_of"]),
    )


def _texts(rates: Rates) -> dict[str, str]:
    return {name: str(rate) for name, rate in rates.known().items()}


def _rates(texts: dict[str, str]) -> Rates:
    return Rates(**{name: Decimal(text) for name, text in texts.items()})
