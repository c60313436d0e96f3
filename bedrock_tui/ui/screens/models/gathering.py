"""Fills the board: the last scan, what regions answer, offers, probes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedrock_tui.core.permissions import Verdict
from bedrock_tui.core.target import Target

if TYPE_CHECKING:
    from bedrock_tui.core.catalogue import RegionScan
    from bedrock_tui.services.models import Models
    from bedrock_tui.ui.screens.models.board import Board


@dataclass
class Progress:
    """How far something has come that asks many at once."""

    what: str
    total: int
    unit: str
    done: int = 0

    def __str__(self) -> str:
        return f"{self.what} {self.done} of {self.total} {self.unit} · esc stops"


class Gathering:
    """Asks the service and puts what it says on the board, one answer at a time."""

    def __init__(
        self, models: Models, board: Board, waiting: Callable[[], None]
    ) -> None:
        self._models = models
        self._board = board
        self._waiting = waiting  # hears that something is waited for from now on
        self.progress: Progress | None = None
        """What is being waited for, if anything is."""

    async def load(self) -> None:
        """Put the last scan on the board; the public list where it told nothing."""
        board = self._board
        board.regions = await self._models.regions()
        board.favourites = await self._models.favourites()
        known = await self._models.last()
        told = {region for region, scan in known.items() if scan.settles}
        if not told.issuperset(board.regions):
            public = await self._models.public()
            for region, scan in public.items():
                if region not in told:
                    board.take(scan)
        for scan in known.values():
            board.take(scan)
        await self.offer(board.region)

    async def refresh(self) -> None:
        """Put on the board what other instances have found out meanwhile."""
        board = self._board
        board.favourites = await self._models.favourites()
        for region in board.offers.keys() - {board.region}:
            del board.offers[region]
        await self._work_out(board.region)

    @property
    def is_stale(self) -> bool:
        """Whether the list's region was asked too long ago, or never."""
        scan = self._board.scan
        return scan is None or not scan.settles or not self._models.is_fresh(scan)

    async def offer(self, region: str) -> None:
        """Work out prices, limits, past and verdicts of a region's models, once."""
        if region not in self._board.offers:
            await self._work_out(region)

    async def _work_out(self, region: str) -> None:
        scan = self._board.scans.get(region)
        if scan is None or scan.closed:
            return
        offers = await self._models.offers(scan)
        if self._board.scans.get(region) is scan:  # no newer one came meanwhile
            self._board.take_offers(scan, offers)

    async def scan(self, told: Callable[[RegionScan], None]) -> None:
        """Ask all regions, the list's first; `told` hears of each that answers."""
        board = self._board
        own = [board.region] if board.region else []
        regions = [*own, *(each for each in board.regions if each != board.region)]
        self.progress = progress = Progress("asked", len(regions), "regions")
        self._waiting()
        stream = self._models.scan(regions, aws_profile=board.aws_profile)
        try:
            async with aclosing(stream):
                async for scan in stream:
                    progress.done += 1
                    if board.take(scan) and scan.region == board.region:
                        await self.offer(scan.region)
                    told(scan)
        finally:
            if self.progress is progress:
                self.progress = None

    async def probe(
        self, targets: Sequence[Target], told: Callable[[Target], None]
    ) -> str:
        """Call the targets for one token each and return how it came out."""
        self.progress = progress = Progress("probed", len(targets), "targets")
        self._waiting()
        answered = 0
        stream = self._models.probe(targets)
        try:
            async with aclosing(stream):
                async for target, judgement in stream:
                    progress.done += 1
                    answered += judgement.verdict is Verdict.YES
                    self._board.judge(target, judgement)
                    told(target)
        finally:
            if self.progress is progress:
                self.progress = None
        return f"{answered} of {progress.done} probed targets answered."
