"""`bedrock-tui models probe`: what only a call can tell, for one token."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence
from contextlib import aclosing

import click

from bedrock_tui.cli.findings import beside
from bedrock_tui.cli.listing import terminal_width
from bedrock_tui.cli.models import shapes
from bedrock_tui.cli.models.asking import Progress, checked, open_services, opened
from bedrock_tui.cli.naming import named, targets_of
from bedrock_tui.cli.options import global_options, settings_of
from bedrock_tui.cli.output import Json, dumps
from bedrock_tui.cli.session import (
    EXIT_FAILED,
    EXIT_OK,
    brief,
    lacks_credentials,
    say,
)
from bedrock_tui.core.catalogue import Model, RegionScan
from bedrock_tui.core.failure import Category
from bedrock_tui.core.identity import ApiKey, Identity
from bedrock_tui.core.judging.listed import why_no_chat
from bedrock_tui.core.offer import Judgement, ListPrice
from bedrock_tui.core.permissions import Verdict
from bedrock_tui.core.probing import explanation
from bedrock_tui.core.target import Target
from bedrock_tui.errors import CallFailed
from bedrock_tui.services import bridge
from bedrock_tui.services.targets import read_names
from bedrock_tui.services.workbench import Workbench

_MANTLE = "Only the bedrock-mantle endpoint serves it, which no prompt goes to."
_ASKING_COSTS = "Nobody is here to say yes: it costs money, so add --yes."
_VERDICT = 9
"""Cells of a verdict, and of the gap after it."""


@click.command("probe")
@click.option(
    "-t",
    "--target",
    "targets",
    metavar="ID[@REGION]",
    multiple=True,
    help="What to call: an id, ARN, alias or short name; repeat for more.",
)
@click.option("-y", "--yes", is_flag=True, help="Do not ask before calling.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@global_options
@click.pass_context
def probe(
    ctx: click.Context, targets: tuple[str, ...], yes: bool, as_json: bool
) -> None:
    """Call each target once, for one token, to see whether it may be called.

    It costs what the tokens cost: the price is shown, and then you are asked. What
    was found is kept, and is a part of later verdicts. What embeds, draws, ranks or
    speaks is left out, for it answers no prompt, and so is what only the bedrock-mantle
    endpoint serves.

    Exit codes: 0 all were answered, 1 one was not or was left out or you said no, 2
    wrong usage or --read-only, 3 no usable credentials or AWS profile, 130 interrupted.
    """
    settings = settings_of(ctx)
    texts = named(ctx, settings, targets)
    if not texts:
        raise click.UsageError("No target: name one or more with -t ID@REGION.")
    if settings.read_only:
        raise click.UsageError(
            "--read-only sends nothing that costs; drop it to probe."
        )
    if not yes and (sys.stdin is None or not sys.stdin.isatty()):
        raise click.UsageError(_ASKING_COSTS)
    with opened(ctx, settings) as bench:
        priced, silent = asyncio.run(_prepare(bench, texts))
        for target, why in silent:
            say(f"Left out: {brief(str(target))}. {why}")
        if not priced:
            say("Nothing was sent.")
            ctx.exit(EXIT_FAILED)
        head, *lines, total = map(brief, explanation(priced))
        say("\n  ".join([head, *lines]) + f"\n{total}")
        if not (yes or _confirmed()):
            say("Nothing was sent.")
            ctx.exit(EXIT_FAILED)
        found = asyncio.run(_probe(bench, [target for target, _ in priced]))
        if as_json:
            click.echo(dumps({"probes": [_as_json(*each) for each in found]}))
        else:
            _print(found)
    answered = all(judgement.verdict is Verdict.YES for _, judgement in found)
    every = len(found) == len(priced) + len(silent)
    ctx.exit(EXIT_OK if answered and every else EXIT_FAILED)


def _confirmed() -> bool:
    """Ask; in no thread, for one that reads a terminal would hold up an interrupt."""
    click.echo("Call? [y/N] ", err=True, nl=False)
    try:
        return sys.stdin.readline().strip().lower() in ("y", "yes")
    except KeyboardInterrupt:
        say("")
        raise


async def _prepare(
    bench: Workbench, texts: Sequence[str]
) -> tuple[list[tuple[Target, ListPrice | None]], list[tuple[Target, str]]]:
    """Read the targets and look their prices up; calls nobody but STS.

    The second list has those that are left out, and why. Raises CallFailed where
    nobody is signed in.
    """
    await open_services(bench)

    targets = list(dict.fromkeys(await targets_of(bench, texts, read_names)))
    for each in targets:
        checked(each.region)
    first = targets[0]
    identity = await bench.access.identity(first.aws_profile, first.region, "")
    if identity.failure is not None and _in_vain(identity, targets):
        raise CallFailed(identity.failure)
    told = {r: scan for r, scan in (await bench.models.last()).items() if scan.models}
    scans = await bench.models.public() | told
    models = {each: _model(each, scans.get(each.region)) for each in targets}
    silent = {each: why for each in targets if (why := _why_left_out(models[each]))}
    meant = {each: model for each, model in models.items() if each not in silent}
    priced = await bridge.call("prices", lambda: _priced(bench, meant))
    return priced, list(silent.items())


def _why_left_out(model: Model) -> str:
    """Return why a call would be in vain; empty if it may be answered."""
    return why_no_chat(model) or _MANTLE * model.mantle_only


def _in_vain(identity: Identity, targets: Sequence[Target]) -> bool:
    """Tell whether no call can succeed, from what STS said in the first region."""
    failure = identity.failure
    if failure is None or not identity.signs:
        return not identity.signs
    if identity.api_key is not ApiKey.NONE:
        return False  # STS does not take it, and Bedrock does
    if failure.category == Category.LOGIN_EXPIRED:
        return True
    # Good keys are refused, too, where a region is not enabled.
    alone = {target.region for target in targets} == {identity.region}
    return alone and lacks_credentials(failure)


def _priced(
    bench: Workbench, models: Mapping[Target, Model]
) -> list[tuple[Target, ListPrice | None]]:
    pricing = bench.models.pricing
    return [
        (target, pricing.price(model, target.id) if pricing is not None else None)
        for target, model in models.items()
    ]


def _model(target: Target, scan: RegionScan | None) -> Model:
    """The model behind a target, of which nothing is known where none is listed."""
    for model in scan.models if scan is not None else ():
        names = [name for call in model.calls for name in (call.id, call.arn)]
        if target.id in (model.id, *names):
            return model
    return Model(target.id, target.region)


async def _probe(
    bench: Workbench, targets: Sequence[Target]
) -> list[tuple[Target, Judgement]]:
    found: dict[Target, Judgement] = {}
    with Progress(len(targets), "targets") as progress:
        async with aclosing(bench.models.probe(targets)) as judged:
            async for target, judgement in judged:
                found[target] = judgement
                progress.show(len(found))
    return [(target, found[target]) for target in targets if target in found]


def _print(found: Sequence[tuple[Target, Judgement]]) -> None:
    width = terminal_width()
    for target, judgement in found:
        click.echo(f"{judgement.verdict:<{_VERDICT}}{brief(str(target))}")
        answered = judgement.verdict is Verdict.YES
        remedy = "" if answered or not judgement.remedy else f"→ {judgement.remedy}"
        for text in filter(None, (judgement.reason, remedy)):
            click.echo("\n".join(beside(" " * (_VERDICT - 1), text, width)))


def _as_json(target: Target, judgement: Judgement) -> Json:
    return {
        "target": {
            "id": target.id,
            "region": target.region,
            "aws_profile": target.aws_profile or None,
        },
        "verdict": shapes.verdict(judgement),
    }
