"""`bedrock-tui models resolve`: the id that a short or outdated name stands for."""

from __future__ import annotations

import asyncio

import click

from bedrock_tui.cli.models.asking import (
    HOME,
    checked,
    open_services,
    opened,
    own_region,
    public_scan,
    scan,
)
from bedrock_tui.cli.options import global_options, settings_of
from bedrock_tui.cli.output import dumps
from bedrock_tui.cli.session import one_line, say
from bedrock_tui.core import modelkeys
from bedrock_tui.core.catalogue import RegionScan, ids_of
from bedrock_tui.core.moments import day
from bedrock_tui.core.target import parse_target
from bedrock_tui.errors import UsageError
from bedrock_tui.services.targets import expand
from bedrock_tui.services.workbench import Workbench


@click.command("resolve")
@click.argument("key", metavar="KEY[@REGION]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--offline", is_flag=True, help="Look into the public list only.")
@global_options
@click.pass_context
def resolve(ctx: click.Context, key: str, as_json: bool, offline: bool) -> None:
    """Print the id that KEY stands for in a region, for use with -t.

    KEY is a name of older tools (titan-express), a model without maker, date and
    version (llama3-70b), a family (sonnet), an alias of settings.toml, or an id. What
    was chosen and why goes to standard error.
    What nobody knows is printed as it is, and the nearest names are told.
    With @REGION the region is printed, too. Where no region is chosen, it is looked up
    in us-east-1. Nobody has to be signed in: where the region does not tell its models,
    the public list is taken, and that is said.

    --json prints the key, the id, what was chosen and why, whether the id is known, and
    the nearest names if not.

    Exit codes: 0 printed, 2 wrong usage, 3 the region is left to an AWS profile that is
    not usable, 130 interrupted.
    """
    settings = settings_of(ctx)
    with opened(ctx, settings) as bench:
        name, region = _parts(expand(key, settings.aliases))
        found, place = asyncio.run(_resolve(bench, name, region, offline))
    note = one_line(found.note)
    if as_json:
        told = {
            "key": name,
            "id": found.id,
            "region": place,
            "note": note or None,
            "known": found.known,
            "did_you_mean": list(found.near),
        }
        click.echo(dumps(told))
        return
    if note:
        say(note)
    click.echo(one_line(f"{found.id}@{region}" if region else found.id))


def _parts(key: str) -> tuple[str, str]:
    """The name, and the region if one is named. Raises UsageError for neither."""
    if not key.strip():
        raise UsageError("No KEY.")
    target = parse_target(key, region=HOME)
    return target.id, checked(target.region) if "@" in key else ""


async def _resolve(
    bench: Workbench, name: str, region: str, offline: bool
) -> tuple[modelkeys.Resolution, str]:
    """Return what the name stands for, and in which region."""
    await open_services(bench)
    region = region or await own_region(bench, offline=offline)
    if not region:
        say(f"No region is chosen: this is {HOME}.")
    region = checked(region or HOME)
    found = await (public_scan(bench, region) if offline else _newest(bench, region))
    if found.closed:
        say(f"{region}: {one_line(found.reason)}")
        return modelkeys.resolve(name), region
    if found.missing:
        say(f"The list of {region} is not complete: {one_line(found.reason)}")
    return modelkeys.resolve(name, ids_of(found)), region


async def _newest(bench: Workbench, region: str) -> RegionScan:
    """The list of a region: a young one, else asked for, else an old or public one."""
    kept = (await bench.models.last()).get(region)
    if kept is not None and kept.models and bench.models.is_fresh(kept):
        return kept
    asked = (await scan(bench, [region]))[region]
    if not asked.closed:
        return asked
    instead = await public_scan(bench, region) if kept is None or kept.closed else kept
    if instead.closed:
        return asked
    say(
        f"{region} told nothing: {one_line(asked.reason)}\n"
        f"  Looked up in the {'public ' if instead.public else ''}"
        f"list of {day(instead.at)}."
    )
    return instead
