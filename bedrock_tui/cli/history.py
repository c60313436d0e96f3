"""`bedrock-tui history`: the calls that were made."""

from __future__ import annotations

import asyncio

import click

from bedrock_tui.cli.listing import listing, terminal_width
from bedrock_tui.cli.options import global_options, settings_of
from bedrock_tui.cli.output import dumps, row
from bedrock_tui.cli.session import EXIT_FAILED, EXIT_OK, complain, say
from bedrock_tui.errors import StoreError
from bedrock_tui.services import bridge
from bedrock_tui.services.workbench import Workbench
from bedrock_tui.settings import Settings

_NO_CALLS = "No calls yet. Try: bedrock-tui --demo compare 'Hello'"
_DEMO_APART = "\nThe demo's calls are listed by: bedrock-tui --demo history"


@click.command("history")
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="How many calls, newest first.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@global_options
@click.pass_context
def command(ctx: click.Context, limit: int, as_json: bool) -> None:
    """List the calls that were made, newest first."""
    ctx.exit(asyncio.run(_list(settings_of(ctx), limit, as_json)))


async def _list(settings: Settings, limit: int, as_json: bool) -> int:
    bench = Workbench(settings)
    try:
        await bridge.call("open", bench.open_history)
        if bench.history is None:
            raise bench.store_error or StoreError("The history could not be opened.")
        calls = await bench.history.newest(limit)
    except StoreError as error:
        complain(error)
        return EXIT_FAILED
    finally:
        bench.close()
    if as_json:
        click.echo(dumps({"calls": [row(call) for call in calls]}))
    elif not calls:
        say(_NO_CALLS if settings.demo else _NO_CALLS + _DEMO_APART)
    else:
        click.echo("\n".join(listing(calls, terminal_width())))
    return EXIT_OK
