"""`bedrock-tui sandbox`: the simulated Bedrock for any client."""

from __future__ import annotations

import gc

import click

from bedrock_tui.cli.session import say
from bedrock_tui.sandbox.faults import TABLE, UnknownSwitch
from bedrock_tui.sandbox.options import ACCOUNT
from bedrock_tui.sandbox.server import Sandbox


@click.command("sandbox")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0: a free one.")
@click.option(
    "--fault",
    "faults",
    metavar="MODEL:NAME[=ARG] | account:NAME[=ARG]",
    multiple=True,
    help="Make models whose id contains MODEL fail, or change the account; repeat for "
    "more.",
)
@click.option("--list-faults", is_flag=True, help="List the fault switches and leave.")
def command(port: int, faults: tuple[str, ...], list_faults: bool) -> None:
    """Serve a simulated Amazon Bedrock on this machine until Ctrl-C.

    Point any AWS SDK at it: AWS_ENDPOINT_URL=http://127.0.0.1:PORT with any access
    key. Replies are simulated and say so. A prompt can ask for a failure with the
    word fault:NAME; --list-faults tells the names. account:deny=ACTION and the like
    change the simulated account and who calls.
    """
    gc.enable()
    if list_faults:
        _list_faults()
        return
    sandbox = _open(faults, port)
    click.echo(sandbox.url)
    say(
        "Simulated Amazon Bedrock; Ctrl-C ends it. In another terminal:\n"
        f"  export AWS_ENDPOINT_URL={sandbox.url}\n"
        "  export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any "
        "AWS_SESSION_TOKEN=any"
    )
    try:
        sandbox.serve()
    except KeyboardInterrupt:
        say("")
    finally:
        sandbox.stop()


def _list_faults() -> None:
    for switch in (*TABLE, *ACCOUNT):
        click.echo(f"{switch.usage:<28}  {switch.summary}")


def _open(faults: tuple[str, ...], port: int) -> Sandbox:
    """Listen; requests are not kept, for this server may run for days."""
    try:
        return Sandbox(faults, port, keep=False)
    except UnknownSwitch as error:
        raise click.UsageError(f"--fault: {error}") from error
    except OSError as error:
        raise click.ClickException(f"Cannot listen on port {port}: {error}") from error
