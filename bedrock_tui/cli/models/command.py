"""The command itself: it lists models, and has commands of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import click

from bedrock_tui.cli.listing import terminal_width
from bedrock_tui.cli.models import shapes
from bedrock_tui.cli.models.asking import Answer, Question, ask, open_services, opened
from bedrock_tui.cli.models.diff import diff
from bedrock_tui.cli.models.offered import as_text
from bedrock_tui.cli.models.probe import probe
from bedrock_tui.cli.models.resolve import resolve
from bedrock_tui.cli.models.show import show
from bedrock_tui.cli.models.telling import exit_code, tell, tell_public
from bedrock_tui.cli.options import options_of_many_regions, settings_of
from bedrock_tui.cli.output import dumps
from bedrock_tui.cli.session import one_line, say
from bedrock_tui.core.modelfilter import ModelFilter, parse
from bedrock_tui.core.offer import Offer
from bedrock_tui.core.sorting import Column, sort_offers
from bedrock_tui.services.workbench import Workbench


class _Group(click.Group):
    """Tells who writes a model where a command belongs how to look for it."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            hint = f"{error.message} To look for models: --search {args[0]}"
            raise click.UsageError(hint, ctx) from error


@click.group("models", cls=_Group, invoke_without_command=True)
@click.option("--all-regions", "everywhere", is_flag=True, help="Ask all regions.")
@click.option(
    "--search",
    default="",
    metavar="FILTER",
    help="Only what matches: words (fuzzy), !word, active, in:image, price<3, …",
)
@click.option(
    "--callable",
    "only_callable",
    is_flag=True,
    help="Only what has an id to call it by, and nothing known against that.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV with a header.")
@click.option("--offline", is_flag=True, help="Show the public list; nobody is asked.")
@options_of_many_regions
@click.pass_context
def command(  # noqa: PLR0913  one per option
    ctx: click.Context,
    regions: tuple[str, ...],
    everywhere: bool,
    search: str,
    only_callable: bool,
    as_json: bool,
    as_csv: bool,
    offline: bool,
) -> None:
    """List the models of a region: ids, prices, and whether you may call them.

    The first id to call a model by is listed, or the model's own where there is none.
    Prices are US dollars per million tokens, ~ marks estimates, and → the month in
    which a legacy model ends. Columns that do not fit the terminal are left out.

    Exit codes: 0 listed, 1 a region failed or nothing was found (with --all-regions,
    a region that is not enabled has not failed), 2 wrong usage, 3 no usable
    credentials, 130 interrupted. What other regions told is printed all the same.
    """
    if ctx.invoked_subcommand is not None:
        _refuse(ctx)
        return
    if as_json and as_csv:
        raise click.UsageError("Choose one of --json and --csv.")
    if everywhere and regions:
        raise click.UsageError("Choose one of --region and --all-regions.")
    wanted = parse(f"{search} callable" if only_callable else search)
    settings = settings_of(ctx)
    question = Question(regions, everywhere, offline)
    with opened(ctx, settings) as bench:
        answer = asyncio.run(_ask(bench, question))
        offers = _sifted(answer, wanted)
        if as_json:
            click.echo(dumps(_as_json(answer, offers)))
        elif as_csv:
            rows = (shapes.model(each, public=offline) for each in offers)
            click.echo(shapes.as_csv(rows), nl=False)
        elif offers:
            several = len(answer.scans) > 1
            lines = as_text(
                offers, terminal_width(), several=several, judged=not offline
            )
            click.echo("\n".join(lines))
    if offline:
        tell_public(answer.scans.values())
    tell(answer.scans.values())
    for hint in wanted.hints:
        say(one_line(hint))
    if answer.offers and not offers:
        say(f"Nothing found: {one_line(wanted.describe())}.")
    ctx.exit(exit_code(answer.scans, everywhere=everywhere, nothing=not offers))


for _each in (show, resolve, diff, probe):
    command.add_command(_each)


def _refuse(ctx: click.Context) -> None:
    """Do not take what is meant for the list and would have no effect."""
    given = [
        option.opts[0]
        for option in ctx.command.params
        if option.name in _OF_THE_LIST and ctx.params[option.name]
    ]
    if len(ctx.params["regions"]) > 1:
        given.append("a second --region")
    if given:
        name = ctx.invoked_subcommand
        raise click.UsageError(
            f"{', '.join(given)} is for the list; what {name} takes comes after it."
        )


_OF_THE_LIST = frozenset(
    {"everywhere", "search", "only_callable", "as_json", "as_csv", "offline"}
)


async def _ask(bench: Workbench, question: Question) -> Answer:
    await open_services(bench)
    return await ask(bench, question)


def _sifted(answer: Answer, wanted: ModelFilter) -> list[Offer]:
    """The best fit first; without words by region, provider and name."""
    offers: list[Offer] = []
    for found in answer.offers.values():
        offers += sort_offers(found, Column.PROVIDER)
    return wanted.sift(offers)


def _as_json(answer: Answer, offers: Sequence[Offer]) -> dict[str, object]:
    scans = answer.scans
    return {
        "models": [
            shapes.model(each, public=scans[each.model.region].public)
            for each in offers
        ],
        "regions": {name: shapes.region(scan) for name, scan in scans.items()},
    }
