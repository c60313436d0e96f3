"""All that is kept about models: scans, probes, prices, favourites, the past."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from datetime import datetime

from bedrock_tui.core.availability import Probe
from bedrock_tui.core.catalogue import RegionScan
from bedrock_tui.core.changes import Change
from bedrock_tui.core.offer import ListPrice, Past
from bedrock_tui.core.target import Target
from bedrock_tui.store import preferences, probes, seen_prices
from bedrock_tui.store.database import Database
from bedrock_tui.store.past import read_past
from bedrock_tui.store.scans import Scans, last_scans


class ModelStore:
    """What the Models screen keeps; methods with a future return at once.

    `source` is who asked AWS: an aws profile, at an endpoint.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._scans = Scans(database)

    def last(self, source: str) -> dict[str, RegionScan]:
        """Return the newest scan of each region; blocks for some milliseconds."""
        return last_scans(self._database.path, source)

    def keep(self, source: str, scan: RegionScan) -> Future[list[Change]]:
        """Keep a scan, and return what it changed."""
        return self._scans.keep(source, scan)

    def changes(self, source: str, limit: int) -> Future[list[Change]]:
        """Return the newest changes, the newest first."""
        return self._scans.changes(source, limit)

    def past(self, region: str, names: Mapping[str, str]) -> Future[dict[str, Past]]:
        """Return what the history knows, by model id; see `past.read_past`."""
        return read_past(self._database, region, names)

    def keep_probe(self, source: str, target: Target, probe: Probe) -> Future[None]:
        """Keep what a probe found."""
        return probes.keep_probe(self._database, source, target, probe)

    def probes(self, source: str, region: str) -> Future[dict[str, Probe]]:
        """Return the newest probe of each target of a region, by what was called."""
        return probes.read_probes(self._database, source, region)

    def keep_prices(
        self, source: str, region: str, at: datetime, costs: Mapping[str, ListPrice]
    ) -> Future[list[Change]]:
        """Keep what models cost, and return what changed."""
        return seen_prices.keep_prices(self._database, source, region, at, costs)

    def preferences(self) -> tuple[set[str], list[str]]:
        """Return favourites and regions chosen last; blocks for a millisecond."""
        return preferences.read_preferences(self._database.path)

    def favourites(self) -> Future[set[str]]:
        """Return the favourites, those that another instance made among them."""
        return preferences.read_favourites(self._database)

    def keep_favourite(self, model_id: str, on: bool) -> Future[None]:
        """Make a model a favourite, or no longer one."""
        return preferences.keep_favourite(self._database, model_id, on)

    def keep_region(self, region: str) -> Future[None]:
        """Note that a region was chosen."""
        return preferences.keep_region(self._database, region)
