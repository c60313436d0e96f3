"""What every command about models does around its work: opening, asking regions."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from difflib import get_close_matches

import click

from bedrock_tui.cli.doctor import ask_mfa
from bedrock_tui.cli.session import (
    EXIT_FAILED,
    EXIT_NO_CREDENTIALS,
    brief,
    complain,
    lacks_credentials,
    say,
    workbench,
)
from bedrock_tui.core.catalogue import RegionScan, RegionStatus
from bedrock_tui.core.offer import Offer
from bedrock_tui.core.target import may_be_region
from bedrock_tui.errors import BedrockTuiError, CallFailed, UsageError
from bedrock_tui.services import bridge
from bedrock_tui.services.workbench import Workbench
from bedrock_tui.settings import Settings

HOME = "us-east-1"
"""The region of the public list that is shown where none is chosen."""

NO_REGION = "No region. Name one with --region, set AWS_REGION, or take --all-regions."


_MOST = 400
"""Characters of what is said of wrong usage: what was typed may be long."""
_NEAREST = 3
"""Regions that are named in place of one that is not known."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which regions are to be asked."""

    regions: Sequence[str] = ()
    """As they were named; none leaves it to the settings."""
    everywhere: bool = False
    offline: bool = False
    """Only look into the public list: nobody is asked."""


@dataclass(slots=True)
class Answer:
    """What the regions said, in the order they were named."""

    scans: dict[str, RegionScan] = field(default_factory=dict)
    offers: dict[str, list[Offer]] = field(default_factory=dict)
    """By region, only of those that told something."""


@contextmanager
def opened(ctx: click.Context, settings: Settings) -> Iterator[Workbench]:
    """Provide the services, not opened yet; trouble ends the command with its code."""
    with workbench(settings) as bench:
        bench.ask_mfa = ask_mfa
        try:
            yield bench
        except UsageError as error:
            raise click.UsageError(brief(str(error), _MOST)) from error
        except CallFailed as error:
            complain(error)
            none = lacks_credentials(error.failure)
            ctx.exit(EXIT_NO_CREDENTIALS if none else EXIT_FAILED)
        except BedrockTuiError as error:
            complain(error)
            ctx.exit(EXIT_FAILED)


async def open_services(bench: Workbench) -> None:
    """Open the services; without a store the command goes on, and says so."""
    await bridge.call("open", bench.open)
    if bench.store_error is not None:
        complain(bench.store_error, "What is found now is not kept.")


async def ask(bench: Workbench, question: Question) -> Answer:
    """Return what the regions offer. Raises UsageError where none is chosen."""
    regions = await _regions(bench, question)
    found = await (
        _look_up(bench, regions) if question.offline else scan(bench, regions)
    )
    answer = Answer({region: found[region] for region in regions})
    # Only now: what is said of a model names the other regions that have it.
    for region, each in answer.scans.items():
        if not each.closed:
            answer.offers[region] = await bench.models.offers(each)
    return answer


async def scan(bench: Workbench, regions: Collection[str]) -> dict[str, RegionScan]:
    """Ask the regions and return what each said; tells a terminal how far it is."""
    found: dict[str, RegionScan] = {}
    profile = bench.settings.aws_profile
    with Progress(len(regions), "regions") as progress:
        async with aclosing(bench.models.scan(regions, aws_profile=profile)) as scans:
            async for each in scans:
                found[each.region] = each
                progress.show(len(found))
    return {region: await _doubted(bench, each) for region, each in found.items()}


async def own_region(bench: Workbench, *, offline: bool = False) -> str:
    """Return the region in force; empty where there is none. Raises CallFailed."""
    try:
        return await bridge.call("region", bench.find_region)
    except CallFailed:
        if not offline:
            raise
        return ""  # a broken aws profile does not matter to a list that is public


async def public_scan(bench: Workbench, region: str) -> RegionScan:
    """Return what the public list has of a region."""
    return (await _look_up(bench, [region]))[region]


async def _look_up(bench: Workbench, regions: Sequence[str]) -> dict[str, RegionScan]:
    public = await bench.models.public()
    return {
        region: public.get(region) or await _doubted(bench, _unknown(region))
        for region in regions
    }


async def _doubted(bench: Workbench, scan: RegionScan) -> RegionScan:
    """Say of a region that has nothing that it may be none, if it is not known.

    It was asked all the same: regions are added that nobody here knows of yet.
    """
    if scan.models:
        return scan
    known = await bench.models.regions(scan.region)
    if scan.region in known:
        return scan
    near = ", ".join(get_close_matches(scan.region, known, n=_NEAREST))
    names = f"The names nearest to it are {near}." if near else ""
    reason = f"No region {scan.region} of Bedrock is known. {scan.reason}".strip()
    remedy = f"{names} {scan.remedy}".strip()
    status = scan.status if scan.closed else RegionStatus.FAILED
    return replace(scan, status=status, reason=reason, remedy=remedy)


async def _regions(bench: Workbench, question: Question) -> list[str]:
    if question.regions:
        return [checked(each) for each in dict.fromkeys(question.regions)]
    region = await own_region(bench, offline=question.offline)
    if question.everywhere:
        regions = await bench.models.regions()
        if not question.offline:
            return regions
        public = await bench.models.public()
        return [each for each in regions if each in public]
    if region:
        return [checked(region)]
    if question.offline:
        say(f"No region is chosen: this is {HOME}.")
        return [HOME]
    raise UsageError(NO_REGION)


def checked(region: str) -> str:
    """Return the name of a region. Raises UsageError for what cannot be one."""
    if not may_be_region(region):
        raise UsageError(f"'{brief(region)}' is not a region, as us-east-1 is one.")
    return region


def _unknown(region: str) -> RegionScan:
    return RegionScan(
        region,
        RegionStatus.FAILED,
        datetime.now(UTC),
        reason=f"The public list has nothing of {region}.",
        remedy="Leave out --offline to ask the region itself.",
        public=True,
    )


class Progress:
    """How many of something are done, on a line that goes away; for terminals only."""

    def __init__(self, total: int, unit: str) -> None:
        self._total = total
        self._unit = unit if total != 1 else unit.removesuffix("s")
        self._shown = 0
        self._on = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Progress:
        self.show(0)
        return self

    def __exit__(self, *_: object) -> None:
        self._write("")

    def show(self, done: int) -> None:
        """Tell how many are done."""
        self._write(f"{done} of {self._total} {self._unit}")

    def _write(self, text: str) -> None:
        if self._on:
            blank = " " * (self._shown - len(text))
            click.echo(
                f"\r{text}{blank}" if text else f"\r{blank}\r", nl=False, err=True
            )
            self._shown = len(text)
