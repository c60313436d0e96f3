"""`bedrock-tui models show`: everything that is known of one model in one region."""

from __future__ import annotations

import asyncio
import shlex

import click

from bedrock_tui.cli.listing import terminal_width
from bedrock_tui.cli.models.asking import (
    HOME,
    NO_REGION,
    checked,
    open_services,
    opened,
    own_region,
    public_scan,
    scan,
)
from bedrock_tui.cli.models.facts import Known, as_json, as_text
from bedrock_tui.cli.models.telling import exit_code, tell, tell_public
from bedrock_tui.cli.options import global_options, settings_of
from bedrock_tui.cli.output import dumps
from bedrock_tui.cli.session import brief, complain, one_line, say
from bedrock_tui.core.availability import Availability
from bedrock_tui.core.catalogue import Model, RegionScan, ids_of
from bedrock_tui.core.modelids import short_id
from bedrock_tui.core.modelkeys import resolve
from bedrock_tui.core.quota import Quota
from bedrock_tui.core.target import Target, parse_target
from bedrock_tui.errors import CallFailed, UsageError
from bedrock_tui.services.targets import expand
from bedrock_tui.services.workbench import Workbench


@click.command("show")
@click.argument("target", metavar="ID[@REGION]")
@click.option("--json", "as_json_", is_flag=True, help="Print one JSON object.")
@click.option("--quotas", "with_quotas", is_flag=True, help="Ask for its quotas, too.")
@click.option("--offline", is_flag=True, help="Look into the public list only.")
@global_options
@click.pass_context
def show(
    ctx: click.Context, target: str, as_json_: bool, with_quotas: bool, offline: bool
) -> None:
    """Show ids, destinations, dates, price, limits, verdict and my calls of a model.

    ID is a model's id, one of the ids it is called by, an alias, or a short or outdated
    name. An id that it is called by comes before its others, with its price.
    Whether IAM allows the call is asked of its simulator, which costs nothing.

    Exit codes: 0 shown, 1 the region failed or does not list it, 2 wrong usage, 3 no
    usable credentials or AWS profile, 130 interrupted.
    """
    if offline and with_quotas:
        raise click.UsageError("--quotas asks AWS: leave out --offline, or --quotas.")
    settings = settings_of(ctx)
    with opened(ctx, settings) as bench:
        found, known = asyncio.run(_show(bench, target, offline, with_quotas))
        if known is not None:
            shown = as_text(known, terminal_width())
            click.echo(dumps(as_json(known)) if as_json_ else "\n".join(shown))
    tell_public([found])
    tell([found])
    ctx.exit(exit_code({found.region: found}, nothing=known is None))


async def _show(
    bench: Workbench, text: str, offline: bool, with_quotas: bool
) -> tuple[RegionScan, Known | None]:
    await open_services(bench)
    target = await _target(bench, text, offline)
    region = checked(target.region)
    found = (
        await public_scan(bench, region)
        if offline
        else (await scan(bench, [region]))[region]
    )
    if found.closed:
        return found, None
    model = _find(found, target.id)
    if model is None:
        await _tell_elsewhere(bench, found, target.id)
        return found, None
    if offline:
        return found, await _known(bench, found, model, target.id)
    asked = await asyncio.gather(
        _availability(bench, model),
        _quotas(bench, model) if with_quotas else _no_quotas(),
        bench.models.ask_iam(model, aws_profile=bench.settings.aws_profile),
    )
    return found, await _known(bench, found, model, target.id, *asked[:2])


async def _target(bench: Workbench, text: str, offline: bool) -> Target:
    profile = bench.settings.aws_profile
    text = expand(text, bench.settings.aliases)
    try:
        return parse_target(text, region=bench.region, aws_profile=profile)
    except UsageError:
        region = await own_region(bench, offline=offline)
        if not region and not offline and "@" not in text:
            raise UsageError(NO_REGION.replace(", or take --all-regions", "")) from None
        return parse_target(text, region=region or HOME, aws_profile=profile)


def _find(found: RegionScan, text: str) -> Model | None:
    """The model that a text means; says so where it means another one."""
    model = _listed(found, text)
    if model is not None:
        return model
    meant = resolve(text, ids_of(found))
    model = _listed(found, meant.id)
    if model is not None:
        say(one_line(meant.note))
    return model


async def _tell_elsewhere(bench: Workbench, found: RegionScan, text: str) -> None:
    """Say that a region does not have a model, and which others do."""
    shown, region = brief(text), found.region
    offline = " --offline" if found.public else ""
    question = resolve(text, ids_of(found)).question
    say(f"{region} lists no {shown}. {question}".rstrip())
    known = await bench.models.last() | {region: None}
    known = {**await bench.models.public(), **known}
    others = [name for name, scan in known.items() if scan and _listed(scan, text)]
    if others:
        say(f"  It is listed in {', '.join(sorted(others))}.")
    else:
        words = shlex.quote(shown)
        say(f"  → bedrock-tui models -r {region}{offline} --search {words}")


def _listed(found: RegionScan, text: str) -> Model | None:
    names = {text, short_id(text)}
    by_id = next((each for each in found.models if each.id in names), None)
    return by_id or next(
        (
            model
            for model in found.models
            if any(names & {call.id, call.arn} for call in model.calls)
        ),
        None,
    )


async def _known(
    bench: Workbench,
    found: RegionScan,
    model: Model,
    named: str,
    availability: Availability | None = None,
    quotas: list[Quota] | None = None,
) -> Known:
    offer = await bench.models.offer(found, model)
    return Known(offer, found, availability, quotas, named)


async def _availability(bench: Workbench, model: Model) -> Availability | None:
    profile = bench.settings.aws_profile
    try:
        return await bench.models.availability(model, aws_profile=profile)
    except CallFailed as error:
        complain(error)
        return None


async def _quotas(bench: Workbench, model: Model) -> list[Quota] | None:
    profile = bench.settings.aws_profile
    try:
        return await bench.models.quotas(model, aws_profile=profile)
    except CallFailed as error:
        complain(error)
        return None


async def _no_quotas() -> list[Quota] | None:
    return None
