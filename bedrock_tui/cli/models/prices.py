"""`bedrock-tui models prices`: where prices come from, and AWS's own lists fetched."""

from __future__ import annotations

import asyncio
import os

import click

from bedrock_tui.cli.models.asking import HOME, checked, opened, own_region
from bedrock_tui.cli.options import options_of_many_regions, settings_of
from bedrock_tui.cli.output import dumps
from bedrock_tui.cli.session import EXIT_FAILED, EXIT_OK, complain, one_line, say
from bedrock_tui.core.prices import PriceSource
from bedrock_tui.errors import CallFailed
from bedrock_tui.services.prices.resolver import Prices
from bedrock_tui.services.workbench import Workbench


@click.command("prices")
@click.option("--refresh", is_flag=True, help="Fetch AWS's price list of the region.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@options_of_many_regions
@click.pass_context
def prices(
    ctx: click.Context, regions: tuple[str, ...], refresh: bool, as_json: bool
) -> None:
    """Tell where prices come from, the source that is asked first at the top.

    --refresh fetches the price list files that AWS publishes for a region, some 10 MB,
    without credentials, and keeps them; nothing else ever fetches them. From then on
    they come before the prices that are built in.

    Exit codes: 0 told, 1 a list could not be fetched or a file not be read, 2 wrong
    usage, 130 interrupted.
    """
    settings = settings_of(ctx)
    if refresh and settings.demo:
        raise click.UsageError("The demo fetches nothing from AWS: drop --demo.")
    with opened(ctx, settings) as bench:
        failed = asyncio.run(_refresh(bench, regions)) if refresh else False
    known = Prices()
    sources = known.sources()
    if as_json:
        click.echo(dumps({"sources": [_as_json(each) for each in sources]}))
    else:
        click.echo("\n".join(_line(each) for each in sources))
    for problem in known.problems:
        say(one_line(problem))
    ctx.exit(EXIT_FAILED if failed or known.problems else EXIT_OK)


async def _refresh(bench: Workbench, regions: tuple[str, ...]) -> bool:
    """Fetch the lists; returns whether one of them could not be."""
    named = regions or (await own_region(bench, offline=True) or HOME,)
    named = tuple(map(checked, named))
    base_url = bench.settings.endpoint_url or os.environ.get("AWS_ENDPOINT_URL", "")
    failed = False
    for region in named:
        try:
            path = await Prices().refresh(region, base_url=base_url)
        except CallFailed as error:
            failed = True
            complain(error)
        else:
            say(f"{region}: kept in {path}")
    return failed


def _line(source: PriceSource) -> str:
    date = f", {source.as_of.isoformat()}" if source.as_of else ""
    return one_line(f"{source.name}: {source.detail}{date}")


def _as_json(source: PriceSource) -> dict[str, object]:
    return {
        "name": source.name,
        "detail": source.detail,
        "as_of": source.as_of.isoformat() if source.as_of else None,
    }
