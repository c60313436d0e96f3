"""`bedrock-tui history`: the calls that were made."""

from __future__ import annotations

import asyncio

import click

from bedrock_tui.cli.options import global_options, settings_of
from bedrock_tui.cli.output import dumps, row
from bedrock_tui.cli.session import EXIT_FAILED, EXIT_OK, complain, say
from bedrock_tui.core.call import Call
from bedrock_tui.core.numbers import count, outcome, seconds
from bedrock_tui.core.plain import clean
from bedrock_tui.errors import StoreError
from bedrock_tui.services import bridge
from bedrock_tui.services.workbench import Workbench
from bedrock_tui.settings import Settings


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
        say("No calls yet. Try: bedrock-tui --demo compare 'Hello'")
    else:
        click.echo("\n".join(_line(call) for call in calls))
    return EXIT_OK


def _line(call: Call) -> str:
    when = call.started_at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    prompt = " ".join(clean(call.prompt).split())
    return (
        f"{when}  {outcome(call):<12}  {clean(str(call.target))}"
        f"  {seconds(call.metrics.ttft_ms)} first"
        f"  {count(call.usage.output_tokens)} out  {prompt[:60]}"
    )
