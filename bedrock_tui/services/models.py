"""Which models there are, where, by which id, and whether they can be called."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from bedrock_tui.core.availability import Availability, Probe
from bedrock_tui.core.catalogue import RegionScan
from bedrock_tui.core.changes import Change
from bedrock_tui.core.offer import Judgement, Offer, Past
from bedrock_tui.core.target import Target
from bedrock_tui.core.verdict import judge
from bedrock_tui.errors import StoreError, UsageError
from bedrock_tui.services import bridge
from bedrock_tui.services.catalogue import Catalogue, Scanned
from bedrock_tui.services.crowd import crowd
from bedrock_tui.services.lookups import Lookups, MayCall
from bedrock_tui.services.offering import (
    Knowledge,
    Pricing,
    callable_from,
    names_of,
    offers_of,
)
from bedrock_tui.services.scans import Scanning
from bedrock_tui.settings import SCAN_TTL

if TYPE_CHECKING:
    from bedrock_tui.aws.clients import Clients
    from bedrock_tui.core.catalogue import Model
    from bedrock_tui.core.quota import Quota
    from bedrock_tui.store.models import ModelStore

T = TypeVar("T")

PROBES = 4
"""Targets probed at once."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What the person has chosen, at this moment."""

    aws_profile: str = ""
    region: str = ""
    read_only: bool = False


class Models:
    """Asks AWS in daemon threads, and keeps what it is told.

    Without a store everything is known only as long as the program runs.
    """

    def __init__(
        self,
        clients: Clients,
        store: ModelStore | None,
        situation: Callable[[], Situation],
        *,
        environment_profile: str = "",
        pricing: Pricing | None = None,
        may_call: MayCall | None = None,
        ttl: timedelta = SCAN_TTL,
    ) -> None:
        self.ttl = ttl
        """After this a scan is worth being repeated."""
        self.pricing = pricing
        """What prices the offers; None leaves them without a price."""
        self._clients = clients
        self._store = store
        self._situation = situation
        self._lookups = Lookups(clients, may_call)
        self._probed: dict[tuple[str, str], dict[str, Probe]] = {}
        """What this run has probed, by who asked and where, by what was called."""
        self._scanning = Scanning(clients, store, environment_profile)
        self.catalogue = Catalogue(Scanned(self._scanning, self.is_fresh))
        """The ids that can be called, for whoever chooses one."""
        self._favourites, self._regions = store.preferences() if store else (set(), [])
        self._being_kept = 0  # favourites that are not in the store yet

    async def regions(self, like: str = "") -> list[str]:
        """Return the regions of Bedrock in a partition, west to east.

        It is that of the region in force, or of the one they are to be `like`.
        """

        def work() -> list[str]:
            from bedrock_tui.aws.regions import regions_like

            return list(regions_like(like or self._situation().region))

        return await bridge.call("regions", work)

    async def last(self) -> dict[str, RegionScan]:
        """Return the newest scan of each region that is known; never raises."""
        return await self._scanning.last(self._situation().aws_profile)

    def kept(self, region: str) -> RegionScan | None:
        """Return the newest scan of a region that was kept; asks nobody, blocks."""
        return self._scanning.kept(region, self._situation().aws_profile)

    def behind(self, target: Target) -> Model | None:
        """Return the model that a target leads to, as far as scans tell; blocks."""
        scan = self._scanning.kept(target.region, target.aws_profile)
        models = scan.models if scan is not None else ()
        return next(
            (m for m in models if any(call.id == target.id for call in m.calls)), None
        )

    async def public(self) -> dict[str, RegionScan]:
        """Return the public catalogue, for which no account is asked."""

        def work() -> dict[str, RegionScan]:
            from bedrock_tui.aws.public import public_scans

            return public_scans()

        return await bridge.call("public catalogue", work)

    def is_fresh(self, scan: RegionScan) -> bool:
        """Tell whether a scan is too young to be worth being repeated."""
        return not scan.public and datetime.now(UTC) - scan.at < self.ttl

    async def scan(
        self, regions: Iterable[str], *, aws_profile: str
    ) -> AsyncGenerator[RegionScan]:
        """Ask regions what they offer; each is told once, as it answers.

        The region in force comes first. Closing the generator ends the round.
        """
        ours = self._situation().region
        ordered = sorted(dict.fromkeys(regions), key=lambda each: each != ours)
        async with aclosing(self._scanning.run(ordered, aws_profile)) as found:
            async for scan in found:
                yield scan

    async def offers(self, scan: RegionScan) -> list[Offer]:
        """Return what is worth knowing of each model of a scan, in its order."""
        offers = await self._offers(scan, scan.models)
        if self._store is not None and not scan.public:
            costs = {offer.model.id: offer.price for offer in offers if offer.price}
            if costs:
                source = self._scanning.source(self._situation().aws_profile)
                now = datetime.now(UTC)
                self._store.keep_prices(source, scan.region, now, costs)
        return offers

    async def offer(self, scan: RegionScan, model: Model) -> Offer:
        """Return the same of one model of a scan, with all that was asked since."""
        (offer,) = await self._offers(scan, [model])
        return offer

    async def _offers(self, scan: RegionScan, models: Sequence[Model]) -> list[Offer]:
        profile = self._situation().aws_profile
        source = self._scanning.source(profile)
        region = scan.region
        asked = ((each.id, self._lookups.known(each, profile)) for each in models)
        past: dict[str, Past] = {}
        probes: dict[str, Probe] = {}
        past = await self._read(lambda store: store.past(region, names_of(scan)), past)
        probes = await self._read(lambda store: store.probes(source, region), probes)
        known = Knowledge(
            permissions=self._lookups.permissions(profile, region),
            past=past,
            probes=probes | self._probed.get((source, region), {}),
            availability={model_id: found for model_id, found in asked if found},
            favourites=frozenset(self._favourites),
            pricing=self.pricing,
        )

        def work() -> list[Offer]:
            elsewhere = callable_from(self._scanning.known(profile))
            return offers_of(scan, models, replace(known, elsewhere=elsewhere))

        return await bridge.call(f"offers {region}", work)

    async def changes(self, limit: int = 200) -> list[Change]:
        """Return what changed since earlier scans, the newest first."""
        return await self._scanning.changes(self._situation().aws_profile, limit)

    async def availability(self, model: Model, *, aws_profile: str) -> Availability:
        """Return what AWS says of a model for the account. Raises CallFailed."""
        return await self._lookups.availability(model, aws_profile)

    async def ask_iam(self, model: Model, *, aws_profile: str) -> None:
        """Have IAM asked whether a model may be called; later offers heed it."""
        if model.calls:
            await self._lookups.ask_iam(
                Target(model.calls[0].id, model.region, aws_profile)
            )

    async def quotas(self, model: Model, *, aws_profile: str) -> list[Quota]:
        """Return the quotas that name a model. Raises CallFailed."""
        return await self._lookups.quotas(model, aws_profile)

    def probe(
        self, targets: Iterable[Target]
    ) -> AsyncGenerator[tuple[Target, Judgement]]:
        """Call each target for one token, and say what that tells; it costs money.

        Raises UsageError at once in read-only mode. Closing the generator ends what
        still runs.
        """
        if self._situation().read_only:
            raise UsageError(
                "Read-only: nothing that costs is sent.", hint="Leave out --read-only."
            )
        return self._probe(list(dict.fromkeys(targets)))

    async def favourites(self) -> set[str]:
        """Return the ids of the favourite models; another instance may have changed
        them.
        """
        own = set(self._favourites)
        found = await self._read(lambda store: store.favourites(), own)
        if self._favourites == own and not self._being_kept:
            self._favourites = found
        return set(self._favourites)

    async def set_favourite(self, model_id: str, on: bool) -> None:
        """Make a model a favourite, or no longer one."""
        (self._favourites.add if on else self._favourites.discard)(model_id)
        self._being_kept += 1
        await self._read(lambda store: store.keep_favourite(model_id, on), None)
        self._being_kept -= 1

    def recent_regions(self) -> list[str]:
        """Return the regions that were chosen last, the newest first."""
        return list(self._regions)

    def note_region(self, region: str) -> None:
        """Note that a region was chosen."""
        from bedrock_tui.store.preferences import MOST_REGIONS

        others = (each for each in self._regions if each != region)
        self._regions = [region, *others][:MOST_REGIONS]
        if self._store is not None:
            self._store.keep_region(region)

    def forget(self) -> None:
        """Ask AWS anew from now on: somebody else has signed in."""
        self._lookups.forget()

    async def _probe(
        self, targets: list[Target]
    ) -> AsyncGenerator[tuple[Target, Judgement]]:
        def work(target: Target) -> tuple[Target, Probe]:
            from bedrock_tui.aws.probing import probe

            return target, probe(self._clients, target)

        async with aclosing(crowd("probe", targets, work, most=PROBES)) as answers:
            async for target, found in answers:
                source = self._scanning.source(target.aws_profile)
                self._probed.setdefault((source, target.region), {})[target.id] = found
                keep = partial(_keep_probe, source, target, found)
                await self._read(keep, None)
                scan = self._scanning.scan_of(target.region, target.aws_profile)
                yield target, judge(None, target.id, region_scan=scan, probe=found)

    async def _read(self, ask: Callable[[ModelStore], Future[T]], without: T) -> T:
        """Return what the store says; what it cannot say does not stop anybody."""
        if self._store is None:
            return without
        try:
            return await asyncio.wrap_future(ask(self._store))
        except StoreError:
            return without


def _keep_probe(
    source: str, target: Target, probe: Probe, store: ModelStore
) -> Future[None]:
    return store.keep_probe(source, target, probe)
