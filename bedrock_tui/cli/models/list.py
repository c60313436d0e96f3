"""`bedrock-tui models`, or `models list`: the models of regions, one line each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import click

from bedrock_tui.cli.listing import terminal_width
from bedrock_tui.cli.models import shapes
from bedrock_tui.cli.models.asking import Answer, Question, ask, open_services, opened
from bedrock_tui.cli.models.offered import as_text
from bedrock_tui.cli.models.telling import exit_code, tell, tell_public
from bedrock_tui.cli.options import options_of_many_regions, settings_of
from bedrock_tui.cli.output import dumps
from bedrock_tui.cli.session import brief, say
from bedrock_tui.core.modelfilter import ModelFilter, parse
from bedrock_tui.core.offer import Offer
from bedrock_tui.core.sorting import Column, newest_first, sort_offers
from bedrock_tui.services.workbench import Workbench

HELP = """List the models of a region: ids, prices, and whether you may call them.

The first id to call a model by is listed with its price, or the model's own where there
is none. Prices are US dollars per million tokens, ~ marks estimates, and → the month in
which a legacy model ends. Columns that do not fit the terminal are left out.

Regions come as they are named, in each the makers by name, and of a maker the models by
name, the highest version first. What resembles the words of --search, but does not
have them in its name or ids, comes last. --sort puts all of them in another order, in
which what is not known comes last.

Exit codes: 0 listed, 1 a region failed or nothing was found (with --all-regions, a
region that is not enabled has not failed), 2 wrong usage, 3 no usable credentials or
AWS profile, 130 interrupted. What other regions told is printed all the same.
"""

_COLUMNS = {"price": Column.PRICE_IN} | {
    column.value.replace(" ", "-"): column for column in Column
}
"""What --sort takes; the price is that of input, as on the screen."""

_OPTIONS = (
    click.option("--all-regions", "everywhere", is_flag=True, help="Ask all regions."),
    click.option(
        "--search",
        default="",
        metavar="FILTER",
        help="Only what matches: words (fuzzy), !word, active, in:image, price<3, …",
    ),
    click.option(
        "--callable",
        "only_callable",
        is_flag=True,
        help="Only what has an id to call it by, and nothing known against that.",
    ),
    click.option(
        "--sort", type=click.Choice(list(_COLUMNS)), help="Sort by this, upwards."
    ),
    click.option("--reverse", is_flag=True, help="Sort downwards; with --sort."),
    click.option(
        "--limit", type=click.IntRange(1), metavar="N", help="Print the first N alone."
    ),
    click.option("--json", "as_json", is_flag=True, help="Print one JSON object."),
    click.option("--csv", "as_csv", is_flag=True, help="Print CSV with a header."),
    click.option(
        "--offline", is_flag=True, help="Show the public list; nobody is asked."
    ),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options of the list say."""

    regions: tuple[str, ...]
    everywhere: bool
    search: str
    only_callable: bool
    sort: str | None
    reverse: bool
    limit: int | None
    as_json: bool
    as_csv: bool
    offline: bool


def options_of_the_list(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that `Wanted` is made of, and those of every command."""
    decorated = options_of_many_regions(command)
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated


@click.command("list", help=HELP, short_help="List the models, as without a command.")
@options_of_the_list
@click.pass_context
def command(ctx: click.Context, /, **said: Any) -> None:  # noqa: ANN401  see `Wanted`
    """List the models."""
    list_models(ctx, Wanted(**said))


def list_models(ctx: click.Context, said: Wanted) -> None:
    """Print what the regions offer, and end the command."""
    if said.as_json and said.as_csv:
        raise click.UsageError("Choose one of --json and --csv.")
    if said.everywhere and said.regions:
        raise click.UsageError("Choose one of --region and --all-regions.")
    if said.reverse and said.sort is None:
        raise click.UsageError("--reverse goes with --sort.")
    wanted = parse(f"{said.search} callable" if said.only_callable else said.search)
    settings = settings_of(ctx)
    question = Question(said.regions, said.everywhere, said.offline)
    with opened(ctx, settings) as bench:
        answer = asyncio.run(_ask(bench, question))
        offers = _in_order(_sifted(answer, wanted), said)
        _print(said, answer, offers[: said.limit])
    if said.offline:
        tell_public(answer.scans.values())
    tell(answer.scans.values())
    for hint in wanted.hints:
        say(brief(hint))
    if said.limit is not None and len(offers) > said.limit:
        say(f"The first {said.limit:,} of {len(offers):,}.")
    if answer.offers and not offers:
        say(f"Nothing found: {brief(wanted.describe())}.")
    code = exit_code(answer.scans, everywhere=said.everywhere, nothing=not offers)
    ctx.exit(code)


def _print(said: Wanted, answer: Answer, offers: Sequence[Offer]) -> None:
    if said.as_json:
        click.echo(dumps(_as_json(answer, offers)))
    elif said.as_csv:
        rows = (shapes.model(each, public=said.offline) for each in offers)
        click.echo(shapes.as_csv(rows), nl=False)
    elif offers:
        several = len(answer.scans) > 1
        width, judged = terminal_width(), not said.offline
        click.echo("\n".join(as_text(offers, width, several=several, judged=judged)))


async def _ask(bench: Workbench, question: Question) -> Answer:
    await open_services(bench)
    return await ask(bench, question)


def _sifted(answer: Answer, wanted: ModelFilter) -> list[Offer]:
    """What is wanted, in the order that the help tells of."""
    offers = [
        offer
        for found in answer.offers.values()
        for offer in newest_first(found)
        if wanted.matches(offer)
    ]
    return sorted(offers, key=lambda offer: not wanted.has_words(offer))


def _in_order(offers: list[Offer], said: Wanted) -> list[Offer]:
    if said.sort is None:
        return offers
    return sort_offers(offers, _COLUMNS[said.sort], descending=said.reverse)


def _as_json(answer: Answer, offers: Sequence[Offer]) -> dict[str, object]:
    scans = answer.scans
    return {
        "models": [
            shapes.model(each, public=scans[each.model.region].public)
            for each in offers
        ],
        "regions": {name: shapes.region(scan) for name, scan in scans.items()},
    }
