"""`bedrock-tui models diff`: what changed from one look at a region to the next."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta

import click

from bedrock_tui.cli.listing import terminal_width
from bedrock_tui.cli.models import shapes
from bedrock_tui.cli.models.asking import opened
from bedrock_tui.cli.models.columns import Column, table
from bedrock_tui.cli.options import global_options, settings_of
from bedrock_tui.cli.output import Json, dumps
from bedrock_tui.cli.session import say
from bedrock_tui.core.changes import Change
from bedrock_tui.core.moments import utc
from bedrock_tui.services import bridge
from bedrock_tui.services.workbench import Workbench

_AGO = re.compile(r"(\d{1,4})([hdw])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
_MOST = 100_000
"""Changes that are read at most."""
_NONE = (
    "No changes are known. What a region offers is compared each time that it is asked:"
    "\n  bedrock-tui models"
)


class _Since(click.ParamType[datetime]):
    """A date, a moment, or how long ago."""

    name = "when"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        if isinstance(value, datetime):
            return value
        text = str(value).strip()
        if ago := _AGO.fullmatch(text):
            number, unit = ago.groups()
            return datetime.now(UTC) - timedelta(**{_UNITS[unit]: int(number)})
        try:
            return datetime.fromisoformat(text).astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail(f"'{text}' is no date: write 2026-11-01, 24h, 7d or 2w.")


@click.command("diff")
@click.option(
    "--since",
    type=_Since(),
    metavar="WHEN",
    help="Only from then on: 2026-11-01, or how long ago: 24h, 7d, 2w.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@global_options
@click.pass_context
def diff(ctx: click.Context, since: datetime | None, as_json: bool) -> None:
    """List what changed in the models of the regions that were asked, newest first.

    Nobody is asked: these are the changes that earlier scans have found. --region
    leaves out other regions.

    Exit codes: 0 listed, 1 the log could not be read, 2 wrong usage, 130 interrupted.
    """
    settings = settings_of(ctx)
    with opened(ctx, settings) as bench:
        changes = asyncio.run(_changes(bench, since))
    if as_json:
        click.echo(dumps({"changes": [_as_json(each) for each in changes]}))
    elif changes:
        click.echo("\n".join(table(changes, _COLUMNS, terminal_width(), cut_last=True)))
    else:
        say(_NONE)


async def _changes(bench: Workbench, since: datetime | None) -> list[Change]:
    await bridge.call("open", bench.open)
    if bench.store_error is not None:
        raise bench.store_error
    changes = await bench.models.changes(_MOST)
    settings = bench.settings
    only = settings.region if settings.region_source == "--region" else ""
    return [
        each
        for each in changes
        if (since is None or utc(each.at) >= since) and only in ("", each.region)
    ]


def _as_json(change: Change) -> Json:
    return {
        "at": shapes.moment(change.at),
        "kind": str(change.kind),
        "region": change.region,
        "model_id": change.model_id,
        "name": change.title or None,
        "detail": change.detail or None,
    }


_COLUMNS: tuple[Column[Change], ...] = (
    Column("when", lambda each: f"{utc(each.at).astimezone():%Y-%m-%d %H:%M}", spare=2),
    Column("what", lambda each: each.kind),
    Column("region", lambda each: each.region, spare=1),
    Column("model", lambda each: each.model_id),
    Column("detail", lambda each: each.detail),
)
