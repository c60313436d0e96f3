"""`bedrock-tui snippet`: a call that was made, as code."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from bedrock_tui.cli.options import global_options, settings_of
from bedrock_tui.cli.session import (
    EXIT_FAILED,
    EXIT_OK,
    complain,
    one_line,
    say,
)
from bedrock_tui.core.snippets import KINDS, kind_of
from bedrock_tui.core.snippets.sent import Sent
from bedrock_tui.errors import BedrockTuiError, StoreError, UsageError
from bedrock_tui.services import bridge
from bedrock_tui.services.snippets import endpoint_in_force, sent_by, write
from bedrock_tui.services.workbench import Workbench
from bedrock_tui.settings import Settings

_TO_AWS = """\
This call was answered by the demo's sandbox; the code asks AWS, which costs. To ask \
a sandbox: bedrock-tui sandbox --port 8765, and --endpoint-url http://127.0.0.1:8765"""


@click.command("snippet")
@click.argument("call_id", metavar="CALL_ID")
@click.option(
    "--as",
    "kind",
    type=click.Choice([kind.name for kind in KINDS]),
    default=KINDS[0].name,
    show_default=True,
    help="What to write it as.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write it to FILE, in place of what is there, not to standard output.",
)
@global_options
@click.pass_context
def command(ctx: click.Context, call_id: str, kind: str, output: Path | None) -> None:
    """Print the code that makes a call of the history again.

    CALL_ID is an id as `history --json` has it, the beginning of one, or `last`.
    The code names credentials by aws profile or environment variable and holds none;
    boto3 streams the reply, the other kinds wait for the whole of it.

    Exit codes: 0 printed or written, 1 the history or FILE cannot be used, 2 wrong
    usage, or no such call.
    """
    settings = settings_of(ctx)
    try:
        sent = asyncio.run(_find(settings, call_id))
        text = kind_of(kind).render(sent)
        if output is not None:
            write(output, text)
    except UsageError as error:
        raise click.UsageError(one_line(str(error))) from error
    except BedrockTuiError as error:
        complain(error)
        ctx.exit(EXIT_FAILED)
    if output is None:
        click.echo(text, nl=False)
    if settings.demo and not sent.endpoint_url:
        say(_TO_AWS)
    ctx.exit(EXIT_OK)


async def _find(settings: Settings, call_id: str) -> Sent:
    """Return what a call sent, to where prompts go now."""
    bench = Workbench(settings)
    try:
        await bridge.call("open", bench.open_history)
        if bench.history is None:
            raise bench.store_error or StoreError("The history could not be opened.")
        call = await bench.history.one(call_id)
        past = await bench.history.past(call)
        return sent_by(call, past, endpoint_in_force(bench))
    finally:
        bench.close()
